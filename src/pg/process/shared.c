/*
 * shared.c
 *		The shared memory of launcher, workers and sessions.
 *
 * Rule for this file: transactions end with it, so once it is attached nothing
 * here may throw.
 */
#include "postgres.h"

#include "storage/latch.h"
#include "storage/proc.h"

#include "pg/base/compat.h"
#include "pg/base/shared_memory.h"
#include "pg/process/shared.h"
#include "pg/process/shared_state.h"

PnlSharedState *pnl_shared_state = NULL;

static PnlWorkerCounters nobody_reads;
static PnlWorkerCounters *my_counters = &nobody_reads;
static pg_atomic_uint32 *my_wakes = NULL;

static void
attach_state(void *memory, LWLock *lock, bool is_new)
{
	pnl_shared_state = memory;
	if (!is_new)
		return;
	pnl_shared_state->lock = lock;
	pnl_shared_state->launcher_proc = PNL_NO_PROC;
	for (int i = 0; i < PNL_MAX_WORKERS; i++)
		pg_atomic_init_u32(&pnl_shared_state->wakes[i], 0);
	ConditionVariableInit(&pnl_shared_state->outcome);
	ConditionVariableInit(&pnl_shared_state->ended);
}

static PnlSharedMemory shared_state = {
	.name = "postnl workers",
	.size = sizeof(PnlSharedState),
	.attach = attach_state,
};

void
pnl_shared_init(void)
{
	pnl_shared_memory_reserve(&shared_state);
}

bool
pnl_shared_is_there(void)
{
	return pnl_shared_state != NULL;
}

PnlWorkerCounters *
pnl_shared_counters(void)
{
	return my_counters;
}

uint32
pnl_shared_wakes(void)
{
	return my_wakes != NULL ? pg_atomic_read_u32(my_wakes) : 0;
}

void
pnl_shared_take_counters(int slot)
{
	my_counters = &pnl_shared_state->counters[slot];
	memset(my_counters, 0, sizeof(*my_counters));
	my_wakes = &pnl_shared_state->wakes[slot];
}

void
pnl_shared_set_latch(int proc)
{
	if (proc != PNL_NO_PROC)
		SetLatch(&GetPGProcByNumber(proc)->procLatch);
}

void
pnl_shared_wake_launcher(void)
{
	int			proc;

	if (pnl_shared_state == NULL)
		return;
	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	proc = pnl_shared_state->launcher_proc;
	LWLockRelease(pnl_shared_state->lock);
	pnl_shared_set_latch(proc);
}

void
pnl_shared_outcome_is_there(void)
{
	if (pnl_shared_state != NULL)
		ConditionVariableBroadcast(&pnl_shared_state->outcome);
}
