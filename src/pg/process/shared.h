/*
 * shared.h
 *		What launcher, workers and sessions know of each other.
 *
 * One slot in shared memory for each worker (slots.h), with its counters; and
 * notes of sessions to the launcher (notes.h).  Sessions set the latch of their
 * database's workers (session.h); workers tell sessions that wait for an
 * outcome.  All of these do nothing, and fail at nothing, where the library is
 * not preloaded.
 */
#ifndef PNL_PG_PROCESS_SHARED_H
#define PNL_PG_PROCESS_SHARED_H

#include "postgres.h"

#include "pg/process/slot.h"

/* Reserves shared memory; from _PG_init() while preloading. */
extern void pnl_shared_init(void);

/* True when the library was preloaded. */
extern bool pnl_shared_is_there(void);

/* The counters of this process: its slot's, or some that nobody reads. */
extern PnlWorkerCounters *pnl_shared_counters(void);

/*
 * How often this worker was woken: tells that it was although something in
 * between has reset the latch.
 */
extern uint32 pnl_shared_wakes(void);

/* Wakes the launcher now: a database may have become its business. */
extern void pnl_shared_wake_launcher(void);

/* Tells the sessions that wait for an outcome to look. */
extern void pnl_shared_outcome_is_there(void);

#endif							/* PNL_PG_PROCESS_SHARED_H */
