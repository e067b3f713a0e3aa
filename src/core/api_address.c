/*
 * api_address.c
 *		Postal code check v1 and the address checks of V4.
 *
 * Sources: postalcode-check.json (PostNL's OpenAPI file), api.md sections 2.3
 * and 2.5, quirks.md section 3.2.  The address checks need a contract and key
 * of their own with PostNL.
 */
#include "core/api.h"

#include "core/request.h"

static const PnlParameter postal_code_parameters[] = {
	{PNL_QUERY("postal_code", "postalcode", PNL_TEXT, PNL_WIRE_POSTAL_CODE),
	.flags = PNL_REQUIRED},
	{PNL_QUERY("house_number", "housenumber", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = 99999},
	{PNL_QUERY("addition", "housenumberaddition", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 35},
	{NULL}
};

static const PnlField postal_code_fields[] = {
	{"postal_code", "postalCode", PNL_TEXT, .required = true},
	{"street", "streetName", PNL_TEXT},
	{"house_number", "houseNumber", PNL_INTEGER},
	{"addition", "houseNumberAddition", PNL_TEXT},
	{"city", "city", PNL_TEXT},
	{"formatted", "formattedAddress", PNL_TEXT_LIST},
	{NULL}
};

static const PnlRowSet postal_code_rows[] = {
	{"[]", postal_code_fields},
	{NULL}
};

static const PnlSubject postal_code_subjects[] = {
	{"postal_code", "[]", "postalCode"},
	{"house_number", "[]", "houseNumber"},
	{NULL}
};

const PnlOperation pnl_api_postal_code = {
	.name = "postal code check",
	.method = "GET",
	.path = "/shipment/checkout/v1/postalcodecheck",
	.flags = PNL_REPEATABLE,
	.parameters = postal_code_parameters,
	.row_sets = postal_code_rows,
	.subjects = postal_code_subjects,
};

static const PnlField address_fields[] = {
	{"result_number", "resultNumber", PNL_INTEGER},
	{"mailability_score", "mailabilityScore", PNL_INTEGER},
	{"result_percentage", "resultPercentage", PNL_FLOAT},
	{"street", "streetName", PNL_TEXT},
	{"house_number", "houseNumber", PNL_TEXT},
	{"house_number_addition", "houseNumberAddition", PNL_TEXT},
	{"postal_code", "postalCode", PNL_TEXT},
	{"city", "cityName", PNL_TEXT},
	{"region", "stateName", PNL_TEXT},
	{"country_name", "countryName", PNL_TEXT},
	{"country", "countryIso2", PNL_TEXT},
	{"country_iso3", "countryIso3", PNL_TEXT},
	{"formatted", "formattedAddress", PNL_TEXT_LIST},
	{NULL}
};

static const PnlRowSet address_rows[] = {
	{"[]", address_fields},
	{NULL}
};

static const PnlParameter address_nl_parameters[] = {
	{PNL_QUERY("house_number", "houseNumber", PNL_INTEGER, PNL_WIRE_INTEGER),
	.flags = PNL_REQUIRED, .min = 1, .max = 99999},
	{PNL_QUERY("house_number_addition", "houseNumberAddition", PNL_TEXT, PNL_WIRE_CODE),
	.max_length = 35},
	{PNL_QUERY("postal_code", "postalCode", PNL_TEXT, PNL_WIRE_POSTAL_CODE)},
	{PNL_QUERY("street", "streetName", PNL_TEXT, PNL_WIRE_CODE), .max_length = 95},
	{PNL_QUERY("city", "cityName", PNL_TEXT, PNL_WIRE_CODE), .max_length = 95},
	{NULL}
};

/* The postal code, or street and city. */
static bool
complete_address_nl(PnlRequest *request, PnlJson *body,
					const PnlOperation *operation, const PnlArguments *arguments,
					PnlError *error)
{
	(void) request;
	(void) body;
	if (!pnl_argument_find(operation, arguments, "postal_code")->null ||
		(!pnl_argument_find(operation, arguments, "street")->null &&
		 !pnl_argument_find(operation, arguments, "city")->null))
		return true;
	return pnl_error_set(error, PNL_ERR_ARGUMENT,
						 "postal_code, or street and city, must be given");
}

const PnlOperation pnl_api_address_nl = {
	.name = "address check, Netherlands",
	.method = "GET",
	.path = "/v4/address/netherlands",
	.flags = PNL_REPEATABLE | PNL_V4_ONLY,
	.parameters = address_nl_parameters,
	.row_sets = address_rows,
	.complete = complete_address_nl,
};

#define PART(sql, name) \
	{PNL_QUERY(sql, name, PNL_TEXT, PNL_WIRE_CODE), .max_length = 100}

static const PnlParameter address_parameters[] = {
	{PNL_QUERY("country", "countryIso", PNL_TEXT, PNL_WIRE_CODE),
	.flags = PNL_REQUIRED | PNL_UPPER_CASE, .max_length = 3},
	PART("city", "cityName"),
	PART("street", "streetName"),
	PART("house_number", "houseNumber"),
	PART("house_number_addition", "houseNumberAddition"),
	{PNL_QUERY("postal_code", "postalCode", PNL_TEXT, PNL_WIRE_CODE), .max_length = 17},
	PART("address_line", "addressLine"),
	PART("building", "buildingName"),
	PART("flat", "flat"),
	PART("stairs", "stairs"),
	PART("floor", "floor"),
	PART("door", "door"),
	PART("bus", "bus"),
	{NULL}
};

const PnlOperation pnl_api_address = {
	.name = "address check, international",
	.method = "GET",
	.path = "/v4/address/international",
	.flags = PNL_REPEATABLE | PNL_V4_ONLY,
	.parameters = address_parameters,
	.row_sets = address_rows,
};
