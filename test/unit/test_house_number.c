/*
 * test_house_number.c
 *		The cell of a house number, where PostNL wants digits.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/house_number.h"

#define FORM "must be one to five digits, with what follows them in house_number_addition"
#define RANGE "must be one number: with another, higher one it may be a range of houses or " \
	"have an addition, which goes into house_number_addition"
#define TWICE "must be digits alone, or end in the same as house_number_addition"

typedef struct CellRow
{
	const char *name;
	const char *cell;
	const char *given;			/* house_number_addition */
	const char *number;			/* NULL = refused */
	const char *addition;		/* or why it is refused */
} CellRow;

static const CellRow cells[] = {
	{"digits are the number", "12", "", "12", ""},
	{"five digits are taken", "10001", "", "10001", ""},
	{"blanks around it do not matter", " 12 ", "", "12", ""},
	{"blanks of Unicode do not matter", "\xC2\xA0" "12\xE2\x80\xAF", "", "12", ""},
	{"nothing of a fraction is left out", "12.0", "", "12", ""},
	{"nothing of a fraction is left out with a comma", "12,00", "", "12", ""},
	{"a letter is the addition", "12a", "", "12", "a"},
	{"a letter behind a blank is the addition", "12 A", "", "12", "A"},
	{"hs is the addition", "12 hs", "", "12", "hs"},
	{"HS is the addition", "3HS", "", "3", "HS"},
	{"hs behind a hyphen is the addition", "12-hs", "", "12", "hs"},
	{"a bus is the addition", "12 bus 3", "", "12", "bus 3"},
	{"a bo\xC3\xAEte is the addition", "12 bo\xC3\xAEte 3", "", "12", "bo\xC3\xAEte 3"},
	{"a number behind a slash is the addition", "12/3", "", "12", "3"},
	{"a lower number is the addition", "12-3", "", "12", "3"},
	{"a Roman number is the addition", "12 II", "", "12", "II"},
	{"two letters and a number are the addition", "12-A-2", "", "12", "A-2"},
	{"a floor is the addition", "12, 2e verdieping", "", "12", "2e verdieping"},
	{"opposite is the addition", "12 t/o", "", "12", "t/o"},
	{"nr is left out", "nr. 12", "", "12", ""},
	{"a hash is left out", "#12 a", "", "12", "a"},
	{"digits go with an addition", "12", "hs", "12", ""},
	{"a fraction goes with an addition", "12.0", "hs", "12", ""},
	{"the same addition twice is one", "12A", "a", "12", "A"},
	{"two additions are refused", "12A", "hs", NULL, TWICE},
	{"an addition that is a part of the other is refused", "12 bus 3", "bus", NULL, TWICE},
	{"a range is refused", "12-14", "", NULL, RANGE},
	{"a range with a slash is refused", "12/14", "", NULL, RANGE},
	{"a range of letters is refused", "12a-c", "", NULL, FORM},
	{"two numbers are refused", "12 3", "", NULL, FORM},
	{"numbers with a comma are refused", "12, 14", "", NULL, FORM},
	{"a fraction is refused", "12.5", "", NULL, FORM},
	{"six digits are refused", "123456", "", NULL, FORM},
	{"zero is refused", "0", "", NULL, FORM},
	{"a zero before the number is refused", "012", "", NULL, FORM},
	{"a number below zero is refused", "-12", "", NULL, FORM},
	{"letters are refused", "hs", "", NULL, FORM},
	{"a letter first is refused", "A12", "", NULL, FORM},
	{"a word that is no addition is refused", "12 Amsterdam", "", NULL, FORM},
	{"a postal code is refused", "1234 AB", "", NULL, FORM},
	{"an unfinished one is refused", "12-", "", NULL, FORM},
	{"up to is refused", "12 t/m 16", "", NULL, FORM},
	{"nothing is refused", "", "", NULL, FORM},
	{"blanks are refused", "  ", "", NULL, FORM},
	{"nr alone is refused", "nr", "", NULL, FORM},
	{"digits of another script are refused", "\xEF\xBC\x91\xEF\xBC\x92", "", NULL, FORM},
	{"what is not UTF-8 is refused", "12\xFF", "", NULL, FORM},
};

static void
tell_apart(void **state)
{
	const CellRow *row = *state;
	char	   *cell = unit_bytes(row->cell, strlen(row->cell));
	PnlText		given = {row->given, strlen(row->given)};
	PnlHouseNumber house;
	const char *fault = pnl_house_number_split((PnlText) {cell, strlen(row->cell)}, given, &house);

	free(cell);
	if (row->number == NULL)
	{
		assert_non_null(fault);
		assert_string_equal(fault, row->addition);
		return;
	}
	assert_null(fault);
	assert_string_equal(house.number, row->number);
	assert_string_equal(house.addition, row->addition);
}

int
main(void)
{
	UNIT_ROWS(cells, tell_apart);
	return unit_run();
}
