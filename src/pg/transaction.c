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
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"

#include "pg/catalog.h"
#include "pg/transaction.h"

volatile sig_atomic_t pnl_transaction_is_open = false;

/* What a procedure has outside of our transactions. */
static struct
{
	MemoryContext context;
	ResourceOwner owner;
	Oid			caller;
	int			caller_context;
}			outside;

/* A procedure's caller need have no right on the tables. */
static void
enter_subtransaction(void)
{
	outside.context = CurrentMemoryContext;
	outside.owner = CurrentResourceOwner;
	GetUserIdAndSecContext(&outside.caller, &outside.caller_context);
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(outside.context);
	SetUserIdAndSecContext(pnl_catalog_owner(),
						   outside.caller_context | SECURITY_LOCAL_USERID_CHANGE);
}

static void
leave_subtransaction(bool commit)
{
	SetUserIdAndSecContext(outside.caller, outside.caller_context);
	if (commit)
		ReleaseCurrentSubTransaction();
	else
		RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(outside.context);
	CurrentResourceOwner = outside.owner;
}

void
pnl_transaction_begin(bool in_procedure)
{
	pnl_transaction_is_open = true;
	if (in_procedure)
		enter_subtransaction();
	else
	{
		SetCurrentStatementStartTimestamp();
		StartTransactionCommand();
	}
	/* the statements of the outbox name no schema but postnl */
	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
	PushActiveSnapshot(GetTransactionSnapshot());
}

void
pnl_transaction_commit(bool in_procedure, bool durable)
{
	PopActiveSnapshot();
	if (durable)
		ForceSyncCommit();
	if (in_procedure)
	{
		leave_subtransaction(true);
		SPI_commit();
	}
	else
		CommitTransactionCommand();
	pnl_transaction_is_open = false;
}

void
pnl_transaction_abort(bool in_procedure)
{
	if (in_procedure)
	{
		leave_subtransaction(false);
		SPI_rollback();
	}
	else
		AbortCurrentTransaction();
	pnl_transaction_is_open = false;
}
