/*
 * transaction.h
 *		Short transactions of a worker, or of a procedure between its commits.
 *
 * A worker has no transaction between them.  A procedure always has one, but
 * after a commit it holds no snapshot and no lock.  In a function they are
 * subtransactions of the caller's transaction, which alone can commit.
 */
#ifndef PNL_PG_TRANSACTION_H
#define PNL_PG_TRANSACTION_H

#include "postgres.h"

#include <signal.h>

/* Whose transactions they are. */
typedef enum PnlScope
{
	PNL_IN_WORKER,
	PNL_IN_PROCEDURE,
	PNL_IN_FUNCTION
} PnlScope;

/* Begins one, with a snapshot. */
extern void pnl_transaction_begin(PnlScope scope);

/*
 * Commits.  "durable" says that it has to be on disk before this returns,
 * whatever synchronous_commit says.
 */
extern void pnl_transaction_commit(PnlScope scope, bool durable);

/* Ends one after an error, in a PG_CATCH(); the error has been copied. */
extern void pnl_transaction_abort(PnlScope scope);

/*
 * Runs "work" in one, in the context "scratch", which is reset afterwards.
 * False when it failed, which is logged after the words of "failure" (or told
 * at level DEBUG1, when the extension has just been dropped).  In a function
 * every error is thrown on; so are cancel in a procedure and termination.
 */
typedef void (*PnlWork) (void *arg);
extern bool pnl_transaction_run(PnlScope scope, bool durable, MemoryContext scratch,
								const char *failure, PnlWork work, void *arg);

/* True between begin and the end of commit or abort; for signal handlers. */
extern volatile sig_atomic_t pnl_transaction_is_open;

#endif							/* PNL_PG_TRANSACTION_H */
