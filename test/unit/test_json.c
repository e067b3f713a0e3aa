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
 * Parsing
 * ----------
 */

typedef struct ParseRow
{
	const char *name;
	const char *text;			/* as it is: no quotes are turned */
	size_t		length;			/* 0: up to the NUL */
} ParseRow;

static const ParseRow accepted[] = {
	{"an empty object is a document", "{}"},
	{"an empty array is a document", "[]"},
	{"white space around a document is passed over", " \t\r\n{} \t\r\n"},
	{"UTF-8 in texts and keys is accepted", "{\"\xC3\xA9\":\"\xE2\x82\xAC\xF0\x9F\x93\xA6\"}"},
	{"the last character of UTF-8 is accepted", "[\"\xF4\x8F\xBF\xBF\"]"},
	{"every escape of JSON is accepted", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"]"},
	{"a pair of escaped surrogates is accepted", "[\"\\ud83d\\udce6\"]"},
	{"an escaped backslash before u0000 is no NUL", "[\"\\\\u0000\"]"},
	{"numbers of every form are accepted", "[0,-0,1,-1,1.5,1e5,1E+5,1.5e-5,123456789]"},
	{"a key twice is accepted", "{\"a\":1,\"a\":2}"},
	{"sixteen levels are accepted", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"},
};

static const ParseRow refused[] = {
	{"no text is no document", ""},
	{"white space is no document", " \n"},
	{"a text is no document", "\"x\""},
	{"a number is no document", "42"},
	{"null is no document", "null "},
	{"plain text is no document", "Service unavailable"},
	{"HTML is no document", "<html></html>"},
	{"an object cut off is refused", "{\"a\":1"},
	{"a key cut off is refused", "{\"a"},
	{"a text cut off is refused", "[\"abc"},
	{"an escape cut off is refused", "[\"\\u00"},
	{"a number cut off is refused", "[1"},
	{"a zero cut off is refused", "[0"},
	{"a literal cut off is refused", "[tru"},
	{"a character cut off is refused", "[\"\xE2\x82"},
	{"text behind the document is refused", "{} x"},
	{"a second document is refused", "{}{}"},
	{"a closing bracket too many is refused", "[]]"},
	{"a NUL behind the document is refused", "{}\0", 3},
	{"a NUL inside a text is refused", "[\"a\0b\"]", 7},
	{"a NUL between tokens is refused", "[1,\0 2]", 7},
	{"an escaped NUL is refused", "[\"a\\u0000b\"]"},
	{"an escaped NUL in a key is refused", "{\"\\u0000\":1}"},
	{"an escaped NUL behind an escaped backslash is refused", "[\"\\\\\\u0000\"]"},
	{"seventeen levels of arrays are refused", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"},
	{"seventeen levels of objects are refused",
		"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
	"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}"},
	{"a byte order mark is refused", "\xEF\xBB\xBF{}"},
	{"UTF-16 is refused", "\xFF\xFE{\0}\0", 6},
	{"a byte that begins no character is refused", "[\"\xFF\"]"},
	{"a byte of Latin 1 is refused", "[\"caf\xE9\"]"},
	{"a following byte alone is refused", "[\"\x80\"]"},
	{"half a character is refused", "[\"\xC3\"]"},
	{"a character whose third byte is missing is refused", "[\"\xE2\x82x\"]"},
	{"a character whose fourth byte is missing is refused", "[\"\xF0\x9F\x93x\"]"},
	{"an overlong form of two bytes is refused", "[\"\xC0\xAF\"]"},
	{"an overlong form of three bytes is refused", "[\"\xE0\x80\xAF\"]"},
	{"an overlong form of four bytes is refused", "[\"\xF0\x80\x80\xAF\"]"},
	{"an overlong NUL is refused", "[\"\xC0\x80\"]"},
	{"a surrogate in UTF-8 is refused", "[\"\xED\xA0\x80\"]"},
	{"a character past the last is refused", "[\"\xF4\x90\x80\x80\"]"},
	{"a first byte past the last is refused", "[\"\xF5\x80\x80\x80\"]"},
	{"bytes beyond ASCII outside a text are refused", "[\xC3\xA9]"},
	{"a line break inside a text is refused", "[\"a\nb\"]"},
	{"a tab inside a text is refused", "[\"a\tb\"]"},
	{"a control character inside a key is refused", "{\"a\x01\":1}"},
	{"an unknown escape is refused", "[\"\\x41\"]"},
	{"an escape of other letters is refused", "[\"\\u00zz\"]"},
	{"texts in single quotes are refused", "['a']"},
	{"a key without quotes is refused", "{a:1}"},
	{"a key without a value is refused", "{\"a\"}"},
	{"a value without a key is refused", "{1}"},
	{"a comma at the end of an array is refused", "[1,]"},
	{"a comma at the end of an object is refused", "{\"a\":1,}"},
	{"two commas are refused", "[1,,2]"},
	{"values without a comma are refused", "[1 2]"},
	{"a comment is refused", "[1/* one */]"},
	{"a form feed is no white space", "[\f1]"},
	{"not a number is refused", "[NaN]"},
	{"infinity is refused", "[Infinity]"},
	{"negative infinity is refused", "[-Infinity]"},
	{"a literal in capitals is refused", "[TRUE]"},
	{"a zero before a number is refused", "[01]"},
	{"a zero before a negative number is refused", "[-01]"},
	{"two zeros are refused", "[00]"},
	{"a point without digits behind it is refused", "[1.]"},
	{"a point without digits before it is refused", "[.5]"},
	{"an exponent without digits is refused", "[1e]"},
	{"a plus before a number is refused", "[+1]"},
	{"a hexadecimal number is refused", "[0x10]"},
};

static PnlJson *
parse_row(const ParseRow *row, PnlError *error)
{
	size_t		length = row->length > 0 ? row->length : strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	PnlJson    *document;

	pnl_error_init(error);
	document = pnl_json_parse(text, length, error);
	free(text);
	return document;
}

static void
accept_text(void **state)
{
	PnlError	error;
	PnlJson    *document = parse_row(*state, &error);

	unit_assert_error(&error, PNL_ERR_NONE, "");
	assert_non_null(document);
	pnl_json_free(document);
}

static void
refuse_text(void **state)
{
	PnlError	error;
	PnlJson    *document = parse_row(*state, &error);
	bool		parsed = document != NULL;

	pnl_json_free(document);
	assert_false(parsed);
	assert_int_equal(error.kind, PNL_ERR_PROTOCOL);
	assert_string_not_equal(error.message, "");
	assert_true(unit_is_utf8(error.message, strlen(error.message)));
}

static void
the_error_names_the_byte(void **state)
{
	static const ParseRow behind = {"", "{\"a\":1} x"};
	static const ParseRow inside = {"", "[1,]"};
	PnlError	error;

	(void) state;
	assert_null(parse_row(&behind, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL,
					  "the JSON text is followed by something else at byte 9");
	assert_null(parse_row(&inside, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL,
					  "the JSON text is invalid at byte 4: unexpected character");
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

/* A number past 64 bits: its own digits, or no text; never other digits. */
static const ParseRow huge_numbers[] = {
	{"a number past 64 bits is never another number", "[18446744073709551616]"},
	{"a number of thirty digits is never another number", "[123456789012345678901234567890]"},
	{"a negative number past 64 bits is never another number", "[-9223372036854775809]"},
};

static void
keep_digits(void **state)
{
	const ParseRow *row = *state;
	PnlJson    *document = unit_parse(row->text);
	const char *text;
	size_t		length;

	if (pnl_json_text(pnl_json_item(document, 0), &text, &length))
	{
		assert_int_equal(length, strlen(row->text) - 2);
		assert_memory_equal(text, row->text + 1, length);
	}
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
	UNIT_ROWS(accepted, accept_text);
	UNIT_ROWS(refused, refuse_text);
	UNIT_CASE(the_error_names_the_byte);
	UNIT_CASE(a_megabyte_of_brackets_is_refused);
	UNIT_CASE(a_text_of_gigabytes_is_refused);
	UNIT_CASE(nothing_is_freed_without_harm);
	UNIT_ROWS(gets, get_key);
	UNIT_CASE(nothing_has_no_keys);
	UNIT_CASE(keys_are_visited_in_order_until_told_to_stop);
	UNIT_CASE(what_is_no_object_has_no_keys_to_visit);
	UNIT_ROWS(nodes, see_node);
	UNIT_ROWS(huge_numbers, keep_digits);
	UNIT_CASE(the_elements_of_a_list_are_found_by_index);
	UNIT_CASE(an_object_is_the_first_element_of_itself);
	UNIT_ROWS(unwraps, unwrap);
	return unit_run();
}
