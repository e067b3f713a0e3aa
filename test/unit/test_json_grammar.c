/*
 * test_json_grammar.c
 *		What is JSON and what is not: RFC 8259, case by case.
 *
 * The names begin with y_ for what every reader takes, n_ for what none may
 * take, and i_ for what the RFC leaves to the reader; those cases pin what
 * this one does, whatever release of json-c it is linked with.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/json.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* Parses bytes without anything behind them; the error is a protocol error. */
static PnlJson *
parse_bytes(const char *text, size_t length)
{
	char	   *bytes = unit_bytes(text, length);
	PnlError	error;
	PnlJson    *document;

	pnl_error_init(&error);
	document = pnl_json_parse(bytes, length, &error);
	free(bytes);
	if (document != NULL)
		unit_assert_error(&error, PNL_ERR_NONE, "");
	else
	{
		assert_int_equal(error.kind, PNL_ERR_PROTOCOL);
		assert_string_not_equal(error.message, "");
		assert_true(unit_is_utf8(error.message, strlen(error.message)));
	}
	return document;
}

static bool
takes(const char *text, size_t length)
{
	PnlJson    *document = parse_bytes(text, length);
	bool		taken = document != NULL;

	pnl_json_free(document);
	return taken;
}

/* ----------
 * Documents: sections 2, 4 and 5
 * ----------
 */

typedef struct DocumentRow
{
	const char *name;
	const char *text;
	size_t		length;			/* 0: up to the NUL */
} DocumentRow;

static const DocumentRow good_documents[] = {
	{"y_document: an empty object", "{}"},
	{"y_document: an empty array", "[]"},
	{"y_document: blanks of every kind around it", " \t\r\n{} \t\r\n"},
	{"y_document: blanks of every kind around each token",
	" [ 1\t,\n{ \r\"a\" \t: \n\"b\" \r, \"c\" : null } , [ ] , { } ] "},
	{"y_document: a newline at its end", "[1]\n"},
	{"y_array: in an array in an array", "[[],[[]],[[],[]]]"},
	{"y_array: of everything", "[\"\",0,true,false,null,{},[]]"},
	{"y_object: of everything", "{\"a\":\"\",\"b\":0,\"c\":true,\"d\":false,\"e\":null,\"f\":{},\"g\":[]}"},
	{"y_object: an empty key", "{\"\":0}"},
	{"y_object: the same key and value twice", "{\"a\":\"b\",\"a\":\"b\"}"},
	{"y_object: the same key with another value", "{\"a\":1,\"a\":{}}"},
	{"y_object: keys that escape to the same", "{\"a\":1,\"\\u0061\":2}"},
	{"y_object: a long key", "{\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\":[]}"},
	{"y_object: keys in objects in keys", "{\"a\":{\"b\":{\"c\":1},\"d\":2},\"e\":[{\"f\":3}]}"},
};

static const DocumentRow bad_documents[] = {
	{"n_document: nothing", "", 0},
	{"n_document: blanks", " \n"},
	{"n_document: a byte order mark", "\xEF\xBB\xBF{}"},
	{"n_document: a byte order mark alone", "\xEF\xBB\xBF"},
	{"n_document: half a byte order mark", "\xEF\xBB{}"},
	{"n_document: UTF-16, low byte first", "\xFF\xFE[\0]\0", 6},
	{"n_document: UTF-16, high byte first", "\xFE\xFF\0[\0]", 6},
	{"n_document: UTF-16 without a mark", "[\0]\0", 4},
	{"n_document: words", "Service unavailable"},
	{"n_document: HTML", "<html></html>"},
	{"n_document: a dot behind it", "[].", 3},
	{"n_document: a word behind it", "{} x"},
	{"n_document: a second one behind it", "{}{}"},
	{"n_document: a comma behind it", "[],"},
	{"n_document: a quote behind it", "{\"a\":\"b\"}\""},
	{"n_document: a hash sign behind it", "{}#"},
	{"n_document: a comment behind it", "{}/**/"},
	{"n_document: half a comment behind it", "{}/"},
	{"n_document: a line of comment behind it", "{}//"},
	{"n_document: a NUL behind it", "{}\0", 3},
	{"n_document: a NUL before it", "\0{}", 3},
	{"n_document: a NUL between tokens", "[1,\0 2]", 7},
	{"n_document: a closing bracket too many", "[]]"},
	{"n_document: a closing brace too many", "{}}"},
	{"n_document: an opening bracket too many", "[[]"},
	{"n_document: only a closing bracket", "]"},
	{"n_document: a colon instead of a comma", "[\"a\":1]"},
	{"n_document: an array closed as an object", "[1}"},
	{"n_document: an object closed as an array", "{\"a\":1]"},
	{"n_document: an angle bracket", "<null>"},
	{"n_array: a comma at its end", "[1,]"},
	{"n_array: a comma at its beginning", "[,1]"},
	{"n_array: only a comma", "[,]"},
	{"n_array: two commas", "[1,,2]"},
	{"n_array: two commas at its end", "[1,,]"},
	{"n_array: no comma", "[1 2]"},
	{"n_array: no comma before an array", "[3[4]]"},
	{"n_array: a semicolon", "[1;2]"},
	{"n_array: not closed", "[1"},
	{"n_array: not closed behind a comma", "[1,"},
	{"n_array: not closed, an object in it", "[{}"},
	{"n_array: a comment", "[1/* one */]"},
	{"n_array: a line of comment", "[1// one\n]"},
	{"n_object: a comma at its end", "{\"a\":1,}"},
	{"n_object: several commas at its end", "{\"a\":0,,,}"},
	{"n_object: a comma at its beginning", "{,\"a\":0}"},
	{"n_object: two commas", "{\"a\":1,,\"b\":2}"},
	{"n_object: no comma", "{\"a\":1 \"b\":2}"},
	{"n_object: a key without quotes", "{a:1}"},
	{"n_object: a key in single quotes", "{'a':0}"},
	{"n_object: a number for a key", "{1:1}"},
	{"n_object: a literal for a key", "{null:null}"},
	{"n_object: an array for a key", "{[]:0}"},
	{"n_object: a key without a value", "{\"a\"}"},
	{"n_object: a key without a value behind a colon", "{\"a\":}"},
	{"n_object: a key without a colon", "{\"a\" 1}"},
	{"n_object: two colons", "{\"a\"::1}"},
	{"n_object: a comma for the colon", "{\"a\",1}"},
	{"n_object: an equals sign for the colon", "{\"a\"=1}"},
	{"n_object: a value without a key", "{1}"},
	{"n_object: a value without a key behind a colon", "{:1}"},
	{"n_object: a blank inside the braces of nothing", "{ , }"},
	{"n_object: not closed", "{\"a\":1"},
	{"n_object: not closed behind a key", "{\"a\""},
	{"n_object: not closed behind a colon", "{\"a\":"},
	{"n_object: not closed inside a key", "{\"a"},
	{"n_object: a comment", "{/**/\"a\":1}"},
	{"i_document: a text alone is refused", "\"x\""},
	{"i_document: a number alone is refused", "42"},
	{"i_document: a literal alone is refused", "null"},
	{"i_document: a literal alone with blanks is refused", " true "},
};

static size_t
length_of(const DocumentRow *row)
{
	return row->length > 0 ? row->length : strlen(row->text);
}

static void
take_document(void **state)
{
	const DocumentRow *row = *state;

	assert_true(takes(row->text, length_of(row)));
}

static void
refuse_document(void **state)
{
	const DocumentRow *row = *state;

	assert_false(takes(row->text, length_of(row)));
}

/* ----------
 * Values: sections 3 and 6
 * ----------
 */

typedef struct ValueRow
{
	const char *name;
	const char *value;
	const char *text;			/* how it is read; NULL: as it is spelled */
} ValueRow;

static const ValueRow good_values[] = {
	{"y_literal: true", "true"},
	{"y_literal: false", "false"},
	{"y_number: zero", "0"},
	{"y_number: a digit", "7"},
	{"y_number: a minus and a digit", "-1"},
	{"y_number: zeros at its end", "2000"},
	{"y_number: a fraction", "1.5"},
	{"y_number: a fraction of zero", "0.0"},
	{"y_number: a fraction with a zero at its end", "52.10"},
	{"y_number: a small fraction", "0.000000000000000000000000000000000000000001"},
	{"y_number: an exponent", "1e5"},
	{"y_number: a capital exponent", "1E22"},
	{"y_number: an exponent with a plus", "1E+2"},
	{"y_number: an exponent with a minus", "1e-2"},
	{"y_number: an exponent that begins with a zero", "1e05"},
	{"y_number: an exponent of zero", "0e0"},
	{"y_number: an exponent of zero with a plus", "0e+1"},
	{"y_number: a fraction and an exponent", "123.456e-78"},
	{"y_number: the greatest of 64 bits", "9223372036854775807"},
	{"y_number: the least of 64 bits", "-9223372036854775808"},
	{"i_number: a negative zero keeps its sign", "-0"},
	{"i_number: a negative zero with a fraction keeps its sign", "-0.0"},
	{"i_number: one past the greatest of 64 bits keeps its digits", "9223372036854775808"},
	{"i_number: one past the least of 64 bits keeps its digits", "-9223372036854775809"},
	{"i_number: the greatest of 64 bits without a sign keeps its digits", "18446744073709551615"},
	{"i_number: one past that keeps its digits", "18446744073709551616"},
	{"i_number: thirty digits are kept", "123456789012345678901234567890"},
	{"i_number: thirty digits behind a minus are kept", "-123456789012345678901234567890"},
	{"i_number: thirty digits and a fraction are kept", "123456789012345678901234567890.5"},
	{"i_number: digits past those of a double are kept", "0.1000000000000000055511151231257827"},
	{"i_number: an exponent past a double is kept", "1e999"},
	{"i_number: a negative exponent past a double is kept", "-1e999"},
	{"i_number: an exponent beneath a double is kept", "1e-999"},
	{"i_number: an exponent of many digits is kept", "1e123456789012345678901234567890"},
};

static const ValueRow bad_values[] = {
	{"n_literal: true in capitals", "TRUE"},
	{"n_literal: true with a capital", "True"},
	{"n_literal: false in capitals", "FALSE"},
	{"n_literal: null in capitals", "NULL"},
	{"n_literal: null with a capital", "Null"},
	{"n_literal: nul", "nul"},
	{"n_literal: tru", "tru"},
	{"n_literal: fals", "fals"},
	{"n_literal: nulls", "nulls"},
	{"n_literal: truer", "truer"},
	{"n_literal: true and another", "truefalse"},
	{"n_literal: a letter beyond ASCII in it", "nu\xC3\xA9l"},
	{"n_literal: yes", "yes"},
	{"n_literal: undefined", "undefined"},
	{"n_literal: not a number", "NaN"},
	{"n_literal: not a number, in small letters", "nan"},
	{"n_literal: not a number, negative", "-NaN"},
	{"n_literal: infinity", "Infinity"},
	{"n_literal: infinity, in small letters", "infinity"},
	{"n_literal: infinity with a minus", "-Infinity"},
	{"n_literal: infinity with a minus, in small letters", "-infinity"},
	{"n_literal: infinity with a plus", "+Infinity"},
	{"n_literal: inf", "inf"},
	{"n_literal: minus inf", "-inf"},
	{"n_number: a zero before it", "01"},
	{"n_number: a zero before a fraction", "012.5"},
	{"n_number: a zero before a negative one", "-01"},
	{"n_number: two zeros", "00"},
	{"n_number: two zeros behind a minus", "-00"},
	{"n_number: octal digits", "0777"},
	{"n_number: a plus before it", "+1"},
	{"n_number: two pluses", "++1"},
	{"n_number: two minuses", "--1"},
	{"n_number: a minus alone", "-"},
	{"n_number: a minus and a blank", "- 1"},
	{"n_number: a minus behind it", "1-"},
	{"n_number: a minus inside it", "1-2"},
	{"n_number: a minus and a letter", "-a"},
	{"n_number: a point without digits behind it", "1."},
	{"n_number: a point without digits before it", ".5"},
	{"n_number: a point behind a minus", "-.5"},
	{"n_number: a point alone", "."},
	{"n_number: a point without digits behind it, negative", "-2."},
	{"n_number: a point before an exponent", "2.e3"},
	{"n_number: two points", "1.2.3"},
	{"n_number: two points in a row", "1..2"},
	{"n_number: a decimal comma and a blank", "1, .2"},
	{"n_number: an exponent without digits", "1e"},
	{"n_number: a capital exponent without digits", "1E"},
	{"n_number: an exponent with only a plus", "1e+"},
	{"n_number: an exponent with only a minus", "1e-"},
	{"n_number: an exponent with two signs", "1e+-2"},
	{"n_number: a zero with an exponent without digits", "0e"},
	{"n_number: two exponents", "1e2e3"},
	{"n_number: a fraction in an exponent", "1e2.5"},
	{"n_number: an exponent alone", "e5"},
	{"n_number: hexadecimal", "0x10"},
	{"n_number: a hexadecimal letter", "1a"},
	{"n_number: blanks between its digits", "1 000"},
	{"n_number: an underscore between its digits", "1_000"},
	{"n_number: a suffix", "1L"},
	{"n_number: a percent sign", "1%"},
	{"n_number: a digit that is not of ASCII", "\xEF\xBC\x91"},
	{"n_number: a letter beyond ASCII behind it", "1\xC3\xA9"},
	{"n_number: an expression", "1+2"},
	{"n_text: in single quotes", "'a'"},
	{"n_text: in backquotes", "`a`"},
	{"n_text: in typographic quotes", "\xE2\x80\x9C" "a" "\xE2\x80\x9D"},
	{"n_text: without quotes", "abc"},
	{"n_text: a quote alone", "\""},
	{"n_text: no quote at its end", "\"abc"},
	{"n_text: no quote at its beginning", "abc\""},
	{"n_text: two in a row", "\"a\"\"b\""},
	{"n_text: a letter behind it", "\"a\"x"},
	{"n_text: an escape outside of one", "\\n"},
	{"n_text: a backslash at its end", "\"abc\\"},
	{"n_text: bytes beyond ASCII outside of one", "\xC3\xA9"},
	{"n_text: a byte that is no character outside of one", "\xFF"},
	{"n_blank: a form feed", "\f1"},
	{"n_blank: a vertical tab", "\v1"},
	{"n_blank: a no-break blank", "\xC2\xA0" "1"},
	{"n_blank: a blank of no width", "\xE2\x81\xA0" "1"},
	{"n_blank: a line separator", "\xE2\x80\xA8" "1"},
	{"n_blank: a delete", "\x7F" "1"},
};

/* Where a value may stand, with the path by which it is found. */
static const struct
{
	const char *before;
	const char *behind;
	size_t		index;			/* in the array, or in the member's array */
	const char *key;
}			places[] = {
	{"[", "]", 0, NULL},
	{"[ ", " ]", 0, NULL},
	{"[null,", "\t,null]", 1, NULL},
	{"{\"k\":", "}", 0, "k"},
	{"{\"a\":1, \"k\" : ", "\n, \"z\":2}", 0, "k"},
	{"{\"k\":[[],", "]}", 1, "k"},
};

/* The document with a value at a place; to be freed by the caller. */
static PnlJson *
parse_at(size_t place, const char *value, size_t length)
{
	PnlBuf		text;
	PnlJson    *document;

	pnl_buf_init(&text, 0);
	pnl_buf_append_text(&text, places[place].before);
	pnl_buf_append(&text, value, length);
	pnl_buf_append_text(&text, places[place].behind);
	assert_true(pnl_buf_ok(&text));
	document = parse_bytes(text.data, text.length);
	pnl_buf_free(&text);
	return document;
}

static const PnlJson *
value_at(size_t place, const PnlJson *document)
{
	const PnlJson *list = document;

	if (places[place].key != NULL)
		list = pnl_json_get(document, places[place].key);
	return pnl_json_item(list, places[place].index);
}

static void
take_value(void **state)
{
	const ValueRow *row = *state;

	for (size_t i = 0; i < UNIT_COUNT(places); i++)
	{
		PnlJson    *document = parse_at(i, row->value, strlen(row->value));
		const char *text = NULL;
		size_t		length = 0;

		assert_non_null(document);
		assert_true(pnl_json_text(value_at(i, document), &text, &length));
		unit_assert_text(text, length, row->text != NULL ? row->text : row->value);
		pnl_json_free(document);
	}
}

static void
refuse_value(void **state)
{
	const ValueRow *row = *state;

	for (size_t i = 0; i < UNIT_COUNT(places); i++)
		assert_null(parse_at(i, row->value, strlen(row->value)));
	assert_false(takes(row->value, strlen(row->value)));
}

/* ----------
 * Texts: sections 7 and 8
 * ----------
 */

typedef struct TextRow
{
	const char *name;
	const char *content;		/* between the quotes */
	const char *text;			/* what it means; NULL: itself */
	size_t		length;			/* of the content; 0: up to the NUL */
} TextRow;

static const TextRow good_texts[] = {
	{"y_text: ASCII", "Postbus 1, 's-Gravenhage: {[1,2]} /* # */ // ?"},
	{"y_text: a blank", " "},
	{"y_text: a delete", "\x7F"},
	{"y_text: a character of two bytes", "caf\xC3\xA9"},
	{"y_text: a character of three bytes", "\xE2\x82\xAC 5"},
	{"y_text: a character of four bytes", "\xF0\x9F\x93\xA6"},
	{"y_text: the first of two bytes", "\xC2\x80"},
	{"y_text: the last of two bytes", "\xDF\xBF"},
	{"y_text: the first of three bytes", "\xE0\xA0\x80"},
	{"y_text: the last before the surrogates", "\xED\x9F\xBF"},
	{"y_text: the first behind the surrogates", "\xEE\x80\x80"},
	{"y_text: the last of three bytes", "\xEF\xBF\xBF"},
	{"y_text: the first of four bytes", "\xF0\x90\x80\x80"},
	{"y_text: the last of UTF-8", "\xF4\x8F\xBF\xBF"},
	{"y_text: a byte order mark", "\xEF\xBB\xBFx"},
	{"y_text: a line separator", "\xE2\x80\xA8"},
	{"y_escape: each of two characters", "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
	{"y_escape: a character", "\\u00e9", "\xC3\xA9"},
	{"y_escape: capitals", "\\u20AC\\uABCD", "\xE2\x82\xAC\xEA\xAF\x8D"},
	{"y_escape: a quote", "\\u0022", "\""},
	{"y_escape: a backslash", "\\u005C", "\\"},
	{"y_escape: a control character", "\\u001f", "\x1F"},
	{"y_escape: a delete", "\\u007F", "\x7F"},
	{"y_escape: a no-break blank", "\\u00A0", "\xC2\xA0"},
	{"y_escape: the last of the first plane", "\\uFFFF", "\xEF\xBF\xBF"},
	{"y_escape: a pair of surrogates", "\\ud83d\\udce6", "\xF0\x9F\x93\xA6"},
	{"y_escape: the first pair", "\\uD800\\uDC00", "\xF0\x90\x80\x80"},
	{"y_escape: the last pair", "\\uDBFF\\uDFFF", "\xF4\x8F\xBF\xBF"},
	{"y_escape: two pairs", "\\ud83d\\udce6\\ud83d\\udce6", "\xF0\x9F\x93\xA6\xF0\x9F\x93\xA6"},
	{"y_escape: a backslash before what looks like one", "\\\\u0000", "\\u0000"},
	{"y_escape: a backslash before a letter", "\\\\a", "\\a"},
	{"y_escape: between characters", "a\\tb\xC3\xA9\\nc", "a\tb\xC3\xA9\nc"},
	{"i_escape: a high surrogate alone is replaced", "\\ud83d", REPLACEMENT},
	{"i_escape: a low surrogate alone is replaced", "\\udce6", REPLACEMENT},
	{"i_escape: a high surrogate before a letter is replaced", "a\\ud83dx", "a" REPLACEMENT "x"},
	{"i_escape: a high surrogate before a character is replaced", "\\ud83d\xC3\xA9", REPLACEMENT "\xC3\xA9"},
	{"i_escape: a high surrogate before a line break is replaced", "\\ud83d\\n", REPLACEMENT "\n"},
	{"i_escape: a high surrogate before a backslash is replaced", "\\ud83d\\\\udce6", REPLACEMENT "\\udce6"},
	{"i_escape: a high surrogate before an escape is replaced", "\\ud83d\\u0041", REPLACEMENT "A"},
	{"i_escape: two high surrogates are replaced", "\\ud83d\\ud83d", REPLACEMENT REPLACEMENT},
	{"i_escape: of two high surrogates one may have its pair", "\\ud83d\\ud83d\\udce6",
	REPLACEMENT "\xF0\x9F\x93\xA6"},
	{"i_escape: a pair the wrong way round is replaced", "\\udce6\\ud83d", REPLACEMENT REPLACEMENT},
	{"i_escape: half a pair behind a pair is replaced", "\\ud83d\\udce6\\udce6",
	"\xF0\x9F\x93\xA6" REPLACEMENT},
};

static const TextRow bad_texts[] = {
	{"n_text: a NUL", "a\0b", NULL, 3},
	{"n_text: a line break", "a\nb"},
	{"n_text: a tab", "a\tb"},
	{"n_text: the last control character", "\x1F"},
	{"n_text: a byte that begins no character", "\xFF"},
	{"n_text: Latin 1", "caf\xE9"},
	{"n_text: Latin 1 before a letter", "\xE9x"},
	{"n_text: a following byte alone", "\x80"},
	{"n_text: half a character of two bytes", "\xC3"},
	{"n_text: two thirds of a character", "\xE2\x82"},
	{"n_text: a character whose third byte is missing", "\xE2\x82x"},
	{"n_text: a character whose fourth byte is missing", "\xF0\x9F\x93x"},
	{"n_text: overlong in two bytes", "\xC0\xAF"},
	{"n_text: overlong in three bytes", "\xE0\x80\xAF"},
	{"n_text: overlong in four bytes", "\xF0\x80\x80\xAF"},
	{"n_text: overlong in five bytes", "\xF8\x80\x80\x80\xAF"},
	{"n_text: an overlong NUL", "\xC0\x80"},
	{"n_text: a surrogate in UTF-8", "\xED\xA0\x80"},
	{"n_text: a pair of surrogates in UTF-8", "\xED\xA0\xBD\xED\xB3\xA6"},
	{"n_text: a character past the last", "\xF4\x90\x80\x80"},
	{"n_text: a first byte past the last", "\xF5\x80\x80\x80"},
	{"n_escape: a NUL", "a\\u0000b"},
	{"n_escape: a NUL behind an escaped backslash", "\\\\\\u0000"},
	{"n_escape: a NUL for the other half of a pair", "\\ud83d\\u0000"},
	{"n_escape: an unknown letter", "\\a"},
	{"n_escape: hexadecimal", "\\x41"},
	{"n_escape: octal", "\\101"},
	{"n_escape: a capital letter", "\\N"},
	{"n_escape: a capital U", "\\U0041"},
	{"n_escape: a single quote", "\\'"},
	{"n_escape: a blank", "\\ "},
	{"n_escape: a line break", "\\\n"},
	{"n_escape: a tab", "\\\t"},
	{"n_escape: a NUL byte", "\\\0", NULL, 2},
	{"n_escape: a character beyond ASCII", "\\\xC3\xA9"},
	{"n_escape: no digits", "\\u"},
	{"n_escape: three digits", "\\u00e"},
	{"n_escape: letters that are no digits", "\\u00zz"},
	{"n_escape: a sign for a digit", "\\u+0e9"},
	{"n_escape: a blank for a digit", "\\u 0e9"},
	{"n_escape: braces", "\\u{41}"},
	{"n_escape: half of the other half of a pair", "\\ud83d\\udc"},
	{"n_escape: no digits for the other half of a pair", "\\ud83d\\u"},
	{"n_escape: nothing behind the backslash of the other half", "\\ud83d\\"},
};

/* A text's content in quotes, as a value or as the key before 1. */
static PnlJson *
parse_text(const char *content, size_t length, bool as_key)
{
	PnlBuf		text;
	PnlJson    *document;

	pnl_buf_init(&text, 0);
	pnl_buf_append_text(&text, as_key ? "{\"" : "[\"");
	pnl_buf_append(&text, content, length);
	pnl_buf_append_text(&text, as_key ? "\":1}" : "\"]");
	assert_true(pnl_buf_ok(&text));
	document = parse_bytes(text.data, text.length);
	pnl_buf_free(&text);
	return document;
}

/* True when a content is taken as a value and as a key, with its meaning. */
static bool
text_means(const char *content, size_t content_length, const char *meaning, size_t meaning_length)
{
	PnlJson    *list = parse_text(content, content_length, false);
	PnlJson    *object = parse_text(content, content_length, true);
	const char *text = NULL;
	size_t		length = 0;
	bool		means;

	means = list != NULL && object != NULL &&
		pnl_json_text(pnl_json_item(list, 0), &text, &length) &&
		length == meaning_length && memcmp(text, meaning, length) == 0 &&
		pnl_json_has_n(object, meaning, meaning_length);
	pnl_json_free(list);
	pnl_json_free(object);
	return means;
}

static void
take_text(void **state)
{
	const TextRow *row = *state;
	const char *meaning = row->text != NULL ? row->text : row->content;

	assert_true(text_means(row->content, strlen(row->content), meaning, strlen(meaning)));
}

static void
refuse_text(void **state)
{
	const TextRow *row = *state;
	size_t		length = row->length > 0 ? row->length : strlen(row->content);

	assert_null(parse_text(row->content, length, false));
	assert_null(parse_text(row->content, length, true));
}

/* ----------
 * All there are of a kind
 * ----------
 */

static bool
takes_content(const char *content, size_t length)
{
	PnlJson    *document = parse_text(content, length, false);
	bool		taken = document != NULL;

	pnl_json_free(document);
	return taken;
}

static bool
is_blank(int byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void
each_byte_around_tokens_is_a_blank_or_refused(void **state)
{
	static const char *const documents[] = {"@[true,null]", "[@true,null]", "[true@,null]", "[true,@null]",
		"[true,null@]", "[true,null]@", "@{\"a\":true}", "{@\"a\":true}", "{\"a\"@:true}", "{\"a\":@true}",
	"{\"a\":true@}", "{\"a\":true}@"};

	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(documents); i++)
		for (int byte = 0; byte < 256; byte++)
		{
			char		text[16];
			size_t		length = strlen(documents[i]);

			memcpy(text, documents[i], length);
			*(char *) memchr(text, '@', length) = (char) byte;
			assert_int_equal(takes(text, length), is_blank(byte));
		}
}

static void
each_byte_of_a_text_is_printable_or_refused(void **state)
{
	(void) state;
	for (int byte = 0; byte < 256; byte++)
	{
		char		c = (char) byte;

		assert_int_equal(takes_content(&c, 1), byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\');
	}
}

static void
each_byte_behind_a_backslash_is_one_of_eight_or_refused(void **state)
{
	(void) state;
	for (int byte = 0; byte < 256; byte++)
	{
		char		content[] = {'\\', (char) byte};

		assert_int_equal(takes_content(content, 2), byte != '\0' && strchr("\"\\/bfnrt", byte) != NULL);
	}
}

/* Bytes that go up to, or just beyond, a limit of UTF-8 or of JSON. */
static const unsigned char edges[] = {'\0', 0x1F, ' ', '"', '\\', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

/* Holds a content to what UTF-8 and section 7 say of it. */
static void
check_content(const char *content, size_t length)
{
	bool		good = unit_is_utf8(content, length);

	for (size_t i = 0; i < length; i++)
		if ((unsigned char) content[i] < ' ' || content[i] == '"' || content[i] == '\\')
			good = false;
	assert_int_equal(takes_content(content, length), good);
}

static void
each_two_bytes_are_a_character_or_refused(void **state)
{
	(void) state;
	for (int first = 0x80; first < 256; first++)
		for (int second = 0; second < 256; second++)
		{
			char		content[] = {(char) first, (char) second};

			check_content(content, 2);
		}
}

static void
three_and_four_bytes_are_a_character_or_refused(void **state)
{
	(void) state;
	for (int first = 0xE0; first < 0xF8; first++)
		for (int second = 0x70; second < 0xD0; second++)
			for (size_t third = 0; third < UNIT_COUNT(edges); third++)
			{
				char		content[4] = {(char) first, (char) second, (char) edges[third]};

				check_content(content, 3);
				for (size_t fourth = 0; first >= 0xF0 && fourth < UNIT_COUNT(edges); fourth++)
				{
					content[3] = (char) edges[fourth];
					check_content(content, 4);
				}
			}
}

/* UTF-8 by the table of RFC 3629, section 3; gives the length. */
static size_t
encode(unsigned int code, char *bytes)
{
	if (code < 0x80)
		return (size_t) sprintf(bytes, "%c", code);
	if (code < 0x800)
		return (size_t) sprintf(bytes, "%c%c", 0xC0 + code / 64, 0x80 + code % 64);
	if (code < 0x10000)
		return (size_t) sprintf(bytes, "%c%c%c", 0xE0 + code / 4096, 0x80 + code / 64 % 64,
								0x80 + code % 64);
	return (size_t) sprintf(bytes, "%c%c%c%c", 0xF0 + code / 262144, 0x80 + code / 4096 % 64,
							0x80 + code / 64 % 64, 0x80 + code % 64);
}

static void
each_escape_means_its_character(void **state)
{
	(void) state;
	for (unsigned int code = 1; code < 0x10000; code += code < 0x1000 || code > 0xD000 ? 1 : 7)
	{
		char		content[8];
		char		meaning[8];
		size_t		length;

		snprintf(content, sizeof(content), "\\u%04x", code);
		length = encode(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, meaning);
		assert_true(text_means(content, 6, meaning, length));
	}
}

static void
each_plane_has_its_pairs_of_escapes(void **state)
{
	(void) state;
	for (unsigned int code = 0x10000; code < 0x110000; code += 0xFF)
	{
		char		content[16];
		char		meaning[8];

		snprintf(content, sizeof(content), "\\u%04X\\u%04x",
				 0xD800 + (code - 0x10000) / 1024, 0xDC00 + code % 1024);
		assert_true(text_means(content, 12, meaning, encode(code, meaning)));
	}
}

/* ----------
 * Limits
 * ----------
 */

typedef struct DepthRow
{
	const char *name;
	const char *opening;
	const char *inner;
	const char *closing;
	size_t		levels_within;	/* those of "inner" */
} DepthRow;

static const DepthRow depths[] = {
	{"sixteen levels of arrays are taken and one more is not", "[", "1", "]", 0},
	{"sixteen levels with an empty array are taken and one more is not", "[", "[]", "]", 1},
	{"sixteen levels of objects are taken and one more is not", "{\"a\":", "1", "}", 0},
	{"sixteen levels with an empty object are taken and one more is not", "{\"a\":", "{}", "}", 1},
	{"sixteen levels of both are taken and one more is not", "[{\"a\":", "null", "}]", 0},
};

static void
count_levels(void **state)
{
	const DepthRow *row = *state;
	size_t		levels = strchr(row->opening, '{') != NULL && row->opening[0] == '[' ? 2 : 1;

	for (size_t times = 1; times < 24; times++)
	{
		PnlBuf		text;

		pnl_buf_init(&text, 0);
		for (size_t i = 0; i < times; i++)
			pnl_buf_append_text(&text, row->opening);
		pnl_buf_append_text(&text, row->inner);
		for (size_t i = 0; i < times; i++)
			pnl_buf_append_text(&text, row->closing);
		assert_int_equal(takes(text.data, text.length),
						 times * levels + row->levels_within <= PNL_JSON_MAX_DEPTH);
		pnl_buf_free(&text);
	}
}

static void
a_document_is_refused_wherever_it_is_cut(void **state)
{
	static const char document[] = "{\"a\\u00e9\\ud83d\\udce6\xE2\x82\xAC\\n\" : [ true , false,null, -12.5e+3, 0, 1e5 ] ,"
		" \"\" : { \"b\" : \"\xF0\x9F\x93\xA6\" } }";
	size_t		length = strlen(document);

	(void) state;
	assert_true(takes(document, length));
	for (size_t cut = 0; cut < length; cut++)
	{
		char	   *bytes = unit_bytes(document, cut);
		PnlError	error;

		pnl_error_init(&error);
		assert_null(pnl_json_parse(bytes, cut, &error));
		free(bytes);
		unit_assert_error(&error, PNL_ERR_PROTOCOL, "the JSON text ends too early");
	}
}

int
main(void)
{
	UNIT_ROWS(good_documents, take_document);
	UNIT_ROWS(bad_documents, refuse_document);
	UNIT_ROWS(good_values, take_value);
	UNIT_ROWS(bad_values, refuse_value);
	UNIT_ROWS(good_texts, take_text);
	UNIT_ROWS(bad_texts, refuse_text);
	UNIT_CASE(each_byte_around_tokens_is_a_blank_or_refused);
	UNIT_CASE(each_byte_of_a_text_is_printable_or_refused);
	UNIT_CASE(each_byte_behind_a_backslash_is_one_of_eight_or_refused);
	UNIT_CASE(each_two_bytes_are_a_character_or_refused);
	UNIT_CASE(three_and_four_bytes_are_a_character_or_refused);
	UNIT_CASE(each_escape_means_its_character);
	UNIT_CASE(each_plane_has_its_pairs_of_escapes);
	UNIT_ROWS(depths, count_levels);
	UNIT_CASE(a_document_is_refused_wherever_it_is_cut);
	return unit_run();
}
