/*
 * drain.c
 *		Drains the outbox: claims shipments, makes the calls, settles.
 *
 * Each step waits for something to happen, starts what may start, writes what
 * has come and claims anew in one short transaction, and starts what that
 * made ready.  No call waits for another: answers are settled as they come,
 * and a slot that becomes free takes new work before anything is written.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/base/guc.h"
#include "pg/base/point.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/drain.h"
#include "pg/outbox/filling.h"
#include "pg/outbox/leaving.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/writing.h"
#include "pg/process/shared.h"

/* How often a procedure looks at the queue while its calls are on the way. */
#define PROCEDURE_NAP_MS 1000

/* ----------
 * Steps
 * ----------
 */

/* Starts what is ready, as far as there is room for calls. */
static void
start_calls(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();
	int			room = pnl_guc_max_connections - pnl_lanes_in_flight(&drain->lanes);
	dlist_iter	iter;

	dlist_foreach(iter, &drain->lanes.list)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);
		int			capacity = pnl_lane_capacity(lane, room, now);

		while (capacity > 0 && !dlist_is_empty(&lane->ready))
		{
			if (!pnl_sending_start(dlist_head_element(PnlCall, node, &lane->ready),
								   &drain->finished))
				break;
			capacity--;
			room--;
		}
	}
}

static bool
wants_transaction(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();
	dlist_iter	iter;

	if (drain->error_until > now)
		return false;
	if (now >= drain->nap_until)
		drain->recovers = drain->looks = true;
	if (now >= drain->lanes.look_at || drain->wakes != pnl_shared_wakes())
		drain->looks = true;
	if (drain->looks || drain->reloads || !dlist_is_empty(&drain->finished) ||
		(now >= drain->prolong_at && pnl_lanes_in_hand(&drain->lanes) > 0))
		return true;
	dlist_foreach(iter, &drain->lanes.list)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);
		TimestampTz company_until = pnl_filling_company_until(lane);

		if (pnl_filling_is_wanted(&drain->lanes, lane, now) ||
			(company_until != 0 && company_until <= now))
			return true;
	}
	return false;
}

/* Whether an answer that is held is to be tried again. */
static bool
holds_due(const PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();

	return drain->error_until <= now && pnl_held_next(&drain->held) <= now;
}

/* When something is to be done that nobody will tell of. */
static TimestampTz
find_next_event(const PnlDrain *drain)
{
	TimestampTz next = Min(drain->nap_until, drain->lanes.look_at);
	dlist_iter	iter;

	next = Min(next, pnl_held_next(&drain->held));

	/* all that has come since a transaction failed waits for this */
	if (drain->error_until > GetCurrentTimestamp())
		return drain->error_until;
	if (pnl_lanes_in_hand(&drain->lanes) > 0)
		next = Min(next, drain->prolong_at);
	dlist_foreach(iter, unconstify(dlist_head *, &drain->lanes.list))
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);
		TimestampTz company_until = pnl_filling_company_until(lane);

		if (lane->ready_count > 0 && lane->pace.turn_at != 0)
			next = Min(next, lane->pace.turn_at);
		if (company_until != 0)
			next = Min(next, company_until);
	}
	return next;
}

/*
 * This process was kept from running until its claims ran out: somebody else
 * may have them, so nothing of them is started.
 */
static void
give_up_claims(PnlDrain *drain)
{
	ereport(LOG,
			(errmsg("the claims of this process ran out before it came to send them")));
	pnl_writing_survive(drain);
	drain->prolong_at = 0;
	drain->leased_until = DT_NOEND;
}

static bool
is_busy(const PnlDrain *drain)
{
	return pnl_lanes_in_flight(&drain->lanes) > 0 || pnl_lanes_in_hand(&drain->lanes) > 0;
}

int
pnl_drain_in_flight(const PnlDrain *drain)
{
	return pnl_lanes_in_flight(&drain->lanes);
}

void
pnl_drain_look(PnlDrain *drain)
{
	drain->looks = true;
}

int64
pnl_drain_timeout(PnlDrain *drain)
{
	if (wants_transaction(drain) || holds_due(drain))
		return 0;
	return Max(TimestampDifferenceMilliseconds(GetCurrentTimestamp(), find_next_event(drain)), 0);
}

void
pnl_drain_take(PnlDrain *drain, PnlExchange *exchange)
{
	dlist_push_tail(&drain->finished, &pnl_sending_finish(exchange)->node);
}

bool
pnl_drain_act(PnlDrain *drain, long naptime_ms)
{
	if (pnl_lanes_in_hand(&drain->lanes) > 0 && GetCurrentTimestamp() > drain->leased_until)
		give_up_claims(drain);
	if (holds_due(drain))
		pnl_writing_settle_held(drain);
	start_calls(drain);
	if (wants_transaction(drain))
	{
		pnl_writing_all(drain, naptime_ms);
		start_calls(drain);
	}
	return is_busy(drain);
}

bool
pnl_drain_step(PnlDrain *drain)
{
	int64		timeout_ms = pnl_drain_timeout(drain);
	bool		latch_set;
	PnlExchange *exchange;

	if (timeout_ms > 0 && !is_busy(drain))
		return false;
	exchange = pnl_transfer_wait_any(timeout_ms, &latch_set);
	if (latch_set)
		pnl_drain_look(drain);
	for (; exchange != NULL; exchange = pnl_transfer_take_any())
		pnl_drain_take(drain, exchange);
	return pnl_drain_act(drain, PROCEDURE_NAP_MS);
}

/* ----------
 * Beginning and ending
 * ----------
 */

static void
settle_in(PnlDrain *drain)
{
	drain->claimer = pnl_claimer_become();
	pnl_adopt_settle_in();
	pnl_point_note(PNL_POINT_BEGIN);
}

PnlDrain *
pnl_drain_begin(PnlScope scope)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "postnl drain",
												  ALLOCSET_DEFAULT_SIZES);
	PnlDrain   *drain = MemoryContextAllocZero(context, sizeof(*drain));

	drain->context = context;
	drain->scope = scope;
	drain->scratch = AllocSetContextCreate(context, "postnl drain transaction",
										   ALLOCSET_DEFAULT_SIZES);
	dlist_init(&drain->lanes.list);
	dlist_init(&drain->finished);
	dlist_init(&drain->settling);
	dlist_init(&drain->held.calls);
	drain->looks = drain->recovers = true;
	drain->lanes.context = context;
	drain->lanes.look_at = DT_NOEND;
	drain->leased_until = DT_NOEND;
	if (!pnl_writing_run(drain, settle_in, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("could not begin to send shipments"),
				 errhint("The server log says why.")));
	pnl_leaving_watch(scope, drain->claimer);
	return drain;
}

void
pnl_drain_reload(PnlDrain *drain)
{
	drain->looks = true;
	drain->reloads = true;
	pnl_held_hurry(&drain->held);
}

static void
free_drain(PnlDrain *drain)
{
	dlist_mutable_iter iter;

	pnl_leaving_forget();
	pnl_held_unlock_all(&drain->settling);
	pnl_held_unlock_all(&drain->held.calls);
	dlist_foreach_modify(iter, &drain->lanes.list)
	{
		pnl_lane_free(dlist_container(PnlLane, node, iter.cur));
	}
	pnl_lanes_let_suspects_go(&drain->lanes);
	pnl_claimer_stop(drain->claimer);
	MemoryContextDelete(drain->context);
}

/* Gives back all that is in hand; whoever is in the way does not stop the end. */
static void
give_back(PnlDrain *drain)
{
	int			count;
	int64	   *ids;

	pnl_writing_release(drain);
	ids = pnl_lanes_list_shipments(&drain->lanes, false, &count);
	pnl_rows_abandon(drain->claimer, ids, count);
	count = 0;
	pnl_sending_list_calls(&drain->held.calls, ids, &count);
	pnl_rows_abandon(drain->claimer, ids, count);
}

/* What has come is stored once more, until that fails. */
static void
settle_last(PnlDrain *drain)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, &drain->held.calls)
	{
		count++;
	}
	while (!dlist_is_empty(&drain->finished))
		if (!pnl_writing_settle(drain, dlist_head_element(PnlCall, node, &drain->finished)))
			return;
	while (count-- > 0)
		if (!pnl_writing_settle(drain, dlist_head_element(PnlCall, node, &drain->held.calls)))
			return;
}

static void
let_go(PnlDrain *drain)
{
	pnl_rows_let_go(drain->claimer);
}

void
pnl_drain_end(PnlDrain *drain)
{
	if (pnl_lanes_in_hand(&drain->lanes) > 0)
	{
		settle_last(drain);
		if (!pnl_writing_run(drain, give_back, NULL))
			(void) pnl_writing_run(drain, let_go, NULL);
	}
	free_drain(drain);
}

void
pnl_drain_stop(PnlDrain *drain)
{
	uint32		held = InterruptHoldoffCount;

	/* it is short, waits for nobody, and has to be done; an error lets go of what is held */
	HOLD_INTERRUPTS();
	(void) pnl_writing_run(drain, let_go, NULL);
	free_drain(drain);
	InterruptHoldoffCount = held;
}
