/*
 * writing.c
 *		The transactions of a drain: what is written, and what when that fails.
 *
 * Rule for this file: what this process remembers changes after the commit
 * only.  Where a transaction fails, what was not yet started is given back,
 * and what PostNL has answered is kept (held.h).
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/base/guc.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settled.h"
#include "pg/outbox/settling.h"
#include "pg/outbox/writing.h"
#include "pg/process/shared.h"

/* Deadlines are looked at so often. */
#define SWEEP_INTERVAL_MS (60 * 1000)

/* A transaction that failed is not tried again before. */
#define ERROR_PAUSE_MS 1000

/* ----------
 * In a transaction
 * ----------
 */

/*
 * Prolongs the leases of what is in hand.  What is held is not sent any more,
 * so it does not matter when somebody has it locked.
 */
static void
prolong(PnlDrain *drain)
{
	int			count;
	int64	   *ids = pnl_lanes_list_shipments(&drain->lanes, false, &count);

	drain->prolonged = pnl_rows_prolong(drain->claimer, ids, count) == count;
	count = 0;
	pnl_sending_list_calls(&drain->held.calls, ids, &count);
	(void) pnl_rows_prolong(drain->claimer, ids, count);
}

static void
keep_order(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();

	if (now >= drain->prolong_at && pnl_lanes_in_hand(&drain->lanes) > 0)
		prolong(drain);
	if (drain->recovers)
		pnl_queue_recover(drain->claimer);
	if (now >= drain->sweep_at)
		pnl_queue_fail_overdue();
	if (drain->reloads)
		pnl_pause_end_blocked();
}

static void
write_calls(PnlDrain *drain, dlist_head *calls)
{
	dlist_iter	iter;

	pnl_held_find_busy(calls, drain->claimer);
	dlist_foreach(iter, calls)
	{
		pnl_settling_write(dlist_container(PnlCall, node, iter.cur), drain->claimer);
	}
}

static void
write_all(PnlDrain *drain)
{
	write_calls(drain, &drain->finished);
	keep_order(drain);
	if (drain->looks)
		pnl_lanes_look(&drain->lanes);
	pnl_lanes_write(&drain->lanes, drain->claimer, drain->looks);
}

/* ----------
 * Transactions
 * ----------
 */

static void
do_write(void *arg)
{
	PnlDrain   *drain = arg;

	pnl_transaction_limit_waits();
	drain->write(drain);
}

/* Runs "write" in a transaction; false when it failed, which is logged. */
bool
pnl_writing_run(PnlDrain *drain, void (*write) (PnlDrain *drain), PnlFailure *why)
{
	drain->write = write;
	/* what a call tells PostNL has to outlive any crash */
	return pnl_transaction_run(drain->scope, true, drain->scratch,
							   "the outbox could not be written", do_write, drain, why);
}

/* ----------
 * One call
 * ----------
 */

static void
lock_held(PnlDrain *drain)
{
	pnl_held_lock(dlist_tail_element(PnlCall, node, &drain->held.calls));
}

/* Keeps a call whose answer cannot be stored yet. */
static void
keep_call(PnlDrain *drain, PnlCall *call, const PnlFailure *why)
{
	bool		first = call->tries == 0;

	pnl_held_keep(&drain->held, call, why);
	if (first)
		(void) pnl_writing_run(drain, lock_held, NULL);
}

/* After the commit of what a call came to, which is in no list any more. */
static void
forget_call(PnlDrain *drain, PnlCall *call)
{
	if (!pnl_settled_note(call))
	{
		keep_call(drain, call, NULL);
		return;
	}
	if (call->retry_at != 0)
		drain->lanes.look_at = Min(drain->lanes.look_at, call->retry_at);
	pnl_held_unlock(call);
	pnl_settled_forget(call);
}

static void
write_settling(PnlDrain *drain)
{
	write_calls(drain, &drain->settling);
}

/*
 * Settles a call by itself, and takes it out of its list.  An answer that is
 * to blame for the failure is no answer; else the failure is ours, and it is
 * tried again.  False when it failed.
 */
bool
pnl_writing_settle(PnlDrain *drain, PnlCall *call)
{
	PnlFailure	why;
	bool		settled;

	dlist_delete(&call->node);
	dlist_push_tail(&drain->settling, &call->node);
	settled = pnl_writing_run(drain, write_settling, &why);
	if (!settled && pnl_held_blames_answer(call, &why))
	{
		pnl_error_init(&call->errand.error);
		pnl_error_set(&call->errand.error, PNL_ERR_PROTOCOL,
					  "the answer cannot be stored; the server log says why");
		settled = pnl_writing_run(drain, write_settling, &why);
	}
	dlist_delete(&call->node);
	if (settled)
		forget_call(drain, call);
	else
		keep_call(drain, call, &why);
	return settled;
}

/* Tries those again that are held and due. */
void
pnl_writing_settle_held(PnlDrain *drain)
{
	TimestampTz now = GetCurrentTimestamp();
	bool		any = false;
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &drain->held.calls)
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		if (call->try_at <= now)
			any |= pnl_writing_settle(drain, call);
	}
	if (any)
		pnl_shared_outcome_is_there();
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
		dlist_delete(iter.cur);
		forget_call(drain, dlist_container(PnlCall, node, iter.cur));
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
		drain->sweep_at = pnl_writing_in_ms(SWEEP_INTERVAL_MS);
	if (now >= drain->prolong_at)
	{
		drain->prolong_at = TimestampTzPlusMilliseconds(now, pnl_rows_lease_s() * 1000L / 3);
		if (drain->prolonged || pnl_lanes_in_hand(&drain->lanes) == 0)
			drain->leased_until = TimestampTzPlusMilliseconds(now, pnl_rows_lease_s() * 1000L);
	}
}

/* ----------
 * When a transaction fails
 * ----------
 */

void
pnl_writing_release(PnlDrain *drain)
{
	int			count;
	int64	   *ids = pnl_lanes_list_shipments(&drain->lanes, true, &count);

	pnl_lanes_give_back(&drain->lanes, drain->claimer, ids, count);
}

/* What was not started is given back: now, or when it is possible again. */
static void
drop_unstarted(PnlDrain *drain)
{
	int			count;
	int64	   *ids;
	dlist_iter	iter;

	if (!pnl_writing_run(drain, pnl_writing_release, NULL))
	{
		ids = pnl_lanes_list_shipments(&drain->lanes, true, &count);
		pnl_lanes_leave(&drain->lanes, ids, count);
		pfree(ids);
	}
	dlist_foreach(iter, &drain->lanes.list)
	{
		pnl_sending_drop_unstarted(dlist_container(PnlLane, node, iter.cur));
	}
}

void
pnl_writing_survive(PnlDrain *drain)
{
	while (!dlist_is_empty(&drain->finished))
		(void) pnl_writing_settle(drain, dlist_head_element(PnlCall, node, &drain->finished));
	drop_unstarted(drain);
	pnl_lanes_let_suspects_go(&drain->lanes);
	drain->error_until = pnl_writing_in_ms(ERROR_PAUSE_MS);
	drain->looks = true;
}

void
pnl_writing_all(PnlDrain *drain, long naptime_ms)
{
	if (drain->looks)
	{
		/* before the look: a commit after it wakes us again */
		drain->wakes = pnl_shared_wakes();
		drain->nap_until = pnl_writing_in_ms(naptime_ms);
	}
	if (pnl_writing_run(drain, write_all, NULL))
	{
		forget_written(drain);
		pnl_retention_keep(&drain->retention, drain->scope, drain->scratch);
	}
	else
		pnl_writing_survive(drain);
}
