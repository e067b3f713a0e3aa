/*
 * held.c
 *		Answers of PostNL that cannot be stored yet.
 *
 * Either somebody has a row locked, and the others go on; or storing fails
 * (the disk is full, a trigger or constraint of the user's says no), which is
 * nobody's fault but ours: the shipment is not charged, and PostNL is not
 * called again.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/policy/backoff.h"
#include "pg/base/random.h"
#include "pg/base/report.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/held.h"
#include "pg/outbox/rows.h"

void
pnl_held_find_busy(const dlist_head *calls, int claimer)
{
	int64	   *ids;
	bool	   *busy;
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, calls))
	{
		count += dlist_container(PnlCall, node, iter.cur)->claim_count;
	}
	if (count == 0)
		return;
	ids = palloc(count * sizeof(int64));
	busy = palloc(count * sizeof(bool));
	count = 0;
	pnl_call_list(calls, ids, &count);
	pnl_rows_find_busy(ids, count, claimer, busy);
	dlist_foreach(iter, unconstify(dlist_head *, calls))
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		for (int i = 0; i < call->claim_count; i++)
			call->busy[i] = *busy++;
	}
}

bool
pnl_held_blames_answer(const PnlCall *call, const PnlFailure *why)
{
	/* a barcode that PostNL has issued before, say */
	if (why->sqlstate == ERRCODE_UNIQUE_VIOLATION)
		return true;
	return !call->is_read && pnl_report_blames_answer(why->sqlstate);
}

/* Tells of claims that somebody has locked, once each. */
static void
tell_busy(const PnlCall *call)
{
	for (int i = 0; i < call->claim_count; i++)
		if (call->busy[i] && !call->done[i])
			ereport(LOG,
					(errmsg("shipment %lld is locked by another session: PostNL's answer for it "
							"is kept until it is not", (long long) call->claims[i]->shipment_id)));
}

static void
note_failure(PnlCall *call, const PnlFailure *why)
{
	PnlLane    *lane = call->lane;
	PnlError	error;

	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_LOCAL, "%s (%s)", why->message,
				  unpack_sql_state(why->sqlstate));
	pnl_lane_stuck(lane, &error, call->stuck);
	call->stuck = true;
}

void
pnl_held_keep(PnlHeld *held, PnlCall *call, const PnlFailure *why)
{
	const PnlPace *pace = pnl_lane_view(call->lane)->pace;
	TimestampTz now = GetCurrentTimestamp();

	if (call->tries++ == 0)
		pnl_lane_hold(call->lane, call->claim_count);
	if (why != NULL)
	{
		note_failure(call, why);
		/* it is what shows whether the trouble is over, so it goes first */
		call->try_at = pnl_pace_is_paused(pace, now) ? pace->paused_until :
			TimestampTzPlusMilliseconds(now, pnl_backoff_wait(PNL_BACKOFF_LANE, call->tries,
															  pnl_random_fraction()));
	}
	else
	{
		if (call->tries == 1)
			tell_busy(call);
		call->try_at = TimestampTzPlusMilliseconds(now, pnl_backoff_wait(PNL_BACKOFF_LOCK,
																		 call->tries, 0));
	}
	dlist_push_tail(&held->calls, &call->node);
}

void
pnl_held_lock(PnlCall *call)
{
	call->locked = true;
	for (int i = 0; i < call->claim_count; i++)
		pnl_claimer_hold_answer(call->claims[i]->shipment_id);
}

void
pnl_held_unlock(PnlCall *call)
{
	if (call->tries == 0)
		return;
	pnl_lane_hold(call->lane, -call->claim_count);
	for (int i = 0; i < call->claim_count && call->locked; i++)
		pnl_claimer_let_answer_go(call->claims[i]->shipment_id);
}

void
pnl_held_unlock_all(dlist_head *calls)
{
	dlist_iter	iter;

	dlist_foreach(iter, calls)
	{
		pnl_held_unlock(dlist_container(PnlCall, node, iter.cur));
	}
}

TimestampTz
pnl_held_next(const PnlHeld *held)
{
	TimestampTz next = DT_NOEND;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &held->calls))
	{
		next = Min(next, dlist_container(PnlCall, node, iter.cur)->try_at);
	}
	return next;
}

void
pnl_held_hurry(PnlHeld *held)
{
	dlist_iter	iter;

	dlist_foreach(iter, &held->calls)
	{
		dlist_container(PnlCall, node, iter.cur)->try_at = 0;
	}
}
