/*
 * transaction.h
 *		Short transactions of a worker, or of a procedure between its commits.
 *
 * A worker has no transaction between them.  A procedure always has one, but
 * after a commit it holds no snapshot and no lock.
 */
#ifndef PNL_PG_TRANSACTION_H
#define PNL_PG_TRANSACTION_H

#include "postgres.h"

#include <signal.h>

/* Begins one, with a snapshot. */
extern void pnl_transaction_begin(bool in_procedure);

/*
 * Commits.  "durable" says that it has to be on disk before this returns,
 * whatever synchronous_commit says.
 */
extern void pnl_transaction_commit(bool in_procedure, bool durable);

/* Ends one after an error, in a PG_CATCH(); the error has been copied. */
extern void pnl_transaction_abort(bool in_procedure);

/* True between begin and the end of commit or abort; for signal handlers. */
extern volatile sig_atomic_t pnl_transaction_is_open;

#endif							/* PNL_PG_TRANSACTION_H */
