/*
 * func_barcode.c
 *		SQL functions on barcodes.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "core/barcode.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/reserve.h"
#include "pg/ask/result.h"

/* The most barcodes of one statement. */
#define MAX_BARCODES 10000

PG_FUNCTION_INFO_V1(postnl_barcode_info);
PG_FUNCTION_INFO_V1(postnl_barcode_spelled);
PG_FUNCTION_INFO_V1(postnl_barcode);
PG_FUNCTION_INFO_V1(postnl_barcodes);

/* postnl_barcode_info(barcode): strict. */
Datum
postnl_barcode_info(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	PnlText		barcode = pnl_bind_value_text(PNL_TEXT, VARDATA_ANY(given),
											  (int) VARSIZE_ANY_EXHDR(given)).text;
	char		spelled[PNL_BARCODE_SIZE];
	PnlBarcodeInfo info;
	TupleDesc	desc;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (pnl_barcode_spell(barcode, spelled) == NULL)
		barcode = (PnlText) {spelled, strlen(spelled)};
	pnl_barcode_inspect(barcode.data, barcode.length, &info);
	values[0] = CStringGetTextDatum(info.kind);
	values[1] = BoolGetDatum(info.valid);
	values[2] = CStringGetTextDatum(info.reason);
	nulls[2] = info.valid;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

/* postnl.barcode_spelled(barcode): strict. */
Datum
postnl_barcode_spelled(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0))));
}

static char *
text_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* postnl_barcode(type, serie, account) */
Datum
postnl_barcode(PG_FUNCTION_ARGS)
{
	PnlAccount *account = pnl_account_open(text_argument(fcinfo, 2));
	char	  **barcodes = pnl_reserve_barcodes(account, 1, text_argument(fcinfo, 0),
												text_argument(fcinfo, 1));

	pnl_account_forget_key(account);
	PG_RETURN_TEXT_P(cstring_to_text(barcodes[0]));
}

/* postnl_barcodes(n, type, serie, account) */
Datum
postnl_barcodes(PG_FUNCTION_ARGS)
{
	PnlResult  *result = pnl_result_begin(fcinfo);
	PnlAccount *account;
	char	  **barcodes;
	int			count;

	if (PG_ARGISNULL(0))
		return (Datum) 0;
	count = PG_GETARG_INT32(0);
	if (count < 0 || count > MAX_BARCODES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("n must be between 0 and %d", MAX_BARCODES)));
	account = pnl_account_open(text_argument(fcinfo, 3));
	barcodes = pnl_reserve_barcodes(account, count, text_argument(fcinfo, 1),
									text_argument(fcinfo, 2));
	for (int i = 0; i < count; i++)
	{
		Datum		value = CStringGetTextDatum(barcodes[i]);
		bool		isnull = false;

		pnl_result_add(result, 0, &value, &isnull);
	}
	pnl_result_finish(result, 0);
	pnl_account_forget_key(account);
	return (Datum) 0;
}
