# Builds the programs of test/unit and the targets of test/fuzz so that they
# count the lines of src/core that they run: used by test/coverage/run.sh, which
# sets BUILD and CC, in the top directory.

CFLAGS   = -std=gnu11 -g -O0 -Wall -Wextra -Wno-missing-field-initializers \
	-Isrc -Itest/unit -Itest/fuzz -Itest/property $(shell pkg-config --cflags json-c cmocka)
LIBS     = $(shell pkg-config --libs json-c cmocka) -lm

CORE     = $(patsubst src/core/%.c,$(BUILD)/core/%.o,$(wildcard src/core/*.c src/core/*/*.c))
PROPERTY = $(patsubst %.c,$(BUILD)/%.o,$(wildcard test/property/*.c))
UNIT     = $(patsubst %.c,$(BUILD)/%.o,$(filter-out test/unit/test_%.c,$(wildcard test/unit/*.c))) $(PROPERTY)
FUZZ     = $(patsubst %.c,$(BUILD)/%.o,$(filter-out test/fuzz/fuzz_%.c,$(wildcard test/fuzz/*.c))) $(PROPERTY) \
	$(BUILD)/test/coverage/replay.o
PROGRAMS = $(patsubst %.c,$(BUILD)/%,$(wildcard test/unit/test_*.c))
TARGETS  = $(patsubst %.c,$(BUILD)/%,$(wildcard test/fuzz/fuzz_*.c))

all: $(PROGRAMS) $(TARGETS)

$(PROGRAMS): $(BUILD)/%: $(BUILD)/%.o $(UNIT) $(CORE)
	$(CC) --coverage -o $@ $^ $(LIBS)

$(TARGETS): $(BUILD)/%: $(BUILD)/%.o $(FUZZ) $(CORE)
	$(CC) --coverage -o $@ $^ $(LIBS)

# as in test/unit/unit.mk
MAKERS   = object_new_object object_new_array object_new_string_len object_new_int64 \
	object_new_boolean object_new_double_s object_deep_copy object_object_add object_array_add
$(BUILD)/test/unit/test_label_memory: LIBS += $(MAKERS:%=-Wl,--wrap=json_%)

$(BUILD)/core/%.o: src/core/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) --coverage -MMD -MP -c -o $@ $<

$(BUILD)/test/%.o: test/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

.SECONDARY:
.PHONY: all

-include $(wildcard $(BUILD)/core/*.d $(BUILD)/core/*/*.d $(BUILD)/test/*/*.d)
