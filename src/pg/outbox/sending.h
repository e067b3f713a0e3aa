/*
 * sending.h
 *		The calls of a drain: made in a transaction, started outside of one.
 *
 * A call owns its memory context and its errand.  It is in its lane's list
 * of those that are ready, on the way, or in the drain's list of finished
 * ones.
 */
#ifndef PNL_PG_OUTBOX_SENDING_H
#define PNL_PG_OUTBOX_SENDING_H

#include "postgres.h"

#include "core/label.h"
#include "pg/http/errand.h"
#include "pg/outbox/lane.h"

typedef enum PnlCallKind
{
	PNL_CALL_LABEL,				/* labels and announces */
	PNL_CALL_LOOK_UP,			/* asks for one claim's reference or barcode */
	PNL_CALL_BARCODES			/* reserves barcodes; has no claims */
} PnlCallKind;

typedef struct PnlCall
{
	dlist_node	node;
	MemoryContext context;
	PnlLane    *lane;
	PnlCallKind kind;
	PnlErrand	errand;
	PnlClaim   *claims[PNL_LEGACY_CALL_PARCELS];
	int64		attempt_ids[PNL_LEGACY_CALL_PARCELS];
	int			claim_count;
	bool		accepted[PNL_LEGACY_CALL_PARCELS];	/* PostNL said so; settling.c */
	bool		busy[PNL_LEGACY_CALL_PARCELS];	/* somebody has it locked: not now */
	bool		done[PNL_LEGACY_CALL_PARCELS];	/* settled, and the call's no longer */
	bool		judged[PNL_LEGACY_CALL_PARCELS];	/* with "outcomes", when it is committed */
	PnlOutcome	outcomes[PNL_LEGACY_CALL_PARCELS];
	PnlLabelCall label;			/* of PNL_CALL_LABEL; V4: of one claim */
	PnlStock   *stock;			/* of PNL_CALL_BARCODES */
	int			barcodes;		/* asked for */
	List	   *new_barcodes;	/* of those that came; settling.c */
	bool		is_read;		/* what fails now is not the answer's fault */
	int			tries;			/* to store it, that failed or came to nothing */
	bool		locked;			/* see pnl_held_lock() */
	bool		stuck;			/* it could not be stored; see pnl_lane_stuck() */
	TimestampTz try_at;			/* when it is tried again to store it */
	TimestampTz retry_at;		/* when what it left in the queue is due; 0 = nothing */
} PnlCall;

/*
 * Makes the lane's waiting claims into calls as far as their barcodes are
 * there, and writes attempts and barcodes: in a transaction, which has to be
 * committed before any of them is started.  "last" says that no further
 * claims come, so that calls need not be full.
 */
extern void pnl_sending_make_calls(PnlLane *lane, bool last);

/* Makes a call that reserves barcodes. */
extern void pnl_sending_make_barcode_call(PnlLane *lane, PnlStock *stock, int count);

/* Whether barcodes of the serie come many to a call. */
extern bool pnl_sending_in_batches(const PnlLane *lane, const char *serie);

/*
 * Starts a ready call; false when its turn has not come (lane->pace says
 * when it does).  A call whose request could not be built is finished at once.
 */
extern bool pnl_sending_start(PnlCall *call, dlist_head *finished);

/* Takes the reply of a call that is on the way. */
extern PnlCall *pnl_sending_finish(PnlExchange *exchange);

/* Frees a call; its claims are somebody else's by now. */
extern void pnl_sending_free(PnlCall *call);

/* Adds the numbers of the shipments of calls to a list of so many. */
extern void pnl_sending_list_calls(const dlist_head *calls, int64 *ids, int *count);

/*
 * Adds the numbers of a lane's shipments to a list of so many; "unstarted"
 * is those of which PostNL was not told, else also those on the way.
 */
extern void pnl_sending_list_shipments(const PnlLane *lane, bool unstarted, int64 *ids,
									   int *count);

/* Frees a claim that this process has in hand no longer. */
extern void pnl_sending_drop_claim(PnlLane *lane, PnlClaim *claim);

/* Forgets what was not started, after it was released. */
extern void pnl_sending_drop_unstarted(PnlLane *lane);

#endif							/* PNL_PG_OUTBOX_SENDING_H */
