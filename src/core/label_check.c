/*
 * label_check.c
 *		What a generation of PostNL's API cannot say: checked when a shipment is
 *		taken on, and again before its call is built.
 *
 * Sources: api.md sections 1.3, 2.1 and 3.7, labelling.json ("MainBarcode:
 * mandatory for multicollo shipments").
 */
#include "core/label_check.h"

#include <stdio.h>
#include <string.h>

#include "core/choice.h"
#include "core/shipment_keys.h"

/* Services of V4 that no product of the legacy API has. */
static const PnlServices v4_services[] = {PNL_SERVICE_AGE_CHECK_16, PNL_SERVICE_REGISTERED};

/* Kinds of calls, as bits. */
#define KIND(kind) (1u << (kind))
#define MAKES_LABELS (KIND(PNL_LABEL_AND_CONFIRM) | KIND(PNL_LABEL_ONLY))
#define ANNOUNCES (MAKES_LABELS | KIND(PNL_CONFIRM_ONLY))
#define RETURNS KIND(PNL_LABEL_RETURN)

/*
 * Words and numbers that a generation has not all of (labelling.json, confirming.json;
 * api.md, sections 1.3, 1.7 and 2.4).
 */
static const struct
{
	bool		v4;
	unsigned	kinds;
	const char *path;
	const char *choices;
	const char *fault;
}			choices[] = {
	{false, MAKES_LABELS | RETURNS, "label.format", "pdf|zpl|gif|jpg",
	"must not be png with the legacy API"},
	{false, MAKES_LABELS | RETURNS, "customs.currency", "EUR|USD",
	"must be EUR or USD with the legacy API"},
	{false, ANNOUNCES | RETURNS, "returns.period_days", "20|35",
	"must be 20 or 35 with the legacy API"},
	{true, ANNOUNCES, "returns.period_days", "20|35|100|200|365",
	"must be 20, 35, 100, 200 or 365 with API v4"},
	{true, RETURNS, "returns.period_days", "20|35", "must be 20 or 35"},
	{true, ANNOUNCES, "delivery_window.service", "daytime|evening",
	"must be daytime or evening with API v4"},
	{true, ANNOUNCES, "delivery_window.guaranteed_before", "10:00|12:00|17:00",
	"must be 10:00, 12:00 or 17:00 with API v4"},
};

static bool
check_choices(const PnlShipment *shipment, bool v4, PnlLabelCallKind kind, PnlError *error)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
	{
		PnlText		word = pnl_shipment_text(shipment, choices[i].path);

		if (choices[i].v4 == v4 && (choices[i].kinds & KIND(kind)) != 0 && word.length > 0 &&
			pnl_choice_find(choices[i].choices, word).length == 0)
			return pnl_error_set_key(error, choices[i].path, "%s", choices[i].fault);
	}
	return true;
}

/* Of an announcement the sender is the customer, who has a city (labelling.json). */
bool
pnl_label_check_sender(const PnlJson *sender, bool v4, PnlError *error)
{
	if (v4 || pnl_json_kind(sender) == PNL_JSON_NOTHING ||
		pnl_json_kind(pnl_json_get(sender, "city")) != PNL_JSON_NOTHING)
		return true;
	return pnl_error_set_key(error, "sender.city", "must be given of a sender with the "
							 "legacy API");
}

static bool
check_legacy_words(const PnlShipment *shipment, PnlLabelCallKind kind, PnlError *error)
{
	for (size_t i = 0; i < sizeof(v4_services) / sizeof(v4_services[0]); i++)
		if (shipment->services & v4_services[i])
			return pnl_error_set_key(error, "services", "%s is not possible with API legacy",
									 pnl_product_service_word(v4_services[i]));
	return kind == PNL_LABEL_RETURN ||
		pnl_label_check_sender(pnl_shipment_get(shipment, "sender"), false, error);
}

static bool
check_v4_words(const PnlShipment *shipment, PnlLabelCallKind kind, PnlError *error)
{
	const PnlProduct *product = shipment->product.product;

	/* a return by itself has neither window nor product */
	if (kind == PNL_LABEL_RETURN)
		return true;
	if (product == NULL || !product->in_v4)
		return pnl_error_set_key(error, "product", "%s is not possible with API v4",
								 shipment->product.code);
	if (pnl_shipment_get(shipment, "options") != NULL)
		return pnl_error_set_key(error, "options", "are not possible with API v4; use services");
	return true;
}

/*
 * The barcode is committed before it goes on the wire, and the answer is held
 * against it, so nothing may come between.
 */
static bool
check_raw(const PnlShipment *shipment, bool v4, PnlError *error)
{
	const PnlJson *raw = pnl_shipment_get(shipment, "raw");
	const char *name = v4 ? "items" : "Barcode";

	if (!pnl_json_has_n(raw, name, strlen(name)))
		return true;
	return pnl_error_set_key(error, "raw", "must not have %s: parcels[].barcode gives barcodes",
							 name);
}

static bool
check_words(const PnlShipment *shipment, bool v4, PnlLabelCallKind kind, PnlError *error)
{
	if (!check_raw(shipment, v4, error) || !check_choices(shipment, v4, kind, error))
		return false;
	return v4 ? check_v4_words(shipment, kind, error) :
		check_legacy_words(shipment, kind, error);
}

/* Why PostNL's own barcodes will not do. */
#define NEEDS_BARCODES "for several parcels: API legacy issues none for them"

static bool
refuse_barcode(int number, const char *because, PnlError *error)
{
	char		key[PNL_KEY_PATH_SIZE];

	snprintf(key, sizeof(key), "parcels[%d].barcode", number);
	return pnl_error_set_key(error, key, "must be given %s", because);
}

/*
 * The parcels of the legacy API are one shipment by their barcodes, which
 * PostNL does not issue for several.
 */
bool
pnl_label_check(const PnlShipment *shipment, bool v4, PnlLabelCallKind kind, PnlError *error)
{
	bool		issued = kind == PNL_LABEL_RETURN || !pnl_shipment_takes_barcodes(shipment);

	if (!check_words(shipment, v4, kind, error))
		return false;
	for (int i = 0; i < shipment->parcel_count; i++)
		if (!v4 && issued && shipment->parcel_count > 1 &&
			pnl_json_kind(pnl_json_get(pnl_shipment_parcel(shipment, i), "barcode")) ==
			PNL_JSON_NOTHING)
			return refuse_barcode(i, NEEDS_BARCODES, error);
	return true;
}

/* What goes on the wire has to be there, whoever made the call. */
static bool
check_parcel(const PnlLabelCall *call, const PnlLabelParcel *parcel, PnlError *error)
{
	if (parcel->shipment == NULL || parcel->number < 0 ||
		parcel->number >= parcel->shipment->parcel_count)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "a call must be for parcels that exist");
	if (call->kind == PNL_CONFIRM_ONLY && parcel->barcode == NULL)
		return refuse_barcode(parcel->number, "for an announcement without a label", error);
	if (!call->v4 && parcel->shipment->parcel_count > 1 &&
		(parcel->barcode == NULL || parcel->main_barcode == NULL))
		return refuse_barcode(parcel->barcode == NULL ? parcel->number : 0, NEEDS_BARCODES,
							  error);
	return check_words(parcel->shipment, call->v4, call->kind, error);
}

bool
pnl_label_check_call(const PnlLabelCall *call, PnlError *error)
{
	if (call->parcels == NULL || call->parcel_count <= 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "a call must be for parcels that exist");
	if (call->customer_code == NULL || call->customer_number == NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "the account has no %s",
							 call->customer_code == NULL ? "customer_code" : "customer_number");
	for (int i = 0; i < call->parcel_count; i++)
		if (!check_parcel(call, &call->parcels[i], error))
			return false;
	return true;
}
