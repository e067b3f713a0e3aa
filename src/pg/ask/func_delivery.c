/*
 * func_delivery.c
 *		SQL functions on delivery options, dates, locations and addresses.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "core/api_list.h"
#include "pg/ask/call.h"

PNL_ASKING_FUNCTION(postnl_delivery_options, pnl_api_checkout)
PNL_ASKING_FUNCTION(postnl_timeframes, pnl_api_timeframes)
PNL_ASKING_FUNCTION(postnl_delivery_date, pnl_api_delivery_date)
PNL_ASKING_FUNCTION(postnl_shipping_date, pnl_api_shipping_date)
PNL_ASKING_FUNCTION(postnl_locations, pnl_api_locations)
PNL_ASKING_FUNCTION(postnl_locations_near, pnl_api_locations_near)
PNL_ASKING_FUNCTION(postnl_locations_within, pnl_api_locations_within)
PNL_ASKING_FUNCTION(postnl_location, pnl_api_location)
PNL_ASKING_FUNCTION(postnl_postal_code, pnl_api_postal_code)
PNL_ASKING_FUNCTION(postnl_address_nl, pnl_api_address_nl)
PNL_ASKING_FUNCTION(postnl_address, pnl_api_address)

PG_FUNCTION_INFO_V1(postnl_api_operations);

/* "GET /path", or NULL where there is no operation. */
static Datum
describe_operation(const PnlOperation *operation, bool *null)
{
	*null = operation == NULL;
	return *null ? (Datum) 0 :
		CStringGetTextDatum(psprintf("%s %s", operation->method, operation->path));
}

/* Every operation: its name, its legacy form and its V4 form. */
Datum
postnl_api_operations(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; pnl_api_list[i] != NULL; i++)
	{
		const PnlOperation *operation = pnl_api_list[i];
		bool		v4_only = (operation->flags & PNL_V4_ONLY) != 0;
		Datum		values[3];
		bool		nulls[3] = {false};

		values[0] = CStringGetTextDatum(operation->name);
		values[1] = describe_operation(v4_only ? NULL : operation, &nulls[1]);
		values[2] = describe_operation(v4_only ? operation : operation->v4, &nulls[2]);
		tuplestore_putvalues(info->setResult, info->setDesc, values, nulls);
	}
	return (Datum) 0;
}
