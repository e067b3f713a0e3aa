/*
 * lanes.c
 *		The lanes of a drain: which accounts have work, and which are paused.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/policy/backoff.h"
#include "pg/base/random.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/filling.h"
#include "pg/outbox/lanes.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/sending.h"

/* An account that cannot be read, or a row that is locked, is looked at again after this. */
#define RETRY_MS 1000

int
pnl_lanes_in_flight(const PnlLanes *lanes)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &lanes->list))
	{
		count += dlist_container(PnlLane, node, iter.cur)->in_flight;
	}
	return count;
}

int
pnl_lanes_in_hand(const PnlLanes *lanes)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &lanes->list))
	{
		count += dlist_container(PnlLane, node, iter.cur)->in_hand;
	}
	return count;
}

int
pnl_lanes_suspects(const PnlLanes *lanes)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &lanes->list))
	{
		count += dlist_container(PnlLane, node, iter.cur)->suspects;
	}
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

/* What another process, or somebody by hand, wrote of the account's troubles. */
static void
follow_pause(PnlLane *lane, const PnlDue *due)
{
	if (lane->pause_changed || lane->pause_owed)
		return;
	if (due->paused_until == 0 && lane->pause_stored)
	{
		pnl_pace_resume(&lane->pace);
		lane->pause_stored = false;
	}
	else if (due->paused_until > lane->pace.paused_until)
	{
		pnl_pace_follow(&lane->pace, due->paused_until);
		lane->pause_stored = true;
	}
}

static void
write_pause(PnlLane *lane)
{
	int64		ms;

	if (!lane->pause_changed && !lane->pause_owed)
		return;
	ms = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), lane->pace.paused_until);
	lane->pause_written = lane->pace.paused_until != 0 ?
		pnl_pause_set(lane->account->name, lane->environment, ms,
					  pnl_pace_troubles(&lane->pace), &lane->last_error) :
		pnl_pause_end(lane->account->name, lane->environment);
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
	PnlEnvironment now = lane->account->environment;

	if (now == due->environment)
		return false;
	pnl_queue_fail(due->account, due->environment,
						   psprintf("the account is in %s now, and the shipment was queued for %s",
									pnl_environment_name(now),
									pnl_environment_name(due->environment)));
	return true;
}

static void
look_at_account(PnlLanes *lanes, const PnlDue *due)
{
	TimestampTz now = GetCurrentTimestamp();
	PnlLane    *lane;
	PnlError	error;

	pnl_error_init(&error);
	if (due->later_at != 0)
		lanes->look_at = Min(lanes->look_at, due->later_at);
	if (due->next_attempt_at > now)
		return;
	lane = pnl_lane_find(&lanes->list, lanes->context, due, &error);
	if (lane == NULL)
	{
		pause_account(due, &error);
		lanes->look_at = Min(lanes->look_at, Max(due->paused_until,
												 TimestampTzPlusMilliseconds(now, RETRY_MS)));
		return;
	}
	if (has_other_environment(due, lane))
		return;
	follow_pause(lane, due);
	if (pnl_pace_is_paused(&lane->pace, now))
		lanes->look_at = Min(lanes->look_at, lane->pace.paused_until);
	else
	{
		lane->more = true;
		lane->suspects_due = due->suspects_due;
	}
}

void
pnl_lanes_look(PnlLanes *lanes)
{
	List	   *due = pnl_queue_find_due();

	lanes->look_at = DT_NOEND;
	for (int i = 0; i < list_length(due); i++)
		look_at_account(lanes, list_nth(due, i));
}

int64 *
pnl_lanes_list_shipments(const PnlLanes *lanes, bool unstarted, int *count)
{
	int64	   *ids = palloc(Max(pnl_lanes_in_hand(lanes), 1) * sizeof(int64));
	dlist_iter	iter;

	*count = 0;
	dlist_foreach(iter, unconstify(dlist_head *, &lanes->list))
	{
		pnl_sending_list_shipments(dlist_container(PnlLane, node, iter.cur), unstarted, ids,
								   count);
	}
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

/* Tries again to give back what is left. */
static void
give_back_left(PnlLanes *lanes, int claimer)
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

/*
 * While an account cannot send, its shipments wait in the queue, where they
 * can be cancelled, not in our hands.
 */
static bool
release_lane(PnlLanes *lanes, PnlLane *lane, int claimer)
{
	int64	   *ids;
	int			count = 0;

	if (!lane->retired && !pnl_pace_is_paused(&lane->pace, GetCurrentTimestamp()))
		return false;
	if (dlist_is_empty(&lane->claimed) && lane->waiting_count + lane->ready_count == 0)
		return true;
	ids = palloc(Max(lane->in_hand, 1) * sizeof(int64));
	pnl_sending_list_shipments(lane, true, ids, &count);
	pnl_lanes_give_back(lanes, claimer, ids, count);
	lane->released = true;
	return true;
}

void
pnl_lanes_write(PnlLanes *lanes, int claimer, bool looks)
{
	dlist_iter	iter;

	give_back_left(lanes, claimer);
	dlist_foreach(iter, &lanes->list)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);

		write_pause(lane);
		if (!release_lane(lanes, lane, claimer))
			pnl_filling_fill(lanes, lane, claimer, looks);
	}
}

/* A pause that could not be written, since its row is locked, is written later. */
static void
note_pause(PnlLanes *lanes, PnlLane *lane)
{
	if (lane->pause_written)
		lane->pause_stored = lane->pace.paused_until != 0;
	else
		lanes->look_at = Min(lanes->look_at,
							 TimestampTzPlusMilliseconds(GetCurrentTimestamp(), RETRY_MS));
	lane->pause_owed = !lane->pause_written;
	lane->pause_changed = false;
}

void
pnl_lanes_written(PnlLanes *lanes)
{
	dlist_mutable_iter iter;

	forget_given_back(lanes);
	dlist_foreach_modify(iter, &lanes->list)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);

		/* what was given back, or waits in the queue, is due when it may be sent */
		if (lane->pause_changed || lane->released)
			lanes->look_at = Min(lanes->look_at, lane->pace.paused_until);
		if (lane->pause_changed || lane->pause_owed)
			note_pause(lanes, lane);
		lane->continues = lane->collided;
		lane->collided = false;
		if (lane->released)
			pnl_sending_drop_unstarted(lane);
		lane->released = false;
	}
	if (lanes->took_others)
		lanes->after_suspect = false;
	lanes->took_others = false;
}

void
pnl_lanes_free_retired(PnlLanes *lanes)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &lanes->list)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);

		if (lane->retired && lane->in_hand == 0 && lane->in_flight == 0 && lane->ready_count == 0)
			pnl_lane_free(lane);
	}
}
