/*
 * upkeep.h
 *		What keeps the outbox in order: claims of the dead, deadlines.
 *
 * All of these run inside a short transaction of the caller's.
 */
#ifndef PNL_PG_OUTBOX_UPKEEP_H
#define PNL_PG_OUTBOX_UPKEEP_H

#include "postgres.h"

#include "pg/account/account.h"

/*
 * A number for this process to claim by.  Its lock is held until the process
 * ends or the number is given back.
 */
extern int	pnl_upkeep_become_claimer(void);
extern void pnl_upkeep_stop_claiming(int claimer);

/*
 * The one claimer of the database that may have a suspect in hand: takes the
 * lock of that, or false where another process has it.
 */
extern bool pnl_upkeep_hold_suspects(void);
extern void pnl_upkeep_release_suspects(void);

/*
 * Gives the shipments free whose claimer is dead, or whose lease is over.
 * One that was alone in hand when its process ended, for the second time in a
 * row, is failed; so is one that has had all of its attempts.
 */
extern void pnl_upkeep_recover(int claimer);

/* Prolongs the leases of these shipments of the claimer's; returns of how many. */
extern int	pnl_upkeep_prolong(int claimer, const int64 *shipment_ids, int count);

/*
 * This process has the answer for a shipment in hand and cannot store it yet:
 * until it lets go, or ends, nobody takes its claim over.
 */
extern void pnl_upkeep_hold_answer(int64 shipment_id);
extern void pnl_upkeep_let_answer_go(int64 shipment_id);

/*
 * Gives these free, of which PostNL has not been told.  Those that somebody
 * else has locked are put into "left", which has room for all; returns their
 * count.
 */
extern int	pnl_upkeep_release(int claimer, const int64 *shipment_ids, int count, int64 *left);

/* Gives these free, whose calls are on the way: they are in doubt. */
extern void pnl_upkeep_abandon(int claimer, const int64 *shipment_ids, int count);

/*
 * Gives all free that the claimer has, by what the tables say alone: when its
 * process ends in order, but cannot look at its own memory any more.  Waits
 * for nobody; what somebody else has locked is left as if by a crash.
 */
extern void pnl_upkeep_let_go(int claimer);

/* Fails some of what is queued for an account, for a reason. */
extern void pnl_upkeep_fail_queued(const char *account, PnlEnvironment environment,
								   const char *reason);

/* Fails some of what is past the deadline and waits for a paused account. */
extern void pnl_upkeep_fail_overdue(void);

#endif							/* PNL_PG_OUTBOX_UPKEEP_H */
