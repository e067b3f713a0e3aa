/*
 * turns.h
 *		Who may call now, within PostNL's calls a minute: of one API key.
 *
 * Whoever has no turn waits, and is waited for by those that go behind, so
 * that a shipment need not wait for what was asked before it came.
 */
#ifndef PNL_CORE_POLICY_TURNS_H
#define PNL_CORE_POLICY_TURNS_H

#include <stdint.h>

/* A minute, and one more: a call counts until the whole of its slot is a minute old. */
#define PNL_TURN_SLOTS (600 + 1)

/* Who takes a turn; each goes before those below it. */
typedef enum PnlTurn
{
	PNL_TURN_PERSON,			/* a statement that somebody waits for */
	PNL_TURN_SHIPMENT,
	PNL_TURN_SYNC
} PnlTurn;

/* Plain data: it may be in shared memory, under a lock of the caller's. */
typedef struct PnlTurns
{
	int64_t		passed;			/* time since the beginning; those below are such */
	int64_t		lag;			/* from the clock to it */
	int64_t		paused_until;
	int64_t		wanted_until[PNL_TURN_SYNC];	/* somebody waits for a turn until then */
	int64_t		newest_slot;	/* number of the newest slot in the ring */
	int			total;			/* sum of the ring */
	uint16_t	started[PNL_TURN_SLOTS];	/* calls, in a slot of the minute each */
} PnlTurns;

/* No calls yet. */
extern void pnl_turns_begin(PnlTurns *turns, int64_t now);

/*
 * Takes a turn for one call.  Returns 0 when the call may start now, else
 * how many microseconds to wait before asking again.  The sync leaves a part
 * of the limit to the others; "per_minute" of 0 or less is no limit.
 */
extern int64_t pnl_turns_take(PnlTurns *turns, int per_minute, PnlTurn turn, int64_t now);

/* No turns for so long, whoever asks. */
extern void pnl_turns_pause(PnlTurns *turns, int64_t pause_ms, int64_t now);

#endif							/* PNL_CORE_POLICY_TURNS_H */
