/*
 * lanes.c
 *		The lanes of a drain: which accounts have work, and which are paused.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/policy/backoff.h"
#include "pg/base/random.h"
#include "pg/outbox/call.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/lanes.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/rows.h"

/* An account that cannot be read, or a row that is locked, is looked at again after this. */
#define RETRY_MS 1000

int
pnl_lanes_in_flight(const PnlLanes *lanes)
{
	int			count = 0;

	for (int i = 0; i < list_length(lanes->list); i++)
		count += pnl_lane_view(list_nth(lanes->list, i))->in_flight;
	return count;
}

int
pnl_lanes_in_hand(const PnlLanes *lanes)
{
	int			count = 0;

	for (int i = 0; i < list_length(lanes->list); i++)
		count += pnl_lane_view(list_nth(lanes->list, i))->in_hand;
	return count;
}

int
pnl_lanes_suspects(const PnlLanes *lanes)
{
	int			count = 0;

	for (int i = 0; i < list_length(lanes->list); i++)
		count += pnl_lane_view(list_nth(lanes->list, i))->suspects;
	return count;
}

void
pnl_lanes_let_suspects_go(PnlLanes *lanes)
{
	if (!lanes->holds_suspects || pnl_lanes_suspects(lanes) > 0)
		return;
	pnl_claimer_release_suspects();
	lanes->holds_suspects = false;
}

/* An account that cannot even be read is paused by its row alone. */
static void
pause_account(const PnlDue *due, const PnlError *error)
{
	if (due->paused_until > GetCurrentTimestamp())
		return;
	(void) pnl_pause_set(due->account, due->environment,
						 pnl_backoff_wait(PNL_BACKOFF_LANE, due->pause_failures + 1,
										  pnl_random_fraction()),
						 due->pause_failures + 1, error);
}

/* What was queued for one environment never goes to the other. */
static bool
has_other_environment(const PnlDue *due, const PnlLane *lane)
{
	PnlEnvironment now = pnl_lane_view(lane)->account->environment;

	if (now == due->environment)
		return false;
	pnl_queue_fail(due->account, due->environment,
				   psprintf("the account is in %s now, and the shipment was queued for %s",
							pnl_environment_name(now),
							pnl_environment_name(due->environment)));
	return true;
}

/* The lane of an account, made or renewed as needed; NULL with an error. */
static PnlLane *
find_lane(PnlLanes *lanes, const PnlDue *due, PnlError *error)
{
	MemoryContext previous;
	PnlLane    *lane;

	for (int i = 0; i < list_length(lanes->list); i++)
	{
		lane = list_nth(lanes->list, i);
		if (!pnl_lane_serves(lane, due))
			continue;
		if (pnl_lane_check(lane, due, error))
			return lane;
		break;
	}
	if (error->kind != PNL_ERR_NONE)
		return NULL;
	lane = pnl_lane_make(lanes->context, due, error);
	if (lane == NULL)
		return NULL;
	previous = MemoryContextSwitchTo(lanes->context);
	lanes->list = lappend(lanes->list, lane);
	MemoryContextSwitchTo(previous);
	return lane;
}

static void
look_at_account(PnlLanes *lanes, const PnlDue *due)
{
	TimestampTz now = GetCurrentTimestamp();
	const PnlPace *pace;
	PnlLane    *lane;
	PnlError	error;

	pnl_error_init(&error);
	if (due->later_at != 0)
		lanes->look_at = Min(lanes->look_at, due->later_at);
	if (due->next_attempt_at > now)
		return;
	lane = find_lane(lanes, due, &error);
	if (lane == NULL)
	{
		pause_account(due, &error);
		lanes->look_at = Min(lanes->look_at, Max(due->paused_until,
												 TimestampTzPlusMilliseconds(now, RETRY_MS)));
		return;
	}
	if (has_other_environment(due, lane))
		return;
	pnl_lane_follow_pause(lane, due);
	pace = pnl_lane_view(lane)->pace;
	if (pnl_pace_is_paused(pace, now))
		lanes->look_at = Min(lanes->look_at, pace->paused_until);
	else
		pnl_lane_note_due(lane, due->suspects_due);
}

void
pnl_lanes_look(PnlLanes *lanes)
{
	List	   *due;

	lanes->look_at = pnl_queue_release_due();
	due = pnl_queue_find_due();
	for (int i = 0; i < list_length(due); i++)
		look_at_account(lanes, list_nth(due, i));
}

int64 *
pnl_lanes_list_shipments(const PnlLanes *lanes, bool unstarted, int *count)
{
	int64	   *ids = palloc(Max(pnl_lanes_in_hand(lanes), 1) * sizeof(int64));

	*count = 0;
	for (int i = 0; i < list_length(lanes->list); i++)
		pnl_call_list_shipments(list_nth(lanes->list, i), unstarted, ids, count);
	return ids;
}

/* ----------
 * Giving back
 * ----------
 */

static List *
add_ids(PnlLanes *lanes, List *list, const int64 *ids, int count)
{
	MemoryContext previous = MemoryContextSwitchTo(lanes->context);

	for (int i = 0; i < count; i++)
	{
		int64	   *id = palloc(sizeof(*id));

		*id = ids[i];
		list = lappend(list, id);
	}
	MemoryContextSwitchTo(previous);
	return list;
}

void
pnl_lanes_leave(PnlLanes *lanes, const int64 *ids, int count)
{
	lanes->left = add_ids(lanes, lanes->left, ids, count);
}

void
pnl_lanes_give_back(PnlLanes *lanes, int claimer, const int64 *ids, int count)
{
	int64	   *left = palloc(Max(count, 1) * sizeof(int64));

	/* should this not be committed, they are in hand still, and not found among the left */
	pnl_lanes_leave(lanes, left, pnl_rows_release(claimer, ids, count, left));
}

void
pnl_lanes_give_back_left(PnlLanes *lanes, int claimer)
{
	int			count = list_length(lanes->left);
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));
	int64	   *left = palloc(Max(count, 1) * sizeof(int64));

	lanes->tried = count;
	lanes->still_left = NIL;
	if (count == 0)
		return;
	for (int i = 0; i < count; i++)
		ids[i] = *(int64 *) list_nth(lanes->left, i);
	lanes->still_left = add_ids(lanes, NIL, left, pnl_rows_release(claimer, ids, count, left));
}

/* Notes that this is committed. */
static void
forget_given_back(PnlLanes *lanes)
{
	MemoryContext previous = MemoryContextSwitchTo(lanes->context);

	for (int i = 0; i < lanes->tried; i++)
	{
		pfree(linitial(lanes->left));
		lanes->left = list_delete_first(lanes->left);
	}
	lanes->left = list_concat(lanes->still_left, lanes->left);
	lanes->still_left = NIL;
	lanes->tried = 0;
	if (lanes->left != NIL)
		lanes->look_at = Min(lanes->look_at, TimestampTzPlusMilliseconds(GetCurrentTimestamp(),
																		 RETRY_MS));
	MemoryContextSwitchTo(previous);
}

bool
pnl_lanes_release(PnlLanes *lanes, PnlLane *lane, int claimer)
{
	const PnlLaneView *view = pnl_lane_view(lane);
	int64	   *ids;
	int			count = 0;

	if (pnl_lane_may_send(lane, GetCurrentTimestamp()))
		return false;
	ids = palloc(Max(view->in_hand, 1) * sizeof(int64));
	pnl_call_list_shipments(lane, true, ids, &count);
	if (count + view->ready_count == 0)
		return true;
	pnl_lanes_give_back(lanes, claimer, ids, count);
	pnl_lane_note_released(lane);
	return true;
}

void
pnl_lanes_written(PnlLanes *lanes)
{
	forget_given_back(lanes);
	for (int i = 0; i < list_length(lanes->list); i++)
	{
		PnlLane    *lane = list_nth(lanes->list, i);

		lanes->look_at = Min(lanes->look_at, pnl_lane_note_committed(lane));
		if (pnl_lane_view(lane)->released)
			pnl_call_drop_unstarted(lane);
	}
	if (lanes->took_others)
		lanes->after_suspect = false;
	lanes->took_others = false;
}

void
pnl_lanes_drop_unstarted(PnlLanes *lanes)
{
	for (int i = 0; i < list_length(lanes->list); i++)
		pnl_call_drop_unstarted(list_nth(lanes->list, i));
}

void
pnl_lanes_free_retired(PnlLanes *lanes)
{
	for (int i = list_length(lanes->list) - 1; i >= 0; i--)
	{
		PnlLane    *lane = list_nth(lanes->list, i);
		const PnlLaneView *view = pnl_lane_view(lane);

		if (!view->retired || view->in_hand + view->in_flight + view->ready_count > 0)
			continue;
		lanes->list = list_delete_nth_cell(lanes->list, i);
		pnl_lane_free(lane);
	}
}

void
pnl_lanes_free_all(PnlLanes *lanes)
{
	for (int i = 0; i < list_length(lanes->list); i++)
		pnl_lane_free(list_nth(lanes->list, i));
	lanes->list = NIL;
}
