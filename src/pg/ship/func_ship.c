/*
 * func_ship.c
 *		SQL functions that ship: now, and what belongs to it.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

#include "core/choice.h"
#include "core/label_format.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/result.h"
#include "pg/base/report.h"
#include "pg/ship/hold.h"
#include "pg/ship/named.h"
#include "pg/ship/returning.h"
#include "pg/ship/shipment_store.h"
#include "pg/ship/shipping.h"

PG_FUNCTION_INFO_V1(postnl_ship_now);
PG_FUNCTION_INFO_V1(postnl_return);
PG_FUNCTION_INFO_V1(postnl_return_of);
PG_FUNCTION_INFO_V1(postnl_return_named);
PG_FUNCTION_INFO_V1(postnl_confirm);
PG_FUNCTION_INFO_V1(postnl_labels);
PG_FUNCTION_INFO_V1(postnl_fetch_label);

/* ----------
 * Shipping
 * ----------
 */

static const PnlShippedParcel *
find_parcel(const PnlShipped *shipped, const char *barcode)
{
	for (int i = 0; i < shipped->parcel_count && barcode != NULL; i++)
		if (shipped->parcels[i].barcode != NULL &&
			strcmp(shipped->parcels[i].barcode, barcode) == 0)
			return &shipped->parcels[i];
	return shipped->parcel_count == 1 ? &shipped->parcels[0] : NULL;
}

static void
set_text(Datum *values, bool *nulls, int i, const char *text)
{
	nulls[i] = text == NULL;
	values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/* A row: barcode, label_type, format, content, warnings, and what is kept. */
static void
add_label_row(PnlResult *result, int64 shipment_id, const PnlShippedParcel *parcel,
			  const PnlShippedLabel *label)
{
	Datum		values[9];
	bool		nulls[9] = {false};

	set_text(values, nulls, 0, label != NULL && label->barcode != NULL ? label->barcode :
			 parcel != NULL ? parcel->barcode : NULL);
	set_text(values, nulls, 1, label != NULL ? label->label_type : NULL);
	set_text(values, nulls, 2, label != NULL ? label->format : NULL);
	nulls[3] = label == NULL;
	values[3] = label != NULL ? PointerGetDatum(label->content) : (Datum) 0;
	nulls[4] = parcel == NULL || parcel->warnings == (Datum) 0;
	values[4] = nulls[4] ? (Datum) 0 : parcel->warnings;
	values[5] = Int64GetDatum(shipment_id);
	set_text(values, nulls, 6, parcel != NULL ? parcel->product : NULL);
	set_text(values, nulls, 7, parcel != NULL ? parcel->partner_barcode : NULL);
	set_text(values, nulls, 8, parcel != NULL ? parcel->return_barcode : NULL);
	pnl_result_add(result, 0, values, nulls);
}

static void
add_rows(PnlResult *result, int64 shipment_id, const PnlShipped *shipped)
{
	for (int i = 0; i < list_length(shipped->labels); i++)
	{
		const PnlShippedLabel *label = list_nth(shipped->labels, i);

		add_label_row(result, shipment_id, find_parcel(shipped, label->barcode), label);
	}
	for (int i = 0; i < shipped->parcel_count; i++)
		if (!shipped->parcels[i].labelled)
			add_label_row(result, shipment_id, &shipped->parcels[i], NULL);
	pnl_result_finish(result, 0);
}

static void
warn_of_missing_labels(const PnlShipped *shipped, PnlLabelCallKind kind)
{
	for (int i = 0; i < shipped->parcel_count; i++)
		if (!shipped->parcels[i].labelled)
			ereport(WARNING,
					(errmsg("PostNL sent no label for parcel %s", shipped->parcels[i].barcode),
					 kind == PNL_LABEL_RETURN ?
					 errhint("postnl_return() makes another return.") :
					 errhint("postnl_fetch_label() asks for it once more.")));
}

/* "name" is the account's, NULL the default one. */
static void
ship(PnlResult *result, PnlLabelCallKind kind, Jsonb *description, const char *name)
{
	PnlAccount *account;
	PnlShipment *shipment;
	PnlShipped *shipped;
	char	  **barcodes;
	int64		shipment_id;

	/* before PostNL hears of it: what it answers could not be kept */
	PreventCommandIfReadOnly(kind == PNL_LABEL_RETURN ? "postnl_return()" : "postnl_ship_now()");
	account = pnl_account_open(name);
	shipment = pnl_shipping_read(account, JsonbToCString(NULL, &description->root,
														 VARSIZE(description)), kind);
	if (pnl_hold_until_released(shipment) ||
		pnl_hold_until(shipment) > GetCurrentTransactionStartTimestamp())
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a shipment that is to wait cannot be shipped now"),
				 errhint("Leave out hold and not_before, or use postnl_ship().")));
	barcodes = pnl_shipping_given_barcodes(shipment);
	pnl_shipping_reserve(account, shipment, kind, barcodes);
	shipment_id = pnl_shipment_store_begin(account, kind, shipment, description, barcodes);
	shipped = pnl_shipping_send(account, shipment, kind, barcodes);
	pnl_shipment_store_finish(shipment_id, kind, shipped);
	warn_of_missing_labels(shipped, kind);
	add_rows(result, shipment_id, shipped);
	pnl_account_forget_key(account);
}

static void
ship_argument(FunctionCallInfo fcinfo, PnlLabelCallKind kind, int account_argument)
{
	PnlResult  *result = pnl_result_begin(fcinfo);

	if (!PG_ARGISNULL(0))
		ship(result, kind, PG_GETARG_JSONB_P(0), PG_ARGISNULL(account_argument) ? NULL :
			 text_to_cstring(PG_GETARG_TEXT_PP(account_argument)));
}

/* shipment, confirm, account */
Datum
postnl_ship_now(PG_FUNCTION_ARGS)
{
	bool		confirm = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);

	ship_argument(fcinfo, confirm ? PNL_LABEL_AND_CONFIRM : PNL_LABEL_ONLY, 2);
	return (Datum) 0;
}

/* shipment, account */
Datum
postnl_return(PG_FUNCTION_ARGS)
{
	ship_argument(fcinfo, PNL_LABEL_RETURN, 1);
	return (Datum) 0;
}

static void
return_shipment(PnlResult *result, int64 shipment_id)
{
	char	   *account;
	Jsonb	   *description = pnl_returning_describe(shipment_id, &account);

	ship(result, PNL_LABEL_RETURN, description, account);
}

/* id */
Datum
postnl_return_of(PG_FUNCTION_ARGS)
{
	PnlResult  *result = pnl_result_begin(fcinfo);

	if (!PG_ARGISNULL(0))
		return_shipment(result, PG_GETARG_INT64(0));
	return (Datum) 0;
}

/*
 * reference.  A literal without a type comes here too: what begins like a
 * description is one, and never a name.
 */
Datum
postnl_return_named(PG_FUNCTION_ARGS)
{
	PnlResult  *result = pnl_result_begin(fcinfo);
	char	   *name;

	if (PG_ARGISNULL(0))
		return (Datum) 0;
	name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (name[strspn(name, " \t\r\n")] == '{')
		ship(result, PNL_LABEL_RETURN,
			 DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(name))), NULL);
	else
		return_shipment(result, pnl_named_find_one(name));
	return (Datum) 0;
}

/* ----------
 * What was shipped
 * ----------
 */

static PnlShipment *
read_stored_shipment(const PnlAccount *account, const PnlStoredShipment *stored)
{
	if (stored->description == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the description of shipment %lld is no longer kept",
						(long long) stored->shipment_id)));
	return pnl_shipping_read_again(account, stored->description);
}

/* Announces the shipment of a parcel; false when it was announced before. */
Datum
postnl_confirm(PG_FUNCTION_ARGS)
{
	PnlStoredShipment *stored;
	PnlAccount *account;
	PnlShipped *shipped;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_confirm()");
	stored = pnl_shipment_store_find(pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0)));
	if (strcmp(stored->state, "labelled") != 0)
		PG_RETURN_BOOL(false);
	account = pnl_account_open(stored->account);
	pnl_account_check_environment(account, stored->shipment_id, stored->environment);
	shipped = pnl_shipping_send(account, read_stored_shipment(account, stored),
								PNL_CONFIRM_ONLY, stored->barcodes);
	pnl_shipment_store_announced(stored->shipment_id, shipped);
	pnl_account_forget_key(account);
	PG_RETURN_BOOL(true);
}

/* ----------
 * Labels once more
 * ----------
 */

/* The parcels of a call for the label of one: V4 takes the shipment as a whole. */
static PnlLabelParcel *
find_label_parcels(const PnlAccount *account, const PnlShipment *shipment,
				   const PnlStoredShipment *stored, int *count)
{
	PnlLabelParcel *parcels = palloc0(shipment->parcel_count * sizeof(PnlLabelParcel));

	*count = account->uses_v4 ? shipment->parcel_count : 1;
	for (int i = 0; i < *count; i++)
	{
		parcels[i].shipment = shipment;
		parcels[i].number = account->uses_v4 ? i : stored->parcel_number;
		parcels[i].barcode = stored->barcodes[parcels[i].number];
		parcels[i].main_barcode = stored->barcodes[0];
	}
	return parcels;
}

/* That of the parcel, of its documents the one to stick on it. */
static const PnlShippedLabel *
choose_label(const List *labels, const char *barcode)
{
	const PnlShippedLabel *chosen = NULL;

	for (int i = 0; i < list_length(labels); i++)
	{
		const PnlShippedLabel *label = list_nth(labels, i);

		if (label->barcode == NULL || strstr(label->barcode, barcode) == NULL)
			continue;
		if (chosen == NULL ||
			(label->label_type != NULL && strcmp(label->label_type, "Label") == 0))
			chosen = label;
	}
	return chosen;
}

static void
check_fetchable(const PnlStoredShipment *stored, const char *barcode)
{
	if (strcmp(stored->kind, "return") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("PostNL makes the label of a return once only"),
				 errhint("postnl_return() makes another return.")));
	if (strcmp(stored->state, "announced") != 0 && strcmp(stored->state, "labelled") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("parcel \"%s\" is not announced: its shipment is %s", barcode,
						stored->state)));
}

/* barcode */
Datum
postnl_fetch_label(PG_FUNCTION_ARGS)
{
	PnlStoredShipment *stored;
	PnlAccount *account;
	PnlLabelParcel *parcels;
	List	   *labels;
	const PnlShippedLabel *label;
	char	   *barcode;
	int			count;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_fetch_label()");
	barcode = pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0));
	stored = pnl_shipment_store_find(barcode);
	check_fetchable(stored, barcode);
	account = pnl_account_open(stored->account);
	pnl_account_check_environment(account, stored->shipment_id, stored->environment);
	parcels = find_label_parcels(account, read_stored_shipment(account, stored), stored, &count);
	labels = pnl_shipping_labels(account, parcels, count);
	pnl_account_forget_key(account);
	label = choose_label(labels, barcode);
	if (label == NULL)
		ereport(ERROR,
				(errcode(PNL_ERRCODE_PROTOCOL),
				 errmsg("PostNL sent no label for parcel %s", barcode)));
	pnl_shipment_store_fetched(stored->shipment_id, labels);
	PG_RETURN_BYTEA_P(label->content);
}

/* ----------
 * Sheets
 * ----------
 */

/* The descriptions ask for a sheet, from a position on. */
static void
ask_for_sheet(const PnlShipment *shipment, const char *position)
{
	PnlJson    *description = shipment->description;

	if (!pnl_json_put(description, "label.format", pnl_json_new_text("pdf", 3)) ||
		!pnl_json_put(description, "label.position",
					  pnl_json_new_text(position, strlen(position))))
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
}

static PnlAccount *
find_sheet_account(const char *barcode)
{
	PnlAccount *account = pnl_account_open(pnl_shipment_store_find(barcode)->account);

	if (account->uses_v4)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("PostNL's API v4 puts only labels of one shipment on a sheet"),
				 errhint("Use an account with api legacy, or give the shipment a "
						 "label.position.")));
	return account;
}

/* The parcels of one sheet. */
static PnlLabelParcel *
find_sheet_parcels(const PnlAccount *account, char **barcodes, int count,
				   const char *position)
{
	PnlLabelParcel *parcels = palloc0(count * sizeof(PnlLabelParcel));

	for (int i = 0; i < count; i++)
	{
		PnlStoredShipment *stored = pnl_shipment_store_find(barcodes[i]);
		PnlShipment *shipment = read_stored_shipment(account, stored);

		if (strcmp(stored->account, account->name) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("barcodes must be of one account")));
		pnl_account_check_environment(account, stored->shipment_id, stored->environment);
		ask_for_sheet(shipment, position);
		parcels[i].shipment = shipment;
		parcels[i].number = stored->parcel_number;
		parcels[i].barcode = barcodes[i];
		parcels[i].main_barcode = stored->barcodes[0];
	}
	return parcels;
}

/* Adds the sheets of a call; returns the number of the last one. */
static int
add_sheets(PnlResult *result, int sheet, const List *labels)
{
	for (int i = 0; i < list_length(labels); i++)
	{
		const PnlShippedLabel *label = list_nth(labels, i);
		Datum		values[4];
		bool		nulls[4] = {false};

		values[0] = Int32GetDatum(++sheet);
		set_text(values, nulls, 1, label->barcode);
		set_text(values, nulls, 2, label->format);
		values[3] = PointerGetDatum(label->content);
		pnl_result_add(result, 0, values, nulls);
	}
	return sheet;
}

/*
 * Asks for sheets with the labels of some barcodes.  The first one has what
 * is free from the position on, the others are new.
 */
static void
ask_for_sheets(PnlResult *result, PnlAccount *account, char **barcodes, size_t count,
			   const char *position)
{
	size_t		free_places = pnl_label_format_places_from(position[0]);
	size_t		done = 0;
	int			sheet = 0;

	while (done < count)
	{
		int			on_sheet = (int) Min(free_places, count - done);
		PnlLabelParcel *parcels = find_sheet_parcels(account, &barcodes[done], on_sheet,
													 position);

		sheet = add_sheets(result, sheet, pnl_shipping_labels(account, parcels, on_sheet));
		done += on_sheet;
		free_places = PNL_SHEET_PLACES;
		position = "A";
	}
}

/* The barcodes of an array, each in its one spelling. */
static char **
read_barcodes(ArrayType *array, size_t *count)
{
	PnlText    *given = pnl_bind_value_texts(array, count);
	char	  **barcodes = palloc(Max(*count, 1) * sizeof(char *));

	for (size_t i = 0; i < *count; i++)
		barcodes[i] = pnl_bind_value_barcode(given[i]);
	return barcodes;
}

/* barcodes, format, start_at; SQL of 1.0 calls the last one position */
Datum
postnl_labels(PG_FUNCTION_ARGS)
{
	PnlResult  *result = pnl_result_begin(fcinfo);
	char	  **barcodes;
	PnlAccount *account;
	size_t		count;
	char	   *position;
	PnlText		place;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return (Datum) 0;
	if (strcmp(text_to_cstring(PG_GETARG_TEXT_PP(1)), "pdf") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("format must be pdf: PostNL makes no other sheets"),
				 errhint("postnl_label() gives a label in the format of its shipment.")));
	barcodes = read_barcodes(PG_GETARG_ARRAYTYPE_P(0), &count);
	position = text_to_cstring(PG_GETARG_TEXT_PP(2));
	place = pnl_choice_find(PNL_SHEET_POSITIONS, (PnlText) {position, strlen(position)});
	if (place.length == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("start_at must be one of A, B, C, D")));
	position = pnstrdup(place.data, place.length);
	if (count == 0)
		return (Datum) 0;
	account = find_sheet_account(barcodes[0]);
	ask_for_sheets(result, account, barcodes, count, position);
	pnl_result_finish(result, 0);
	pnl_account_forget_key(account);
	return (Datum) 0;
}
