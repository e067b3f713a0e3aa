/*
 * test_postal_code.c
 *		Postal codes of countries: what they look like, and their one spelling.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/country.h"
#include "core/country_names.h"
#include "core/postal_code.h"

#define DUTCH "a Dutch postal code is four digits and two letters, such as 3532VA"
#define UNUSED "Dutch postal codes do not end in SA, SD or SS"
#define BELGIAN "a Belgian postal code is four digits, such as 1000"
#define TOO_LONG "it is too long"

typedef struct FaultRow
{
	const char *name;
	const char *code;
	const char *country;
	const char *fault;			/* NULL = none */
} FaultRow;

static const FaultRow faults[] = {
	{"a Dutch code is taken", "3532VA", "NL", NULL},
	{"a Dutch code is taken in small letters", "3532va", "NL", NULL},
	{"a Dutch code is taken with a blank inside", "3532 VA", "NL", NULL},
	{"a Dutch code is taken with blanks anywhere", " 3 532  VA ", "NL", NULL},
	{"the digits of a Dutch code are taken", "3532", "NL", NULL},
	{"a country is known in small letters", "1000", "be", NULL},
	{"a Dutch code may begin with 1", "1000AA", "NL", NULL},
	{"a Dutch code may end in SB", "1000SB", "NL", NULL},
	{"a Dutch code does not begin with 0", "0532VA", "NL", DUTCH},
	{"the digits of a Dutch code do not begin with 0", "0532", "NL", DUTCH},
	{"three digits are no Dutch code", "353", "NL", DUTCH},
	{"one letter is no Dutch code", "3532V", "NL", DUTCH},
	{"three letters are no Dutch code", "3532VAA", "NL", DUTCH},
	{"a digit for the last letter is no Dutch code", "3532V1", "NL", DUTCH},
	{"a digit for the first letter is no Dutch code", "35321A", "NL", DUTCH},
	{"a letter for the last digit is no Dutch code", "353OVA", "NL", DUTCH},
	{"a letter beyond ASCII is no Dutch code", "3532\xC3\xA9", "NL", DUTCH},
	{"nothing is no Dutch code", "", "NL", DUTCH},
	{"blanks are no Dutch code", "      ", "NL", DUTCH},
	{"no Dutch code ends in SA", "3532SA", "NL", UNUSED},
	{"no Dutch code ends in SD", "3532 sd", "NL", UNUSED},
	{"no Dutch code ends in SS", "3532SS", "NL", UNUSED},
	{"a Belgian code is taken", "1000", "BE", NULL},
	{"a Belgian code does not begin with 0", "0100", "BE", BELGIAN},
	{"a Dutch code is no Belgian one", "3532VA", "BE", BELGIAN},
	{"five digits are no Belgian code", "10000", "BE", BELGIAN},
	{"a letter is in no Belgian code", "100A", "BE", BELGIAN},
	{"nothing is no Belgian code", "", "BE", BELGIAN},
	{"codes of other countries are not judged", "SW1A 1AA", "GB", NULL},
	{"a country by three letters is not judged", "x", "NLD", NULL},
	{"twelve characters are not too long", "123456789012", "GB", NULL},
	{"twelve characters with blanks are not too long", "1234 5678 9012  ", "GB", NULL},
	{"thirteen characters are too long", "1234567890123", "GB", TOO_LONG},
	{"thirteen characters are too long in the Netherlands too", "3532VA3532VA3", "NL", TOO_LONG},
};

static void
find_fault(void **state)
{
	const FaultRow *row = *state;
	size_t		length = strlen(row->code);
	size_t		country_length = strlen(row->country);
	char	   *code = unit_bytes(row->code, length);
	char	   *country = unit_bytes(row->country, country_length);
	const char *fault = pnl_postal_code_fault(code, length, country, country_length);

	free(country);
	free(code);
	if (row->fault == NULL)
		assert_null(fault);
	else
		unit_assert_text(fault, fault ? strlen(fault) : 0, row->fault);
}

typedef struct AppendRow
{
	const char *name;
	const char *code;
	const char *appended;
} AppendRow;

static const AppendRow appends[] = {
	{"a code is written as it is", "3532VA", "3532VA"},
	{"a code is written in capitals without blanks", " 3532 va ", "3532VA"},
	{"nothing is written as nothing", "", ""},
};

static void
append(void **state)
{
	const AppendRow *row = *state;
	PnlBuf		out;

	pnl_buf_init(&out, 0);
	pnl_postal_code_append(&out, row->code, strlen(row->code));
	assert_string_equal(pnl_buf_text(&out), row->appended);
	pnl_buf_free(&out);
}

/* ----------
 * Of addresses
 * ----------
 */

typedef struct SpellRow
{
	const char *name;			/* what is written, too */
	const char *country;
	const char *spelled;		/* NULL = none */
} SpellRow;

static const SpellRow spells[] = {
	{"3512 ab", "NL", "3512AB"}, {"3512-AB", "NL", "3512AB"}, {"NL-3512 AB", "NL", "3512AB"},
	{"NL3512AB", "NL", "3512AB"}, {"3512\xC2\xA0" "AB", "NL", "3512AB"}, {"3512AB", "nl", "3512AB"},
	{"3512", "NL", NULL}, {"0512AB", "NL", NULL}, {"3512SA", "NL", NULL}, {"3512ABC", "NL", NULL},
	{"2000", "BE", "2000"}, {"B-2000", "BE", "2000"}, {"B2000", "BE", "2000"}, {"b 2000", "BE", "2000"},
	{"BE-2000", "BE", "2000"}, {"L-2000", "BE", NULL}, {"20000", "BE", NULL}, {"0200", "BE", NULL},
	{"L-1234", "LU", "1234"}, {"LU-1234", "LU", "1234"}, {"1234", "LU", "1234"}, {"12345", "LU", NULL},
	{"D-10115", "DE", "10115"}, {"DE 10115", "DE", "10115"}, {"01067", "DE", "01067"},
	{"1011", "DE", NULL}, {"D--10115", "DE", "10115"}, {"DD10115", "DE", NULL},
	{"F-75001", "FR", "75001"}, {"FR 75 001", "FR", "75001"}, {"97110", "FR", "97110"},
	{"SW1A 1AA", "GB", "SW1A1AA"}, {"sw1a1aa", "GB", "SW1A1AA"}, {"M1 1AE", "GB", "M11AE"},
	{"M60 1NW", "GB", "M601NW"}, {"CR2 6XH", "GB", "CR26XH"}, {"DN55 1PT", "GB", "DN551PT"},
	{"W1A 0AX", "GB", "W1A0AX"}, {"GB-EC1A 1BB", "GB", "EC1A1BB"}, {"10115", "GB", NULL},
	{"GY1 1AA", "GG", "GY11AA"}, {"GY10 1AA", "GG", "GY101AA"}, {"M1 1AE", "GG", NULL},
	{"1000-205", "PT", "1000-205"}, {"1000 205", "PT", "1000-205"}, {"1000205", "PT", "1000-205"},
	{"P-1000-205", "PT", "1000-205"}, {"1000", "PT", "1000"}, {"100", "PT", NULL},
	{"00-950", "PL", "00-950"}, {"00950", "PL", "00-950"}, {"PL 00950", "PL", "00-950"},
	{"111 20", "SE", "11120"}, {"S-111 20", "SE", "11120"}, {"SE-11120", "SE", "11120"},
	{"LV-1010", "LV", "LV-1010"}, {"1010", "LV", "LV-1010"}, {"LV1010", "LV", "LV-1010"},
	{"LT-01100", "LT", "LT-01100"}, {"01100", "LT", "LT-01100"}, {"1100", "LT", NULL},
	{"AD500", "AD", "AD500"}, {"500", "AD", "AD500"},
	{"D02 AF30", "IE", "D02AF30"}, {"D6W AB12", "IE", "D6WAB12"}, {"A65F4E2", "IE", "A65F4E2"},
	{"Dublin 4", "IE", NULL}, {"VLT 1117", "MT", "VLT1117"}, {"104 31", "GR", "10431"},
	{"EL-10431", "GR", "10431"}, {"110 00", "CZ", "11000"}, {"1010", "AT", "1010"},
	{"A-1010", "AT", "1010"}, {"CH-8001", "CH", "8001"}, {"K1A 0B1", "CA", "K1A0B1"},
	{"10118", "US", "10118"}, {"10118-1234", "US", "101181234"}, {"1011", "US", NULL},
	{"100-0001", "JP", "100-0001"}, {"1000001", "JP", "100-0001"}, {"35001", "IC", "35001"},
	{"28001", "IC", NULL}, {"E-35001", "IC", "35001"}, {"51001", "EA", "51001"},
	/* countries that are not in the table, or not known */
	{"ab 12-3", "XK", "AB12-3"}, {"12345678901234567", "XK", "12345678901234567"},
	{"123456789012345678", "XK", NULL}, {"1234", "", "1234"}, {" ", "XK", NULL}, {"", "NL", NULL},
	{"\xC3\xA9", "NL", NULL}, {"|", "BE", NULL}, {"n", "BE", NULL},
};

static void
spell(void **state)
{
	const SpellRow *row = *state;
	char	   *code = unit_bytes(row->name, strlen(row->name));
	char	   *country = unit_bytes(row->country, strlen(row->country));
	char		out[PNL_POSTAL_CODE_SIZE];
	bool		spelled = pnl_postal_code_spell((PnlText) {code, strlen(row->name)},
												(PnlText) {country, strlen(row->country)}, out);

	assert_int_equal(spelled, row->spelled != NULL);
	if (spelled)
		assert_string_equal(out, row->spelled);
	free(country);
	free(code);
}

/* What is said of a form is of that form: the example comes last. */
static void
each_example_is_a_code_of_its_country(void **state)
{
	int			count = 0;

	(void) state;
	for (size_t i = 0; i < pnl_country_names_count; i++)
	{
		PnlText		country = {pnl_country_names[i].code, 2};
		const char *words = pnl_postal_code_words(country);
		char		out[PNL_POSTAL_CODE_SIZE];

		if (words == NULL)
			continue;
		if (strrchr(words, ' ') != NULL)
			words = strrchr(words, ' ') + 1;
		if (!pnl_postal_code_spell((PnlText) {words, strlen(words)}, country, out))
			fail_msg("%s", words);
		assert_string_equal(out, words);
		count++;
	}
	assert_true(count > 60);
}

/* A territory's code takes the postal codes that lead to it. */
static void
codes_of_territories_are_taken_by_both(void **state)
{
	static const char *const pairs[][2] = {
		{"ES", "35001"}, {"ES", "38650"}, {"ES", "51001"}, {"ES", "52006"}, {"GB", "GY11AA"},
		{"GB", "JE23AB"}, {"GB", "IM11AA"}, {"FR", "97133"}, {"FR", "97150"}, {"FR", "97110"},
		{"FR", "97200"}, {"FR", "97300"}, {"FR", "97400"}, {"FR", "97500"}, {"FR", "97600"},
		{"FR", "98600"}, {"FR", "98714"}, {"FR", "98800"}, {"FR", "98000"}, {"FI", "22100"},
		{"DK", "3900"}, {"IT", "47890"}, {"IT", "00120"}
	};

	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(pairs); i++)
	{
		PnlText		code = {pairs[i][1], strlen(pairs[i][1])};
		const char *territory = pnl_country_at(pairs[i][0], code);
		char		out[PNL_POSTAL_CODE_SIZE];

		assert_string_not_equal(territory, pairs[i][0]);
		assert_true(pnl_postal_code_spell(code, (PnlText) {pairs[i][0], 2}, out));
		assert_true(pnl_postal_code_spell(code, (PnlText) {territory, 2}, out));
	}
}

int
main(void)
{
	UNIT_ROWS(spells, spell);
	UNIT_CASE(each_example_is_a_code_of_its_country);
	UNIT_CASE(codes_of_territories_are_taken_by_both);
	UNIT_ROWS(faults, find_fault);
	UNIT_ROWS(appends, append);
	return unit_run();
}
