/*
 * test_timeframe.c
 *		Timeframes v2_1 and timeframe/multipleservices of V4.
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

#define AVAILABLE \
	"delivery_date=2022-07-02\nfrom_time=12:30:00\nto_time=14:30:00\noptions=Daytime\n" \
	"available=true\nsustainability_code=02\nsustainability=Sustainable option"
#define REASON \
	"delivery_date=2022-07-02\noptions=Evening\navailable=false\nreason_code=1\n" \
	"reason=Delivery date not allowed\nsustainability_code=02\nsustainability=Sustainable option"
#define FRAME "{'From':'08:00:00','To':'10:00:00','Options':{'string':['Daytime','Morning']}}"
#define FRAME_ROW \
	"delivery_date=2026-12-02\nfrom_time=08:00:00\nto_time=10:00:00\noptions=Daytime,Morning\n" \
	"available=true"
#define NONE "{'Code':98,'Date':'03-12-2026','Description':'Vol','Options':['Sunday']}"
#define NONE_ROW \
	"delivery_date=2026-12-03\noptions=Sunday\navailable=false\nreason_code=98\nreason=Vol"

static const ServiceAnswer legacy_answers[] = {
	{"timeframes and reasons are rows, timeframes first", &pnl_api_timeframes,
	"timeframe/both.json", NULL, AVAILABLE "\n\n" REASON},
	{"lists of one give a row", &pnl_api_timeframes, NULL,
		"{'Timeframes':{'Timeframe':[{'Date':'02-12-2026','Timeframes':{'TimeframeTimeFrame':["
		FRAME "]}}]},'ReasonNoTimeframes':{'ReasonNoTimeframe':[" NONE "]}}",
	FRAME_ROW "\n\n" NONE_ROW},
	{"objects in place of lists of one give the same rows", &pnl_api_timeframes, NULL,
		"{'Timeframes':{'Timeframe':{'Date':'02-12-2026','Timeframes':{'TimeframeTimeFrame':"
		FRAME "}}},'ReasonNoTimeframes':{'ReasonNoTimeframe':" NONE "}}",
	FRAME_ROW "\n\n" NONE_ROW},
	{"reasons may have their old name", &pnl_api_timeframes, NULL,
	"{'Timeframes':{},'ReasonNotimeframes':{'ReasonNoTimeframe':[" NONE "]}}", NONE_ROW},
	{"each timeframe of each day is a row", &pnl_api_timeframes, NULL,
		"{'Timeframes':{'Timeframe':[{'Date':'02-12-2026','Timeframes':{'TimeframeTimeFrame':["
		FRAME "," FRAME "]}},{'Date':'04-12-2026','Timeframes':{'TimeframeTimeFrame':"
		"{'From':'18:00','To':'22:00','Options':'Evening'}}}]}}",
		FRAME_ROW "\n\n" FRAME_ROW "\n\ndelivery_date=2026-12-04\nfrom_time=18:00:00\n"
	"to_time=22:00:00\noptions=Evening\navailable=true"},
	{"no timeframes are no rows", &pnl_api_timeframes, NULL, "{'Timeframes':{}}", ""},
};

#define V4_SERVICE \
	"{'service':'daytime','availability':false,'reason':{'code':'05','description':'Vol'}," \
	"'timeFrame':{'from':'08:00','until':'17:30'},'sustainability':{'code':'01'," \
	"'description':'Groen'}}"
#define V4_ROW \
	"delivery_date=2026-12-02\nfrom_time=08:00:00\nto_time=17:30:00\noptions=Daytime\n" \
	"available=false\nreason=Vol\nsustainability_code=01\nsustainability=Groen"
#define V4_FLAT "{'deliveryDate':'02-12-2026','service':'evening','timeFrame':{'from':'18:00'," \
	"'until':'22:00'}}"
#define V4_FLAT_ROW \
	"delivery_date=2026-12-02\nfrom_time=18:00:00\nto_time=22:00:00\noptions=Evening\n" \
	"available=true"

/* The operation is filled in by main(), as it is no constant. */
static ServiceAnswer v4_answers[] = {
	{"a service of V4 is a row", NULL, "timeframe/v4_multipleservices.json", NULL,
		"delivery_date=2026-09-02\nfrom_time=17:30:00\nto_time=22:00:00\noptions=Evening\n"
	"available=true\nsustainability_code=00"},
	{"lists of one of V4 give a row", NULL, NULL,
	"{'deliveryDates':[{'deliveryDate':'2026-12-02','services':[" V4_SERVICE "]}]}", V4_ROW},
	{"objects of V4 in place of lists of one give the same row", NULL, NULL,
	"{'deliveryDates':{'deliveryDate':'2026-12-02','services':" V4_SERVICE "}}", V4_ROW},
	{"a flat day of V4 is a row", NULL, NULL, "{'deliveryDates':[" V4_FLAT "]}", V4_FLAT_ROW},
	{"a flat day of V4 without a list is the same row", NULL, NULL,
	"{'deliveryDates':" V4_FLAT "}", V4_FLAT_ROW},
	{"days with services and flat ones may be mixed", NULL, NULL,
		"{'deliveryDates':[" V4_FLAT ",{'deliveryDate':'2026-12-02','services':[" V4_SERVICE "]}]}",
	V4_ROW "\n\n" V4_FLAT_ROW},
	{"a day of V4 without services has no row", NULL, NULL,
	"{'deliveryDates':[{'deliveryDate':'2026-12-02','services':[]}]}", ""},
	{"a reason of V4 may be a text", NULL, NULL,
		"{'deliveryDates':[{'deliveryDate':'2026-12-02','services':[{'service':'evening',"
		"'availability':false,'reason':'Vol'}]}]}",
	"delivery_date=2026-12-02\noptions=Evening\navailable=false\nreason=Vol"},
	{"a reason of V4 may be a code alone", NULL, NULL,
		"{'deliveryDates':[{'deliveryDate':'2026-12-02','services':[{'service':'evening',"
		"'availability':false,'reason':{'code':'05'}}]}]}",
	"delivery_date=2026-12-02\noptions=Evening\navailable=false\nreason=05"},
	{"no days of V4 are no rows", NULL, NULL, "{'deliveryDates':[]}", ""},
};

/* ----------
 * Requests
 * ----------
 */

#define LEAST \
	{"postal_code", "3571ZZ"}, {"house_number", "74"}, {"country", "NL"}, \
	{"from_date", "02-12-2026"}, {"to_date", "04-12-2026"}, {"options", "Daytime"}, \
	{"sunday_sorting", "false"}
#define TARGET "/shipment/v2_1/calculate/timeframes?"

static const ServiceArgument least[] = {LEAST, {NULL}};

static const ServiceRequest legacy_requests[] = {
	{"timeframes are asked with the least", &pnl_api_timeframes, {LEAST},
	TARGET "PostalCode=3571ZZ&HouseNumber=74&CountryCode=NL&StartDate=02-12-2026"
	"&EndDate=04-12-2026&Options=Daytime&AllowSundaySorting=false"},
	{"timeframes are asked with everything", &pnl_api_timeframes,
		{{"postal_code", "3571 zz"}, {"house_number", "74"}, {"house_number_addition", " bis "},
		{"street", "Molengraaff plantsoen"}, {"city", "Utrecht"}, {"country", "nl"},
		{"from_date", "2026-11-23"}, {"to_date", "2026-11-23"},
		{"options", "daytime,EVENING,Afternoon"}, {"sunday_sorting", "true"}},
		TARGET "PostalCode=3571ZZ&HouseNumber=74&HouseNrExt=bis&Street=Molengraaff%20plantsoen"
		"&City=Utrecht&CountryCode=NL&StartDate=23-11-2026&EndDate=23-11-2026"
	"&Options=Daytime,Evening,Afternoon&AllowSundaySorting=true"},
};

#define V4_LEAST \
	{"account.customer_code", "DEVC"}, {"account.customer_number", "11223344"}, \
	{"postal_code", "3571ZZ"}, {"country", "NL"}, {"house_number", "74"}, \
	{"from_date", "02-12-2026"}, {"to_date", "04-12-2026"}, {"options", "Daytime"}
#define V4_TARGET "/shipment/delivery/v4/timeframe/multipleservices"
#define V4_BODY(address, services, hand_over, days) \
	"{'customerCode':'DEVC','customerNumber':'11223344','receiverAddress':{" \
	"'postalCode':'3571ZZ','countryIso':'NL','houseNumber':'74'" address "}," \
	"'services':[" services "],'handoverDate':'" hand_over "','numberOfDays':" days "}"

static const ServiceArgument v4_least[] = {V4_LEAST, {NULL}};

static ServiceRequest v4_requests[] = {
	{"V4 is asked with the least, from the day before", NULL, {V4_LEAST}, V4_TARGET,
	V4_BODY("", "'daytime'", "2026-12-01", "3")},
	{"V4 is asked with everything", NULL,
		{V4_LEAST, {"postal_code", "3571 zz"}, {"country", "nl"},
		{"house_number_addition", " bis "}, {"street", "Molengraaffplantsoen"},
		{"city", "Utrecht"}, {"options", "EVENING,daytime"}}, V4_TARGET,
		V4_BODY(",'houseNumberAddition':'bis','street':'Molengraaffplantsoen','city':'Utrecht'",
				"'evening','daytime'", "2026-12-01", "3")},
	{"V4 is not asked from a day that is over", NULL,
		{V4_LEAST, {"from_date", "23-11-2026"}, {"to_date", "23-11-2026"}}, V4_TARGET,
	V4_BODY("", "'daytime'", "2026-11-23", "1")},
	{"V4 is asked from today for tomorrow", NULL,
		{V4_LEAST, {"from_date", "24-11-2026"}, {"to_date", "24-11-2026"}}, V4_TARGET,
	V4_BODY("", "'daytime'", "2026-11-23", "1")},
	{"V4 is asked for 14 days, over the end of a year", NULL,
		{V4_LEAST, {"from_date", "01-01-2027"}, {"to_date", "14-01-2027"}}, V4_TARGET,
	V4_BODY("", "'daytime'", "2026-12-31", "14")},
};

static const ServiceRefusal legacy_refusals[] = {
	{"a missing postal code is refused", &pnl_api_timeframes, least, {{"postal_code", NULL}},
	"postal_code must not be null"},
	{"a missing house number is refused", &pnl_api_timeframes, least, {{"house_number", NULL}},
	"house_number must not be null"},
	{"a country beyond NL and BE is refused", &pnl_api_timeframes, least, {{"country", "DE"}},
	"country must be one of NL, BE"},
	{"a Dutch code in Belgium is refused", &pnl_api_timeframes, least, {{"country", "BE"}},
	"postal_code is not possible: a Belgian postal code is four digits, such as 1000"},
	{"yesterday is refused", &pnl_api_timeframes, least, {{"from_date", "22-11-2026"}},
	"from_date must not be in the past"},
	{"an end before the beginning is refused", &pnl_api_timeframes, least,
	{{"to_date", "01-12-2026"}}, "to_date must not be before from_date"},
	{"an option that is none is refused", &pnl_api_timeframes, least, {{"options", "Pickup"}},
	"options must be one of Daytime, Today, Sameday, Evening, Morning, Noon, Sunday, "
	"Afternoon"},
	{"missing sorting on Sunday is refused", &pnl_api_timeframes, least, {{"sunday_sorting", NULL}},
	"sunday_sorting must not be null"},
};

static ServiceRefusal v4_refusals[] = {
	{"V4 refuses 15 days", NULL, v4_least, {{"to_date", "16-12-2026"}},
	"to_date must not be more than 13 days after from_date"},
	{"V4 refuses what it has no word for", NULL, v4_least, {{"options", "Morning"}},
	"options must be one of Daytime, Evening"},
	{"V4 refuses a missing house number", NULL, v4_least, {{"house_number", NULL}},
	"house_number must not be null"},
	{"V4 refuses yesterday", NULL, v4_least, {{"from_date", "22-11-2026"}},
	"from_date must not be in the past"},
	{"V4 refuses an end before the beginning", NULL, v4_least, {{"to_date", "01-12-2026"}},
	"to_date must not be before from_date"},
	{"V4 refuses a country of three letters", NULL, v4_least, {{"country", "NLD"}},
	"country must not be longer than 2 characters"},
	{"V4 refuses an account without a customer code", NULL, v4_least,
	{{"account.customer_code", NULL}}, "the account has no customer_code"},
	{"V4 refuses an account without a customer number", NULL, v4_least,
	{{"account.customer_number", NULL}}, "the account has no customer_number"},
};

int
main(void)
{
	SERVICE_SET_OPERATION(v4_answers, pnl_api_timeframes.v4);
	SERVICE_SET_OPERATION(v4_requests, pnl_api_timeframes.v4);
	SERVICE_SET_OPERATION(v4_refusals, pnl_api_timeframes.v4);
	UNIT_ROWS(legacy_answers, service_read_rows);
	UNIT_ROWS(v4_answers, service_read_rows);
	UNIT_ROWS(legacy_requests, service_build_request);
	UNIT_ROWS(v4_requests, service_build_request);
	UNIT_ROWS(legacy_refusals, service_refuse);
	UNIT_ROWS(v4_refusals, service_refuse);
	return unit_run();
}
