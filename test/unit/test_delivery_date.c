/*
 * test_delivery_date.c
 *		Delivery date v2_2 and timeframe/singleservice of V4.
 *
 * The fixtures are made of the examples of each property of PostNL's OpenAPI
 * file, and for V4 of the example in api.md, section 1.5.
 */
#include "service.h"

#include "core/api.h"

/* ----------
 * Answers
 * ----------
 */

static const ServiceAnswer legacy_answers[] = {
	{"the delivery date is a row", &pnl_api_delivery_date, "delivery_date/delivery.json", NULL,
	"delivery_date=2022-05-30\noptions=Daytime"},
	{"the options of a delivery date may be a list", &pnl_api_delivery_date, NULL,
		"{'DeliveryDate':'30-05-2022','Options':['Daytime','Evening']}",
	"delivery_date=2022-05-30\noptions=Daytime,Evening"},
	{"the delivery date in a list is the same row", &pnl_api_delivery_date, NULL,
		"[{'DeliveryDate':'30-05-2022','Options':{'string':'Daytime'}}]",
	"delivery_date=2022-05-30\noptions=Daytime"},
	{"the shipping date is a row", &pnl_api_shipping_date, "delivery_date/shipping.json", NULL,
	"shipping_date=2022-06-29"},
	{"the shipping date may have options", &pnl_api_shipping_date, NULL,
		"{'SentDate':'29-06-2022','Options':{'string':['Daytime']}}",
	"shipping_date=2022-06-29\noptions=Daytime"},
};

static ServiceAnswer v4_answers[] = {
	{"the delivery date of V4 is a row", NULL, "delivery_date/v4_singleservice.json", NULL,
	"delivery_date=2026-09-02\noptions=Daytime"},
	{"a list of one day of V4 gives a row", NULL, NULL,
		"{'deliveryDates':[{'deliveryDate':'02-09-2026','service':'evening'}]}",
	"delivery_date=2026-09-02\noptions=Evening"},
	{"a day of V4 without a list is the same row", NULL, NULL,
		"{'deliveryDates':{'deliveryDate':'02-09-2026','service':'evening'}}",
	"delivery_date=2026-09-02\noptions=Evening"},
	{"no day of V4 is no row", NULL, NULL, "{'deliveryDates':[]}", ""},
};

/* ----------
 * Requests
 * ----------
 */

#define ADDRESS \
	{"postal_code", "3571ZZ"}, {"country", "NL"}, {"shipping_duration", "1"}
#define LEAST \
	ADDRESS, {"shipping_time", "2026-12-01 09:05"}, {"cut_off", "17:00"}, {"options", "Daytime"}
#define LEAST_SHIPPING ADDRESS, {"delivery_date", "2026-12-02"}
#define ALL_ADDRESS \
	{"postal_code", "3571 zz"}, {"country", "nl"}, {"origin_country", "be"}, \
	{"house_number", "74"}, {"house_number_addition", " bis "}, \
	{"street", "Molengraaffplantsoen"}, {"city", "Utrecht"}, {"shipping_duration", "99"}
#define ALL_QUERY \
	"?PostalCode=3571ZZ&CountryCode=NL&OriginCountryCode=BE&HouseNumber=74&HouseNrExt=bis" \
	"&Street=Molengraaffplantsoen&City=Utrecht&ShippingDuration=99"
#define DELIVERY "/shipment/v2_2/calculate/date/delivery"
#define SHIPPING "/shipment/v2_2/calculate/date/shipping"
#define LEAST_QUERY "?PostalCode=3571ZZ&CountryCode=NL&ShippingDuration=1"
#define LEAST_TARGET \
	DELIVERY LEAST_QUERY "&ShippingDate=01-12-2026%2009%3A05%3A00&CutOffTime=17%3A00%3A00" \
	"&Options=Daytime"

static const ServiceArgument least[] = {LEAST, {NULL}};
static const ServiceArgument least_shipping[] = {LEAST_SHIPPING, {NULL}};

static const ServiceRequest legacy_requests[] = {
	{"a delivery date is asked with the least", &pnl_api_delivery_date, {LEAST}, LEAST_TARGET},
	{"a delivery date is asked with everything", &pnl_api_delivery_date,
		{ALL_ADDRESS, {"shipping_time", "01-12-2026 23:59:59"}, {"cut_off", "17:00:30"},
		{"options", "daytime,EVENING"},
		{"cut_offs", "{'sunday':null,'monday':'16:00','friday':{'regular':'15:00'}}"}},
		DELIVERY ALL_QUERY "&ShippingDate=01-12-2026%2023%3A59%3A59&CutOffTime=17%3A00%3A30"
		"&Options=Daytime,Evening&AvailableMonday=true&CutOffTimeMonday=16%3A00%3A00"
	"&AvailableFriday=true&CutOffTimeFriday=15%3A00%3A00&AvailableSunday=false"},
	{"each day has its own cut-off", &pnl_api_delivery_date,
		{LEAST, {"cut_offs", "{'tuesday':'12:00','wednesday':'13:00','thursday':'14:00',"
		"'saturday':null}"}},
		LEAST_TARGET "&AvailableTuesday=true&CutOffTimeTuesday=12%3A00%3A00"
		"&AvailableWednesday=true&CutOffTimeWednesday=13%3A00%3A00"
	"&AvailableThursday=true&CutOffTimeThursday=14%3A00%3A00&AvailableSaturday=false"},
	{"a default holds for the days that have no time", &pnl_api_delivery_date,
		{LEAST, {"cut_offs", "{'default':null,'monday':'12:00'}"}},
		LEAST_TARGET "&AvailableMonday=true&CutOffTimeMonday=12%3A00%3A00"
		"&AvailableTuesday=false&AvailableWednesday=false&AvailableThursday=false"
	"&AvailableFriday=false&AvailableSaturday=false&AvailableSunday=false"},
	{"a shipping date is asked with the least", &pnl_api_shipping_date, {LEAST_SHIPPING},
	SHIPPING LEAST_QUERY "&DeliveryDate=02-12-2026"},
	{"a shipping date is asked with everything", &pnl_api_shipping_date,
		{ALL_ADDRESS, {"delivery_date", "23-11-2026"}},
	SHIPPING ALL_QUERY "&DeliveryDate=23-11-2026"},
};

#define V4_LEAST \
	{"account.customer_code", "DEVC"}, {"account.customer_number", "11223344"}, \
	{"postal_code", "3571ZZ"}, {"country", "NL"}, {"shipping_time", "01-12-2026 23:59:59"}, \
	{"options", "Daytime"}
#define V4_TARGET "/shipment/delivery/v4/timeframe/singleservice"
#define V4_BODY(address, service) \
	"{'customerCode':'DEVC','customerNumber':'11223344','receiverAddress':{" \
	"'postalCode':'3571ZZ','countryIso':'NL'" address "},'handoverDate':'2026-12-01'," \
	"'deliveryDays':1,'service':'" service "'}"

static const ServiceArgument v4_least[] = {V4_LEAST, {NULL}};

static ServiceRequest v4_requests[] = {
	{"V4 is asked with the least", NULL, {V4_LEAST}, V4_TARGET, V4_BODY("", "daytime")},
	{"V4 is asked with everything", NULL,
		{V4_LEAST, {"postal_code", "3571 zz"}, {"country", "nl"}, {"house_number", "74"},
		{"house_number_addition", " bis "}, {"street", "Molengraaffplantsoen"},
		{"city", "Utrecht"}, {"options", "EVENING"}}, V4_TARGET,
		V4_BODY(",'houseNumber':'74','houseNumberAddition':'bis',"
				"'street':'Molengraaffplantsoen','city':'Utrecht'", "evening")},
};

#define LONG_35 "123456789012345678901234567890123456"

static const ServiceRefusal legacy_refusals[] = {
	{"a missing postal code is refused", &pnl_api_delivery_date, least, {{"postal_code", NULL}},
	"postal_code must not be null"},
	{"a missing country is refused", &pnl_api_delivery_date, least, {{"country", NULL}},
	"country must not be null"},
	{"an origin beyond NL and BE is refused", &pnl_api_delivery_date, least,
	{{"origin_country", "DE"}}, "origin_country must be one of NL, BE"},
	{"a long addition is refused", &pnl_api_delivery_date, least,
		{{"house_number_addition", LONG_35}},
	"house_number_addition must not be longer than 35 characters"},
	{"a long city is refused", &pnl_api_delivery_date, least, {{"city", LONG_35}},
	"city must not be longer than 35 characters"},
	{"house number 0 is refused", &pnl_api_delivery_date, least, {{"house_number", "0"}},
	"house_number must be between 1 and 99999"},
	{"a duration of 100 days is refused", &pnl_api_delivery_date, least,
	{{"shipping_duration", "100"}}, "shipping_duration must be between 1 and 99"},
	{"a missing shipping time is refused", &pnl_api_delivery_date, least,
	{{"shipping_time", NULL}}, "shipping_time must not be null"},
	{"a missing cut-off is refused", &pnl_api_delivery_date, least, {{"cut_off", NULL}},
	"cut_off must not be null"},
	{"an option that is none is refused", &pnl_api_delivery_date, least, {{"options", "Sameday"}},
	"options must be one of Daytime, Evening, Morning, Noon, Sunday, Today, Afternoon"},
	{"a cut-off that is not for every parcel is refused", &pnl_api_delivery_date, least,
		{{"cut_offs", "{'monday':{'today':'12:00'}}"}},
	"cut_offs must have regular times for delivery dates"},
	{"cut-offs that are none are refused", &pnl_api_delivery_date, least,
		{{"cut_offs", "{'maandag':'17:00'}"}},
	"cut_offs must have keys monday to sunday and default only, not maandag"},
	{"a delivery date that is over is refused", &pnl_api_shipping_date, least_shipping,
	{{"delivery_date", "22-11-2026"}}, "delivery_date must not be in the past"},
	{"a missing delivery date is refused", &pnl_api_shipping_date, least_shipping,
	{{"delivery_date", NULL}}, "delivery_date must not be null"},
	{"a missing duration is refused", &pnl_api_shipping_date, least_shipping,
	{{"shipping_duration", NULL}}, "shipping_duration must not be null"},
};

static ServiceRefusal v4_refusals[] = {
	{"V4 refuses two options", NULL, v4_least, {{"options", "Daytime,Evening"}},
	"options must hold one element for this account's API"},
	{"V4 refuses what it has no word for", NULL, v4_least, {{"options", "Morning"}},
	"options must be one of Daytime, Evening"},
	{"V4 refuses a missing shipping time", NULL, v4_least, {{"shipping_time", NULL}},
	"shipping_time must not be null"},
	{"V4 refuses an account without a customer code", NULL, v4_least,
	{{"account.customer_code", NULL}}, "the account has no customer_code"},
};

int
main(void)
{
	SERVICE_SET_OPERATION(v4_answers, pnl_api_delivery_date.v4);
	SERVICE_SET_OPERATION(v4_requests, pnl_api_delivery_date.v4);
	SERVICE_SET_OPERATION(v4_refusals, pnl_api_delivery_date.v4);
	UNIT_ROWS(legacy_answers, service_read_rows);
	UNIT_ROWS(v4_answers, service_read_rows);
	UNIT_ROWS(legacy_requests, service_build_request);
	UNIT_ROWS(v4_requests, service_build_request);
	UNIT_ROWS(legacy_refusals, service_refuse);
	UNIT_ROWS(v4_refusals, service_refuse);
	return unit_run();
}
