/*
 * pace.c
 *		The pace of an account: no call in a pause, and none too many beside others.
 *
 * The story moves a clock forward and back, starts calls where there is room,
 * and answers them: well, or by failures of all kinds.  Others pause the
 * account, and end its pauses; storing an answer fails and succeeds.
 */
#include "property.h"

#include <string.h>

#include "core/policy/backoff.h"
#include "core/policy/moment.h"
#include "core/policy/pace.h"

#define MOST 16

/* Failures of different shipments that are an outage. */
#define OUTAGE 3

typedef struct Story
{
	PropertyStory story;
	PnlPace		pace;
	int			most;
	int64_t		clock;
	int			in_flight;
	int			failed_in_row;	/* calls of different shipments */
	int64_t		last_failed;
	int			pauses;			/* in a row */
	bool		is_stuck;		/* an answer cannot be stored */
	int			good;			/* calls that were answered since the last pause */
	bool		was_slow;		/* it has paused ever */
	int64_t		resumes_at;		/* what the pause was begun with; 0 = none */
} Story;

static const char *
start(Story *story)
{
	int			room = pnl_pace_room(&story->pace, story->in_flight, story->clock);

	if (room < 0 || (room > 0 && story->in_flight + room > story->most))
		return "no account has more calls on the way than it may";
	if (room > 0 && story->resumes_at > story->clock)
		return "no call is started in a pause";
	if (room > 0 && story->was_slow && story->in_flight + room > story->good + 1)
		return "after a pause one call tries whether it is over, then twice as many";
	if (room == 0 && story->in_flight == 0 && story->resumes_at <= story->clock)
		return "an account comes back when its pause is over";
	story->in_flight += room > 0;
	return NULL;
}

/* A pause that has just been begun. */
static const char *
check_pause(Story *story)
{
	int64_t		length = story->pace.paused_until - story->clock;
	int64_t		even = story->pauses > 5 ? PNL_MINUTE : PNL_SECOND << story->pauses;

	if (story->resumes_at > story->clock)
		return "what was on the way when a pause began begins no other";
	if (length <= 0)
		return "a pause has a length";
	if (length > pnl_backoff_longest(PNL_BACKOFF_LANE) * PNL_MILLISECOND)
		return "no pause is longer than the longest";
	/* dice of a quarter up and down */
	if (length * 4 < even * 3 || length * 4 > even * 5)
		return "a pause is twice as long as the one before, up to a minute";
	story->pauses++;
	story->resumes_at = story->pace.paused_until;
	story->good = 0;
	story->was_slow = true;
	return NULL;
}

static void
forget_troubles(Story *story)
{
	story->failed_in_row = 0;
	story->last_failed = 0;
	story->pauses = 0;
	story->resumes_at = 0;
}

static const char *
answer_well(Story *story)
{
	story->in_flight--;
	if (pnl_pace_succeed(&story->pace, story->most) == story->is_stuck)
		return "an answer ends the troubles, but for what cannot be stored";
	if (story->is_stuck)
		return NULL;
	story->good++;
	forget_troubles(story);
	if (pnl_pace_is_paused(&story->pace, story->clock))
		return "an answer ends a pause";
	return NULL;
}

static const char *
answer_badly(Story *story)
{
	static const PnlBlame blames[] = {PNL_BLAME_POSTNL, PNL_BLAME_NETWORK, PNL_BLAME_ACCOUNT};
	PnlBlame	blame = blames[property_choose(&story->story, 3)];
	int64_t		shipment = property_choose(&story->story, 4);
	bool		was_paused = story->resumes_at > story->clock;
	bool		pauses;

	story->in_flight--;
	if (blame != PNL_BLAME_POSTNL || shipment == 0 || shipment != story->last_failed)
		story->failed_in_row++;
	if (blame == PNL_BLAME_POSTNL)
		story->last_failed = shipment;
	pauses = pnl_pace_fail(&story->pace, blame, shipment, story->clock,
						   property_random(&story->story));
	if (pauses)
		return blame == PNL_BLAME_POSTNL && story->failed_in_row < OUTAGE &&
			story->pauses == 0 ? "a single shipment pauses nothing" : check_pause(story);
	if (was_paused)
		return NULL;
	if (blame != PNL_BLAME_POSTNL)
		return "a failure that all share pauses at once";
	return story->failed_in_row >= OUTAGE || story->pauses > 0 ?
		"an outage pauses" : NULL;
}

static const char *
answer(Story *story)
{
	if (story->in_flight == 0)
		return NULL;
	return property_choose(&story->story, 2) == 0 ? answer_well(story) : answer_badly(story);
}

static const char *
get_stuck(Story *story)
{
	bool		again = story->is_stuck && property_choose(&story->story, 2) == 0;
	bool		was_paused = story->resumes_at > story->clock;

	story->is_stuck = true;
	if (pnl_pace_get_stuck(&story->pace, again, story->clock, property_random(&story->story)))
		return check_pause(story);
	return !again && !was_paused ? "an answer that cannot be stored pauses" : NULL;
}

static const char *
get_loose(Story *story)
{
	if (pnl_pace_get_loose(&story->pace) != story->is_stuck)
		return "what is stored is news where something was not";
	if (!story->is_stuck)
		return NULL;
	story->is_stuck = false;
	if (!pnl_pace_succeed(&story->pace, story->most))
		return "what has been stored ends the trouble";
	story->good++;
	forget_troubles(story);
	return NULL;
}

static void
hear_of_pause(Story *story)
{
	int64_t		until = story->clock + property_length(&story->story);

	if (property_choose(&story->story, 3) == 0)
	{
		pnl_pace_resume(&story->pace);
		story->is_stuck = false;
		story->pauses = 0;
		story->resumes_at = 0;
	}
	else if (until > story->pace.paused_until)
	{
		pnl_pace_follow(&story->pace, until);
		story->pauses += story->pauses == 0;
		story->resumes_at = until;
		story->good = 0;
		story->was_slow = true;
	}
}

/* PostNL is back, whatever was before. */
static const char *
recover(Story *story)
{
	story->in_flight = 0;
	story->clock = pnl_moment_later(story->clock, story->pace.paused_until);
	(void) get_loose(story);
	for (int i = 0; i < MOST; i++)
	{
		const char *broken = start(story);

		if (broken != NULL)
			return broken;
		story->in_flight = 1;
		broken = answer_well(story);
		if (broken != NULL)
			return broken;
	}
	return pnl_pace_room(&story->pace, 0, story->clock) != story->most ?
		"in the end an account is as fast as it was" : NULL;
}

static const char *
play(Story *story)
{
	switch (property_choose(&story->story, 12))
	{
		case 0:
			story->clock -= property_length(&story->story);
			return NULL;
		case 1:
		case 2:
			story->clock += property_length(&story->story);
			return NULL;
		case 3:
			/* to the end of the pause, and not a moment longer */
			story->clock = pnl_moment_later(story->clock, story->resumes_at);
			return NULL;
		case 4:
			return get_stuck(story);
		case 5:
			return get_loose(story);
		case 6:
			hear_of_pause(story);
			return NULL;
		case 7:
		case 8:
		case 9:
			return answer(story);
		default:
			return start(story);
	}
}

const char *
property_pace(const uint8_t *bytes, size_t size)
{
	Story		story = {{bytes, size, 0}};
	const char *broken = NULL;

	story.most = 1 + property_choose(&story.story, MOST);
	/* 0 is no moment: no story goes back that far */
	story.clock = 100000 * PNL_HOUR;
	pnl_pace_begin(&story.pace, story.most);
	while (broken == NULL && property_goes_on(&story.story))
		broken = play(&story);
	return broken != NULL ? broken : recover(&story);
}
