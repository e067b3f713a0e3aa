/*
 * test_barcode.c
 *		The forms of barcodes, checked without asking PostNL.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/barcode.h"
#include "core/barcode_call.h"

typedef struct BarcodeRow
{
	const char *name;
	const char *text;
	const char *kind;
	const char *reason;			/* "": valid */
} BarcodeRow;

typedef struct SpellRow
{
	const char *name;
	const char *text;
	const char *spelled;		/* or, after "!", what is wrong */
} SpellRow;

#define NO_BREAK "\xC2\xA0"
#define ZERO_WIDTH "\xE2\x80\x8B"

static const SpellRow spell_rows[] = {
	{"a barcode stays", "3SDEVC172649258", "3SDEVC172649258"},
	{"small letters are taken", "3sdevc172649258", "3SDEVC172649258"},
	{"blanks around it and inside are none of it", "\t3S DEVC 1726 49258 \r\n", "3SDEVC172649258"},
	{"nor are those that do not break, and those without width",
	"3S" NO_BREAK "DEVC" ZERO_WIDTH "172649258", "3SDEVC172649258"},
	{"a partner's is taken", "1z999aa10123456784", "1Z999AA10123456784"},
	{"35 characters are taken", "12345678901234567890123456789012345",
	"12345678901234567890123456789012345"},
	{"36 are not", "123456789012345678901234567890123456", "!must not be longer than 35 characters"},
	{"blanks do not count", "1234567890123456789012345678901234 5 ",
	"12345678901234567890123456789012345"},
	{"nothing is none", "", "!must not be empty"},
	{"blanks are none", " " NO_BREAK, "!must not be empty"},
	{"a word is none", "unknown", "!must have digits"},
	{"a hyphen is not possible", "3S-DEVC-172649258", "!must have letters and digits only"},
	{"a path is not possible", "3S/../x", "!must have letters and digits only"},
	{"a letter that is not of ASCII is not possible", "3SD\xC3\x89VC172649258",
	"!must have letters and digits only"},
	{"what is not UTF-8 is not possible", "3S\xC3", "!must have letters and digits only"},
	{"an array of a driver is several", "{3SDEVC172649258,3SDEVC172649259}", "!must be one only"},
	{"an array of one is one no more", "{3SDEVC172649258}", "!must be one only"},
	{"nor is one of JSON", "[\"3SDEVC172649258\"]", "!must be one only"},
	{"lines are several", "3SDEVC172649258\n3SDEVC172649259", "!must be one only"},
	{"a list with commas is several", "3SDEVC172649258, 3SDEVC172649259", "!must be one only"},
};

#define CODE_3S "a customer code of one to four capital letters must follow 3S"
#define CODE_2S "a customer code in capital letters must follow 2S"
#define DIGITS "only digits may follow the customer code"
#define UNKNOWN "a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"

static const BarcodeRow rows[] = {
	{"a domestic barcode of 15 is valid", "3SDEVC172649258", "3S", ""},
	{"a barcode of 13 is valid", "3SDEVC5672025", "3S", ""},
	{"a customer code of one letter is valid", "3SA5210500000", "3S", ""},
	{"a customer code of two letters is valid", "3SAB12345678901", "3S", ""},
	{"a customer code of three letters is valid", "3SABC10000000", "3S", ""},
	{"3S of 14 is not valid", "3SDEVC17264925", "3S", "the length is 14, it must be 13 or 15"},
	{"3S of 12 is not valid", "3SDEVC172649", "3S", "the length is 12, it must be 13 or 15"},
	{"3S of 16 is not valid", "3SDEVC1726492581", "3S", "the length is 16, it must be 13 or 15"},
	{"3S alone is not valid", "3S", "3S", CODE_3S},
	{"3S without a customer code is not valid", "3S1234567890123", "3S", CODE_3S},
	{"3S with five letters is not valid", "3SABCDE12345678", "3S", CODE_3S},
	{"3S in small letters behind it is not valid", "3Sdevc172649258", "3S", CODE_3S},
	{"3S without digits is not valid", "3SDEVC", "3S", DIGITS},
	{"3S with a letter among the digits is not valid", "3SDEVC1726A9258", "3S", DIGITS},
	{"3S with a blank behind it is not valid", "3SDEVC567202 ", "3S", DIGITS},
	{"2S of 11 is valid", "2SABCD12345", "2S", ""},
	{"2S of 15 is valid", "2SABCD123456789", "2S", ""},
	{"2S of 10 is not valid", "2SABCD1234", "2S", "the length is 10, it must be 11 to 15"},
	{"2S of 16 is not valid", "2SABCD1234567890", "2S", "the length is 16, it must be 11 to 15"},
	{"2S without a customer code is not valid", "2S123456789", "2S", CODE_2S},
	{"2S alone is not valid", "2S", "2S", CODE_2S},
	{"2S without digits is not valid", "2SABCDEFGHI", "2S", DIGITS},
	{"2S with a letter at the end is not valid", "2SABCD12345X", "2S", DIGITS},
	{"PostNL's international example is valid", "CD630548715NL", "S10", ""},
	{"the example of the UPU is valid", "RR473124829US", "S10", ""},
	{"an S10 with another check digit is not valid", "RR473124828US", "S10", "the check digit is 8, it must be 9"},
	{"a prefix that PostNL added later is known by its form", "UM000000005NL", "S10", ""},
	{"an S10 of another country is valid", "LA000000005BE", "S10", ""},
	{"an S10 in small letters is unknown", "rr473124829us", "unknown", UNKNOWN},
	{"an S10 of 12 is unknown", "RR47312482US", "unknown", UNKNOWN},
	{"an S10 of 14 is unknown", "RR473124829USA", "unknown", UNKNOWN},
	{"an S10 with a letter among the digits is unknown", "RR4731A4829US", "unknown", UNKNOWN},
	{"an S10 without a country is unknown", "RR47312482912", "unknown", UNKNOWN},
	{"an empty barcode is unknown", "", "unknown", UNKNOWN},
	{"one character is unknown", "3", "unknown", UNKNOWN},
	{"a small s is unknown", "3sDEVC172649258", "unknown", UNKNOWN},
	{"a blank before it is unknown", " 3SDEVC5672025", "unknown", UNKNOWN},
	{"a barcode of another carrier is unknown", "JVGL0123456789", "unknown", UNKNOWN},
};

static void
inspect(void **state)
{
	const BarcodeRow *row = *state;
	size_t		length = strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	PnlBarcodeInfo info;

	pnl_barcode_inspect(text, length, &info);
	assert_string_equal(info.reason, row->reason);
	assert_string_equal(info.kind, row->kind);
	assert_int_equal(info.valid, row->reason[0] == '\0');
	free(text);
}

static void
spell(void **state)
{
	const SpellRow *row = *state;
	size_t		length = strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	char		out[PNL_BARCODE_SIZE];
	const char *fault = pnl_barcode_spell((PnlText) {text, length}, out);

	assert_int_equal(fault != NULL, row->spelled[0] == '!');
	assert_string_equal(fault != NULL ? fault : out, row->spelled + (fault != NULL));
	free(text);
}

static void
a_NUL_inside_a_barcode_is_not_valid(void **state)
{
	PnlBarcodeInfo info;

	(void) state;
	pnl_barcode_inspect("3SDEVC1\0" "26492", 13, &info);
	assert_false(info.valid);
}

typedef struct DigitRow
{
	const char *name;
	const char *serial;
	char		digit;
} DigitRow;

/* Weights 8 6 4 2 3 5 9 7; digit = 11 - sum mod 11, 10 -> 0, 11 -> 5. */
static const DigitRow digits[] = {
	{"the check digit of the UPU's example is 9", "47312482", '9'},
	{"a sum that leaves nothing gives 5", "00000000", '5'},
	{"a sum that leaves one gives 0", "00004000", '0'},
	{"a sum that leaves ten gives 1", "00000200", '1'},
	{"a sum that leaves two gives 9", "00010000", '9'},
	{"all nines give 5", "99999999", '5'},
	{"the check digit of PostNL's example is 5", "63054871", '5'},
};

static void
compute_digit(void **state)
{
	const DigitRow *row = *state;
	char	   *serial = unit_bytes(row->serial, 8);

	assert_int_equal(pnl_barcode_check_digit(serial), row->digit);
	free(serial);
}

/* What the check digit is for: it sees every single wrong digit. */
static void
the_check_digit_sees_a_wrong_digit_anywhere(void **state)
{
	(void) state;
	for (int place = 0; place < 8; place++)
		for (int other = 1; other < 10; other++)
		{
			char		text[] = "RR473124829US";
			PnlBarcodeInfo info;

			text[2 + place] = (char) ('0' + (text[2 + place] - '0' + other) % 10);
			pnl_barcode_inspect(text, 13, &info);
			assert_false(info.valid);
		}
}

/* What PostNL issued for parcels abroad it finds by the reference (sync_state.c). */
static void
only_2S_and_3S_find_their_parcel(void **state)
{
	static const char *const others[] = {"", "3", "S3", "3s0", "CD00000000NL", "LA000000005NL", "13S"};

	(void) state;
	assert_true(pnl_barcode_finds_parcel("3SDEVC0000001", 13));
	assert_true(pnl_barcode_finds_parcel("2SDEVC0000001", 13));
	for (size_t i = 0; i < UNIT_COUNT(others); i++)
		assert_false(pnl_barcode_finds_parcel(others[i], strlen(others[i])));
}

static void
the_barcode_of_nothing_is_well_formed(void **state)
{
	PnlBarcodeInfo info;

	(void) state;
	pnl_barcode_inspect(PNL_BARCODE_OF_NOTHING, strlen(PNL_BARCODE_OF_NOTHING), &info);
	assert_true(info.valid);
	assert_string_equal(info.kind, PNL_BARCODE_3S);
}

/* V4 issues domestic barcodes without serie, and many in a call. */
static void
v4_reserves_what_it_can(void **state)
{
	static const char serie[] = "10000000-20000000";

	(void) state;
	assert_true(pnl_barcode_call_gives_many(pnl_barcode_call_operation(true, NULL, NULL)));
	assert_true(pnl_barcode_call_gives_many(pnl_barcode_call_operation(true, "3S", "")));
	assert_ptr_equal(pnl_barcode_call_operation(true, "2S", NULL), &pnl_api_barcode);
	assert_ptr_equal(pnl_barcode_call_operation(true, "3S", serie), &pnl_api_barcode);
	assert_ptr_equal(pnl_barcode_call_operation(false, NULL, NULL), &pnl_api_barcode);
	assert_false(pnl_barcode_call_gives_many(&pnl_api_barcode));
}

int
main(void)
{
	UNIT_CASE(v4_reserves_what_it_can);
	UNIT_CASE(only_2S_and_3S_find_their_parcel);
	UNIT_CASE(the_barcode_of_nothing_is_well_formed);
	UNIT_ROWS(rows, inspect);
	UNIT_ROWS(spell_rows, spell);
	UNIT_CASE(a_NUL_inside_a_barcode_is_not_valid);
	UNIT_ROWS(digits, compute_digit);
	UNIT_CASE(the_check_digit_sees_a_wrong_digit_anywhere);
	return unit_run();
}
