/*
 * test_checkout.c
 *		Checkout v1: requests, and the rows of PostNL's own example.
 *
 * The fixture is made of the examples of each property of PostNL's OpenAPI
 * file.
 */
#include "service.h"

#include "core/api.h"

/* ----------
 * Answers
 * ----------
 */

#define DELIVERY \
	"kind=delivery\noption=Daytime\ndelivery_date=2019-07-09\nfrom_time=18:00:00\n" \
	"to_time=22:30:00\nshipping_date=2019-07-08\nsustainability_code=02\n" \
	"sustainability=Sustainable option"
#define PICKUP \
	"kind=pickup\noption=Pickup\ndelivery_date=2019-07-09\nfrom_time=15:00:00\n" \
	"shipping_date=2019-07-08\nlocation_code=8101163043\npartner_id=PNPNL-01\n" \
	"location_name=Pickup company BV\n" \
	"address=company=Pickup company BV, street=Siriusdreef, house_number=42, " \
	"house_number_addition=-60, postal_code=2132WT, country=NL\ndistance_m=234\n" \
	"opening_hours=mon 08:30-22:30, tue 08:30-22:30, wed 08:30-22:30, thu 08:30-22:30, " \
	"fri 08:30-22:30, sat 08:30-17:30, sun 08:30-12:30\nsustainability_code=02\n" \
	"sustainability=Sustainable option"
#define DAY "{'From':'18:00:00','To':'22:30:00','Options':['Evening'],'ShippingDate':null}"
#define DAY_ROW "kind=delivery\noption=Evening\ndelivery_date=2019-07-09\nfrom_time=18:00:00\n" \
	"to_time=22:30:00"
#define PLACE "{'Address':{'Street':'Siriusdreef','HouseNrExt':''},'PickupTime':'15:00'," \
	"'LocationCode':'1','Name':'Tonys'}"
#define PLACE_ROW "kind=pickup\noption=Pickup\ndelivery_date=2019-07-09\nfrom_time=15:00:00\n" \
	"shipping_date=2019-07-08\nlocation_code=1\nlocation_name=Tonys\naddress=street=Siriusdreef"

static const ServiceAnswer answers[] = {
	{"deliveries and pick-ups are rows, deliveries first", &pnl_api_checkout, "checkout/both.json",
	NULL, DELIVERY "\n\n" PICKUP, "5034: No delivery option found on date\n"},
	{"lists of one give a row", &pnl_api_checkout, NULL,
		"{'DeliveryOptions':[{'DeliveryDate':'09-07-2019','Timeframe':[" DAY "]}],"
		"'PickupOptions':[{'PickupDate':'09-07-2019','ShippingDate':'08-07-2019','Option':'Pickup',"
	"'Locations':[" PLACE "]}]}", DAY_ROW "\n\n" PLACE_ROW},
	{"objects in place of lists of one give the same rows", &pnl_api_checkout, NULL,
		"{'DeliveryOptions':{'DeliveryDate':'09-07-2019','Timeframe':" DAY "},"
		"'PickupOptions':{'PickupDate':'09-07-2019','ShippingDate':'08-07-2019','Option':'Pickup',"
	"'Locations':" PLACE "}}", DAY_ROW "\n\n" PLACE_ROW},
	{"each time of each day is a row", &pnl_api_checkout, NULL,
		"{'DeliveryOptions':[{'DeliveryDate':'09-07-2019','Timeframe':[" DAY ","
		"{'From':'08:00','To':'10:00','Options':['08:00-10:00','Daytime']}]},"
		"{'DeliveryDate':'10-07-2019','Timeframe':[" DAY "]}]}",
		DAY_ROW "\n\nkind=delivery\noption=08:00-10:00,Daytime\ndelivery_date=2019-07-09\n"
		"from_time=08:00:00\nto_time=10:00:00\n\n"
		"kind=delivery\noption=Evening\ndelivery_date=2019-07-10\nfrom_time=18:00:00\n"
	"to_time=22:30:00"},
	{"a day without locations has no rows", &pnl_api_checkout, NULL,
	"{'PickupOptions':[{'PickupDate':'09-07-2019','Option':'Pickup','Locations':[]}]}", ""},
	{"no options are no rows", &pnl_api_checkout, NULL,
		"{'DeliveryOptions':[],'Warnings':[{'DeliveryDate':'07-07-2019','Code':'03',"
	"'Description':'Geen optie','Options':['Daytime']}]}", "", "03: Geen optie\n"},
};

/* ----------
 * Requests
 * ----------
 */

#define LEAST \
	{"postal_code", "3571ZZ"}, {"house_number", "74"}, {"country", "NL"}, \
	{"order_time", "2021-02-24 12:00:00"}, {"days", "3"}, {"options", "Daytime"}, \
	{"locations", "2"}, {"cut_off", "20:00"}
#define ADDRESS \
	"{'Addresses':[{'Zipcode':'3571ZZ','HouseNr':74,'Countrycode':'NL','AddressType':'01'}"
#define ORDER \
	"'OrderDate':'24-02-2021 12:00:00','Days':3,'Options':['Daytime'],'Locations':2,"
#define BEGIN ADDRESS "]," ORDER "'CutOffTimes':["
#define CUT_OFF(day, type, time) \
	"{'Day':'" day "','Available':true,'Type':'" type "','Time':'" time "'}"
#define CLOSED(day) "{'Day':'" day "','Available':false,'Type':'Regular'}"
#define ALL_DAYS CUT_OFF("00", "Regular", "20:00:00")
#define TARGET "/shipment/v1/checkout"

static const ServiceArgument least[] = {LEAST, {NULL}};

static const ServiceRequest requests[] = {
	{"options are asked with the least", &pnl_api_checkout, {LEAST}, TARGET, BEGIN ALL_DAYS "]}"},
	{"options are asked with everything", &pnl_api_checkout,
		{{"postal_code", "3571 zz"}, {"house_number", "74"}, {"country", "nl"},
		{"house_number_addition", " bis "}, {"street", "Molengraaffplantsoen"},
		{"city", "Utrecht"}, {"order_time", "24-02-2021 12:00:00"}, {"days", "9"},
		{"options", "daytime,EVENING,08:00-10:00,Pickup"}, {"locations", "3"},
		{"shipping_duration", "1"}, {"holiday_sorting", "true"}, {"cut_off", "20:00:30"},
		{"cut_offs", "{'monday':{'today':'12:00','regular':'17:00'},'sunday':null}"},
		{"sender", "{'street':'Siriusdreef','house_number':42,'house_number_addition':'-60',"
		"'postal_code':'2132WT','city':'Hoofddorp','country':'NL'}"}}, TARGET,
		"{'Addresses':[{'Zipcode':'3571ZZ','HouseNr':74,'Countrycode':'NL','AddressType':'01',"
		"'HouseNrExt':'bis','Street':'Molengraaffplantsoen','City':'Utrecht'},"
		"{'AddressType':'02','Countrycode':'NL','Zipcode':'2132WT','HouseNr':42,"
		"'HouseNrExt':'-60','Street':'Siriusdreef','City':'Hoofddorp'}],"
		"'OrderDate':'24-02-2021 12:00:00','Days':9,"
		"'Options':['Daytime','Evening','08:00-10:00','Pickup'],'Locations':3,"
		"'ShippingDuration':1,'HolidaySorting':true,'CutOffTimes':["
		CUT_OFF("00", "Regular", "20:00:30") "," CUT_OFF("01", "Regular", "17:00:00") ","
	CUT_OFF("01", "Today", "12:00:00") "," CLOSED("07") "]}"},
	{"a default cut-off stands in the place of the setting", &pnl_api_checkout,
		{LEAST, {"cut_offs", "{'default':{'regular':'18:00','today':'11:00'}}"}}, TARGET,
	BEGIN CUT_OFF("00", "Regular", "18:00:00") "," CUT_OFF("00", "Today", "11:00:00") "]}"},
	{"a default for today leaves the regular time", &pnl_api_checkout,
		{LEAST, {"cut_offs", "{'default':{'today':'11:00'}}"}}, TARGET,
	BEGIN ALL_DAYS "," CUT_OFF("00", "Today", "11:00:00") "]}"},
	{"each day has its number", &pnl_api_checkout,
		{LEAST, {"cut_offs", "{'monday':'11:00','tuesday':'12:00','wednesday':'13:00',"
		"'thursday':'14:00','friday':'15:00','saturday':'16:00','sunday':null}"}}, TARGET,
		BEGIN ALL_DAYS "," CUT_OFF("01", "Regular", "11:00:00") ","
		CUT_OFF("02", "Regular", "12:00:00") "," CUT_OFF("03", "Regular", "13:00:00") ","
		CUT_OFF("04", "Regular", "14:00:00") "," CUT_OFF("05", "Regular", "15:00:00") ","
	CUT_OFF("06", "Regular", "16:00:00") "," CLOSED("07") "]}"},
	{"a sender is asked with the least", &pnl_api_checkout,
		{LEAST, {"sender", "{'postal_code':'2132WT','house_number':'42','country':'NL'}"}}, TARGET,
		ADDRESS ",{'AddressType':'02','Countrycode':'NL','Zipcode':'2132WT','HouseNr':42}],"
	ORDER "'CutOffTimes':[" ALL_DAYS "]}"},
	{"a sender is spelled as PostNL spells", &pnl_api_checkout,
		{LEAST, {"sender", "{'postal_code':'2132 wt','house_number':42,'country':'nl'}"}}, TARGET,
		ADDRESS ",{'AddressType':'02','Countrycode':'NL','Zipcode':'2132WT','HouseNr':42}],"
	ORDER "'CutOffTimes':[" ALL_DAYS "]}"},
	{"no hand-over by default leaves the days that have a time", &pnl_api_checkout,
		{LEAST, {"cut_offs", "{'default':null,'friday':'12:00'}"}}, TARGET,
	BEGIN CLOSED("00") "," CUT_OFF("05", "Regular", "12:00:00") "]}"},
};

static const ServiceRefusal refusals[] = {
	{"a missing postal code is refused", &pnl_api_checkout, least, {{"postal_code", NULL}},
	"postal_code must not be null"},
	{"a Belgian code in the Netherlands is refused", &pnl_api_checkout, least,
		{{"postal_code", "10000"}},
		"postal_code is not possible: a Dutch postal code is four digits and two letters, "
	"such as 3532VA"},
	{"house number 0 is refused", &pnl_api_checkout, least, {{"house_number", "0"}},
	"house_number must be between 1 and 99999"},
	{"a country beyond NL and BE is refused", &pnl_api_checkout, least, {{"country", "DE"}},
	"country must be one of NL, BE"},
	{"an addition of eight bytes is refused", &pnl_api_checkout, least,
		{{"house_number_addition", "12345678"}},
	"house_number_addition must not be longer than 7 characters"},
	{"a street of 36 bytes is refused", &pnl_api_checkout, least,
		{{"street", "123456789012345678901234567890123456"}},
	"street must not be longer than 35 characters"},
	{"a city of 36 bytes is refused", &pnl_api_checkout, least,
		{{"city", "123456789012345678901234567890123456"}},
	"city must not be longer than 35 characters"},
	{"a missing time of the order is refused", &pnl_api_checkout, least, {{"order_time", NULL}},
	"order_time must not be null"},
	{"ten days are refused", &pnl_api_checkout, least, {{"days", "10"}},
	"days must be between 1 and 9"},
	{"four locations are refused", &pnl_api_checkout, least, {{"locations", "4"}},
	"locations must be between 1 and 3"},
	{"a duration of no day is refused", &pnl_api_checkout, least, {{"shipping_duration", "0"}},
	"shipping_duration must be between 1 and 99"},
	{"an option that is none is refused", &pnl_api_checkout, least, {{"options", "Daytime,Noon"}},
	"options must be one of Daytime, Evening, Sunday, Sameday, Today, 08:00-10:00, "
	"08:00-12:00, 08:00-17:00, Pickup"},
	{"no options are refused", &pnl_api_checkout, least, {{"options", ""}},
	"options must not be empty"},
	{"a missing cut-off is refused", &pnl_api_checkout, least, {{"cut_off", NULL}},
	"cut_off must not be null"},
	{"cut-offs that are none are refused", &pnl_api_checkout, least,
	{{"cut_offs", "{'monday':'five'}"}}, "cut_offs must hold times such as 17:00"},
	{"a sender that is no JSON is refused", &pnl_api_checkout, least, {{"sender", "Hoofddorp"}},
	"sender must be an address as an object"},
	{"a sender without a house number is refused", &pnl_api_checkout, least,
		{{"sender", "{'postal_code':'2132WT','country':'NL'}"}},
	"sender.house_number must be given"},
	{"a sender without a postal code is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':42,'country':'NL'}"}},
	"sender.postal_code must be given"},
	{"a sender without a country is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':42,'postal_code':'2132WT'}"}},
	"sender.country must be given"},
	{"a sender's house number that is none is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':'42a','postal_code':'2132WT','country':'NL'}"}},
	"sender.house_number is no integer"},
	{"a sender's street that is no text is refused", &pnl_api_checkout, least,
		{{"sender", "{'street':{'a':'b','c':'d'},'house_number':42,'postal_code':'2132WT',"
		"'country':'NL'}"}},
	"sender.street is no text"},
	{"a sender abroad is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':42,'postal_code':'2132WT','country':'Germany'}"}},
	"sender.country must be one of NL, BE"},
	{"a sender's postal code that is none is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':42,'postal_code':'2132 wt xxxx','country':'NL'}"}},
		"sender.postal_code is not possible: a Dutch postal code is four digits and two letters, "
	"such as 3532VA"},
	{"a blank postal code of a sender is missing", &pnl_api_checkout, least,
		{{"sender", "{'house_number':42,'postal_code':' ','country':'NL'}"}},
	"sender.postal_code must be given"},
	{"a sender's house number below 1 is refused", &pnl_api_checkout, least,
		{{"sender", "{'house_number':-5,'postal_code':'2132WT','country':'NL'}"}},
	"sender.house_number must be between 1 and 99999"},
};

int
main(void)
{
	UNIT_ROWS(answers, service_read_rows);
	UNIT_ROWS(requests, service_build_request);
	UNIT_ROWS(refusals, service_refuse);
	return unit_run();
}
