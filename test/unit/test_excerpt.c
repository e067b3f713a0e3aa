/*
 * test_excerpt.c
 *		What a person would read of a reply that is no JSON.
 */
#include "unit.h"

#include <string.h>

#include "core/excerpt.h"

typedef struct ExcerptRow
{
	const char *name;
	const char *body;
	const char *excerpt;		/* of ten characters */
} ExcerptRow;

static const ExcerptRow excerpts[] = {
	{"nothing of nothing", "", ""},
	{"a short text is whole", "abc", "abc"},
	{"a text is cut behind its characters", "abcdefghijklm", "abcdefghij"},
	{"characters are counted, not bytes", "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC"
		"\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC"
		"\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC",
		"\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC"
	"\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC" "\xE2\x82\xAC"},
	{"four bytes are one character", "\xF0\x9F\x93\xA6 x", "\xF0\x9F\x93\xA6 x"},
	{"control characters are blanks", "a\x01\x1B[1m\r\nb", "a [1m b"},
	{"C1 controls are blanks", "a\xC2\x9B" "b", "a b"},
	{"bytes that are no UTF-8 are not shown", "caf\xE9 \xFF\xC0\xAF", "caf? ???"},
	{"one byte that is no UTF-8 makes all doubtful", "caf\xE9 \xE2\x82\xAC", "caf? ???"},
	{"surrogates and beyond are no UTF-8", "\xED\xA0\x80\xF4\x90\x80\x80", "???????"},
	{"a character that is cut off is none", "a\xE2\x82", "a??"},
	{"JSON is shown as it came", "{\"a\":[1]}", "{\"a\":[1]}"},
	{"less than is no tag in a text", "a <b> c", "a <b> c"},
	{"HTML is what is outside of tags", "<p>Bad</p>\n<i>x</i>", "Bad x"},
	{"HTML is its body", " <html><title>T</title><BODY a=1>B &lt;</BODY>", "B <"},
	{"XML is its texts", "<?xml version='1.0'?><a><b>x</b><c>y</c></a>", "x y"},
	{"a page of tags has no words", "<html><br/></html>", ""},
	{"a tag that does not end has no words", "<html", ""},
};

static void
copy_excerpt(void **state)
{
	const ExcerptRow *row = *state;
	char		field[41];
	PnlBuf		body;

	pnl_buf_init(&body, 0);
	pnl_buf_append_text(&body, row->body);
	pnl_excerpt_copy(field, sizeof(field), 10, &body);
	assert_string_equal(field, row->excerpt);
	pnl_buf_free(&body);
}

static void
a_NUL_is_a_blank(void **state)
{
	char		field[41];
	PnlBuf		body;

	(void) state;
	pnl_buf_init(&body, 0);
	pnl_buf_append(&body, "a\0b", 3);
	pnl_excerpt_copy(field, sizeof(field), 10, &body);
	assert_string_equal(field, "a b");
	pnl_buf_free(&body);
}

static void
megabytes_are_cut(void **state)
{
	char		field[41];
	PnlBuf		body;

	(void) state;
	pnl_buf_init(&body, 0);
	for (int i = 0; i < 300000; i++)
		pnl_buf_append_text(&body, "\xE2\x82\xAC  ");
	pnl_excerpt_copy(field, sizeof(field), 10, &body);
	assert_string_equal(field, "\xE2\x82\xAC \xE2\x82\xAC \xE2\x82\xAC \xE2\x82\xAC "
						"\xE2\x82\xAC");
	pnl_buf_free(&body);
}

int
main(void)
{
	UNIT_ROWS(excerpts, copy_excerpt);
	UNIT_CASE(a_NUL_is_a_blank);
	UNIT_CASE(megabytes_are_cut);
	return unit_run();
}
