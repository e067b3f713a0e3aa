/*
 * feed.h
 *		From where the bulk feed is read, and in which windows.
 *
 * PostNL reads local times without a zone, at most two hours apart and at
 * most 48 hours back (api.md, section 3.2).
 */
#ifndef PNL_CORE_POLICY_FEED_H
#define PNL_CORE_POLICY_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/policy/moment.h"

/* PostNL tells of no older changes. */
#define PNL_FEED_HOURS 48

/* The longest window that PostNL takes. */
#define PNL_FEED_WINDOW (2 * PNL_HOUR)

/* What is left of a period, by the clock on the wall. */
typedef struct PnlFeedWindows
{
	int64_t		next;			/* start of the next window */
	int64_t		end;
	bool		begun;
} PnlFeedWindows;

/*
 * Cuts off the next window, of "length" at most; false when there is none.  An
 * empty period is still one window.
 */
extern bool pnl_feed_cut(PnlFeedWindows *windows, int64_t length, int64_t *since,
						 int64_t *until);

/* Whether the last window was the last of the period. */
extern bool pnl_feed_is_over(const PnlFeedWindows *windows);

/* Halves a length whose answer was too large; false when it is short already. */
extern bool pnl_feed_halve(int64_t *length);

/*
 * From where the feed is to be read that is read until "fed_until" (0 = not
 * yet; parcels are then known since "known_since", 0 = none is).  "gap" is
 * where that is too far back: PostNL no longer tells of what lies before.
 */
extern int64_t pnl_feed_begin(int64_t fed_until, int64_t known_since, int64_t now, bool *gap);

/*
 * Until when PostNL has told of all changes, by its own clock: where ours is
 * ahead, the rest is still to come.
 */
extern int64_t pnl_feed_believe(int64_t reached, int64_t postnls_clock);

/* Whether it is near enough to the present to be relied upon. */
extern bool pnl_feed_is_trusted(int64_t fed_until, int64_t now);

#endif							/* PNL_CORE_POLICY_FEED_H */
