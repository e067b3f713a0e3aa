/*
 * destination.c
 *		Where a parcel goes, as far as PostNL's products differ.
 */
#include "core/destination.h"

#include <stdint.h>
#include <string.h>

#include "core/ascii.h"
#include "core/choice.h"

/* Members of the European Union other than NL and BE (countries.csv). */
static const char eu_countries[] =
	"AT|BG|HR|CY|DK|EE|FI|FR|DE|SI|GR|HU|IE|IT|LV|LT|LU|MT|CZ|PL|PT|RO|SK|ES|SE";

PnlDestination
pnl_destination_of_country(const char *country)
{
	PnlText		code = {country, strlen(country)};

	if (pnl_ascii_equal(country, "NL", SIZE_MAX))
		return PNL_TO_NL;
	if (pnl_ascii_equal(country, "BE", SIZE_MAX))
		return PNL_TO_BE;
	return pnl_choice_find(eu_countries, code).length > 0 ? PNL_TO_EU : PNL_TO_WORLD;
}

const char *
pnl_destination_name(PnlDestination destination)
{
	static const char *const names[] = {"NL", "BE", "EU", "ROW"};

	return names[destination];
}
