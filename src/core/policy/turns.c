/*
 * turns.c
 *		Who may call now, within PostNL's calls a minute: of one API key.
 *
 * A minute is a ring of slots, each counting the calls started in it.  The
 * sum over the ring is what PostNL may have counted in any minute, so a burst
 * may use the whole limit at once and never exceed it.
 *
 * A clock that is set back has stood still here, as it were: what was started
 * then still counts, and nobody waits until it shows the old time again.
 */
#include <stdbool.h>
#include <string.h>

#include "core/policy/moment.h"
#include "core/policy/turns.h"

#define SLOT_LENGTH (PNL_MINUTE / (PNL_TURN_SLOTS - 1))

/*
 * How long others stand back once the turn of one that goes before them has
 * come: time enough to wake up and take it.
 */
#define GRACE PNL_SECOND

/* What the sync may use of the limit, of a hundred. */
#define SYNC_SHARE 75

void
pnl_turns_begin(PnlTurns *turns, int64_t now)
{
	memset(turns, 0, sizeof(*turns));
	turns->lag = -now;
}

/* How much time has passed since the beginning. */
static int64_t
tell_time(PnlTurns *turns, int64_t now)
{
	int64_t		passed = now + turns->lag;

	if (passed < turns->passed)
		turns->lag += turns->passed - passed;
	else
		turns->passed = passed;
	return turns->passed;
}

/* Moves the ring to the present, forgetting what is older than a minute. */
static void
advance_ring(PnlTurns *turns)
{
	int64_t		slot = turns->passed / SLOT_LENGTH;
	int64_t		steps = slot - turns->newest_slot;

	for (int64_t i = 1; i <= pnl_moment_earlier(steps, PNL_TURN_SLOTS); i++)
	{
		uint16_t   *started = &turns->started[(turns->newest_slot + i) % PNL_TURN_SLOTS];

		turns->total -= *started;
		*started = 0;
	}
	turns->newest_slot = slot;
}

/* When the oldest calls leave the minute, from now. */
static int64_t
time_to_free_slot(const PnlTurns *turns)
{
	int64_t		slot = pnl_moment_later(turns->newest_slot - PNL_TURN_SLOTS + 1, 0);

	while (slot < turns->newest_slot && turns->started[slot % PNL_TURN_SLOTS] == 0)
		slot++;
	return pnl_moment_later((slot + PNL_TURN_SLOTS) * SLOT_LENGTH - turns->passed,
							PNL_MILLISECOND);
}

static int
share_of(PnlTurn turn, int per_minute)
{
	int			share = (int) ((int64_t) per_minute * SYNC_SHARE / 100);

	if (turn != PNL_TURN_SYNC)
		return per_minute;
	return share > 0 ? share : 1;
}

static int64_t
find_wait(PnlTurns *turns, int per_minute, PnlTurn turn)
{
	uint16_t   *started;

	if (turns->paused_until > turns->passed)
		return turns->paused_until - turns->passed;
	for (PnlTurn before = 0; before < turn; before++)
		if (turns->wanted_until[before] > turns->passed)
			return turns->wanted_until[before] - turns->passed;
	if (per_minute <= 0)
		return 0;
	advance_ring(turns);
	started = &turns->started[turns->newest_slot % PNL_TURN_SLOTS];
	if (turns->total >= share_of(turn, per_minute) || *started == UINT16_MAX)
		return time_to_free_slot(turns);
	(*started)++;
	turns->total++;
	return 0;
}

int64_t
pnl_turns_take(PnlTurns *turns, int per_minute, PnlTurn turn, int64_t now)
{
	int64_t		passed = tell_time(turns, now);
	int64_t		wait = find_wait(turns, per_minute, turn);

	if (wait > 0 && turn < PNL_TURN_SYNC)
		turns->wanted_until[turn] = passed + wait + GRACE;
	return wait;
}

void
pnl_turns_pause(PnlTurns *turns, int64_t pause_ms, int64_t now)
{
	turns->paused_until = pnl_moment_later(turns->paused_until,
										   tell_time(turns, now) + pause_ms * PNL_MILLISECOND);
}
