/*
 * api_timeframe.c
 *		Timeframes v2_1 and timeframe/multipleservices of V4: when PostNL can
 *		deliver at an address.
 *
 * Sources: timeframes.json (PostNL's OpenAPI file), api.md section 1.5,
 * quirks.md section 3.2.
 */
#include "core/api.h"

#include <string.h>

#include "core/argument.h"
#include "core/fields.h"
#include "core/request.h"

/* Values are case sensitive on the wire. */
#define OPTIONS "Daytime|Today|Sameday|Evening|Morning|Noon|Sunday|Afternoon"
#define V4_OPTIONS "Daytime=daytime|Evening=evening"
#define V4_WORDS "daytime=Daytime|evening=Evening"

/* The longest span of days that V4 answers (api.md, section 1.5). */
#define V4_MAX_DAYS 14

static const PnlParameter legacy_parameters[] = {
	{PNL_QUERY("postal_code", "PostalCode", PNL_TEXT, PNL_WIRE_POSTAL_CODE),
	.flags = PNL_REQUIRED},
	{PNL_QUERY("house_number", "HouseNumber", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = 99999},
	{PNL_QUERY("house_number_addition", "HouseNrExt", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 35},
	{PNL_QUERY("street", "Street", PNL_TEXT, PNL_WIRE_CODE), .max_length = 95},
	{PNL_QUERY("city", "City", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35},
	{PNL_QUERY("country", "CountryCode", PNL_TEXT, PNL_WIRE_CODE),
	.flags = PNL_REQUIRED, .choices = PNL_BENELUX},
	{PNL_QUERY("from_date", "StartDate", PNL_DATE, PNL_WIRE_DATE_DUTCH),
	.flags = PNL_REQUIRED, .not_before = "today"},
	{PNL_QUERY("to_date", "EndDate", PNL_DATE, PNL_WIRE_DATE_DUTCH),
	.flags = PNL_REQUIRED, .not_before = "from_date"},
	{PNL_QUERY("options", "Options", PNL_TEXT_ARRAY, PNL_WIRE_LIST),
	.flags = PNL_REQUIRED, .choices = OPTIONS},
	{PNL_QUERY("sunday_sorting", "AllowSundaySorting", PNL_BOOLEAN, PNL_WIRE_BOOLEAN),
	.flags = PNL_REQUIRED},
	{NULL}
};

static const PnlField available_fields[] = {
	{"delivery_date", "^Date", PNL_DATE, .required = true},
	{"from_time", "From", PNL_TIME},
	{"to_time", "To", PNL_TIME},
	{"options", "Options", PNL_TEXT_LIST},
	{"available", "=true", PNL_BOOLEAN},
	{"sustainability_code", "Sustainability.Code", PNL_TEXT},
	{"sustainability", "Sustainability.Description", PNL_TEXT},
	{NULL}
};

static const PnlField reason_fields[] = {
	{"delivery_date", "Date", PNL_DATE, .required = true},
	{"options", "Options", PNL_TEXT_LIST},
	{"available", "=false", PNL_BOOLEAN},
	{"reason_code", "Code", PNL_TEXT},
	{"reason", "Description", PNL_TEXT},
	{"sustainability_code", "Sustainability.Code", PNL_TEXT},
	{"sustainability", "Sustainability.Description", PNL_TEXT},
	{NULL}
};

static const PnlRowSet legacy_row_sets[] = {
	{"Timeframes.Timeframe[].Timeframes.TimeframeTimeFrame[]", available_fields},
	{"ReasonNoTimeframes.ReasonNoTimeframe[]", reason_fields},
	{NULL}
};

static const PnlParameter v4_parameters[] = {
	PNL_V4_CUSTOMER,
	PNL_V4_RECEIVER(PNL_REQUIRED),
	{.argument = "from_date", .place = PNL_IN_NOTHING, .type = PNL_DATE,
	.flags = PNL_REQUIRED, .not_before = "today"},
	{.argument = "to_date", .place = PNL_IN_NOTHING, .type = PNL_DATE,
	.flags = PNL_REQUIRED, .not_before = "from_date"},
	{PNL_BODY("options", "services", PNL_TEXT_ARRAY, PNL_WIRE_LIST),
	.flags = PNL_REQUIRED, .choices = V4_OPTIONS},
	{NULL}
};

/* The day before, but no day that is over. */
static PnlCivil
day_before(const PnlCivil *day, const PnlCivil *today)
{
	int			before = pnl_date_to_days(day) - 1;
	int			first = pnl_date_to_days(today);

	return pnl_date_from_days(before < first ? first : before);
}

/*
 * PostNL gets the parcel on the day before the first one asked for, and the
 * days are counted.
 */
static bool
complete_v4(PnlRequest *request, PnlJson *body, const PnlOperation *operation,
			const PnlArguments *arguments, PnlError *error)
{
	const PnlCivil *from = &pnl_argument_find(operation, arguments, "from_date")->civil;
	const PnlCivil *to = &pnl_argument_find(operation, arguments, "to_date")->civil;
	int			days = pnl_date_to_days(to) - pnl_date_to_days(from) + 1;
	PnlCivil	hand_over = day_before(from, &arguments->today);
	PnlBuf		text;
	bool		added;

	(void) request;
	if (days > V4_MAX_DAYS)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "to_date must not be more than %d days after from_date",
							 V4_MAX_DAYS - 1);
	pnl_buf_init(&text, 0);
	added = pnl_date_append(&text, &hand_over, PNL_DATE_ISO) &&
		pnl_json_put(body, "handoverDate", pnl_json_new_text(pnl_buf_text(&text), text.length)) &&
		pnl_json_put(body, "numberOfDays", pnl_json_new_integer(days));
	pnl_buf_free(&text);
	return added;
}

static const PnlField v4_fields[] = {
	{"delivery_date", "^deliveryDate", PNL_DATE, .required = true},
	{"from_time", "timeFrame.from", PNL_TIME},
	{"to_time", "timeFrame.until", PNL_TIME},
	{"options", "service", PNL_TEXT_LIST, .words = V4_WORDS},
	{"available", "availability|=true", PNL_BOOLEAN},
	{"reason", "reason.description|reason.code|reason", PNL_TEXT},
	{"sustainability_code", "sustainability.code", PNL_TEXT},
	{"sustainability", "sustainability.description", PNL_TEXT},
	{NULL}
};

/* A day with one service may come flat (quirks.md, section 3.2). */
static const PnlField v4_flat_fields[] = {
	{"delivery_date", "deliveryDate", PNL_DATE, .required = true},
	{"from_time", "timeFrame.from", PNL_TIME},
	{"to_time", "timeFrame.until", PNL_TIME},
	{"options", "service", PNL_TEXT_LIST, .words = V4_WORDS},
	{"available", "availability|=true", PNL_BOOLEAN},
	{"sustainability_code", "sustainability.code", PNL_TEXT},
	{"sustainability", "sustainability.description", PNL_TEXT},
	{NULL}
};

static const PnlRowSet v4_row_sets[] = {
	{"deliveryDates[].services[]", v4_fields},
	{"deliveryDates[]", v4_flat_fields, .unless_key = "services"},
	{NULL}
};

static const PnlOperation timeframes_v4 = {
	.name = "timeframes",
	.method = "POST",
	.path = "/shipment/delivery/v4/timeframe/multipleservices",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = v4_parameters,
	.row_sets = v4_row_sets,
	.complete = complete_v4,
};

const PnlOperation pnl_api_timeframes = {
	.name = "timeframes",
	.method = "GET",
	.path = "/shipment/v2_1/calculate/timeframes",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = legacy_parameters,
	.row_sets = legacy_row_sets,
	.v4 = &timeframes_v4,
};
