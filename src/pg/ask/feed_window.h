/*
 * feed_window.h
 *		Periods of the bulk feed, cut into windows as PostNL takes them.
 *
 * PostNL reads local times without a zone, at most two hours apart and at
 * most 48 hours back (api.md, section 3.2).  Windows are cut in local time,
 * so that an hour which the clock shows twice is asked for once, with all
 * that happened in both.
 */
#ifndef PNL_PG_ASK_FEED_WINDOW_H
#define PNL_PG_ASK_FEED_WINDOW_H

#include "postgres.h"

#include "datatype/timestamp.h"

#include "core/request.h"

/* PostNL tells of no older changes. */
#define PNL_FEED_HOURS 48

/* The longest window that PostNL takes. */
#define PNL_FEED_WINDOW (2 * USECS_PER_HOUR)

/* What is left of a period, in local time. */
typedef struct PnlFeedWindows
{
	Timestamp	next;			/* start of the next window */
	Timestamp	end;
	bool		begun;
} PnlFeedWindows;

/* The windows over a period; an empty one is still one window. */
extern PnlFeedWindows pnl_feed_windows(TimestampTz since, TimestampTz until);

/*
 * Makes the next window, of "length" microseconds at most, the arguments
 * "since" and "until" of pnl_api_status_updates; false when there is none.
 */
extern bool pnl_feed_next_window(PnlFeedWindows *windows, int64 length,
								 PnlArguments *arguments);

/* Whether the last window was the last of the period. */
extern bool pnl_feed_is_over(const PnlFeedWindows *windows);

/* The first instant at which a clock showed where the next window begins. */
extern TimestampTz pnl_feed_reached(const PnlFeedWindows *windows);

#endif							/* PNL_PG_ASK_FEED_WINDOW_H */
