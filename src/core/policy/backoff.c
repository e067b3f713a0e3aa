/*
 * backoff.c
 *		How long to wait after failures: all waits that grow, in one table.
 */
#include <stdbool.h>

#include "core/policy/backoff.h"
#include "core/policy/moment.h"

/* The part by which waits are spread. */
#define SPREAD 0.25

#define SECOND ((int64_t) 1000)
#define MINUTE (60 * SECOND)
#define DAY (24 * 60 * MINUTE)

/* In milliseconds, in the order of PnlBackoff. */
static const struct
{
	int64_t		first;
	int64_t		longest;
	int			factor;
	bool		spread;
}			waits[PNL_BACKOFFS] = {
	/* PostNL's SDK waits for a second, and for ten */
	[PNL_BACKOFF_CALL] = {500, 10 * SECOND, 2, true},
	[PNL_BACKOFF_SHIPMENT] = {2 * SECOND, 10 * MINUTE, 2, true},
	[PNL_BACKOFF_LANE] = {SECOND, MINUTE, 2, true},
	[PNL_BACKOFF_SYNC] = {15 * SECOND, 15 * MINUTE, 2, true},
	/* nobody else waits for it in our stead */
	[PNL_BACKOFF_LOCK] = {50, SECOND, 2, false},
	[PNL_BACKOFF_PARCEL] = {MINUTE, DAY, 2, false},
	[PNL_BACKOFF_UNKNOWN] = {10 * MINUTE, DAY, 2, false},
	/* the third answer is believed */
	[PNL_BACKOFF_STALE] = {MINUTE, 16 * MINUTE, 4, false},
};

int64_t
pnl_backoff_spread(int64_t length, double random)
{
	return (int64_t) ((double) length * (1 - SPREAD + 2 * SPREAD * random));
}

int64_t
pnl_backoff_wait(PnlBackoff backoff, int failures, double random)
{
	int64_t		wait = waits[backoff].first;

	for (int i = 1; i < failures && wait < waits[backoff].longest; i++)
		wait *= waits[backoff].factor;
	wait = pnl_moment_earlier(wait, waits[backoff].longest);
	return waits[backoff].spread ? pnl_backoff_spread(wait, random) : wait;
}

int
pnl_backoff_steps(PnlBackoff backoff, int64_t steps[PNL_BACKOFF_MOST_STEPS])
{
	int64_t		wait = waits[backoff].first;
	int			count = 0;

	for (; wait < waits[backoff].longest && count < PNL_BACKOFF_MOST_STEPS - 1;
		 wait *= waits[backoff].factor)
		steps[count++] = wait;
	steps[count++] = waits[backoff].longest;
	return count;
}

int64_t
pnl_backoff_longest(PnlBackoff backoff)
{
	return waits[backoff].spread ? pnl_backoff_spread(waits[backoff].longest, 1) :
		waits[backoff].longest;
}
