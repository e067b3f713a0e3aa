/*
 * claimer.h
 *		Who claims shipments, and whether it still lives.
 *
 * What a claimer holds is in locks that end with its process: whoever can take
 * one knows that the process is gone, after any crash.
 */
#ifndef PNL_PG_OUTBOX_CLAIMER_H
#define PNL_PG_OUTBOX_CLAIMER_H

#include "postgres.h"

/*
 * A number for this process to claim by.  Its lock is held until the process
 * ends or the number is given back.
 */
extern int	pnl_claimer_become(void);
extern void pnl_claimer_stop(int claimer);

/* Whether the process of a claimer has ended. */
extern bool pnl_claimer_is_dead(int claimer);

/*
 * The one claimer of the database that may have a suspect in hand: takes the
 * lock of that, or false where another process has it.
 */
extern bool pnl_claimer_hold_suspects(void);
extern void pnl_claimer_release_suspects(void);

/*
 * This process has the answer for a shipment in hand and cannot store it yet:
 * until it lets go, or ends, nobody takes its claim over.
 */
extern void pnl_claimer_hold_answer(int64 shipment_id);
extern void pnl_claimer_let_answer_go(int64 shipment_id);

/* Whether a process that lives, this one perhaps, has the answer in hand. */
extern bool pnl_claimer_has_answer(int64 shipment_id);

#endif							/* PNL_PG_OUTBOX_CLAIMER_H */
