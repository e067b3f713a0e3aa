/*
 * feed_window.h
 *		Periods of the bulk feed, cut into windows as PostNL takes them.
 *
 * Windows are cut in local time (core/policy/feed.h), so that an hour which the
 * clock shows twice is asked for once, with all that happened in both.
 */
#ifndef PNL_PG_ASK_FEED_WINDOW_H
#define PNL_PG_ASK_FEED_WINDOW_H

#include "postgres.h"

#include "datatype/timestamp.h"

#include "core/policy/feed.h"
#include "core/request.h"

/* The windows over a period; an empty one is still one window. */
extern PnlFeedWindows pnl_feed_window_begin(TimestampTz since, TimestampTz until);

/*
 * Makes the next window, of "length" microseconds at most, the arguments
 * "since" and "until" of pnl_api_status_updates; false when there is none.
 */
extern bool pnl_feed_window_next(PnlFeedWindows *windows, int64 length,
								 PnlArguments *arguments);

/* The first instant at which a clock showed where the next window begins. */
extern TimestampTz pnl_feed_window_reached(const PnlFeedWindows *windows);

#endif							/* PNL_PG_ASK_FEED_WINDOW_H */
