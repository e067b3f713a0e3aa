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
#include "pg/outbox/filling.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settle.h"
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
prolong(PnlWriting *writing)
{
	int			count;
	int64	   *ids = pnl_lanes_list_shipments(&writing->lanes, false, &count);

	writing->prolonged = pnl_rows_prolong(writing->claimer, ids, count) == count;
	count = 0;
	pnl_call_list(&writing->held.calls, ids, &count);
	(void) pnl_rows_prolong(writing->claimer, ids, count);
}

static void
keep_order(PnlWriting *writing)
{
	TimestampTz now = GetCurrentTimestamp();

	if (now >= writing->prolong_at && pnl_lanes_in_hand(&writing->lanes) > 0)
		prolong(writing);
	if (writing->recovers)
		pnl_queue_recover(writing->claimer);
	if (now >= writing->sweep_at)
		pnl_queue_fail_overdue();
	if (writing->reloads)
		pnl_pause_end_blocked();
}

static void
write_calls(PnlWriting *writing, dlist_head *calls)
{
	dlist_iter	iter;

	pnl_held_find_busy(calls, writing->claimer);
	dlist_foreach(iter, calls)
	{
		pnl_settle_write(dlist_container(PnlCall, node, iter.cur), writing->claimer);
	}
}

static void
write_all(PnlWriting *writing)
{
	write_calls(writing, &writing->finished);
	keep_order(writing);
	if (writing->looks)
		pnl_lanes_look(&writing->lanes);
	pnl_lanes_give_back_left(&writing->lanes, writing->claimer);
	pnl_filling_fill(&writing->lanes, writing->claimer, writing->looks);
}

/* ----------
 * Transactions
 * ----------
 */

typedef struct Job
{
	PnlWriting *writing;
	PnlWritingWork work;
} Job;

static void
do_work(void *arg)
{
	Job		   *job = arg;

	pnl_transaction_limit_waits();
	job->work(job->writing);
}

bool
pnl_writing_run(PnlWriting *writing, PnlWritingWork work, PnlFailure *why)
{
	Job			job = {writing, work};

	/* what a call tells PostNL has to outlive any crash */
	return pnl_transaction_run(writing->scope, true, writing->scratch,
							   "the outbox could not be written", do_work, &job, why);
}

/* ----------
 * One call
 * ----------
 */

static void
lock_held(PnlWriting *writing)
{
	pnl_held_lock(dlist_tail_element(PnlCall, node, &writing->held.calls));
}

/* Keeps a call whose answer cannot be stored yet. */
static void
keep_call(PnlWriting *writing, PnlCall *call, const PnlFailure *why)
{
	bool		first = call->tries == 0;

	pnl_held_keep(&writing->held, call, why);
	if (first)
		(void) pnl_writing_run(writing, lock_held, NULL);
}

/* After the commit of what a call came to, which is in no list any more. */
static void
forget_call(PnlWriting *writing, PnlCall *call)
{
	if (!pnl_settle_note(call))
	{
		keep_call(writing, call, NULL);
		return;
	}
	if (call->retry_at != 0)
		writing->lanes.look_at = Min(writing->lanes.look_at, call->retry_at);
	pnl_held_unlock(call);
	pnl_settle_forget(call);
}

static void
write_settling(PnlWriting *writing)
{
	write_calls(writing, &writing->settling);
}

/*
 * Settles a call by itself, and takes it out of its list.  An answer that is
 * to blame for the failure is no answer; else the failure is ours, and it is
 * tried again.  False when it failed.
 */
bool
pnl_writing_settle(PnlWriting *writing, PnlCall *call)
{
	PnlFailure	why;
	bool		settled;

	dlist_delete(&call->node);
	dlist_push_tail(&writing->settling, &call->node);
	settled = pnl_writing_run(writing, write_settling, &why);
	if (!settled && pnl_held_blames_answer(call, &why))
	{
		pnl_error_init(&call->errand.error);
		pnl_error_set(&call->errand.error, PNL_ERR_PROTOCOL,
					  "the answer cannot be stored; the server log says why");
		settled = pnl_writing_run(writing, write_settling, &why);
	}
	dlist_delete(&call->node);
	if (settled)
		forget_call(writing, call);
	else
		keep_call(writing, call, &why);
	return settled;
}

/* Tries those again that are held and due. */
void
pnl_writing_settle_held(PnlWriting *writing)
{
	TimestampTz now = GetCurrentTimestamp();
	bool		any = false;
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &writing->held.calls)
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		if (call->try_at <= now)
			any |= pnl_writing_settle(writing, call);
	}
	if (any)
		pnl_shared_outcome_is_there();
}

/* ----------
 * After a transaction
 * ----------
 */

static void
forget_finished(PnlWriting *writing)
{
	dlist_mutable_iter iter;
	bool		any = !dlist_is_empty(&writing->finished);

	dlist_foreach_modify(iter, &writing->finished)
	{
		dlist_delete(iter.cur);
		forget_call(writing, dlist_container(PnlCall, node, iter.cur));
	}
	if (any)
		pnl_shared_outcome_is_there();
}

static void
forget_written(PnlWriting *writing)
{
	TimestampTz now = GetCurrentTimestamp();

	pnl_lanes_written(&writing->lanes);
	forget_finished(writing);
	pnl_lanes_let_suspects_go(&writing->lanes);
	pnl_lanes_free_retired(&writing->lanes);
	writing->looks = false;
	writing->recovers = false;
	writing->reloads = false;
	if (now >= writing->sweep_at)
		writing->sweep_at = pnl_writing_in_ms(SWEEP_INTERVAL_MS);
	if (now >= writing->prolong_at)
	{
		writing->prolong_at = TimestampTzPlusMilliseconds(now, pnl_rows_lease_s() * 1000L / 3);
		if (writing->prolonged || pnl_lanes_in_hand(&writing->lanes) == 0)
			writing->leased_until = TimestampTzPlusMilliseconds(now, pnl_rows_lease_s() * 1000L);
	}
}

/* ----------
 * When a transaction fails
 * ----------
 */

void
pnl_writing_release(PnlWriting *writing)
{
	int			count;
	int64	   *ids = pnl_lanes_list_shipments(&writing->lanes, true, &count);

	pnl_lanes_give_back(&writing->lanes, writing->claimer, ids, count);
}

/* What was not started is given back: now, or when it is possible again. */
static void
drop_unstarted(PnlWriting *writing)
{
	int			count;
	int64	   *ids;

	if (!pnl_writing_run(writing, pnl_writing_release, NULL))
	{
		ids = pnl_lanes_list_shipments(&writing->lanes, true, &count);
		pnl_lanes_leave(&writing->lanes, ids, count);
		pfree(ids);
	}
	pnl_lanes_drop_unstarted(&writing->lanes);
}

void
pnl_writing_survive(PnlWriting *writing)
{
	while (!dlist_is_empty(&writing->finished))
		(void) pnl_writing_settle(writing, dlist_head_element(PnlCall, node, &writing->finished));
	drop_unstarted(writing);
	pnl_lanes_let_suspects_go(&writing->lanes);
	writing->error_until = pnl_writing_in_ms(ERROR_PAUSE_MS);
	writing->looks = true;
}

void
pnl_writing_all(PnlWriting *writing, long naptime_ms)
{
	TimestampTz now = GetCurrentTimestamp();

	if (now >= writing->nap_until)
		writing->recovers = writing->looks = true;
	if (now >= writing->lanes.look_at || writing->wakes != pnl_shared_wakes())
		writing->looks = true;
	if (writing->looks)
	{
		/* before the look: a commit after it wakes us again */
		writing->wakes = pnl_shared_wakes();
		writing->nap_until = pnl_writing_in_ms(naptime_ms);
	}
	if (pnl_writing_run(writing, write_all, NULL))
		forget_written(writing);
	else
		pnl_writing_survive(writing);
}
