/*
 * drain.h
 *		Drains the outbox: claims shipments, makes the calls, settles.
 *
 * A drain belongs to one process: a worker, or a session in CALL
 * postnl_process().  No transaction and no snapshot is held while calls are
 * on the way.
 */
#ifndef PNL_PG_OUTBOX_DRAIN_H
#define PNL_PG_OUTBOX_DRAIN_H

#include "postgres.h"

#include "pg/base/transaction.h"
#include "pg/http/transfer.h"

typedef struct PnlDrain PnlDrain;

/* Begins.  No transaction is open when a worker calls any of these. */
extern PnlDrain *pnl_drain_begin(PnlScope scope);

/* Milliseconds until something is to be done that nobody will tell of. */
extern int64 pnl_drain_timeout(PnlDrain *drain);

/* Takes an answer that has come. */
extern void pnl_drain_take(PnlDrain *drain, PnlExchange *exchange);

/* The queue may have changed. */
extern void pnl_drain_look(PnlDrain *drain);

/*
 * Does what can be done now.  Returns false when there is nothing in hand.
 * Errors of the work itself are logged and survived; what is thrown is
 * cancel, termination and the like.
 */
extern bool pnl_drain_act(PnlDrain *drain, long naptime_ms);

/*
 * For a procedure: waits for what is under way, and does what can be done.
 * Returns false when there is nothing left to do now.
 */
extern bool pnl_drain_step(PnlDrain *drain);

/* How many calls are on the way. */
extern int	pnl_drain_in_flight(const PnlDrain *drain);

/* Reads accounts anew and ends the pauses after refused keys: after SIGHUP. */
extern void pnl_drain_reload(PnlDrain *drain);

/*
 * Ends: gives back what was not sent, and drops what is on the way, which is
 * claimed again by whoever is next.
 */
extern void pnl_drain_end(PnlDrain *drain);

/*
 * The same after an error: gives all back that nobody else has locked.  The
 * transaction that failed has been rolled back.
 */
extern void pnl_drain_stop(PnlDrain *drain);

#endif							/* PNL_PG_OUTBOX_DRAIN_H */
