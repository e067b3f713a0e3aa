/*
 * backoff.c
 *		How long to wait after failures: all waits that grow, in one table.
 */
#include <stdbool.h>

#include "core/policy/backoff.h"
#include "core/policy/moment.h"

/* The part by which waits are spread. */
#define SPREAD 0.25

/* In milliseconds, in the order of PnlBackoff. */
static const struct
{
	int64_t		first;
	int64_t		longest;
	bool		spread;
}			waits[PNL_BACKOFFS] = {
	/* PostNL's SDK waits for a second, and for ten */
	[PNL_BACKOFF_CALL] = {500, 10 * 1000, true},
	[PNL_BACKOFF_SHIPMENT] = {2000, 10 * 60 * 1000, true},
	[PNL_BACKOFF_LANE] = {1000, 60 * 1000, true},
	[PNL_BACKOFF_SYNC] = {15 * 1000, 15 * 60 * 1000, true},
	/* nobody else waits for it in our stead */
	[PNL_BACKOFF_LOCK] = {50, 1000, false},
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
		wait *= 2;
	wait = pnl_moment_earlier(wait, waits[backoff].longest);
	return waits[backoff].spread ? pnl_backoff_spread(wait, random) : wait;
}

int64_t
pnl_backoff_longest(PnlBackoff backoff)
{
	return waits[backoff].spread ? pnl_backoff_spread(waits[backoff].longest, 1) :
		waits[backoff].longest;
}
