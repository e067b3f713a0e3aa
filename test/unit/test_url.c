/*
 * test_url.c
 *		URLs: what is encoded, and what is refused.
 */
#include "unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/url.h"

/* ----------
 * Encoding
 * ----------
 */

typedef struct EncodeRow
{
	const char *name;
	const char *text;
	const char *encoded;
} EncodeRow;

static const EncodeRow encodings[] = {
	{"unreserved characters stay", "AZaz09-._~", "AZaz09-._~"},
	{"a blank is encoded", "a b", "a%20b"},
	{"a plus is encoded", "a+b", "a%2Bb"},
	{"a percent sign is encoded, also before hex digits", "100%41", "100%2541"},
	{"a slash does not begin a segment", "../../admin", "..%2F..%2Fadmin"},
	{"a backslash is encoded", "..\\admin", "..%5Cadmin"},
	{"a question mark does not begin a query", "3S?detail=true", "3S%3Fdetail%3Dtrue"},
	{"a number sign does not begin a fragment", "3S#x", "3S%23x"},
	{"an ampersand does not begin a parameter", "a&maxDays=1", "a%26maxDays%3D1"},
	{"a line break cannot split the request", "x HTTP/1.1\r\nHost: evil", "x%20HTTP%2F1.1%0D%0AHost%3A%20evil"},
	{"braces of a template are encoded", "{barcode}", "%7Bbarcode%7D"},
	{"UTF-8 is encoded byte by byte", "\xC3\xA9\xE2\x82\xAC", "%C3%A9%E2%82%AC"},
	{"a dot alone is encoded", ".", "%2E"},
	{"two dots alone are encoded", "..", "%2E%2E"},
	{"three dots are a name", "...", "..."},
	{"dots inside a name stay", "a..b", "a..b"},
	{"nothing gives nothing", "", ""},
};

static void
encode(void **state)
{
	const EncodeRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	PnlBuf		url;

	pnl_buf_init(&url, 0);
	assert_true(pnl_url_append_encoded(&url, text, strlen(row->text)));
	assert_string_equal(pnl_buf_text(&url), row->encoded);
	pnl_buf_free(&url);
	free(text);
}

static void
every_byte_but_the_unreserved_is_a_percent_escape(void **state)
{
	(void) state;
	for (int c = 0; c < 256; c++)
	{
		char		text[2] = {(char) c, 'x'};
		char		expected[8];
		PnlBuf		url;

		if (c < 128 && (isalnum(c) || (c != 0 && strchr("-._~", c) != NULL)))
			snprintf(expected, sizeof(expected), "%cx", c);
		else
			snprintf(expected, sizeof(expected), "%%%02Xx", c);
		pnl_buf_init(&url, 0);
		assert_true(pnl_url_append_encoded(&url, text, sizeof(text)));
		assert_string_equal(pnl_buf_text(&url), expected);
		pnl_buf_free(&url);
	}
}

static void
encoding_over_the_limit_of_the_buffer_fails(void **state)
{
	PnlBuf		url;

	(void) state;
	pnl_buf_init(&url, 4);
	assert_false(pnl_url_append_encoded(&url, "a b c", 5));
	assert_true(url.full);
	pnl_buf_free(&url);
}

static void
query_parameters_begin_with_a_question_mark_then_ampersands(void **state)
{
	PnlBuf		url;

	(void) state;
	pnl_buf_init(&url, 0);
	pnl_buf_append_text(&url, "/status");
	assert_true(pnl_url_append_query(&url, "detail", "true", 4));
	assert_true(pnl_url_append_query(&url, "maxDays", "14", 2));
	assert_true(pnl_url_append_query(&url, "period", "", 0));
	assert_string_equal(pnl_buf_text(&url), "/status?detail=true&maxDays=14&period=");
	pnl_buf_free(&url);
}

static void
names_and_values_of_query_parameters_are_encoded(void **state)
{
	PnlBuf		url;

	(void) state;
	pnl_buf_init(&url, 0);
	assert_true(pnl_url_append_query(&url, "a&b=?", "1&c=2#\r\n?", 9));
	assert_true(pnl_url_append_query(&url, "d", "..", 2));
	assert_string_equal(pnl_buf_text(&url), "?a%26b%3D%3F=1%26c%3D2%23%0D%0A%3F&d=%2E%2E");
	pnl_buf_free(&url);
}

/* ----------
 * Checks
 * ----------
 */

typedef struct CheckRow
{
	const char *name;
	const char *url;
	bool		allow_http;
	const char *message;		/* NULL: accepted */
} CheckRow;

#define SCHEME "the URL must begin with https://"
#define SCHEMES "the URL must begin with https:// or http://"
#define CHARACTER "the URL holds a blank, control or non-ASCII character"
#define NO_HOST "the URL has no host"
#define PARTS "the URL must not hold a user, a query or a fragment"

static const CheckRow bases[] = {
	{"the base of production is accepted", "https://api.postnl.nl", false, NULL},
	{"a base with a port is accepted", "https://api.postnl.nl:8443", false, NULL},
	{"a base with an address in brackets is accepted", "https://[::1]:8443", false, NULL},
	{"a base with a path is accepted", "https://proxy.example/postnl", false, NULL},
	{"http is accepted where it is allowed", "http://127.0.0.1:8080", true, NULL},
	{"https is accepted where http is allowed", "https://api.postnl.nl", true, NULL},
	{"http is refused elsewhere", "http://api.postnl.nl", false, SCHEME},
	{"no scheme is refused", "api.postnl.nl", false, SCHEME},
	{"a scheme of files is refused", "file:///etc/passwd", true, SCHEMES},
	{"another scheme is refused", "gopher://api.postnl.nl", true, SCHEMES},
	{"a blank before the scheme is refused", " https://api.postnl.nl", false, SCHEME},
	{"an empty base is refused", "", false, SCHEME},
	{"a scheme alone has no host", "https://", false, NO_HOST},
	{"a path alone has no host", "https:///x", false, NO_HOST},
	{"a port alone has no host", "https://:443", false, NO_HOST},
	{"a user before the host is refused", "https://api.postnl.nl@evil.example", false, PARTS},
	{"a user with a password is refused", "https://u:p@api.postnl.nl", false, PARTS},
	{"a query is refused", "https://api.postnl.nl?x=", false, PARTS},
	{"a fragment is refused", "https://api.postnl.nl#", false, PARTS},
	{"a backslash is refused", "https://api.postnl.nl\\@evil.example", false, PARTS},
	{"a line break is refused", "https://api.postnl.nl\r\nX: y", false, CHARACTER},
	{"a blank is refused", "https://api.postnl.nl /", false, CHARACTER},
	{"a DEL is refused", "https://api.postnl.nl\x7F", false, CHARACTER},
	{"a host beyond ASCII is refused", "https://api.p\xC3\xB6stnl.nl", false, CHARACTER},
	{"a trailing slash is refused", "https://api.postnl.nl/", false, "the URL must not end with a slash"},
};

static void
check_base(void **state)
{
	const CheckRow *row = *state;
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(pnl_url_check_base(row->url, row->allow_http, &error),
					 row->message == NULL);
	unit_assert_error(&error, row->message ? PNL_ERR_ARGUMENT : PNL_ERR_NONE,
					  row->message ? row->message : "");
}

#define SLASH "the path must begin with a slash"
#define PRINTABLE "the path must hold printable ASCII without blank, query, fragment or backslash"
#define EMPTY "the path holds an empty segment"
#define DOTS "the path holds a dot segment"
#define ESCAPE "the path holds a percent sign that starts no escape"
#define CONTROL "the path holds an escaped control character"

static const CheckRow paths[] = {
	{"a path is accepted", "/shipment/v2/status/barcode/3SDEVC1", false, NULL},
	{"a path with an escape is accepted", "/status/reference/A%20B%2fC", false, NULL},
	{"a path with an escape of UTF-8 is accepted", "/status/reference/%C3%A9", false, NULL},
	{"a path may end with a slash", "/v4/timeframe/", false, NULL},
	{"a path with three dots is accepted", "/a/.../b", false, NULL},
	{"a path with dots in a name is accepted", "/a/b..c/.d", false, NULL},
	{"a semicolon is a character like others", "/a;b=c", false, NULL},
	{"an empty path is refused", "", false, SLASH},
	{"a path without a slash is refused", "shipment", false, SLASH},
	{"another host is refused", "https://evil.example/", false, SLASH},
	{"a user that would change the host is refused", "@evil.example/", false, SLASH},
	{"a port that would change the host is refused", ":8080/x", false, SLASH},
	{"two slashes that would name a host are refused", "//evil.example/x", false, EMPTY},
	{"an empty segment is refused", "/a//b", false, EMPTY},
	{"two slashes at the end are refused", "/a//", false, EMPTY},
	{"a dot segment is refused", "/a/./b", false, DOTS},
	{"two dots are refused", "/a/../b", false, DOTS},
	{"two dots at the end are refused", "/a/..", false, DOTS},
	{"escaped dots are refused", "/a/%2e%2E/b", false, DOTS},
	{"half escaped dots are refused", "/a/.%2e/b", false, DOTS},
	{"dots before an escaped slash are refused", "/a/..%2Fb", false, DOTS},
	{"escaped dots behind an escaped slash are refused", "/a/b%2f%2e%2e", false, DOTS},
	{"a dot between escaped slashes is refused", "/a%2F.%2Fb", false, DOTS},
	{"dots before an escaped backslash are refused", "/a/..%5Cb", false, DOTS},
	{"a query is refused", "/a?b=c", false, PRINTABLE},
	{"a fragment is refused", "/a#b", false, PRINTABLE},
	{"a backslash is refused in a path", "/a\\..\\b", false, PRINTABLE},
	{"a blank is refused in a path", "/a b", false, PRINTABLE},
	{"a line break is refused in a path", "/a HTTP/1.1\r\nHost: evil.example", false, PRINTABLE},
	{"a character beyond ASCII is refused", "/caf\xC3\xA9", false, PRINTABLE},
	{"an escaped line break is refused", "/a%0d%0aHost:evil", false, CONTROL},
	{"an escaped NUL is refused", "/a%00b", false, CONTROL},
	{"an escaped DEL is refused", "/a%7f", false, CONTROL},
	{"a percent sign alone is refused", "/100%", false, ESCAPE},
	{"half an escape is refused", "/a%4", false, ESCAPE},
	{"half an escape before a slash is refused", "/a%4/b", false, ESCAPE},
	{"an escape of other letters is refused", "/a%zz", false, ESCAPE},
};

static void
check_path(void **state)
{
	const CheckRow *row = *state;
	PnlError	error;

	pnl_error_init(&error);
	assert_int_equal(pnl_url_check_path(row->url, &error), row->message == NULL);
	unit_assert_error(&error, row->message ? PNL_ERR_ARGUMENT : PNL_ERR_NONE,
					  row->message ? row->message : "");
}

static void
a_very_long_path_is_refused(void **state)
{
	static char path[5000];
	PnlError	error;

	(void) state;
	memset(path, 'a', sizeof(path) - 1);
	path[0] = '/';
	pnl_error_init(&error);
	assert_false(pnl_url_check_path(path, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "the path is longer than 4095 characters");
	path[4095] = '\0';
	pnl_error_init(&error);
	assert_true(pnl_url_check_path(path, &error));
}

static void
a_very_long_base_is_refused(void **state)
{
	static char base[2000] = "https://";
	PnlError	error;

	(void) state;
	memset(base + 8, 'a', sizeof(base) - 9);
	pnl_error_init(&error);
	assert_false(pnl_url_check_base(base, false, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "the URL is longer than 1024 characters");
	base[1024] = '\0';
	pnl_error_init(&error);
	assert_true(pnl_url_check_base(base, false, &error));
}

int
main(void)
{
	UNIT_ROWS(encodings, encode);
	UNIT_CASE(every_byte_but_the_unreserved_is_a_percent_escape);
	UNIT_CASE(encoding_over_the_limit_of_the_buffer_fails);
	UNIT_CASE(query_parameters_begin_with_a_question_mark_then_ampersands);
	UNIT_CASE(names_and_values_of_query_parameters_are_encoded);
	UNIT_ROWS(bases, check_base);
	UNIT_ROWS(paths, check_path);
	UNIT_CASE(a_very_long_path_is_refused);
	UNIT_CASE(a_very_long_base_is_refused);
	return unit_run();
}
