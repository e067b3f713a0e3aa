/*
 * test_country.c
 *		Countries by name and code, and territories that have rules of their own.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/country.h"
#include "core/country_names.h"

typedef struct FindRow
{
	const char *name;			/* what is written, too */
	const char *code;			/* NULL = no country */
} FindRow;

static const FindRow found[] = {
	{"NL", "NL"}, {"nl", "NL"}, {" nl ", "NL"}, {"N.L.", "NL"}, {"NLD", "NL"}, {"nld", "NL"},
	{"Nederland", "NL"}, {"NEDERLAND", "NL"}, {"the netherlands", "NL"}, {"The Netherlands", "NL"},
	{"Netherlands", "NL"}, {"Netherlands, the", NULL}, {"Pays-Bas", "NL"}, {"Les Pays-Bas", "NL"},
	{"Niederlande", "NL"}, {"die Niederlande", "NL"}, {"HOLLAND", "NL"},
	{"Belgi\xC3\xAB", "BE"}, {"Belgie\xCC\x88", "BE"}, {"BELGI\xC3\x8B", "BE"}, {"Belgie", "BE"},
	{"Belgium", "BE"}, {"Belgique", "BE"}, {"la Belgique", "BE"}, {"Belgien", "BE"}, {"BEL", "BE"},
	{"Deutschland", "DE"}, {"Allemagne", "DE"}, {"l'Allemagne", "DE"},
	{"l\xE2\x80\x99" "Allemagne", "DE"}, {"the\xC2\xA0Netherlands", "NL"}, {"Duitsland", "DE"}, {"Germany", "DE"}, {"DEU", "DE"},
	{"U.K.", "GB"}, {"UK", "GB"}, {"United\xC2\xA0Kingdom", "GB"}, {"Engeland", "GB"},
	{"Northern Ireland", "GB"}, {"GBR", "GB"}, {"EL", "GR"}, {"el", "GR"}, {"Griekenland", "GR"},
	{"USA", "US"}, {"U.S.A.", "US"}, {"\xC3\x89tats-Unis", "US"}, {"Verenigde Staten", "US"},
	{"\xC3\x96sterreich", "AT"}, {"Oesterreich", "AT"}, {"Osterreich", "AT"},
	{"D\xC3\xA4nemark", "DK"}, {"Cote d'Ivoire", "CI"}, {"C\xC3\xB4te d\xE2\x80\x99Ivoire", "CI"},
	{"Luxemburg", "LU"}, {"Tsjechi\xC3\xAB", "CZ"}, {"Czech Republic", "CZ"}, {"Czechia", "CZ"},
	{"Guinee", "GN"}, {"Guinea-Bissau", "GW"}, {"Zuid-Korea", "KR"}, {"Congo-Kinshasa", "CD"},
	{"\xC3\x85land", "AX"}, {"Canary Islands", "IC"}, {"Ceuta en Melilla", "EA"}, {"IC", "IC"},
	{"Jersey", "JE"}, {"San Marino", "SM"}, {"Kosovo", "XK"}, {"T\xC3\xBCrkiye", "TR"},
	/* what is two, or none */
	{"Congo", NULL}, {"Korea", NULL}, {"Ireland and Britain", NULL}, {"XX", NULL}, {"EU", NULL},
	{"RU-BE", NULL}, {"ZZ", NULL}, {"N", NULL}, {"", NULL}, {" ", NULL}, {"-", NULL},
	{"NL1", NULL}, {"1L", NULL}, {"Nederlan", NULL}, {"Nederlandd", NULL}, {"the NL", NULL},
	{"the", NULL}, {"la", "LA"}, {"netherlands|belgium", NULL}, {"|", NULL},
	{"\xD0\xA0\xD0\xBE\xD1\x81\xD1\x81\xD0\xB8\xD1\x8F", NULL}, {"\xF0\x9F\x87\xB3\xF0\x9F\x87\xB1", NULL},
	{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
};

/* In memory that ends where the text does. */
static const char *
find(const char *text)
{
	char	   *bytes = unit_bytes(text, strlen(text));
	const char *code = pnl_country_find((PnlText) {bytes, strlen(text)});

	free(bytes);
	return code;
}

static void
find_row(void **state)
{
	const FindRow *row = *state;
	const char *code = find(row->name);

	if (row->code == NULL)
		assert_null(code);
	else
	{
		assert_non_null(code);
		assert_string_equal(code, row->code);
	}
}

/* ----------
 * The table
 * ----------
 */

/* The country of each of its names is itself, so no name is two countries'. */
static void
each_code_and_name_is_found(void **state)
{
	(void) state;
	assert_true(pnl_country_names_count > 240);
	for (size_t i = 0; i < pnl_country_names_count; i++)
	{
		const PnlCountry *country = &pnl_country_names[i];

		assert_string_equal(find(country->code), country->code);
		if (country->code3[0] != '\0')
			assert_string_equal(find(country->code3), country->code);
		for (const char *at = country->names; *at != '\0';)
		{
			char		name[64] = "";
			size_t		length = strcspn(at, "|");

			assert_true(length >= 2 && length < sizeof(name));
			memcpy(name, at, length);
			assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz"), length);
			assert_string_equal(find(name), country->code);
			at += length + (at[length] == '|');
		}
	}
}

static void
codes_are_in_order(void **state)
{
	(void) state;
	for (size_t i = 1; i < pnl_country_names_count; i++)
		assert_true(strcmp(pnl_country_names[i - 1].code, pnl_country_names[i].code) < 0);
}

/* ----------
 * Territories
 * ----------
 */

typedef struct PlaceRow
{
	const char *name;
	const char *country;
	const char *postal_code;
	const char *code;
	const char *apart;
} PlaceRow;

static const PlaceRow places[] = {
	{"Madrid is Spain", "ES", "28001", "ES", NULL},
	{"Las Palmas is the Canary Islands", "ES", "35001", "IC", NULL},
	{"so is Santa Cruz", "ES", "38001", "IC", NULL},
	{"Ceuta has a code", "ES", "51001", "EA", NULL},
	{"Melilla has the same", "ES", "52001", "EA", NULL},
	{"Guernsey has a code", "GB", "GY11AA", "GG", NULL},
	{"Jersey has a code", "GB", "JE23AB", "JE", NULL},
	{"the Isle of Man has a code", "GB", "IM11AA", "IM", NULL},
	{"Northern Ireland has none", "GB", "BT11AA", "GB", NULL},
	{"Reunion has a code", "FR", "97400", "RE", NULL},
	{"Saint Barthelemy lies between codes of Guadeloupe", "FR", "97133", "BL", NULL},
	{"Guadeloupe has a code", "FR", "97110", "GP", NULL},
	{"Monaco has a code", "FR", "98000", "MC", NULL},
	{"Corsica is France", "FR", "20000", "FR", NULL},
	{"Mariehamn is Aland", "FI", "22100", "AX", NULL},
	{"Helsinki is Finland", "FI", "00100", "FI", NULL},
	{"Nuuk is Greenland", "DK", "3900", "GL", NULL},
	{"San Marino has a code", "IT", "47890", "SM", NULL},
	{"the Vatican has a code", "IT", "00120", "VA", NULL},
	{"Livigno is apart", "IT", "23041", "IT", "Livigno"},
	{"Campione is apart", "IT", "22061", "IT", "Campione d'Italia"},
	{"Buesingen is apart", "DE", "78266", "DE", "Buesingen"},
	{"Heligoland is apart", "DE", "27498", "DE", "Heligoland"},
	{"Mount Athos is apart", "GR", "63086", "GR", "Mount Athos"},
	{"without a postal code nothing is known", "ES", "", "ES", NULL},
	{"nor with its beginning", "ES", "3", "ES", NULL},
};

static void
tell_place(void **state)
{
	const PlaceRow *row = *state;
	PnlText		country = {row->country, 2};
	PnlText		postal_code = {row->postal_code, strlen(row->postal_code)};
	const char *apart = pnl_country_apart(country, postal_code);

	assert_string_equal(pnl_country_at(row->country, postal_code), row->code);
	unit_assert_text(apart != NULL ? apart : "", apart != NULL ? strlen(apart) : 0,
					 row->apart != NULL ? row->apart : "");
}

int
main(void)
{
	UNIT_ROWS(found, find_row);
	UNIT_CASE(each_code_and_name_is_found);
	UNIT_CASE(codes_are_in_order);
	UNIT_ROWS(places, tell_place);
	return unit_run();
}
