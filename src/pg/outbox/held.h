/*
 * held.h
 *		Answers of PostNL that cannot be stored yet.
 *
 * PostNL was told, and has answered: so the call is kept, with its answer, and
 * storing is tried again until it succeeds.  Nobody else takes its claims over
 * while this process lives.
 */
#ifndef PNL_PG_OUTBOX_HELD_H
#define PNL_PG_OUTBOX_HELD_H

#include "postgres.h"

#include "pg/base/transaction.h"
#include "pg/outbox/call.h"

typedef struct PnlHeld
{
	dlist_head	calls;			/* PnlCall */
} PnlHeld;

/*
 * Finds which claims of these calls cannot be written now, since somebody has
 * a row of theirs locked, and locks the others: before they are written, and
 * in the same transaction.  Waits for nobody.
 */
extern void pnl_held_find_busy(const dlist_head *calls, int claimer);

/* Whether the failure to store an answer is the answer's fault, not ours. */
extern bool pnl_held_blames_answer(const PnlCall *call, const PnlFailure *why);

/*
 * Keeps a call, or keeps it on.  "why" is what failed, which pauses the lane;
 * NULL = somebody has a row locked, which concerns nobody else.
 */
extern void pnl_held_keep(PnlHeld *held, PnlCall *call, const PnlFailure *why);

/*
 * Takes the locks by which others know that its answers are in hand: in a
 * transaction, after it was kept for the first time.
 */
extern void pnl_held_lock(PnlCall *call);

/* Gives them back, once all is stored or given up; nothing for one never kept. */
extern void pnl_held_unlock(PnlCall *call);
extern void pnl_held_unlock_all(dlist_head *calls);

/* When one is tried again next; DT_NOEND = there is none. */
extern TimestampTz pnl_held_next(const PnlHeld *held);

/* Has all of them tried again now. */
extern void pnl_held_hurry(PnlHeld *held);

#endif							/* PNL_PG_OUTBOX_HELD_H */
