/*
 * label_legacy.c
 *		Bodies of Labelling 2.2, Confirming 2 and Shipment 1.
 *
 * Sources: labelling.json, confirming.json (PostNL's OpenAPI files), api.md
 * sections 2.1, 2.4, 3.6 and 3.7.
 */
#include "core/label_legacy.h"

#include <stdio.h>
#include <string.h>

#include "core/label_customs.h"
#include "core/wire.h"

#include "core/choice.h"
#include "core/shipment_keys.h"

/* Types of addresses, contacts, amounts and groups (reference_codes.csv). */
#define ADDRESS_RECEIVER "01"
#define ADDRESS_SENDER "02"
#define ADDRESS_RETURN "08"
#define ADDRESS_PICKUP "09"
#define CONTACT_RECEIVER "01"
#define CONTACT_SENDER "02"
#define AMOUNT_INSURED "02"
#define GROUP_MULTI_COLLO "03"

/* Products of a return by itself (api.md, section 2.4). */
#define PRODUCT_RETURN "3285"
#define PRODUCT_RETURN_REPLY_NUMBER "2285"

/* What a description's words become as characteristic and option. */
static const struct
{
	const char *path;			/* of the key; a list or a text */
	const char *word;
	const char *option;
}			word_options[] = {
	{"delivery_window.service", "evening", "118/006"},
	{"delivery_window.service", "sunday", "101/008"},
	{"delivery_window.service", "today", "118/044"},
	{"delivery_window.service", "sameday", "118/015"},
	{"delivery_window.service", "sameday", "118/006"},
	{"delivery_window.guaranteed_before", "09:00", "118/017"},
	{"delivery_window.guaranteed_before", "10:00", "118/007"},
	{"delivery_window.guaranteed_before", "12:00", "118/008"},
	{"delivery_window.guaranteed_before", "17:00", "118/012"},
	{"returns.label", "label_in_the_box", "152/028"},
	{"returns.label", "shipment_and_return", "152/026"},
	{"returns.kind", "smart", "152/025"},
	{"returns.kind", "label", "152/027"},
	{"returns.blocked", "true", "191/004"},
	{"returns.period_days", "35", "191/001"},
	{"services", "delivery_code", "004/020"},
	{"services", "adr_lq", "136/006"},
};

static bool
failed(PnlError *error)
{
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

/* ----------
 * Options
 * ----------
 */

static bool
add_option(PnlJson *list, const char *option)
{
	PnlJson    *entry;

	/* a product and a word may ask for the same */
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		PnlText		characteristic,
					number;

		if (pnl_json_text(pnl_json_get(pnl_json_item(list, i), "Characteristic"),
						  &characteristic.data, &characteristic.length) &&
			pnl_json_text(pnl_json_get(pnl_json_item(list, i), "Option"),
						  &number.data, &number.length) &&
			strncmp(characteristic.data, option, 3) == 0 &&
			strncmp(number.data, option + 4, 3) == 0)
			return true;
	}
	entry = pnl_json_new_object();
	if (entry != NULL &&
		pnl_json_put(entry, "Characteristic", pnl_json_new_text(option, 3)) &&
		pnl_json_put(entry, "Option", pnl_json_new_text(option + 4, 3)))
		return pnl_json_append(list, entry);
	pnl_json_free(entry);
	return false;
}

static bool
has_word(const PnlShipment *shipment, const char *path, const char *word)
{
	PnlText		text = pnl_shipment_text(shipment, path);

	if (text.length == strlen(word) && memcmp(text.data, word, text.length) == 0)
		return true;
	return pnl_shipment_lists(shipment, path, word);
}

/* The options of the product: "002/014 118/006". */
static bool
add_product_options(PnlJson *list, const PnlShipment *shipment)
{
	const PnlProduct *product = shipment->product.product;
	const char *at = product != NULL ? product->options : "";
	bool		added = true;

	while (added && *at != '\0')
	{
		added = add_option(list, at);
		at += strcspn(at, " ");
		at += *at == ' ';
	}
	return added;
}

static bool
add_given_options(PnlJson *list, const PnlShipment *shipment)
{
	const PnlJson *given = pnl_shipment_get(shipment, "options");

	for (size_t i = 0; i < pnl_json_count(given); i++)
	{
		PnlText		option;

		if (!pnl_json_text(pnl_json_item(given, i), &option.data, &option.length) ||
			!add_option(list, option.data))
			return false;
	}
	return true;
}

/* A parcel in the EU is one to a consumer, unless told otherwise. */
static bool
add_receiver_option(PnlJson *list, const PnlShipment *shipment)
{
	if (shipment->destination != PNL_TO_EU || shipment->product.product == NULL ||
		strcmp(shipment->product.product->destination, "EU") != 0 ||
		strcmp(shipment->product.product->shipment_type, "parcel") != 0)
		return true;
	return add_option(list, has_word(shipment, "receiver.type", "business") ?
					  "101/013" : "101/012");
}

static bool
add_options(PnlJson *wire, const PnlShipment *shipment)
{
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL && add_product_options(list, shipment) &&
		add_receiver_option(list, shipment);

	for (size_t i = 0; added && i < sizeof(word_options) / sizeof(word_options[0]); i++)
		if (has_word(shipment, word_options[i].path, word_options[i].word))
			added = add_option(list, word_options[i].option);
	added = added && add_given_options(list, shipment);
	if (added && pnl_json_count(list) > 0)
		return pnl_json_put(wire, "ProductOptions", list);
	pnl_json_free(list);
	return added;
}

/* ----------
 * Addresses and contacts
 * ----------
 */

static bool
add_address(PnlJson *list, const char *type, const PnlJson *party)
{
	PnlJson    *address = pnl_json_new_object();
	bool		added = address != NULL &&
		pnl_wire_put_text(address, "AddressType", type) &&
		pnl_wire_copy_keys(address, pnl_shipment_keys_address, party, false);

	if (added && pnl_json_get(address, "Countrycode") == NULL)
		added = pnl_wire_put_text(address, "Countrycode", "NL");
	if (added)
		return pnl_json_append(list, address);
	pnl_json_free(address);
	return false;
}

static bool
add_addresses(PnlJson *wire, const PnlShipment *shipment, bool is_return)
{
	static const struct
	{
		const char *path;
		const char *type;
	}			parties[] = {
		{"return_address", ADDRESS_RETURN},
		{"pickup_location", ADDRESS_PICKUP}
	};
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL &&
		add_address(list, ADDRESS_RECEIVER, pnl_shipment_get(shipment, "receiver"));

	/* who sends a return is not the customer */
	if (added && is_return && pnl_shipment_get(shipment, "sender") != NULL)
		added = add_address(list, ADDRESS_SENDER, pnl_shipment_get(shipment, "sender"));
	for (size_t i = 0; added && i < sizeof(parties) / sizeof(parties[0]); i++)
		if (pnl_shipment_get(shipment, parties[i].path) != NULL)
			added = add_address(list, parties[i].type, pnl_shipment_get(shipment, parties[i].path));
	if (added)
		return pnl_json_put(wire, "Addresses", list);
	pnl_json_free(list);
	return false;
}

static bool
add_contact(PnlJson *wire, const char *type, const PnlJson *party)
{
	static const struct
	{
		const char *key;
		const char *path;
	}			members[] = {
		{"email", "Contacts[].Email"}, {"mobile", "Contacts[].SMSNr"}, {"phone", "Contacts[].TelNr"}
	};
	bool		any = false;

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
	{
		const PnlJson *value = pnl_json_get(party, members[i].key);

		if (pnl_json_kind(value) == PNL_JSON_NOTHING)
			continue;
		any = true;
		if (!pnl_wire_put_value(wire, members[i].path, value))
			return false;
	}
	return !any || pnl_wire_put_text(wire, "Contacts[].ContactType", type);
}

/* ----------
 * A parcel
 * ----------
 */

/* A date of the description, so many days later. */
static bool
add_date(PnlJson *wire, const PnlShipment *shipment, const char *key, int days,
		 const char *path, PnlDateFormat format)
{
	PnlText		text = pnl_shipment_text(shipment, key);
	PnlCivil	date;
	PnlBuf		spelled;
	bool		added;

	if (text.length == 0)
		return true;
	pnl_buf_init(&spelled, 0);
	added = pnl_date_parse(text.data, text.length, &date);
	if (days != 0)
		date = pnl_date_from_days(pnl_date_to_days(&date) + days);
	added = added && pnl_date_append(&spelled, &date, format) &&
		pnl_wire_put_text(wire, path, pnl_buf_text(&spelled));
	pnl_buf_free(&spelled);
	return added;
}

/* With a delivery window it is needed: of a hand-over alone the day after. */
static bool
add_delivery_date(PnlJson *wire, const PnlShipment *shipment)
{
	bool		by_hand_over = pnl_shipment_get(shipment, "delivery_date") == NULL &&
		pnl_shipment_get(shipment, "delivery_window") != NULL;
	bool		same_day = has_word(shipment, "delivery_window.service", "today") ||
		has_word(shipment, "delivery_window.service", "sameday");

	return add_date(wire, shipment, by_hand_over ? "hand_over_date" : "delivery_date",
					by_hand_over && !same_day, "DeliveryDate", PNL_DATETIME_DUTCH);
}

static bool
add_dimension(PnlJson *wire, const PnlJson *parcel)
{
	return pnl_wire_copy_keys(wire, pnl_shipment_keys_parcel, parcel, false) &&
		pnl_json_put(wire, "Dimension.Weight",
					 pnl_json_new_integer(pnl_wire_integer(pnl_json_get(parcel, "weight_g"),
														   PNL_DEFAULT_WEIGHT_G)));
}

static bool
add_group(PnlJson *wire, const PnlLabelParcel *parcel)
{
	if (parcel->shipment->parcel_count == 1)
		return true;
	return pnl_wire_put_text(wire, "Groups[].GroupType", GROUP_MULTI_COLLO) &&
		pnl_json_put(wire, "Groups[].GroupSequence", pnl_json_new_integer(parcel->number + 1)) &&
		pnl_json_put(wire, "Groups[].GroupCount",
					 pnl_json_new_integer(parcel->shipment->parcel_count)) &&
		pnl_wire_put_text(wire, "Groups[].MainBarcode", parcel->main_barcode);
}

static bool
add_insurance(PnlJson *wire, const PnlShipment *shipment)
{
	PnlValue	value;

	if (!pnl_value_from_json(PNL_FLOAT, pnl_shipment_get(shipment, "insured_value"), &value) ||
		value.null)
		return true;
	return pnl_wire_put_text(wire, "Amounts[].AmountType", AMOUNT_INSURED) &&
		pnl_wire_put_text(wire, "Amounts[].Currency", "EUR") &&
		pnl_json_put(wire, "Amounts[].Value", pnl_json_new_number(value.number));
}

static bool
add_pickup(PnlJson *wire, const PnlShipment *shipment)
{
	if (!shipment->pickup)
		return true;
	return pnl_wire_put_text(wire, "DeliveryAddress", ADDRESS_PICKUP) &&
		pnl_wire_put_value(wire, "DownPartnerID",
						   pnl_shipment_get(shipment, "pickup_location.retail_network_id")) &&
		pnl_wire_put_value(wire, "DownPartnerLocation",
						   pnl_shipment_get(shipment, "pickup_location.location_code"));
}

/* A return by itself goes to a reply number or to a home address. */
static const char *
product_code(const PnlLabelCall *call, const PnlShipment *shipment)
{
	if (call->kind != PNL_LABEL_RETURN || pnl_shipment_get(shipment, "product") != NULL)
		return shipment->product.code;
	return has_word(shipment, "receiver.street", "Antwoordnummer") ?
		PRODUCT_RETURN_REPLY_NUMBER : PRODUCT_RETURN;
}

static bool
add_parcel(PnlJson *wire, const PnlLabelCall *call, const PnlLabelParcel *parcel)
{
	const PnlShipment *shipment = parcel->shipment;
	bool		is_return = call->kind == PNL_LABEL_RETURN;

	if (parcel->barcode != NULL && !pnl_wire_put_text(wire, "Barcode", parcel->barcode))
		return false;
	return pnl_wire_put_text(wire, "ProductCodeDelivery", product_code(call, shipment)) &&
		add_addresses(wire, shipment, is_return) &&
		add_contact(wire, is_return ? CONTACT_SENDER : CONTACT_RECEIVER,
					pnl_shipment_get(shipment, is_return ? "sender" : "receiver")) &&
		pnl_wire_copy_keys(wire, pnl_shipment_keys, shipment->description, false) &&
		add_dimension(wire, pnl_shipment_parcel(shipment, parcel->number)) &&
		add_options(wire, shipment) && add_group(wire, parcel) &&
		add_insurance(wire, shipment) && add_pickup(wire, shipment) &&
		add_delivery_date(wire, shipment) &&
		add_date(wire, shipment, "receiver_date_of_birth", 0, "ReceiverDateOfBirth",
				 PNL_DATE_DUTCH) &&
		pnl_label_customs_add(wire, shipment, call->kind == PNL_CONFIRM_ONLY) &&
		pnl_wire_put_value(wire, "ReturnBarcode", pnl_shipment_get(shipment, "returns.barcode")) &&
		pnl_wire_put_value(wire, "ReturnReference",
						   pnl_shipment_get(shipment, "returns.reference")) &&
		pnl_json_merge(wire, pnl_shipment_get(shipment, "raw"));
}

/* ----------
 * The message
 * ----------
 */

/* GraphicFile|PDF|MergeA, Zebra|Generic ZPL II 200 dpi, ... (api.md, 3.6). */
static bool
append_printer(PnlBuf *out, const PnlShipment *shipment)
{
	PnlText		format = pnl_shipment_text(shipment, "label.format");
	PnlText		position = pnl_shipment_text(shipment, "label.position");
	int32_t		dpi = pnl_wire_integer(pnl_shipment_get(shipment, "label.dpi"), 200);

	if (format.length == 0 || strcmp(format.data, "pdf") == 0)
	{
		pnl_buf_append_text(out, "GraphicFile|PDF");
		if (position.length > 0)
			pnl_buf_append_format(out, "|Merge%s", position.data);
	}
	else if (strcmp(format.data, "zpl") == 0)
		pnl_buf_append_format(out, "Zebra|Generic ZPL II %d dpi", dpi);
	else
		pnl_buf_append_format(out, "GraphicFile|%s %d dpi",
							  strcmp(format.data, "gif") == 0 ? "GIF" : "JPG", dpi);
	return pnl_buf_ok(out);
}

static bool
add_message(PnlJson *body, const PnlLabelCall *call)
{
	PnlBuf		text;
	bool		added;

	pnl_buf_init(&text, 0);
	added = pnl_buf_append_format(&text, "%lld",
								  (long long) (call->message_number % 1000000000000LL)) &&
		pnl_wire_put_text(body, "Message.MessageID", pnl_buf_text(&text));
	pnl_buf_reset(&text);
	added = added && pnl_date_append(&text, &call->now, PNL_DATETIME_DUTCH) &&
		pnl_wire_put_text(body, "Message.MessageTimeStamp", pnl_buf_text(&text));
	pnl_buf_reset(&text);
	if (added && call->kind != PNL_CONFIRM_ONLY)
		added = append_printer(&text, call->parcels[0].shipment) &&
			pnl_wire_put_text(body, "Message.Printertype", pnl_buf_text(&text));
	pnl_buf_free(&text);
	return added;
}

/* Who to ask at the customer's: Name is the company's. */
static bool
add_customer_contact(PnlJson *body, const PnlJson *sender)
{
	static const char *const names[] = {"first_name", "last_name"};
	PnlBuf		person;
	bool		added =
		pnl_wire_put_value(body, "Customer.Name", pnl_json_get(sender, "company")) &&
		pnl_wire_put_value(body, "Customer.Email", pnl_json_get(sender, "email"));

	pnl_buf_init(&person, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		PnlText		name = {NULL, 0};

		if (!pnl_json_text(pnl_json_get(sender, names[i]), &name.data, &name.length) ||
			name.length == 0)
			continue;
		if (person.length > 0)
			pnl_buf_append_char(&person, ' ');
		pnl_buf_append(&person, name.data, name.length);
	}
	added = added && pnl_buf_ok(&person) &&
		(person.length == 0 ||
		 pnl_wire_put_text(body, "Customer.ContactPerson", pnl_buf_text(&person)));
	pnl_buf_free(&person);
	return added;
}

static bool
add_customer(PnlJson *body, const PnlLabelCall *call)
{
	const PnlShipment *shipment = call->parcels[0].shipment;
	bool		is_return = call->kind == PNL_LABEL_RETURN;
	const PnlJson *sender = pnl_shipment_get(shipment, is_return ? "receiver" : "sender");
	PnlJson    *address;

	if (!pnl_wire_put_text(body, "Customer.CustomerCode", call->customer_code) ||
		!pnl_wire_put_text(body, "Customer.CustomerNumber", call->customer_number) ||
		(call->collection_location != NULL &&
		 !pnl_wire_put_text(body, "Customer.CollectionLocation", call->collection_location)))
		return false;
	if (sender == NULL)
		return true;
	if (!add_customer_contact(body, sender))
		return false;
	address = pnl_json_new_object();
	if (address != NULL && pnl_wire_put_text(address, "AddressType", ADDRESS_SENDER) &&
		pnl_wire_copy_keys(address, pnl_shipment_keys_address, sender, false) &&
		(pnl_json_get(address, "Countrycode") != NULL ||
		 pnl_wire_put_text(address, "Countrycode", "NL")))
		return pnl_json_put(body, "Customer.Address", address);
	pnl_json_free(address);
	return false;
}

static bool
add_parcels(PnlJson *body, const PnlLabelCall *call)
{
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL;

	for (int i = 0; added && i < call->parcel_count; i++)
	{
		PnlJson    *wire = pnl_json_new_object();

		added = wire != NULL && add_parcel(wire, call, &call->parcels[i]);
		added = pnl_json_append(list, wire) && added;
	}
	if (added)
		return pnl_json_put(body, "Shipments", list);
	pnl_json_free(list);
	return false;
}

PnlJson *
pnl_label_legacy_body(const PnlLabelCall *call, PnlError *error)
{
	PnlJson    *body = pnl_json_new_object();

	if (body != NULL && add_customer(body, call) &&
		add_message(body, call) && add_parcels(body, call))
		return body;
	pnl_json_free(body);
	failed(error);
	return NULL;
}
