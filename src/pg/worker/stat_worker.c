/*
 * stat_worker.c
 *		SQL function postnl_stat_worker: what the workers do, or why none runs.
 *
 * Nothing here throws for what it is meant to tell: it answers without
 * preload, on a standby and while workers come and go.
 */
#include "postgres.h"

#include "access/xlog.h"
#include "commands/dbcommands.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "pg/base/guc.h"
#include "pg/process/notes.h"
#include "pg/process/shared.h"
#include "pg/process/slots.h"
#include "pg/worker/stat_worker.h"

PG_FUNCTION_INFO_V1(postnl_stat_worker);

/* The columns, in the order of the declaration. */
enum
{
	COLUMN_PID,
	COLUMN_NUMBER,
	COLUMN_DATABASE,
	COLUMN_STATE,
	COLUMN_STARTED_AT,
	COLUMN_CALLS,
	COLUMN_BARCODES,
	COLUMN_CLAIMED,
	COLUMN_ANNOUNCED,
	COLUMN_REJECTED,
	COLUMN_FAILED,
	COLUMN_RETRIED,
	COLUMN_WAKEUPS,
	COLUMN_IN_FLIGHT,
	COLUMN_LAST_OUTCOME_AT,
	COLUMN_DETAIL,
	COLUMN_REMEDY,
	COLUMN_COUNT
};

/* Why workers run nowhere; NULL when they may. */
static const PnlAbsence *
find_general_reason(void)
{
	static const PnlAbsence not_preloaded = {
		"postnl is not in shared_preload_libraries",
		"Add postnl to shared_preload_libraries and restart the server; until then "
		"CALL postnl_process() does one round."
	};
	static const PnlAbsence standby = {
		"this server is a standby",
		"Nothing: the primary's workers ship, and one starts here after a promotion."
	};
	static const PnlAbsence turned_off = {
		"postnl.workers is 0",
		"Set postnl.workers to 1 and reload the settings."
	};
	static const PnlAbsence no_launcher = {
		"the launcher is not running",
		"It is started again within seconds; if not, the server log tells why."
	};

	if (!pnl_shared_is_there())
		return &not_preloaded;
	if (RecoveryInProgress())
		return &standby;
	if (pnl_guc_workers == 0)
		return &turned_off;
	if (!pnl_slots_launcher_runs())
		return &no_launcher;
	return NULL;
}

/* Why none runs in this database. */
static const PnlAbsence *
find_reason(void)
{
	static const PnlAbsence held = {
		"a statement that needs the database without connections is running",
		"Nothing: a worker starts when its transaction has ended."
	};
	static const PnlAbsence no_process = {
		"out of background worker slots",
		"Raise max_worker_processes and restart the server."
	};
	static const PnlAbsence no_slot = {
		"as many workers as there may be run in other databases",
		"Lower postnl.workers and reload the settings."
	};
	static const PnlAbsence starting = {
		"the worker has not started yet, or has failed",
		"It is started again within seconds; if not, the server log tells why."
	};
	const PnlAbsence *general = find_general_reason();

	if (general != NULL)
		return general;
	if (pnl_notes_is_held(MyDatabaseId))
		return &held;
	switch (pnl_slots_shortage())
	{
		case PNL_SHORTAGE_PROCESSES:
			return &no_process;
		case PNL_SHORTAGE_SLOTS:
			return &no_slot;
		case PNL_SHORTAGE_NONE:
			break;
	}
	return &starting;
}

static bool
has_process(const PnlSlot *slot)
{
	return slot->state == PNL_SLOT_RUNNING;
}

bool
pnl_stat_worker_runs(PnlAbsence *absence)
{
	if (pnl_shared_is_there())
	{
		PnlSlot		slots[PNL_MAX_WORKERS];

		pnl_slots_copy(slots);
		for (int i = 0; i < PNL_MAX_WORKERS; i++)
		{
			if (has_process(&slots[i]) && slots[i].database == MyDatabaseId &&
				slots[i].has_extension)
				return true;
		}
	}
	*absence = *find_reason();
	return false;
}

static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL;
	if (text != NULL)
		values[column] = CStringGetTextDatum(text);
}

static void
set_time(Datum *values, bool *nulls, int column, TimestampTz time)
{
	nulls[column] = time == 0;
	values[column] = TimestampTzGetDatum(time);
}

static void
set_counters(Datum *values, const PnlWorkerCounters *counters)
{
	values[COLUMN_CALLS] = Int64GetDatum((int64) counters->calls);
	values[COLUMN_BARCODES] = Int64GetDatum((int64) counters->barcodes);
	values[COLUMN_CLAIMED] = Int64GetDatum((int64) counters->claimed);
	values[COLUMN_ANNOUNCED] = Int64GetDatum((int64) counters->announced);
	values[COLUMN_REJECTED] = Int64GetDatum((int64) counters->rejected);
	values[COLUMN_FAILED] = Int64GetDatum((int64) counters->failed);
	values[COLUMN_RETRIED] = Int64GetDatum((int64) counters->retried);
	values[COLUMN_WAKEUPS] = Int64GetDatum((int64) counters->wakeups);
	values[COLUMN_IN_FLIGHT] = Int32GetDatum(counters->in_flight);
}

static void
add_worker(ReturnSetInfo *info, const PnlSlot *slot, const PnlWorkerCounters *counters)
{
	Datum		values[COLUMN_COUNT] = {0};
	bool		nulls[COLUMN_COUNT] = {false};

	values[COLUMN_PID] = Int32GetDatum(slot->pid);
	values[COLUMN_NUMBER] = Int32GetDatum(slot->number);
	set_text(values, nulls, COLUMN_DATABASE, get_database_name(slot->database));
	set_text(values, nulls, COLUMN_STATE, slot->has_extension ? "running" : "starting");
	set_time(values, nulls, COLUMN_STARTED_AT, slot->started_at);
	set_counters(values, counters);
	set_time(values, nulls, COLUMN_LAST_OUTCOME_AT, counters->last_outcome_at);
	nulls[COLUMN_DETAIL] = true;
	nulls[COLUMN_REMEDY] = true;
	tuplestore_putvalues(info->setResult, info->setDesc, values, nulls);
}

static void
add_absence(ReturnSetInfo *info, const PnlAbsence *absence)
{
	Datum		values[COLUMN_COUNT] = {0};
	bool		nulls[COLUMN_COUNT];

	memset(nulls, true, sizeof(nulls));
	set_text(values, nulls, COLUMN_DATABASE, get_database_name(MyDatabaseId));
	set_text(values, nulls, COLUMN_STATE, "stopped");
	set_text(values, nulls, COLUMN_DETAIL, absence->detail);
	set_text(values, nulls, COLUMN_REMEDY, absence->remedy);
	tuplestore_putvalues(info->setResult, info->setDesc, values, nulls);
}

/* postnl_stat_worker() */
Datum
postnl_stat_worker(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	PnlSlot		slots[PNL_MAX_WORKERS] = {0};
	bool		runs_here = false;

	InitMaterializedSRF(fcinfo, 0);
	if (pnl_shared_is_there())
		pnl_slots_copy(slots);
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		PnlWorkerCounters counters;

		if (!has_process(&slots[i]))
			continue;
		counters = pnl_slots_counters(i);
		add_worker(info, &slots[i], &counters);
		runs_here |= slots[i].database == MyDatabaseId;
	}
	if (!runs_here)
		add_absence(info, find_reason());
	return (Datum) 0;
}
