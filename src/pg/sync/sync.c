/*
 * sync.c
 *		Keeps status and events of the parcels that are followed up to date.
 *
 * Each step starts what may start, and in one short transaction writes what
 * has come, makes new questions and looks for accounts with something due.
 *
 * Rule for this file: a transaction that fails ends all rounds.  What they
 * remember need not agree with the tables then, and everything is asked again.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/timestamp.h"

#include "core/policy/moment.h"
#include "pg/base/guc.h"
#include "pg/base/report.h"
#include "pg/sync/sync.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_state.h"
#include "pg/sync/sync_store.h"

/* The tables are looked at so often, to be sure. */
#define LOOK_INTERVAL_MS (60 * 1000)

/* Not more often than this, whoever wakes us. */
#define LOOK_PAUSE_MS 1000

/* A transaction that failed is not tried again before. */
#define ERROR_PAUSE_MS 5000

/* An account that cannot be used is tried again after this. */
#define ACCOUNT_PAUSE_MS (5 * 60 * 1000)

/* Somebody else is at work on an account. */
#define LOCK_PAUSE_MS 5000

/* The limiter does not make anybody wait for longer. */
#define LONGEST_TURN_MS (60 * 60 * 1000)

struct PnlSync
{
	PnlScope	scope;
	Oid			role;
	char	   *only;			/* this account; NULL = all */
	MemoryContext context;		/* holds the sync, its rounds and reports */
	MemoryContext scratch;		/* of one transaction */
	dlist_head	rounds;			/* PnlRound */
	dlist_head	finished;		/* PnlAsk */
	TimestampTz look_at;		/* something becomes due, or is looked for */
	TimestampTz looked_at;
	TimestampTz error_until;	/* no transaction before */
	bool		has_begun;		/* the rounds of a function */
	List	   *reports;		/* PnlSyncReport */
};

static bool
is_by_hand(const PnlSync *sync)
{
	return sync->scope == PNL_IN_FUNCTION;
}

/* ----------
 * In a transaction
 * ----------
 */

/*
 * Writes an answer, in a subtransaction.  One that cannot be stored has
 * failed: returns false, and its error says so.
 */
static bool
try_write(PnlAsk *ask)
{
	PnlSubtransaction caller;
	PnlErrorKind before = ask->errand.error.kind;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		pnl_sync_store(ask);
		pnl_transaction_commit_sub(&caller);
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(caller.context);
		error = CopyErrorData();
		pnl_transaction_rollback_sub(&caller);
		if (ask->errand.error.kind != PNL_ERR_NONE ||
			(ask->round->by_hand && error->sqlerrcode == ERRCODE_QUERY_CANCELED))
			PG_RE_THROW();
		FlushErrorState();
		ereport(LOG,
				(errcode(error->sqlerrcode),
				 errmsg("an answer of PostNL's (%s) could not be stored: %s",
						ask->errand.operation->name, error->message)));
		pnl_error_set(&ask->errand.error, pnl_report_blames_answer(error->sqlerrcode) ?
					  PNL_ERR_PROTOCOL : PNL_ERR_LOCAL,
					  "%s (%s)", error->message, unpack_sql_state(error->sqlerrcode));
	}
	PG_END_TRY();
	return ask->errand.error.kind == before;
}

static void
write_ask(PnlAsk *ask)
{
	/* it is asked for again when it is free */
	if (ask->kind != PNL_ASK_FEED && pnl_sync_state_is_busy(ask->round, ask->shipment_id))
		return;
	if (try_write(ask))
		return;
	pnl_sync_plan_note_answer(ask);
	pnl_sync_store(ask);
}

/* Keeps for the caller of a function what was done for an account. */
static void
keep_report(PnlSync *sync, const PnlSyncState *state, const PnlSyncReport *done,
			const PnlError *error)
{
	MemoryContext previous;
	PnlSyncReport *report;

	if (!is_by_hand(sync))
		return;
	previous = MemoryContextSwitchTo(sync->context);
	report = palloc(sizeof(*report));
	*report = *done;
	report->account = pstrdup(state->account);
	report->environment = state->environment;
	report->fed_until = state->fed_until;
	report->error = *error;
	sync->reports = lappend(sync->reports, report);
	MemoryContextSwitchTo(previous);
}

static bool
has_round(const PnlSync *sync, const PnlSyncState *state)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &sync->rounds))
	{
		PnlRound   *round = dlist_container(PnlRound, node, iter.cur);

		if (round->state.environment == state->environment &&
			strcmp(round->state.account, state->account) == 0)
			return true;
	}
	return false;
}

static void
begin_round(PnlSync *sync, const PnlSyncState *state)
{
	PnlSyncReport nothing = {0};
	PnlRound   *round;
	PnlError	error;

	pnl_error_init(&error);
	round = pnl_sync_round_begin(sync->context, state, sync->role, is_by_hand(sync), &error);
	if (round != NULL)
	{
		round->state = pnl_sync_state_read(state, round->context);
		pnl_sync_plan_begin(round);
		dlist_push_tail(&sync->rounds, &round->node);
	}
	else if (error.kind == PNL_ERR_NONE)
		sync->look_at = Min(sync->look_at, pnl_sync_round_in_ms(LOCK_PAUSE_MS));
	else
	{
		pnl_sync_state_fail(state, pnl_sync_round_in_ms(ACCOUNT_PAUSE_MS), &error);
		keep_report(sync, state, &nothing, &error);
	}
}

/* Looks which accounts have something due, and begins their rounds. */
static void
look(PnlSync *sync)
{
	List	   *states = pnl_sync_state_list(sync->only);
	TimestampTz now = GetCurrentTimestamp();

	sync->looked_at = now;
	sync->look_at = pnl_sync_round_in_ms(LOOK_INTERVAL_MS);
	for (int i = 0; i < list_length(states); i++)
	{
		const PnlSyncState *state = list_nth(states, i);
		TimestampTz due = pnl_sync_plan_due(state, now);

		if (has_round(sync, state))
			continue;
		if (is_by_hand(sync) || due <= now)
			begin_round(sync, state);
		else
			sync->look_at = Min(sync->look_at, due);
	}
	sync->has_begun = true;
}

static bool
wants_look(const PnlSync *sync)
{
	TimestampTz now = GetCurrentTimestamp();

	if (is_by_hand(sync))
		return !sync->has_begun;
	return pnl_guc_sync_interval > 0 &&
		pnl_moment_within(sync->look_at, now, LOOK_INTERVAL_MS * PNL_MILLISECOND) <= now;
}

static void
write_round(PnlRound *round)
{
	bool		changed = round->unsaved[PNL_ASK_FEED] + round->unsaved[PNL_ASK_DETAIL] +
		round->unsaved[PNL_ASK_POLL] > 0;

	if (pnl_sync_plan_wants_work(round))
		pnl_sync_plan_fill(round);
	if (pnl_sync_plan_is_done(round))
		pnl_sync_round_end(round);
	if (changed || round->over)
		pnl_sync_state_save(round, round->over && !round->failed &&
							pnl_sync_plan_is_complete(round));
}

static void
write_all(void *arg)
{
	PnlSync    *sync = arg;
	dlist_iter	iter;

	if (!is_by_hand(sync))
		pnl_transaction_limit_waits();
	dlist_foreach(iter, &sync->finished)
	{
		write_ask(dlist_container(PnlAsk, node, iter.cur));
	}
	if (wants_look(sync))
		look(sync);
	dlist_foreach(iter, &sync->rounds)
	{
		write_round(dlist_container(PnlRound, node, iter.cur));
	}
}

/* ----------
 * After a transaction
 * ----------
 */

static void
forget_finished(PnlSync *sync)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &sync->finished)
	{
		dlist_delete(iter.cur);
		pnl_sync_round_free_ask(dlist_container(PnlAsk, node, iter.cur));
	}
}

static void
forget_written(PnlSync *sync)
{
	dlist_mutable_iter iter;

	forget_finished(sync);
	dlist_foreach_modify(iter, &sync->rounds)
	{
		PnlRound   *round = dlist_container(PnlRound, node, iter.cur);

		memset(round->unsaved, 0, sizeof(round->unsaved));
		if (!round->over)
			continue;
		keep_report(sync, &round->state, &round->report, &round->error);
		pnl_sync_round_free(round);
		/* to know when there is something to do again */
		pnl_sync_look(sync);
	}
}

static void
end_rounds(PnlSync *sync)
{
	dlist_mutable_iter iter;

	forget_finished(sync);
	dlist_foreach_modify(iter, &sync->rounds)
	{
		pnl_sync_round_free(dlist_container(PnlRound, node, iter.cur));
	}
}

static void
survive_failure(PnlSync *sync)
{
	end_rounds(sync);
	sync->error_until = pnl_sync_round_in_ms(ERROR_PAUSE_MS);
	sync->look_at = sync->error_until;
}

/* ----------
 * Steps
 * ----------
 */

static int
in_flight(const PnlSync *sync)
{
	int			count = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &sync->rounds))
	{
		count += dlist_container(PnlRound, node, iter.cur)->in_flight;
	}
	return count;
}

/* Takes a question that has its answer, or will have none. */
static void
finish_ask(PnlSync *sync, PnlAsk *ask)
{
	pnl_sync_plan_note_answer(ask);
	dlist_push_tail(&sync->finished, &ask->node);
}

static void
start_asks(PnlSync *sync, int room)
{
	TimestampTz now = GetCurrentTimestamp();
	dlist_iter	iter;

	room -= in_flight(sync);
	dlist_foreach(iter, &sync->rounds)
	{
		PnlRound   *round = dlist_container(PnlRound, node, iter.cur);
		PnlAsk	   *failed;

		pnl_sync_round_stop_if_old(round);
		if (round->stops)
			pnl_sync_round_drop_ready(round);
		if (pnl_moment_within(round->turn_at, now, LONGEST_TURN_MS * PNL_MILLISECOND) > now)
			continue;
		while (room > 0 && !dlist_is_empty(&round->ready) &&
			   pnl_sync_round_start(round, &failed))
		{
			room--;
			if (failed != NULL)
				finish_ask(sync, failed);
		}
	}
}

static bool
is_pausing(const PnlSync *sync)
{
	TimestampTz now = GetCurrentTimestamp();

	return pnl_moment_within(sync->error_until, now, ERROR_PAUSE_MS * PNL_MILLISECOND) > now;
}

static bool
wants_transaction(const PnlSync *sync)
{
	dlist_iter	iter;

	if (is_pausing(sync))
		return false;
	if (!dlist_is_empty(unconstify(dlist_head *, &sync->finished)) ||
		wants_look(sync))
		return true;
	dlist_foreach(iter, unconstify(dlist_head *, &sync->rounds))
	{
		PnlRound   *round = dlist_container(PnlRound, node, iter.cur);

		if (pnl_sync_plan_wants_work(round) || pnl_sync_plan_is_done(round))
			return true;
	}
	return false;
}

int64
pnl_sync_timeout(const PnlSync *sync)
{
	TimestampTz now = GetCurrentTimestamp();
	TimestampTz next = is_by_hand(sync) || pnl_guc_sync_interval == 0 ?
		TimestampTzPlusMilliseconds(now, LOOK_INTERVAL_MS) : sync->look_at;
	dlist_iter	iter;

	if (wants_transaction(sync))
		return 0;
	dlist_foreach(iter, unconstify(dlist_head *, &sync->rounds))
	{
		PnlRound   *round = dlist_container(PnlRound, node, iter.cur);

		if (!dlist_is_empty(&round->ready) && round->turn_at != 0)
			next = Min(next, round->turn_at);
	}
	if (is_pausing(sync))
		next = Max(next, sync->error_until);
	return Max(TimestampDifferenceMilliseconds(now, next), 0);
}

bool
pnl_sync_take(PnlSync *sync, PnlExchange *exchange)
{
	dlist_iter	iter;

	dlist_foreach(iter, &sync->rounds)
	{
		if (dlist_container(PnlRound, node, iter.cur)->transfers != exchange->set)
			continue;
		finish_ask(sync, pnl_sync_round_take(exchange));
		return true;
	}
	return false;
}

void
pnl_sync_look(PnlSync *sync)
{
	sync->look_at = Min(sync->look_at,
						TimestampTzPlusMilliseconds(sync->looked_at, LOOK_PAUSE_MS));
}

void
pnl_sync_reload(PnlSync *sync)
{
	dlist_iter	iter;

	dlist_foreach(iter, &sync->rounds)
	{
		dlist_container(PnlRound, node, iter.cur)->stops = true;
	}
	pnl_sync_look(sync);
}

bool
pnl_sync_act(PnlSync *sync, int room)
{
	start_asks(sync, room);
	if (wants_transaction(sync))
	{
		if (pnl_transaction_run(sync->scope, false, sync->scratch,
								"the status of parcels could not be written", write_all, sync,
								NULL))
			forget_written(sync);
		else
			survive_failure(sync);
		start_asks(sync, room);
	}
	return !dlist_is_empty(&sync->rounds);
}

/* ----------
 * Beginning and ending
 * ----------
 */

PnlSync *
pnl_sync_begin(PnlScope scope, Oid role, const char *account)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "postnl sync",
												  ALLOCSET_DEFAULT_SIZES);
	PnlSync    *sync = MemoryContextAllocZero(context, sizeof(*sync));

	sync->context = context;
	sync->scratch = AllocSetContextCreate(context, "postnl sync transaction",
										  ALLOCSET_DEFAULT_SIZES);
	sync->scope = scope;
	sync->role = role;
	sync->only = account != NULL ? MemoryContextStrdup(context, account) : NULL;
	dlist_init(&sync->rounds);
	dlist_init(&sync->finished);
	return sync;
}

List *
pnl_sync_reports(const PnlSync *sync)
{
	return sync->reports;
}

void
pnl_sync_end(PnlSync *sync)
{
	end_rounds(sync);
	MemoryContextDelete(sync->context);
}
