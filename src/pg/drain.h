/*
 * drain.h
 *		Drains the outbox: claims shipments, makes the calls, settles.
 *
 * A drain belongs to one process: a worker, or a session in CALL
 * postnl_process().  No transaction and no snapshot is held while calls are
 * on the way.
 */
#ifndef PNL_PG_DRAIN_H
#define PNL_PG_DRAIN_H

#include "postgres.h"

typedef struct PnlDrain PnlDrain;

/*
 * Begins; "in_procedure" says that the caller is a procedure, which commits
 * through SPI.  No transaction is open when a worker calls any of these.
 */
extern PnlDrain *pnl_drain_begin(bool in_procedure);

/*
 * Does what can be done now, and then waits for an answer, the latch, the
 * next shipment that is due, or naptime_ms at most (0 = does not wait for
 * work).  Returns false when there is nothing in hand.
 * Errors of the work itself are logged and survived; what is thrown is
 * cancel, termination and the like.
 */
extern bool pnl_drain_step(PnlDrain *drain, long naptime_ms);

/* Reads accounts anew and ends the pauses after refused keys: after SIGHUP. */
extern void pnl_drain_reload(PnlDrain *drain);

/*
 * Ends: gives back what was not sent, and drops what is on the way, which is
 * claimed again by whoever is next.
 */
extern void pnl_drain_end(PnlDrain *drain);

/* The same after an error, when nothing can be written. */
extern void pnl_drain_abandon(PnlDrain *drain);

#endif							/* PNL_PG_DRAIN_H */
