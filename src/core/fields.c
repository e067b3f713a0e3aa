/*
 * fields.c
 *		Field tables that several services share.
 */
#include "core/fields.h"

/* Spellings: Shippingstatus | Locations, Checkout | V4. */
const PnlField pnl_fields_address[] = {
	{"company", "CompanyName", PNL_TEXT},
	{"department", "DepartmentName", PNL_TEXT},
	{"first_name", "FirstName", PNL_TEXT},
	{"last_name", "LastName", PNL_TEXT},
	{"street", "Street", PNL_TEXT},
	{"house_number", "HouseNumber|HouseNr", PNL_TEXT},
	{"house_number_addition", "HouseNumberSuffix|HouseNrExt|houseNumberAddition", PNL_TEXT},
	{"building", "Building", PNL_TEXT},
	{"floor", "Floor", PNL_TEXT},
	{"postal_code", "Zipcode|postalCode", PNL_TEXT},
	{"district", "District", PNL_TEXT},
	{"city", "City", PNL_TEXT},
	{"region", "Region", PNL_TEXT},
	{"country", "CountryCode|countryIso", PNL_TEXT},
	{"remark", "Remark", PNL_TEXT},
	{NULL}
};
