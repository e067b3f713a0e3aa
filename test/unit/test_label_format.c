/*
 * test_label_format.c
 *		The formats of labels, and the places on a sheet.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/choice.h"
#include "core/label_format.h"

typedef struct FormatRow
{
	const char *name;
	const char *bytes;
	const char *format;			/* NULL = of none */
} FormatRow;

static const FormatRow rows[] = {
	{"a PDF is told", "%PDF-1.4", "pdf"},
	{"a GIF is told", "GIF89a", "gif"},
	{"a PNG is told", "\x89PNG\r\n\x1a\n", "png"},
	{"a JPEG is told", "\xFF\xD8\xFF\xE0", "jpg"},
	{"ZPL is told", "^XA^FO", "zpl"},
	{"white space may be before ZPL", " \t\r\n\f\v^XA", "zpl"},
	{"and is before nothing else", "\n%PDF-1.4", NULL},
	{"text before ZPL is no label", "x^XA", NULL},
	{"half of ZPL is no label", "  ^X", NULL},
	{"a bitmap is no label", "BM6", NULL},
	{"blanks are no label", "   ", NULL},
	{"nothing is no label", "", NULL},
};

static void
find_format(void **state)
{
	const FormatRow *row = *state;
	char	   *bytes = unit_bytes(row->bytes, strlen(row->bytes));
	const char *format = pnl_label_format_find((unsigned char *) bytes, strlen(row->bytes));

	if (row->format == NULL)
		assert_null(format);
	else
	{
		assert_string_equal(format, row->format);
		assert_true(pnl_choice_find(PNL_LABEL_FORMATS,
									(PnlText) {format, strlen(format)}).length > 0);
	}
	free(bytes);
}

static void
a_sheet_has_as_many_places_as_positions(void **state)
{
	const char *positions = PNL_SHEET_POSITIONS;
	int			places = PNL_SHEET_PLACES;

	(void) state;
	for (size_t i = 0; i < strlen(positions); i += 2)
		assert_int_equal(pnl_label_format_places_from(positions[i]), places--);
	assert_int_equal(places, 0);
}

int
main(void)
{
	UNIT_ROWS(rows, find_format);
	UNIT_CASE(a_sheet_has_as_many_places_as_positions);
	return unit_run();
}
