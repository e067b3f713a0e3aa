/*
 * test_pace.c
 *		How many calls an account may have on the way, and when it pauses.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/policy/moment.h"
#include "core/policy/outage.h"
#include "core/policy/pace.h"

#define MOST 8
#define NOON (INT64_C(850000000) * PNL_SECOND)

typedef struct PaceRow
{
	const char *name;

	/*
	 * What happens, a word each: ok an answer, P7 a failure of PostNL's for shipment 7 (P0 of none),
	 * N of the network, A of the account, S an answer that cannot be stored, s
	 * the same again, L one that is stored, F somebody pauses it for ten seconds,
	 * R somebody ends that, and a number lets so many seconds pass.
	 */
	const char *story;
	int			paused_s;		/* how much longer; 0 = it is not */
	int			allowed;		/* calls at a time */
	int			troubles;
} PaceRow;

static const PaceRow rows[] = {
	{"at first all calls are allowed", "", 0, 8, 0},
	{"answers change nothing", "ok ok ok", 0, 8, 0},
	{"one failure of PostNL's pauses nothing", "P1", 0, 8, 1},
	{"a shipment that PostNL chokes on is no outage", "P1 P1 P1 P1 P1", 0, 8, 1},
	{"two shipments are none", "P1 P2", 0, 8, 2},
	{"three are", "P1 P2 P3", 1, 1, 3},
	{"so are three calls without shipment", "P0 P0 P0", 1, 1, 3},
	{"and two by turns", "P1 P2 P1", 1, 1, 3},
	{"an answer in between is a new beginning", "P1 P2 ok P3", 0, 8, 1},
	{"one failure to connect pauses at once", "N", 1, 1, 1},
	{"so does a refused key", "A", 1, 1, 1},
	{"what was on the way when a pause began begins no other", "N N N", 1, 1, 3},
	{"a pause ends by itself, and one call tries", "N 1", 0, 1, 1},
	{"while it is tried out, one failure is enough", "P1 P2 P3 1 P4", 2, 1, 4},
	{"pauses grow", "N 1 N 2 N 4 N", 8, 1, 4},
	{"up to a minute", "N 1 N 2 N 4 N 8 N 16 N 32 N 60 N", 60, 1, 8},
	{"an answer ends a pause before its time", "N ok", 0, 2, 0},
	{"after it calls are doubled while all go well", "N 1 ok ok", 0, 2, 0},
	{"and again", "N 1 ok ok ok", 0, 4, 0},
	{"until all are allowed", "N 1 ok ok ok ok ok ok ok", 0, 8, 0},
	{"a failure then begins with a short pause", "N 1 N 2 ok N", 1, 1, 1},
	{"an answer that cannot be stored pauses", "S", 1, 1, 1},
	{"tried again it pauses no more: something else is tried beside it", "S 1 s", 0, 1, 1},
	{"three of them do", "S 1 S 2 S 4 s", 8, 1, 3},
	{"what PostNL answers is no end of that", "S ok", 1, 1, 1},
	{"what is stored is", "S L", 0, 2, 0},
	{"what is stored is no news without trouble", "N L", 1, 1, 1},
	{"what others say is followed", "F", 10, 1, 0},
	{"a failure when that is over pauses for longer", "F 10 N", 2, 1, 1},
	{"somebody may end a pause", "N R", 0, 1, 1},
	{"and the next one is short again", "N 1 N R N", 1, 1, 3},
};

static void
happen(PnlPace *pace, const char *event, int64_t *now)
{
	switch (event[0])
	{
		case 'o':
			(void) pnl_pace_succeed(pace, MOST);
			break;
		case 'P':
			(void) pnl_pace_fail(pace, PNL_BLAME_POSTNL, strtol(event + 1, NULL, 10), *now, 0.5);
			break;
		case 'N':
			(void) pnl_pace_fail(pace, PNL_BLAME_NETWORK, 1, *now, 0.5);
			break;
		case 'A':
			(void) pnl_pace_fail(pace, PNL_BLAME_ACCOUNT, 1, *now, 0.5);
			break;
		case 'S':
		case 's':
			(void) pnl_pace_get_stuck(pace, event[0] == 's', *now, 0.5);
			break;
		case 'L':
			if (pnl_pace_get_loose(pace))
				(void) pnl_pace_succeed(pace, MOST);
			break;
		case 'F':
			pnl_pace_follow(pace, *now + 10 * PNL_SECOND);
			break;
		case 'R':
			pnl_pace_resume(pace);
			break;
		default:
			*now += strtol(event, NULL, 10) * PNL_SECOND;
	}
}

static void
check_pace(void **state)
{
	const PaceRow *row = *state;
	int64_t		now = NOON;
	PnlPace		pace;

	pnl_pace_begin(&pace, MOST);
	for (const char *event = row->story; *event != '\0'; event += strspn(event, " "))
	{
		happen(&pace, event, &now);
		event += strcspn(event, " ");
	}
	assert_int_equal(pnl_pace_is_paused(&pace, now) ? (pace.paused_until - now) / PNL_SECOND : 0,
					 row->paused_s);
	assert_int_equal(pnl_pace_room(&pace, 0, now), row->paused_s > 0 ? 0 : row->allowed);
	assert_int_equal(pnl_pace_room(&pace, 0, now + PNL_HOUR), row->allowed);
	assert_int_equal(pnl_pace_troubles(&pace), row->troubles);
}

static void
calls_on_the_way_take_their_room(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, MOST);
	assert_int_equal(pnl_pace_room(&pace, 3, NOON), 5);
	assert_int_equal(pnl_pace_room(&pace, 8, NOON), 0);
	assert_int_equal(pnl_pace_room(&pace, 9, NOON), 0);
}

static void
nothing_is_started_before_the_turn_of_the_key(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, MOST);
	pace.turn_at = NOON + 1;
	assert_true(pnl_pace_waits_for_turn(&pace, NOON));
	assert_int_equal(pnl_pace_room(&pace, 0, NOON), 0);
	assert_int_equal(pnl_pace_room(&pace, 0, NOON + 1), MOST);
}

static void
it_is_told_when_a_pause_begins(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, MOST);
	assert_false(pnl_pace_fail(&pace, PNL_BLAME_POSTNL, 1, NOON, 0.5));
	assert_true(pnl_pace_fail(&pace, PNL_BLAME_NETWORK, 1, NOON, 0.5));
	assert_false(pnl_pace_fail(&pace, PNL_BLAME_NETWORK, 1, NOON, 0.5));
	assert_true(pnl_pace_succeed(&pace, MOST));
	assert_true(pnl_pace_get_stuck(&pace, false, NOON, 0.5));
	assert_false(pnl_pace_succeed(&pace, MOST));
	assert_true(pnl_pace_get_loose(&pace));
	assert_false(pnl_pace_get_loose(&pace));
}

static void
the_dice_make_a_pause_shorter_or_longer(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, MOST);
	assert_true(pnl_pace_fail(&pace, PNL_BLAME_NETWORK, 1, NOON, 0));
	assert_int_equal(pace.paused_until, NOON + 750 * PNL_MILLISECOND);
}

/* ----------
 * A round of the sync
 * ----------
 */

static PnlBlame
blame(const PnlOutage *outage, PnlErrorKind kind)
{
	PnlError	error;

	pnl_error_init(&error);
	pnl_error_set(&error, kind, "it failed");
	return pnl_outage_blame(outage, &error);
}

static void
a_round_ends_at_the_third_failure_in_a_row(void **state)
{
	PnlOutage	outage = {0};

	(void) state;
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
	pnl_outage_note_answer(&outage);
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_PACE));
	assert_true(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
}

static void
what_is_refused_is_an_answer_too(void **state)
{
	PnlOutage	outage = {0};

	(void) state;
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_SHIPMENT));
	assert_false(pnl_outage_note_failure(&outage, PNL_BLAME_POSTNL));
}

static void
no_connection_ends_a_round_at_once(void **state)
{
	PnlOutage	outage = {0};

	(void) state;
	assert_true(pnl_outage_note_failure(&outage, PNL_BLAME_NETWORK));
}

static void
a_refused_key_does_unless_it_was_right_before(void **state)
{
	PnlOutage	outage = {0};

	(void) state;
	assert_int_equal(blame(&outage, PNL_ERR_UNAUTHORIZED), PNL_BLAME_ACCOUNT);
	assert_true(pnl_outage_note_failure(&outage, PNL_BLAME_ACCOUNT));
	pnl_outage_note_answer(&outage);
	assert_int_equal(blame(&outage, PNL_ERR_UNAUTHORIZED), PNL_BLAME_SHIPMENT);
	assert_int_equal(blame(&outage, PNL_ERR_CONNECT), PNL_BLAME_NETWORK);
}

int
main(void)
{
	UNIT_ROWS(rows, check_pace);
	UNIT_CASE(calls_on_the_way_take_their_room);
	UNIT_CASE(nothing_is_started_before_the_turn_of_the_key);
	UNIT_CASE(it_is_told_when_a_pause_begins);
	UNIT_CASE(the_dice_make_a_pause_shorter_or_longer);
	UNIT_CASE(a_round_ends_at_the_third_failure_in_a_row);
	UNIT_CASE(what_is_refused_is_an_answer_too);
	UNIT_CASE(no_connection_ends_a_round_at_once);
	UNIT_CASE(a_refused_key_does_unless_it_was_right_before);
	return unit_run();
}
