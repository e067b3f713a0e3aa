/*
 * pace.c
 *		How many calls an account may have on the way, and when it pauses.
 */
#include <string.h>

#include "core/policy/backoff.h"
#include "core/policy/moment.h"
#include "core/policy/outage.h"
#include "core/policy/pace.h"

void
pnl_pace_begin(PnlPace *pace, int most)
{
	memset(pace, 0, sizeof(*pace));
	pace->allowed = most;
}

bool
pnl_pace_is_paused(const PnlPace *pace, int64_t now)
{
	return pace->paused_until > now;
}

bool
pnl_pace_waits_for_turn(const PnlPace *pace, int64_t now)
{
	return pace->turn_at > now;
}

int
pnl_pace_room(const PnlPace *pace, int in_flight, int64_t now)
{
	int			room = pace->allowed - in_flight;

	if (pnl_pace_is_paused(pace, now) || pnl_pace_waits_for_turn(pace, now))
		return 0;
	return room > 0 ? room : 0;
}

static void
end_troubles(PnlPace *pace)
{
	pace->failures = 0;
	pace->failed_shipment = 0;
	pace->pauses = 0;
	pace->paused_until = 0;
}

bool
pnl_pace_succeed(PnlPace *pace, int most)
{
	if (pace->stuck > 0)
		return false;
	end_troubles(pace);
	if (pace->allowed >= most)
		return true;
	/* after an outage: twice as many, once all of the last ones went well */
	if (++pace->successes >= pace->allowed)
	{
		pace->allowed = (int) pnl_moment_earlier((int64_t) pace->allowed * 2, most);
		pace->successes = 0;
	}
	return true;
}

static bool
begin_pause(PnlPace *pace, int64_t now, double random)
{
	/* calls that were on the way when it began say nothing new */
	if (pnl_pace_is_paused(pace, now))
		return false;
	pace->pauses++;
	pace->allowed = 1;
	pace->successes = 0;
	pace->paused_until = now + pnl_backoff_wait(PNL_BACKOFF_LANE, pace->pauses, random) *
		PNL_MILLISECOND;
	return true;
}

bool
pnl_pace_fail(PnlPace *pace, PnlBlame blame, int64_t shipment, int64_t now, double random)
{
	if (blame != PNL_BLAME_POSTNL)
	{
		pace->failures++;
		return begin_pause(pace, now, random);
	}
	if (shipment == 0 || shipment != pace->failed_shipment)
		pace->failures++;
	pace->failed_shipment = shipment;
	/* while it is tried out whether PostNL is back, one is enough */
	return (pace->failures >= PNL_OUTAGE_FAILURES || pace->pauses > 0) &&
		begin_pause(pace, now, random);
}

bool
pnl_pace_get_stuck(PnlPace *pace, bool again, int64_t now, double random)
{
	if (!again)
		pace->stuck++;
	return (!again || pace->stuck >= PNL_OUTAGE_FAILURES) && begin_pause(pace, now, random);
}

bool
pnl_pace_get_loose(PnlPace *pace)
{
	bool		was_stuck = pace->stuck > 0;

	pace->stuck = 0;
	return was_stuck;
}

void
pnl_pace_follow(PnlPace *pace, int64_t until)
{
	pace->paused_until = until;
	pace->pauses = pace->pauses > 0 ? pace->pauses : 1;
	pace->allowed = 1;
}

void
pnl_pace_resume(PnlPace *pace)
{
	pace->paused_until = 0;
	pace->pauses = 0;
	pace->stuck = 0;
}

int
pnl_pace_troubles(const PnlPace *pace)
{
	return pace->failures + pace->stuck;
}
