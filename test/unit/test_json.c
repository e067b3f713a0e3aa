/*
 * test_json.c
 *		JSON: strict as text, tolerant as values.
 */
#include "unit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"

/* ----------
 * Parsing: what is JSON and what is not is in test_json_grammar.c
 * ----------
 */

typedef struct ErrorRow
{
	const char *name;
	const char *text;			/* with ' for " */
	const char *message;
} ErrorRow;

static const ErrorRow errors[] = {
	{"the error names the byte behind the document", "{'a':1} x",
	"the JSON text is followed by something else at byte 9"},
	{"the error names the byte where a value is missing", "[1,]", "the JSON text is invalid at byte 4"},
	{"the error names the byte where a comma is missing", "[1 2]", "the JSON text is invalid at byte 4"},
	{"the error names the byte of a wrong escape", "['a\\x']", "the JSON text is invalid at byte 5"},
	{"the error names the byte of a wrong character", "['a\xE2\x82x']", "the JSON text is invalid at byte 6"},
	{"the error names the digit behind a zero", "[01]", "the JSON text is invalid at byte 3"},
	{"the error of a text cut off says so", "[1,", "the JSON text ends too early"},
	{"the error of a word says where it goes wrong", "[trick]", "the JSON text is invalid at byte 4"},
	{"the error of an escaped NUL says so", "['\\u0000']", "the JSON text holds a NUL character"},
	{"the error of a text alone says what is expected", "'x'",
	"the JSON text is neither an object nor an array"},
	{"the error of seventeen levels names the limit", "[[[[[[[[[[[[[[[[[",
	"the JSON text nests deeper than 16 levels"},
	{"the first error is told", "[01, '\\u0000'", "the JSON text is invalid at byte 3"},
};

static void
tell_error(void **state)
{
	const ErrorRow *row = *state;
	char	   *text = unit_quoted(row->text);
	PnlError	error;

	pnl_error_init(&error);
	assert_null(pnl_json_parse(text, strlen(text), &error));
	free(text);
	unit_assert_error(&error, PNL_ERR_PROTOCOL, row->message);
}

/* A megabyte of opening brackets must not cost a megabyte of stack. */
static void
a_megabyte_of_brackets_is_refused(void **state)
{
	size_t		length = 1024 * 1024;
	char	   *text = malloc(length);
	PnlError	error;

	(void) state;
	assert_non_null(text);
	memset(text, '[', length);
	pnl_error_init(&error);
	assert_null(pnl_json_parse(text, length, &error));
	free(text);
	unit_assert_error(&error, PNL_ERR_PROTOCOL, "the JSON text nests deeper than 16 levels");
}

/* Its length is not one that json-c can be told; no byte of it is read. */
static void
a_text_of_gigabytes_is_refused(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_null(pnl_json_parse("", (size_t) INT_MAX + 1, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL, "the JSON text is too long");
}

static void
nothing_is_freed_without_harm(void **state)
{
	(void) state;
	pnl_json_free(NULL);
}

/* ----------
 * Keys
 * ----------
 */

typedef struct GetRow
{
	const char *name;
	const char *document;
	const char *key;
	bool		has;
	const char *text;			/* NULL: nothing there */
} GetRow;

static const GetRow gets[] = {
	{"a key is found", "{'Barcode':'3S'}", "Barcode", true, "3S"},
	{"a key is found in another letter case", "{'TIMESTAMP':'x'}", "TimeStamp", true, "x"},
	{"the exact key wins when it comes first", "{'Code':'exact','code':'other'}", "Code", true, "exact"},
	{"the exact key wins when it comes last", "{'code':'other','CODE':'third','Code':'exact'}", "Code", true, "exact"},
	{"the first of inexact keys wins", "{'code':'first','CODE':'second'}", "Code", true, "first"},
	{"of a key twice the last wins", "{'a':'1','b':'2','a':'3'}", "a", true, "3"},
	{"an exact null wins over an inexact value", "{'code':'other','Code':null}", "Code", true, NULL},
	{"a key that begins with the name is another key", "{'Barcodes':'x'}", "Barcode", false, NULL},
	{"a key that the name begins with is another key", "{'Bar':'x'}", "Barcode", false, NULL},
	{"an empty key is a key", "{'':'x'}", "", true, "x"},
	{"an empty name finds no other key", "{'a':'x'}", "", false, NULL},
	{"a missing key is not there", "{'a':'x'}", "b", false, NULL},
	{"a null is there and is nothing", "{'a':null}", "a", true, NULL},
	{"an array has no keys", "['a']", "a", false, NULL},
	{"a key with an escaped quote is found", "{'a\\\\b':'x'}", "a\\b", true, "x"},
};

static void
get_key(void **state)
{
	const GetRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	char	   *key = unit_bytes(row->key, strlen(row->key));
	const PnlJson *node = pnl_json_get(document, row->key);
	const char *text = NULL;
	size_t		length;

	assert_ptr_equal(node, pnl_json_get_n(document, key, strlen(row->key)));
	assert_int_equal(pnl_json_has_n(document, key, strlen(row->key)), row->has);
	assert_true(pnl_json_text(node, &text, &length));
	if (row->text != NULL)
		unit_assert_text(text, length, row->text);
	else
		assert_null(text);
	free(key);
	pnl_json_free(document);
}

static void
nothing_has_no_keys(void **state)
{
	(void) state;
	assert_null(pnl_json_get(NULL, "a"));
	assert_false(pnl_json_has_n(NULL, "a", 1));
}

/* Collects keys, and stops behind the second. */
static bool
collect_key(const char *key, const PnlJson *value, void *arg)
{
	char	   *keys = arg;

	(void) value;
	strcat(keys, key);
	return strlen(keys) < 2;
}

static void
keys_are_visited_in_order_until_told_to_stop(void **state)
{
	PnlJson    *document = unit_parse("{'a':1,'b':null,'c':3}");
	char		keys[8] = "";

	(void) state;
	pnl_json_each_key(document, collect_key, keys);
	assert_string_equal(keys, "ab");
	pnl_json_free(document);
}

static void
what_is_no_object_has_no_keys_to_visit(void **state)
{
	PnlJson    *document = unit_parse("[{'a':1}]");
	char		keys[8] = "";

	(void) state;
	pnl_json_each_key(document, collect_key, keys);
	pnl_json_each_key(NULL, collect_key, keys);
	assert_string_equal(keys, "");
	pnl_json_free(document);
}

/* ----------
 * Kinds and lists
 * ----------
 */

typedef struct NodeRow
{
	const char *name;
	const char *document;		/* the node is its first element */
	PnlJsonKind kind;
	size_t		count;
	bool		is_text;
	const char *text;
} NodeRow;

static const NodeRow nodes[] = {
	{"null is nothing", "[null]", PNL_JSON_NOTHING, 0, true, NULL},
	{"an empty object is nothing", "[{}]", PNL_JSON_NOTHING, 0, true, NULL},
	{"an empty array is nothing", "[[]]", PNL_JSON_NOTHING, 0, true, NULL},
	{"an empty text is nothing", "['']", PNL_JSON_NOTHING, 0, true, NULL},
	{"a text is a text", "['x']", PNL_JSON_SCALAR, 1, true, "x"},
	{"a blank text is a text", "[' ']", PNL_JSON_SCALAR, 1, true, " "},
	{"escapes are undone", "['\\u00e9\\n\\/']", PNL_JSON_SCALAR, 1, true, "\xC3\xA9\n/"},
	{"a pair of surrogates is one character", "['\\ud83d\\udce6']", PNL_JSON_SCALAR, 1, true, "\xF0\x9F\x93\xA6"},
	{"a lone high surrogate becomes the replacement character", "['a\\ud83dx']", PNL_JSON_SCALAR, 1, true, "a\xEF\xBF\xBDx"},
	{"a lone low surrogate becomes the replacement character", "['\\udce6']", PNL_JSON_SCALAR, 1, true, "\xEF\xBF\xBD"},
	{"two high surrogates become two replacement characters", "['\\ud83d\\ud83d']", PNL_JSON_SCALAR, 1, true,
	"\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"HTML entities are left alone", "['&lt;']", PNL_JSON_SCALAR, 1, true, "&lt;"},
	{"a number is a text", "[2060]", PNL_JSON_SCALAR, 1, true, "2060"},
	{"zero is not nothing", "[0]", PNL_JSON_SCALAR, 1, true, "0"},
	{"a fraction is a text as it is spelled", "[52.10]", PNL_JSON_SCALAR, 1, true, "52.10"},
	{"an exponent is a text as it is spelled", "[1E2]", PNL_JSON_SCALAR, 1, true, "1E2"},
	{"the largest number of 64 bits is exact", "[9223372036854775807]", PNL_JSON_SCALAR, 1, true, "9223372036854775807"},
	{"a fraction with many digits is exact", "[123456789012345678901234567890.5]", PNL_JSON_SCALAR, 1, true,
	"123456789012345678901234567890.5"},
	{"a huge exponent is spelled, not computed", "[1e999]", PNL_JSON_SCALAR, 1, true, "1e999"},
	{"the smallest number of 64 bits is exact", "[-9223372036854775808]", PNL_JSON_SCALAR, 1, true, "-9223372036854775808"},
	{"a number past 64 bits is exact", "[18446744073709551616]", PNL_JSON_SCALAR, 1, true, "18446744073709551616"},
	{"a negative number past 64 bits is exact", "[-9223372036854775809]", PNL_JSON_SCALAR, 1, true, "-9223372036854775809"},
	{"a number of thirty digits is exact", "[123456789012345678901234567890]", PNL_JSON_SCALAR, 1, true,
	"123456789012345678901234567890"},
	{"eighteen digits are exact", "[999999999999999999]", PNL_JSON_SCALAR, 1, true, "999999999999999999"},
	{"eighteen characters with a minus are exact", "[-99999999999999999]", PNL_JSON_SCALAR, 1, true, "-99999999999999999"},
	{"a negative zero is spelled", "[-0]", PNL_JSON_SCALAR, 1, true, "-0"},
	{"a number too small for a double is spelled", "[1e-999]", PNL_JSON_SCALAR, 1, true, "1e-999"},
	{"true is a text", "[true]", PNL_JSON_SCALAR, 1, true, "true"},
	{"false is not nothing", "[false]", PNL_JSON_SCALAR, 1, true, "false"},
	{"an object is an object and a list of itself", "[{'a':1,'b':2}]", PNL_JSON_OBJECT, 1, false, NULL},
	{"an object with another single key is no text", "[{'a':'x'}]", PNL_JSON_OBJECT, 1, false, NULL},
	{"a list has its elements", "[['x','y',null]]", PNL_JSON_ARRAY, 3, false, NULL},
	{"a list of one is a text", "[['x']]", PNL_JSON_ARRAY, 1, true, "x"},
	{"a list of null is no text but nothing", "[[null]]", PNL_JSON_ARRAY, 1, true, NULL},
	{"a string wrapper is a text", "[{'string':'x'}]", PNL_JSON_OBJECT, 1, true, "x"},
	{"a string wrapper in capitals is a text", "[{'String':5}]", PNL_JSON_OBJECT, 1, true, "5"},
	{"an empty key is a wrapper too", "[{'':'x'}]", PNL_JSON_OBJECT, 1, true, "x"},
	{"a wrapper around nothing is nothing", "[{'string':{}}]", PNL_JSON_OBJECT, 1, true, NULL},
	{"a wrapper around null is nothing", "[{'string':null}]", PNL_JSON_OBJECT, 1, true, NULL},
	{"a wrapper around a list of one is a text", "[{'string':['x']}]", PNL_JSON_OBJECT, 1, true, "x"},
	{"a wrapper inside a list of one is a text", "[[{'string':'x'}]]", PNL_JSON_ARRAY, 1, true, "x"},
	{"a wrapper around two texts is no text", "[{'string':['x','y']}]", PNL_JSON_OBJECT, 1, false, NULL},
	{"a wrapper with another key is no text", "[{'string':'x','a':1}]", PNL_JSON_OBJECT, 1, false, NULL},
	{"wrappers without end are no text", "[[[[['x']]]]]", PNL_JSON_ARRAY, 1, false, NULL},
};

static void
see_node(void **state)
{
	const NodeRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	const PnlJson *node = pnl_json_item(document, 0);
	const char *text = NULL;
	size_t		length = 0;

	assert_int_equal(pnl_json_kind(node), row->kind);
	assert_int_equal(pnl_json_count(node), row->count);
	assert_int_equal(pnl_json_text(node, &text, &length), row->is_text);
	if (row->text != NULL)
		unit_assert_text(text, length, row->text);
	else if (row->is_text)
		assert_null(text);
	pnl_json_free(document);
}

static void
the_elements_of_a_list_are_found_by_index(void **state)
{
	PnlJson    *document = unit_parse("['x',null,'z']");
	const char *text;
	size_t		length;

	(void) state;
	assert_true(pnl_json_text(pnl_json_item(document, 2), &text, &length));
	unit_assert_text(text, length, "z");
	assert_null(pnl_json_item(document, 1));
	assert_null(pnl_json_item(document, 3));
	pnl_json_free(document);
}

static void
an_object_is_the_first_element_of_itself(void **state)
{
	PnlJson    *document = unit_parse("{'a':1}");

	(void) state;
	assert_ptr_equal(pnl_json_item(document, 0), document);
	pnl_json_free(document);
}

typedef struct UnwrapRow
{
	const char *name;
	const char *document;		/* the node is its first element */
	size_t		count;
} UnwrapRow;

static const UnwrapRow unwraps[] = {
	{"the list inside a wrapper is unwrapped", "[{'string':['x','y','z']}]", 3},
	{"a single text inside a wrapper is unwrapped", "[{'string':'x'}]", 1},
	{"nothing inside a wrapper is unwrapped", "[{'string':[]}]", 0},
	{"a null inside a wrapper is unwrapped", "[{'string':null}]", 0},
	{"a list without a wrapper stays", "[['x','y']]", 2},
	{"an object that is no wrapper stays", "[{'a':['x','y','z']}]", 1},
};

static void
unwrap(void **state)
{
	const UnwrapRow *row = *state;
	PnlJson    *document = unit_parse(row->document);

	assert_int_equal(pnl_json_count(pnl_json_unwrap(pnl_json_item(document, 0))),
					 row->count);
	pnl_json_free(document);
}

int
main(void)
{
	UNIT_ROWS(errors, tell_error);
	UNIT_CASE(a_megabyte_of_brackets_is_refused);
	UNIT_CASE(a_text_of_gigabytes_is_refused);
	UNIT_CASE(nothing_is_freed_without_harm);
	UNIT_ROWS(gets, get_key);
	UNIT_CASE(nothing_has_no_keys);
	UNIT_CASE(keys_are_visited_in_order_until_told_to_stop);
	UNIT_CASE(what_is_no_object_has_no_keys_to_visit);
	UNIT_ROWS(nodes, see_node);
	UNIT_CASE(the_elements_of_a_list_are_found_by_index);
	UNIT_CASE(an_object_is_the_first_element_of_itself);
	UNIT_ROWS(unwraps, unwrap);
	return unit_run();
}
