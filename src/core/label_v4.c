/*
 * label_v4.c
 *		Bodies of the V4 operations labelconfirm, label, confirm and
 *		return/generate.
 *
 * Source: api.md sections 1.3, 1.7 and 1.9.  Where PostNL's own material
 * spells a key in two ways, this is the SDK's.
 */
#include "core/label_v4.h"

#include <string.h>

#include "core/wire.h"

#include "core/barcode.h"
#include "core/choice.h"
#include "core/shipment_keys.h"

/* The services of V4 that are a plain true. */
static const struct
{
	PnlServices service;
	const char *path;
}			flag_services[] = {
	{PNL_SERVICE_STATED_ADDRESS_ONLY, "services.statedAddressOnly"},
	{PNL_SERVICE_RETURN_WHEN_NOT_HOME, "services.returnWhenNotHome"},
	{PNL_SERVICE_ADR_LQ, "services.adrLq"},
	{PNL_SERVICE_REGISTERED, "services.registered"},
};

/* The services of V4 that are a word. */
static const struct
{
	PnlServices service;
	const char *path;
	const char *word;
}			word_services[] = {
	{PNL_SERVICE_SIGNATURE, "services.deliveryConfirmation", "signature"},
	{PNL_SERVICE_DELIVERY_CODE, "services.deliveryConfirmation", "deliverycode"},
	{PNL_SERVICE_AGE_CHECK_16, "services.minimalAgeCheck", "16+"},
	{PNL_SERVICE_AGE_CHECK_18, "services.minimalAgeCheck", "18+"},
};

/* Positions on a sheet of four (api.md, section 3.6). */
#define POSITIONS "A=topleft|B=topright|C=bottomleft|D=bottomright"

#define DEFAULT_DPI 200

static bool
failed(PnlError *error)
{
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

static bool
copy_party(PnlJson *body, const char *path, const PnlJson *party)
{
	PnlJson    *target = pnl_json_new_object();

	if (target != NULL && pnl_wire_copy_keys(target, pnl_shipment_keys_address, party, true) &&
		(pnl_json_get(pnl_json_get(target, "address"), "countryIso") != NULL ||
		 pnl_wire_put_text(target, "address.countryIso", "NL")))
		return pnl_json_put(body, path, target);
	pnl_json_free(target);
	return false;
}

/* The customer is the sender, but of a return the receiver. */
static bool
add_parties(PnlJson *body, const PnlLabelCall *call, const PnlShipment *shipment)
{
	const char *customer = call->kind == PNL_LABEL_RETURN ? "receiver" : "sender";
	PnlBuf		path;
	bool		added = copy_party(body, "receiver", pnl_shipment_get(shipment, "receiver")) &&
		copy_party(body, "sender", pnl_shipment_get(shipment, "sender"));

	pnl_buf_init(&path, 0);
	if (added)
	{
		pnl_buf_append_format(&path, "%s.customerCode", customer);
		added = pnl_wire_put_text(body, pnl_buf_text(&path), call->customer_code);
	}
	if (added)
	{
		pnl_buf_reset(&path);
		pnl_buf_append_format(&path, "%s.customerNumber", customer);
		added = pnl_wire_put_text(body, pnl_buf_text(&path), call->customer_number);
	}
	pnl_buf_free(&path);
	if (added && pnl_shipment_get(shipment, "return_address") != NULL)
	{
		PnlJson    *party = pnl_json_new_object();

		added = party != NULL &&
			copy_party(party, "of", pnl_shipment_get(shipment, "return_address")) &&
			pnl_wire_put_value(body, "sender.undeliverableReturnAddress",
							   pnl_json_get(pnl_json_get(party, "of"), "address"));
		pnl_json_free(party);
	}
	return added;
}

static bool
add_services(PnlJson *body, const PnlShipment *shipment)
{
	for (size_t i = 0; i < sizeof(flag_services) / sizeof(flag_services[0]); i++)
		if ((shipment->services & flag_services[i].service) &&
			!pnl_json_put(body, flag_services[i].path, pnl_json_new_boolean(true)))
			return false;
	for (size_t i = 0; i < sizeof(word_services) / sizeof(word_services[0]); i++)
		if ((shipment->services & word_services[i].service) &&
			!pnl_wire_put_text(body, word_services[i].path, word_services[i].word))
			return false;
	return true;
}

static bool
add_window(PnlJson *body, const PnlShipment *shipment)
{
	PnlText		service = pnl_shipment_text(shipment, "delivery_window.service");

	if (service.length > 0 &&
		(strcmp(service.data, "daytime") == 0 || strcmp(service.data, "evening") == 0) &&
		!pnl_wire_put_text(body, "services.deliveryWindow.service", service.data))
		return false;
	return pnl_wire_put_value(body, "services.deliveryWindow.guaranteedBefore",
							  pnl_shipment_get(shipment, "delivery_window.guaranteed_before")) &&
		pnl_wire_put_value(body, "services.deliveryWindow.duration",
						   pnl_shipment_get(shipment, "delivery_window.duration"));
}

/* V4 takes the day of hand-over; a delivery is expected the day after. */
static bool
add_hand_over(PnlJson *body, const PnlShipment *shipment)
{
	PnlText		given = pnl_shipment_text(shipment, "hand_over_date");
	PnlText		delivery = pnl_shipment_text(shipment, "delivery_date");
	PnlCivil	day;
	PnlBuf		text;
	bool		added;

	if (given.length == 0 && delivery.length == 0)
		return true;
	if (!pnl_date_parse(given.length > 0 ? given.data : delivery.data,
						given.length > 0 ? given.length : delivery.length, &day))
		return false;
	if (given.length == 0)
		day = pnl_date_from_days(pnl_date_to_days(&day) - 1);
	pnl_buf_init(&text, 0);
	added = pnl_date_append(&text, &day, PNL_DATE_ISO) &&
		pnl_wire_put_text(body, "handOverDate", pnl_buf_text(&text));
	pnl_buf_free(&text);
	return added;
}

static bool
add_label_settings(PnlJson *body, const PnlLabelCall *call, const PnlShipment *shipment)
{
	PnlText		format = pnl_shipment_text(shipment, "label.format");
	PnlText		position = pnl_shipment_text(shipment, "label.position");
	int32_t		dpi = pnl_wire_integer(pnl_shipment_get(shipment, "label.dpi"), DEFAULT_DPI);

	if (call->kind == PNL_CONFIRM_ONLY)
		return true;
	if (!pnl_wire_put_text(body, "labelSettings.outputType",
						   format.length > 0 ? format.data : "pdf") ||
		!pnl_json_put(body, "labelSettings.resolution", pnl_json_new_integer(dpi)) ||
		!pnl_wire_put_value(body, "labelSettings.pageOrientation",
							pnl_shipment_get(shipment, "label.orientation")))
		return false;
	if (call->kind == PNL_LABEL_RETURN &&
		!pnl_wire_put_text(body, "labelSettings.printMethod",
						   pnl_shipment_text(shipment, "returns.kind").length > 0 &&
						   strcmp(pnl_shipment_text(shipment, "returns.kind").data, "smart") == 0 ?
						   "retailPrint" : "consumerPrint"))
		return false;
	if (position.length == 0)
		return true;
	position = pnl_choice_find(POSITIONS, position);
	return pnl_wire_put_text(body, "labelSettings.mergeType", "pdfa6toa4") &&
		pnl_json_put(body, "labelSettings.positioning",
					 pnl_json_new_text(position.data, position.length));
}

/* What a parcel says itself, else what its shipment says. */
static const PnlJson *
own_or_shared(const PnlLabelParcel *parcel, const char *key)
{
	const PnlJson *own = pnl_json_get(pnl_shipment_parcel(parcel->shipment, parcel->number), key);

	return pnl_json_kind(own) != PNL_JSON_NOTHING ? own : pnl_shipment_get(parcel->shipment, key);
}

const PnlJson *
pnl_label_v4_reference(const PnlLabelParcel *parcel)
{
	if (parcel->barcode != NULL &&
		pnl_barcode_finds_parcel(parcel->barcode, strlen(parcel->barcode)))
		return own_or_shared(parcel, "reference");
	return pnl_shipment_get(parcel->shipment, "reference");
}

static bool
add_item(PnlJson *list, const PnlLabelParcel *parcel)
{
	const PnlShipment *shipment = parcel->shipment;
	PnlJson    *item = pnl_json_new_object();
	bool		added = item != NULL &&
		pnl_wire_copy_keys(item, pnl_shipment_keys_parcel,
					   pnl_shipment_parcel(shipment, parcel->number), true) &&
		pnl_wire_put_value(item, "customerReferences.shipmentReference",
					   pnl_label_v4_reference(parcel)) &&
		pnl_wire_put_value(item, "customerReferences.costCenter",
					   own_or_shared(parcel, "cost_center")) &&
		pnl_wire_put_value(item, "customerReferences.returnReference",
					   pnl_shipment_get(shipment, "returns.reference"));

	if (added && parcel->barcode != NULL)
		added = pnl_wire_put_text(item, "barcode", parcel->barcode);
	if (added)
		return pnl_json_append(list, item);
	pnl_json_free(item);
	return false;
}

static bool
add_items(PnlJson *body, const PnlLabelCall *call)
{
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL;

	for (int i = 0; added && i < call->parcel_count; i++)
		added = add_item(list, &call->parcels[i]);
	if (!added)
	{
		pnl_json_free(list);
		return false;
	}
	return pnl_json_put(body, "items", list) &&
		(call->kind == PNL_LABEL_RETURN ||
		 pnl_json_put(body, "itemCount", pnl_json_new_integer(call->parcel_count)));
}

static const char *
bundle_of(PnlServices services)
{
	if (services & PNL_SERVICE_INSURED_PLUS)
		return "insured_plus";
	if (services & PNL_SERVICE_INSURED)
		return "insured";
	return services & PNL_SERVICE_TRACK_TRACE ? "track_trace" : NULL;
}

static bool
add_customs_document(PnlJson *customs, const PnlJson *given)
{
	static const char *const types[] = {"certificate", "invoice", "license"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
	{
		const PnlJson *number = pnl_json_get(given, types[i]);

		if (pnl_json_kind(number) != PNL_JSON_NOTHING)
			return pnl_wire_put_text(customs, "associatedDocument.type", types[i]) &&
				pnl_wire_put_value(customs, "associatedDocument.number", number);
	}
	return true;
}

/* customs.shipment_type as a transaction code. */
#define TRANSACTIONS \
	"commercial_goods=11|returned_goods=21|gift=31|commercial_sample=32|documents=91"

static bool
add_customs(PnlJson *body, const PnlShipment *shipment)
{
	const PnlJson *given = pnl_shipment_get(shipment, "customs");
	const PnlJson *contents = pnl_json_get(given, "content");
	PnlText		type = pnl_shipment_text(shipment, "customs.shipment_type");
	PnlJson    *customs;
	PnlJson    *list;
	bool		added;

	if (given == NULL)
		return true;
	customs = pnl_json_new_object();
	list = pnl_json_new_array();
	added = customs != NULL && list != NULL &&
		pnl_wire_copy_keys(customs, pnl_shipment_keys_customs, given, true) &&
		add_customs_document(customs, given);
	if (added && pnl_json_get(customs, "transactionCode") == NULL)
	{
		PnlText		code = pnl_choice_find(TRANSACTIONS, type);

		added = pnl_json_put(customs, "transactionCode", pnl_json_new_text(code.data, code.length));
	}
	if (added && pnl_json_get(customs, "currency") == NULL)
		added = pnl_wire_put_text(customs, "currency", "EUR");
	for (size_t i = 0; added && i < pnl_json_count(contents); i++)
	{
		PnlJson    *entry = pnl_json_new_object();

		added = entry != NULL &&
			pnl_wire_copy_keys(entry, pnl_shipment_keys_content, pnl_json_item(contents, i), true);
		added = pnl_json_append(list, entry) && added;
	}
	if (added)
	{
		added = pnl_json_put(customs, "content", list);
		list = NULL;
	}
	if (added)
	{
		added = pnl_json_put(body, "internationalShipmentData.customs", customs);
		customs = NULL;
	}
	pnl_json_free(list);
	pnl_json_free(customs);
	return added;
}

static bool
add_international(PnlJson *body, const PnlShipment *shipment)
{
	const char *bundle = bundle_of(shipment->services);

	/* to Belgium parcels go as domestic ones, and the rest by mail */
	if (shipment->destination == PNL_TO_NL ||
		(shipment->destination == PNL_TO_BE &&
		 !(shipment->services & PNL_SERVICE_TRACK_TRACE)))
		return true;
	return (bundle == NULL ||
			pnl_wire_put_text(body, "internationalShipmentData.bundle", bundle)) &&
		add_customs(body, shipment);
}

/* Returns that go with a shipment. */
static bool
add_return_options(PnlJson *body, const PnlShipment *shipment)
{
	PnlText		label = pnl_shipment_text(shipment, "returns.label");

	if (label.length == 0)
		return true;
	if (!pnl_wire_put_text(body, "returnOptions.labelType",
						   strcmp(label.data, "label_in_the_box") == 0 ?
						   "labelinthebox" : "shipmentandreturnlabel") ||
		!pnl_wire_put_value(body, "returnOptions.returnBarcode",
							pnl_shipment_get(shipment, "returns.barcode")) ||
		!pnl_wire_put_value(body, "returnOptions.returnBlock",
							pnl_shipment_get(shipment, "returns.blocked")))
		return false;
	return pnl_wire_put_value(body, "returnOptions.returnPeriod",
							  pnl_shipment_get(shipment, "returns.period_days"));
}

/* Return options of a return by itself. */
static bool
add_return_call_options(PnlJson *body, const PnlShipment *shipment)
{
	return pnl_wire_put_value(body, "returnOptions.domestic.returnPeriod",
							  pnl_shipment_get(shipment, "returns.period_days")) &&
		pnl_wire_put_value(body, "returnOptions.domestic.valuableReturn",
						   pnl_shipment_get(shipment, "returns.valuable"));
}

static bool
add_shipment(PnlJson *body, const PnlLabelCall *call, const PnlShipment *shipment)
{
	bool		is_return = call->kind == PNL_LABEL_RETURN;
	const char *type = shipment->product.product != NULL ?
		shipment->product.product->shipment_type : "parcel";

	if (!pnl_wire_put_text(body, "shipmentType", type) ||
		!add_parties(body, call, shipment) ||
		!add_label_settings(body, call, shipment) ||
		!add_items(body, call))
		return false;
	if (is_return)
		return add_return_call_options(body, shipment);
	return pnl_wire_copy_keys(body, pnl_shipment_keys, shipment->description, true) &&
		add_services(body, shipment) && add_window(body, shipment) &&
		add_hand_over(body, shipment) &&
		pnl_wire_put_value(body, "deliveryLocation.pickupLocationId",
						   pnl_shipment_get(shipment, "pickup_location.location_code")) &&
		add_return_options(body, shipment) && add_international(body, shipment);
}

PnlJson *
pnl_label_v4_body(const PnlLabelCall *call, PnlError *error)
{
	const PnlShipment *shipment = call->parcels[0].shipment;
	PnlJson    *body = pnl_json_new_object();

	if (body != NULL && add_shipment(body, call, shipment) &&
		pnl_json_merge(body, pnl_shipment_get(shipment, "raw")))
		return body;
	pnl_json_free(body);
	failed(error);
	return NULL;
}
