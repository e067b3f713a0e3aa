/*
 * api_delivery_date.c
 *		Delivery date v2_2: when a parcel arrives, and when to ship it; and
 *		timeframe/singleservice of V4, which answers the first.
 *
 * Sources: deliverydate.json (PostNL's OpenAPI file), api.md section 1.5,
 * quirks.md section 3.2.
 */
#include "core/api.h"

#include <stdio.h>
#include <string.h>

#include "core/request.h"
#include "core/ascii.h"
#include "core/cut_off.h"
#include "core/fields.h"
#include "core/url.h"

/* Values are case sensitive: "DayTime" gives error 26. */
#define OPTIONS "Daytime|Evening|Morning|Noon|Sunday|Today|Afternoon"
#define V4_OPTIONS "Daytime=daytime|Evening=evening"
#define V4_WORDS "daytime=Daytime|evening=Evening"

#define ADDRESS \
	{PNL_QUERY("postal_code", "PostalCode", PNL_TEXT, PNL_WIRE_POSTAL_CODE), \
	 .flags = PNL_REQUIRED}, \
	{PNL_QUERY("country", "CountryCode", PNL_TEXT, PNL_WIRE_CODE), \
	 .flags = PNL_REQUIRED, .choices = PNL_BENELUX}, \
	{PNL_QUERY("origin_country", "OriginCountryCode", PNL_TEXT, PNL_WIRE_CODE), \
	 .choices = PNL_BENELUX}, \
	{PNL_QUERY("house_number", "HouseNumber", PNL_INTEGER, PNL_WIRE_INTEGER), \
	 .min = 1, .max = 99999}, \
	{PNL_QUERY("house_number_addition", "HouseNrExt", PNL_TEXT, PNL_WIRE_CODE), \
	 .max_length = 35}, \
	{PNL_QUERY("street", "Street", PNL_TEXT, PNL_WIRE_CODE), .max_length = 95}, \
	{PNL_QUERY("city", "City", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35}, \
	{PNL_QUERY("shipping_duration", "ShippingDuration", PNL_INTEGER, PNL_WIRE_INTEGER), \
	 .flags = PNL_REQUIRED, .min = 1, .max = 99}

static const PnlParameter delivery_parameters[] = {
	ADDRESS,
	{PNL_QUERY("shipping_time", "ShippingDate", PNL_TIMESTAMP, PNL_WIRE_DATETIME_DUTCH),
	.flags = PNL_REQUIRED},
	{PNL_QUERY("cut_off", "CutOffTime", PNL_TIME, PNL_WIRE_TIME), .flags = PNL_REQUIRED},
	{PNL_QUERY("options", "Options", PNL_TEXT_ARRAY, PNL_WIRE_LIST),
	.flags = PNL_REQUIRED, .choices = OPTIONS},
	{.argument = "cut_offs", .place = PNL_IN_NOTHING, .type = PNL_JSON_TEXT},
	{NULL}
};

/* AvailableMonday, CutOffTimeMonday, ... for the days that cut_offs names. */
static bool
append_cut_off(PnlBuf *target, int weekday, const PnlCutOffDay *day)
{
	char		name[32];
	char		initial = pnl_ascii_upper(pnl_opening_hours_weekday_names[weekday][0]);
	const char *rest = pnl_opening_hours_weekday_names[weekday] + 1;
	const char *available = day->available ? "true" : "false";
	PnlBuf		time;

	if (!day->given)
		return true;
	snprintf(name, sizeof(name), "Available%c%s", initial, rest);
	pnl_url_append_query(target, name, available, strlen(available));
	if (!day->has_time[PNL_CUT_OFF_REGULAR])
		return pnl_buf_ok(target);
	snprintf(name, sizeof(name), "CutOffTime%c%s", initial, rest);
	pnl_buf_init(&time, 0);
	if (pnl_date_append(&time, &day->time[PNL_CUT_OFF_REGULAR], PNL_TIME_HMS))
		pnl_url_append_query(target, name, pnl_buf_text(&time), time.length);
	pnl_buf_free(&time);
	return pnl_buf_ok(target);
}

static bool
complete_delivery(PnlRequest *request, PnlJson *body,
				  const PnlOperation *operation, const PnlArguments *arguments,
				  PnlError *error)
{
	PnlCutOffs	cut_offs;
	bool		appended = true;

	(void) body;
	if (!pnl_cut_off_read(&cut_offs, pnl_argument_find(operation, arguments, "cut_offs"), error))
		return false;
	for (int day = 0; day < PNL_WEEKDAYS && appended; day++)
	{
		const PnlCutOffDay *cut_off = cut_offs.days[day].given ?
			&cut_offs.days[day] : &cut_offs.all_days;

		if (cut_off->available && !cut_off->has_time[PNL_CUT_OFF_REGULAR])
			return pnl_error_set(error, PNL_ERR_ARGUMENT,
								 "cut_offs must have regular times for delivery dates");
		appended = append_cut_off(&request->target, day, cut_off);
	}
	return appended;
}

static const PnlField delivery_fields[] = {
	{"delivery_date", "DeliveryDate", PNL_DATE, .required = true},
	{"options", "Options", PNL_TEXT_LIST},
	{NULL}
};

/* The answer is the row. */
static const PnlRowSet delivery_row_sets[] = {
	{"[]", delivery_fields},
	{NULL}
};

static const PnlParameter delivery_v4_parameters[] = {
	PNL_V4_CUSTOMER,
	PNL_V4_RECEIVER(0),
	{PNL_BODY("shipping_time", "handoverDate", PNL_TIMESTAMP, PNL_WIRE_DATE_ISO),
	.flags = PNL_REQUIRED},
	{PNL_BODY("=1", "deliveryDays", PNL_INTEGER, PNL_WIRE_INTEGER)},
	{PNL_BODY("options", "service", PNL_TEXT_ARRAY, PNL_WIRE_FIRST),
	.flags = PNL_REQUIRED, .choices = V4_OPTIONS},
	{NULL}
};

static const PnlField delivery_v4_fields[] = {
	{"delivery_date", "deliveryDate", PNL_DATE, .required = true},
	{"options", "service", PNL_TEXT_LIST, .words = V4_WORDS},
	{NULL}
};

static const PnlRowSet delivery_v4_row_sets[] = {
	{"deliveryDates[]", delivery_v4_fields},
	{NULL}
};

static const PnlOperation delivery_date_v4 = {
	.name = "delivery date",
	.method = "POST",
	.path = "/shipment/delivery/v4/timeframe/singleservice",
	.flags = PNL_REPEATABLE,
	.parameters = delivery_v4_parameters,
	.row_sets = delivery_v4_row_sets,
};

const PnlOperation pnl_api_delivery_date = {
	.name = "delivery date",
	.method = "GET",
	.path = "/shipment/v2_2/calculate/date/delivery",
	.flags = PNL_REPEATABLE,
	.parameters = delivery_parameters,
	.row_sets = delivery_row_sets,
	.complete = complete_delivery,
	.v4 = &delivery_date_v4,
};

static const PnlParameter shipping_parameters[] = {
	ADDRESS,
	{PNL_QUERY("delivery_date", "DeliveryDate", PNL_DATE, PNL_WIRE_DATE_DUTCH),
	.flags = PNL_REQUIRED, .not_before = "today"},
	{NULL}
};

static const PnlField shipping_fields[] = {
	{"shipping_date", "SentDate", PNL_DATE, .required = true},
	{"options", "Options", PNL_TEXT_LIST},
	{NULL}
};

static const PnlRowSet shipping_row_sets[] = {
	{"[]", shipping_fields},
	{NULL}
};

const PnlOperation pnl_api_shipping_date = {
	.name = "shipping date",
	.method = "GET",
	.path = "/shipment/v2_2/calculate/date/shipping",
	.flags = PNL_REPEATABLE,
	.parameters = shipping_parameters,
	.row_sets = shipping_row_sets,
};
