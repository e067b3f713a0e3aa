/*
 * lane.h
 *		An account as the drain sees it: its work, its pace, its troubles.
 *
 * Lanes are apart from each other: one that is paused, or waits for its turn,
 * holds no other back.  A lane belongs to one process; what several need to
 * know of its troubles is in postnl.pause.
 *
 * A claim of a lane is claimed, then waiting, for barcodes or for company, and
 * then in a call; a call is ready, then flying, then nobody's but its own.
 */
#ifndef PNL_PG_OUTBOX_LANE_H
#define PNL_PG_OUTBOX_LANE_H

#include "postgres.h"

#include "lib/ilist.h"

#include "core/policy/pace.h"
#include "pg/account/account.h"
#include "pg/http/errand.h"
#include "pg/outbox/claim.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/stock.h"

typedef struct PnlLane PnlLane;

/* What can be seen of one; only lane.c changes it. */
typedef struct PnlLaneView
{
	PnlAccount *account;		/* its key has been read */
	PnlEnvironment environment;
	PnlTransferSet *transfers;
	PnlStocks  *stocks;
	const PnlPace *pace;
	const dlist_head *waiting;	/* PnlClaim */
	const dlist_head *ready;	/* PnlCall */
	const dlist_head *flying;	/* PnlCall */
	int			waiting_count;
	int			ready_count;
	int			in_flight;
	int			in_hand;		/* claims, wherever they are */
	int			suspects;		/* of them, that were in hand when a process ended */
	int			unsettled;		/* of them, whose answers wait to be stored */
	bool		retired;		/* the account has changed: no new calls */
	bool		suspects_due;	/* such may be due in the queue */
	bool		more;			/* others may be */
	bool		continues;		/* a waiting claim has had a call, and needs another */
	bool		released;		/* what was not started was given back */
	bool		pause_changed;	/* postnl.pause does not say so yet */
} PnlLaneView;

extern const PnlLaneView *pnl_lane_view(const PnlLane *lane);

/* What it holds is in this context, or below it. */
extern MemoryContext pnl_lane_context(const PnlLane *lane);

/*
 * The lane of an account; NULL when it cannot send now, with the reason in
 * "error".  In a transaction.
 */
extern PnlLane *pnl_lane_make(MemoryContext parent, const PnlDue *due, PnlError *error);

/* Whether it is the one for that account and environment. */
extern bool pnl_lane_serves(const PnlLane *lane, const PnlDue *due);

/* Whether it is still what its account says; else it is retired. */
extern bool pnl_lane_check(PnlLane *lane, const PnlDue *due, PnlError *error);

/* Frees a lane that has nothing in hand. */
extern void pnl_lane_free(PnlLane *lane);

/* Whether it is neither retired nor paused. */
extern bool pnl_lane_may_send(const PnlLane *lane, TimestampTz now);

/* ----------
 * Claims
 * ----------
 */

/* Something may be due in the queue for it. */
extern void pnl_lane_note_due(PnlLane *lane, bool suspects_due);

/* Claims some, as pnl_rows_claim(); returns how many. */
extern int	pnl_lane_claim(PnlLane *lane, int most, bool suspects, int claimer);

/* Another process has the suspects: none until the next look. */
extern void pnl_lane_defer_suspects(PnlLane *lane);

/* Reads what was claimed in an earlier transaction: it waits then. */
extern void pnl_lane_read_claims(PnlLane *lane);
extern bool pnl_lane_has_unread(const PnlLane *lane);

/* Takes a waiting claim for a call; puts it back, for another call. */
extern void pnl_lane_take(PnlLane *lane, PnlClaim *claim);
extern void pnl_lane_put_back(PnlLane *lane, PnlClaim *claim);

/* A waiting claim lost a barcode that was taken: it needs another. */
extern void pnl_lane_collide(PnlLane *lane);

/* Frees a claim of no list that this process has in hand no longer. */
extern void pnl_lane_drop(PnlLane *lane, PnlClaim *claim);

/* Adds the numbers of those that are in no call to a list of so many. */
extern void pnl_lane_list_callless(const PnlLane *lane, int64 *ids, int *count);

/* Forgets these, and the barcodes in stock: they were released. */
extern void pnl_lane_drop_callless(PnlLane *lane);

/* So many claims more, or less, have answers that wait to be stored. */
extern void pnl_lane_hold(PnlLane *lane, int claims);

/* What was not started is given back when this is committed. */
extern void pnl_lane_note_released(PnlLane *lane);

/* ----------
 * Calls, by their nodes
 * ----------
 */

/* It may start: behind all others, or before them. */
extern void pnl_lane_add_ready(PnlLane *lane, dlist_node *call, bool last);
extern void pnl_lane_leave_ready(PnlLane *lane, dlist_node *call);

/* It was started, and is answered. */
extern void pnl_lane_fly(PnlLane *lane, dlist_node *call);
extern void pnl_lane_land(PnlLane *lane, dlist_node *call);

/* Drives an errand; false when the turn of its key has not come. */
extern bool pnl_lane_take_turn(PnlLane *lane, PnlErrand *errand);

/* How many calls it may start now, "room" at most. */
extern int	pnl_lane_capacity(const PnlLane *lane, int room, TimestampTz now);

/* ----------
 * Pace and troubles
 * ----------
 */

/* A call was answered, in whatever way: the account works. */
extern void pnl_lane_succeeded(PnlLane *lane);

/* A call failed: the lane, or its key, may pause for that (core/policy/pace.h). */
extern void pnl_lane_failed(PnlLane *lane, const PnlError *error, int64 shipment_id);

/*
 * An answer could not be stored, for a reason that is ours ("error"), for the
 * first time or again.
 */
extern void pnl_lane_stuck(PnlLane *lane, const PnlError *error, bool again);

/* An answer has been stored. */
extern void pnl_lane_settled(PnlLane *lane);

/* Nothing will work for the account until somebody does something. */
extern void pnl_lane_blocked(PnlLane *lane, const PnlError *error);

/* What another process, or somebody by hand, wrote of the account's troubles. */
extern void pnl_lane_follow_pause(PnlLane *lane, const PnlDue *due);

/* Writes its pause, or the end of it, where that has changed: in a transaction. */
extern void pnl_lane_write_pause(PnlLane *lane);

/* That is committed; returns when to look again, DT_NOEND = nothing is to be seen. */
extern TimestampTz pnl_lane_note_committed(PnlLane *lane);

#endif							/* PNL_PG_OUTBOX_LANE_H */
