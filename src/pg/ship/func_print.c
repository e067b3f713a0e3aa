/*
 * func_print.c
 *		SQL functions on labels that are to be printed.
 *
 * A label is marked and returned in one statement, so that two printers never
 * have the same; and a rollback of the one that could not print puts it back.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "pg/account/account.h"
#include "pg/ask/result.h"
#include "pg/base/catalog.h"
#include "pg/ship/func_print_sql.h"

PG_FUNCTION_INFO_V1(postnl_labels_to_print);

static void
set_text(Datum *values, bool *nulls, int i, const char *text)
{
	nulls[i] = text == NULL;
	values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
add_row(PnlResult *result, const struct take_labels_row *row)
{
	Datum		values[8];
	bool		nulls[8] = {false};

	values[0] = Int64GetDatum(row->label_id);
	values[1] = Int64GetDatum(row->shipment_id);
	set_text(values, nulls, 2, row->reference);
	set_text(values, nulls, 3, row->order_ref);
	set_text(values, nulls, 4, row->barcode);
	set_text(values, nulls, 5, row->label_type);
	set_text(values, nulls, 6, row->format);
	values[7] = row->content;
	pnl_result_add(result, 0, values, nulls);
}

/* account, most */
Datum
postnl_labels_to_print(PG_FUNCTION_ARGS)
{
	PnlResult  *result = pnl_result_begin(fcinfo);
	MemoryContext context = CurrentMemoryContext;
	const PnlAccount *account;
	PnlCatalog	catalog;
	uint64		count;

	PreventCommandIfReadOnly("postnl_labels_to_print()");
	account = pnl_account_find(PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0)));
	if (PG_ARGISNULL(1) || PG_GETARG_INT32(1) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("most must be a number of labels")));
	pnl_catalog_open(&catalog);
	count = PNL_RUN(take_labels, .account = pnl_arg_text(account->name),
					.environment = pnl_arg_text(pnl_environment_name(account->environment)),
					.most = pnl_arg_int4(PG_GETARG_INT32(1)));
	for (uint64 i = 0; i < count; i++)
		add_row(result, PNL_ROW(take_labels, i, context));
	pnl_catalog_close(&catalog);
	pnl_result_finish(result, 0);
	return (Datum) 0;
}
