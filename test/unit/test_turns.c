/*
 * test_turns.c
 *		Who may call now, within PostNL's calls a minute.
 */
#include "unit.h"

#include "core/policy/moment.h"
#include "core/policy/turns.h"

/* Some moment of today, in the middle of a slot. */
#define NOON (INT64_C(850000000) * PNL_SECOND + 30 * PNL_MILLISECOND)

/* Within it calls may be counted for longer than a minute. */
#define SLOT (100 * PNL_MILLISECOND)

static int
take_many(PnlTurns *turns, int per_minute, PnlTurn turn, int64_t now)
{
	int			count = 0;

	while (count < 1000 && pnl_turns_take(turns, per_minute, turn, now) == 0)
		count++;
	return count;
}

static void
a_burst_may_use_the_whole_limit(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON), 60);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON + 59 * PNL_SECOND), 0);
}

static void
a_call_makes_room_once_a_minute_has_passed(void **state)
{
	PnlTurns	turns;
	int64_t		wait;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON), 0);
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON + 10 * PNL_SECOND), 0);
	wait = pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON + 20 * PNL_SECOND);
	assert_true(wait >= 40 * PNL_SECOND - SLOT && wait <= 40 * PNL_SECOND + SLOT);
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON + 20 * PNL_SECOND + wait),
					 0);
	assert_true(pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON + 20 * PNL_SECOND + wait) > 0);
}

static void
no_limit_is_none(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 0, PNL_TURN_SYNC, NOON), 1000);
	assert_int_equal(take_many(&turns, -1, PNL_TURN_PERSON, NOON), 1000);
}

static void
the_sync_leaves_a_quarter_to_the_others(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 100, PNL_TURN_SYNC, NOON), 75);
	assert_int_equal(take_many(&turns, 100, PNL_TURN_SHIPMENT, NOON), 25);
}

static void
the_sync_may_make_one_call_under_any_limit(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 1, PNL_TURN_SYNC, NOON), 1);
}

static void
who_goes_before_is_waited_for(void **state)
{
	PnlTurns	turns;
	int64_t		wait;
	int64_t		later;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 2, PNL_TURN_SHIPMENT, NOON), 2);
	wait = pnl_turns_take(&turns, 2, PNL_TURN_PERSON, NOON + PNL_SECOND);
	later = NOON + PNL_SECOND + wait;
	/* there is room, and a second in which the person takes it */
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_SHIPMENT, later), PNL_SECOND);
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_PERSON, later), 0);
	assert_int_equal(pnl_turns_take(&turns, 2, PNL_TURN_SHIPMENT, later + PNL_SECOND), 0);
}

static void
who_goes_behind_is_not_waited_for(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 4, PNL_TURN_SYNC, NOON), 3);
	assert_int_equal(pnl_turns_take(&turns, 4, PNL_TURN_SHIPMENT, NOON), 0);
	assert_true(pnl_turns_take(&turns, 4, PNL_TURN_SHIPMENT, NOON) > 0);
	/* the limit is raised */
	assert_int_equal(pnl_turns_take(&turns, 5, PNL_TURN_PERSON, NOON), 0);
}

static void
a_pause_is_for_all(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	pnl_turns_pause(&turns, 5000, NOON);
	assert_int_equal(pnl_turns_take(&turns, 10, PNL_TURN_PERSON, NOON), 5 * PNL_SECOND);
	assert_int_equal(pnl_turns_take(&turns, 0, PNL_TURN_PERSON, NOON + PNL_SECOND),
					 4 * PNL_SECOND);
	assert_int_equal(pnl_turns_take(&turns, 10, PNL_TURN_PERSON, NOON + 5 * PNL_SECOND), 0);
}

static void
a_shorter_pause_ends_no_longer_one(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	pnl_turns_pause(&turns, 5000, NOON);
	pnl_turns_pause(&turns, 1000, NOON);
	assert_int_equal(pnl_turns_take(&turns, 10, PNL_TURN_PERSON, NOON), 5 * PNL_SECOND);
}

static void
a_call_counts_for_the_whole_of_a_minute(void **state)
{
	PnlTurns	turns;
	int64_t		late = NOON + 69 * PNL_MILLISECOND;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(pnl_turns_take(&turns, 1, PNL_TURN_PERSON, late), 0);
	assert_true(pnl_turns_take(&turns, 1, PNL_TURN_PERSON, late + PNL_MINUTE - 1) > 0);
	assert_int_equal(pnl_turns_take(&turns, 1, PNL_TURN_PERSON, late + PNL_MINUTE + SLOT), 0);
}

static void
a_clock_that_is_set_back_forgets_no_call(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON), 60);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON - PNL_HOUR), 0);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON - PNL_HOUR + PNL_MINUTE + SLOT),
					 60);
}

static void
nobody_waits_until_it_shows_the_old_time_again(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	pnl_turns_pause(&turns, 5000, NOON);
	assert_int_equal(pnl_turns_take(&turns, 60, PNL_TURN_SHIPMENT, NOON - PNL_HOUR),
					 5 * PNL_SECOND);
	assert_int_equal(pnl_turns_take(&turns, 60, PNL_TURN_SYNC, NOON - PNL_HOUR + 5 * PNL_SECOND),
					 PNL_SECOND);
	assert_int_equal(pnl_turns_take(&turns, 60, PNL_TURN_SYNC, NOON - PNL_HOUR + 6 * PNL_SECOND),
					 0);
}

static void
a_clock_before_the_year_2000_counts_as_well(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, -NOON);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, -NOON), 60);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, -NOON + PNL_MINUTE + SLOT), 60);
}

static void
after_a_long_silence_all_turns_are_free(void **state)
{
	PnlTurns	turns;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON), 60);
	assert_int_equal(take_many(&turns, 60, PNL_TURN_PERSON, NOON + 40 * 24 * PNL_HOUR), 60);
}

static void
a_slot_does_not_run_over(void **state)
{
	PnlTurns	turns;
	int			count = 0;

	(void) state;
	pnl_turns_begin(&turns, NOON);
	while (count <= UINT16_MAX && pnl_turns_take(&turns, 1000000, PNL_TURN_PERSON, NOON) == 0)
		count++;
	assert_int_equal(count, UINT16_MAX);
	assert_int_equal(pnl_turns_take(&turns, 1000000, PNL_TURN_PERSON, NOON + SLOT), 0);
}

int
main(void)
{
	UNIT_CASE(a_burst_may_use_the_whole_limit);
	UNIT_CASE(a_call_makes_room_once_a_minute_has_passed);
	UNIT_CASE(no_limit_is_none);
	UNIT_CASE(the_sync_leaves_a_quarter_to_the_others);
	UNIT_CASE(the_sync_may_make_one_call_under_any_limit);
	UNIT_CASE(who_goes_before_is_waited_for);
	UNIT_CASE(who_goes_behind_is_not_waited_for);
	UNIT_CASE(a_pause_is_for_all);
	UNIT_CASE(a_shorter_pause_ends_no_longer_one);
	UNIT_CASE(a_call_counts_for_the_whole_of_a_minute);
	UNIT_CASE(a_clock_that_is_set_back_forgets_no_call);
	UNIT_CASE(nobody_waits_until_it_shows_the_old_time_again);
	UNIT_CASE(a_clock_before_the_year_2000_counts_as_well);
	UNIT_CASE(after_a_long_silence_all_turns_are_free);
	UNIT_CASE(a_slot_does_not_run_over);
	return unit_run();
}
