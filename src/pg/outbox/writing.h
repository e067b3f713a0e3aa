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

#include "pg/outbox/drain.h"
#include "pg/outbox/held.h"
#include "pg/outbox/lanes.h"
#include "pg/outbox/retention.h"
#include "pg/outbox/sending.h"

struct PnlDrain
{
	PnlScope	scope;
	MemoryContext context;		/* holds the drain and its lanes */
	MemoryContext scratch;		/* of one transaction */
	void		(*write) (PnlDrain *drain); /* what is done in it */
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
	PnlRetention retention;
	TimestampTz error_until;	/* no transaction before */
};

static inline TimestampTz
pnl_writing_in_ms(int64 ms)
{
	return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), ms);
}

/*
 * Runs "write" in a transaction; false when it failed, which is logged, and
 * "why" says so unless it is NULL.
 */
extern bool pnl_writing_run(PnlDrain *drain, void (*write) (PnlDrain *drain), PnlFailure *why);

/*
 * Writes what has come and claims anew; where that fails, settles the calls
 * one by one and gives back what was not started.
 */
extern void pnl_writing_all(PnlDrain *drain, long naptime_ms);

/* The latter alone. */
extern void pnl_writing_survive(PnlDrain *drain);

/* Gives back what was not started: in a transaction. */
extern void pnl_writing_release(PnlDrain *drain);

/*
 * Settles a call by itself, and takes it out of its list.  An answer that is
 * to blame for the failure is no answer; else the failure is ours, and the
 * call is held.  False when it failed.
 */
extern bool pnl_writing_settle(PnlDrain *drain, PnlCall *call);

/* Tries those again that are held and due. */
extern void pnl_writing_settle_held(PnlDrain *drain);

#endif							/* PNL_PG_OUTBOX_WRITING_H */
