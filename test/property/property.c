/*
 * property.c
 *		Reading the stories that properties play.
 */
#include "property.h"

#include "core/policy/moment.h"

bool
property_goes_on(const PropertyStory *story)
{
	return story->at < story->size;
}

int
property_choose(PropertyStory *story, int choices)
{
	return property_goes_on(story) ? story->bytes[story->at++] % choices : 0;
}

int64_t
property_length(PropertyStory *story)
{
	static const int64_t units[] = {
		1, PNL_MILLISECOND, 100 * PNL_MILLISECOND, PNL_SECOND, 10 * PNL_SECOND
	};
	int64_t		unit = units[property_choose(story, 5)];

	return unit * property_choose(story, 200);
}

double
property_random(PropertyStory *story)
{
	return property_choose(story, 256) / 256.0;
}
