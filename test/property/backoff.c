/*
 * backoff.c
 *		Waits that grow: never shorter, but for the dice, and never too long.
 */
#include "property.h"

#include "core/policy/backoff.h"

const char *
property_backoff(const uint8_t *bytes, size_t size)
{
	PropertyStory story = {bytes, size, 0};

	while (property_goes_on(&story))
	{
		PnlBackoff	backoff = (PnlBackoff) property_choose(&story, PNL_BACKOFFS);
		int			failures = property_choose(&story, 256) - 2;
		double		random = property_random(&story);
		double		other = property_random(&story);
		int64_t		wait = pnl_backoff_wait(backoff, failures, random);
		int64_t		next = pnl_backoff_wait(backoff, failures + 1, random);
		int64_t		spread = pnl_backoff_wait(backoff, failures, other);
		int64_t		longest = pnl_backoff_longest(backoff);

		if (wait <= 0)
			return "there is a wait after each failure";
		if (wait > longest)
			return "no wait is longer than the longest";
		if (next < wait)
			return "no wait is shorter than the one before, with the same dice";
		if (next > (backoff == PNL_BACKOFF_STALE ? 4 : 2) * wait + 3)
			return "a wait is twice as long at most, or what it says, with the same dice";
		if (failures > 16 && pnl_backoff_wait(backoff, failures, 1) != longest)
			return "the longest wait is reached";
		if (spread * 5 < wait * 3 - 5 || spread * 3 > wait * 5 + 5)
			return "dice change a wait by a quarter up and down";
	}
	return NULL;
}
