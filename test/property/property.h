/*
 * property.h
 *		What must hold for the rules of core/policy, whatever happens.
 *
 * A property plays a story that bytes tell, and returns the promise that was
 * broken in it, or NULL.  The fuzz targets look for bytes that break one; the
 * unit tests play the same thousands each time.
 */
#ifndef PNL_TEST_PROPERTY_H
#define PNL_TEST_PROPERTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A story, as far as it was read. */
typedef struct PropertyStory
{
	const uint8_t *bytes;
	size_t		size;
	size_t		at;
} PropertyStory;

/* Whether it goes on. */
extern bool property_goes_on(const PropertyStory *story);

/* The next choice, of 0 to "choices" - 1; 0 where it is over. */
extern int	property_choose(PropertyStory *story, int choices);

/* A length of time, from nothing to half an hour, in microseconds. */
extern int64_t property_length(PropertyStory *story);

/* A number of [0, 1). */
extern double property_random(PropertyStory *story);

typedef const char *(*Property) (const uint8_t *bytes, size_t size);

/* Turns within the limit: never too many, never idle, in order. */
extern const char *property_turns(const uint8_t *bytes, size_t size);

/* The pace of an account: no call in a pause, which ends, nor too many beside others. */
extern const char *property_pace(const uint8_t *bytes, size_t size);

/* Waits that grow: never shorter, but for the dice, and never too long. */
extern const char *property_backoff(const uint8_t *bytes, size_t size);

#endif							/* PNL_TEST_PROPERTY_H */
