/*
 * writing.h
 *		The transactions of a drain: what is written, and what when that fails.
 *
 * Inside of the drain: only drain.c and writing.c know what it consists of.
 */
#ifndef PNL_PG_OUTBOX_WRITING_H
#define PNL_PG_OUTBOX_WRITING_H

#include "postgres.h"

#include "utils/timestamp.h"

#include "pg/base/transaction.h"
#include "pg/outbox/held.h"
#include "pg/outbox/lanes.h"

/* What a drain has in hand, and when it is to be written. */
typedef struct PnlWriting
{
	PnlScope	scope;
	MemoryContext context;		/* holds this and the lanes */
	MemoryContext scratch;		/* of one transaction */
	int			claimer;
	PnlLanes	lanes;
	dlist_head	finished;		/* PnlCall */
	dlist_head	settling;		/* one of them, by itself */
	PnlHeld		held;			/* those that could not be stored */
	bool		looks;			/* the queue may have changed */
	bool		recovers;		/* claims of the dead are looked for */
	uint32		wakes;			/* seen; see pnl_shared_wakes() */
	bool		reloads;		/* the set-up may have changed */
	TimestampTz nap_until;		/* the queue is looked at, to be sure */
	TimestampTz prolong_at;
	bool		prolonged;		/* all that is in hand */
	TimestampTz leased_until;	/* of all claims in hand, at the least */
	TimestampTz sweep_at;
	TimestampTz error_until;	/* no transaction before */
} PnlWriting;

/* What is done in a transaction of it. */
typedef void (*PnlWritingWork) (PnlWriting *writing);

static inline TimestampTz
pnl_writing_in_ms(int64 ms)
{
	return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), ms);
}

/*
 * Runs "work" in a transaction; false when it failed, which is logged, and
 * "why" says so unless it is NULL.
 */
extern bool pnl_writing_run(PnlWriting *writing, PnlWritingWork work, PnlFailure *why);

/*
 * Writes what has come and claims anew; where that fails, settles the calls
 * one by one and gives back what was not started.
 */
extern void pnl_writing_all(PnlWriting *writing, long naptime_ms);

/* The latter alone. */
extern void pnl_writing_survive(PnlWriting *writing);

/* Gives back what was not started: in a transaction. */
extern void pnl_writing_release(PnlWriting *writing);

/*
 * Settles a call by itself, and takes it out of its list.  An answer that is
 * to blame for the failure is no answer; else the failure is ours, and the
 * call is held.  False when it failed.
 */
extern bool pnl_writing_settle(PnlWriting *writing, PnlCall *call);

/* Tries those again that are held and due. */
extern void pnl_writing_settle_held(PnlWriting *writing);

#endif							/* PNL_PG_OUTBOX_WRITING_H */
