/*
 * api_checkout.c
 *		Checkout v1: delivery and pick-up options for an address.
 *
 * Source: checkout.json (PostNL's OpenAPI file), api.md section 2.2, quirks.md
 * section 3.2.  V4 has no Checkout.
 */
#include "core/api.h"

#include <string.h>

#include "core/request.h"
#include "core/choice.h"
#include "core/cut_off.h"
#include "core/fields.h"
#include "core/postal_code.h"

/* Values are case sensitive on the wire. */
#define OPTIONS \
	"Daytime|Evening|Sunday|Sameday|Today|08:00-10:00|08:00-12:00|08:00-17:00|Pickup"

#define MAX_HOUSE_NUMBER 99999

/* Day of a cut-off time that holds for all days that have none of their own. */
#define ALL_DAYS "00"

static const PnlParameter parameters[] = {
	{PNL_BODY("postal_code", "Addresses[].Zipcode", PNL_TEXT, PNL_WIRE_POSTAL_CODE),
	.flags = PNL_REQUIRED},
	{PNL_BODY("house_number", "Addresses[].HouseNr", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = MAX_HOUSE_NUMBER},
	{PNL_BODY("country", "Addresses[].Countrycode", PNL_TEXT, PNL_WIRE_CODE),
	.otherwise = "=NL", .flags = PNL_REQUIRED, .choices = PNL_BENELUX},
	{PNL_BODY("=01", "Addresses[].AddressType", PNL_TEXT, PNL_WIRE_CODE)},
	{PNL_BODY("house_number_addition", "Addresses[].HouseNrExt", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 7},
	{PNL_BODY("street", "Addresses[].Street", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35},
	{PNL_BODY("city", "Addresses[].City", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35},
	{PNL_BODY("order_time", "OrderDate", PNL_TIMESTAMP, PNL_WIRE_DATETIME_DUTCH),
	.flags = PNL_REQUIRED},
	{PNL_BODY("days", "Days", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = 9},
	{PNL_BODY("options", "Options", PNL_TEXT_ARRAY, PNL_WIRE_LIST),
	.flags = PNL_REQUIRED, .choices = OPTIONS},
	{PNL_BODY("locations", "Locations", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = 3},
	{PNL_BODY("shipping_duration", "ShippingDuration", PNL_INTEGER, PNL_WIRE_INTEGER),
	.min = 1, .max = 99},
	{PNL_BODY("holiday_sorting", "HolidaySorting", PNL_BOOLEAN, PNL_WIRE_BOOLEAN)},
	{.argument = "cut_off", .place = PNL_IN_NOTHING, .type = PNL_TIME,
	.flags = PNL_REQUIRED},
	{.argument = "cut_offs", .place = PNL_IN_NOTHING, .type = PNL_JSON_TEXT},
	{.argument = "sender", .place = PNL_IN_NOTHING, .type = PNL_JSON_TEXT},
	{NULL}
};

/* One entry of CutOffTimes; a time of NULL says that the day has none. */
static bool
add_cut_off(PnlJson *list, const char *day, int type, const PnlCivil *time)
{
	PnlJson    *entry = pnl_json_new_object();
	const char *type_name = pnl_cut_off_type_names[type];
	PnlBuf		text;
	bool		added;

	pnl_buf_init(&text, 0);
	added = entry != NULL &&
		pnl_json_put(entry, "Day", pnl_json_new_text(day, strlen(day))) &&
		pnl_json_put(entry, "Available", pnl_json_new_boolean(time != NULL)) &&
		pnl_json_put(entry, "Type", pnl_json_new_text(type_name, strlen(type_name)));
	if (added && time != NULL)
		added = pnl_date_append(&text, time, PNL_TIME_HMS) &&
			pnl_json_put(entry, "Time", pnl_json_new_text(pnl_buf_text(&text), text.length));
	pnl_buf_free(&text);
	/* appending takes the entry in any case */
	return pnl_json_append(list, entry) && added;
}

static bool
add_day(PnlJson *list, const char *day, const PnlCutOffDay *cut_off)
{
	bool		added = true;

	if (!cut_off->given)
		return true;
	if (!cut_off->available)
		return add_cut_off(list, day, PNL_CUT_OFF_REGULAR, NULL);
	for (int type = 0; type < PNL_CUT_OFF_TYPES && added; type++)
		if (cut_off->has_time[type])
			added = add_cut_off(list, day, type, &cut_off->time[type]);
	return added;
}

static bool
add_cut_offs(PnlJson *body, const PnlCutOffs *cut_offs, const PnlCivil *regular)
{
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL;

	if (added && !cut_offs->all_days.has_time[PNL_CUT_OFF_REGULAR] &&
		(!cut_offs->all_days.given || cut_offs->all_days.available))
		added = add_cut_off(list, ALL_DAYS, PNL_CUT_OFF_REGULAR, regular);
	if (added)
		added = add_day(list, ALL_DAYS, &cut_offs->all_days);
	for (int day = 0; day < PNL_WEEKDAYS && added; day++)
	{
		char		number[3] = {'0', (char) ('1' + day), '\0'};

		added = add_day(list, number, &cut_offs->days[day]);
	}
	if (added)
		return pnl_json_put(body, "CutOffTimes", list);
	pnl_json_free(list);
	return false;
}

/* A key of the sender's address, named as in a shipment. */
typedef struct SenderKey
{
	const char *key;
	const char *wire_name;
	PnlWire		wire;			/* PNL_WIRE_INTEGER, _POSTAL_CODE or _CODE */
	const char *choices;
	bool		required;
} SenderKey;

static const SenderKey sender_keys[] = {
	{"country", "Countrycode", PNL_WIRE_CODE, PNL_BENELUX, true},
	{"postal_code", "Zipcode", PNL_WIRE_POSTAL_CODE, NULL, true},
	{"house_number", "HouseNr", PNL_WIRE_INTEGER, NULL, true},
	{"house_number_addition", "HouseNrExt", PNL_WIRE_CODE, NULL, false},
	{"street", "Street", PNL_WIRE_CODE, NULL, false},
	{"city", "City", PNL_WIRE_CODE, NULL, false}
};

/* The text is not blank. */
static bool
put_sender_text(PnlJson *address, const SenderKey *key, PnlText text, PnlError *error)
{
	PnlText		country = {"", 0};
	const char *fault = NULL;
	PnlBuf		spelled;
	bool		put;

	if (key->choices != NULL && pnl_choice_find(key->choices, text).length == 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "sender.%s must be one of NL, BE", key->key);
	if (key->choices != NULL)
		text = pnl_choice_find(key->choices, text);
	if (!pnl_json_text(pnl_json_get(address, "Countrycode"), &country.data, &country.length))
		return false;
	if (key->wire == PNL_WIRE_POSTAL_CODE)
		fault = pnl_postal_code_fault(text.data, text.length, country.data, country.length);
	if (fault != NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "sender.%s is not possible: %s",
							 key->key, fault);
	pnl_buf_init(&spelled, 0);
	if (key->wire == PNL_WIRE_POSTAL_CODE)
		pnl_postal_code_append(&spelled, text.data, text.length);
	else
		pnl_buf_append(&spelled, text.data, text.length);
	put = pnl_json_put(address, key->wire_name,
					   pnl_json_new_text(pnl_buf_text(&spelled), spelled.length));
	pnl_buf_free(&spelled);
	return put;
}

static bool
put_sender_key(PnlJson *address, const SenderKey *key, const PnlJson *member, PnlError *error)
{
	bool		is_number = key->wire == PNL_WIRE_INTEGER;
	PnlValue	value;

	if (!pnl_value_from_json(is_number ? PNL_INTEGER : PNL_TEXT, member, &value))
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "sender.%s is no %s", key->key,
							 is_number ? "integer" : "text");
	if (!value.null && !is_number && strspn(value.text.data, " ") >= value.text.length)
		value.null = true;
	if (value.null)
		return !key->required ||
			pnl_error_set(error, PNL_ERR_ARGUMENT, "sender.%s must be given", key->key);
	if (!is_number)
		return put_sender_text(address, key, value.text, error);
	if (value.integer < 1 || value.integer > MAX_HOUSE_NUMBER)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "sender.%s must be between 1 and %d",
							 key->key, MAX_HOUSE_NUMBER);
	return pnl_json_put(address, key->wire_name, pnl_json_new_integer(value.integer));
}

/* The sender's address, which the list has after the receiver's. */
static bool
add_sender(PnlJson *body, const PnlValue *sender, PnlError *error)
{
	PnlJson    *given;
	PnlJson    *address;
	PnlError	unreadable;
	bool		added;

	if (sender == NULL || sender->null)
		return true;
	pnl_error_init(&unreadable);
	given = pnl_json_parse(sender->text.data, sender->text.length, &unreadable);
	if (given == NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "sender must be an address as an object");
	address = pnl_json_new_object();
	added = address != NULL && pnl_json_put(address, "AddressType", pnl_json_new_text("02", 2));
	for (size_t i = 0; i < sizeof(sender_keys) / sizeof(sender_keys[0]) && added; i++)
		added = put_sender_key(address, &sender_keys[i],
							   pnl_json_get(given, sender_keys[i].key), error);
	pnl_json_free(given);
	/* appending takes it in any case */
	return pnl_json_append((PnlJson *) pnl_json_get(body, "Addresses"), address) && added;
}

static bool
complete_checkout(PnlRequest *request, PnlJson *body,
				  const PnlOperation *operation, const PnlArguments *arguments,
				  PnlError *error)
{
	const PnlValue *cut_off = pnl_argument_find(operation, arguments, "cut_off");
	PnlCutOffs	cut_offs;

	(void) request;
	return pnl_cut_off_read(&cut_offs, pnl_argument_find(operation, arguments, "cut_offs"),
							error) &&
		add_cut_offs(body, &cut_offs, &cut_off->civil) &&
		add_sender(body, pnl_argument_find(operation, arguments, "sender"), error);
}

static const PnlField delivery_fields[] = {
	{"kind", "=delivery", PNL_TEXT},
	{"option", "Options", PNL_TEXT_JOINED},
	{"delivery_date", "^DeliveryDate", PNL_DATE, .required = true},
	{"from_time", "From", PNL_TIME},
	{"to_time", "To", PNL_TIME},
	{"shipping_date", "ShippingDate|^ShippingDate", PNL_DATE},
	{"sustainability_code", "Sustainability.Code", PNL_TEXT},
	{"sustainability", "Sustainability.Description", PNL_TEXT},
	{NULL}
};

static const PnlField pickup_fields[] = {
	{"kind", "=pickup", PNL_TEXT},
	{"option", "^Option", PNL_TEXT},
	{"delivery_date", "^PickupDate", PNL_DATE, .required = true},
	{"from_time", "PickupTime", PNL_TIME},
	{"shipping_date", "ShippingDate|^ShippingDate", PNL_DATE},
	{"location_code", "LocationCode", PNL_TEXT},
	{"partner_id", "PartnerID", PNL_TEXT},
	{"location_name", "Address.CompanyName|Name", PNL_TEXT},
	{"address", "Address", PNL_OBJECT, .fields = pnl_fields_address},
	{"distance_m", "Distance", PNL_INTEGER},
	{"opening_hours", "OpeningHours", PNL_OPENING_HOURS},
	{"sustainability_code", "Sustainability.Code", PNL_TEXT},
	{"sustainability", "Sustainability.Description", PNL_TEXT},
	{NULL}
};

static const PnlRowSet row_sets[] = {
	{"DeliveryOptions[].Timeframe[]", delivery_fields},
	{"PickupOptions[].Locations[]", pickup_fields},
	{NULL}
};

const PnlOperation pnl_api_checkout = {
	.name = "delivery options",
	.method = "POST",
	.path = "/shipment/v1/checkout",
	.flags = PNL_REPEATABLE,
	.parameters = parameters,
	.row_sets = row_sets,
	.complete = complete_checkout,
};
