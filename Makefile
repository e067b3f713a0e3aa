# Building, installing and testing postnl.
#
#   make demo      a first look, against the built-in simulator
#   make test      all tests
#   make           build only
#   make help      all targets
#
# Where PostgreSQL is, PG_CONFIG=... says; where else to install, DESTDIR=...; and
# "make -f DIR/Makefile" builds in another directory than the sources'.

SOURCE := $(or $(VPATH),$(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST)))))

EXTENSION   = postnl
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" $(SOURCE)/postnl.control)
MODULE_big  = postnl

CORE_OBJS = \
	src/core/address_addition.o \
	src/core/address_line.o \
	src/core/address_part.o \
	src/core/address_split.o \
	src/core/address_word.o \
	src/core/answer.o \
	src/core/api_access.o \
	src/core/api_address.o \
	src/core/api_barcode.o \
	src/core/api_checkout.o \
	src/core/api_delivery_date.o \
	src/core/api_label.o \
	src/core/api_list.o \
	src/core/api_location.o \
	src/core/api_status.o \
	src/core/api_timeframe.o \
	src/core/argument.o \
	src/core/barcode.o \
	src/core/barcode_call.o \
	src/core/buf.o \
	src/core/change.o \
	src/core/choice.o \
	src/core/contact.o \
	src/core/country.o \
	src/core/country_names.o \
	src/core/cut_off.o \
	src/core/date.o \
	src/core/destination.o \
	src/core/entity.o \
	src/core/environment.o \
	src/core/error.o \
	src/core/error_json.o \
	src/core/error_shape.o \
	src/core/excerpt.o \
	src/core/fields.o \
	src/core/fold.o \
	src/core/generation.o \
	src/core/headers.o \
	src/core/house_number.o \
	src/core/json.o \
	src/core/json_token.o \
	src/core/label_answer.o \
	src/core/label_call.o \
	src/core/label_check.o \
	src/core/label_customs.o \
	src/core/label_format.o \
	src/core/label_legacy.o \
	src/core/label_v4.o \
	src/core/mime.o \
	src/core/normalise.o \
	src/core/normalise_address.o \
	src/core/opening_hours.o \
	src/core/operation.o \
	src/core/path.o \
	src/core/phone.o \
	src/core/policy/backoff.o \
	src/core/policy/budget.o \
	src/core/policy/claiming.o \
	src/core/policy/feed.o \
	src/core/policy/outage.o \
	src/core/policy/pace.o \
	src/core/policy/retry.o \
	src/core/policy/sharing.o \
	src/core/policy/turns.o \
	src/core/policy/verdict.o \
	src/core/postal_code.o \
	src/core/product.o \
	src/core/reply.o \
	src/core/request.o \
	src/core/rows.o \
	src/core/shipment.o \
	src/core/shipment_check.o \
	src/core/shipment_form.o \
	src/core/shipment_keys.o \
	src/core/shipment_path.o \
	src/core/shipment_read.o \
	src/core/shipment_rules.o \
	src/core/text_tidy.o \
	src/core/track_url.o \
	src/core/url.o \
	src/core/utf8.o \
	src/core/uuid.o \
	src/core/value.o \
	src/core/weight.o \
	src/core/wire.o

PG_OBJS = \
	src/pg/base/bulk_insert.o \
	src/pg/base/catalog.o \
	src/pg/base/document.o \
	src/pg/base/encoding.o \
	src/pg/base/extension_script.o \
	src/pg/base/guc.o \
	src/pg/base/notify.o \
	src/pg/base/point.o \
	src/pg/base/report.o \
	src/pg/base/shared_memory.o \
	src/pg/base/signals.o \
	src/pg/base/statement.o \
	src/pg/base/transaction.o \
	src/pg/base/transition.o \
	src/pg/base/zone.o \
	src/pg/http/debug.o \
	src/pg/http/endpoint.o \
	src/pg/http/errand.o \
	src/pg/http/exchange.o \
	src/pg/http/failure.o \
	src/pg/http/libcurl.o \
	src/pg/http/limiter.o \
	src/pg/http/multi.o \
	src/pg/http/sockets.o \
	src/pg/http/transfer.o \
	src/pg/process/notes.o \
	src/pg/process/session.o \
	src/pg/process/shared.o \
	src/pg/process/slots.o \
	src/pg/account/account.o \
	src/pg/account/func_account.o \
	src/pg/account/node.o \
	src/pg/account/product.o \
	src/pg/ask/bind.o \
	src/pg/ask/bind_value.o \
	src/pg/ask/cache.o \
	src/pg/ask/call.o \
	src/pg/ask/feed_window.o \
	src/pg/ask/func_access.o \
	src/pg/ask/func_address.o \
	src/pg/ask/func_barcode.o \
	src/pg/ask/func_delivery.o \
	src/pg/ask/func_request.o \
	src/pg/ask/func_status.o \
	src/pg/ask/pipeline.o \
	src/pg/ask/reserve.o \
	src/pg/ask/result.o \
	src/pg/ask/status.o \
	src/pg/ask/tuple.o \
	src/pg/ask/tuple_json.o \
	src/pg/ask/tuple_rows.o \
	src/pg/ask/tuple_text.o \
	src/pg/ship/description_hash.o \
	src/pg/ship/enqueue.o \
	src/pg/ship/func_enqueue.o \
	src/pg/ship/func_print.o \
	src/pg/ship/func_reship.o \
	src/pg/ship/func_return.o \
	src/pg/ship/func_ship.o \
	src/pg/ship/hold.o \
	src/pg/ship/max_age.o \
	src/pg/ship/named.o \
	src/pg/ship/new_shipment.o \
	src/pg/ship/parcel.o \
	src/pg/ship/returning.o \
	src/pg/ship/row_name.o \
	src/pg/ship/ship_answer.o \
	src/pg/ship/ship_cell.o \
	src/pg/ship/ship_mapping.o \
	src/pg/ship/ship_trigger.o \
	src/pg/ship/shipment_changes.o \
	src/pg/ship/shipment_store.o \
	src/pg/ship/shipping.o \
	src/pg/ship/statement_batch.o \
	src/pg/ship/taken.o \
	src/pg/ship/trigger_option.o \
	src/pg/outbox/adopt.o \
	src/pg/outbox/call.o \
	src/pg/outbox/call_barcodes.o \
	src/pg/outbox/call_label.o \
	src/pg/outbox/call_lookup.o \
	src/pg/outbox/cancel_trigger.o \
	src/pg/outbox/change.o \
	src/pg/outbox/claim.o \
	src/pg/outbox/claimer.o \
	src/pg/outbox/drain.o \
	src/pg/outbox/filling.o \
	src/pg/outbox/func_node.o \
	src/pg/outbox/func_outbox.o \
	src/pg/outbox/func_retention.o \
	src/pg/outbox/held.o \
	src/pg/outbox/lane.o \
	src/pg/outbox/lanes.o \
	src/pg/outbox/leaving.o \
	src/pg/outbox/pause.o \
	src/pg/outbox/queue.o \
	src/pg/outbox/retention.o \
	src/pg/outbox/rows.o \
	src/pg/outbox/settle.o \
	src/pg/outbox/stock.o \
	src/pg/outbox/writing.o \
	src/pg/sync/event_store.o \
	src/pg/sync/func_sync.o \
	src/pg/sync/sync.o \
	src/pg/sync/sync_plan.o \
	src/pg/sync/sync_reply.o \
	src/pg/sync/sync_round.o \
	src/pg/sync/sync_rows.o \
	src/pg/sync/sync_state.o \
	src/pg/sync/sync_store.o \
	src/pg/worker/doctor.o \
	src/pg/worker/launcher.o \
	src/pg/worker/module.o \
	src/pg/worker/stat_worker.o \
	src/pg/worker/statement_hook.o \
	src/pg/worker/worker.o

OBJS        = $(CORE_OBJS) $(PG_OBJS)
# as PGXS has it: relative to the sources
sources      = $(patsubst $(SOURCE)/%,%,$(wildcard $(addprefix $(SOURCE)/,$(1))))
DATA        := $(call sources,src/sql/upgrade/postnl--*.sql)
DATA_built   = postnl--$(EXTVERSION).sql
DOCS        := README.md CHANGELOG.md $(call sources,docs/*.md)
EXTRA_CLEAN  = build

# "make installcheck" tries an installation: those tests of sql/ that need no worker.
REGRESS = install barcode status_code track track_examples track_errors request account \
	delivery_options timeframes delivery_date locations address cache api_coverage \
	wire_habits delivery_examples ship_requests shipping shipping_errors answers ship_trigger sync report
REGRESS_OPTS = --launcher=$(SOURCE)/test/with_simulator.sh --encoding=UTF8 --no-locale

PG_CPPFLAGS = -I$(SOURCE)/src -Isrc -DPOSTNL_VERSION=\"$(EXTVERSION)\" $(CURL_JSON_CFLAGS)
PG_CFLAGS   = -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers $(WERROR)
SHLIB_LINK  = $(CURL_JSON_LIBS)

# PGXS expands these also where nothing is compiled
CURL_JSON_CFLAGS = $(shell pkg-config --cflags libcurl json-c 2>/dev/null)
CURL_JSON_LIBS   = $(shell pkg-config --libs libcurl json-c 2>/dev/null)

PG_CONFIG ?= pg_config
PGXS      := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
SERVER_HEADERS := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)

COMPILES  := $(filter-out installcheck clean uninstall dist help,$(or $(MAKECMDGOALS),all))
CAN_BUILD := $(and $(wildcard $(SERVER_HEADERS)/postgres.h),$(shell pkg-config --exists libcurl json-c 2>/dev/null && echo yes))

ifneq ($(and $(wildcard $(PGXS)),$(or $(CAN_BUILD),$(if $(COMPILES),,yes))),)

include $(PGXS)

ifeq ($(filter 15 16 17 18 19,$(MAJORVERSION)),)
$(error postnl needs PostgreSQL 15 to 19, $(PG_CONFIG) is of $(MAJORVERSION))
endif

# Statements in files become headers, for the C file of that name.
STATEMENTS  := $(call sources,src/pg/*/*.sql)
STATEMENT_HEADERS = $(patsubst %.sql,%_sql.h,$(filter-out %/fragments.sql,$(STATEMENTS)))
EXTRA_CLEAN += $(STATEMENT_HEADERS)

$(STATEMENT_HEADERS): %_sql.h: %.sql $(wildcard $(SOURCE)/src/pg/*/fragments.sql) $(SOURCE)/src/tools/sql_to_c.pl
	@mkdir -p $(@D)
	perl $(SOURCE)/src/tools/sql_to_c.pl $< > $@.new && mv $@.new $@

$(OBJS) $(OBJS:.o=.bc): $(STATEMENT_HEADERS)

# Few headers and quick compiles: any change rebuilds all.
$(OBJS): $(wildcard $(SOURCE)/src/core/*.h $(SOURCE)/src/core/*/*.h $(SOURCE)/src/pg/*/*.h)

# No rule: make would find these in the sources.
$(shell mkdir -p $(dir $(OBJS)))

$(DATA_built): $(sort $(wildcard $(SOURCE)/src/sql/*.sql))
	cat $^ > $@

# Names of countries anew, of the CLDR that Debian's package unicode-cldr-core has.
country-names:
	$(SOURCE)/src/data/country_names.py $(CLDR) > country_names.c.new
	mv country_names.c.new $(SOURCE)/src/core/country_names.c
.PHONY: country-names

# Documents of other extensions have the same names.
docmoduledir := postnl
uninstall: uninstall-documents
uninstall-documents:
	rm -f $(addprefix '$(DESTDIR)$(docdir)/$(docmoduledir)'/, $(notdir $(DOCS)))
	! [ -d '$(DESTDIR)$(docdir)/$(docmoduledir)' ] || rmdir '$(DESTDIR)$(docdir)/$(docmoduledir)'
.PHONY: uninstall-documents

include $(SOURCE)/test/test.mk

else

# Nothing to build with yet: install it, then start again.
all install demo test sim bench matrix deb packages:
	@test/packages.sh $(subst install,build,$(subst all,build,$@))
	@$(MAKE) --no-print-directory $@

.PHONY: all install demo test sim bench matrix deb packages

endif
