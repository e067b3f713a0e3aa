/*
 * shared.h
 *		What launcher, workers and sessions know of each other.
 *
 * One slot in shared memory for each worker, with its counters.  Sessions set
 * the latch of their database's workers; workers tell sessions that wait for
 * an outcome.  Everything here does nothing, and fails at nothing, where the
 * library is not preloaded.
 */
#ifndef PNL_PG_PROCESS_SHARED_H
#define PNL_PG_PROCESS_SHARED_H

#include "postgres.h"

#include "datatype/timestamp.h"

/* Workers of all databases together. */
#define PNL_MAX_WORKERS 64

/*
 * What a worker counts; each is written by its worker only and read by anyone
 * without a lock, so a reader may see figures of different moments.
 */
typedef struct PnlWorkerCounters
{
	uint64		calls;			/* made, barcodes and look-ups included */
	uint64		barcodes;		/* reserved */
	uint64		claimed;		/* shipments, once for each attempt */
	uint64		announced;
	uint64		rejected;
	uint64		failed;
	uint64		retried;		/* outcomes that led to another attempt */
	uint64		wakeups;		/* returns from a wait */
	int			in_flight;		/* calls on the way now */
	TimestampTz last_outcome_at;	/* 0 = none yet */
} PnlWorkerCounters;

/* Reserves shared memory; from _PG_init() while preloading. */
extern void pnl_shared_init(void);

/* True when the library was preloaded. */
extern bool pnl_shared_is_there(void);

/* The counters of this process: its slot's, or some that nobody reads. */
extern PnlWorkerCounters *pnl_shared_counters(void);

/*
 * Wakes the workers of this database when the current transaction commits.
 * Cheap to call often.
 */
extern void pnl_shared_wake_at_commit(void);

/* Tells at commit that this database may have got, or lost, the extension. */
extern void pnl_shared_extension_came_at_commit(void);
extern void pnl_shared_extension_went_at_commit(void);

/*
 * Keeps workers from starting in a database until the current transaction
 * ends.  Those that run there are not touched.
 */
extern void pnl_shared_hold_database(Oid database);

/*
 * How often this worker was woken: tells that it was although something in
 * between has reset the latch.
 */
extern uint32 pnl_shared_wakes(void);

/* Wakes the launcher now: a database may have become its business. */
extern void pnl_shared_wake_launcher(void);

/* Tells the sessions that wait for an outcome to look. */
extern void pnl_shared_outcome_is_there(void);

/*
 * Waits until a worker has an outcome, at most timeout_ms; may return early
 * and obeys interrupts.  Without preload it waits a part of the time.
 */
extern void pnl_shared_wait_for_outcome(long timeout_ms);

#endif							/* PNL_PG_PROCESS_SHARED_H */
