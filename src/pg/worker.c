/*
 * worker.c
 *		The background workers that drain the outbox of their database.
 *
 * Rule for this file: between two steps of the drain a worker holds no
 * transaction, no lock and no snapshot, so that it is in nobody's way: not of
 * DROP EXTENSION, not of ALTER EXTENSION, not of VACUUM.  An error that comes
 * as far as here ends the process, and the launcher starts another one.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lmgr.h"
#include "tcop/tcopprot.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "pg/drain.h"
#include "pg/guc.h"
#include "pg/shared.h"
#include "pg/slots.h"
#include "pg/transaction.h"
#include "pg/worker.h"

static PnlWorkerOrder order;

/* A schema has come or gone since the worker looked. */
static bool schemas_changed = false;

static void
on_schema_change(Datum argument, int cache, uint32 hash)
{
	schemas_changed = true;
}

/*
 * Whether the extension is there.  The lock waits for a DROP EXTENSION that
 * has committed and has not told yet what is gone.
 */
static bool
extension_is_there(void)
{
	Oid			schema;
	bool		found;

	schemas_changed = false;
	pnl_transaction_is_open = true;
	StartTransactionCommand();
	schema = get_namespace_oid("postnl", true);
	if (OidIsValid(schema))
		LockDatabaseObject(NamespaceRelationId, schema, 0, AccessShareLock);
	found = OidIsValid(get_extension_oid("postnl", true)) &&
		OidIsValid(get_namespace_oid("postnl", true));
	CommitTransactionCommand();
	pnl_transaction_is_open = false;
	return found;
}

/*
 * Between two transactions there is time to give back what is in hand; in one
 * the process ends as any other does, and whoever is next finds what it had.
 */
static void
on_sigterm(SIGNAL_ARGS)
{
	int			saved_errno = errno;

	if (pnl_transaction_is_open)
		die(postgres_signal_arg);
	else
	{
		ShutdownRequestPending = true;
		SetLatch(MyLatch);
	}
	errno = saved_errno;
}

static void
reload(PnlDrain *drain)
{
	ConfigReloadPending = false;
	ProcessConfigFile(PGC_SIGHUP);
	pnl_drain_reload(drain);
}

/* Whether the worker is to end, and why. */
static bool
has_to_end(void)
{
	int			requests = pnl_slots_take_requests();

	if (ShutdownRequestPending)
		return true;
	if (order.number > pnl_guc_workers || (requests & PNL_REQUEST_END) != 0)
	{
		pnl_slots_tell_end(PNL_END_ASKED);
		return true;
	}
	if ((!schemas_changed && (requests & PNL_REQUEST_LOOK) == 0) || extension_is_there())
		return false;
	pnl_slots_tell_end(PNL_END_NO_EXTENSION);
	return true;
}

/* Drains until there is a reason to end. */
static void
work(void)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "postnl worker loop",
												  ALLOCSET_DEFAULT_SIZES);
	PnlDrain   *drain = pnl_drain_begin(false);
	bool		busy = false;

	pgstat_report_activity(STATE_IDLE, NULL);
	for (;;)
	{
		bool		was_busy = busy;

		CHECK_FOR_INTERRUPTS();
		if (ConfigReloadPending)
			reload(drain);
		if (has_to_end())
			break;
		MemoryContextSwitchTo(context);
		busy = pnl_drain_step(drain, pnl_guc_worker_naptime);
		MemoryContextReset(context);
		(void) pgstat_report_stat(!busy);
		if (busy != was_busy)
			pgstat_report_activity(busy ? STATE_RUNNING : STATE_IDLE,
								   busy ? "draining the outbox" : NULL);
	}
	pnl_drain_end(drain);
}

void
postnl_worker_main(Datum argument)
{
	memcpy(&order, MyBgworkerEntry->bgw_extra, sizeof(order));
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, on_sigterm);
	BackgroundWorkerUnblockSignals();
	if (!pnl_slots_take(&order))
		proc_exit(0);
	BackgroundWorkerInitializeConnectionByOid(order.database, InvalidOid, 0);
	pgstat_report_appname("postnl worker");
	CacheRegisterSyscacheCallback(NAMESPACENAME, on_schema_change, (Datum) 0);
	if (extension_is_there())
	{
		pnl_slots_tell_extension();
		work();
	}
	else
		pnl_slots_tell_end(PNL_END_NO_EXTENSION);
	proc_exit(0);
}
