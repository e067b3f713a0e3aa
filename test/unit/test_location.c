/*
 * test_location.c
 *		Locations v2_1 and locations of V4.
 *
 * The fixtures are made of the examples of each property of PostNL's OpenAPI
 * file, and for V4 of the example in api.md, section 1.6.
 */
#include "service.h"

#include "core/api.h"

/* ----------
 * Answers
 * ----------
 */

#define TONYS \
	"location_code=163043\nname=Tonys Tabakszaak\npartner_name=PostNL\n" \
	"retail_network_id=PNPNL-01\naddress=street=Siriusdreef, house_number=42, " \
	"house_number_addition=-60, postal_code=2132WT, city=Hoofddorp, country=NL, " \
	"remark=Dit is een Pakketpunt. Pakketten die je op werkdagen v\u00F3\u00F3r lichtingstijd " \
	"afgeeft, bezorgen we binnen Nederland de volgende dag. Op zaterdag worden all\u00E9\u00E9n " \
	"pakketten die je afgeeft voor 15:00 uur maandag bezorgd.\n" \
	"latitude=52.10223388\nlongitude=5.13634192\ndistance_m=102\n" \
	"delivery_options=RETA,DO,PG,RT\n" \
	"opening_hours=mon 08:00-18:00, tue 08:00-18:00, wed 08:00-18:00, thu 08:00-18:00, " \
	"fri 08:00-18:00, sat 10:00-16:00, sun 10:00-14:00\n" \
	"sustainability_code=02\nsustainability=Sustainable option"

/* As recorded: a Belgian one, numbers and texts the other way round. */
#define BELGIAN \
	"{'LocationCode':'BE0Q50','Name':'Krantenwinkel','PhoneNumber':'035550100'," \
	"'Address':{'Zipcode':2000,'HouseNr':'1','HouseNrExt':-30,'City':'Antwerpen'}," \
	"'Latitude':'51.2','Longitude':4,'DeliveryOptions':{'string':'PG'}," \
	"'OpeningHours':{'Monday':{'string':['09:00-12:00','13:00:00-18:00:00']}}}"
#define BELGIAN_ROW \
	"location_code=BE0Q50\nname=Krantenwinkel\n" \
	"address=house_number=1, house_number_addition=-30, postal_code=2000, city=Antwerpen\n" \
	"latitude=51.2\nlongitude=4\ndelivery_options=PG\n" \
	"opening_hours=mon 09:00-12:00, mon 13:00-18:00\nphone=035550100"
#define RESULT(locations) "{'GetLocationsResult':{'ResponseLocation':" locations "}}"
#define NONE_FOUND "{'Warnings':{'Warning':{'Code':501,'Description':'Geen locaties'}}}"

static const ServiceAnswer legacy_answers[] = {
	{"a location near an address is a row", &pnl_api_locations, "location/nearest.json", NULL,
	TONYS},
	{"a location near coordinates is the same row", &pnl_api_locations_near,
	"location/nearest.json", NULL, TONYS},
	{"a location in an area is the same row", &pnl_api_locations_within,
	"location/nearest.json", NULL, TONYS},
	{"a location by its code, without a list, is the same row", &pnl_api_location,
	"location/lookup.json", NULL, TONYS},
	{"a list of one gives a row", &pnl_api_locations, NULL, RESULT("[" BELGIAN "]"), BELGIAN_ROW},
	{"an object in place of a list of one gives the same row", &pnl_api_locations, NULL,
	RESULT(BELGIAN), BELGIAN_ROW},
	{"each location is a row", &pnl_api_locations_near, NULL, RESULT("[" BELGIAN "," BELGIAN "]"),
	BELGIAN_ROW "\n\n" BELGIAN_ROW},
	{"no locations are no rows and a warning", &pnl_api_locations, NULL, NONE_FOUND, "",
	"501: Geen locaties\n"},
	{"an empty result is no rows", &pnl_api_locations_within, NULL, "{'GetLocationsResult':{}}",
	""},
};

#define V4_PLACE(id) \
	"{'" id "':'163043','locationType':'ParcelLocker','name':'Kluis','distance':'7'," \
	"'openingTimes':[{'day':'Sunday','times':{'from':'00:00','until':'24:00'}}]}"
#define V4_ROW \
	"location_code=163043\nname=Kluis\ndistance_m=7\ndelivery_options=PA\n" \
	"opening_hours=sun 00:00-24:00"

static ServiceAnswer v4_answers[] = {
	{"a location of V4 is a row", NULL, "location/v4_near_address.json", NULL,
		"location_code=\u2026\nname=\u2026\naddress=street=\u2026, house_number=1, "
		"postal_code=1234AB, city=\u2026, country=NL\nlatitude=52.1\nlongitude=5.1\n"
		"distance_m=420\ndelivery_options=PG\nopening_hours=mon 08:00-21:00\n"
	"sustainability_code=00"},
	{"a list of one of V4 gives a row", NULL, NULL,
	"{'locations':[" V4_PLACE("pickUpLocationId") "]}", V4_ROW},
	{"an object of V4 in place of a list of one gives the same row", NULL, NULL,
	"{'locations':" V4_PLACE("pickUpLocationId") "}", V4_ROW},
	{"the code of V4 may be spelled with a small u", NULL, NULL,
	"{'locations':[" V4_PLACE("pickupLocationId") "]}", V4_ROW},
	{"no locations of V4 are no rows", NULL, NULL, "{'locations':[]}", ""},
};

/* ----------
 * Requests
 * ----------
 */

#define BASE "/shipment/v2_1/locations/"
#define PICK_UP \
	{"delivery_date", "02-12-2026"}, {"opening_time", "09:30"}, {"delivery_options", "pg,PG_EX"}
#define PICK_UP_QUERY "&DeliveryDate=02-12-2026&OpeningTime=09%3A30%3A00&DeliveryOptions=PG,PG_EX"
#define ADDRESS {"postal_code", "2132WT"}, {"country", "NL"}
#define POINT {"latitude", "52.10223388"}, {"longitude", "-5.5"}, {"country", "NL"}
#define AREA {"north", "52.5"}, {"west", "4.5"}, {"south", "52"}, {"east", "5"}, {"country", "BE"}

static const ServiceArgument near_address[] = {ADDRESS, {NULL}};
static const ServiceArgument near_point[] = {POINT, {NULL}};
static const ServiceArgument within[] = {AREA, {NULL}};
static const ServiceArgument by_code[] = {{"location_code", "163043"}, {NULL}};

static const ServiceRequest legacy_requests[] = {
	{"near an address is asked with the least", &pnl_api_locations, {ADDRESS},
	BASE "nearest?PostalCode=2132WT&CountryCode=NL"},
	{"near an address is asked with everything", &pnl_api_locations,
		{{"postal_code", "2132 wt"}, {"country", "nl"}, {"house_number", "42"},
		{"house_number_addition", " -60 "}, {"street", "Siriusdreef"}, {"city", "Den Haag"},
		PICK_UP},
		BASE "nearest?PostalCode=2132WT&CountryCode=NL&HouseNumber=42&HouseNumberExtension=-60"
	"&Street=Siriusdreef&City=Den%20Haag" PICK_UP_QUERY},
	{"near coordinates is asked with the least", &pnl_api_locations_near, {POINT},
	BASE "nearest/geocode?Latitude=52.10223388&Longitude=-5.5&CountryCode=NL"},
	{"near coordinates is asked with everything", &pnl_api_locations_near, {POINT, PICK_UP},
	BASE "nearest/geocode?Latitude=52.10223388&Longitude=-5.5&CountryCode=NL" PICK_UP_QUERY},
	{"within an area is asked with the least", &pnl_api_locations_within, {AREA},
	BASE "area?LatitudeNorth=52.5&LongitudeWest=4.5&LatitudeSouth=52&LongitudeEast=5"
	"&CountryCode=BE"},
	{"within an area is asked with everything", &pnl_api_locations_within, {AREA, PICK_UP},
	BASE "area?LatitudeNorth=52.5&LongitudeWest=4.5&LatitudeSouth=52&LongitudeEast=5"
	"&CountryCode=BE" PICK_UP_QUERY},
	{"by its code is asked with the least", &pnl_api_location, {{"location_code", " 163043 "}},
	BASE "lookup?LocationCode=163043"},
	{"by its code is asked with the network", &pnl_api_location,
		{{"location_code", "BE0Q50"}, {"retail_network_id", "BPOST-01"}},
	BASE "lookup?LocationCode=BE0Q50&RetailNetworkID=BPOST-01"},
};

#define V4_BASE "/shipment/delivery/v4/locations/"
#define V4_CALL \
	{"account.customer_code", "DEVC"}, {"account.customer_number", "11223344"}, \
	{"delivery_date", "02-12-2026"}, {"delivery_option", "PG"}
#define V4_REST(type) \
	"'customerCode':'DEVC','customerNumber':'11223344','pickUpDate':'2026-12-02'," \
	"'locationType':'" type "'}"

static const ServiceArgument v4_address[] = {ADDRESS, V4_CALL, {NULL}};
static const ServiceArgument v4_point[] = {POINT, V4_CALL, {NULL}};

static ServiceRequest v4_address_requests[] = {
	{"V4 near an address is asked with the least", NULL, {ADDRESS, V4_CALL}, V4_BASE "near-address",
	"{'receiverAddress':{'postalCode':'2132WT','countryIso':'NL'}," V4_REST("Retail")},
	{"V4 near an address is asked with everything", NULL,
		{{"postal_code", "2132 wt"}, {"country", "nl"}, {"house_number", "42"},
		{"house_number_addition", " -60 "}, {"street", "Siriusdreef"}, {"city", "Hoofddorp"},
		V4_CALL, {"delivery_option", "pa"}}, V4_BASE "near-address",
		"{'receiverAddress':{'postalCode':'2132WT','countryIso':'NL','houseNumber':'42',"
		"'houseNumberAddition':'-60','street':'Siriusdreef','city':'Hoofddorp'},"
	V4_REST("ParcelLocker")},
};

static ServiceRequest v4_point_requests[] = {
	{"V4 near coordinates is asked with everything", NULL,
		{POINT, V4_CALL, {"latitude", "52.5"}, {"delivery_option", "PG_EX"}},
		V4_BASE "near-coordinates",
		"{'coordinates':{'latitude':52.5,'longitude':-5.5},'receiverCountryIso':'NL',"
	V4_REST("Retail")},
};

static const ServiceRefusal legacy_refusals[] = {
	{"a missing postal code is refused", &pnl_api_locations, near_address, {{"postal_code", NULL}},
	"postal_code must not be null"},
	{"a country beyond NL and BE is refused", &pnl_api_locations, near_address, {{"country", "DE"}},
	"country must be one of NL, BE"},
	{"house number 0 is refused", &pnl_api_locations, near_address, {{"house_number", "0"}},
	"house_number must be between 1 and 99999"},
	{"a day that is over is refused", &pnl_api_locations, near_address,
	{{"delivery_date", "22-11-2026"}}, "delivery_date must not be in the past"},
	{"a delivery option that is none is refused", &pnl_api_locations, near_address,
	{{"delivery_options", "PG,RETA"}}, "delivery_options must be one of PG, PA, PG_EX"},
	{"a missing latitude is refused", &pnl_api_locations_near, near_point, {{"latitude", NULL}},
	"latitude must not be null"},
	{"a latitude beyond the pole is refused", &pnl_api_locations_near, near_point,
	{{"latitude", "90.5"}}, "latitude must be between -90 and 90"},
	{"a longitude beyond half way round is refused", &pnl_api_locations_near, near_point,
	{{"longitude", "-180.5"}}, "longitude must be between -180 and 180"},
	{"an area upside down is refused", &pnl_api_locations_within, within, {{"north", "51"}},
	"north must not be less than south"},
	{"an area the wrong way round is refused", &pnl_api_locations_within, within, {{"east", "4"}},
	"east must not be less than west"},
	{"an area without a side is refused", &pnl_api_locations_within, within, {{"south", NULL}},
	"south must not be null"},
	{"a missing code is refused", &pnl_api_location, by_code, {{"location_code", NULL}},
	"location_code must not be null"},
	{"a long network is refused", &pnl_api_location, by_code,
		{{"retail_network_id", "123456789012345678901234567890123456"}},
	"retail_network_id must not be longer than 35 characters"},
};

static ServiceRefusal v4_address_refusals[] = {
	{"V4 refuses an option that is none", NULL, v4_address, {{"delivery_option", "Retail"}},
	"delivery_option must be one of PG, PG_EX, PA"},
	{"V4 refuses a day that is over", NULL, v4_address, {{"delivery_date", "22-11-2026"}},
	"delivery_date must not be in the past"},
	{"V4 refuses an account without a customer code", NULL, v4_address,
	{{"account.customer_code", NULL}}, "the account has no customer_code"},
};

static ServiceRefusal v4_point_refusals[] = {
	{"V4 refuses a longitude beyond half way round", NULL, v4_point, {{"longitude", "181"}},
	"longitude must be between -180 and 180"},
	{"V4 refuses a missing country", NULL, v4_point, {{"country", NULL}},
	"country must not be null"},
};

int
main(void)
{
	SERVICE_SET_OPERATION(v4_answers, pnl_api_locations.v4);
	SERVICE_SET_OPERATION(v4_address_requests, pnl_api_locations.v4);
	SERVICE_SET_OPERATION(v4_address_refusals, pnl_api_locations.v4);
	SERVICE_SET_OPERATION(v4_point_requests, pnl_api_locations_near.v4);
	SERVICE_SET_OPERATION(v4_point_refusals, pnl_api_locations_near.v4);
	UNIT_ROWS(legacy_answers, service_read_rows);
	UNIT_ROWS(v4_answers, service_read_rows);
	UNIT_ROWS(legacy_requests, service_build_request);
	UNIT_ROWS(v4_address_requests, service_build_request);
	UNIT_ROWS(v4_point_requests, service_build_request);
	UNIT_ROWS(legacy_refusals, service_refuse);
	UNIT_ROWS(v4_address_refusals, service_refuse);
	UNIT_ROWS(v4_point_refusals, service_refuse);
	return unit_run();
}
