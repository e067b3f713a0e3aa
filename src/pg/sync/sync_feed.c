/*
 * sync_feed.c
 *		What the answers of the bulk feed become.
 *
 * The feed may repeat itself, tell of things late and out of order, and tell of
 * parcels that are not ours.  It only ever moves a status forward, in PostNL's
 * own time.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "core/api.h"
#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/statement.h"
#include "pg/sync/sync_feed.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_rows.h"
#include "pg/sync/sync_state.h"

/* The columns of pnl_api_followed_updates. */
#define UPDATE_COLUMNS 6

/*
 * The feed: $3 to $8 are arrays.  A barcode that was used before is its newest
 * parcel's.  An entry is news when it is later than what is known, by the
 * later reading where the clock shows its time twice.  One with a code that
 * says nothing (99, not applicable) leaves the status to the answer on the
 * parcel; the feed's next period, which overlaps, may tell of it again.
 */
static PnlStatement store_feed = {
	.sql = "WITH entry AS (SELECT e.*"
	" FROM unnest($3, $4, $5, $6, $7, $8) AS e (barcode, status_code, status_description,"
	" phase_code, phase_description, told) WHERE e.status_code IS NOT NULL),"
	" ours AS (SELECT DISTINCT ON (o.barcode) o.* FROM postnl.parcel AS o"
	" WHERE o.barcode = ANY ($3)" PNL_SINCE_1_1(" AND o.node = " PNL_OWN_NODE)
	" AND o.followed_by = $1 AND o.followed_in = $2"
	" AND (o.check_at IS NOT NULL OR o.closed_at IS NOT NULL) AND o.shipment_id <> ALL ($10)"
	" ORDER BY o.barcode, o.parcel_id DESC)"
	" UPDATE postnl.parcel AS p SET"
	" status = CASE WHEN t.newer THEN t.status ELSE p.status END,"
	" status_code = CASE WHEN t.newer THEN t.status_code ELSE p.status_code END,"
	" status_description = CASE WHEN t.newer THEN t.status_description"
	" ELSE p.status_description END,"
	" phase_code = CASE WHEN t.newer THEN t.phase_code ELSE p.phase_code END,"
	" phase_description = CASE WHEN t.newer THEN t.phase_description"
	" ELSE p.phase_description END,"
	" status_at = CASE WHEN t.newer THEN t.at ELSE p.status_at END,"
	" delivered_at = CASE WHEN NOT t.newer THEN p.delivered_at"
	" WHEN t.status = 'delivered' THEN coalesce(t.at, $9) END,"
	" closed_at = CASE WHEN NOT t.newer THEN p.closed_at"
	" WHEN t.final THEN coalesce(p.closed_at, clock_timestamp()) END,"
	" fed = true,"
	" news_at = CASE WHEN t.detail THEN $9 ELSE p.news_at END,"
	" failures = CASE WHEN t.detail THEN 0 ELSE p.failures END,"
	" check_at = CASE WHEN t.detail OR p.news_at IS NOT NULL THEN clock_timestamp()"
	" WHEN t.final THEN NULL ELSE clock_timestamp() + t.poll_interval END"
	" FROM (SELECT DISTINCT ON (o.parcel_id) o.parcel_id, o.status AS old_status,"
	" o.status_code AS old_code, s.reference, told.at, e.status_code, e.status_description,"
	" e.phase_code, e.phase_description,"
	" says.something AND (told.at IS NULL OR o.status_at IS NULL OR told.at > o.status_at)"
	" AS newer,"
	" coalesce(c.status, 'unknown') AS status, coalesce(c.final, false) AS final,"
	" coalesce(c.detail, true) AS detail,"
	" coalesce(c.poll_interval, '6 hours') AS poll_interval"
	" FROM ours AS o JOIN entry AS e USING (barcode)"
	" JOIN postnl.shipment AS s USING (shipment_id)"
	" LEFT JOIN postnl.status_code AS c ON c.status_code = e.status_code"
	" CROSS JOIN LATERAL (SELECT postnl.told_at(e.told, $9, o.status_at) AS at) AS told"
	" CROSS JOIN LATERAL (SELECT coalesce(c.status, 'unknown') <> 'unknown' AS something) AS says"
	" WHERE (e.status_code, coalesce(told.at, o.status_at))"
	" IS DISTINCT FROM (o.status_code, o.status_at)"
	" AND (e.told IS NULL OR o.status_at IS NULL OR e.told >= o.status_at)"
	" AND (says.something OR o.checked_at IS NULL"
	" OR o.checked_at < told.at + interval '5 minutes')"
	" ORDER BY o.parcel_id, told.at DESC NULLS LAST) AS t"
	" WHERE p.parcel_id = t.parcel_id" PNL_SYNC_CHANGED,
	.argument_count = 10,
	.argument_types = {TEXTOID, TEXTOID, TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID,
	TEXTARRAYOID, TIMESTAMPTZARRAYOID, TIMESTAMPTZOID, INT8ARRAYOID},
};

static Datum
make_array(const PnlColumns *columns, int column, Datum *values, bool *nulls, int count)
{
	Oid			type = TupleDescAttr(columns->desc, column)->atttypid;
	int			lower = 1;
	int16		length;
	bool		by_value;
	char		align;

	get_typlenbyvalalign(type, &length, &by_value, &align);
	return PointerGetDatum(construct_md_array(values, nulls, 1, &count, &lower, type, length,
											  by_value, align));
}

/* The columns of the feed as arrays. */
static void
read_feed(const PnlAsk *ask, Datum *arrays)
{
	PnlColumns *columns = pnl_sync_columns(pnl_api_followed_updates, UPDATE_COLUMNS);
	Datum	   *values[UPDATE_COLUMNS];
	bool	   *nulls[UPDATE_COLUMNS];
	PnlRows		rows;
	int			count;

	pnl_sync_collect(&rows, ask, pnl_api_followed_updates);
	count = (int) rows.count;
	for (int k = 0; k < UPDATE_COLUMNS; k++)
	{
		values[k] = palloc(Max(count, 1) * sizeof(Datum));
		nulls[k] = palloc(Max(count, 1) * sizeof(bool));
	}
	for (int i = 0; i < count; i++)
	{
		Datum		row[UPDATE_COLUMNS];
		bool		isnull[UPDATE_COLUMNS];

		pnl_sync_fill(columns, &rows.rows[i], ask, row, isnull);
		for (int k = 0; k < UPDATE_COLUMNS; k++)
		{
			values[k][i] = row[k];
			nulls[k][i] = isnull[k];
		}
	}
	for (int k = 0; k < UPDATE_COLUMNS; k++)
		arrays[k] = make_array(columns, k, values[k], nulls[k], count);
}

void
pnl_sync_store_feed(PnlAsk *ask)
{
	PnlRound   *round = ask->round;
	PnlCatalog	catalog;
	Datum		values[10];
	PnlChanged	changed;
	int			passed_over = list_length(round->busy);

	read_feed(ask, &values[2]);
	values[9] = pnl_sync_state_busy_of_feed(round, values[2]);
	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(round->state.account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(round->state.environment));
	values[8] = TimestampTzGetDatum(ask->asked_at);
	pnl_statement_execute(&store_feed, values, NULL);
	changed = pnl_sync_changed(round);
	pnl_sync_follow(changed.shipment_ids, changed.count);
	pnl_catalog_close(&catalog);
	if (changed.count > 0)
		pnl_plan_has_news(round);
	if (list_length(round->busy) > passed_over)
		pnl_plan_feed_waits(ask);
	else
		pnl_plan_fed(ask);
}
