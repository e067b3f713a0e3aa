/*
 * outbox.c
 *		The outbox's tables, as claims and settlements see them.
 *
 * Rule for this file: each statement names the claimer, so that a process
 * whose claim ran out changes nothing any more, and each that claims names the
 * node, so that a copy of the database takes nothing of the original's.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/notify.h"
#include "pg/base/point.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/outbox/outbox.h"

/* What a claim's lease is longer than the longest call. */
#define LEASE_MARGIN_S 60

/* When PostNL is first asked for a parcel by its barcode, if the feed does not tell of it. */
#define FIRST_CHECK \
	"clock_timestamp() + (SELECT coalesce(min(poll_interval), '6 hours')" \
	" FROM postnl.status_code WHERE status = 'registered')"

#define QUEUED_HERE "s.state = 'queued'" PNL_SINCE_1_1(" AND s.node = " PNL_OWN_NODE)

/* The accounts in the queue, by a skip scan along the index. */
static PnlStatement find_due = {
	.sql = "WITH RECURSIVE lane AS ("
	"(SELECT s.account, s.environment FROM postnl.shipment AS s WHERE " QUEUED_HERE
	" ORDER BY s.account, s.environment LIMIT 1)"
	" UNION ALL"
	" SELECT next.account, next.environment FROM lane CROSS JOIN LATERAL ("
	"SELECT s.account, s.environment FROM postnl.shipment AS s WHERE " QUEUED_HERE
	" AND (s.account, s.environment) > (lane.account, lane.environment)"
	" ORDER BY s.account, s.environment LIMIT 1) AS next)"
	" SELECT lane.account, lane.environment, first.next_attempt_at, p.until, p.failures,"
	" (SELECT s.next_attempt_at FROM postnl.shipment AS s WHERE " QUEUED_HERE
	" AND s.account = lane.account AND s.environment = lane.environment"
	" AND s.next_attempt_at > $1 ORDER BY s.next_attempt_at LIMIT 1),"
	" EXISTS (SELECT FROM postnl.shipment AS s WHERE " QUEUED_HERE " AND s.crashes > 0"
	" AND s.account = lane.account AND s.environment = lane.environment"
	" AND s.next_attempt_at <= $1)"
	" FROM lane CROSS JOIN LATERAL ("
	"SELECT s.next_attempt_at FROM postnl.shipment AS s WHERE " QUEUED_HERE
	" AND s.account = lane.account AND s.environment = lane.environment"
	" ORDER BY s.next_attempt_at LIMIT 1) AS first"
	" LEFT JOIN postnl.pause AS p"
	" ON p.account = lane.account AND p.environment = lane.environment",
	.argument_count = 1,
	.argument_types = {TIMESTAMPTZOID},
};

/* The array keeps the planner at the primary key, whatever it guesses. */
#define CLAIM(suspects) \
	"UPDATE postnl.shipment AS s SET state = 'sending', claimed_by = $4," \
	" claimed_until = clock_timestamp() + make_interval(secs => $5)," \
	" attempts = attempts + 1" \
	" WHERE s.shipment_id = ANY (ARRAY(" \
	"SELECT q.shipment_id FROM postnl.shipment AS q WHERE q.state = 'queued'" \
	PNL_SINCE_1_1(" AND q.node = " PNL_OWN_NODE) \
	" AND q.account = $1 AND q.environment = $2" \
	" AND q.next_attempt_at <= clock_timestamp()" \
	" AND " suspects \
	" ORDER BY q.next_attempt_at, q.shipment_id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED))" \
	" RETURNING s.shipment_id, s.reference, s.attempts, s.crashes, s.alone, s.in_doubt," \
	" s.lookups, s.queued_at, s.error_code, s.description::text," \
	" (SELECT string_agg(concat_ws(':', p.number, coalesce(p.barcode, '')," \
	" p.announced_at IS NOT NULL), ',')" \
	" FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id)"

static PnlStatement claim_shipments = {
	.sql = CLAIM("q.crashes = 0"),
	.argument_count = 5,
	.argument_types = {TEXTOID, TEXTOID, INT4OID, INT4OID, INT4OID},
};

static PnlStatement claim_suspects = {
	.sql = CLAIM("q.crashes > 0"),
	.argument_count = 5,
	.argument_types = {TEXTOID, TEXTOID, INT4OID, INT4OID, INT4OID},
};

static PnlStatement store_barcode = {
	.sql = "INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)"
	" SELECT s.shipment_id, s.account, s.environment, $2, $3 FROM postnl.shipment AS s"
	" WHERE s.shipment_id = $1 ON CONFLICT DO NOTHING",
	.argument_count = 3,
	.argument_types = {INT8OID, INT4OID, TEXTOID},
};

/* A parcel that is there already; nothing where another has the barcode. */
static PnlStatement replace_barcode = {
	.sql = "UPDATE postnl.parcel AS p SET barcode = $3"
	" WHERE p.shipment_id = $1 AND p.number = $2 AND (p.barcode = $3 OR (p.barcode IS NULL"
	" AND NOT EXISTS (SELECT FROM postnl.parcel AS o WHERE o.barcode = $3"
	" AND o.followed_in = p.followed_in" PNL_SINCE_1_1(" AND o.barcode_shared IS NULL") ")))",
	.argument_count = 3,
	.argument_types = {INT8OID, INT4OID, TEXTOID},
};

static PnlStatement begin_attempt = {
	.sql = "INSERT INTO postnl.attempt (shipment_id, operation) VALUES ($1, $2)"
	" RETURNING attempt_id",
	.argument_count = 2,
	.argument_types = {INT8OID, TEXTOID},
};

static PnlStatement end_attempt = {
	.sql = "UPDATE postnl.attempt SET http_status = $2, ms = $3, error = $4"
	" WHERE attempt_id = $1",
	.argument_count = 4,
	.argument_types = {INT8OID, INT4OID, INT4OID, TEXTOID},
};

static PnlStatement settle = {
	.sql = "UPDATE postnl.shipment SET state = $3,"
	" announced_at = CASE WHEN $3 = 'announced' THEN clock_timestamp() END,"
	" next_attempt_at = clock_timestamp() + make_interval(secs => $4),"
	" attempts = $5, alone = $6, in_doubt = $7,"
	" error_code = CASE WHEN $13 THEN error_code ELSE $8 END,"
	" error = CASE WHEN $13 THEN error ELSE $9 END,"
	PNL_SINCE_1_1(" error_detail = CASE WHEN $13 THEN error_detail ELSE $12 END,")
	" product = coalesce(product, $10),"
	" status = CASE WHEN $3 = 'announced' THEN coalesce(status, 'registered') END,"
	" expected_on = coalesce($11, expected_on),"
	" crashes = 0, lookups = 0, claimed_by = NULL, claimed_until = NULL"
	" WHERE shipment_id = $1 AND state = 'sending' AND claimed_by = $2",
	.argument_count = 13,
	.argument_types = {INT8OID, INT4OID, TEXTOID, FLOAT8OID, INT4OID, BOOLOID, BOOLOID,
	TEXTOID, TEXTOID, TEXTOID, DATEOID, JSONBOID, BOOLOID},
};

static PnlStatement settle_lookup = {
	.sql = "UPDATE postnl.shipment SET state = 'queued',"
	" next_attempt_at = clock_timestamp() + make_interval(secs => $3),"
	" attempts = attempts - 1, lookups = $4, in_doubt = $5,"
	" crashes = 0, claimed_by = NULL, claimed_until = NULL"
	" WHERE shipment_id = $1 AND state = 'sending' AND claimed_by = $2",
	.argument_count = 5,
	.argument_types = {INT8OID, INT4OID, FLOAT8OID, INT4OID, BOOLOID},
};

static PnlStatement is_ours = {
	.sql = "SELECT FROM postnl.shipment"
	" WHERE shipment_id = $1 AND state = 'sending' AND claimed_by = $2 FOR NO KEY UPDATE",
	.argument_count = 2,
	.argument_types = {INT8OID, INT4OID},
};

static PnlStatement store_parcel = {
	.sql = "INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode,"
	" product, partner_barcode, partner_id, coding_text, return_barcode, warnings, announced_at,"
	" status, check_at" PNL_SINCE_1_1(", unlabelled_at") ")"
	" SELECT s.shipment_id, s.account, s.environment, $2, $3, $4, $5, $6, $7, $8, $9,"
	" clock_timestamp(), 'registered', " FIRST_CHECK
	PNL_SINCE_1_1(", CASE WHEN NOT $10 AND NOT EXISTS (SELECT FROM postnl.label AS l"
	" WHERE l.shipment_id = s.shipment_id AND l.barcode = $3) THEN clock_timestamp() END")
	" FROM postnl.shipment AS s WHERE s.shipment_id = $1"
	" ON CONFLICT (shipment_id, number) DO UPDATE SET barcode = excluded.barcode,"
	" product = excluded.product, partner_barcode = excluded.partner_barcode,"
	" partner_id = excluded.partner_id, coding_text = excluded.coding_text,"
	" return_barcode = excluded.return_barcode, warnings = excluded.warnings,"
	" announced_at = excluded.announced_at,"
	" status = coalesce(parcel.status, excluded.status),"
	" check_at = coalesce(parcel.check_at, excluded.check_at)"
	PNL_SINCE_1_1(", unlabelled_at = excluded.unlabelled_at"),
	.argument_count = 10,
	.argument_types = {INT8OID, INT4OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
	JSONBOID, BOOLOID},
};

/* Sets a text argument; NULL is SQL's NULL. */
static void
set_text(Datum *values, char *nulls, int i, const char *text)
{
	nulls[i] = text == NULL ? 'n' : ' ';
	values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static TimestampTz
timestamp_column(uint64 row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
									  &isnull);

	return isnull ? 0 : DatumGetTimestampTz(value);
}

static int
integer_column(uint64 row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
									  &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

static bool
boolean_column(uint64 row, int column)
{
	bool		isnull;

	return DatumGetBool(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
									  &isnull));
}

/* ----------
 * Claiming
 * ----------
 */

List *
pnl_outbox_due(void)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *list = NIL;
	PnlCatalog	catalog;
	Datum		now = TimestampTzGetDatum(GetCurrentTimestamp());

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_due, &now, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);
		PnlDue	   *due = palloc0(sizeof(*due));

		due->account = pnl_catalog_text(row, 1, context);
		due->environment = pnl_account_read_environment(pnl_catalog_text(row, 2, context));
		due->next_attempt_at = timestamp_column(row, 3);
		due->paused_until = timestamp_column(row, 4);
		due->pause_failures = integer_column(row, 5);
		due->later_at = timestamp_column(row, 6);
		due->suspects_due = boolean_column(row, 7);
		list = lappend(list, due);
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return list;
}

int
pnl_outbox_lease_s(void)
{
	return pnl_guc_request_timeout / 1000 + LEASE_MARGIN_S;
}

static PnlClaim *
read_claim(uint64 row, MemoryContext parent)
{
	bool		isnull;
	Datum		shipment_id = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1,
											&isnull);
	PnlClaim   *claim = pnl_claim_make(parent, DatumGetInt64(shipment_id));

	claim->reference = pnl_catalog_text(row, 2, claim->context);
	claim->attempts = integer_column(row, 3);
	claim->crashes = integer_column(row, 4);
	claim->alone = boolean_column(row, 5);
	claim->in_doubt = boolean_column(row, 6);
	claim->lookups = integer_column(row, 7);
	claim->queued_at = timestamp_column(row, 8);
	claim->error_code = pnl_catalog_text(row, 9, claim->context);
	claim->description = pnl_catalog_text(row, 10, claim->context);
	claim->known_parcels = pnl_catalog_text(row, 11, claim->context);
	return claim;
}

List *
pnl_outbox_claim(const char *account, PnlEnvironment environment, int limit, bool suspects,
				 int claimer, MemoryContext parent)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *claims = NIL;
	PnlCatalog	catalog;
	Datum		values[5];

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(environment));
	values[2] = Int32GetDatum(limit);
	values[3] = Int32GetDatum(claimer);
	values[4] = Int32GetDatum(pnl_outbox_lease_s());
	pnl_statement_execute(suspects ? &claim_suspects : &claim_shipments, values, NULL);
	if (SPI_processed > 0)
		pnl_point_note(PNL_POINT_CLAIM);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		PnlClaim   *claim = read_claim(row, parent);
		MemoryContext previous = MemoryContextSwitchTo(context);

		claims = lappend(claims, claim);
		MemoryContextSwitchTo(previous);
		pnl_notify_state(claim->shipment_id, claim->reference, "sending");
	}
	pnl_catalog_close(&catalog);
	return claims;
}

/* False when another parcel has the barcode, whoever stored it first. */
static bool
store_one_barcode(int64 shipment_id, int number, const char *barcode)
{
	Datum		values[3];

	values[0] = Int64GetDatum(shipment_id);
	values[1] = Int32GetDatum(number + 1);
	values[2] = CStringGetTextDatum(barcode);
	pnl_statement_execute(&store_barcode, values, NULL);
	if (SPI_processed == 0)
		pnl_statement_execute(&replace_barcode, values, NULL);
	pnl_point_note(PNL_POINT_BARCODE);
	return SPI_processed > 0;
}

bool
pnl_outbox_store_barcodes(PnlClaim *claim)
{
	PnlCatalog	catalog;
	bool		all = true;

	pnl_catalog_open(&catalog);
	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		PnlClaimParcel *parcel = &claim->parcels[i];

		if (parcel->stored || parcel->barcode == NULL)
			continue;
		parcel->stored = store_one_barcode(claim->shipment_id, i, parcel->barcode);
		if (parcel->stored)
			continue;
		all = false;
		pfree(parcel->barcode);
		parcel->barcode = NULL;
	}
	pnl_catalog_close(&catalog);
	return all;
}

int64
pnl_outbox_begin_attempt(int64 shipment_id, const char *operation)
{
	PnlCatalog	catalog;
	Datum		values[2];
	bool		isnull;
	int64		attempt_id;

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(shipment_id);
	values[1] = CStringGetTextDatum(operation);
	pnl_statement_execute(&begin_attempt, values, NULL);
	pnl_point_note(PNL_POINT_ATTEMPT);
	attempt_id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
											 &isnull));
	pnl_catalog_close(&catalog);
	return attempt_id;
}

/* ----------
 * Settling
 * ----------
 */

void
pnl_outbox_end_attempt(int64 attempt_id, int http_status, int ms, int sqlstate)
{
	PnlCatalog	catalog;
	Datum		values[4];
	char		nulls[4] = {' ', ' ', ' ', ' '};

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(attempt_id);
	values[1] = Int32GetDatum(http_status);
	nulls[1] = http_status == 0 ? 'n' : ' ';
	values[2] = Int32GetDatum(ms);
	set_text(values, nulls, 3, sqlstate != 0 ? unpack_sql_state(sqlstate) : NULL);
	pnl_statement_execute(&end_attempt, values, nulls);
	pnl_catalog_close(&catalog);
}

static const char *
state_after(const PnlVerdict *verdict)
{
	static const char *const states[] = {
		[PNL_OUTCOME_ANNOUNCED] = "announced",
		[PNL_OUTCOME_AGAIN] = "queued",
		[PNL_OUTCOME_REJECTED] = "rejected",
		[PNL_OUTCOME_FAILED] = "failed",
	};

	return states[verdict->outcome];
}

/* What is kept of a failure: SQLSTATE, words and the whole; nulls without one. */
static void
set_failure(Datum *values, char *nulls, const PnlError *error)
{
	set_text(values, nulls, 7, error != NULL ?
			 unpack_sql_state(pnl_report_sqlstate(error)) : NULL);
	set_text(values, nulls, 8, error != NULL ? pnl_report_message_lossy(error) : NULL);
	nulls[11] = error != NULL ? ' ' : 'n';
	values[11] = error != NULL ? pnl_report_detail_json(error) : (Datum) 0;
}

static bool
settle_claim(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
			 const PnlError *error, bool keep_error)
{
	const char *state = state_after(verdict);
	PnlCatalog	catalog;
	Datum		values[13];
	char		nulls[13] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', 'n', ' ', ' '};
	DateADT		expected_on;
	bool		settled;

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(claim->shipment_id);
	values[1] = Int32GetDatum(claimer);
	values[2] = CStringGetTextDatum(state);
	values[3] = Float8GetDatum(verdict->delay_ms / 1000.0);
	values[4] = Int32GetDatum(Max(claim->attempts - !verdict->counts, 0));
	values[5] = BoolGetDatum(claim->alone || verdict->alone);
	values[6] = BoolGetDatum(verdict->in_doubt);
	set_failure(values, nulls, error);
	set_text(values, nulls, 9, claim->shipment != NULL ? claim->shipment->product.code : NULL);
	values[12] = BoolGetDatum(keep_error);
	if (claim->shipment != NULL && pnl_shipping_delivery_date(claim->shipment, &expected_on))
	{
		values[10] = DateADTGetDatum(expected_on);
		nulls[10] = ' ';
	}
	pnl_statement_execute(&settle, values, nulls);
	pnl_point_note(PNL_POINT_SETTLE);
	settled = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	if (settled)
		pnl_notify_state(claim->shipment_id, claim->reference, state);
	return settled;
}

bool
pnl_outbox_settle(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
				  const PnlError *error)
{
	return settle_claim(claim, claimer, verdict, error, false);
}

bool
pnl_outbox_settle_as_told(const PnlClaim *claim, int claimer, const PnlVerdict *verdict)
{
	return settle_claim(claim, claimer, verdict, NULL, true);
}

bool
pnl_outbox_settle_lookup(const PnlClaim *claim, int claimer, int64 delay_ms, int lookups,
						 bool in_doubt)
{
	PnlCatalog	catalog;
	Datum		values[5];
	bool		settled;

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(claim->shipment_id);
	values[1] = Int32GetDatum(claimer);
	values[2] = Float8GetDatum(delay_ms / 1000.0);
	values[3] = Int32GetDatum(lookups);
	values[4] = BoolGetDatum(in_doubt);
	pnl_statement_execute(&settle_lookup, values, NULL);
	pnl_point_note(PNL_POINT_SETTLE);
	settled = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	if (settled)
		pnl_notify_state(claim->shipment_id, claim->reference, "queued");
	return settled;
}

bool
pnl_outbox_is_ours(const PnlClaim *claim, int claimer)
{
	PnlCatalog	catalog;
	Datum		values[2];
	bool		ours;

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(claim->shipment_id);
	values[1] = Int32GetDatum(claimer);
	pnl_statement_execute(&is_ours, values, NULL);
	ours = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	return ours;
}

void
pnl_outbox_store_parcel(const PnlClaim *claim, int number, const PnlShippedParcel *parcel)
{
	PnlCatalog	catalog;
	Datum		values[10];
	char		nulls[10] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(claim->shipment_id);
	values[1] = Int32GetDatum(number + 1);
	set_text(values, nulls, 2, parcel->barcode);
	set_text(values, nulls, 3, parcel->product);
	set_text(values, nulls, 4, parcel->partner_barcode);
	set_text(values, nulls, 5, parcel->partner_id);
	set_text(values, nulls, 6, parcel->coding_text);
	set_text(values, nulls, 7, parcel->return_barcode);
	nulls[8] = parcel->warnings == (Datum) 0 ? 'n' : ' ';
	values[8] = parcel->warnings;
	values[9] = BoolGetDatum(parcel->labelled);
	pnl_statement_execute(&store_parcel, values, nulls);
	pnl_catalog_close(&catalog);
}
