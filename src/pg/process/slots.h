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

#include "datatype/timestamp.h"

#include "pg/process/shared.h"

typedef enum PnlSlotState
{
	PNL_SLOT_FREE,
	PNL_SLOT_STARTING,			/* reserved, no process yet */
	PNL_SLOT_RUNNING,
	PNL_SLOT_ENDED				/* the launcher has not taken note yet */
} PnlSlotState;

/* Why a worker ended. */
typedef enum PnlEnd
{
	PNL_END_FAILED,				/* an error or a signal */
	PNL_END_ASKED,				/* there are too many, or the database is held */
	PNL_END_NO_EXTENSION
} PnlEnd;

/* What is asked of a worker. */
#define PNL_REQUEST_LOOK 1		/* whether the extension is still there */
#define PNL_REQUEST_END 2		/* the database is needed without connections */

/* Why the launcher could not start a worker. */
typedef enum PnlShortage
{
	PNL_SHORTAGE_NONE,
	PNL_SHORTAGE_PROCESSES,		/* max_worker_processes */
	PNL_SHORTAGE_SLOTS			/* PNL_MAX_WORKERS */
} PnlShortage;

typedef struct PnlSlot
{
	PnlSlotState state;
	uint32		use;			/* how often it was reserved */
	Oid			database;
	int			number;			/* of the database's workers, from 1 */
	int			pid;			/* 0 = no process */
	int			proc;			/* its number among the PGPROCs */
	bool		has_extension;	/* found it, and drains the outbox */
	int			requests;		/* PNL_REQUEST_..., for the worker to heed */
	PnlEnd		end;
	TimestampTz reserved_at;
	TimestampTz started_at;		/* 0 = never ran */
	TimestampTz ended_at;
} PnlSlot;

/* Whether a slot has a process, or is about to get one. */
static inline bool
pnl_slot_is_live(const PnlSlot *slot)
{
	return slot->state == PNL_SLOT_STARTING || slot->state == PNL_SLOT_RUNNING;
}

/* What a worker is given in bgw_extra. */
typedef struct PnlWorkerOrder
{
	int			slot;
	uint32		use;			/* of the slot, to tell a late process */
	Oid			database;
	int			number;
} PnlWorkerOrder;

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

/* Whether a database has a worker, or one is being started there. */
extern bool pnl_slots_has_worker(Oid database);

/* For those who look: PNL_MAX_WORKERS slots, as they are now. */
extern void pnl_slots_copy(PnlSlot *slots);
extern PnlWorkerCounters pnl_slots_counters(int slot);
extern bool pnl_slots_launcher_runs(void);
extern PnlShortage pnl_slots_shortage(void);

#endif							/* PNL_PG_PROCESS_SLOTS_H */
