/*
 * test_rows.c
 *		From documents to rows of typed values.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "core/rows.h"

/* ----------
 * An operation to test with
 * ----------
 */

static const PnlField event_fields[] = {
	{"at", "TimeStamp", PNL_TIMESTAMP},
	{"code", "Code", PNL_TEXT},
	{NULL}
};

static const PnlField fields[] = {
	{"code", "Code", PNL_TEXT, .required = true},
	{"weight_g", "Dimension.Weight", PNL_INTEGER},
	{"barcode", "Barcode|@barcode", PNL_TEXT},
	{"asked", "@days", PNL_INTEGER},
	{"kind", "=delivery", PNL_TEXT},
	{"country", "Country|=NL", PNL_TEXT},
	{"parent", "^Name", PNL_TEXT},
	{"events", "Event", PNL_LIST, .fields = event_fields, .newest_first = "TimeStamp"},
	{"missing", "@nowhere", PNL_TEXT},
	{"number", "=7", PNL_INTEGER},
	{NULL}
};

enum
{
	CODE, WEIGHT, BARCODE, ASKED, KIND, COUNTRY, PARENT, EVENTS, MISSING, NUMBER
};

static const PnlRowSet row_sets[] = {
	{"Group[].Item[]|Item[]", fields},
	{"Other[]", fields},
	{NULL}
};

static const PnlParameter parameters[] = {
	{.argument = "barcode", .wire_name = "barcode", .place = PNL_IN_PATH,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE},
	{.argument = "days", .wire_name = "days", .place = PNL_IN_QUERY,
	.type = PNL_INTEGER, .wire = PNL_WIRE_INTEGER},
	{NULL}
};

static const PnlOperation operation = {
	.name = "test",
	.method = "GET",
	.path = "/test/{barcode}",
	.parameters = parameters,
	.row_sets = row_sets,
};

static const PnlRowSet newest_first = {"Item[]", fields, "Time"};

/* ----------
 * Collecting
 * ----------
 */

typedef struct CollectRow
{
	const char *name;
	const PnlRowSet *set;
	const char *document;
	const char *codes;			/* of the rows, in order */
} CollectRow;

static const CollectRow collects[] = {
	{"rows come in the order of the reply", &row_sets[0], "{'Item':[{'Code':'c'},{'Code':'a'},{'Code':'b'}]}", "cab"},
	{"a bare object is one row", &row_sets[0], "{'Item':{'Code':'a'}}", "a"},
	{"no rows are no rows", &row_sets[0], "{'Item':{}}", ""},
	{"the alternative with rows is taken", &row_sets[0], "{'Group':{},'Item':{'Code':'a'}}", "a"},
	{"more than eight rows are collected", &row_sets[0],
		"{'Item':[{'Code':'a'},{'Code':'b'},{'Code':'c'},{'Code':'d'},{'Code':'e'},{'Code':'f'},"
	"{'Code':'g'},{'Code':'h'},{'Code':'i'},{'Code':'j'},{'Code':'k'}]}", "abcdefghijk"},
	{"the newest row comes first", &newest_first,
		"{'Item':[{'Code':'a','Time':'07-11-2022 19:19:31'},{'Code':'b','Time':'08-11-2022 10:13:20'},"
	"{'Code':'c','Time':'08-11-2022 00:08:39'}]}", "bca"},
	{"times in two spellings are compared as times", &newest_first,
	"{'Item':[{'Code':'a','Time':'09-01-2022 00:00:00'},{'Code':'b','Time':'2022-10-08T00:00:00'}]}", "ba"},
	{"milliseconds count", &newest_first,
	"{'Item':[{'Code':'a','Time':'08-11-2022 10:13:20.080'},{'Code':'b','Time':'08-11-2022 10:13:20.081'}]}", "ba"},
	{"rows of one time stay as PostNL sent them", &newest_first,
		"{'Item':[{'Code':'a','Time':'08-11-2022'},{'Code':'b','Time':'08-11-2022'},"
	"{'Code':'c','Time':'08-11-2022'},{'Code':'d','Time':'08-11-2022'}]}", "abcd"},
	{"rows without a time come last, as they were", &newest_first,
	"{'Item':[{'Code':'a'},{'Code':'b','Time':{}},{'Code':'c','Time':'08-11-2022'}]}", "cab"},
	{"rows with an unreadable time come last", &newest_first,
	"{'Item':[{'Code':'a','Time':'gisteren'},{'Code':'b','Time':'08-11-2022'}]}", "ba"},
};

static void
assert_codes(const PnlRows *rows, const char *codes)
{
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(rows->count, strlen(codes));
	for (size_t i = 0; i < rows->count; i++)
	{
		PnlValue	value;

		assert_true(pnl_rows_value(&rows->rows[i], &fields[CODE], NULL, NULL, &value, &error));
		assert_int_equal(value.text.length, 1);
		assert_int_equal(value.text.data[0], codes[i]);
	}
}

static void
collect(void **state)
{
	const CollectRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_true(pnl_rows_collect(&rows, row->set, document, &error));
	assert_codes(&rows, row->codes);
	pnl_rows_free(&rows);
	pnl_json_free(document);
}

static void
collecting_again_forgets_the_rows_before(void **state)
{
	PnlJson    *document = unit_parse("{'Item':[{'Code':'a'},{'Code':'b'}]}");
	PnlRows		rows;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_true(pnl_rows_collect(&rows, &row_sets[0], document, &error));
	assert_true(pnl_rows_collect(&rows, &row_sets[0], document, &error));
	assert_codes(&rows, "ab");
	pnl_rows_free(&rows);
	assert_int_equal(rows.count, 0);
	assert_null(rows.rows);
	pnl_json_free(document);
}

static void
no_document_has_no_rows(void **state)
{
	PnlRows		rows;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_true(pnl_rows_collect(&rows, &newest_first, NULL, &error));
	assert_int_equal(rows.count, 0);
	pnl_rows_free(&rows);
}

static void
another_shape_is_an_error_of_the_protocol(void **state)
{
	PnlJson    *document = unit_parse("{'Item':['x']}");
	PnlRows		rows;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_false(pnl_rows_collect(&rows, &row_sets[0], document, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL,
					  "the reply has something else where a row is looked for");
	pnl_rows_free(&rows);
	pnl_json_free(document);
}

static void
a_time_to_sort_by_in_another_shape_is_an_error(void **state)
{
	static const PnlRowSet nested = {"Item[]", fields, "Status.Time"};
	PnlJson    *document = unit_parse("{'Item':[{'Code':'a','Status':'x'},{'Code':'b'}]}");
	PnlRows		rows;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_false(pnl_rows_collect(&rows, &nested, document, &error));
	assert_int_equal(error.kind, PNL_ERR_PROTOCOL);
	pnl_rows_free(&rows);
	pnl_json_free(document);
}

/* ----------
 * Columns
 * ----------
 */

typedef struct ColumnRow
{
	const char *name;
	int			field;
	const char *item;			/* the row; NULL: arguments only */
	const char *text;			/* NULL: null */
	const char *message;		/* NULL: no error */
} ColumnRow;

static const ColumnRow columns[] = {
	{"a column is read from the row", CODE, "{'Code':'a'}", "a"},
	{"a required column that is missing is an error", CODE, "{'X':1}", NULL, "the reply has no Code"},
	{"a required column that is empty is an error", CODE, "{'Code':{}}", NULL, "the reply has no Code"},
	{"a column is read through objects", WEIGHT, "{'Dimension':{'Weight':'180'}}", "180"},
	{"a column that is missing is null", WEIGHT, "{'X':1}", NULL},
	{"a column that is empty is null", WEIGHT, "{'Dimension':{'Weight':{}}}", NULL},
	{"a column of another type is an error", WEIGHT, "{'Dimension':{'Weight':'zwaar'}}", NULL,
	"the reply's Dimension.Weight is no integer"},
	{"a column on a way of another shape is an error", WEIGHT, "{'Dimension':'zwaar'}", NULL,
	"the reply has no object where Weight is looked for"},
	{"the row's own value goes before the argument", BARCODE, "{'Barcode':'3SOWN'}", "3SOWN"},
	{"the argument stands in for a missing value", BARCODE, "{'X':1}", "3SARG"},
	{"a key named like the argument does not stand in", BARCODE, "{'@barcode':'3SEVIL'}", "3SARG"},
	{"an argument alone is a column", ASKED, "{'X':1}", "14"},
	{"a constant alone is a column", KIND, "{'Kind':'x'}", "delivery"},
	{"a constant is of the column's type", NUMBER, "{'X':1}", "7"},
	{"a constant stands in for a missing value", COUNTRY, "{'X':1}", "NL"},
	{"the row's own value goes before the constant", COUNTRY, "{'Country':'BE'}", "BE"},
	{"a value one list further out is a column", PARENT, "{'X':1}", "outer"},
	{"an argument that the call has not is an error", MISSING, "{'X':1}", NULL, "no value for @nowhere"},
	{"a row of arguments only has the argument", BARCODE, NULL, "3SARG"},
	{"a row of arguments only has the constant", KIND, NULL, "delivery"},
	{"a row of arguments only has nothing else", WEIGHT, NULL, NULL},
	{"a row of arguments only lacks required columns", CODE, NULL, NULL},
};

static void
spell_value(const PnlValue *value, char *text, size_t size)
{
	if (value->type == PNL_INTEGER)
		snprintf(text, size, "%d", value->integer);
	else
		snprintf(text, size, "%.*s", (int) value->text.length, value->text.data);
}

static PnlArguments
example_arguments(void)
{
	PnlArguments arguments;

	memset(&arguments, 0, sizeof(arguments));
	arguments.values[0] = pnl_value_text("3SARG", 5);
	arguments.values[1] = pnl_value_null(PNL_INTEGER);
	arguments.values[1].null = false;
	arguments.values[1].integer = 14;
	return arguments;
}

static void
read_column(void **state)
{
	const ColumnRow *row = *state;
	PnlJson    *item = row->item ? unit_parse(row->item) : NULL;
	PnlJson    *outer = unit_parse("{'Name':'outer'}");
	PnlRow		place = {{item, outer}, 2};
	PnlArguments arguments = example_arguments();
	char		spelled[64] = "";
	PnlValue	value;
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(pnl_rows_value(item ? &place : NULL, &fields[row->field], &operation,
									&arguments, &value, &error), row->message == NULL);
	unit_assert_error(&error, row->message ? PNL_ERR_PROTOCOL : PNL_ERR_NONE,
					  row->message ? row->message : "");
	if (row->message == NULL)
		assert_int_equal(value.null, row->text == NULL);
	if (row->text != NULL)
	{
		assert_int_equal(value.type, fields[row->field].type);
		spell_value(&value, spelled, sizeof(spelled));
		assert_string_equal(spelled, row->text);
	}
	pnl_json_free(outer);
	pnl_json_free(item);
}

static void
an_argument_that_is_null_gives_null(void **state)
{
	PnlArguments arguments = example_arguments();
	PnlValue	value;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	arguments.values[0] = pnl_value_null(PNL_TEXT);
	assert_true(pnl_rows_value(NULL, &fields[BARCODE], &operation, &arguments, &value, &error));
	assert_true(value.null);
}

/* ----------
 * Lists inside rows
 * ----------
 */

static const CollectRow lists[] = {
	{"the objects of a list are sorted newest first", NULL,
	"{'Event':[{'Code':'a','TimeStamp':'07-11-2022'},{'Code':'b','TimeStamp':'08-11-2022'}]}", "ba"},
	{"a bare object is a list of one object", NULL, "{'Event':{'Code':'a'}}", "a"},
	{"empty objects of a list are passed over", NULL, "{'Event':[{'Code':'a'},{},null]}", "a"},
	{"an empty object first in a list is passed over", NULL, "{'Event':[{},{'Code':'a'}]}", "a"},
};

static void
collect_list(void **state)
{
	const CollectRow *row = *state;
	PnlJson    *item = unit_parse(row->document);
	PnlRow		place = {{item}, 1};
	PnlRows		rows;
	PnlValue	value;
	PnlError	error;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_true(pnl_rows_value(&place, &fields[EVENTS], NULL, NULL, &value, &error));
	assert_int_equal(value.type, PNL_LIST);
	assert_true(pnl_rows_collect_list(&rows, &fields[EVENTS], value.node, &error));
	assert_codes(&rows, row->codes);
	pnl_rows_free(&rows);
	pnl_json_free(item);
}

/* ----------
 * Shapes
 * ----------
 */

typedef struct ShapeRow
{
	const char *name;
	const char *document;
	bool		recognised;
} ShapeRow;

static const ShapeRow shapes[] = {
	{"the first key of a row set is recognised", "{'Group':{'Item':[]}}", true},
	{"the first key of an alternative is recognised", "{'Item':{}}", true},
	{"the first key of another row set is recognised", "{'Other':null}", true},
	{"keys are recognised in any letter case", "{'ITEM':{}}", true},
	{"unknown keys beside a known one do not matter", "{'x':1,'Item':{}}", true},
	{"warnings are an answer", "{'Warnings':[]}", true},
	{"a single warning is an answer", "{'Warning':{}}", true},
	{"an empty object is an answer", "{}", true},
	{"an empty list is an answer", "[]", true},
	{"unknown keys are no answer", "{'weird':true}", false},
	{"a key deeper down is no answer", "{'x':{'Item':{}}}", false},
	{"a list is no answer where none is promised", "[{'Item':1},{'Item':2}]", false},
};

static void
recognise(void **state)
{
	const ShapeRow *row = *state;
	PnlJson    *document = unit_parse(row->document);

	assert_int_equal(pnl_rows_recognise(&operation, document), row->recognised);
	pnl_json_free(document);
}

static void
no_document_is_an_answer(void **state)
{
	(void) state;
	assert_true(pnl_rows_recognise(&operation, NULL));
}

int
main(void)
{
	UNIT_ROWS(collects, collect);
	UNIT_CASE(collecting_again_forgets_the_rows_before);
	UNIT_CASE(no_document_has_no_rows);
	UNIT_CASE(another_shape_is_an_error_of_the_protocol);
	UNIT_CASE(a_time_to_sort_by_in_another_shape_is_an_error);
	UNIT_ROWS(columns, read_column);
	UNIT_CASE(an_argument_that_is_null_gives_null);
	UNIT_ROWS(lists, collect_list);
	UNIT_ROWS(shapes, recognise);
	UNIT_CASE(no_document_is_an_answer);
	return unit_run();
}
