/*
 * slots.h
 *		Slots of workers: between launcher and workers, and for those who look.
 *
 * Only the launcher reserves and frees slots; a worker takes the one that was
 * reserved for it and gives it back when it ends, and the launcher then learns
 * from it why.
 */
#ifndef PNL_PG_PROCESS_SLOTS_H
#define PNL_PG_PROCESS_SLOTS_H

#include "postgres.h"

#include "pg/process/slot.h"

/* For the launcher. */
extern void pnl_slots_begin_launcher(void);
extern bool pnl_slots_reserve(Oid database, int number, PnlWorkerOrder *order);
extern void pnl_slots_free(int slot);
extern void pnl_slots_tell_shortage(PnlShortage shortage);

/*
 * For a worker.  Takes the slot of the order, until the process exits; false
 * when the order is stale or the database is held: the process is to end.
 * Called before it connects to the database.
 */
extern bool pnl_slots_take(const PnlWorkerOrder *order);
extern void pnl_slots_tell_extension(void);
extern void pnl_slots_tell_end(PnlEnd end);

/* What was asked of this worker since the last call. */
extern int	pnl_slots_take_requests(void);

/*
 * Asks the workers of a database to end, and terminates those that do not;
 * waits until they are gone or ought to be.  Obeys interrupts.
 */
extern void pnl_slots_end_workers(Oid database);

/*
 * Wakes the workers of a database, with a request (PNL_REQUEST_...) or
 * without: 0.
 */
extern void pnl_slots_wake_workers(Oid database, int request);

/* Whether a database has a worker, or one is being started there. */
extern bool pnl_slots_has_worker(Oid database);

/* For those who look: PNL_MAX_WORKERS slots, as they are now. */
extern void pnl_slots_copy(PnlSlot *slots);
extern PnlWorkerCounters pnl_slots_counters(int slot);
extern bool pnl_slots_launcher_runs(void);
extern PnlShortage pnl_slots_shortage(void);

#endif							/* PNL_PG_PROCESS_SLOTS_H */
