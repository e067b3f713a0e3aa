/*
 * func_enqueue.c
 *		SQL functions that put a shipment into the outbox.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "pg/ask/bind_value.h"
#include "pg/base/compat.h"
#include "pg/ship/enqueue.h"
#include "pg/ship/shipping.h"

PG_FUNCTION_INFO_V1(postnl_ship);
PG_FUNCTION_INFO_V1(postnl_ship_address);

static PnlAccount *
find_account(FunctionCallInfo fcinfo, int argument)
{
	return pnl_account_find(PG_ARGISNULL(argument) ? NULL :
							text_to_cstring(PG_GETARG_TEXT_PP(argument)));
}

/* Checks a description and queues it; returns its number. */
static Datum
enqueue(const PnlAccount *account, Jsonb *description)
{
	char	   *text = JsonbToCString(NULL, &description->root, VARSIZE(description));
	PnlShipment *shipment = pnl_shipping_read(account, text, PNL_LABEL_AND_CONFIRM);

	return Int64GetDatum(pnl_enqueue_one(account, shipment, description, NULL));
}

/* shipment, account */
Datum
postnl_ship(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_ship()");
	return enqueue(find_account(fcinfo, 1), PG_GETARG_JSONB_P(0));
}

/* Arguments of the second form, by place, and the keys that they become. */
static const struct
{
	const char *key;
	enum
	{
		TOP, RECEIVER, PARCEL
	}			part;
}			address_arguments[] = {
	{"reference", TOP}, {"last_name", RECEIVER}, {"street", RECEIVER},
	{"house_number", RECEIVER}, {"postal_code", RECEIVER}, {"city", RECEIVER},
	{"country", RECEIVER}, {"email", RECEIVER}, {"mobile", RECEIVER}, {"product", TOP},
	{"weight_g", PARCEL}
};

#define WEIGHT_ARGUMENT 10
#define OPTIONS_ARGUMENT 11
#define ACCOUNT_ARGUMENT 12

static void
push_key(PnlJsonbState *state, const char *key)
{
	JsonbValue	value = {.type = jbvString};

	value.val.string.val = unconstify(char *, key);
	value.val.string.len = (int) strlen(key);
	pnl_jsonb_push_compat(state, WJB_KEY, &value);
}

static void
push_argument(PnlJsonbState *state, FunctionCallInfo fcinfo, int i)
{
	JsonbValue	value = {.type = jbvString};

	push_key(state, address_arguments[i].key);
	if (i == WEIGHT_ARGUMENT)
	{
		value.type = jbvNumeric;
		value.val.numeric = DatumGetNumeric(DirectFunctionCall1(int4_numeric,
																PG_GETARG_DATUM(i)));
	}
	else
	{
		text	   *argument = pnl_bind_value_name(fcinfo, i);

		value.val.string.val = VARDATA_ANY(argument);
		value.val.string.len = (int) VARSIZE_ANY_EXHDR(argument);
	}
	pnl_jsonb_push_compat(state, WJB_VALUE, &value);
}

static void
push_part(PnlJsonbState *state, FunctionCallInfo fcinfo, int part)
{
	for (int i = 0; i < (int) lengthof(address_arguments); i++)
		if ((int) address_arguments[i].part == part && !PG_ARGISNULL(i))
			push_argument(state, fcinfo, i);
}

/* The arguments as a description. */
static Jsonb *
describe(FunctionCallInfo fcinfo)
{
	PnlJsonbState state = {0};

	pnl_jsonb_push_compat(&state, WJB_BEGIN_OBJECT, NULL);
	push_part(&state, fcinfo, TOP);
	push_key(&state, "receiver");
	pnl_jsonb_push_compat(&state, WJB_BEGIN_OBJECT, NULL);
	push_part(&state, fcinfo, RECEIVER);
	pnl_jsonb_push_compat(&state, WJB_END_OBJECT, NULL);
	if (!PG_ARGISNULL(WEIGHT_ARGUMENT))
	{
		push_key(&state, "parcels");
		pnl_jsonb_push_compat(&state, WJB_BEGIN_ARRAY, NULL);
		pnl_jsonb_push_compat(&state, WJB_BEGIN_OBJECT, NULL);
		push_part(&state, fcinfo, PARCEL);
		pnl_jsonb_push_compat(&state, WJB_END_OBJECT, NULL);
		pnl_jsonb_push_compat(&state, WJB_END_ARRAY, NULL);
	}
	pnl_jsonb_push_compat(&state, WJB_END_OBJECT, NULL);
	return JsonbValueToJsonb(state.result);
}

/* reference, name, street, ... weight_g, options, account */
Datum
postnl_ship_address(PG_FUNCTION_ARGS)
{
	Jsonb	   *description = describe(fcinfo);

	PreventCommandIfReadOnly("postnl_ship()");
	if (!PG_ARGISNULL(OPTIONS_ARGUMENT))
		description = DatumGetJsonbP(DirectFunctionCall2(jsonb_concat,
														 JsonbPGetDatum(description),
														 PG_GETARG_DATUM(OPTIONS_ARGUMENT)));
	return enqueue(find_account(fcinfo, ACCOUNT_ARGUMENT), description);
}
