/*
 * test_backoff.c
 *		How long to wait after failures.
 */
#include "unit.h"

#include "core/policy/backoff.h"

/* The largest number below one. */
#define ALMOST_ONE 0.99999999

typedef struct WaitRow
{
	const char *name;
	PnlBackoff	backoff;
	int			failures;
	double		random;
	int64_t		wait;
} WaitRow;

static const WaitRow rows[] = {
	{"a call is made again after half a second", PNL_BACKOFF_CALL, 1, 0.5, 500},
	{"then after a second", PNL_BACKOFF_CALL, 2, 0.5, 1000},
	{"a call waits for ten seconds at most", PNL_BACKOFF_CALL, 6, 0.5, 10000},
	{"and for no longer ever after", PNL_BACKOFF_CALL, INT32_MAX, 0.5, 10000},
	{"the dice may make it a quarter less", PNL_BACKOFF_CALL, 1, 0, 375},
	{"or a quarter more", PNL_BACKOFF_CALL, 1, ALMOST_ONE, 624},
	{"the longest wait is spread too", PNL_BACKOFF_CALL, 99, ALMOST_ONE, 12499},
	{"a shipment waits for two seconds", PNL_BACKOFF_SHIPMENT, 1, 0.5, 2000},
	{"then for four", PNL_BACKOFF_SHIPMENT, 2, 0.5, 4000},
	{"a shipment's ninth wait is below the longest", PNL_BACKOFF_SHIPMENT, 9, 0.5, 512000},
	{"its tenth is the longest, ten minutes", PNL_BACKOFF_SHIPMENT, 10, 0.5, 600000},
	{"a lane pauses for a second", PNL_BACKOFF_LANE, 1, 0.5, 1000},
	{"and for a minute at most", PNL_BACKOFF_LANE, 7, 0.5, 60000},
	{"the sync waits for a quarter of a minute", PNL_BACKOFF_SYNC, 1, 0.5, 15000},
	{"and for a quarter of an hour at most", PNL_BACKOFF_SYNC, 7, 0.5, 900000},
	{"a lock is waited for briefly", PNL_BACKOFF_LOCK, 1, 0.5, 50},
	{"then for twice as long", PNL_BACKOFF_LOCK, 2, 0.5, 100},
	{"a lock is waited for a second at most", PNL_BACKOFF_LOCK, 6, 0.5, 1000},
	{"the wait for a lock is not spread", PNL_BACKOFF_LOCK, 1, 0, 50},
	{"what PostNL does not know is asked for in ten minutes", PNL_BACKOFF_UNKNOWN, 1, 0, 600000},
	{"and once a day at least", PNL_BACKOFF_UNKNOWN, 9, 0, 86400000},
	{"an answer that is old is asked for four times as late", PNL_BACKOFF_STALE, 2, 0, 240000},
	{"no failure yet is as the first", PNL_BACKOFF_LANE, 0, 0.5, 1000},
	{"nor can there be fewer", PNL_BACKOFF_LANE, INT32_MIN, 0.5, 1000},
};

static void
check_wait(void **state)
{
	const WaitRow *row = *state;

	assert_int_equal(pnl_backoff_wait(row->backoff, row->failures, row->random), row->wait);
}

static void
the_longest_wait_is_what_the_dice_may_make_of_it(void **state)
{
	(void) state;
	assert_int_equal(pnl_backoff_longest(PNL_BACKOFF_LANE), 75000);
	assert_int_equal(pnl_backoff_longest(PNL_BACKOFF_LOCK), 1000);
}

static void
a_spread_is_a_quarter_up_and_down(void **state)
{
	(void) state;
	assert_int_equal(pnl_backoff_spread(1000, 0), 750);
	assert_int_equal(pnl_backoff_spread(1000, 0.5), 1000);
	assert_int_equal(pnl_backoff_spread(1000, ALMOST_ONE), 1249);
	assert_int_equal(pnl_backoff_spread(0, 0.9), 0);
}

static void
the_steps_are_the_waits(void **state)
{
	static const int counts[PNL_BACKOFFS] = {
		[PNL_BACKOFF_CALL] = 6, [PNL_BACKOFF_SHIPMENT] = 10, [PNL_BACKOFF_LANE] = 7,
		[PNL_BACKOFF_SYNC] = 7, [PNL_BACKOFF_LOCK] = 6, [PNL_BACKOFF_PARCEL] = 12,
		[PNL_BACKOFF_UNKNOWN] = 9, [PNL_BACKOFF_STALE] = 3
	};

	(void) state;
	for (int i = 0; i < PNL_BACKOFFS; i++)
	{
		int64_t		steps[PNL_BACKOFF_MOST_STEPS];
		int			count = pnl_backoff_steps((PnlBackoff) i, steps);

		assert_int_equal(count, counts[i]);
		for (int j = 0; j < count; j++)
			assert_int_equal(steps[j], pnl_backoff_wait((PnlBackoff) i, j + 1, 0.5));
		assert_int_equal(steps[count - 1], pnl_backoff_wait((PnlBackoff) i, 99, 0.5));
	}
}

int
main(void)
{
	UNIT_ROWS(rows, check_wait);
	UNIT_CASE(the_longest_wait_is_what_the_dice_may_make_of_it);
	UNIT_CASE(the_steps_are_the_waits);
	UNIT_CASE(a_spread_is_a_quarter_up_and_down);
	return unit_run();
}
