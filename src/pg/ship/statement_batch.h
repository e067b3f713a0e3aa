/*
 * statement_batch.h
 *		Collects what the row triggers of one statement queue.
 *
 * Row triggers run one by one at the end of their statement.  What they queue
 * is stored at once when the last of them has run.
 */
#ifndef PNL_PG_SHIP_STATEMENT_BATCH_H
#define PNL_PG_SHIP_STATEMENT_BATCH_H

#include "postgres.h"

#include "pg/ship/enqueue.h"

/* Installs the hook on the end of statements; from _PG_init(). */
extern void pnl_statement_batch_init(void);

/*
 * The batch of the statement whose triggers are running, for shipments of that
 * kind (see pnl_enqueue_begin()); NULL where nobody would store it: COPY,
 * triggers that are deferred to the commit, and those that fire in a
 * subtransaction beneath that of the statement.
 */
extern PnlBatch *pnl_statement_batch(PnlChange change, PnlOccasion occasion);

/*
 * Counts a row that is not shipped, since it is too old: told at the end of the
 * statement.  False where nobody would tell.
 */
extern bool pnl_statement_batch_leave_out(void);

/*
 * Stores what the row triggers of the statements that are under way have
 * queued so far, as what is about to be done comes after it.
 */
extern void pnl_statement_batch_store(void);

#endif							/* PNL_PG_SHIP_STATEMENT_BATCH_H */
