/*
 * lanes.h
 *		The lanes of a drain: which accounts have work, and which are paused.
 */
#ifndef PNL_PG_OUTBOX_LANES_H
#define PNL_PG_OUTBOX_LANES_H

#include "postgres.h"

#include "pg/outbox/lane.h"

typedef struct PnlLanes
{
	MemoryContext context;		/* holds them */
	List	   *list;			/* of PnlLane */
	TimestampTz look_at;		/* when something in the queue becomes due */
	bool		holds_suspects; /* the lock of suspects; see filling.c */
	bool		after_suspect;	/* the others have a turn before the next one */
	bool		took_others;	/* and had it, in this transaction */
	List	   *left;			/* of int64 *: shipments to be given back once it is possible */
	int			tried;			/* so many of them now, */
	List	   *still_left;		/* and these are not given back */
} PnlLanes;

/* Calls on the way, and shipments in hand, of all lanes. */
extern int	pnl_lanes_in_flight(const PnlLanes *lanes);
extern int	pnl_lanes_in_hand(const PnlLanes *lanes);

/* Of those in hand, the ones that were in hand when a process ended. */
extern int	pnl_lanes_suspects(const PnlLanes *lanes);

/* Others may have suspects now, if none is left here. */
extern void pnl_lanes_let_suspects_go(PnlLanes *lanes);

/*
 * The numbers of the shipments in hand; "unstarted" is those of which PostNL
 * was not told.
 */
extern int64 *pnl_lanes_list_shipments(const PnlLanes *lanes, bool unstarted, int *count);

/*
 * Gives shipments back of which PostNL was not told: in a transaction.  What
 * somebody has locked is given back later, by pnl_lanes_give_back_left().
 */
extern void pnl_lanes_give_back(PnlLanes *lanes, int claimer, const int64 *ids, int count);

/* Notes that these could not be given back, all of them. */
extern void pnl_lanes_leave(PnlLanes *lanes, const int64 *ids, int count);

/* Looks which accounts have something due: in a transaction. */
extern void pnl_lanes_look(PnlLanes *lanes);

/* Tries that: in a transaction. */
extern void pnl_lanes_give_back_left(PnlLanes *lanes, int claimer);

/*
 * Where an account cannot send, its shipments wait in the queue, where they
 * can be cancelled, not in our hands: true then, and they are given back, in a
 * transaction.
 */
extern bool pnl_lanes_release(PnlLanes *lanes, PnlLane *lane, int claimer);

/* Notes that all that is committed. */
extern void pnl_lanes_written(PnlLanes *lanes);

/* Frees the lanes of accounts that have changed, once they are empty. */
extern void pnl_lanes_free_retired(PnlLanes *lanes);

/* Forgets what was not started, after it was released or left. */
extern void pnl_lanes_drop_unstarted(PnlLanes *lanes);

/* Frees all of them, whatever they have. */
extern void pnl_lanes_free_all(PnlLanes *lanes);

#endif							/* PNL_PG_OUTBOX_LANES_H */
