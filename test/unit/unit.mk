# Builds the programs of test/unit: used by test/unit/run.sh, which sets
# BUILD and CC, in the top directory.
#
# Every test_*.c is a program; every other *.c here, and those of test/property,
# are linked to all of them.

SAN_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS    = -std=gnu11 -g -O1 -Wall -Wextra -Werror -Wno-missing-field-initializers \
	$(SAN_FLAGS) -Isrc -Itest/unit -Itest/property $(shell pkg-config --cflags json-c cmocka)
LIBS      = $(shell pkg-config --libs json-c cmocka) -lm

CORE      = $(patsubst src/core/%.c,$(BUILD)/core/%.o,$(wildcard src/core/*.c src/core/*/*.c))
SHARED    = $(patsubst test/unit/%.c,$(BUILD)/%.o,$(filter-out test/unit/test_%.c,$(wildcard test/unit/*.c))) \
	$(patsubst test/%.c,$(BUILD)/%.o,$(wildcard test/property/*.c))
PROGRAMS  = $(patsubst test/unit/%.c,$(BUILD)/%,$(wildcard test/unit/test_*.c))

all: $(PROGRAMS)

$(PROGRAMS): $(BUILD)/%: $(BUILD)/%.o $(SHARED) $(CORE) $(BUILD)/flags
	$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LIBS)

# What json-c makes comes from the program first, which may say no.
MAKERS = object_new_object object_new_array object_new_string_len object_new_int64 \
	object_new_boolean object_new_double_s object_deep_copy object_object_add object_array_add
$(BUILD)/test_label_memory: LIBS += $(MAKERS:%=-Wl,--wrap=json_%)

$(BUILD)/core/%.o: src/core/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/property/%.o: test/property/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: test/unit/%.c $(BUILD)/flags
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Another compiler, other flags or another set of files: build again.
$(BUILD)/flags: always
	@mkdir -p $(BUILD)/core
	@echo '$(CC) $(CFLAGS) $(LIBS) $(CORE) $(SHARED)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

.SECONDARY:
.PHONY: all always

-include $(wildcard $(BUILD)/*.d $(BUILD)/core/*.d $(BUILD)/core/*/*.d $(BUILD)/property/*.d)
