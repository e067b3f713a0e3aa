/*
 * func_sync.c
 *		SQL functions of the sync: by hand, parcels to follow, events again.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "core/generation.h"
#include "pg/account/node.h"
#include "pg/ask/bind_value.h"
#include "pg/base/report.h"
#include "pg/process/session.h"
#include "pg/sync/event_store.h"
#include "pg/sync/sync.h"
#include "pg/sync/sync_rows.h"

PG_FUNCTION_INFO_V1(postnl_sync);
PG_FUNCTION_INFO_V1(postnl_watch);
PG_FUNCTION_INFO_V1(postnl_unwatch);
PG_FUNCTION_INFO_V1(postnl_event_retry);

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
	values[1] = CStringGetTextDatum(pnl_environment_name(report->environment));
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

static PnlArgText
read_barcode(FunctionCallInfo fcinfo)
{
	return pnl_arg_text(pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0)));
}

static const PnlAccount *
find_account(FunctionCallInfo fcinfo, int argument)
{
	return pnl_account_find(PG_ARGISNULL(argument) ? NULL :
							text_to_cstring(PG_GETARG_TEXT_PP(argument)));
}

/* barcode, reference, account */
Datum
postnl_watch(PG_FUNCTION_ARGS)
{
	const PnlAccount *account;
	PnlArgText	barcode;
	Datum		reference = (Datum) 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_watch()");
	account = find_account(fcinfo, 2);
	barcode = read_barcode(fcinfo);
	if (!PG_ARGISNULL(1))
		reference = PointerGetDatum(pnl_bind_value_name(fcinfo, 1));
	pnl_node_ensure();
	if (!pnl_sync_rows_watch(account, barcode,
							 pnl_arg_text_or_null(reference, PG_ARGISNULL(1))))
		PG_RETURN_BOOL(false);
	pnl_session_wake_at_commit();
	PG_RETURN_BOOL(true);
}

/* barcode, account */
Datum
postnl_unwatch(PG_FUNCTION_ARGS)
{
	const PnlAccount *account;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_unwatch()");
	account = find_account(fcinfo, 1);
	PG_RETURN_BOOL(pnl_sync_rows_unwatch(account, read_barcode(fcinfo)));
}

/* ----------
 * Events again
 * ----------
 */

Datum
postnl_event_retry(PG_FUNCTION_ARGS)
{
	PreventCommandIfReadOnly("postnl_event_retry()");
	PG_RETURN_INT64(pnl_event_store_retry());
}
