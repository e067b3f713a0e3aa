/*
 * call.h
 *		The calls of a drain: made in a transaction, started outside of one.
 *
 * A call owns its memory context and its errand.  It is in its lane's list
 * of those that are ready, or flying, or in the drain's list of finished ones.
 * What it asks for, and what becomes of the answer, is its kind's: call_label.c,
 * call_lookup.c and call_barcodes.c each make one and settle it.
 */
#ifndef PNL_PG_OUTBOX_CALL_H
#define PNL_PG_OUTBOX_CALL_H

#include "postgres.h"

#include "core/label.h"
#include "pg/http/errand.h"
#include "pg/outbox/lane.h"

typedef struct PnlCall PnlCall;

/* What calls of one kind have in common; a constant of its file's. */
typedef struct PnlCallKind
{
	PnlErrandKind errand;
	bool		without_claims; /* what goes wrong with it is the account's trouble */

	/*
	 * Writes what an answer came to, but for claims that are busy: in a
	 * transaction, with call->is_read set as soon as what fails is not the
	 * answer's fault.  Nothing that this process remembers is changed.
	 */
	void		(*write) (PnlCall *call, int claimer);

	/* Whether a claim of a call that is settled needs another one; NULL = never. */
	bool		(*goes_on) (PnlCall *call, int i);

	/* Notes that it was started; is settled; was dropped.  NULL = nothing to note. */
	void		(*started) (PnlCall *call);
	void		(*settled) (PnlCall *call);
	void		(*dropped) (PnlCall *call);
} PnlCallKind;

struct PnlCall
{
	dlist_node	node;
	MemoryContext context;
	PnlLane    *lane;
	const PnlCallKind *kind;
	void	   *own;			/* the kind's, in the call's context */
	PnlErrand	errand;
	PnlClaim   *claims[PNL_LEGACY_CALL_PARCELS];
	int64		attempt_ids[PNL_LEGACY_CALL_PARCELS];
	int			claim_count;

	/* settle.h, and held.h */
	bool		busy[PNL_LEGACY_CALL_PARCELS];	/* somebody has it locked: not now */
	bool		done[PNL_LEGACY_CALL_PARCELS];	/* settled, and the call's no longer */
	bool		judged[PNL_LEGACY_CALL_PARCELS];	/* with "outcomes", when it is committed */
	PnlOutcome	outcomes[PNL_LEGACY_CALL_PARCELS];
	bool		is_read;		/* what fails now is not the answer's fault */
	int			tries;			/* to store it, that failed or came to nothing */
	bool		locked;			/* see pnl_held_lock() */
	bool		stuck;			/* it could not be stored; see pnl_lane_stuck() */
	TimestampTz try_at;			/* when it is tried again to store it */
	TimestampTz retry_at;		/* when what it left in the queue is due; 0 = nothing */
};

/* A call that is in no list yet; "own_size" is of what the kind has. */
extern PnlCall *pnl_call_make(PnlLane *lane, const PnlCallKind *kind,
							  const PnlOperation *operation, Size own_size);

/* Takes a claim of the lane's that waits. */
extern void pnl_call_take(PnlCall *call, PnlClaim *claim);

/*
 * It has all that it needs: writes its attempts, in a transaction, which has
 * to be committed before it is started.
 */
extern void pnl_call_make_ready(PnlCall *call);

/*
 * Starts a ready call; false when its turn has not come.  A call whose request
 * could not be built is finished at once.
 */
extern bool pnl_call_start(PnlCall *call, dlist_head *finished);

/* Takes the reply of a call that is on the way. */
extern PnlCall *pnl_call_finish(PnlExchange *exchange);

/* Frees a call; its claims are somebody else's by now. */
extern void pnl_call_free(PnlCall *call);

/* Adds the numbers of the shipments of calls to a list of so many. */
extern void pnl_call_list(const dlist_head *calls, int64 *ids, int *count);

/*
 * Adds the numbers of a lane's shipments to a list of so many; "unstarted"
 * is those of which PostNL was not told, else also those on the way.
 */
extern void pnl_call_list_shipments(const PnlLane *lane, bool unstarted, int64 *ids,
									int *count);

/* Forgets what of a lane was not started, after it was released. */
extern void pnl_call_drop_unstarted(PnlLane *lane);

#endif							/* PNL_PG_OUTBOX_CALL_H */
