/*
 * sync_feed.h
 *		What the answers of the bulk feed become.
 */
#ifndef PNL_PG_SYNC_SYNC_FEED_H
#define PNL_PG_SYNC_SYNC_FEED_H

#include "postgres.h"

#include "pg/sync/sync_ask.h"

/*
 * Moves the status of the parcels that the feed tells of, makes news of them,
 * and notes how far the feed is read.  In a transaction.
 */
extern void pnl_sync_store_feed(PnlAsk *ask);

#endif							/* PNL_PG_SYNC_SYNC_FEED_H */
