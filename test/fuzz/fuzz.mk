# Builds the targets of test/fuzz: used by test/fuzz/run.sh, which sets BUILD
# and CLANG, in the top directory.
#
# Every fuzz_*.c is a target; every other *.c here, and those of test/property,
# are linked to all of them.

SAN_FLAGS = -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
CFLAGS    = -std=gnu11 -g -O1 -Wall -Wextra -Werror -Wno-missing-field-initializers \
	-Isrc -Itest/fuzz -Itest/property $(shell pkg-config --cflags json-c)
LIBS      = $(shell pkg-config --libs json-c) -lm

CORE      = $(patsubst src/core/%.c,$(BUILD)/core/%.o,$(wildcard src/core/*.c src/core/*/*.c))
SHARED    = $(patsubst test/fuzz/%.c,$(BUILD)/%.o,$(filter-out test/fuzz/fuzz_%.c,$(wildcard test/fuzz/*.c))) \
	$(patsubst test/%.c,$(BUILD)/%.o,$(wildcard test/property/*.c))
TARGETS   = $(patsubst test/fuzz/%.c,$(BUILD)/%,$(wildcard test/fuzz/fuzz_*.c))
COMPILE   = $(CLANG) $(CFLAGS) $(subst fuzzer$(comma),fuzzer-no-link$(comma),$(SAN_FLAGS)) -MMD -MP -c
comma     = ,

all: $(TARGETS)

$(TARGETS): $(BUILD)/%: $(BUILD)/%.o $(SHARED) $(CORE) $(BUILD)/flags
	$(CLANG) $(CFLAGS) $(SAN_FLAGS) -o $@ $(filter %.o,$^) $(LIBS)

$(BUILD)/core/%.o: src/core/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(BUILD)/property/%.o: test/property/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(BUILD)/%.o: test/fuzz/%.c $(BUILD)/flags
	$(COMPILE) -o $@ $<

# Another compiler, other flags or another set of files: build again.
$(BUILD)/flags: always
	@mkdir -p $(BUILD)/core
	@echo '$(CLANG) $(CFLAGS) $(SAN_FLAGS) $(LIBS) $(CORE) $(SHARED)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

.SECONDARY:
.PHONY: all always

-include $(wildcard $(BUILD)/*.d $(BUILD)/core/*.d $(BUILD)/core/*/*.d $(BUILD)/property/*.d)
