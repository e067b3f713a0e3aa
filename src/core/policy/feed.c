/*
 * feed.c
 *		From where the bulk feed is read, and in which windows.
 */
#include "core/policy/feed.h"

/* PostNL's resolution: a window ends one step before the next begins. */
#define WINDOW_STEP PNL_MILLISECOND

/* A window whose answer is too large is halved, down to this. */
#define SHORTEST_WINDOW PNL_MINUTE

/*
 * Each period begins so long before the last one ended: for changes that
 * PostNL tells of late, and for clocks that are not PostNL's.
 */
#define OVERLAP (5 * PNL_MINUTE)

/* PostNL counts its 48 hours when the question arrives. */
#define MARGIN PNL_MINUTE

/* PostNL's clock is believed when it is no further from ours. */
#define MAX_SKEW (24 * PNL_HOUR)

/* A feed that is so far behind is not relied upon. */
#define TRUST (2 * PNL_HOUR)

bool
pnl_feed_cut(PnlFeedWindows *windows, int64_t length, int64_t *since, int64_t *until)
{
	int64_t		end = pnl_moment_earlier(windows->next + length, windows->end);

	if (windows->begun && pnl_feed_is_over(windows))
		return false;
	*since = windows->next;
	*until = end == windows->end ? end : end - WINDOW_STEP;
	windows->next = end;
	windows->begun = true;
	return true;
}

bool
pnl_feed_is_over(const PnlFeedWindows *windows)
{
	return windows->next >= windows->end;
}

bool
pnl_feed_halve(int64_t *length)
{
	if (*length <= SHORTEST_WINDOW)
		return false;
	*length /= 2;
	return true;
}

int64_t
pnl_feed_begin(int64_t fed_until, int64_t known_since, int64_t now, bool *gap)
{
	int64_t		furthest = now - PNL_FEED_HOURS * PNL_HOUR + MARGIN;
	int64_t		known = fed_until;

	/* the first time: of parcels that were not asked for yet nothing was told */
	if (known == 0)
		known = known_since != 0 ? known_since : now;
	/* a clock that was set back: what it showed since is the future now */
	known = pnl_moment_earlier(known, now);
	*gap = known - OVERLAP < furthest;
	return pnl_moment_later(known - OVERLAP, furthest);
}

int64_t
pnl_feed_believe(int64_t reached, int64_t postnls_clock)
{
	return postnls_clock < reached && postnls_clock > reached - MAX_SKEW ? postnls_clock : reached;
}

bool
pnl_feed_is_trusted(int64_t fed_until, int64_t now)
{
	return fed_until >= now - TRUST;
}
