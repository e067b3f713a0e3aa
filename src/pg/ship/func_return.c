/*
 * func_return.c
 *		SQL functions on returns that were made before.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "core/api.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/call.h"
#include "pg/ship/shipment_store.h"

PG_FUNCTION_INFO_V1(postnl_return_activate);
PG_FUNCTION_INFO_V1(postnl_return_activate_json);

/* barcode, account: one of the sandbox is not activated in production. */
static void
check_return(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		return;
	pnl_shipment_store_check_barcode(pnl_account_find(PG_ARGISNULL(1) ? NULL :
													  text_to_cstring(PG_GETARG_TEXT_PP(1))),
									 pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0)));
}

Datum
postnl_return_activate(PG_FUNCTION_ARGS)
{
	check_return(fcinfo);
	return pnl_call_rows(fcinfo, &pnl_api_activate_return, NULL);
}

Datum
postnl_return_activate_json(PG_FUNCTION_ARGS)
{
	check_return(fcinfo);
	return pnl_call_json(fcinfo, &pnl_api_activate_return, NULL);
}
