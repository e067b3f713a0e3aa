/*
 * sync_store.c
 *		What the answers of the sync become: status, events, notifications.
 *
 * An answer on a parcel is the truth at the time when it was asked for, so it
 * is believed, unless the feed has told of something newer: then PostNL is
 * asked again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "core/answer.h"
#include "core/api.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/sync/event_store.h"
#include "pg/sync/sync_feed.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_rows.h"
#include "pg/sync/sync_store.h"

/* PostNL tells of parcels for so long; one that nothing happens to is closed then. */
#define GIVEN_UP "interval '90 days'"

/* The columns of pnl_api_followed_parcels, in its order. */
enum
{
	BARCODE,
	STATUS_CODE,
	STATUS_DESCRIPTION,
	PHASE_CODE,
	PHASE_DESCRIPTION,
	STATUS_AT,
	DELIVERY_DATE,
	ETA_FROM,
	ETA_TO,
	REFERENCE,
	CUSTOMER_NUMBER,
	EVENTS,
	PARCEL_COLUMNS
};

/*
 * An answer on a parcel.  fresh: it was asked for after the last news came.
 * settled: nothing newer is known; the news is dealt with.  shown: the feed's
 * time may have been an hour earlier, by a clock that shows it twice; the
 * answer knows better.  accepted: its status is to be stored.
 */
static PnlStatement store_parcel = {
	.sql = "UPDATE postnl.parcel AS p SET"
	" status = CASE WHEN t.accepted THEN t.status ELSE p.status END,"
	" status_code = CASE WHEN t.accepted THEN $4 ELSE p.status_code END,"
	" status_description = CASE WHEN t.accepted THEN $5 ELSE p.status_description END,"
	" phase_code = CASE WHEN t.accepted THEN $6 ELSE p.phase_code END,"
	" phase_description = CASE WHEN t.accepted THEN $7 ELSE p.phase_description END,"
	" status_at = CASE WHEN t.accepted THEN t.at ELSE p.status_at END,"
	" delivery_date = CASE WHEN t.accepted THEN coalesce($9, p.delivery_date)"
	" ELSE p.delivery_date END,"
	" eta_from = CASE WHEN t.accepted THEN coalesce($10, p.eta_from) ELSE p.eta_from END,"
	" eta_to = CASE WHEN t.accepted THEN coalesce($11, p.eta_to) ELSE p.eta_to END,"
	" delivered_at = CASE WHEN NOT t.accepted THEN p.delivered_at"
	" WHEN t.status = 'delivered' THEN coalesce(t.at, $2) END,"
	" closed_at = CASE WHEN NOT t.accepted THEN p.closed_at"
	" WHEN t.final THEN coalesce(p.closed_at, clock_timestamp()) END,"
	" fed = $12,"
	" checked_at = CASE WHEN t.settled THEN $2 ELSE p.checked_at END,"
	" news_at = CASE WHEN t.wants_detail THEN $2 WHEN NOT t.settled THEN p.news_at END,"
	" check_at = CASE WHEN t.wants_detail THEN clock_timestamp()"
	" WHEN t.settled AND t.final THEN NULL"
	" WHEN t.settled THEN clock_timestamp() + t.poll_interval"
	" WHEN t.fresh THEN clock_timestamp() + interval '1 minute' * power(4, p.failures)"
	" ELSE p.check_at END,"
	" failures = CASE WHEN t.settled THEN 0 WHEN t.fresh THEN p.failures + 1"
	" ELSE p.failures END,"
	" check_error_code = NULL, check_error = NULL"
	" FROM (SELECT o.parcel_id, o.status AS old_status, o.status_code AS old_code, s.reference,"
	" told.at, fresh.fresh, settled.settled, coalesce(c.status, 'unknown') AS status,"
	" coalesce(c.final, false) OR told.at < $2 - " GIVEN_UP " AS final,"
	" coalesce(c.poll_interval, '6 hours') AS poll_interval,"
	" settled.settled OR told.at > o.status_at OR o.status_code IS NULL AS accepted,"
	" settled.settled AND NOT $13 AND coalesce(c.detail, true)"
	" AND ($4, told.at) IS DISTINCT FROM (o.status_code, o.status_at) AS wants_detail"
	" FROM postnl.parcel AS o JOIN postnl.shipment AS s USING (shipment_id)"
	" LEFT JOIN postnl.status_code AS c ON c.status_code = $4"
	" CROSS JOIN LATERAL (SELECT postnl.told_at($8, $2, o.status_at) AS at) AS told"
	" CROSS JOIN LATERAL (SELECT o.news_at IS NULL OR o.news_at <= $2 AS fresh) AS fresh"
	" CROSS JOIN LATERAL (SELECT (o.status_at AT TIME ZONE 'Europe/Amsterdam')"
	" = ((o.status_at - interval '1 hour') AT TIME ZONE 'Europe/Amsterdam') AS shown) AS twice"
	" CROSS JOIN LATERAL (SELECT fresh.fresh AND (o.news_at IS NULL OR o.failures >= 3"
	" OR (told.at < o.status_at) IS NOT TRUE OR twice.shown) AS settled) AS settled"
	" WHERE o.shipment_id = $1 AND o.barcode = $3) AS t"
	" WHERE p.parcel_id = t.parcel_id" PNL_SYNC_CHANGED,
	.argument_count = 13,
	.argument_types = {INT8OID, TIMESTAMPTZOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
	TIMESTAMPTZOID, DATEOID, TIMESTAMPTZOID, TIMESTAMPTZOID, BOOLOID, BOOLOID},
};

/* What is known is kept; PostNL is asked again, at first soon. */
static PnlStatement store_not_found = {
	.sql = "UPDATE postnl.parcel AS p SET status = coalesce(p.status, 'not_found'),"
	" checked_at = $2,"
	" news_at = CASE WHEN p.news_at > $2 THEN p.news_at END,"
	" failures = p.failures + 1, check_error_code = NULL, check_error = NULL,"
	" closed_at = CASE WHEN t.given_up THEN coalesce(p.closed_at, clock_timestamp())"
	" ELSE p.closed_at END,"
	" check_at = CASE WHEN NOT t.given_up THEN clock_timestamp()"
	" + least(interval '10 minutes' * power(2, least(p.failures, 8)), interval '1 day') END"
	" FROM (SELECT o.parcel_id, o.status AS old_status, o.status_code AS old_code, s.reference,"
	" coalesce(o.status_at, o.announced_at, s.created_at) < $2 - " GIVEN_UP " AS given_up"
	" FROM postnl.parcel AS o JOIN postnl.shipment AS s USING (shipment_id)"
	" WHERE o.parcel_id = $1) AS t"
	" WHERE p.parcel_id = t.parcel_id" PNL_SYNC_CHANGED,
	.argument_count = 2,
	.argument_types = {INT8OID, TIMESTAMPTZOID},
};

static PnlStatement store_failure = {
	.sql = "UPDATE postnl.parcel SET failures = failures + 1, check_error_code = $2,"
	" check_error = $3,"
	" check_at = clock_timestamp()"
	" + least(interval '1 minute' * power(2, least(failures, 11)), interval '1 day')"
	" WHERE parcel_id = $1 AND check_at IS NOT NULL",
	.argument_count = 3,
	.argument_types = {INT8OID, TEXTOID, TEXTOID},
};

/* A shipment that is watched by one barcode has further parcels. */
static PnlStatement add_sibling = {
	.sql = "INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode,"
	" check_at" PNL_SINCE_1_1(", barcode_shared") ")"
	" SELECT s.shipment_id, s.account, s.environment, (SELECT max(p.number) + 1"
	" FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id), $2, clock_timestamp()"
	PNL_SINCE_1_1(", true")
	" FROM postnl.shipment AS s WHERE s.shipment_id = $1 AND s.kind = 'watched'"
	" AND NOT EXISTS (SELECT FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id"
	" AND p.barcode = $2)",
	.argument_count = 2,
	.argument_types = {INT8OID, TEXTOID},
};

/* One that is watched has its reference from PostNL, unless it was given one. */
static PnlStatement adopt_reference = {
	.sql = "UPDATE postnl.shipment SET reference = $2"
	" WHERE shipment_id = $1 AND kind = 'watched' AND reference IS NULL",
	.argument_count = 2,
	.argument_types = {INT8OID, TEXTOID},
};

/* ----------
 * Parcels
 * ----------
 */

/* Whether the feed of the account tells of a parcel of this customer. */
static bool
is_fed(const PnlAsk *ask, Datum customer_number, bool isnull)
{
	const char *own = ask->round->account->customer_number;

	return own != NULL && (isnull || strcmp(TextDatumGetCString(customer_number), own) == 0);
}

static void
store_events(const PnlAsk *ask, int64 parcel_id, const char *barcode, Datum events)
{
	PnlEvents	list = {parcel_id, ask->shipment_id, barcode, ask->asked_at, events};

	ask->round->report.events += pnl_event_store(&list, ask->round->by_hand);
}

/* Runs the update of one parcel; its number, or 0 where it is not ours. */
static int64
update_parcel(const PnlAsk *ask, const Datum *row, const bool *isnull)
{
	Datum		values[13];
	char		nulls[13];
	PnlChanged	changed;

	memset(nulls, ' ', sizeof(nulls));
	values[0] = Int64GetDatum(ask->shipment_id);
	values[1] = TimestampTzGetDatum(ask->asked_at);
	for (int k = BARCODE; k <= ETA_TO; k++)
	{
		values[2 + k] = row[k];
		nulls[2 + k] = isnull[k] ? 'n' : ' ';
	}
	values[11] = BoolGetDatum(is_fed(ask, row[CUSTOMER_NUMBER], isnull[CUSTOMER_NUMBER]));
	values[12] = BoolGetDatum(ask->kind == PNL_ASK_DETAIL);
	pnl_statement_execute(&store_parcel, values, nulls);
	changed = pnl_sync_changed(ask->round);
	return changed.count > 0 ? changed.parcel_ids[0] : 0;
}

/* A parcel of the answer that the shipment does not have, if it is a watched one. */
static void
find_sibling(const PnlAsk *ask, Datum barcode)
{
	Datum		values[2];

	/* a reference may be that of several shipments */
	if (ask->errand.operation != &pnl_api_status_by_barcode)
		return;
	values[0] = Int64GetDatum(ask->shipment_id);
	values[1] = barcode;
	pnl_statement_execute(&add_sibling, values, NULL);
}

static void
take_reference(const PnlAsk *ask, Datum reference)
{
	Datum		values[2];

	values[0] = Int64GetDatum(ask->shipment_id);
	values[1] = reference;
	pnl_statement_execute(&adopt_reference, values, NULL);
}

/* Stores a row of the answer; true when it is that of the parcel asked for. */
static bool
store_row(const PnlAsk *ask, Datum *row, bool *isnull)
{
	Datum		shipment_id = Int64GetDatum(ask->shipment_id);
	char	   *barcode;
	int64		parcel_id;

	if (isnull[BARCODE])
	{
		row[BARCODE] = CStringGetTextDatum(ask->barcode);
		isnull[BARCODE] = false;
	}
	barcode = TextDatumGetCString(row[BARCODE]);
	/* in our spelling, by which it is stored */
	if (pnl_answer_is_same((PnlText) {barcode, strlen(barcode)},
						   (PnlText) {ask->barcode, strlen(ask->barcode)}))
	{
		barcode = ask->barcode;
		row[BARCODE] = CStringGetTextDatum(barcode);
	}
	find_sibling(ask, row[BARCODE]);
	parcel_id = update_parcel(ask, row, isnull);
	if (parcel_id == 0)
		return false;
	if (!isnull[REFERENCE])
		take_reference(ask, row[REFERENCE]);
	/* before the events, whose triggers want to see it */
	pnl_sync_follow(&shipment_id, 1);
	if (!isnull[EVENTS])
		store_events(ask, parcel_id, barcode, row[EVENTS]);
	return strcmp(barcode, ask->barcode) == 0;
}

static void
store_missing(const PnlAsk *ask)
{
	Datum		values[2];
	PnlChanged	changed;

	values[0] = Int64GetDatum(ask->parcel_id);
	values[1] = TimestampTzGetDatum(ask->asked_at);
	pnl_statement_execute(&store_not_found, values, NULL);
	changed = pnl_sync_changed(ask->round);
	pnl_sync_follow(changed.shipment_ids, changed.count);
}

static void
store_parcel_answer(const PnlAsk *ask)
{
	PnlColumns *columns = pnl_sync_columns(pnl_api_followed_parcels, PARCEL_COLUMNS);
	PnlCatalog	catalog;
	PnlRows		rows;
	bool		found = false;

	pnl_sync_collect(&rows, ask, pnl_api_followed_parcels);
	pnl_catalog_open(&catalog);
	for (size_t i = 0; i < rows.count; i++)
	{
		Datum		row[PARCEL_COLUMNS];
		bool		isnull[PARCEL_COLUMNS];

		pnl_sync_fill(columns, &rows.rows[i], ask, row, isnull);
		found |= store_row(ask, row, isnull);
	}
	if (!found)
		store_missing(ask);
	else if (ask->kind == PNL_ASK_POLL)
		pnl_plan_has_news(ask->round);
	pnl_catalog_close(&catalog);
}

/* What is the parcel's own fault is noted there; the rest is the round's. */
static void
store_parcel_failure(const PnlAsk *ask)
{
	PnlCatalog	catalog;
	Datum		values[3];

	if (ask->blame != PNL_BLAME_SHIPMENT && ask->blame != PNL_BLAME_POSTNL)
		return;
	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(ask->parcel_id);
	values[1] = CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(&ask->errand.error)));
	values[2] = CStringGetTextDatum(pnl_report_message_lossy(&ask->errand.error));
	pnl_statement_execute(&store_failure, values, NULL);
	pnl_catalog_close(&catalog);
}

void
pnl_sync_store(PnlAsk *ask)
{
	bool		lossy = pnl_tuple_be_lossy(true);

	PG_TRY();
	{
		if (ask->errand.error.kind == PNL_ERR_NONE && ask->kind == PNL_ASK_FEED)
			pnl_sync_store_feed(ask);
		else if (ask->errand.error.kind == PNL_ERR_NONE)
			store_parcel_answer(ask);
		else if (ask->kind != PNL_ASK_FEED)
			store_parcel_failure(ask);
	}
	PG_FINALLY();
	{
		(void) pnl_tuple_be_lossy(lossy);
	}
	PG_END_TRY();
}
