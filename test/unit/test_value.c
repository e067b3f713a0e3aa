/*
 * test_value.c
 *		Texts and nodes read as typed values.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/value.h"

typedef struct ValueRow
{
	const char *name;
	PnlType		type;
	const char *text;
	const char *value;			/* by spell_value(); NULL: refused */
} ValueRow;

/* A value as a text, to compare with. */
static void
spell_value(const PnlValue *value, char *text, size_t size)
{
	const PnlCivil *civil = &value->civil;

	if (value->null)
		snprintf(text, size, "null");
	else if (value->type == PNL_INTEGER)
		snprintf(text, size, "%d", value->integer);
	else if (value->type == PNL_FLOAT)
		snprintf(text, size, "%.17g", value->number);
	else if (value->type == PNL_BOOLEAN)
		snprintf(text, size, "%s", value->boolean ? "true" : "false");
	else if (value->type == PNL_DATE || value->type == PNL_TIME ||
			 value->type == PNL_TIMESTAMP)
		snprintf(text, size, "%d-%d-%d %d:%d:%d", civil->year, civil->month,
				 civil->day, civil->hour, civil->minute, civil->second);
	else
		snprintf(text, size, "'%.*s'", (int) value->text.length, value->text.data);
}

/* ----------
 * From texts
 * ----------
 */

static const ValueRow texts[] = {
	{"a text stays as it is", PNL_TEXT, " a &lt; b ", "' a &lt; b '"},
	{"an empty text is a text", PNL_TEXT, "", "''"},
	{"a blank text is a text", PNL_TEXT, "  ", "'  '"},
	{"a status code is a text", PNL_STATUS, "7", "'7'"},
	{"base64 stays encoded", PNL_BASE64, "R0lGODlh", "'R0lGODlh'"},
	{"what a type is told from stays encoded", PNL_MIME_TYPE, "R0lGODlh", "'R0lGODlh'"},
	{"empty base64 is null", PNL_BASE64, "", "null"},
	{"an integer is read", PNL_INTEGER, "180", "180"},
	{"a negative integer is read", PNL_INTEGER, "-30", "-30"},
	{"an integer with a plus is read", PNL_INTEGER, "+5", "5"},
	{"an integer with leading zeros is read", PNL_INTEGER, "003085", "3085"},
	{"an integer with a fraction of zero is read", PNL_INTEGER, "180.0", "180"},
	{"an integer with an exponent is read", PNL_INTEGER, "1e3", "1000"},
	{"the largest integer is read", PNL_INTEGER, "2147483647", "2147483647"},
	{"the smallest integer is read", PNL_INTEGER, "-2147483648", "-2147483648"},
	{"an integer past the largest is refused", PNL_INTEGER, "2147483648", NULL},
	{"an integer past the smallest is refused", PNL_INTEGER, "-2147483649", NULL},
	{"a fraction is no integer", PNL_INTEGER, "180.5", NULL},
	{"words are no integer", PNL_INTEGER, "veel", NULL},
	{"digits before words are no integer", PNL_INTEGER, "180 g", NULL},
	{"a hexadecimal number is no integer", PNL_INTEGER, "0x10", NULL},
	{"a sign alone is no integer", PNL_INTEGER, "-", NULL},
	{"an exponent alone is no integer", PNL_INTEGER, "e5", NULL},
	{"two numbers are no integer", PNL_INTEGER, "1-2", NULL},
	{"an empty text is no integer but null", PNL_INTEGER, "", "null"},
	{"blanks are no integer but null", PNL_INTEGER, "   ", "null"},
	{"a number is read", PNL_FLOAT, "52.3702", "52.370199999999997"},
	{"a negative number is read", PNL_FLOAT, "-4.5", "-4.5"},
	{"a number with an exponent is read", PNL_FLOAT, "1.5E2", "150"},
	{"a number with a comma is refused", PNL_FLOAT, "52,37", NULL},
	{"a number with a blank is refused", PNL_FLOAT, "52.37 ", NULL},
	{"infinity is refused", PNL_FLOAT, "inf", NULL},
	{"not a number is refused", PNL_FLOAT, "nan", NULL},
	{"a number too large for a double is refused", PNL_FLOAT, "1e999", NULL},
	{"two points are refused", PNL_FLOAT, "1.2.3", NULL},
	{"money is no number", PNL_FLOAT, "EUR250.00", NULL},
	{"a number of 63 characters is read", PNL_FLOAT,
	"100000000000000000000000000000000000000000000000000000000000000", "1e+62"},
	{"a number of 64 characters is refused", PNL_FLOAT,
	"1000000000000000000000000000000000000000000000000000000000000000", NULL},
	{"true is read", PNL_BOOLEAN, "true", "true"},
	{"false is read", PNL_BOOLEAN, "false", "false"},
	{"True is read", PNL_BOOLEAN, "True", "true"},
	{"one is true", PNL_BOOLEAN, "1", "true"},
	{"zero is false", PNL_BOOLEAN, "0", "false"},
	{"two is no boolean", PNL_BOOLEAN, "2", NULL},
	{"yes is no boolean", PNL_BOOLEAN, "yes", NULL},
	{"half a spelling is no boolean", PNL_BOOLEAN, "tru", NULL},
	{"more than a spelling is no boolean", PNL_BOOLEAN, "truest", NULL},
	{"an empty text is no boolean but null", PNL_BOOLEAN, "", "null"},
	{"a date is read", PNL_DATE, "08-11-2022", "2022-11-8 0:0:0"},
	{"a date is read from a date and time", PNL_DATE, "2022-11-08T10:13:20", "2022-11-8 10:13:20"},
	{"a time is no date", PNL_DATE, "10:13:20", NULL},
	{"an empty text is no date but null", PNL_DATE, "", "null"},
	{"a time is read", PNL_TIME, "17:30", "0-0-0 17:30:0"},
	{"a date is no time", PNL_TIME, "08-11-2022", NULL},
	{"a moment is read", PNL_TIMESTAMP, "08-11-2022 10:13:20", "2022-11-8 10:13:20"},
	{"words are no moment", PNL_TIMESTAMP, "gisteren", NULL},
	{"a text is no list", PNL_TEXT_LIST, "x", NULL},
	{"a text is no object", PNL_OBJECT, "x", NULL},
	{"a text is no list of objects", PNL_LIST, "x", NULL},
};

static void
read_text(void **state)
{
	const ValueRow *row = *state;
	size_t		length = strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	char		spelled[128] = "";
	PnlValue	value;

	assert_int_equal(pnl_value_from_text(row->type, text, length, &value),
					 row->value != NULL);
	assert_int_equal(value.type, row->type);
	if (row->value != NULL)
	{
		spell_value(&value, spelled, sizeof(spelled));
		assert_string_equal(spelled, row->value);
	}
	free(text);
}

static void
a_NUL_inside_a_number_is_refused(void **state)
{
	PnlValue	value;

	(void) state;
	assert_false(pnl_value_from_text(PNL_INTEGER, "1\0" "2", 3, &value));
	assert_false(pnl_value_from_text(PNL_FLOAT, "1\0", 2, &value));
	assert_false(pnl_value_from_text(PNL_BOOLEAN, "1\0", 2, &value));
}

static void
a_null_value_has_its_type(void **state)
{
	PnlValue	value = pnl_value_null(PNL_DATE);

	(void) state;
	assert_int_equal(value.type, PNL_DATE);
	assert_true(value.null);
}

static void
a_text_value_points_at_the_text(void **state)
{
	static const char text[] = "3SDEVC1";
	PnlValue	value = pnl_value_text(text, 2);

	(void) state;
	assert_int_equal(value.type, PNL_TEXT);
	assert_false(value.null);
	assert_ptr_equal(value.text.data, text);
	assert_int_equal(value.text.length, 2);
}

static void
every_type_has_a_name(void **state)
{
	(void) state;
	for (int type = PNL_TEXT; type <= PNL_LIST; type++)
		assert_string_not_equal(pnl_value_type_name((PnlType) type), "value");
}

/* ----------
 * From nodes
 * ----------
 */

/* "text" is an array; the node is its first element. */
static const ValueRow scalars[] = {
	{"a text of a reply is a text", PNL_TEXT, "['x']", "'x'"},
	{"a number of a reply is a text", PNL_TEXT, "[1021]", "'1021'"},
	{"a wrapped text of a reply is a text", PNL_TEXT, "[{'string':'x'}]", "'x'"},
	{"an empty text of a reply is null", PNL_TEXT, "['']", "null"},
	{"an empty object of a reply is null", PNL_TEXT, "[{}]", "null"},
	{"an empty list of a reply is null", PNL_TEXT, "[[]]", "null"},
	{"a null of a reply is null", PNL_TEXT, "[null]", "null"},
	{"a wrapped null of a reply is null", PNL_TEXT, "[{'string':null}]", "null"},
	{"an object of a reply is no text", PNL_TEXT, "[{'a':1}]", NULL},
	{"a list of a reply is no text", PNL_TEXT, "[['x','y']]", NULL},
	{"a number of a reply is an integer", PNL_INTEGER, "[180]", "180"},
	{"a number as text of a reply is an integer", PNL_INTEGER, "['180']", "180"},
	{"a number with a fraction of a reply is no integer", PNL_INTEGER, "[1.5]", NULL},
	{"a number past 32 bits of a reply is no integer", PNL_INTEGER, "[4294967296]", NULL},
	{"true of a reply is no integer", PNL_INTEGER, "[true]", NULL},
	{"an empty object of a reply is no integer but null", PNL_INTEGER, "[{}]", "null"},
	{"a blank text of a reply is no integer but null", PNL_INTEGER, "[' ']", "null"},
	{"a number of a reply is a number", PNL_FLOAT, "[4.5]", "4.5"},
	{"true of a reply is a boolean", PNL_BOOLEAN, "[true]", "true"},
	{"a boolean as text of a reply is a boolean", PNL_BOOLEAN, "['false']", "false"},
	{"a date of a reply is a date", PNL_DATE, "['08-11-2022']", "2022-11-8 0:0:0"},
	{"a status of a reply keeps its code", PNL_STATUS, "['12']", "'12'"},
	{"a missing status is null", PNL_STATUS, "[{}]", "null"},
};

static void
read_node(void **state)
{
	const ValueRow *row = *state;
	PnlJson    *document = unit_parse(row->text);
	char		spelled[128] = "";
	PnlValue	value;

	assert_int_equal(pnl_value_from_json(row->type, pnl_json_item(document, 0), &value),
					 row->value != NULL);
	assert_int_equal(value.type, row->type);
	if (row->value != NULL)
	{
		spell_value(&value, spelled, sizeof(spelled));
		assert_string_equal(spelled, row->value);
	}
	pnl_json_free(document);
}

typedef struct NestedRow
{
	const char *name;
	PnlType		type;
	const char *document;		/* the node is its first element */
	bool		readable;
	bool		null;
	size_t		count;			/* elements of the value's node */
} NestedRow;

static const NestedRow nested[] = {
	{"a list of texts is read", PNL_TEXT_LIST, "[['Daytime','Evening']]", true, false, 2},
	{"a wrapped list of texts is read", PNL_TEXT_LIST, "[{'string':['PG','PA']}]", true, false, 2},
	{"a list of wrapped texts is read", PNL_TEXT_LIST, "[[{'string':'PG'}]]", true, false, 1},
	{"a wrapped text is a list of one", PNL_TEXT_LIST, "[{'string':'PG'}]", true, false, 1},
	{"a text is a list of one", PNL_TEXT_LIST, "['PG']", true, false, 1},
	{"an empty object is no list of texts but null", PNL_TEXT_LIST, "[{}]", true, true, 0},
	{"an empty list of texts is null", PNL_TEXT_LIST, "[[]]", true, true, 0},
	{"a wrapped empty list of texts is null", PNL_TEXT_LIST, "[{'string':[]}]", true, true, 0},
	{"a wrapped null is no list of texts but null", PNL_TEXT_LIST, "[{'string':null}]", true, true, 0},
	{"an object is read", PNL_OBJECT, "[{'a':1}]", true, false, 1},
	{"an object in a list of one is read", PNL_OBJECT, "[[{'a':1}]]", true, false, 1},
	{"an empty object is null", PNL_OBJECT, "[{}]", true, true, 0},
	{"an empty object in a list of one is null", PNL_OBJECT, "[[{}]]", true, true, 0},
	{"a missing object is null", PNL_OBJECT, "[null]", true, true, 0},
	{"a text is no object of a reply", PNL_OBJECT, "['x']", false, false, 1},
	{"a list of texts is no object", PNL_OBJECT, "[['x']]", false, false, 1},
	{"a list of objects is read", PNL_LIST, "[[{'a':1},{'a':2}]]", true, false, 2},
	{"an object is a list of one object", PNL_LIST, "[{'a':1}]", true, false, 1},
	{"a list whose first object is empty is read", PNL_LIST, "[[{},{'a':2}]]", true, false, 2},
	{"a list of nothing but empty objects is null", PNL_LIST, "[[{},null]]", true, true, 2},
	{"an empty list of objects is null", PNL_LIST, "[[]]", true, true, 0},
	{"a text is no list of objects of a reply", PNL_LIST, "['x']", false, false, 1},
	{"a list of texts is no list of objects", PNL_LIST, "[['x','y']]", false, false, 2},
};

static void
read_nested(void **state)
{
	const NestedRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	PnlValue	value;

	assert_int_equal(pnl_value_from_json(row->type, pnl_json_item(document, 0), &value),
					 row->readable);
	assert_int_equal(value.type, row->type);
	if (row->readable)
	{
		assert_int_equal(value.null, row->null);
		assert_int_equal(pnl_json_count(value.node), row->count);
	}
	pnl_json_free(document);
}

static void
an_absent_node_is_null_for_every_type(void **state)
{
	(void) state;
	for (int type = PNL_TEXT; type <= PNL_LIST; type++)
	{
		PnlValue	value;

		assert_true(pnl_value_from_json((PnlType) type, NULL, &value));
		assert_true(value.null);
		assert_int_equal(value.type, type);
	}
}

int
main(void)
{
	UNIT_ROWS(texts, read_text);
	UNIT_CASE(a_NUL_inside_a_number_is_refused);
	UNIT_CASE(a_null_value_has_its_type);
	UNIT_CASE(a_text_value_points_at_the_text);
	UNIT_CASE(every_type_has_a_name);
	UNIT_ROWS(scalars, read_node);
	UNIT_ROWS(nested, read_nested);
	UNIT_CASE(an_absent_node_is_null_for_every_type);
	return unit_run();
}
