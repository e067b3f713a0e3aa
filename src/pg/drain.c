/*
 * drain.c
 *		Drains the outbox: claims shipments, makes the calls, settles.
 *
 * Each step waits for something to happen, starts what may start, writes what
 * has come and claims anew in one short transaction, and starts what that
 * made ready.  No call waits for another: answers are settled as they come,
 * and a slot that becomes free takes new work before anything is written.
 *
 * Rule for this file: what this process remembers changes after the commit
 * only.  Where a transaction fails, what was not yet started is given back.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/drain.h"
#include "pg/filling.h"
#include "pg/guc.h"
#include "pg/lanes.h"
#include "pg/leaving.h"
#include "pg/node.h"
#include "pg/pause.h"
#include "pg/point.h"
#include "pg/retention.h"
#include "pg/sending.h"
#include "pg/settling.h"
#include "pg/shared.h"
#include "pg/transaction.h"
#include "pg/upkeep.h"

/* Deadlines are looked at so often. */
#define SWEEP_INTERVAL_MS (60 * 1000)

/* A transaction that failed is not tried again before. */
#define ERROR_PAUSE_MS 1000

/* How long the end of a drain waits for a lock; a shutdown waits as long. */
#define END_LOCK_TIMEOUT "500ms"

/* How often a procedure looks at the queue while its calls are on the way. */
#define PROCEDURE_NAP_MS 1000

struct PnlDrain
{
	PnlScope	scope;
	MemoryContext context;		/* holds the drain and its lanes */
	MemoryContext scratch;		/* of one transaction */
	void		(*write) (PnlDrain *drain); /* what is done in it */
	int			claimer;
	PnlLanes	lanes;
	dlist_head	finished;		/* PnlCall */
	bool		looks;			/* the queue may have changed */
	bool		recovers;		/* claims of the dead are looked for */
	uint32		wakes;			/* seen; see pnl_shared_wakes() */
	bool		reloads;		/* the set-up may have changed */
	TimestampTz nap_until;		/* the queue is looked at, to be sure */
	TimestampTz prolong_at;
	TimestampTz leased_until;	/* of all claims in hand, at the least */
	TimestampTz sweep_at;
	PnlRetention retention;
	TimestampTz error_until;	/* no transaction before */
};

static TimestampTz
in_ms(int64 ms)
{
	return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), ms);
}

/* ----------
 * In a transaction
 * ----------
 */

static void
keep_order(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();
	int			count;
	int64	   *ids;

	if (now >= drain->prolong_at && pnl_lanes_in_hand(&drain->lanes) > 0)
	{
		ids = pnl_lanes_list_shipments(&drain->lanes, false, &count);
		pnl_upkeep_prolong(drain->claimer, ids, count);
	}
	if (drain->recovers)
		pnl_upkeep_recover(drain->claimer);
	if (now >= drain->sweep_at)
		pnl_upkeep_fail_overdue();
	if (drain->reloads)
		pnl_pause_end_blocked();
}

static void
write_finished(PnlDrain *drain)
{
	dlist_iter	iter;

	dlist_foreach(iter, &drain->finished)
	{
		pnl_settling_write(dlist_container(PnlCall, node, iter.cur), drain->claimer);
	}
}

static void
write_all(PnlDrain *drain)
{
	write_finished(drain);
	keep_order(drain);
	if (drain->looks)
		pnl_lanes_look(&drain->lanes);
	pnl_lanes_write(&drain->lanes, drain->claimer, drain->looks);
}

/* ----------
 * After a transaction
 * ----------
 */

static void
forget_finished(PnlDrain *drain)
{
	dlist_mutable_iter iter;
	bool		any = !dlist_is_empty(&drain->finished);

	dlist_foreach_modify(iter, &drain->finished)
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		if (call->retry_at != 0)
			drain->lanes.look_at = Min(drain->lanes.look_at, call->retry_at);
		dlist_delete(iter.cur);
		pnl_settling_forget(call);
	}
	if (any)
		pnl_shared_outcome_is_there();
}

static void
forget_written(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();

	pnl_lanes_written(&drain->lanes);
	forget_finished(drain);
	pnl_lanes_let_suspects_go(&drain->lanes);
	pnl_lanes_free_retired(&drain->lanes);
	drain->looks = false;
	drain->recovers = false;
	drain->reloads = false;
	if (now >= drain->sweep_at)
		drain->sweep_at = in_ms(SWEEP_INTERVAL_MS);
	if (now >= drain->prolong_at)
	{
		drain->prolong_at = TimestampTzPlusMilliseconds(now, pnl_outbox_lease_s() * 1000L / 3);
		drain->leased_until = TimestampTzPlusMilliseconds(now, pnl_outbox_lease_s() * 1000L);
	}
}

static void
do_write(void *arg)
{
	PnlDrain   *drain = arg;

	drain->write(drain);
}

/* Runs "write" in a transaction; false when it failed, which is logged. */
static bool
run_transaction(PnlDrain *drain, void (*write) (PnlDrain *drain))
{
	drain->write = write;
	/* what a call tells PostNL has to outlive any crash */
	return pnl_transaction_run(drain->scope, true, drain->scratch,
							   "the outbox could not be written", do_write, drain);
}

/* ----------
 * When a transaction fails
 * ----------
 */

static void
write_first_finished(PnlDrain *drain)
{
	pnl_settling_write(dlist_head_element(PnlCall, node, &drain->finished), drain->claimer);
}

static void
release_unstarted(PnlDrain *drain)
{
	int			count;
	int64	   *ids = pnl_lanes_list_shipments(&drain->lanes, true, &count);

	pnl_upkeep_release(drain->claimer, ids, count);
}

/*
 * Settles the finished calls one by one.  An answer that cannot be stored is
 * no answer; where even that cannot be stored, the claim is left to run out.
 */
static void
settle_one_by_one(PnlDrain *drain)
{
	while (!dlist_is_empty(&drain->finished))
	{
		PnlCall    *call = dlist_head_element(PnlCall, node, &drain->finished);

		if (!run_transaction(drain, write_first_finished))
		{
			pnl_error_init(&call->error);
			pnl_error_set(&call->error, PNL_ERR_PROTOCOL,
						  "the answer cannot be stored; the server log says why");
			(void) run_transaction(drain, write_first_finished);
		}
		dlist_delete(&call->node);
		pnl_settling_forget(call);
	}
}

static void
survive_failure(PnlDrain *drain)
{
	dlist_iter	iter;

	settle_one_by_one(drain);
	(void) run_transaction(drain, release_unstarted);
	dlist_foreach(iter, &drain->lanes.list)
	{
		pnl_sending_drop_unstarted(dlist_container(PnlLane, node, iter.cur));
	}
	pnl_lanes_let_suspects_go(&drain->lanes);
	drain->error_until = in_ms(ERROR_PAUSE_MS);
	drain->looks = true;
}

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

/* When something is to be done that nobody will tell of. */
static TimestampTz
find_next_event(const PnlDrain *drain)
{
	TimestampTz next = Min(drain->nap_until, drain->lanes.look_at);
	dlist_iter	iter;

	/* all that has come since a transaction failed waits for this */
	if (drain->error_until > GetCurrentTimestamp())
		return drain->error_until;
	if (pnl_lanes_in_hand(&drain->lanes) > 0)
		next = Min(next, drain->prolong_at);
	dlist_foreach(iter, unconstify(dlist_head *, &drain->lanes.list))
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);
		TimestampTz company_until = pnl_filling_company_until(lane);

		if (lane->ready_count > 0 && lane->turn_at != 0)
			next = Min(next, lane->turn_at);
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
	survive_failure(drain);
	drain->prolong_at = 0;
	drain->leased_until = DT_NOEND;
}

/* Writes what has come, and claims anew. */
static void
write_and_claim(PnlDrain *drain, long naptime_ms)
{
	if (drain->looks)
	{
		/* before the look: a commit after it wakes us again */
		drain->wakes = pnl_shared_wakes();
		drain->nap_until = in_ms(naptime_ms);
	}
	if (run_transaction(drain, write_all))
	{
		forget_written(drain);
		pnl_retention_keep(&drain->retention, drain->scope, drain->scratch);
	}
	else
		survive_failure(drain);
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
	if (wants_transaction(drain))
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
	start_calls(drain);
	if (wants_transaction(drain))
	{
		write_and_claim(drain, naptime_ms);
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
	drain->claimer = pnl_upkeep_become_claimer();
	pnl_node_settle_in();
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
	drain->looks = drain->recovers = true;
	drain->lanes.look_at = DT_NOEND;
	drain->leased_until = DT_NOEND;
	if (!run_transaction(drain, settle_in))
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
}

static void
free_drain(PnlDrain *drain)
{
	dlist_mutable_iter iter;

	pnl_leaving_forget();
	dlist_foreach_modify(iter, &drain->lanes.list)
	{
		pnl_lane_free(dlist_container(PnlLane, node, iter.cur));
	}
	pnl_lanes_let_suspects_go(&drain->lanes);
	pnl_upkeep_stop_claiming(drain->claimer);
	MemoryContextDelete(drain->context);
}

/* Gives back all that is in hand; whoever is in the way does not stop the end. */
static void
give_back(PnlDrain *drain)
{
	int			count;
	int64	   *ids;

	(void) set_config_option("lock_timeout", END_LOCK_TIMEOUT, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
	write_finished(drain);
	release_unstarted(drain);
	ids = pnl_lanes_list_shipments(&drain->lanes, false, &count);
	pnl_upkeep_abandon(drain->claimer, ids, count);
}

static void
let_go(PnlDrain *drain)
{
	pnl_upkeep_let_go(drain->claimer);
}

void
pnl_drain_end(PnlDrain *drain)
{
	if (pnl_lanes_in_hand(&drain->lanes) > 0 && !run_transaction(drain, give_back))
		(void) run_transaction(drain, let_go);
	free_drain(drain);
}

void
pnl_drain_stop(PnlDrain *drain)
{
	uint32		held = InterruptHoldoffCount;

	/* it is short, waits for nobody, and has to be done; an error lets go of what is held */
	HOLD_INTERRUPTS();
	(void) run_transaction(drain, let_go);
	free_drain(drain);
	InterruptHoldoffCount = held;
}
