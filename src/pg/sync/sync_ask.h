/*
 * sync_ask.h
 *		One question of the sync to PostNL, and its answer.
 *
 * A question belongs to its round and is in one place at a time: ready, on
 * the way, or finished.
 */
#ifndef PNL_PG_SYNC_SYNC_ASK_H
#define PNL_PG_SYNC_SYNC_ASK_H

#include "postgres.h"

#include "core/policy/verdict.h"
#include "pg/http/errand.h"
#include "pg/sync/sync_round.h"

typedef struct PnlAsk
{
	dlist_node	node;
	MemoryContext context;
	PnlRound   *round;
	PnlAskKind	kind;
	PnlErrand	errand;
	TimestampTz asked_at;
	PnlBlame	blame;			/* of the error */

	/* of a parcel */
	int64		parcel_id;
	int64		shipment_id;
	char	   *barcode;

	/* of the feed */
	PnlFeedWindows windows;		/* as they were before this one */
	TimestampTz reached;		/* with its answer the feed is read until there */
} PnlAsk;

/*
 * A question of the operation, with what the account says; further arguments
 * are the caller's, in the question's context.
 */
extern PnlAsk *pnl_ask_make(PnlRound *round, PnlAskKind kind, const PnlOperation *operation);

extern void pnl_ask_free(PnlAsk *ask);

#endif							/* PNL_PG_SYNC_SYNC_ASK_H */
