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

PG_FUNCTION_INFO_V1(postnl_barcode_info);

/* postnl_barcode_info(barcode): strict. */
Datum
postnl_barcode_info(PG_FUNCTION_ARGS)
{
	text	   *barcode = PG_GETARG_TEXT_PP(0);
	PnlBarcodeInfo info;
	TupleDesc	desc;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	pnl_barcode_inspect(VARDATA_ANY(barcode), VARSIZE_ANY_EXHDR(barcode), &info);
	values[0] = CStringGetTextDatum(info.kind);
	values[1] = BoolGetDatum(info.valid);
	values[2] = CStringGetTextDatum(info.reason);
	nulls[2] = info.valid;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
