/*
 * test_property.c
 *		The properties of core/policy, in the same thousands of stories each time.
 *
 * test/fuzz looks for stories that are worse.
 */
#include "unit.h"

#include "property.h"

#define STORIES 2000
#define STORY_SIZE 400

typedef struct PropertyRow
{
	const char *name;
	Property	property;
} PropertyRow;

static const PropertyRow rows[] = {
	{"turns are within the limit, and none is left unused", property_turns},
	{"an account keeps its pauses, and comes back", property_pace},
	{"waits grow, and not without end", property_backoff},
};

/* Steele, Lea, Flood: SplitMix64. */
static uint64_t
next_random(uint64_t *seed)
{
	uint64_t	z = (*seed += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static void
check_property(void **state)
{
	const PropertyRow *row = *state;

	for (int number = 1; number <= STORIES; number++)
	{
		uint64_t	seed = (uint64_t) number;
		uint8_t		story[STORY_SIZE];
		const char *broken;

		for (size_t i = 0; i < sizeof(story); i++)
			story[i] = (uint8_t) next_random(&seed);
		broken = row->property(story, sizeof(story));
		if (broken != NULL)
			fail_msg("story %d breaks the promise: %s", number, broken);
	}
}

int
main(void)
{
	UNIT_ROWS(rows, check_property);
	return unit_run();
}
