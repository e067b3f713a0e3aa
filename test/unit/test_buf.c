/*
 * test_buf.c
 *		The growing buffer and its limit.
 */
#include "unit.h"

#include <string.h>

#include "core/buf.h"

static void
an_empty_buffer_allocates_nothing(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_null(buf.data);
	assert_int_equal(buf.length, 0);
	assert_true(pnl_buf_ok(&buf));
	assert_string_equal(pnl_buf_text(&buf), "");
}

static void
appended_pieces_follow_each_other(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, "/ship", 5));
	assert_true(pnl_buf_append_text(&buf, "ment"));
	assert_true(pnl_buf_append_char(&buf, '/'));
	assert_true(pnl_buf_append_format(&buf, "v%d/%s", 2, "status"));
	assert_string_equal(pnl_buf_text(&buf), "/shipment/v2/status");
	assert_int_equal(buf.length, strlen("/shipment/v2/status"));
	pnl_buf_free(&buf);
}

static void
a_NUL_among_the_bytes_is_kept(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, "a\0b", 3));
	assert_int_equal(buf.length, 3);
	assert_memory_equal(buf.data, "a\0b", 4);
	pnl_buf_free(&buf);
}

static void
nothing_can_be_appended_to_nothing(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, NULL, 0));
	assert_true(pnl_buf_append_text(&buf, ""));
	assert_int_equal(buf.length, 0);
	assert_string_equal(pnl_buf_text(&buf), "");
	pnl_buf_free(&buf);
}

static void
growing_keeps_the_contents(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	for (int i = 0; i < 100000; i++)
		assert_true(pnl_buf_append_char(&buf, (char) ('a' + i % 26)));
	assert_int_equal(buf.length, 100000);
	assert_int_equal(buf.data[100000], '\0');
	for (int i = 0; i < 100000; i++)
		if (buf.data[i] != 'a' + i % 26)
			fail_msg("byte %d is wrong", i);
	pnl_buf_free(&buf);
}

static void
one_piece_may_be_much_larger_than_the_buffer(void **state)
{
	static char piece[300000];
	PnlBuf		buf;

	(void) state;
	memset(piece, 'p', sizeof(piece));
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, "x", 1));
	assert_true(pnl_buf_append(&buf, piece, sizeof(piece)));
	assert_int_equal(buf.length, sizeof(piece) + 1);
	assert_memory_equal(buf.data + 1, piece, sizeof(piece));
	pnl_buf_free(&buf);
}

static void
the_limit_itself_is_allowed(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 5);
	assert_true(pnl_buf_append(&buf, "12345", 5));
	assert_true(pnl_buf_ok(&buf));
	assert_string_equal(pnl_buf_text(&buf), "12345");
	pnl_buf_free(&buf);
}

static void
over_the_limit_the_contents_stay_and_a_flag_tells(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 5);
	assert_true(pnl_buf_append(&buf, "1234", 4));
	assert_false(pnl_buf_append(&buf, "56", 2));
	assert_true(buf.full);
	assert_false(buf.no_memory);
	assert_false(pnl_buf_ok(&buf));
	assert_string_equal(pnl_buf_text(&buf), "1234");
	pnl_buf_free(&buf);
}

static void
the_flag_stays_after_an_append_that_fits(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 5);
	assert_false(pnl_buf_append_text(&buf, "123456"));
	pnl_buf_append_text(&buf, "1");
	assert_false(pnl_buf_ok(&buf));
	pnl_buf_free(&buf);
}

static void
formatted_text_keeps_to_the_limit(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 5);
	assert_true(pnl_buf_append_format(&buf, "%d", 12345));
	assert_false(pnl_buf_append_format(&buf, "%d", 6));
	assert_true(buf.full);
	assert_string_equal(pnl_buf_text(&buf), "12345");
	pnl_buf_free(&buf);
}

static void
formatted_text_may_be_longer_than_the_first_allocation(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append_format(&buf, "%s%*s", "x", 20000, "y"));
	assert_int_equal(buf.length, 20001);
	assert_int_equal(buf.data[20000], 'y');
	assert_int_equal(buf.data[20001], '\0');
	pnl_buf_free(&buf);
}

static void
an_absurd_length_is_refused(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, "1234", 4));
	assert_false(pnl_buf_append(&buf, "5", SIZE_MAX));
	assert_false(pnl_buf_append(&buf, "5", SIZE_MAX - 3));
	assert_true(buf.full);
	assert_string_equal(pnl_buf_text(&buf), "1234");
	pnl_buf_free(&buf);
}

static void
without_memory_the_contents_stay_and_a_flag_tells(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_true(pnl_buf_append(&buf, "1234", 4));
	/* less than the greatest length, more than any machine has */
	assert_false(pnl_buf_append(&buf, "5", SIZE_MAX / 8));
	assert_true(buf.no_memory);
	assert_false(buf.full);
	assert_false(pnl_buf_ok(&buf));
	assert_string_equal(pnl_buf_text(&buf), "1234");
	pnl_buf_free(&buf);
	assert_true(pnl_buf_ok(&buf));
}

static void
a_reset_forgets_contents_and_flags(void **state)
{
	PnlBuf		buf;
	char	   *data;

	(void) state;
	pnl_buf_init(&buf, 5);
	pnl_buf_append_text(&buf, "1234");
	pnl_buf_append_text(&buf, "56");
	data = buf.data;
	pnl_buf_reset(&buf);
	assert_true(pnl_buf_ok(&buf));
	assert_int_equal(buf.length, 0);
	assert_string_equal(pnl_buf_text(&buf), "");
	assert_ptr_equal(buf.data, data);
	assert_true(pnl_buf_append_text(&buf, "12345"));
	assert_false(pnl_buf_append_char(&buf, '6'));
	pnl_buf_free(&buf);
}

static void
a_buffer_without_memory_can_be_reset(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	pnl_buf_reset(&buf);
	assert_string_equal(pnl_buf_text(&buf), "");
}

static void
a_freed_buffer_is_as_new(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 5);
	pnl_buf_append_text(&buf, "123456");
	pnl_buf_append_text(&buf, "123");
	pnl_buf_free(&buf);
	assert_null(buf.data);
	assert_int_equal(buf.length, 0);
	assert_true(pnl_buf_ok(&buf));
	assert_int_equal(buf.limit, 5);
	assert_false(pnl_buf_append_text(&buf, "123456"));
	pnl_buf_free(&buf);
}

int
main(void)
{
	UNIT_CASE(an_empty_buffer_allocates_nothing);
	UNIT_CASE(appended_pieces_follow_each_other);
	UNIT_CASE(a_NUL_among_the_bytes_is_kept);
	UNIT_CASE(nothing_can_be_appended_to_nothing);
	UNIT_CASE(growing_keeps_the_contents);
	UNIT_CASE(one_piece_may_be_much_larger_than_the_buffer);
	UNIT_CASE(the_limit_itself_is_allowed);
	UNIT_CASE(over_the_limit_the_contents_stay_and_a_flag_tells);
	UNIT_CASE(the_flag_stays_after_an_append_that_fits);
	UNIT_CASE(formatted_text_keeps_to_the_limit);
	UNIT_CASE(formatted_text_may_be_longer_than_the_first_allocation);
	UNIT_CASE(an_absurd_length_is_refused);
	UNIT_CASE(without_memory_the_contents_stay_and_a_flag_tells);
	UNIT_CASE(a_reset_forgets_contents_and_flags);
	UNIT_CASE(a_buffer_without_memory_can_be_reset);
	UNIT_CASE(a_freed_buffer_is_as_new);
	return unit_run();
}
