/*
 * turns.c
 *		Turns within the limit: never too many, never idle, in order.
 *
 * The story moves the time, and the clock apart from it: the clock stands
 * still, is set back and is set forward.  Somebody asks for turns, whose kind
 * is chosen too.  What is promised is checked against a list of all calls.
 *
 * A clock that is set forward hides that less time has passed: once for each
 * time that it is, the limit may be used again.
 */
#include "property.h"

#include <string.h>

#include "core/policy/moment.h"
#include "core/policy/turns.h"

#define MOST_CALLS 8192
#define MOST_LEAPS 8192

/* For so long a call may be counted. */
#define COUNTED (PNL_MINUTE + 100 * PNL_MILLISECOND)

#define GRACE PNL_SECOND

typedef struct Story
{
	PropertyStory story;
	PnlTurns	turns;
	int			limit;
	int64_t		truth;			/* what the time is */
	int64_t		clock;			/* what is shown */
	int64_t		seen;			/* what was shown when somebody asked last */
	int64_t		passed;			/* time that went by, as far as the clock says */
	int64_t		calls[MOST_CALLS];	/* by "truth" */
	int64_t		calls_passed[MOST_CALLS];	/* by "passed" */
	int			call_count;
	int64_t		leaps[MOST_LEAPS];	/* when the clock was set forward */
	int			leap_count;
	int64_t		paused_until;	/* by "passed", as the next */
	int64_t		wanted_until[PNL_TURN_SYNC];
} Story;

static int
share_of(const Story *story, PnlTurn turn)
{
	int			share = story->limit * 3 / 4;

	return turn != PNL_TURN_SYNC ? story->limit : share > 0 ? share : 1;
}

static int
count_since(const int64_t *times, int count, int64_t since)
{
	int			found = 0;

	for (int i = count - 1; i >= 0; i--)
		found += times[i] > since;
	return found;
}

/* Somebody looks at the clock. */
static void
look(Story *story)
{
	if (story->clock > story->seen)
		story->passed += story->clock - story->seen;
	story->seen = story->clock;
}

/* How long the turn has to wait: 0 = not at all. */
static int64_t
longest_wait(const Story *story, PnlTurn turn)
{
	int64_t		until = story->paused_until;

	for (PnlTurn before = 0; before < turn; before++)
		until = pnl_moment_later(until, story->wanted_until[before]);
	if (count_since(story->calls_passed, story->call_count, story->passed - COUNTED) >=
		share_of(story, turn))
		until = pnl_moment_later(until, story->passed + COUNTED);
	return pnl_moment_later(until - story->passed, 0);
}

static const char *
check_call(Story *story, PnlTurn turn)
{
	int			leaps = count_since(story->leaps, story->leap_count, story->truth - PNL_MINUTE);

	if (story->paused_until > story->passed)
		return "nobody has a turn in a pause";
	for (PnlTurn before = 0; before < turn; before++)
		if (story->wanted_until[before] > story->passed)
			return "nobody has a turn for which one that goes before waits";
	if (count_since(story->calls_passed, story->call_count, story->passed - PNL_MINUTE) >=
		share_of(story, turn))
		return "nobody has more than his share, by the clock";
	if (story->call_count == MOST_CALLS)
		return NULL;
	story->calls[story->call_count] = story->truth;
	story->calls_passed[story->call_count++] = story->passed;
	if (count_since(story->calls, story->call_count, story->truth - PNL_MINUTE) >
		story->limit * (1 + leaps))
		return "no minute has more calls than the limit";
	return NULL;
}

static const char *
check_refusal(Story *story, PnlTurn turn, int64_t wait)
{
	int64_t		longest = longest_wait(story, turn);

	if (longest == 0)
		return "no turn that is free is refused";
	if (wait < 0 || wait > pnl_moment_later(longest, PNL_MILLISECOND))
		return "no wait is longer than what is waited for";
	if (turn < PNL_TURN_SYNC)
		story->wanted_until[turn] = story->passed + wait + GRACE;
	return NULL;
}

/* How long to wait goes to *wait. */
static const char *
ask(Story *story, PnlTurn turn, int64_t *wait)
{
	look(story);
	*wait = pnl_turns_take(&story->turns, story->limit, turn, story->clock);
	return *wait == 0 ? check_call(story, turn) : check_refusal(story, turn, *wait);
}

static void
pass_time(Story *story, int64_t truth, int64_t clock)
{
	story->truth += truth;
	story->clock += clock;
}

/* Asks until there are no more turns. */
static const char *
ask_for_all(Story *story, PnlTurn turn)
{
	int64_t		wait = 0;
	const char *broken = NULL;

	while (broken == NULL && wait == 0 && story->call_count < MOST_CALLS)
		broken = ask(story, turn, &wait);
	return broken;
}

/* Waits for a turn as long as it is told to, while nobody else asks. */
static const char *
wait_for_turn(Story *story, PnlTurn turn)
{
	int64_t		wait;
	const char *broken = ask(story, turn, &wait);

	/* the sync may have to wait for a call after the other to leave the minute */
	for (int i = 0; broken == NULL && wait > 0; i++)
	{
		if (i == story->limit + PNL_TURN_SYNC + 1)
			return "who waits as long as told has a turn in the end";
		pass_time(story, wait, wait);
		broken = ask(story, turn, &wait);
	}
	return broken;
}

static void
pause_all(Story *story)
{
	int64_t		ms = property_length(&story->story) / PNL_MILLISECOND;

	look(story);
	pnl_turns_pause(&story->turns, ms, story->clock);
	story->paused_until = pnl_moment_later(story->paused_until,
										   story->passed + ms * PNL_MILLISECOND);
}

static void
set_forward(Story *story)
{
	if (story->leap_count == MOST_LEAPS)
		return;
	story->leaps[story->leap_count++] = story->truth;
	pass_time(story, 0, property_length(&story->story));
}

static const char *
play(Story *story)
{
	int64_t		length;
	int64_t		wait;
	PnlTurn		turn;

	switch (property_choose(&story->story, 16))
	{
		case 0:
			pass_time(story, 0, -property_length(&story->story));
			return NULL;
		case 1:
			/* to another year, as somebody mistyped */
			pass_time(story, 0, -8766 * PNL_HOUR);
			return NULL;
		case 2:
			set_forward(story);
			return NULL;
		case 3:
			pass_time(story, property_length(&story->story), 0);
			return NULL;
		case 4:
			pause_all(story);
			return NULL;
		case 5:
		case 6:
			turn = (PnlTurn) property_choose(&story->story, PNL_TURN_SYNC + 1);
			return ask_for_all(story, turn);
		case 7:
			turn = (PnlTurn) property_choose(&story->story, PNL_TURN_SYNC + 1);
			return wait_for_turn(story, turn);
		case 8:
		case 9:
		case 10:
			length = property_length(&story->story);
			pass_time(story, length, length);
			return NULL;
		default:
			turn = (PnlTurn) property_choose(&story->story, PNL_TURN_SYNC + 1);
			return ask(story, turn, &wait);
	}
}

const char *
property_turns(const uint8_t *bytes, size_t size)
{
	static Story story;
	const char *broken = NULL;

	memset(&story, 0, sizeof(story));
	story.story.bytes = bytes;
	story.story.size = size;
	story.limit = 1 + property_choose(&story.story, 40);
	/* before and after the moment that the clock counts from */
	story.clock = story.seen = (property_choose(&story.story, 3) - 1) * 87660 * PNL_HOUR +
		property_length(&story.story);
	story.passed = story.truth = 0;
	pnl_turns_begin(&story.turns, story.clock);
	while (broken == NULL && property_goes_on(&story.story))
		broken = play(&story);
	return broken;
}
