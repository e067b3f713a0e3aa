/*
 * test_weight.c
 *		Weights as people and columns have them, in whole grams.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/weight.h"

/* What is refused. */
#define NONE (-1)

typedef struct WeightRow
{
	const char *name;
	const char *text;
	PnlWeightUnit unit;
	int32_t		grams;
} WeightRow;

static const WeightRow weights[] = {
	{"grams are grams", "1250", PNL_GRAMS, 1250},
	{"zero is for others to judge", "0", PNL_GRAMS, 0},
	{"zeros before it do not matter", "0001250", PNL_GRAMS, 1250},
	{"a fraction is rounded up", "1250.4", PNL_GRAMS, 1251},
	{"a fraction of a thousandth is rounded up", "1250.0001", PNL_GRAMS, 1251},
	{"a fraction of nothing is none", "1250.000", PNL_GRAMS, 1250},
	{"kilograms are a thousand", "2", PNL_KILOGRAMS, 2000},
	{"kilograms of a column", "1.250", PNL_KILOGRAMS, 1250},
	{"a tenth of a kilogram is no more", "0.1", PNL_KILOGRAMS, 100},
	{"2.3 kg is no more, as it would be in doubles", "2.3", PNL_KILOGRAMS, 2300},
	{"a tenth of a gram is rounded up", "1.2501", PNL_KILOGRAMS, 1251},
	{"a comma of a sheet", "1,25", PNL_KILOGRAMS, 1250},
	{"a comma of a sheet in grams", "1250,5", PNL_GRAMS, 1251},
	{"an exponent", "1.25e3", PNL_GRAMS, 1250},
	{"an exponent below zero", "1250E-3", PNL_KILOGRAMS, 1250},
	{"an exponent with a plus", "1e+2", PNL_GRAMS, 100},
	{"the most that is held", "2147483647", PNL_GRAMS, 2147483647},
	{"the most that is held, with a fraction", "2147483647.1", PNL_GRAMS, NONE},
	{"one more than is held", "2147483648", PNL_GRAMS, NONE},
	{"an exponent that is more than is held", "1e99", PNL_GRAMS, NONE},
	{"an exponent of next to nothing is rounded up", "1e-99", PNL_GRAMS, 1},
	{"a long exponent", "1e100", PNL_GRAMS, NONE},
	{"a comma before three digits may be one of thousands", "1,250", PNL_KILOGRAMS, NONE},
	{"both signs", "1.250,5", PNL_GRAMS, NONE},
	{"below zero", "-1", PNL_GRAMS, NONE},
	{"a unit", "1250 g", PNL_GRAMS, NONE},
	{"nothing before the point", ".5", PNL_KILOGRAMS, NONE},
	{"nothing behind the point", "5.", PNL_KILOGRAMS, NONE},
	{"nothing behind the exponent", "5e", PNL_KILOGRAMS, NONE},
	{"no number", "NaN", PNL_GRAMS, NONE},
	{"nothing", "", PNL_GRAMS, NONE},
	{"a blank", " 5", PNL_GRAMS, NONE},
};

static void
round_up(void **state)
{
	const WeightRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	int32_t		grams = 7;
	bool		read = pnl_weight_grams((PnlText) {text, strlen(row->text)}, row->unit, &grams);

	free(text);
	assert_int_equal(read ? grams : NONE, row->grams);
	if (!read)
		assert_int_equal(grams, 7);
}

int
main(void)
{
	UNIT_ROWS(weights, round_up);
	return unit_run();
}
