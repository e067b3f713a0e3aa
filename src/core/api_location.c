/*
 * api_location.c
 *		Locations v2_1 and locations of V4: where parcels are picked up.
 *
 * Sources: locations.json (PostNL's OpenAPI file), api.md section 1.6,
 * quirks.md section 3.2.
 */
#include "core/api.h"

#include "core/fields.h"

/* PG = parcel point, PA = parcel locker, PG_EX = parcel point with evening. */
#define DELIVERY_OPTIONS "PG|PA|PG_EX"

/* V4 has two kinds of location, asked for one by one. */
#define V4_LOCATION_TYPES "PG=Retail|PG_EX=Retail|PA=ParcelLocker"
#define V4_WORDS "Retail=PG|ParcelLocker=PA"

#define COUNTRY \
	{PNL_QUERY("country", "CountryCode", PNL_TEXT, PNL_WIRE_CODE), \
	 .otherwise = "=NL", .flags = PNL_REQUIRED, .choices = PNL_BENELUX}

/* When and how a parcel would be picked up. */
#define PICK_UP \
	{PNL_QUERY("delivery_date", "DeliveryDate", PNL_DATE, PNL_WIRE_DATE_DUTCH), \
	 .not_before = "today"}, \
	{PNL_QUERY("opening_time", "OpeningTime", PNL_TIME, PNL_WIRE_TIME)}, \
	{PNL_QUERY("delivery_options", "DeliveryOptions", PNL_TEXT_ARRAY, PNL_WIRE_LIST), \
	 .choices = DELIVERY_OPTIONS}

static const PnlField location_fields[] = {
	{"location_code", "LocationCode", PNL_TEXT, .required = true},
	{"name", "Name", PNL_TEXT},
	{"partner_name", "PartnerName", PNL_TEXT},
	{"retail_network_id", "RetailNetworkID", PNL_TEXT},
	{"address", "Address", PNL_OBJECT, .fields = pnl_fields_address},
	{"latitude", "Latitude", PNL_FLOAT},
	{"longitude", "Longitude", PNL_FLOAT},
	{"distance_m", "Distance", PNL_INTEGER},
	{"delivery_options", "DeliveryOptions", PNL_TEXT_LIST},
	{"opening_hours", "OpeningHours", PNL_OPENING_HOURS},
	{"phone", "PhoneNumber", PNL_TEXT},
	{"sustainability_code", "Sustainability.Code", PNL_TEXT},
	{"sustainability", "Sustainability.Description", PNL_TEXT},
	{NULL}
};

static const PnlRowSet location_rows[] = {
	{"GetLocationsResult.ResponseLocation[]", location_fields},
	{NULL}
};

static const PnlField location_v4_fields[] = {
	{"location_code", "pickUpLocationId", PNL_TEXT, .required = true},
	{"name", "name", PNL_TEXT},
	{"partner_name", "partnerName", PNL_TEXT},
	{"retail_network_id", "retailNetworkId", PNL_TEXT},
	{"address", "address", PNL_OBJECT, .fields = pnl_fields_address},
	{"latitude", "coordinates.latitude", PNL_FLOAT},
	{"longitude", "coordinates.longitude", PNL_FLOAT},
	{"distance_m", "distance", PNL_INTEGER},
	{"delivery_options", "locationType", PNL_TEXT_LIST, .words = V4_WORDS},
	{"opening_hours", "openingTimes", PNL_OPENING_HOURS},
	{"phone", "phoneNumber", PNL_TEXT},
	{"sustainability_code", "sustainability.code", PNL_TEXT},
	{"sustainability", "sustainability.description", PNL_TEXT},
	{NULL}
};

static const PnlRowSet location_v4_rows[] = {
	{"locations[]", location_v4_fields},
	{NULL}
};

#define V4_ACCOUNT_AND_PICK_UP \
	PNL_V4_CUSTOMER, \
	{PNL_BODY("delivery_date", "pickUpDate", PNL_DATE, PNL_WIRE_DATE_ISO), \
	 .otherwise = "clock.tomorrow", .flags = PNL_REQUIRED, .not_before = "today"}, \
	{PNL_BODY("delivery_option", "locationType", PNL_TEXT, PNL_WIRE_CODE), \
	 .each = "delivery_options", .otherwise = "=PG|PA", .flags = PNL_REQUIRED, \
	 .choices = V4_LOCATION_TYPES}

static const PnlParameter near_address_v4_parameters[] = {
	PNL_V4_RECEIVER(0),
	V4_ACCOUNT_AND_PICK_UP,
	{NULL}
};

static const PnlOperation locations_near_address_v4 = {
	.name = "locations near an address",
	.method = "POST",
	.path = "/shipment/delivery/v4/locations/near-address",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = near_address_v4_parameters,
	.row_sets = location_v4_rows,
};

static const PnlParameter nearest_parameters[] = {
	{PNL_QUERY("postal_code", "PostalCode", PNL_TEXT, PNL_WIRE_POSTAL_CODE),
	.flags = PNL_REQUIRED},
	COUNTRY,
	{PNL_QUERY("house_number", "HouseNumber", PNL_INTEGER, PNL_WIRE_INTEGER),
	.min = 1, .max = 99999},
	{PNL_QUERY("house_number_addition", "HouseNumberExtension", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 35},
	{PNL_QUERY("street", "Street", PNL_TEXT, PNL_WIRE_CODE), .max_length = 95},
	{PNL_QUERY("city", "City", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35},
	PICK_UP,
	{NULL}
};

const PnlOperation pnl_api_locations = {
	.name = "locations near an address",
	.method = "GET",
	.path = "/shipment/v2_1/locations/nearest",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = nearest_parameters,
	.row_sets = location_rows,
	.v4 = &locations_near_address_v4,
};

static const PnlParameter near_coordinates_v4_parameters[] = {
	{PNL_BODY("latitude", "coordinates.latitude", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -90, .max = 90},
	{PNL_BODY("longitude", "coordinates.longitude", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -180, .max = 180},
	{PNL_BODY("country", "receiverCountryIso", PNL_TEXT, PNL_WIRE_CODE),
	.flags = PNL_REQUIRED | PNL_UPPER_CASE, .max_length = 2},
	V4_ACCOUNT_AND_PICK_UP,
	{NULL}
};

static const PnlOperation locations_near_coordinates_v4 = {
	.name = "locations near coordinates",
	.method = "POST",
	.path = "/shipment/delivery/v4/locations/near-coordinates",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = near_coordinates_v4_parameters,
	.row_sets = location_v4_rows,
};

static const PnlParameter geocode_parameters[] = {
	{PNL_QUERY("latitude", "Latitude", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -90, .max = 90},
	{PNL_QUERY("longitude", "Longitude", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -180, .max = 180},
	COUNTRY,
	PICK_UP,
	{NULL}
};

const PnlOperation pnl_api_locations_near = {
	.name = "locations near coordinates",
	.method = "GET",
	.path = "/shipment/v2_1/locations/nearest/geocode",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = geocode_parameters,
	.row_sets = location_rows,
	.v4 = &locations_near_coordinates_v4,
};

static const PnlParameter area_parameters[] = {
	{PNL_QUERY("north", "LatitudeNorth", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -90, .max = 90, .not_before = "south"},
	{PNL_QUERY("west", "LongitudeWest", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -180, .max = 180},
	{PNL_QUERY("south", "LatitudeSouth", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -90, .max = 90},
	{PNL_QUERY("east", "LongitudeEast", PNL_FLOAT, PNL_WIRE_NUMBER),
	.flags = PNL_REQUIRED, .min = -180, .max = 180, .not_before = "west"},
	COUNTRY,
	PICK_UP,
	{NULL}
};

const PnlOperation pnl_api_locations_within = {
	.name = "locations in an area",
	.method = "GET",
	.path = "/shipment/v2_1/locations/area",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = area_parameters,
	.row_sets = location_rows,
};

/* Belgian locations are found with their network only (quirks.md, 3.2). */
static const PnlParameter lookup_parameters[] = {
	{PNL_QUERY("location_code", "LocationCode", PNL_TEXT, PNL_WIRE_CODE),
	.flags = PNL_REQUIRED, .max_length = 35},
	{PNL_QUERY("retail_network_id", "RetailNetworkID", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 35},
	{NULL}
};

static const PnlSubject lookup_subjects[] = {
	{"location_code", "GetLocationsResult.ResponseLocation[]", "LocationCode"},
	{NULL}
};

const PnlOperation pnl_api_location = {
	.name = "location by code",
	.method = "GET",
	.path = "/shipment/v2_1/locations/lookup",
	.flags = PNL_REPEATABLE | PNL_CACHEABLE,
	.parameters = lookup_parameters,
	.row_sets = location_rows,
	.subjects = lookup_subjects,
};
