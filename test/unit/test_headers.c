/*
 * test_headers.c
 *		The header fields of a reply, by the lines that came.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/headers.h"

#define LIMIT 1000
#define MAX_LINES 8

typedef struct LinesRow
{
	const char *name;
	const char *lines[MAX_LINES];
	const char *fields;			/* "name=value;" for each */
} LinesRow;

static const LinesRow lines[] = {
	{"a field has a name and a value", {"HTTP/1.1 200 OK\r\n", "Date: now\r\n", "\r\n"}, "Date=now;"},
	{"fields keep their order",
	{"HTTP/1.1 200 OK\r\n", "B: 1\r\n", "A: 2\r\n", "B: 3\r\n", "\r\n"}, "B=1;A=2;B=3;"},
	{"a line may end in a line feed", {"HTTP/1.1 200 OK\n", "Date: now\n", "\n"}, "Date=now;"},
	{"HTTP/2 has a status line too", {"HTTP/2 200 \r\n", "date: now\r\n", "\r\n"}, "date=now;"},
	{"blanks around a value go", {"HTTP/1.1 200 OK\r\n", "Date: \t a b \t\r\n"}, "Date=a b;"},
	{"a blank before the colon goes", {"HTTP/1.1 200 OK\r\n", "Date : now\r\n"}, "Date=now;"},
	{"a value may be missing", {"HTTP/1.1 200 OK\r\n", "Empty:\r\n", "Date: now\r\n"}, "Empty=;Date=now;"},
	{"a value may have colons", {"HTTP/1.1 200 OK\r\n", "Date: 12:00:01\r\n"}, "Date=12:00:01;"},
	{"a line without a colon is no field", {"HTTP/1.1 200 OK\r\n", "odd\r\n", "Date: now\r\n"}, "Date=now;"},
	{"a continued line goes on with the value",
	{"HTTP/1.1 200 OK\r\n", "Date: a\r\n", "\t b\r\n", " c\r\n", "A: 1\r\n"}, "Date=a b c;A=1;"},
	{"a continued line at first is no field", {"HTTP/1.1 200 OK\r\n", " Date: a\r\n", "A: 1\r\n"}, "A=1;"},
	{"an earlier response is forgotten",
	{"HTTP/1.1 100 Continue\r\n", "Early: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "Late: 1\r\n"}, "Late=1;"},
	{"trailers are passed over",
	{"HTTP/1.1 200 OK\r\n", "Date: now\r\n", "\r\n", "Trailer: 1\r\n", "\r\n"}, "Date=now;"},
	{"a name may begin as a status line does",
	{"HTTP/1.1 200 OK\r\n", "HTTP/X: 1\r\n", "Date: now\r\n"}, "HTTP/X=1;Date=now;"},
	{"no line, no field", {NULL}, ""},
};

/* Takes lines of exactly their length, as libcurl gives them. */
static void
take(PnlHeaders *headers, const char *line, bool expected)
{
	size_t		length = strlen(line);
	char	   *copy = unit_bytes(line, length);

	assert_int_equal(pnl_headers_take(headers, copy, length), expected);
	free(copy);
}

static void
take_lines(void **state)
{
	const LinesRow *row = *state;
	PnlHeaders	headers;
	PnlBuf		fields;
	const char *name = NULL;
	const char *value;

	pnl_headers_init(&headers, LIMIT);
	pnl_buf_init(&fields, 0);
	for (size_t i = 0; i < MAX_LINES && row->lines[i] != NULL; i++)
		take(&headers, row->lines[i], true);
	while ((name = pnl_headers_next(&headers, name, &value)) != NULL)
		pnl_buf_append_format(&fields, "%s=%s;", name, value);
	assert_string_equal(pnl_buf_text(&fields), row->fields);
	pnl_buf_free(&fields);
	pnl_headers_free(&headers);
}

static void
a_field_is_found_in_any_case_and_the_first_counts(void **state)
{
	PnlHeaders	headers;

	(void) state;
	pnl_headers_init(&headers, LIMIT);
	take(&headers, "HTTP/1.1 200 OK\r\n", true);
	take(&headers, "X-Da: 0\r\n", true);
	take(&headers, "X-DATE: 1\r\n", true);
	take(&headers, "x-date: 2\r\n", true);
	assert_string_equal(pnl_headers_find(&headers, "X-Date"), "1");
	assert_null(pnl_headers_find(&headers, "X-Dat"));
	assert_null(pnl_headers_find(&headers, "1"));
	pnl_headers_reset(&headers);
	assert_null(pnl_headers_find(&headers, "X-Date"));
	pnl_headers_free(&headers);
}

static void
a_line_with_a_nul_is_refused(void **state)
{
	static const char line[] = "Date: a\0Evil: 1\r\n";
	PnlHeaders	headers;

	(void) state;
	pnl_headers_init(&headers, LIMIT);
	take(&headers, "HTTP/1.1 200 OK\r\n", true);
	assert_false(headers.has_nul);
	assert_false(pnl_headers_take(&headers, line, sizeof(line) - 1));
	assert_true(headers.has_nul);
	assert_null(pnl_headers_find(&headers, "Date"));
	pnl_headers_free(&headers);
}

static void
all_lines_together_are_limited(void **state)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n";
	PnlHeaders	headers;

	(void) state;
	pnl_headers_init(&headers, LIMIT);
	for (size_t taken = 0; taken + strlen(line) <= LIMIT; taken += strlen(line))
	{
		headers.open = false;
		take(&headers, line, true);
	}
	assert_false(headers.full);
	take(&headers, line, false);
	assert_true(headers.full);
	pnl_headers_reset(&headers);
	take(&headers, line, true);
	pnl_headers_free(&headers);
}

int
main(void)
{
	UNIT_ROWS(lines, take_lines);
	UNIT_CASE(a_field_is_found_in_any_case_and_the_first_counts);
	UNIT_CASE(a_line_with_a_nul_is_refused);
	UNIT_CASE(all_lines_together_are_limited);
	return unit_run();
}
