/*
 * func_sync.c
 *		SQL functions of the sync: by hand, parcels to follow, events again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "core/barcode.h"
#include "core/generation.h"
#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/process/session.h"
#include "pg/sync/event_store.h"
#include "pg/sync/sync.h"

PG_FUNCTION_INFO_V1(postnl_sync);
PG_FUNCTION_INFO_V1(postnl_watch);
PG_FUNCTION_INFO_V1(postnl_unwatch);
PG_FUNCTION_INFO_V1(postnl_event_retry);

/* Two sessions that watch the same barcode: the second one waits. */
static PnlStatement lock_barcode = {
	.sql = "SELECT pg_advisory_xact_lock(hashtextextended('postnl_watch ' || $1, 0))",
	.argument_count = 1,
	.argument_types = {TEXTOID},
};

static PnlStatement watch = {
	.sql = "WITH new AS (INSERT INTO postnl.shipment (account, environment, reference, state,"
	" kind, api)"
	" SELECT $2, $3, $4, 'watched', 'watched', $5 WHERE NOT EXISTS ("
	"SELECT FROM postnl.parcel AS p WHERE p.barcode = $1 AND p.followed_by = $2"
	" AND p.followed_in = $3" PNL_SINCE_1_1(" AND p.node = " PNL_OWN_NODE)
	" AND (p.check_at IS NOT NULL OR p.closed_at IS NOT NULL))"
	" RETURNING shipment_id, account, environment)"
	" INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, news_at,"
	" check_at" PNL_SINCE_1_1(", barcode_shared") ")"
	" SELECT shipment_id, account, environment, 1, $1, clock_timestamp(), clock_timestamp()"
	PNL_SINCE_1_1(", true")
	" FROM new",
	.argument_count = 5,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID},
};

static PnlStatement unwatch = {
	.sql = "DELETE FROM postnl.shipment AS s WHERE s.kind = 'watched' AND s.account = $2"
	" AND s.environment = $3 AND EXISTS (SELECT FROM postnl.parcel AS p"
	" WHERE p.shipment_id = s.shipment_id AND p.barcode = $1)",
	.argument_count = 3,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID},
};

/* ----------
 * By hand
 * ----------
 */

static void
add_report(ReturnSetInfo *result, const PnlSyncReport *report)
{
	Datum		values[11];
	bool		nulls[11] = {false};
	bool		fine = report->error.kind == PNL_ERR_NONE;

	values[0] = CStringGetTextDatum(report->account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(report->environment));
	for (int kind = 0; kind <= PNL_ASK_POLL; kind++)
		values[2 + kind] = Int32GetDatum(report->calls[kind]);
	values[5] = Int32GetDatum(report->changed);
	values[6] = Int32GetDatum(report->events);
	values[7] = Int32GetDatum(report->failed);
	values[8] = TimestampTzGetDatum(report->fed_until);
	nulls[8] = report->fed_until == 0;
	nulls[9] = nulls[10] = fine;
	if (!fine)
	{
		values[9] = CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(&report->error)));
		values[10] = CStringGetTextDatum(pnl_report_message(&report->error));
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* Runs a round of each account. */
static void
run_rounds(PnlSync *sync)
{
	while (pnl_sync_act(sync, pnl_guc_max_connections))
	{
		bool		latch_set;
		PnlExchange *exchange = pnl_transfer_wait_any(pnl_sync_timeout(sync), &latch_set);

		for (; exchange != NULL; exchange = pnl_transfer_take_any())
			(void) pnl_sync_take(sync, exchange);
	}
}

/* account */
Datum
postnl_sync(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char	   *account = NULL;
	PnlSync    *volatile sync = NULL;
	List	   *reports;

	PreventCommandIfReadOnly("postnl_sync()");
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
		account = pnl_account_find(text_to_cstring(PG_GETARG_TEXT_PP(0)))->name;
	pnl_node_ensure();
	sync = pnl_sync_begin(PNL_IN_FUNCTION, GetUserId(), account);
	PG_TRY();
	{
		run_rounds(sync);
		reports = pnl_sync_reports(sync);
		for (int i = 0; i < list_length(reports); i++)
			add_report(result, list_nth(reports, i));
	}
	PG_FINALLY();
	{
		pnl_sync_end(sync);
	}
	PG_END_TRY();
	return (Datum) 0;
}

/* ----------
 * Parcels to follow
 * ----------
 */

/* The barcode without blanks around it. */
static Datum
read_barcode(text *given)
{
	char	   *barcode = text_to_cstring(given);
	char	   *end;

	while (*barcode == ' ')
		barcode++;
	end = barcode + strlen(barcode);
	while (end > barcode && end[-1] == ' ')
		*--end = '\0';
	if (*barcode == '\0' || strlen(barcode) > PNL_MAX_BARCODE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("barcode must have 1 to %d characters", PNL_MAX_BARCODE)));
	return CStringGetTextDatum(barcode);
}

static const PnlAccount *
find_account(FunctionCallInfo fcinfo, int argument)
{
	return pnl_account_find(PG_ARGISNULL(argument) ? NULL :
							text_to_cstring(PG_GETARG_TEXT_PP(argument)));
}

/* Runs a statement of ours; true when it changed something. */
static bool
run(PnlStatement *statement, Datum *values, const char *nulls)
{
	PnlCatalog	catalog;
	bool		changed;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(statement, values, nulls);
	changed = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	return changed;
}

/* barcode, reference, account */
Datum
postnl_watch(PG_FUNCTION_ARGS)
{
	const PnlAccount *account;
	Datum		values[5];
	char		nulls[5] = {' ', ' ', ' ', ' ', ' '};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_watch()");
	account = find_account(fcinfo, 2);
	values[0] = read_barcode(PG_GETARG_TEXT_PP(0));
	values[1] = CStringGetTextDatum(account->name);
	values[2] = CStringGetTextDatum(pnl_account_environment_name(account->environment));
	values[3] = PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1);
	nulls[3] = PG_ARGISNULL(1) ? 'n' : ' ';
	values[4] = CStringGetTextDatum(pnl_generation_name(account->uses_v4));
	pnl_node_ensure();
	(void) run(&lock_barcode, values, nulls);
	if (!run(&watch, values, nulls))
		PG_RETURN_BOOL(false);
	pnl_session_wake_at_commit();
	PG_RETURN_BOOL(true);
}

/* barcode, account */
Datum
postnl_unwatch(PG_FUNCTION_ARGS)
{
	const PnlAccount *account;
	Datum		values[3];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_unwatch()");
	account = find_account(fcinfo, 1);
	values[0] = read_barcode(PG_GETARG_TEXT_PP(0));
	values[1] = CStringGetTextDatum(account->name);
	values[2] = CStringGetTextDatum(pnl_account_environment_name(account->environment));
	PG_RETURN_BOOL(run(&unwatch, values, NULL));
}

/* ----------
 * Events again
 * ----------
 */

Datum
postnl_event_retry(PG_FUNCTION_ARGS)
{
	PreventCommandIfReadOnly("postnl_event_retry()");
	PG_RETURN_INT64(pnl_event_retry());
}
