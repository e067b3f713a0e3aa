/*
 * func_retention.c
 *		SQL function that erases personal data on request.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "pg/outbox/retention.h"

PG_FUNCTION_INFO_V1(postnl_forget);

/* reference, account */
Datum
postnl_forget(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_forget()");
	PG_RETURN_INT32(pnl_retention_forget(text_to_cstring(PG_GETARG_TEXT_PP(0)),
										 PG_ARGISNULL(1) ? NULL :
										 text_to_cstring(PG_GETARG_TEXT_PP(1))));
}
