/*
 * worker.c
 *		The background workers that drain the outbox of their database, and
 *		follow its parcels.
 *
 * Rule for this file: between two steps a worker holds no
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

#include "pg/base/compat.h"
#include "pg/base/guc.h"
#include "pg/base/transaction.h"
#include "pg/outbox/drain.h"
#include "pg/outbox/retention.h"
#include "pg/outbox/leaving.h"
#include "pg/process/shared.h"
#include "pg/process/slots.h"
#include "pg/sync/sync.h"
#include "pg/worker/worker.h"

/* The sync has one in so many of the connections. */
#define SYNC_SHARE 4

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

	pnl_leaving_was_asked = true;
	if (pnl_transaction_is_open)
		die(PNL_SIGNAL_ARGS_COMPAT);
	else
	{
		ShutdownRequestPending = true;
		SetLatch(MyLatch);
	}
	errno = saved_errno;
}

static void
reload_if_asked(PnlDrain *drain, PnlSync *sync)
{
	if (!ConfigReloadPending)
		return;
	ConfigReloadPending = false;
	ProcessConfigFile(PGC_SIGHUP);
	pnl_drain_reload(drain);
	if (sync != NULL)
		pnl_sync_reload(sync);
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

/* Waits, and hands out the answers that have come. */
static void
wait_and_collect(PnlDrain *drain, PnlSync *sync)
{
	int64		timeout_ms = pnl_drain_timeout(drain);
	bool		latch_set;
	PnlExchange *exchange;

	if (sync != NULL)
		timeout_ms = Min(timeout_ms, pnl_sync_timeout(sync));
	exchange = pnl_transfer_wait_any(timeout_ms, &latch_set);
	pnl_shared_counters()->wakeups++;
	if (latch_set)
		pnl_drain_look(drain);
	if (latch_set && sync != NULL)
		pnl_sync_look(sync);
	for (; exchange != NULL; exchange = pnl_transfer_take_any())
		if (sync == NULL || !pnl_sync_take(sync, exchange))
			pnl_drain_take(drain, exchange);
}

/* Calls of the sync leave room for those of shipments. */
static int
find_sync_room(const PnlDrain *drain)
{
	int			share = pnl_guc_max_connections / SYNC_SHARE;
	int			free_now = pnl_guc_max_connections - pnl_drain_in_flight(drain);

	return Max(Min(share, free_now), 1);
}

/* Drains, and syncs, until there is a reason to end. */
static void
work(void)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "postnl worker loop",
												  ALLOCSET_DEFAULT_SIZES);
	PnlDrain   *drain = pnl_drain_begin(PNL_IN_WORKER);

	/* the database's first worker syncs */
	PnlSync    *sync = order.number == 1 ? pnl_sync_begin(PNL_IN_WORKER, GetUserId(), NULL) : NULL;
	MemoryContext sweeping = AllocSetContextCreate(TopMemoryContext, "postnl retention",
												   ALLOCSET_DEFAULT_SIZES);
	PnlRetention retention = {0};
	bool		busy = false;

	pgstat_report_activity(STATE_IDLE, NULL);
	for (;;)
	{
		bool		was_busy = busy;

		CHECK_FOR_INTERRUPTS();
		reload_if_asked(drain, sync);
		if (has_to_end())
			break;
		MemoryContextSwitchTo(context);
		wait_and_collect(drain, sync);
		/* what was queued after a reload goes out by the new settings */
		reload_if_asked(drain, sync);
		busy = pnl_drain_act(drain, pnl_guc_worker_naptime);
		pnl_retention_keep(&retention, PNL_IN_WORKER, sweeping);
		if (sync != NULL)
			busy |= pnl_sync_act(sync, find_sync_room(drain));
		MemoryContextReset(context);
		(void) pgstat_report_stat(!busy);
		if (busy != was_busy)
			pgstat_report_activity(busy ? STATE_RUNNING : STATE_IDLE,
								   busy ? "shipping and following parcels" : NULL);
	}
	if (sync != NULL)
		pnl_sync_end(sync);
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
