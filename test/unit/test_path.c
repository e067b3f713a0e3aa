/*
 * test_path.c
 *		Paths into replies: the forms of operation.h.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "core/path.h"

/* ----------
 * One node
 * ----------
 */

typedef struct FindRow
{
	const char *name;
	const char *document;
	const char *path;
	const char *text;			/* NULL: nothing there */
	const char *message;		/* NULL: no error */
} FindRow;

static const FindRow finds[] = {
	{"a key leads to its value", "{'A':'x'}", "A", "x"},
	{"keys lead through objects", "{'A':{'B':{'C':'x'}}}", "A.B.C", "x"},
	{"keys are found in any letter case", "{'sTATUS':{'TIMESTAMP':'x'}}", "Status.TimeStamp", "x"},
	{"a list of one stands for its element", "{'A':[{'B':'x'}]}", "A.B", "x"},
	{"a list of one on the way twice is seen through", "{'A':[{'B':[{'C':'x'}]}]}", "A.B.C", "x"},
	{"a document that is a list of one stands for its element", "[{'A':'x'}]", "A", "x"},
	{"a missing key is nothing", "{'A':'x'}", "B", NULL},
	{"a missing key on the way is nothing", "{'A':{'B':'x'}}", "X.B", NULL},
	{"an empty object on the way is nothing", "{'A':{}}", "A.B.C", NULL},
	{"an empty list on the way is nothing", "{'A':[]}", "A.B", NULL},
	{"a null on the way is nothing", "{'A':null}", "A.B", NULL},
	{"an empty text on the way is nothing", "{'A':''}", "A.B", NULL},
	{"an empty object at the end is nothing", "{'A':{}}", "A", NULL},
	{"an empty text at the end is nothing", "{'A':''}", "A", NULL},
	{"a text on the way is another shape", "{'A':'x'}", "A.B", NULL, "the reply has no object where B is looked for"},
	{"a number on the way is another shape", "{'A':0}", "A.B", NULL, "the reply has no object where B is looked for"},
	{"a list of two on the way is another shape", "{'A':[{'B':'x'},{'B':'y'}]}", "A.B", NULL,
	"the reply has no object where B is looked for"},
	{"the first alternative that holds something wins", "{'A':'x','B':'y'}", "A|B", "x"},
	{"an alternative that holds nothing is passed over", "{'A':{},'B':'y'}", "A|B", "y"},
	{"the last of three alternatives is reached", "{'C':'z'}", "A|B|C", "z"},
	{"alternatives that all hold nothing give nothing", "{'A':{}}", "A|B", NULL},
	{"alternatives have steps", "{'B':{'C':'z'}}", "A.B|B.C", "z"},
	{"a filter picks the element with the value", "{'A':[{'K':'01','V':'x'},{'K':'02','V':'y'}]}", "A[K=02].V", "y"},
	{"a filter picks the first of several", "{'A':[{'K':'1','V':'x'},{'K':'1','V':'y'}]}", "A[K=1].V", "x"},
	{"a filter takes a bare object for a list", "{'A':{'K':'01','V':'x'}}", "A[K=01].V", "x"},
	{"a filter compares numbers as texts", "{'A':[{'K':1,'V':'x'}]}", "A[K=1].V", "x"},
	{"a filter finds its key in any letter case", "{'A':[{'k':'01','V':'x'}]}", "A[K=01].V", "x"},
	{"a filter compares the whole value", "{'A':[{'K':'011','V':'x'},{'K':'0','V':'y'}]}", "A[K=01].V", NULL},
	{"a filter compares letter case", "{'A':[{'K':'a','V':'x'}]}", "A[K=A].V", NULL},
	{"a filter passes over what is no object", "{'A':['K',null,{},{'K':'01','V':'x'}]}", "A[K=01].V", "x"},
	{"a filter that picks none gives nothing", "{'A':[{'K':'01','V':'x'}]}", "A[K=02].V", NULL},
	{"a filter of a missing list gives nothing", "{}", "A[K=02].V", NULL},
	{"the level outside of the outermost is nothing", "{'A':'x'}", "^A", NULL},
	{"an alternative inside follows one outside", "{'A':'x'}", "^A|A", "x"},
	{"an argument is no key of the reply", "{'@barcode':'x'}", "Barcode|@barcode", NULL},
	{"a constant is no key of the reply", "{'=NL':'x'}", "Country|=NL", NULL},
};

static void
find_node(void **state)
{
	const FindRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	PnlRow		place = {{document}, 1};
	const PnlJson *node;
	const char *text = NULL;
	size_t		length = 0;
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(pnl_path_find(&place, row->path, &node, &error), row->message == NULL);
	unit_assert_error(&error, row->message ? PNL_ERR_PROTOCOL : PNL_ERR_NONE,
					  row->message ? row->message : "");
	if (row->text == NULL)
		assert_null(node);
	else
	{
		assert_true(pnl_json_text(node, &text, &length));
		unit_assert_text(text, length, row->text);
	}
	pnl_json_free(document);
}

/* ----------
 * Rows
 * ----------
 */

typedef struct EachRow
{
	const char *name;
	const char *document;
	const char *path;
	const char *rows;			/* the key "v" of each row, by commas */
	const char *message;		/* NULL: no error */
} EachRow;

#define NO_ROW "the reply has something else where a row is looked for"

static const EachRow eaches[] = {
	{"each element of a list is a row", "{'A':[{'v':1},{'v':2},{'v':3}]}", "A[]", "1,2,3"},
	{"a bare object is a list of one", "{'A':{'v':1}}", "A[]", "1"},
	{"an empty list has no rows", "{'A':[]}", "A[]", ""},
	{"an empty object has no rows", "{'A':{}}", "A[]", ""},
	{"a missing key has no rows", "{'B':1}", "A[]", ""},
	{"an empty document has no rows", "{}", "A[]", ""},
	{"empty elements are passed over", "{'A':[{},{'v':1},null,'',[],{'v':2}]}", "A[]", "1,2"},
	{"a list behind keys has rows", "{'A':{'B':[{'v':1},{'v':2}]}}", "A.B[]", "1,2"},
	{"a list inside a list has rows", "{'A':[{'B':[{'v':1},{'v':2}]},{'B':{'v':3}},{}]}", "A[].B[]", "1,2,3"},
	{"keys may follow a list", "{'A':[{'B':{'v':1}},{'B':{}},{'B':{'v':2}}]}", "A[].B", "1,2"},
	{"three lists inside each other have rows",
		"{'T':{'T':[{'D':'1','U':{'F':[{'v':1},{'v':2}]}},{'U':{'F':{'v':3}}}]}}",
	"T.T[].U.F[]", "1,2,3"},
	{"a document that is a list has rows", "[{'v':1},{'v':2}]", "[]", "1,2"},
	{"a document that is an object is a list of one", "{'v':1}", "[]", "1"},
	{"keys may follow a document that is a list", "[{'A':{'v':1}},{'A':{'v':2}}]", "[].A", "1,2"},
	{"lists may follow a document that is a list", "[{'A':[{'v':1}]},{'A':{'v':2}}]", "[].A[]", "1,2"},
	{"an object without brackets is one row", "{'A':{'v':1}}", "A", "1"},
	{"an object without brackets that is empty is none", "{'A':{}}", "A", ""},
	{"the first alternative with rows wins", "{'A':[{'v':1}],'B':[{'v':2}]}", "A[]|B[]", "1"},
	{"an alternative without rows is passed over", "{'A':[{},null],'B':[{'v':2}]}", "A[]|B[]", "2"},
	{"a text in a list is no row", "{'A':[{'v':1},'x']}", "A[]", "1", NO_ROW},
	{"a text where a row is looked for is another shape", "{'A':'x'}", "A", "", NO_ROW},
	{"a list in a list is no row", "{'A':[[{'v':1},{'v':2}]]}", "A[]", "", NO_ROW},
	{"a text on the way to rows is another shape", "{'A':'x'}", "A.B[]", "",
	"the reply has no object where B is looked for"},
};

/* Collects the key "v" of the rows. */
static bool
collect_row(const PnlRow *row, void *arg, PnlError *error)
{
	char	   *rows = arg;
	const PnlJson *node;
	const char *text;
	size_t		length;

	assert_true(pnl_path_find(row, "v", &node, error));
	assert_true(pnl_json_text(node, &text, &length));
	sprintf(rows + strlen(rows), "%s%s", rows[0] != '\0' ? "," : "", text);
	return true;
}

static void
visit_rows(void **state)
{
	const EachRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	char		rows[64] = "";
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(pnl_path_each(document, row->path, collect_row, rows, &error),
					 row->message == NULL);
	unit_assert_error(&error, row->message ? PNL_ERR_PROTOCOL : PNL_ERR_NONE,
					  row->message ? row->message : "");
	assert_string_equal(rows, row->rows);
	pnl_json_free(document);
}

static void
an_absent_document_has_no_rows(void **state)
{
	char		rows[64] = "";
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_path_each(NULL, "[]", collect_row, rows, &error));
	assert_true(pnl_path_each(NULL, "A.B[]", collect_row, rows, &error));
	assert_string_equal(rows, "");
}

static bool
refuse_second(const PnlRow *row, void *arg, PnlError *error)
{
	int		   *count = arg;

	(void) row;
	if (++*count == 2)
		return pnl_error_set(error, PNL_ERR_MEMORY, "enough");
	return true;
}

static void
a_taker_that_refuses_ends_the_walk(void **state)
{
	PnlJson    *document = unit_parse("{'A':[{'v':1},{'v':2},{'v':3}]}");
	int			count = 0;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_false(pnl_path_each(document, "A[]", refuse_second, &count, &error));
	assert_int_equal(count, 2);
	unit_assert_error(&error, PNL_ERR_MEMORY, "enough");
	pnl_json_free(document);
}

/* Reads the levels around a row of "A[].B[].C[]". */
static bool
check_levels(const PnlRow *row, void *arg, PnlError *error)
{
	static const char *const paths[] = {"v", "^v", "^^v", "^^^v"};
	static const char *const texts[] = {"c", "b", "a", "top"};

	(void) arg;
	assert_int_equal(row->levels, 4);
	for (size_t i = 0; i < UNIT_COUNT(paths); i++)
	{
		const PnlJson *node;
		const char *text;
		size_t		length;

		assert_true(pnl_path_find(row, paths[i], &node, error));
		assert_true(pnl_json_text(node, &text, &length));
		unit_assert_text(text, length, texts[i]);
	}
	return true;
}

static void
a_row_knows_the_elements_around_it(void **state)
{
	PnlJson    *document = unit_parse("{'v':'top','A':[{'v':'a','B':{'v':'b','C':[{'v':'c'}]}}]}");
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_path_each(document, "A[].B[].C[]", check_levels, NULL, &error));
	pnl_json_free(document);
}

static void
more_lists_than_levels_are_refused(void **state)
{
	PnlJson    *document = unit_parse("{'A':{'A':{'A':{'A':{'v':1,'A':{'v':2}}}}}}");
	char		rows[64] = "";
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_path_each(document, "A[].A[].A[].A[]", collect_row, rows, &error));
	assert_string_equal(rows, "1");
	assert_false(pnl_path_each(document, "A[].A[].A[].A[].A[]", collect_row, rows, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL, "too many levels");
	pnl_json_free(document);
}

/* ----------
 * Beginnings
 * ----------
 */

typedef struct BeginRow
{
	const char *name;
	const char *document;
	const char *path;
	bool		begins;
} BeginRow;

static const BeginRow begins[] = {
	{"a document with the first key begins so", "{'CurrentStatus':{}}", "CurrentStatus.Shipment[]", true},
	{"the value of the key does not matter", "{'CurrentStatus':null}", "CurrentStatus.Shipment[]", true},
	{"a document with the first key of an alternative begins so", "{'B':1}", "A.X|B.X", true},
	{"a document with a later key only does not begin so", "{'Shipment':{}}", "CurrentStatus.Shipment[]", false},
	{"an empty document does not begin so", "{}", "A", false},
	{"a list does not begin with a key", "[{'A':1},{'A':2}]", "A", false},
	{"a list begins a path that begins with a list", "[{'A':1}]", "[].A", true},
	{"a key with brackets begins so", "{'A':[]}", "A[].B", true},
};

static void
begin(void **state)
{
	const BeginRow *row = *state;
	PnlJson    *document = unit_parse(row->document);

	assert_int_equal(pnl_path_begins(document, row->path), row->begins);
	pnl_json_free(document);
}

int
main(void)
{
	UNIT_ROWS(finds, find_node);
	UNIT_ROWS(eaches, visit_rows);
	UNIT_CASE(an_absent_document_has_no_rows);
	UNIT_CASE(a_taker_that_refuses_ends_the_walk);
	UNIT_CASE(a_row_knows_the_elements_around_it);
	UNIT_CASE(more_lists_than_levels_are_refused);
	UNIT_ROWS(begins, begin);
	return unit_run();
}
