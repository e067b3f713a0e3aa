/*
 * test_sharing.c
 *		Which shipments are taken from the queue, and announced in one call.
 */
#include "unit.h"

#include "core/policy/claiming.h"
#include "core/policy/moment.h"
#include "core/policy/sharing.h"

#define NOON (INT64_C(850000000) * PNL_SECOND)

/* ----------
 * Calls
 * ----------
 */

typedef struct JoinRow
{
	const char *name;
	PnlSharer	a;
	PnlSharer	b;
	bool		joins;
} JoinRow;

#define PLAIN .join_key = "letter", .has_barcode = true

static const JoinRow joins[] = {
	{"what has the same key shares a call", {PLAIN}, {PLAIN}, true},
	{"what has another key does not", {PLAIN}, {.join_key = "box", .has_barcode = true}, false},
	{"what has none does not", {.join_key = ""}, {.join_key = ""}, false},
	{"V4 takes one shipment", {PLAIN, .v4 = true}, {PLAIN, .v4 = true}, false},
	{"what broke a call goes alone", {PLAIN, .alone = true}, {PLAIN}, false},
	{"so does a suspect", {PLAIN, .suspect = true}, {PLAIN}, false},
	{"and what PostNL may know", {PLAIN, .in_doubt = true}, {PLAIN}, false},
	{"PostNL issues barcodes for all of a call or for none", {PLAIN}, {.join_key = "letter"},
	false},
	{"for all it may", {.join_key = "letter"}, {.join_key = "letter"}, true},
};

static void
check_join(void **state)
{
	const JoinRow *row = *state;

	assert_int_equal(pnl_sharing_may_join(&row->a, &row->b), row->joins);
	assert_int_equal(pnl_sharing_may_join(&row->b, &row->a), row->joins);
}

static void
the_legacy_API_takes_four_and_V4_one(void **state)
{
	(void) state;
	assert_int_equal(pnl_sharing_count(false), 4);
	assert_int_equal(pnl_sharing_count(true), 1);
}

static void
a_call_that_is_not_full_waits_while_more_may_come(void **state)
{
	PnlSharer	plain = {PLAIN};
	PnlSharer	alone = {PLAIN, .alone = true};
	PnlSharer	v4 = {PLAIN, .v4 = true};

	(void) state;
	assert_true(pnl_sharing_waits(&plain, 3, false));
	assert_false(pnl_sharing_waits(&plain, 4, false));
	assert_false(pnl_sharing_waits(&plain, 3, true));
	assert_false(pnl_sharing_waits(&alone, 1, false));
	assert_false(pnl_sharing_waits(&v4, 1, false));
}

/* ----------
 * The queue
 * ----------
 */

typedef struct ChoiceRow
{
	const char *name;
	PnlClaiming claiming;
	PnlClaimable choice;
} ChoiceRow;

static const ChoiceRow choices[] = {
	{"with room for a call others are claimed", {.room = 4, .per_call = 4, .in_hand = 4},
	PNL_CLAIM_OTHERS},
	{"for less than a call nothing is", {.room = 3, .per_call = 4, .in_hand = 5},
	PNL_CLAIM_NOTHING},
	{"unless nothing is in hand", {.room = 3, .per_call = 4}, PNL_CLAIM_OTHERS},
	{"without room nothing is", {.room = 0, .per_call = 4}, PNL_CLAIM_NOTHING},
	{"a suspect goes before the others",
		{.room = 8, .per_call = 4, .suspects_due = true, .any_suspects_due = true,
	.any_others_due = true}, PNL_CLAIM_SUSPECT},
	{"when nothing is in hand",
		{.room = 8, .per_call = 4, .suspects_due = true, .any_suspects_due = true,
	.all_in_hand = 1}, PNL_CLAIM_NOTHING},
	{"the others wait for a suspect of another account",
	{.room = 8, .per_call = 4, .any_suspects_due = true}, PNL_CLAIM_NOTHING},
	{"beside a suspect nothing is claimed",
	{.room = 8, .per_call = 4, .all_suspects = 1, .all_in_hand = 1}, PNL_CLAIM_NOTHING},
	{"after a suspect the others have a turn",
		{.room = 8, .per_call = 4, .suspects_due = true, .any_suspects_due = true,
	.any_others_due = true, .after_suspect = true}, PNL_CLAIM_OTHERS},
	{"when there are any",
		{.room = 8, .per_call = 4, .suspects_due = true, .any_suspects_due = true,
	.after_suspect = true}, PNL_CLAIM_SUSPECT},
};

static void
check_choice(void **state)
{
	const ChoiceRow *row = *state;

	assert_int_equal(pnl_claiming_choose(&row->claiming), row->choice);
}

static void
twice_as_many_are_in_hand_as_calls_can_take(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, 8);
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 0, 0, NOON), 64);
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 60, 0, NOON), 4);
	assert_int_equal(pnl_claiming_room(&pace, 8, 1, 0, 0, NOON), 16);
}

static void
after_an_outage_only_what_can_be_sent(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, 8);
	assert_true(pnl_pace_fail(&pace, PNL_BLAME_NETWORK, 1, NOON, 0.5));
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 0, 0, NOON), 0);
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 0, 0, NOON + PNL_SECOND), 4);
}

static void
while_a_turn_is_waited_for_what_is_ready_is_enough(void **state)
{
	PnlPace		pace;

	(void) state;
	pnl_pace_begin(&pace, 8);
	pace.turn_at = NOON + PNL_SECOND;
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 4, 1, NOON), 0);
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 4, 0, NOON), 60);
	assert_int_equal(pnl_claiming_room(&pace, 8, 4, 4, 1, NOON + PNL_SECOND), 60);
}

int
main(void)
{
	UNIT_ROWS(joins, check_join);
	UNIT_CASE(the_legacy_API_takes_four_and_V4_one);
	UNIT_CASE(a_call_that_is_not_full_waits_while_more_may_come);
	UNIT_ROWS(choices, check_choice);
	UNIT_CASE(twice_as_many_are_in_hand_as_calls_can_take);
	UNIT_CASE(after_an_outage_only_what_can_be_sent);
	UNIT_CASE(while_a_turn_is_waited_for_what_is_ready_is_enough);
	return unit_run();
}
