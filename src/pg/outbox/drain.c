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

struct PnlDrain
{
	PnlWriting	writing;
};

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
	PnlWriting *writing = &drain->writing;
	TimestampTz now = GetCurrentTimestamp();
	int			room = pnl_guc_max_connections - pnl_lanes_in_flight(&writing->lanes);

	for (int i = 0; i < list_length(writing->lanes.list); i++)
	{
		PnlLane    *lane = list_nth(writing->lanes.list, i);
		dlist_head *ready = unconstify(dlist_head *, pnl_lane_view(lane)->ready);
		int			capacity = pnl_lane_capacity(lane, room, now);

		while (capacity > 0 && !dlist_is_empty(ready))
		{
			if (!pnl_call_start(dlist_head_element(PnlCall, node, ready), &writing->finished))
				break;
			capacity--;
			room--;
		}
	}
}

/* When there is something to write; in the past where that is now. */
static TimestampTz
when_to_write(const PnlDrain *drain)
{
	const PnlWriting *writing = &drain->writing;
	TimestampTz now = GetCurrentTimestamp();
	TimestampTz when = Min(writing->nap_until, writing->lanes.look_at);

	/* all that has come since a transaction failed waits for this */
	if (writing->error_until > now)
		return writing->error_until;
	if (writing->looks || writing->reloads || writing->wakes != pnl_shared_wakes() ||
		!dlist_is_empty(unconstify(dlist_head *, &writing->finished)))
		return now;
	if (pnl_lanes_in_hand(&writing->lanes) > 0)
		when = Min(when, writing->prolong_at);
	for (int i = 0; i < list_length(writing->lanes.list); i++)
	{
		const PnlLane *lane = list_nth(writing->lanes.list, i);
		TimestampTz company_until = pnl_filling_company_until(lane);

		if (pnl_filling_is_wanted(&writing->lanes, lane, now))
			return now;
		if (company_until != 0)
			when = Min(when, company_until);
	}
	return when;
}

/* When an answer that is held is tried again. */
static TimestampTz
when_to_settle(const PnlDrain *drain)
{
	return Max(pnl_held_next(&drain->writing.held), drain->writing.error_until);
}

/* When a ready call has its turn, as far as that is a matter of time. */
static TimestampTz
when_to_start(const PnlDrain *drain)
{
	const PnlLanes *lanes = &drain->writing.lanes;
	TimestampTz when = DT_NOEND;

	for (int i = 0; i < list_length(lanes->list); i++)
	{
		const PnlLaneView *view = pnl_lane_view(list_nth(lanes->list, i));

		if (view->ready_count > 0 && view->pace->turn_at != 0)
			when = Min(when, view->pace->turn_at);
	}
	return when;
}

/*
 * This process was kept from running until its claims ran out: somebody else
 * may have them, so nothing of them is started.
 */
static void
give_up_claims(PnlWriting *writing)
{
	ereport(LOG,
			(errmsg("the claims of this process ran out before it came to send them")));
	pnl_writing_survive(writing);
	writing->prolong_at = 0;
	writing->leased_until = DT_NOEND;
}

static bool
is_busy(const PnlDrain *drain)
{
	return pnl_lanes_in_flight(&drain->writing.lanes) > 0 ||
		pnl_lanes_in_hand(&drain->writing.lanes) > 0;
}

int
pnl_drain_in_flight(const PnlDrain *drain)
{
	return pnl_lanes_in_flight(&drain->writing.lanes);
}

void
pnl_drain_look(PnlDrain *drain)
{
	drain->writing.looks = true;
}

int64
pnl_drain_timeout(PnlDrain *drain)
{
	TimestampTz when = Min(when_to_write(drain), when_to_settle(drain));
	TimestampTz now = GetCurrentTimestamp();

	if (when > now)
		when = Min(when, when_to_start(drain));
	return Max(TimestampDifferenceMilliseconds(now, when), 0);
}

void
pnl_drain_take(PnlDrain *drain, PnlExchange *exchange)
{
	dlist_push_tail(&drain->writing.finished, &pnl_call_finish(exchange)->node);
}

bool
pnl_drain_act(PnlDrain *drain, long naptime_ms)
{
	PnlWriting *writing = &drain->writing;

	if (pnl_lanes_in_hand(&writing->lanes) > 0 && GetCurrentTimestamp() > writing->leased_until)
		give_up_claims(writing);
	if (when_to_settle(drain) <= GetCurrentTimestamp())
		pnl_writing_settle_held(writing);
	start_calls(drain);
	if (when_to_write(drain) <= GetCurrentTimestamp())
	{
		pnl_writing_all(writing, naptime_ms);
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
settle_in(PnlWriting *writing)
{
	writing->claimer = pnl_claimer_become();
	pnl_adopt_settle_in();
	pnl_point_note(PNL_POINT_BEGIN);
}

PnlDrain *
pnl_drain_begin(PnlScope scope)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "postnl drain",
												  ALLOCSET_DEFAULT_SIZES);
	PnlDrain   *drain = MemoryContextAllocZero(context, sizeof(*drain));
	PnlWriting *writing = &drain->writing;

	writing->context = context;
	writing->scope = scope;
	writing->scratch = AllocSetContextCreate(context, "postnl drain transaction",
											 ALLOCSET_DEFAULT_SIZES);
	dlist_init(&writing->finished);
	dlist_init(&writing->settling);
	dlist_init(&writing->held.calls);
	writing->looks = writing->recovers = true;
	writing->lanes.context = context;
	writing->lanes.look_at = DT_NOEND;
	writing->leased_until = DT_NOEND;
	if (!pnl_writing_run(writing, settle_in, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("could not begin to send shipments"),
				 errhint("The server log says why.")));
	pnl_leaving_watch(scope, writing->claimer);
	return drain;
}

void
pnl_drain_reload(PnlDrain *drain)
{
	drain->writing.looks = true;
	drain->writing.reloads = true;
	pnl_held_hurry(&drain->writing.held);
}

static void
free_all(PnlWriting *writing)
{
	pnl_leaving_forget();
	pnl_held_unlock_all(&writing->settling);
	pnl_held_unlock_all(&writing->held.calls);
	pnl_lanes_free_all(&writing->lanes);
	pnl_lanes_let_suspects_go(&writing->lanes);
	pnl_claimer_stop(writing->claimer);
	MemoryContextDelete(writing->context);
}

/* Gives back all that is in hand; whoever is in the way does not stop the end. */
static void
give_back(PnlWriting *writing)
{
	int			count;
	int64	   *ids;

	pnl_writing_release(writing);
	ids = pnl_lanes_list_shipments(&writing->lanes, false, &count);
	pnl_rows_abandon(writing->claimer, ids, count);
	count = 0;
	pnl_call_list(&writing->held.calls, ids, &count);
	pnl_rows_abandon(writing->claimer, ids, count);
}

/* What has come is stored once more, until that fails. */
static void
settle_last(PnlWriting *writing)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, &writing->held.calls)
	{
		count++;
	}
	while (!dlist_is_empty(&writing->finished))
		if (!pnl_writing_settle(writing, dlist_head_element(PnlCall, node, &writing->finished)))
			return;
	while (count-- > 0)
		if (!pnl_writing_settle(writing, dlist_head_element(PnlCall, node, &writing->held.calls)))
			return;
}

static void
let_go(PnlWriting *writing)
{
	pnl_rows_let_go(writing->claimer);
}

void
pnl_drain_end(PnlDrain *drain)
{
	if (pnl_lanes_in_hand(&drain->writing.lanes) > 0)
	{
		settle_last(&drain->writing);
		if (!pnl_writing_run(&drain->writing, give_back, NULL))
			(void) pnl_writing_run(&drain->writing, let_go, NULL);
	}
	free_all(&drain->writing);
}

void
pnl_drain_stop(PnlDrain *drain)
{
	uint32		held = InterruptHoldoffCount;

	/* it is short, waits for nobody, and has to be done; an error lets go of what is held */
	HOLD_INTERRUPTS();
	(void) pnl_writing_run(&drain->writing, let_go, NULL);
	free_all(&drain->writing);
	InterruptHoldoffCount = held;
}
