/*
 * launcher.c
 *		The background worker that starts the workers of all databases.
 *
 * It is connected to no database.  What it cannot see from outside, whether a
 * database has the extension, it finds out by starting a worker there, which
 * stays or ends with the answer.  The answer holds until a session tells that
 * the extension has come (notes.h).
 *
 * Rule for this file: a note that the extension has come is kept as long as a
 * worker of that database is alive.  It may have looked before the extension
 * was there, and its answer would otherwise be taken for news.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_database.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "tcop/tcopprot.h"
#include "utils/hsearch.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "pg/base/compat.h"
#include "pg/base/guc.h"
#include "pg/process/notes.h"
#include "pg/process/slots.h"
#include "pg/worker/launcher.h"

/*
 * How often it looks without being told to.  All that happens here it is told
 * of; this is for databases made in ways that run no statement of ours, and
 * for worker processes that others have given back.
 */
#define NAPTIME_MS (60 * 1000)

/* A worker that ran this long and fails is started again at once. */
#define LONG_RUN_MS (10 * 1000)

/* A process that has not come after this never will: a minute is ages. */
#define START_TIMEOUT_MS (60 * 1000)

/*
 * Databases that are looked into at the same time: a server may have very
 * many, and others need worker processes too.
 */
#define MAX_LOOKS 2

/* How often the log is told of a shortage that comes and goes. */
#define WARNING_INTERVAL_MS (60 * 60 * 1000)

typedef enum Knowledge
{
	UNKNOWN,
	NO_EXTENSION,
	HAS_EXTENSION
} Knowledge;

typedef struct Database
{
	Oid			oid;			/* key */
	bool		listed;			/* in pg_database, and takes connections */
	Knowledge	knowledge;
	TimestampTz not_before;		/* a failed worker stays away until then */
} Database;

static HTAB *databases;

/* Handles of the workers that this process started, by their slots. */
static BackgroundWorkerHandle *handles[PNL_MAX_WORKERS];

/* The slots as they were when this round began, and what it has added. */
static PnlSlot slots[PNL_MAX_WORKERS];

static uint32 main_event = 0;

void
pnl_launcher_register(void)
{
	BackgroundWorker worker;

	memset(&worker, 0, sizeof(worker));
	worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker.bgw_restart_time = PNL_RESTART_DELAY_S;
	strlcpy(worker.bgw_library_name, "postnl", sizeof(worker.bgw_library_name));
	strlcpy(worker.bgw_function_name, "postnl_launcher_main", sizeof(worker.bgw_function_name));
	strlcpy(worker.bgw_name, "postnl launcher", sizeof(worker.bgw_name));
	strlcpy(worker.bgw_type, "postnl launcher", sizeof(worker.bgw_type));
	RegisterBackgroundWorker(&worker);
}

/* Adds a database, or finds what is known of it. */
static void
list_database(Form_pg_database form)
{
	bool		found;
	Database   *database;

	if (!form->datallowconn || database_is_invalid_form(form))
		return;
	database = hash_search(databases, &form->oid, HASH_ENTER, &found);
	if (!found)
	{
		database->knowledge = UNKNOWN;
		database->not_before = 0;
	}
	database->listed = true;
}

static void
read_pg_database(void)
{
	Relation	relation;
	TableScanDesc scan;
	HeapTuple	tuple;

	StartTransactionCommand();
	(void) GetTransactionSnapshot();
	relation = table_open(DatabaseRelationId, AccessShareLock);
	scan = table_beginscan_catalog(relation, 0, NULL);
	while (HeapTupleIsValid(tuple = heap_getnext(scan, ForwardScanDirection)))
		list_database((Form_pg_database) GETSTRUCT(tuple));
	table_endscan(scan);
	table_close(relation, AccessShareLock);
	CommitTransactionCommand();
}

/* Lists the databases there are, and forgets those that are no more. */
static void
list_databases(void)
{
	HASH_SEQ_STATUS all;
	Database   *database;

	hash_seq_init(&all, databases);
	while ((database = hash_seq_search(&all)) != NULL)
		database->listed = false;
	read_pg_database();
	hash_seq_init(&all, databases);
	while ((database = hash_seq_search(&all)) != NULL)
	{
		if (!database->listed)
			(void) hash_search(databases, &database->oid, HASH_REMOVE, NULL);
	}
}

static Database *
find_database(Oid oid)
{
	return hash_search(databases, &oid, HASH_FIND, NULL);
}

/* Takes over what a worker that has ended knew. */
static void
learn_from_end(const PnlSlot *slot)
{
	Database   *database = find_database(slot->database);
	bool		long_run = slot->started_at != 0 &&
		TimestampDifferenceExceeds(slot->started_at, slot->ended_at, LONG_RUN_MS);

	if (database == NULL)
		return;
	if (slot->end == PNL_END_NO_EXTENSION)
		database->knowledge = NO_EXTENSION;
	else if (slot->end == PNL_END_FAILED && !long_run)
		database->not_before =
			TimestampTzPlusMilliseconds(GetCurrentTimestamp(), PNL_RESTART_DELAY_S * 1000);
}

/*
 * Whether the process of a reserved slot will not come any more: the
 * postmaster says so, or it was the launcher before this one that started it,
 * long ago.
 */
static bool
will_not_start(const PnlSlot *slot, BackgroundWorkerHandle *handle)
{
	pid_t		pid;

	if (slot->state != PNL_SLOT_STARTING)
		return false;
	if (handle != NULL)
		return GetBackgroundWorkerPid(handle, &pid) == BGWH_STOPPED;
	return TimestampDifferenceExceeds(slot->reserved_at, GetCurrentTimestamp(),
									  START_TIMEOUT_MS);
}

static void
free_slot(int i)
{
	pnl_slots_free(i);
	slots[i].state = PNL_SLOT_FREE;
	if (handles[i] != NULL)
		pfree(handles[i]);
	handles[i] = NULL;
}

/* Reads the slots, learns from them, and frees those of workers that ended. */
static void
read_slots(void)
{
	bool		lost[PNL_MAX_WORKERS];

	/* before the slots are read: a process that came meanwhile is in them */
	pnl_slots_copy(slots);
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
		lost[i] = will_not_start(&slots[i], handles[i]);
	pnl_slots_copy(slots);
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		PnlSlot    *slot = &slots[i];
		Database   *database = find_database(slot->database);

		if (slot->state == PNL_SLOT_RUNNING && slot->has_extension && database != NULL)
			database->knowledge = HAS_EXTENSION;
		if (slot->state == PNL_SLOT_STARTING && lost[i])
		{
			slot->end = PNL_END_FAILED;
			slot->state = PNL_SLOT_ENDED;
		}
		if (slot->state == PNL_SLOT_ENDED)
		{
			learn_from_end(slot);
			free_slot(i);
		}
	}
}

static bool
has_live_worker(Oid database)
{
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		if (pnl_slot_is_live(&slots[i]) && slots[i].database == database)
			return true;
	}
	return false;
}

static void
read_notes(void)
{
	Oid			came[PNL_MAX_NOTES];
	bool		everywhere;
	int			count;
	HASH_SEQ_STATUS all;
	Database   *database;

	pnl_notes_drop_dead();
	count = pnl_notes_copy(came, &everywhere);
	for (int i = 0; i < count; i++)
	{
		database = find_database(came[i]);
		if (has_live_worker(came[i]))
			continue;
		pnl_notes_drop(came[i]);
		if (database == NULL)
			continue;
		database->knowledge = UNKNOWN;
		database->not_before = 0;
	}
	if (!everywhere)
		return;
	hash_seq_init(&all, databases);
	while ((database = hash_seq_search(&all)) != NULL)
	{
		if (database->knowledge == NO_EXTENSION)
			database->knowledge = UNKNOWN;
	}
}

/* Workers that are only there to look. */
static int
count_looks(void)
{
	int			count = 0;

	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		if (pnl_slot_is_live(&slots[i]) && !slots[i].has_extension)
			count++;
	}
	return count;
}

/* Whether a database is to get its worker of that number now. */
static bool
is_missing(const Database *database, int number, TimestampTz now)
{
	if (database->knowledge == NO_EXTENSION || database->not_before > now)
		return false;
	if (database->knowledge == UNKNOWN && (number > 1 || count_looks() >= MAX_LOOKS))
		return false;
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		if (pnl_slot_is_live(&slots[i]) && slots[i].database == database->oid &&
			slots[i].number == number)
			return false;
	}
	return !pnl_notes_is_held(database->oid);
}

static PnlShortage
start_worker(Oid database, int number)
{
	PnlWorkerOrder order;
	BackgroundWorker worker;

	StaticAssertStmt(sizeof(order) <= BGW_EXTRALEN, "the order fits");
	if (!pnl_slots_reserve(database, number, &order))
		return PNL_SHORTAGE_SLOTS;
	memset(&worker, 0, sizeof(worker));
	worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker.bgw_restart_time = BGW_NEVER_RESTART;
	worker.bgw_notify_pid = MyProcPid;
	strlcpy(worker.bgw_library_name, "postnl", sizeof(worker.bgw_library_name));
	strlcpy(worker.bgw_function_name, "postnl_worker_main", sizeof(worker.bgw_function_name));
	snprintf(worker.bgw_name, sizeof(worker.bgw_name), "postnl worker %d of database %u",
			 number, database);
	strlcpy(worker.bgw_type, "postnl worker", sizeof(worker.bgw_type));
	memcpy(worker.bgw_extra, &order, sizeof(order));
	if (!RegisterDynamicBackgroundWorker(&worker, &handles[order.slot]))
	{
		handles[order.slot] = NULL;
		free_slot(order.slot);
		return PNL_SHORTAGE_PROCESSES;
	}
	slots[order.slot] = (PnlSlot) {
		.state = PNL_SLOT_STARTING,
		.database = database,
		.number = number
	};
	return PNL_SHORTAGE_NONE;
}

/*
 * Starts what is missing, every database's first worker before any second
 * one, until something runs short.
 */
static PnlShortage
start_missing(void)
{
	TimestampTz now = GetCurrentTimestamp();

	for (int number = 1; number <= pnl_guc_workers; number++)
	{
		HASH_SEQ_STATUS all;
		Database   *database;

		hash_seq_init(&all, databases);
		while ((database = hash_seq_search(&all)) != NULL)
		{
			PnlShortage shortage = PNL_SHORTAGE_NONE;

			if (is_missing(database, number, now))
				shortage = start_worker(database->oid, number);
			if (shortage != PNL_SHORTAGE_NONE)
			{
				hash_seq_term(&all);
				return shortage;
			}
		}
	}
	return PNL_SHORTAGE_NONE;
}

/* Tells everybody of a shortage, and the log. */
static void
tell_shortage(PnlShortage shortage)
{
	static PnlShortage told = PNL_SHORTAGE_NONE;
	static TimestampTz logged_at = 0;
	TimestampTz now = GetCurrentTimestamp();

	if (shortage == told)
		return;
	told = shortage;
	pnl_slots_tell_shortage(shortage);
	if (shortage == PNL_SHORTAGE_NONE ||
		!TimestampDifferenceExceeds(logged_at, now, WARNING_INTERVAL_MS))
		return;
	logged_at = now;
	if (shortage == PNL_SHORTAGE_PROCESSES)
		ereport(WARNING,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("could not start a postnl worker: out of background worker slots"),
				 errhint("Raise max_worker_processes and restart the server.")));
	else
		ereport(WARNING,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("could not start a postnl worker: %d are running", PNL_MAX_WORKERS),
				 errhint("Lower postnl.workers.")));
}

/* How long there is nothing to do unless it is told. */
static long
time_to_next(void)
{
	TimestampTz now = GetCurrentTimestamp();
	long		wait = NAPTIME_MS;
	HASH_SEQ_STATUS all;
	Database   *database;

	hash_seq_init(&all, databases);
	while ((database = hash_seq_search(&all)) != NULL)
	{
		if (database->not_before > now)
			wait = Min(wait, TimestampDifferenceMilliseconds(now, database->not_before) + 1);
	}
	return wait;
}

static void
make_databases(void)
{
	HASHCTL		control = {
		.keysize = sizeof(Oid),
		.entrysize = sizeof(Database),
		.hcxt = TopMemoryContext
	};

	databases = hash_create("postnl databases", 64, &control,
							HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

void
postnl_launcher_main(Datum argument)
{
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, die);
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnection(NULL, NULL, 0);
	pgstat_report_appname("postnl launcher");
	pnl_slots_begin_launcher();
	make_databases();
	for (;;)
	{
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
		if (ConfigReloadPending)
		{
			ConfigReloadPending = false;
			ProcessConfigFile(PGC_SIGHUP);
		}
		MemoryContextSwitchTo(TopMemoryContext);
		list_databases();
		read_slots();
		read_notes();
		tell_shortage(start_missing());
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 time_to_next(),
						 pnl_wait_event_compat(&main_event, "PostnlLauncherMain"));
	}
}
