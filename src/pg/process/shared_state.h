/*
 * shared_state.h
 *		The shared memory of launcher, workers and sessions.
 *
 * For shared.c, slots.c, notes.c and session.c, which guard it; all others use
 * their functions.  Only plain data is kept here: a process is known by its number
 * in the array of PGPROCs, never by a pointer of one process.
 */
#ifndef PNL_PG_PROCESS_SHARED_STATE_H
#define PNL_PG_PROCESS_SHARED_STATE_H

#include "postgres.h"

#include "port/atomics.h"
#include "storage/condition_variable.h"
#include "storage/lwlock.h"

#include "pg/process/note.h"
#include "pg/process/slot.h"

/* A process that is not there. */
#define PNL_NO_PROC (-1)

/*
 * "lock" guards everything but the condition variables, which guard
 * themselves, and the counters, each of which has one writer.  It is held for
 * a loop over the slots at most and never across a wait.
 */
typedef struct PnlSharedState
{
	LWLock	   *lock;
	ConditionVariable outcome;	/* a worker has an outcome */
	ConditionVariable ended;	/* a worker has ended */
	int			launcher_proc;	/* PNL_NO_PROC = no launcher runs */
	PnlShortage shortage;		/* why the launcher could not start a worker */
	bool		look_everywhere;	/* a note was lost for lack of room */
	PnlSlot		slots[PNL_MAX_WORKERS];
	PnlNote		notes[PNL_MAX_NOTES];
	PnlWorkerCounters counters[PNL_MAX_WORKERS];
	pg_atomic_uint32 wakes[PNL_MAX_WORKERS];	/* commits that woke the worker */
} PnlSharedState;

/* NULL where the library is not preloaded. */
extern PnlSharedState *pnl_shared_state;

/* Sets the latch of a process; does nothing for PNL_NO_PROC. */
extern void pnl_shared_set_latch(int proc);

/* Makes a slot's counters, zeroed, those of this process. */
extern void pnl_shared_take_counters(int slot);

#endif							/* PNL_PG_PROCESS_SHARED_STATE_H */
