/*
 * sync_rows.h
 *		What the sync makes of rows of postnl.parcel, and of shipments by them.
 *
 * All of these run inside a transaction of the caller's, those on answers with
 * the catalog open.  Those that change the status of parcels notify of each that is
 * another one, and count it for the round's report.
 */
#ifndef PNL_PG_SYNC_SYNC_ROWS_H
#define PNL_PG_SYNC_SYNC_ROWS_H

#include "postgres.h"

#include "pg/sync/sync_reply.h"

/*
 * Stores the row of an answer that was read last, if the shipment that was
 * asked for has its parcel; returns the parcel's number, else 0.  "fed" says
 * that the account's feed tells of it.
 */
extern int64 pnl_sync_rows_store_answer(const PnlSyncReply *reply, bool fed);

/* PostNL knows nothing of the parcel that was asked for. */
extern void pnl_sync_rows_store_not_found(const PnlAsk *ask);

/* The question for a parcel has failed. */
extern void pnl_sync_rows_store_failure(const PnlAsk *ask);

/*
 * Stores an answer of the feed, but for the parcels of the shipments in an
 * array; true when there is news.
 */
extern bool pnl_sync_rows_store_feed(PnlSyncReply *reply, Datum barcodes, Datum passed_over);

/* Adds a parcel to the shipment that was asked for, if that is watched. */
extern void pnl_sync_rows_add_sibling(const PnlAsk *ask, const char *barcode);

/* Gives that shipment the reference of the answer, if it is watched and has none. */
extern void pnl_sync_rows_adopt_reference(const PnlSyncReply *reply);

/* Makes news of the round's parcels of which nothing is known since "before". */
extern void pnl_sync_rows_catch_up(const PnlRound *round, TimestampTz before);

/* Lets the shipment that was asked for follow its parcels. */
extern void pnl_sync_rows_follow(const PnlAsk *ask);

/*
 * Has an account follow a parcel that somebody else has shipped; false when it
 * does so already.  Two sessions that do the same: the second one waits.
 */
extern bool pnl_sync_rows_watch(const PnlAccount *account, PnlArgText barcode,
								PnlArgText reference);

/* The contrary; false when it does not. */
extern bool pnl_sync_rows_unwatch(const PnlAccount *account, PnlArgText barcode);

#endif							/* PNL_PG_SYNC_SYNC_ROWS_H */
