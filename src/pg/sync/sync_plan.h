/*
 * sync_plan.h
 *		What a round of the sync asks PostNL for, and how often.
 */
#ifndef PNL_PG_SYNC_SYNC_PLAN_H
#define PNL_PG_SYNC_SYNC_PLAN_H

#include "postgres.h"

#include "pg/sync/sync_round.h"

/* When there is something to do for an account. */
extern TimestampTz pnl_sync_plan_due(const PnlSyncState *state, TimestampTz now);

/* Finds out what is due, by the round's state. */
extern void pnl_sync_plan_begin(PnlRound *round);

/*
 * Gives the round something to do, as far as there is and as it can hold:
 * questions that are ready.  In a transaction.
 */
extern void pnl_sync_plan_fill(PnlRound *round);

/* Whether it would make new questions. */
extern bool pnl_sync_plan_wants_work(const PnlRound *round);

/* Whether all that was due is done, once nothing is in hand. */
extern bool pnl_sync_plan_is_complete(const PnlRound *round);

/* Whether the round ends here; it is then written as over. */
extern bool pnl_sync_plan_is_done(const PnlRound *round);

/* The answer to a question for the feed is written: the feed is read until there. */
extern void pnl_sync_plan_fed(PnlAsk *ask);

/*
 * It was stored but for what somebody has locked: the feed is at the same
 * place still, and is asked for it again when it is due next.
 */
extern void pnl_sync_plan_feed_waits(PnlAsk *ask);

/* Parcels may have become news. */
extern void pnl_sync_plan_has_news(PnlRound *round);

/* A question was answered, or not: its error says why, or why it could not be written. */
extern void pnl_sync_plan_note_answer(PnlAsk *ask);

#endif							/* PNL_PG_SYNC_SYNC_PLAN_H */
