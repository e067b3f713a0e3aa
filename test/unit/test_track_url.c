/*
 * test_track_url.c
 *		The page on which a consignee follows a parcel.
 */
#include "unit.h"

#include "core/track_url.h"

typedef struct UrlRow
{
	const char *name;
	const char *parts[4];		/* barcode, postal code, country, language */
	const char *url;
} UrlRow;

#define PAGE "https://jouw.postnl.nl/track-and-trace/"

static const UrlRow rows[] = {
	{"the parts are in PostNL's order", {"3SDEVC1", "3532VA", "NL", "nl"},
	PAGE "3SDEVC1-NL-3532VA?language=nl"},
	{"letter case is PostNL's", {"3sdevc1", "3532va", "nl", "EN"},
	PAGE "3SDEVC1-NL-3532VA?language=en"},
	{"blanks are left out", {" 3S DEVC 1 ", "3532 VA", " BE", "FR "},
	PAGE "3SDEVC1-BE-3532VA?language=fr"},
	{"nothing leaves its place", {"3S/../?x=y&z#\r\n", "1-2", "N/L", "e&n"},
	PAGE "3S%2F..%2F%3FX%3DY%26Z%23%0D%0A-N%2FL-1-2?language=e%26n"},
	{"letters beyond ASCII stay as they are", {"3S", "\xC3\xA9", "NL", "nl"},
	PAGE "3S-NL-%C3%A9?language=nl"},
	{"what is empty stays empty", {"3S", "", "NL", ""}, PAGE "3S-NL-?language="},
};

static void
append(void **state)
{
	const UrlRow *row = *state;
	PnlBuf		url;

	pnl_buf_init(&url, 0);
	assert_true(pnl_track_url_append(&url, row->parts[0], row->parts[1], row->parts[2],
									 row->parts[3]));
	assert_string_equal(pnl_buf_text(&url), row->url);
	pnl_buf_free(&url);
}

static void
a_url_that_finds_no_room_is_none(void **state)
{
	PnlBuf		url;

	(void) state;
	pnl_buf_init(&url, sizeof(PAGE));
	assert_false(pnl_track_url_append(&url, "3SDEVC1", "3532VA", "NL", "NL"));
	pnl_buf_free(&url);
}

int
main(void)
{
	UNIT_ROWS(rows, append);
	UNIT_CASE(a_url_that_finds_no_room_is_none);
	return unit_run();
}
