/*
 * sync_plan.c
 *		What a round of the sync asks PostNL for, and how often.
 *
 * The feed is read before anything is polled, since it tells of most of what
 * a poll would; parcels of which there is news are asked for meanwhile.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/api.h"
#include "core/policy/budget.h"
#include "pg/ask/bind_value.h"
#include "pg/base/guc.h"
#include "pg/base/random.h"
#include "pg/http/libcurl.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_rows.h"
#include "pg/sync/sync_state.h"

/* Questions for parcels that a round has in hand. */
#define MAX_IN_HAND 64

/* After a failure nothing waits for longer than this, however the dice fall. */
#define LONGEST_PAUSE (20 * PNL_MINUTE)

/* ----------
 * Beginning
 * ----------
 */

static TimestampTz
find_feed_due(const PnlSyncState *state, TimestampTz now)
{
	return pnl_moment_within(state->feed_at, now,
							 Max(pnl_guc_sync_interval * PNL_SECOND, LONGEST_PAUSE));
}

TimestampTz
pnl_sync_plan_due(const PnlSyncState *state, TimestampTz now)
{
	TimestampTz due = find_feed_due(state, now);

	if (state->news_due != 0)
		due = Min(due, state->news_due);
	if (state->poll_due != 0)
		due = Min(due, state->poll_due);
	/* those that the feed tells of are polled along with it */
	return Max(due, pnl_moment_within(state->retry_at, now, LONGEST_PAUSE));
}

static TimestampTz
next_feed(TimestampTz now)
{
	return TimestampTzPlusMilliseconds(now, pnl_guc_sync_interval * INT64CONST(1000));
}

/* What is due, now that nobody else works on it. */
void
pnl_sync_plan_begin(PnlRound *round)
{
	const PnlSyncState *state = &round->state;
	TimestampTz now = GetCurrentTimestamp();

	round->feed_due = round->account->customer_number != NULL &&
		(round->by_hand || find_feed_due(state, now) <= now);
	round->news_left = state->news_due != 0 && state->news_due <= now;
	round->polls_left = (state->poll_due != 0 && state->poll_due <= now) ||
		(state->fed_poll_due != 0 && state->fed_poll_due <= now);
	if (round->account->customer_number == NULL)
		round->state.feed_at = next_feed(now);
	round->window_length = PNL_FEED_WINDOW;
	/* no period yet */
	round->windows.begun = true;
}

/* ----------
 * Questions
 * ----------
 */

static void
ask_for_parcel(PnlRound *round, PnlAskKind kind, const PnlDueParcel *due)
{
	const PnlOperation *operation = due->reference != NULL ? &pnl_api_status_by_reference :
		&pnl_api_status_by_barcode;
	PnlAsk	   *ask = pnl_sync_round_make_ask(round, kind, operation);
	MemoryContext previous = MemoryContextSwitchTo(ask->context);

	ask->parcel_id = due->parcel_id;
	ask->shipment_id = due->shipment_id;
	ask->barcode = pstrdup(due->barcode);
	if (due->reference != NULL)
		pnl_bind_value_named_text(&ask->errand.arguments, operation, "reference",
								  pstrdup(due->reference));
	else
		pnl_bind_value_named_text(&ask->errand.arguments, operation, "barcode", ask->barcode);
	if (kind == PNL_ASK_DETAIL)
		pnl_bind_value_named_boolean(&ask->errand.arguments, operation, "detail", true);
	MemoryContextSwitchTo(previous);
	dlist_push_tail(&round->ready, &ask->node);
}

/* An answer is for all parcels of a shipment: one question is enough. */
static void
ask_for_parcels(PnlRound *round, PnlAskKind kind, List *due)
{
	int64		last = 0;

	for (int i = 0; i < list_length(due); i++)
	{
		const PnlDueParcel *parcel = list_nth(due, i);
		bool		asked = parcel->shipment_id == last;

		for (int k = 0; k < i && !asked; k++)
			asked = ((PnlDueParcel *) list_nth(due, k))->shipment_id == parcel->shipment_id;
		if (!asked)
			ask_for_parcel(round, kind, parcel);
		last = parcel->shipment_id;
	}
}

/* ----------
 * The feed
 * ----------
 */

/* From where the feed is to be read; what lies further back is asked for parcel by parcel. */
static TimestampTz
find_since(PnlRound *round, TimestampTz now)
{
	bool		gap;
	TimestampTz since = pnl_feed_begin(round->state.fed_until, round->state.known_since, now,
									   &gap);

	if (gap)
	{
		pnl_sync_rows_catch_up(round, since);
		round->news_left = true;
	}
	return since;
}

static void
ask_feed(PnlRound *round)
{
	PnlAsk	   *ask;

	if (round->windows.begun && pnl_feed_is_over(&round->windows))
	{
		round->feed_now = GetCurrentTimestamp();
		round->windows = pnl_feed_window_begin(find_since(round, round->feed_now), round->feed_now);
	}
	ask = pnl_sync_round_make_ask(round, PNL_ASK_FEED, &pnl_api_status_updates);
	ask->windows = round->windows;
	if (!pnl_feed_window_next(&round->windows, round->window_length, &ask->errand.arguments))
		elog(ERROR, "the feed has no window");
	ask->reached = pnl_feed_is_over(&round->windows) ? round->feed_now :
		Min(pnl_feed_window_reached(&round->windows), round->feed_now);
	dlist_push_head(&round->ready, &ask->node);
}

/* Whether a question for the feed is ready or on the way. */
static bool
feed_in_hand(const PnlRound *round)
{
	const dlist_head *lists[] = {&round->ready, &round->flying};

	for (int i = 0; i < (int) lengthof(lists); i++)
	{
		dlist_iter	iter;

		dlist_foreach(iter, unconstify(dlist_head *, lists[i]))
		{
			if (dlist_container(PnlAsk, node, iter.cur)->kind == PNL_ASK_FEED)
				return true;
		}
	}
	return false;
}

static TimestampTz
by_postnls_clock(const PnlExchange *exchange, TimestampTz reached)
{
	const char *date = pnl_headers_find(&exchange->headers, "Date");
	int64		seconds;

	if (date == NULL || !pnl_libcurl_parse_date(date, &seconds))
		return reached;
	return pnl_feed_believe(reached, time_t_to_timestamptz((pg_time_t) seconds));
}

void
pnl_sync_plan_fed(PnlAsk *ask)
{
	PnlRound   *round = ask->round;

	round->state.fed_until = by_postnls_clock(ask->errand.exchange, ask->reached);
	if (!pnl_feed_is_over(&round->windows))
		return;
	round->feed_due = false;
	round->state.feed_at = next_feed(round->feed_now);
}

void
pnl_sync_plan_has_news(PnlRound *round)
{
	round->news_left = true;
}

void
pnl_sync_plan_feed_waits(PnlAsk *ask)
{
	PnlRound   *round = ask->round;

	round->windows = ask->windows;
	round->feed_due = false;
	round->state.feed_at = next_feed(GetCurrentTimestamp());
}

static void
note_feed_failure(PnlAsk *ask)
{
	PnlRound   *round = ask->round;

	round->windows = ask->windows;
	if (ask->errand.error.kind == PNL_ERR_REPLY_SIZE && pnl_feed_halve(&round->window_length))
		return;
	round->feed_due = false;
	round->feed_fails = true;
	round->error = ask->errand.error;
}

/* ----------
 * Parcels
 * ----------
 */

/* How many parcels that the feed tells of may be polled now. */
static int
fed_polls_allowed(const PnlRound *round, TimestampTz now)
{
	return pnl_feed_is_trusted(round->state.fed_until, now) ?
		pnl_budget_left(round->state.polls_paid_until, now) : MAX_IN_HAND;
}

static int
room_in_hand(const PnlRound *round)
{
	return MAX_IN_HAND - round->in_hand;
}

static void
fill_polls(PnlRound *round)
{
	TimestampTz now = GetCurrentTimestamp();
	int			room = room_in_hand(round);
	List	   *due = pnl_sync_state_polls(round, false, room);
	int			allowed;

	ask_for_parcels(round, PNL_ASK_POLL, due);
	round->polls_left = list_length(due) == room;
	allowed = Min(fed_polls_allowed(round, now), room_in_hand(round));
	if (round->polls_left || allowed <= 0)
		return;
	due = pnl_sync_state_polls(round, true, allowed);
	ask_for_parcels(round, PNL_ASK_POLL, due);
	if (pnl_feed_is_trusted(round->state.fed_until, now))
		round->state.polls_paid_until = pnl_budget_pay(round->state.polls_paid_until,
													   list_length(due), now);
	else
		round->polls_left = list_length(due) == allowed;
}

void
pnl_sync_plan_fill(PnlRound *round)
{
	List	   *due;
	int			room;

	if (round->stops)
		return;
	if (round->feed_due && !feed_in_hand(round))
		ask_feed(round);
	room = room_in_hand(round);
	if (round->news_left && room > 0)
	{
		due = pnl_sync_state_news(round, room);
		ask_for_parcels(round, PNL_ASK_DETAIL, due);
		round->news_left = list_length(due) == room;
	}
	if (round->polls_left && !round->feed_due && !round->news_left && room_in_hand(round) > 0)
		fill_polls(round);
}

bool
pnl_sync_plan_wants_work(const PnlRound *round)
{
	if (round->stops)
		return false;
	if (round->feed_due && !feed_in_hand(round))
		return true;
	return (round->news_left || (round->polls_left && !round->feed_due)) &&
		round->in_hand <= MAX_IN_HAND / 2;
}

bool
pnl_sync_plan_is_complete(const PnlRound *round)
{
	return !round->feed_due && !round->news_left && !round->polls_left && !round->dropped;
}

bool
pnl_sync_plan_is_done(const PnlRound *round)
{
	return !round->over && round->in_hand == 0 &&
		(round->stops || pnl_sync_plan_is_complete(round));
}

/* ----------
 * Answers
 * ----------
 */

static void
note_failure(PnlAsk *ask)
{
	PnlRound   *round = ask->round;
	PnlBlame	blame = ask->blame = pnl_outage_blame(&round->outage, &ask->errand.error);

	round->report.failed++;
	if (blame == PNL_BLAME_PACE)
		pnl_limiter_pause(&round->limit,
						  pnl_verdict_pause_key(&ask->errand.error, pnl_random_fraction()));
	/* parcels can be asked for by an account that the feed is closed to */
	if (ask->kind == PNL_ASK_FEED && blame != PNL_BLAME_NETWORK && blame != PNL_BLAME_PACE)
	{
		note_feed_failure(ask);
		return;
	}
	if (ask->kind == PNL_ASK_FEED)
		round->windows = ask->windows;
	if (!pnl_outage_note_failure(&round->outage, blame))
		return;
	round->failed = round->stops = true;
	round->error = ask->errand.error;
}

void
pnl_sync_plan_note_answer(PnlAsk *ask)
{
	if (ask->errand.error.kind != PNL_ERR_NONE)
	{
		note_failure(ask);
		return;
	}
	pnl_outage_note_answer(&ask->round->outage);
}
