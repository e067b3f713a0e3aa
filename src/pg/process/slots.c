/*
 * slots.c
 *		Slots of workers: between launcher and workers, and for those who look.
 *
 * Rule for this file: a worker gives its slot back after it has left the
 * array of processes, so that whoever sees the slot empty may drop the
 * database.  Hence on_shmem_exit, registered before the worker connects:
 * such callbacks run in the reverse order, and PostgreSQL's own that leaves
 * the array is registered while connecting.
 *
 * A pid is signalled only while the lock is held: its process cannot be gone,
 * since it would first have to give its slot back.
 */
#include "postgres.h"

#include <signal.h>

#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/proc.h"
#include "utils/timestamp.h"

#include "pg/base/compat.h"
#include "pg/process/notes.h"
#include "pg/process/shared.h"
#include "pg/process/shared_state.h"
#include "pg/process/slots.h"

/*
 * How long a worker may take to end by itself, which leaves nothing in the
 * log, before it is terminated.
 */
#define PATIENCE_MS 1000

/*
 * How long it may take after that; PostgreSQL waits as long by itself for the
 * last connections to a database to go.
 */
#define END_TIMEOUT_MS 5000

static PnlSlot *my_slot = NULL;
static PnlEnd my_end = PNL_END_FAILED;

static uint32 ending_event = 0;

static void
end_launcher(int code, Datum argument)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	pnl_shared_state->launcher_proc = PNL_NO_PROC;
	LWLockRelease(pnl_shared_state->lock);
}

void
pnl_slots_begin_launcher(void)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	pnl_shared_state->launcher_proc = pnl_proc_number_compat();
	LWLockRelease(pnl_shared_state->lock);
	on_shmem_exit(end_launcher, (Datum) 0);
}

bool
pnl_slots_reserve(Oid database, int number, PnlWorkerOrder *order)
{
	bool		found = false;

	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_WORKERS && !found; i++)
	{
		PnlSlot    *slot = &pnl_shared_state->slots[i];

		if (slot->state != PNL_SLOT_FREE)
			continue;
		found = true;
		*slot = (PnlSlot) {
			.state = PNL_SLOT_STARTING,
			.use = slot->use + 1,
			.database = database,
			.number = number,
			.proc = PNL_NO_PROC,
			.reserved_at = GetCurrentTimestamp()
		};
		*order = (PnlWorkerOrder) {
			.slot = i,
			.use = slot->use,
			.database = database,
			.number = number
		};
	}
	LWLockRelease(pnl_shared_state->lock);
	return found;
}

void
pnl_slots_free(int slot)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	pnl_shared_state->slots[slot].state = PNL_SLOT_FREE;
	LWLockRelease(pnl_shared_state->lock);
}

void
pnl_slots_tell_shortage(PnlShortage shortage)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	pnl_shared_state->shortage = shortage;
	LWLockRelease(pnl_shared_state->lock);
}

/* Marks a slot as ended; caller holds the lock. */
static void
end_slot(PnlSlot *slot, PnlEnd end)
{
	/* a worker that ends because a statement needs the database has not failed */
	if (pnl_notes_is_held_locked(slot->database))
		end = PNL_END_ASKED;
	slot->state = PNL_SLOT_ENDED;
	slot->end = end;
	slot->ended_at = GetCurrentTimestamp();
	slot->pid = 0;
	slot->proc = PNL_NO_PROC;
}

static void
give_slot_back(int code, Datum argument)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	end_slot(my_slot, my_end);
	LWLockRelease(pnl_shared_state->lock);
	my_slot = NULL;
	ConditionVariableBroadcast(&pnl_shared_state->ended);
	pnl_shared_wake_launcher();
}

bool
pnl_slots_take(const PnlWorkerOrder *order)
{
	PnlSlot    *slot = &pnl_shared_state->slots[order->slot];
	bool		stale;
	bool		taken = false;

	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	stale = slot->state != PNL_SLOT_STARTING || slot->use != order->use;
	if (!stale && pnl_notes_is_held_locked(slot->database))
		end_slot(slot, PNL_END_ASKED);
	else if (!stale)
	{
		slot->state = PNL_SLOT_RUNNING;
		slot->pid = MyProcPid;
		slot->proc = pnl_proc_number_compat();
		slot->started_at = GetCurrentTimestamp();
		taken = true;
	}
	LWLockRelease(pnl_shared_state->lock);
	if (!taken)
		return false;
	my_slot = slot;
	on_shmem_exit(give_slot_back, (Datum) 0);
	pnl_shared_take_counters(order->slot);
	return true;
}

void
pnl_slots_tell_extension(void)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	my_slot->has_extension = true;
	LWLockRelease(pnl_shared_state->lock);
	/* it may want to start more workers here */
	pnl_shared_wake_launcher();
}

void
pnl_slots_tell_end(PnlEnd end)
{
	my_end = end;
}

int
pnl_slots_take_requests(void)
{
	int			requests;

	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	requests = my_slot->requests;
	my_slot->requests = 0;
	LWLockRelease(pnl_shared_state->lock);
	return requests;
}

static void
ask_to_end(PnlSlot *slot)
{
	slot->requests |= PNL_REQUEST_END;
	pnl_shared_set_latch(slot->proc);
}

static void
terminate(PnlSlot *slot)
{
	(void) kill(slot->pid, SIGTERM);
}

/*
 * Does something, if anything, to the workers of a database that have a
 * process; returns how many there are.
 */
static int
visit_running(Oid database, void (*visit) (PnlSlot *slot))
{
	int			count = 0;

	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		PnlSlot    *slot = &pnl_shared_state->slots[i];

		if (slot->state != PNL_SLOT_RUNNING || slot->database != database)
			continue;
		count++;
		if (visit != NULL)
			visit(slot);
	}
	LWLockRelease(pnl_shared_state->lock);
	return count;
}

/* Waits until the workers of a database are gone; false when they are not. */
static bool
wait_for_end(Oid database, long timeout_ms)
{
	TimestampTz deadline = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), timeout_ms);
	long		left = timeout_ms;

	ConditionVariablePrepareToSleep(&pnl_shared_state->ended);
	while (visit_running(database, NULL) > 0 && left > 0)
	{
		(void) ConditionVariableTimedSleep(&pnl_shared_state->ended, left,
										   pnl_wait_event_compat(&ending_event,
																 "PostnlWorkerEnd"));
		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), deadline);
	}
	ConditionVariableCancelSleep();
	return left > 0;
}

void
pnl_slots_end_workers(Oid database)
{
	if (visit_running(database, ask_to_end) == 0 ||
		wait_for_end(database, PATIENCE_MS))
		return;
	(void) visit_running(database, terminate);
	(void) wait_for_end(database, END_TIMEOUT_MS);
}

void
pnl_slots_wake_workers(Oid database, int request)
{
	LWLockAcquire(pnl_shared_state->lock, request != 0 ? LW_EXCLUSIVE : LW_SHARED);
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
	{
		PnlSlot    *slot = &pnl_shared_state->slots[i];

		if (slot->state != PNL_SLOT_RUNNING || slot->database != database)
			continue;
		if (request != 0)
			slot->requests |= request;
		pg_atomic_fetch_add_u32(&pnl_shared_state->wakes[i], 1);
		pnl_shared_set_latch(slot->proc);
	}
	LWLockRelease(pnl_shared_state->lock);
}

bool
pnl_slots_has_worker(Oid database)
{
	bool		found = false;

	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	for (int i = 0; i < PNL_MAX_WORKERS && !found; i++)
	{
		const PnlSlot *slot = &pnl_shared_state->slots[i];

		found = pnl_slot_is_live(slot) && slot->database == database;
	}
	LWLockRelease(pnl_shared_state->lock);
	return found;
}

void
pnl_slots_copy(PnlSlot *slots)
{
	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	memcpy(slots, pnl_shared_state->slots, sizeof(pnl_shared_state->slots));
	LWLockRelease(pnl_shared_state->lock);
}

PnlWorkerCounters
pnl_slots_counters(int slot)
{
	return pnl_shared_state->counters[slot];
}

bool
pnl_slots_launcher_runs(void)
{
	bool		runs;

	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	runs = pnl_shared_state->launcher_proc != PNL_NO_PROC;
	LWLockRelease(pnl_shared_state->lock);
	return runs;
}

PnlShortage
pnl_slots_shortage(void)
{
	PnlShortage shortage;

	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	shortage = pnl_shared_state->shortage;
	LWLockRelease(pnl_shared_state->lock);
	return shortage;
}
