/*
 * test_feed.c
 *		From where the bulk feed is read, in which windows, and what is polled beside it.
 */
#include "unit.h"

#include "core/policy/budget.h"
#include "core/policy/feed.h"

#define NOON (INT64_C(850000000) * PNL_SECOND)

typedef struct BeginRow
{
	const char *name;
	int64_t		fed_until;		/* before NOON; 0 = not read yet */
	int64_t		known_since;	/* before NOON; 0 = none */
	int64_t		since;			/* before NOON */
	bool		gap;
} BeginRow;

static const BeginRow begins[] = {
	{"the feed goes on a little before it ended", PNL_HOUR, 0, PNL_HOUR + 5 * PNL_MINUTE, false},
	{"what it was asked for just now is asked for again", 1, 0, 5 * PNL_MINUTE + 1, false},
	{"what is further back than PostNL tells of is a gap", 48 * PNL_HOUR, 0,
	48 * PNL_HOUR - PNL_MINUTE, true},
	{"it is one already where the overlap is", 48 * PNL_HOUR - 5 * PNL_MINUTE, 0,
	48 * PNL_HOUR - PNL_MINUTE, true},
	{"and none just before", 48 * PNL_HOUR - 6 * PNL_MINUTE, 0, 48 * PNL_HOUR - PNL_MINUTE, false},
	{"the first time it is read from where the oldest parcel is known", 0, 3 * PNL_HOUR,
	3 * PNL_HOUR + 5 * PNL_MINUTE, false},
	{"without parcels it begins now", 0, 0, 5 * PNL_MINUTE, false},
	{"a time that is to come is no time to begin at", -PNL_HOUR, 0, 5 * PNL_MINUTE, false},
};

static void
check_begin(void **state)
{
	const BeginRow *row = *state;
	bool		gap;

	assert_int_equal(pnl_feed_begin(row->fed_until != 0 ? NOON - row->fed_until : 0,
									row->known_since != 0 ? NOON - row->known_since : 0,
									NOON, &gap), NOON - row->since);
	assert_int_equal(gap, row->gap);
}

/* Each window ends where the next one begins, to the millisecond. */
static void
check_windows(int64_t period, int64_t length, int expected)
{
	PnlFeedWindows windows = {.next = NOON, .end = NOON + period};
	int64_t		reached = NOON;
	int64_t		since;
	int64_t		until;
	int			count = 0;

	while (pnl_feed_cut(&windows, length, &since, &until))
	{
		count++;
		assert_int_equal(since, reached);
		assert_int_equal(pnl_feed_is_over(&windows), windows.next == windows.end);
		reached = pnl_feed_is_over(&windows) ? until : until + PNL_MILLISECOND;
		assert_int_equal(reached, windows.next);
		assert_true(until - since <= length);
	}
	assert_int_equal(reached, NOON + period);
	assert_int_equal(count, expected);
	assert_false(pnl_feed_cut(&windows, length, &since, &until));
}

static void
windows_leave_out_nothing_of_a_period(void **state)
{
	(void) state;
	check_windows(48 * PNL_HOUR, PNL_FEED_WINDOW, 24);
	check_windows(48 * PNL_HOUR + 1, PNL_FEED_WINDOW, 25);
	check_windows(PNL_MINUTE, PNL_FEED_WINDOW, 1);
	check_windows(10 * PNL_MINUTE, PNL_MINUTE, 10);
}

static void
an_empty_period_is_one_window(void **state)
{
	(void) state;
	check_windows(0, PNL_FEED_WINDOW, 1);
}

static void
a_window_is_halved_down_to_about_a_minute(void **state)
{
	int64_t		length = PNL_FEED_WINDOW;
	int			count = 0;

	(void) state;
	while (pnl_feed_halve(&length))
		count++;
	assert_int_equal(count, 7);
	assert_true(length >= PNL_MINUTE / 2 && length <= PNL_MINUTE);
}

static void
PostNLs_clock_is_believed_when_it_is_behind(void **state)
{
	(void) state;
	assert_int_equal(pnl_feed_believe(NOON, NOON - PNL_MINUTE), NOON - PNL_MINUTE);
	assert_int_equal(pnl_feed_believe(NOON, NOON + PNL_MINUTE), NOON);
	assert_int_equal(pnl_feed_believe(NOON, NOON - 24 * PNL_HOUR + 1), NOON - 24 * PNL_HOUR + 1);
	assert_int_equal(pnl_feed_believe(NOON, NOON - 24 * PNL_HOUR), NOON);
}

static void
a_feed_two_hours_behind_is_not_relied_upon(void **state)
{
	(void) state;
	assert_true(pnl_feed_is_trusted(NOON - 2 * PNL_HOUR, NOON));
	assert_false(pnl_feed_is_trusted(NOON - 2 * PNL_HOUR - 1, NOON));
	assert_false(pnl_feed_is_trusted(0, NOON));
}

static void
a_time_to_come_is_now_where_it_is_too_far(void **state)
{
	(void) state;
	assert_int_equal(pnl_moment_within(NOON + PNL_HOUR, NOON, PNL_HOUR), NOON + PNL_HOUR);
	assert_int_equal(pnl_moment_within(NOON + PNL_HOUR + 1, NOON, PNL_HOUR), NOON);
	assert_int_equal(pnl_moment_within(NOON - PNL_HOUR, NOON, PNL_HOUR), NOON - PNL_HOUR);
}

/* ----------
 * Polls
 * ----------
 */

static void
half_of_the_polls_of_an_hour_may_be_made_at_once(void **state)
{
	int64_t		paid;

	(void) state;
	assert_int_equal(pnl_budget_left(0, NOON), 30);
	paid = pnl_budget_pay(0, 30, NOON);
	assert_int_equal(pnl_budget_left(paid, NOON), 0);
	assert_int_equal(pnl_budget_left(paid, NOON + 2 * PNL_MINUTE), 1);
	assert_int_equal(pnl_budget_left(paid, NOON + PNL_HOUR), 30);
}

static void
nothing_more_is_saved_up(void **state)
{
	(void) state;
	assert_int_equal(pnl_budget_left(pnl_budget_pay(0, 1, NOON), NOON), 29);
	assert_int_equal(pnl_budget_left(NOON - 1000 * PNL_HOUR, NOON), 30);
}

static void
no_more_may_be_made_than_are_left(void **state)
{
	(void) state;
	assert_int_equal(pnl_budget_left(pnl_budget_pay(0, 40, NOON), NOON), 0);
}

static void
a_clock_that_is_set_back_a_little_is_waited_for(void **state)
{
	int64_t		paid = pnl_budget_pay(0, 30, NOON);

	(void) state;
	assert_int_equal(pnl_budget_left(paid, NOON - PNL_SECOND), 0);
	assert_int_equal(pnl_budget_left(paid, NOON - PNL_HOUR), 0);
}

static void
a_clock_that_is_set_back_stops_no_polls(void **state)
{
	int64_t		paid = pnl_budget_pay(0, 30, NOON);

	(void) state;
	assert_int_equal(pnl_budget_left(paid, NOON - 24 * PNL_HOUR), 30);
	paid = pnl_budget_pay(paid, 30, NOON - 24 * PNL_HOUR);
	assert_int_equal(pnl_budget_left(paid, NOON - 24 * PNL_HOUR), 0);
	assert_int_equal(pnl_budget_left(paid, NOON - 23 * PNL_HOUR), 30);
}

int
main(void)
{
	UNIT_ROWS(begins, check_begin);
	UNIT_CASE(windows_leave_out_nothing_of_a_period);
	UNIT_CASE(an_empty_period_is_one_window);
	UNIT_CASE(a_window_is_halved_down_to_about_a_minute);
	UNIT_CASE(PostNLs_clock_is_believed_when_it_is_behind);
	UNIT_CASE(a_feed_two_hours_behind_is_not_relied_upon);
	UNIT_CASE(a_time_to_come_is_now_where_it_is_too_far);
	UNIT_CASE(half_of_the_polls_of_an_hour_may_be_made_at_once);
	UNIT_CASE(nothing_more_is_saved_up);
	UNIT_CASE(no_more_may_be_made_than_are_left);
	UNIT_CASE(a_clock_that_is_set_back_a_little_is_waited_for);
	UNIT_CASE(a_clock_that_is_set_back_stops_no_polls);
	return unit_run();
}
