/*
 * transaction.c
 *		Short transactions of a worker, or of a procedure between its commits.
 *
 * In a procedure each is a subtransaction of the one that SPI keeps open, so
 * that an error leaves nothing of ours behind, open SPI connections included;
 * SPI could not roll back beneath one.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_extension.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "pg/base/catalog.h"
#include "pg/base/point.h"
#include "pg/base/transaction.h"

volatile sig_atomic_t pnl_transaction_is_open = false;

/* What a procedure or function has outside of our transactions. */
static struct
{
	PnlSubtransaction subtransaction;
	Oid			caller;
	int			caller_context;
}			outside;

void
pnl_transaction_begin_sub(PnlSubtransaction *caller)
{
	caller->context = CurrentMemoryContext;
	caller->owner = CurrentResourceOwner;
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(caller->context);
}

static void
return_to(const PnlSubtransaction *caller)
{
	MemoryContextSwitchTo(caller->context);
	CurrentResourceOwner = caller->owner;
}

void
pnl_transaction_commit_sub(const PnlSubtransaction *caller)
{
	ReleaseCurrentSubTransaction();
	return_to(caller);
}

void
pnl_transaction_rollback_sub(const PnlSubtransaction *caller)
{
	RollbackAndReleaseCurrentSubTransaction();
	return_to(caller);
}

/* In it we are the owner: who calls us need have no right on the tables. */
static void
enter_subtransaction(void)
{
	GetUserIdAndSecContext(&outside.caller, &outside.caller_context);
	pnl_transaction_begin_sub(&outside.subtransaction);
	SetUserIdAndSecContext(pnl_catalog_owner(),
						   outside.caller_context | SECURITY_LOCAL_USERID_CHANGE);
}

static void
leave_subtransaction(bool commit)
{
	SetUserIdAndSecContext(outside.caller, outside.caller_context);
	if (commit)
		pnl_transaction_commit_sub(&outside.subtransaction);
	else
		pnl_transaction_rollback_sub(&outside.subtransaction);
}

/*
 * The first lock of DROP EXTENSION: it waits for us with no table locked yet,
 * or we for it.
 */
static void
lock_extension(void)
{
	Oid			extension = get_extension_oid("postnl", true);

	if (OidIsValid(extension))
		LockDatabaseObject(ExtensionRelationId, extension, 0, AccessShareLock);
}

void
pnl_transaction_begin(PnlScope scope)
{
	pnl_transaction_is_open = true;
	if (scope == PNL_IN_WORKER)
	{
		SetCurrentStatementStartTimestamp();
		StartTransactionCommand();
		lock_extension();
	}
	else
		enter_subtransaction();
	PushActiveSnapshot(GetTransactionSnapshot());
}

void
pnl_transaction_limit_waits(void)
{
	(void) set_config_option("lock_timeout", "500ms", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
}

void
pnl_transaction_commit(PnlScope scope, bool durable)
{
	PopActiveSnapshot();
	pnl_point_committing();
	if (durable)
		ForceSyncCommit();
	if (scope == PNL_IN_WORKER)
		CommitTransactionCommand();
	else
		leave_subtransaction(true);
	if (scope == PNL_IN_PROCEDURE)
		SPI_commit();
	pnl_transaction_is_open = false;
	pnl_point_committed();
}

void
pnl_transaction_abort(PnlScope scope)
{
	if (scope == PNL_IN_WORKER)
		AbortCurrentTransaction();
	else
		leave_subtransaction(false);
	if (scope == PNL_IN_PROCEDURE)
		SPI_rollback();
	pnl_transaction_is_open = false;
	pnl_point_aborted();
}

/* DROP EXTENSION in the middle of the work: the worker notices, and ends. */
static bool
is_gone(int sqlerrcode)
{
	return sqlerrcode == ERRCODE_UNDEFINED_TABLE || sqlerrcode == ERRCODE_UNDEFINED_SCHEMA ||
		sqlerrcode == ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE;
}

bool
pnl_transaction_run(PnlScope scope, bool durable, MemoryContext scratch, const char *failure,
					PnlWork work, void *arg, PnlFailure *why)
{
	MemoryContext previous = MemoryContextSwitchTo(scratch);
	volatile bool done = false;

	PG_TRY();
	{
		pnl_transaction_begin(scope);
		MemoryContextSwitchTo(scratch);
		work(arg);
		pnl_transaction_commit(scope, durable);
		done = true;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(scratch);
		error = CopyErrorData();
		FlushErrorState();
		pnl_transaction_abort(scope);
		if (scope == PNL_IN_FUNCTION ||
			(scope == PNL_IN_PROCEDURE && error->sqlerrcode == ERRCODE_QUERY_CANCELED))
			ReThrowError(error);
		if (why != NULL)
		{
			why->sqlstate = error->sqlerrcode;
			strlcpy(why->message, error->message, sizeof(why->message));
		}
		ereport(is_gone(error->sqlerrcode) ? DEBUG1 : LOG,
				(errcode(error->sqlerrcode),
				 errmsg("%s: %s", failure, error->message),
				 error->detail ? errdetail_internal("%s", error->detail) : 0));
	}
	PG_END_TRY();
	MemoryContextSwitchTo(previous);
	MemoryContextReset(scratch);
	return done;
}
