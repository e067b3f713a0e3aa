/*
 * slot.h
 *		A slot of a worker in shared memory.
 */
#ifndef PNL_PG_PROCESS_SLOT_H
#define PNL_PG_PROCESS_SLOT_H

#include "postgres.h"

#include "datatype/timestamp.h"

/* Workers of all databases together. */
#define PNL_MAX_WORKERS 64

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

#endif							/* PNL_PG_PROCESS_SLOT_H */
