/*
 * transaction.h
 *		Short transactions of a worker, or of a procedure between its commits.
 *
 * A worker has no transaction between them.  A procedure always has one, but
 * after a commit it holds no snapshot and no lock.  In a function they are
 * subtransactions of the caller's transaction, which alone can commit.
 */
#ifndef PNL_PG_BASE_TRANSACTION_H
#define PNL_PG_BASE_TRANSACTION_H

#include "postgres.h"

#include <signal.h>

#include "utils/resowner.h"

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
 * From here to its end the transaction waits half a second for a lock at most.
 * Rows that somebody has locked are passed over; this is for tables, and for
 * rows that nobody thought of.  A shutdown waits as long.
 */
extern void pnl_transaction_limit_waits(void);

/* Why one failed. */
typedef struct PnlFailure
{
	int			sqlstate;
	char		message[256];
} PnlFailure;

/*
 * Runs "work" in one, in the context "scratch", which is reset afterwards.
 * False when it failed, which is logged after the words of "failure" (or told
 * at level DEBUG1, when the extension has just been dropped); "why" says so
 * too, unless it is NULL.  In a function
 * every error is thrown on; so are cancel in a procedure and termination.
 */
typedef void (*PnlWork) (void *arg);
extern bool pnl_transaction_run(PnlScope scope, bool durable, MemoryContext scratch,
								const char *failure, PnlWork work, void *arg,
								PnlFailure *why);

/*
 * A subtransaction of whatever transaction there is; "caller" is what it is
 * begun from.  An error in it has to be caught, and the subtransaction rolled
 * back before the error is thrown on: else an exception block of the caller's
 * takes it for its own.  It ends in the memory context that it began in.
 */
typedef struct PnlSubtransaction
{
	MemoryContext context;
	ResourceOwner owner;
} PnlSubtransaction;

extern void pnl_transaction_begin_sub(PnlSubtransaction *caller);
extern void pnl_transaction_commit_sub(const PnlSubtransaction *caller);
extern void pnl_transaction_rollback_sub(const PnlSubtransaction *caller);

/* True between begin and the end of commit or abort; for signal handlers. */
extern volatile sig_atomic_t pnl_transaction_is_open;

#endif							/* PNL_PG_BASE_TRANSACTION_H */
