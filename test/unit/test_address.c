/*
 * test_address.c
 *		Postal code check v1 and the address checks of V4.
 *
 * The fixtures are the example answers of PostNL's OpenAPI file; those of the
 * address checks are written after the list of keys in api.md, section 2.5.
 */
#include "service.h"

#include "core/api.h"

/* ----------
 * Answers
 * ----------
 */

#define SINGLE \
	"postal_code=3571ZZ\nstreet=Molengraaffplantsoen\nhouse_number=74\naddition=bis\n" \
	"city=UTRECHT\nformatted=Molengraaffplantsoen 74 bis,3571ZZ UTRECHT"
#define SINGLE_BODY \
	"{'city':'UTRECHT','postalCode':'3571ZZ','streetName':'Molengraaffplantsoen'," \
	"'houseNumber':74,'houseNumberAddition':'bis'," \
	"'formattedAddress':['Molengraaffplantsoen 74 bis','3571ZZ UTRECHT']}"
#define MULTIPLE(addition, line) \
	"postal_code=3532VA\nstreet=Bilderdijkstraat\nhouse_number=9\n" addition \
	"city=UTRECHT\nformatted=" line ",3532VA UTRECHT"

#define CHECKED_BODY \
	"{'resultNumber':1,'mailabilityScore':100,'resultPercentage':97.5," \
	"'formattedAddress':['Bilderdijkstraat 9 A','3532VA  UTRECHT','NEDERLAND']," \
	"'streetName':'Bilderdijkstraat','houseNumber':'9','houseNumberAddition':'A'," \
	"'postalCode':'3532VA','cityName':'Utrecht','stateName':null,'countryName':'Nederland'," \
	"'countryIso2':'NL','countryIso3':'NLD'}"
#define CHECKED \
	"result_number=1\nmailability_score=100\nresult_percentage=97.5\nstreet=Bilderdijkstraat\n" \
	"house_number=9\nhouse_number_addition=A\npostal_code=3532VA\ncity=Utrecht\n" \
	"country_name=Nederland\ncountry=NL\ncountry_iso3=NLD\n" \
	"formatted=Bilderdijkstraat 9 A,3532VA  UTRECHT,NEDERLAND"

static const ServiceAnswer answers[] = {
	{"an address is one row", &pnl_api_postal_code, "address/single.json", NULL, SINGLE},
	{"each address is a row", &pnl_api_postal_code, "address/multiple.json", NULL,
		MULTIPLE("", "Bilderdijkstraat 9") "\n\n"
		MULTIPLE("addition=A\n", "Bilderdijkstraat 9 A") "\n\n"
	MULTIPLE("addition=ABS\n", "Bilderdijkstraat 9 ABS")},
	{"no address is no row", &pnl_api_postal_code, "address/none.json", NULL, ""},
	{"an address in a list is a row", &pnl_api_postal_code, NULL, "[" SINGLE_BODY "]", SINGLE},
	{"an address without a list is the same row", &pnl_api_postal_code, NULL, SINGLE_BODY, SINGLE},
	{"a checked address is one row", &pnl_api_address_nl, NULL, "[" CHECKED_BODY "]", CHECKED},
	{"a checked address without a list is the same row", &pnl_api_address_nl, NULL, CHECKED_BODY,
	CHECKED},
	{"a checked address abroad has the same columns", &pnl_api_address, NULL,
	"[" CHECKED_BODY "," CHECKED_BODY "]", CHECKED "\n\n" CHECKED},
	{"a checked address with nulls has few columns", &pnl_api_address, NULL,
		"[{'resultNumber':1,'cityName':'London','stateName':'England','streetName':null,"
		"'houseNumber':null,'formattedAddress':[]}]",
	"result_number=1\ncity=London\nregion=England"},
	{"no checked address is no row", &pnl_api_address, NULL, "[]", ""},
};

/* ----------
 * Requests
 * ----------
 */

static const ServiceArgument least[] = {{"postal_code", "3571ZZ"}, {"house_number", "74"}, {NULL}};
static const ServiceArgument least_nl[] = {
	{"house_number", "9"}, {"postal_code", "3532VA"}, {NULL}
};
static const ServiceArgument least_abroad[] = {{"country", "BE"}, {NULL}};

static const ServiceRequest requests[] = {
	{"a postal code is asked with a house number", &pnl_api_postal_code,
		{{"postal_code", "3571ZZ"}, {"house_number", "74"}},
	"/shipment/checkout/v1/postalcodecheck?postalcode=3571ZZ&housenumber=74"},
	{"a postal code is asked with everything", &pnl_api_postal_code,
		{{"postal_code", "3571 zz"}, {"house_number", "74"}, {"addition", " bis "}},
		"/shipment/checkout/v1/postalcodecheck?postalcode=3571ZZ&housenumber=74"
	"&housenumberaddition=bis"},
	{"a Dutch address is asked with its postal code", &pnl_api_address_nl,
		{{"house_number", "9"}, {"postal_code", "3532 va"}},
	"/v4/address/netherlands?houseNumber=9&postalCode=3532VA"},
	{"a Dutch address is asked with street and city", &pnl_api_address_nl,
		{{"house_number", "9"}, {"street", "Bilderdijkstraat"}, {"city", "Den Haag"}},
	"/v4/address/netherlands?houseNumber=9&streetName=Bilderdijkstraat&cityName=Den%20Haag"},
	{"a Dutch address is asked with everything", &pnl_api_address_nl,
		{{"house_number", "9"}, {"house_number_addition", "A bis"}, {"postal_code", "3532VA"},
		{"street", "Bilderdijkstraat"}, {"city", "Utrecht"}},
		"/v4/address/netherlands?houseNumber=9&houseNumberAddition=A%20bis&postalCode=3532VA"
	"&streetName=Bilderdijkstraat&cityName=Utrecht"},
	{"an address abroad is asked with its country", &pnl_api_address, {{"country", "bel"}},
	"/v4/address/international?countryIso=BEL"},
	{"an address abroad is asked with everything", &pnl_api_address,
		{{"country", "GB"}, {"city", "London"}, {"street", "Downing Street"},
		{"house_number", "10-12"}, {"house_number_addition", "A"}, {"postal_code", "SW1A 2AA"},
		{"address_line", "10 Downing Street"}, {"building", "B"}, {"flat", "F"},
		{"stairs", "S"}, {"floor", "2"}, {"door", "D"}, {"bus", "7"}},
		"/v4/address/international?countryIso=GB&cityName=London&streetName=Downing%20Street"
		"&houseNumber=10-12&houseNumberAddition=A&postalCode=SW1A%202AA"
		"&addressLine=10%20Downing%20Street&buildingName=B&flat=F&stairs=S&floor=2&door=D"
	"&bus=7"},
};

#define PLACES "postal_code, or street and city, must be given"

static const ServiceRefusal refusals[] = {
	{"a postal code that is none is refused", &pnl_api_postal_code, least, {{"postal_code", "35"}},
	"postal_code is not possible: a Dutch postal code is four digits and two letters, "
	"such as 3532VA"},
	{"a missing postal code is refused", &pnl_api_postal_code, least, {{"postal_code", NULL}},
	"postal_code must not be null"},
	{"a missing house number is refused", &pnl_api_postal_code, least, {{"house_number", NULL}},
	"house_number must not be null"},
	{"house number 0 is refused", &pnl_api_postal_code, least, {{"house_number", "0"}},
	"house_number must be between 1 and 99999"},
	{"an addition of 36 bytes is refused", &pnl_api_postal_code, least,
		{{"addition", "123456789012345678901234567890123456"}},
	"addition must not be longer than 35 characters"},
	{"a Dutch address without any place is refused", &pnl_api_address_nl, least_nl,
	{{"postal_code", NULL}}, PLACES},
	{"a Dutch address with a street alone is refused", &pnl_api_address_nl, least_nl,
	{{"postal_code", NULL}, {"street", "Bilderdijkstraat"}}, PLACES},
	{"a Dutch address with a city alone is refused", &pnl_api_address_nl, least_nl,
	{{"postal_code", NULL}, {"city", "Utrecht"}}, PLACES},
	{"a Dutch address without a house number is refused", &pnl_api_address_nl, least_nl,
	{{"house_number", NULL}}, "house_number must not be null"},
	{"an address abroad without a country is refused", &pnl_api_address, least_abroad,
	{{"country", NULL}}, "country must not be null"},
	{"a country by its name is refused", &pnl_api_address, least_abroad, {{"country", "Belgium"}},
	"country must not be longer than 3 characters"},
	{"a postal code abroad of 18 bytes is refused", &pnl_api_address, least_abroad,
	{{"postal_code", "123456789012345678"}}, "postal_code must not be longer than 17 characters"},
	{"a blank part is refused", &pnl_api_address, least_abroad, {{"stairs", " "}},
	"stairs must not be empty"},
};

int
main(void)
{
	UNIT_ROWS(answers, service_read_rows);
	UNIT_ROWS(requests, service_build_request);
	UNIT_ROWS(refusals, service_refuse);
	return unit_run();
}
