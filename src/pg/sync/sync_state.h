/*
 * sync_state.h
 *		postnl.sync_state and the parcels that are due: what the sync reads.
 *
 * All of these run inside a short transaction of the caller's.
 */
#ifndef PNL_PG_SYNC_SYNC_STATE_H
#define PNL_PG_SYNC_SYNC_STATE_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/sync/sync_round.h"

/* A parcel that is due. */
typedef struct PnlDueParcel
{
	int64		parcel_id;
	int64		shipment_id;
	char	   *barcode;
	char	   *reference;		/* NULL unless PostNL finds it by that only */
} PnlDueParcel;

/*
 * The accounts that follow parcels, of "account" only unless it is NULL:
 * PnlSyncState's in the current memory context.
 */
extern List *pnl_sync_state_list(const char *account);

/* The state of one account in an environment, in "context". */
extern PnlSyncState pnl_sync_state_read(const PnlSyncState *state, MemoryContext context);

/*
 * Up to "limit" parcels of the round's account that are due: those of which
 * there is news, newest first; else those that are polled, longest due first.
 * What is in hand is left out.
 */
extern List *pnl_sync_state_news(const PnlRound *round, int limit);
extern List *pnl_sync_state_polls(const PnlRound *round, bool fed, int limit);

/*
 * Whether somebody has a row of a shipment or of its parcels locked: the round
 * passes it over then, and the next one comes soon.  Locks them else, and
 * waits for nobody.  By hand nothing is passed over: the session waits.
 */
extern bool pnl_sync_state_is_busy(PnlRound *round, int64 shipment_id);

/* The same for parcels of these barcodes; an array of all that are passed over. */
extern Datum pnl_sync_state_busy_of_feed(PnlRound *round, Datum barcodes);

/*
 * Writes the round's state, with the calls that were not written yet;
 * "complete" says that all that was due has been done.
 */
extern void pnl_sync_state_save(const PnlRound *round, bool complete);

/* Notes that an account cannot be used. */
extern void pnl_sync_state_fail(const PnlSyncState *state, TimestampTz retry_at,
								const PnlError *error);

#endif							/* PNL_PG_SYNC_SYNC_STATE_H */
