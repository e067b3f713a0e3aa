/*
 * test_postal_code.c
 *		Postal codes of the Netherlands and Belgium.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

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

int
main(void)
{
	UNIT_ROWS(faults, find_fault);
	UNIT_ROWS(appends, append);
	return unit_run();
}
