/*
 * sync_state.c
 *		postnl.sync_state and the parcels that are due: what the sync reads.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/sync/sync_ask.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_state.h"

/* A parcel that is followed has a check_at. */
#define OF_LANE "p.check_at IS NOT NULL" PNL_SINCE_1_1(" AND p.node = " PNL_OWN_NODE) \
	" AND p.followed_by = lane.account" \
	" AND p.followed_in = lane.environment"

#define DUE(condition) \
	" (SELECT p.check_at FROM postnl.parcel AS p WHERE " OF_LANE " AND " condition \
	" AND p.news_at IS NULL ORDER BY p.check_at LIMIT 1)"

/* The accounts by a skip scan along the index, each with what is due first. */
static PnlStatement find_states = {
	.sql = "WITH RECURSIVE lane AS ("
	"(SELECT followed_by AS account, followed_in AS environment FROM postnl.parcel"
	" WHERE check_at IS NOT NULL" PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE)
	" AND ($1 IS NULL OR followed_by = $1) AND ($2 IS NULL OR followed_in = $2)"
	" ORDER BY followed_by, followed_in LIMIT 1)"
	" UNION ALL"
	" SELECT next.account, next.environment FROM lane CROSS JOIN LATERAL ("
	"SELECT p.followed_by AS account, p.followed_in AS environment FROM postnl.parcel AS p"
	" WHERE p.check_at IS NOT NULL" PNL_SINCE_1_1(" AND p.node = " PNL_OWN_NODE)
	" AND (p.followed_by, p.followed_in) > (lane.account, lane.environment)"
	" AND ($1 IS NULL OR p.followed_by = $1) AND ($2 IS NULL OR p.followed_in = $2)"
	" ORDER BY p.followed_by, p.followed_in LIMIT 1) AS next)"
	" SELECT lane.account, lane.environment, y.fed_until, y.feed_at, y.retry_at,"
	" y.polls_paid_until, y.failures,"
	" (SELECT min(p.check_at) FROM postnl.parcel AS p WHERE " OF_LANE
	" AND p.news_at IS NOT NULL),"
	DUE("NOT p.fed") "," DUE("p.fed") ","
	" CASE WHEN y.fed_until IS NULL THEN (SELECT min(coalesce(p.checked_at, p.announced_at))"
	" FROM postnl.parcel AS p WHERE " OF_LANE ") END"
	" FROM lane LEFT JOIN postnl.sync_state AS y"
	" ON y.account = lane.account AND y.environment = lane.environment",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

/* PostNL finds barcodes that it issued for parcels abroad by their reference only. */
#define DUE_COLUMNS "p.parcel_id, p.shipment_id, p.barcode," \
	" CASE WHEN p.barcode !~ '^[23]S' THEN s.reference END"

#define DUE_PARCELS(condition, order) \
	"SELECT " DUE_COLUMNS " FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id)" \
	" WHERE p.followed_by = $1 AND p.followed_in = $2" \
	PNL_SINCE_1_1(" AND p.node = " PNL_OWN_NODE) \
	" AND p.check_at <= clock_timestamp()" \
	" AND p.shipment_id <> ALL ($4) AND " condition " ORDER BY " order " LIMIT $3"

static PnlStatement find_news = {
	.sql = DUE_PARCELS("p.news_at IS NOT NULL", "p.news_at DESC"),
	.argument_count = 4,
	.argument_types = {TEXTOID, TEXTOID, INT4OID, INT8ARRAYOID},
};

static PnlStatement find_polls = {
	.sql = DUE_PARCELS("p.news_at IS NULL AND p.fed = $5", "p.check_at"),
	.argument_count = 5,
	.argument_types = {TEXTOID, TEXTOID, INT4OID, INT8ARRAYOID, BOOLOID},
};

static PnlStatement find_busy = {
	.sql = PNL_LOCKED_BY_OTHERS("shipment", "shipment_id", "x.shipment_id = $1")
	" UNION " PNL_LOCKED_BY_OTHERS("parcel", "parcel_id", "x.shipment_id = $1"),
	.argument_count = 1,
	.argument_types = {INT8OID},
};

static PnlStatement find_busy_of_feed = {
	.sql = PNL_LOCKED_BY_OTHERS("shipment", "shipment_id",
								"x.shipment_id = ANY (ARRAY(SELECT p.shipment_id"
								" FROM postnl.parcel AS p WHERE p.barcode = ANY ($1)))")
	" UNION " PNL_LOCKED_BY_OTHERS("parcel", "parcel_id", "x.barcode = ANY ($1)"),
	.argument_count = 1,
	.argument_types = {TEXTARRAYOID},
};

static PnlStatement catch_up = {
	.sql = "UPDATE postnl.parcel SET news_at = clock_timestamp(), check_at = clock_timestamp()"
	" WHERE parcel_id = ANY (ARRAY(SELECT parcel_id FROM postnl.parcel"
	" WHERE followed_by = $1 AND followed_in = $2" PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE)
	" AND check_at IS NOT NULL AND news_at IS NULL"
	" AND fed AND coalesce(checked_at, announced_at, '-infinity') < $3"
	" FOR NO KEY UPDATE SKIP LOCKED))",
	.argument_count = 3,
	.argument_types = {TEXTOID, TEXTOID, TIMESTAMPTZOID},
};

/* What failed is believed to be so until a round is over. */
static PnlStatement save = {
	.sql = "INSERT INTO postnl.sync_state AS y (account, environment, fed_until, feed_at,"
	" retry_at, polls_paid_until, synced_at, feed_calls, detail_calls, poll_calls, failures,"
	" failing_since, error_code, error)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
	" CASE WHEN $12 IS NOT NULL THEN clock_timestamp() END, $12, $13)"
	" ON CONFLICT (account, environment) DO UPDATE SET fed_until = excluded.fed_until,"
	" feed_at = excluded.feed_at, retry_at = excluded.retry_at,"
	" polls_paid_until = excluded.polls_paid_until,"
	" synced_at = coalesce(excluded.synced_at, y.synced_at),"
	" feed_calls = y.feed_calls + excluded.feed_calls,"
	" detail_calls = y.detail_calls + excluded.detail_calls,"
	" poll_calls = y.poll_calls + excluded.poll_calls,"
	" failures = excluded.failures,"
	" failing_since = CASE WHEN excluded.error_code IS NOT NULL OR NOT $14"
	" THEN coalesce(y.failing_since, excluded.failing_since) END,"
	" error_code = CASE WHEN $14 THEN excluded.error_code ELSE y.error_code END,"
	" error = CASE WHEN $14 THEN excluded.error ELSE y.error END",
	.argument_count = 14,
	.argument_types = {TEXTOID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID, TIMESTAMPTZOID,
		TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, INT8OID, INT8OID, INT4OID, TEXTOID,
	TEXTOID, BOOLOID},
};

static PnlStatement fail = {
	.sql = "INSERT INTO postnl.sync_state AS y (account, environment, retry_at, failures,"
	" failing_since, error_code, error)"
	" VALUES ($1, $2, $3, 1, clock_timestamp(), $4, $5)"
	" ON CONFLICT (account, environment) DO UPDATE SET retry_at = excluded.retry_at,"
	" failures = y.failures + 1, failing_since = coalesce(y.failing_since, clock_timestamp()),"
	" error_code = excluded.error_code, error = excluded.error",
	.argument_count = 5,
	.argument_types = {TEXTOID, TEXTOID, TIMESTAMPTZOID, TEXTOID, TEXTOID},
};

static Datum
environment_datum(PnlEnvironment environment)
{
	return CStringGetTextDatum(pnl_account_environment_name(environment));
}

/* ----------
 * Reading
 * ----------
 */

static Datum
column(uint64 row, int number, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, number, isnull);
}

/* 0 where it is null. */
static TimestampTz
time_column(uint64 row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return isnull ? 0 : DatumGetTimestampTz(value);
}

static void
read_row(PnlSyncState *state, uint64 row, MemoryContext context)
{
	bool		isnull;
	Datum		failures = column(row, 7, &isnull);

	state->account = pnl_catalog_text(row, 1, context);
	state->environment =
		pnl_account_read_environment(pnl_catalog_text(row, 2, CurrentMemoryContext));
	state->fed_until = time_column(row, 3);
	state->feed_at = time_column(row, 4);
	state->retry_at = time_column(row, 5);
	state->polls_paid_until = time_column(row, 6);
	state->failures = isnull ? 0 : DatumGetInt32(failures);
	state->news_due = time_column(row, 8);
	state->poll_due = time_column(row, 9);
	state->fed_poll_due = time_column(row, 10);
	state->known_since = time_column(row, 11);
}

static void
find(const char *account, const char *environment)
{
	Datum		values[2];
	char		nulls[2] = {'n', 'n'};

	if (account != NULL)
	{
		values[0] = CStringGetTextDatum(account);
		nulls[0] = ' ';
	}
	if (environment != NULL)
	{
		values[1] = CStringGetTextDatum(environment);
		nulls[1] = ' ';
	}
	pnl_statement_execute(&find_states, values, nulls);
}

List *
pnl_sync_state_list(const char *account)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *list = NIL;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	find(account, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);
		PnlSyncState *state = palloc0(sizeof(*state));

		list = lappend(list, state);
		MemoryContextSwitchTo(previous);
		read_row(state, row, context);
	}
	pnl_catalog_close(&catalog);
	return list;
}

PnlSyncState
pnl_sync_state_read(const PnlSyncState *state, MemoryContext context)
{
	PnlSyncState now = {0};
	PnlCatalog	catalog;

	now.account = MemoryContextStrdup(context, state->account);
	now.environment = state->environment;
	pnl_catalog_open(&catalog);
	find(state->account, pnl_account_environment_name(state->environment));
	if (SPI_processed > 0)
		read_row(&now, 0, context);
	pnl_catalog_close(&catalog);
	return now;
}

/* The shipments of the parcels that the round has in hand, or passes over. */
static Datum
list_in_hand(const PnlRound *round)
{
	Datum	   *ids = palloc((round->in_hand + list_length(round->busy) + 1) * sizeof(Datum));
	const dlist_head *lists[] = {&round->ready, &round->flying};
	int			count = 0;

	for (int i = 0; i < (int) lengthof(lists); i++)
	{
		dlist_iter	iter;

		dlist_foreach(iter, unconstify(dlist_head *, lists[i]))
		{
			ids[count++] = Int64GetDatum(dlist_container(PnlAsk, node, iter.cur)->shipment_id);
		}
	}
	for (int i = 0; i < list_length(round->busy); i++)
		ids[count++] = Int64GetDatum(*(int64 *) list_nth(round->busy, i));
	return PointerGetDatum(construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
										   TYPALIGN_DOUBLE));
}

static List *
read_due(MemoryContext context)
{
	List	   *list = NIL;

	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);
		PnlDueParcel *due = palloc(sizeof(*due));
		bool		isnull;

		list = lappend(list, due);
		MemoryContextSwitchTo(previous);
		due->parcel_id = DatumGetInt64(column(row, 1, &isnull));
		due->shipment_id = DatumGetInt64(column(row, 2, &isnull));
		due->barcode = pnl_catalog_text(row, 3, context);
		due->reference = pnl_catalog_text(row, 4, context);
	}
	return list;
}

static List *
find_due(const PnlRound *round, PnlStatement *statement, bool fed, int limit)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	Datum		values[5];
	List	   *list;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(round->state.account);
	values[1] = environment_datum(round->state.environment);
	values[2] = Int32GetDatum(limit);
	values[3] = list_in_hand(round);
	values[4] = BoolGetDatum(fed);
	pnl_statement_execute(statement, values, NULL);
	list = read_due(context);
	pnl_catalog_close(&catalog);
	return list;
}

List *
pnl_sync_state_news(const PnlRound *round, int limit)
{
	return find_due(round, &find_news, false, limit);
}

List *
pnl_sync_state_polls(const PnlRound *round, bool fed, int limit)
{
	return find_due(round, &find_polls, fed, limit);
}

/* ----------
 * Rows that are locked
 * ----------
 */

/* Has the round pass over the shipments that a statement found. */
static void
pass_over(PnlRound *round)
{
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		bool		isnull;
		int64	   *id = MemoryContextAlloc(round->context, sizeof(*id));
		MemoryContext previous = MemoryContextSwitchTo(round->context);

		*id = DatumGetInt64(column(row, 1, &isnull));
		round->busy = lappend(round->busy, id);
		MemoryContextSwitchTo(previous);
	}
}

static Datum
list_busy(const PnlRound *round)
{
	int			count = list_length(round->busy);
	Datum	   *ids = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		ids[i] = Int64GetDatum(*(int64 *) list_nth(round->busy, i));
	return PointerGetDatum(construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
										   TYPALIGN_DOUBLE));
}

bool
pnl_sync_state_is_busy(PnlRound *round, int64 shipment_id)
{
	PnlCatalog	catalog;
	Datum		value = Int64GetDatum(shipment_id);
	bool		busy;

	if (round->by_hand)
		return false;
	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_busy, &value, NULL);
	pass_over(round);
	busy = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	return busy;
}

Datum
pnl_sync_state_busy_of_feed(PnlRound *round, Datum barcodes)
{
	PnlCatalog	catalog;

	if (!round->by_hand)
	{
		pnl_catalog_open(&catalog);
		pnl_statement_execute(&find_busy_of_feed, &barcodes, NULL);
		pass_over(round);
		pnl_catalog_close(&catalog);
	}
	return list_busy(round);
}

/* ----------
 * Writing
 * ----------
 */

void
pnl_sync_state_catch_up(const PnlRound *round, TimestampTz before)
{
	PnlCatalog	catalog;
	Datum		values[3];

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(round->state.account);
	values[1] = environment_datum(round->state.environment);
	values[2] = TimestampTzGetDatum(before);
	pnl_statement_execute(&catch_up, values, NULL);
	pnl_catalog_close(&catalog);
}

/* 0 is null. */
static void
set_time(Datum *values, char *nulls, int i, TimestampTz time)
{
	values[i] = TimestampTzGetDatum(time);
	nulls[i] = time == 0 ? 'n' : ' ';
}

static void
set_error(Datum *values, char *nulls, int i, const PnlError *error)
{
	bool		none = error->kind == PNL_ERR_NONE;

	nulls[i] = nulls[i + 1] = none ? 'n' : ' ';
	if (none)
		return;
	values[i] = CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(error)));
	values[i + 1] = CStringGetTextDatum(pnl_report_message_lossy(error));
}

void
pnl_sync_state_save(const PnlRound *round, const int *calls)
{
	const PnlSyncState *state = &round->state;
	PnlCatalog	catalog;
	Datum		values[14];
	char		nulls[14];

	pnl_catalog_open(&catalog);
	memset(nulls, ' ', sizeof(nulls));
	values[0] = CStringGetTextDatum(state->account);
	values[1] = environment_datum(state->environment);
	set_time(values, nulls, 2, state->fed_until);
	set_time(values, nulls, 3, state->feed_at);
	set_time(values, nulls, 4, state->retry_at);
	set_time(values, nulls, 5, state->polls_paid_until);
	set_time(values, nulls, 6, round->over && !round->failed && pnl_plan_is_complete(round) ?
			 GetCurrentTimestamp() : 0);
	for (int kind = 0; kind <= PNL_ASK_POLL; kind++)
		values[7 + kind] = Int64GetDatum(calls[kind]);
	values[10] = Int32GetDatum(state->failures);
	set_error(values, nulls, 11, &round->error);
	values[13] = BoolGetDatum(round->over);
	pnl_statement_execute(&save, values, nulls);
	pnl_catalog_close(&catalog);
}

void
pnl_sync_state_fail(const PnlSyncState *state, TimestampTz retry_at, const PnlError *error)
{
	PnlCatalog	catalog;
	Datum		values[5];
	char		nulls[5] = {' ', ' ', ' ', ' ', ' '};

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(state->account);
	values[1] = environment_datum(state->environment);
	values[2] = TimestampTzGetDatum(retry_at);
	set_error(values, nulls, 3, error);
	pnl_statement_execute(&fail, values, nulls);
	pnl_catalog_close(&catalog);
}
