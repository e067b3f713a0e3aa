/*
 * lane.h
 *		An account as the drain sees it: its work, its pace, its troubles.
 *
 * Lanes are apart from each other: one that is paused, or waits for its turn,
 * holds no other back.  A lane belongs to one process; what several need to
 * know of its troubles is in postnl.pause.
 */
#ifndef PNL_PG_OUTBOX_LANE_H
#define PNL_PG_OUTBOX_LANE_H

#include "postgres.h"

#include "lib/ilist.h"

#include "core/policy/pace.h"
#include "pg/account/account.h"
#include "pg/outbox/claim.h"
#include "pg/outbox/queue.h"

/* Barcodes of one serie that were reserved and are in nobody's hands. */
typedef struct PnlStock
{
	dlist_node	node;
	char	   *serie;			/* "" = PostNL's choice */
	List	   *barcodes;		/* that came in and are not stored yet */
	int			in_pool;		/* in postnl.barcode_pool, when last looked at */
	int			asked_for;		/* by calls on the way */
	int			missing;		/* claims wait for so many */
	TimestampTz progress_at;	/* a call of its own was started or answered */
} PnlStock;

typedef struct PnlLane
{
	dlist_node	node;
	MemoryContext context;		/* holds the lane, its account and stocks */
	PnlEnvironment environment;
	PnlAccount *account;		/* its key has been read */
	uint64		fingerprint;	/* of all that the account says */
	bool		retired;		/* the account has changed: no new calls */
	PnlTransferSet *transfers;
	PnlLimit	limit;

	dlist_head	claimed;		/* PnlClaim: read once the claim is committed */
	dlist_head	waiting;		/* PnlClaim: for barcodes or for company */
	int			waiting_count;
	dlist_head	ready;			/* PnlCall: may start */
	int			ready_count;
	dlist_head	flying;			/* PnlCall: on the way */
	int			in_flight;
	int			in_hand;		/* claims, wherever they are */
	int			suspects;		/* of them, that were in hand when a process ended */
	bool		suspects_due;	/* such may be due in the queue */
	bool		released;		/* what was not started was given back */
	bool		more;			/* more may be due in the queue */
	bool		continues;		/* a waiting claim has had a call, and needs another */
	bool		collided;		/* a waiting claim lost a barcode that was taken */

	dlist_head	stocks;
	double		demand;			/* barcodes used, fading within seconds */
	TimestampTz demand_at;

	PnlPace		pace;
	int			unsettled;		/* claims whose answers wait to be stored */
	bool		pause_changed;	/* postnl.pause does not say so yet */
	bool		pause_written;	/* it does when this is committed */
	bool		pause_owed;		/* its row was locked: it is to be written later */
	bool		pause_stored;	/* postnl.pause has a row */
	PnlError	last_error;		/* of what paused it */
} PnlLane;

/*
 * The lane of an account, made or renewed as needed; NULL when it cannot send
 * now, with the reason in "error".  In a transaction.
 */
extern PnlLane *pnl_lane_find(dlist_head *lanes, MemoryContext parent, const PnlDue *due,
							  PnlError *error);

/* Frees a lane that has nothing in hand. */
extern void pnl_lane_free(PnlLane *lane);

/* How many calls it may start now, "room" at most. */
extern int	pnl_lane_capacity(const PnlLane *lane, int room, TimestampTz now);

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

/* Notes that barcodes were used; the spare ones follow. */
extern void pnl_lane_use_barcodes(PnlLane *lane, int count, TimestampTz now);

/* How many barcodes to ask for at a time, where each takes a call. */
extern int	pnl_lane_barcodes_at_a_time(const PnlLane *lane);

/* How many barcodes to keep in stock. */
extern int	pnl_lane_spare_barcodes(PnlLane *lane, bool in_batches, TimestampTz now);

/* The stock of a serie, made as needed. */
extern PnlStock *pnl_lane_stock(PnlLane *lane, const char *serie);

#endif							/* PNL_PG_OUTBOX_LANE_H */
