/*
 * sync_rows.h
 *		Rows of the sync's answers, and the parcels that they changed.
 */
#ifndef PNL_PG_SYNC_SYNC_ROWS_H
#define PNL_PG_SYNC_SYNC_ROWS_H

#include "postgres.h"

#include "pg/ask/tuple.h"
#include "pg/sync/sync_ask.h"

/* The columns of a row set as texts, times, dates and jsonb, in its order. */
extern PnlColumns *pnl_sync_columns(const PnlRowSet *set, int count);

/* The rows of an answer, and the columns of one.  Throw where it has another shape. */
extern void pnl_sync_collect(PnlRows *rows, const PnlAsk *ask, const PnlRowSet *set);
extern void pnl_sync_fill(const PnlColumns *columns, const PnlRow *row, const PnlAsk *ask,
						  Datum *values, bool *nulls);

/*
 * What an update of postnl.parcel AS p returns, where "t" holds the reference
 * and what was known before.
 */
#define PNL_SYNC_CHANGED \
	" RETURNING p.parcel_id, p.shipment_id, p.barcode, p.status, t.reference," \
	" p.status IS DISTINCT FROM t.old_status" \
	" OR (t.old_code IS NOT NULL AND p.status_code IS DISTINCT FROM t.old_code)"

/* The parcels that such a statement changed. */
typedef struct PnlChanged
{
	int			count;
	int64	   *parcel_ids;
	Datum	   *shipment_ids;
} PnlChanged;

/*
 * Reads what the last statement changed, notifies of each status that is
 * another one, and counts it for the round's report.
 */
extern PnlChanged pnl_sync_changed(PnlRound *round);

/* Lets shipments follow their parcels. */
extern void pnl_sync_follow(Datum *shipment_ids, int count);

#endif							/* PNL_PG_SYNC_SYNC_ROWS_H */
