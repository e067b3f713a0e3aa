/*
 * sync_round.c
 *		One account's round of the sync: beginning, calls, end.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/policy/backoff.h"
#include "pg/ask/bind_value.h"
#include "pg/base/guc.h"
#include "pg/base/lock_kind.h"
#include "pg/base/random.h"
#include "pg/process/shared.h"
#include "pg/sync/sync_round.h"

/* A worker's round ends after this, so that the next one sees what has changed. */
#define ROUND_AGE_MS (5 * 60 * 1000)

/* What somebody had locked is looked at again after this. */
#define LOCK_WAIT_MS (15 * 1000)

/* ----------
 * Beginning and ending
 * ----------
 */

static LOCKTAG
round_tag(const PnlSyncState *state)
{
	uint32		hash = hash_bytes((const unsigned char *) state->account,
								  (int) strlen(state->account));

	return pnl_lock_kind_tag(PNL_LOCK_ROUND, PNL_LOCK_CLASS,
							 hash_combine(hash, (uint32) state->environment));
}

/* A session waits for the round of a worker to end; a worker does something else. */
static bool
take_lock(const LOCKTAG *tag, bool by_hand)
{
	return LockAcquire(tag, ExclusiveLock, !by_hand, !by_hand) != LOCKACQUIRE_NOT_AVAIL;
}

static bool
check_account(const PnlAccount *account, const PnlSyncState *state, PnlError *error)
{
	if (account == NULL)
		return pnl_error_set(error, PNL_ERR_NO_KEY, "account \"%s\" no longer exists",
							 state->account);
	if (account->environment != state->environment)
		return pnl_error_set(error, PNL_ERR_NO_KEY,
							 "account \"%s\" is in %s now, and its parcels are in %s",
							 state->account, pnl_environment_name(account->environment),
							 pnl_environment_name(state->environment));
	return true;
}

static PnlAccount *
open_account(const PnlSyncState *state, Oid role, PnlError *error)
{
	PnlAccount *account = pnl_account_look_up(role, state->account);

	if (!check_account(account, state, error) || !pnl_account_read_key(account, error))
		return NULL;
	return account;
}

static PnlRound *
make_round(MemoryContext context, PnlAccount *account, const PnlSyncState *state, bool by_hand)
{
	PnlRound   *round = palloc0(sizeof(*round));

	round->context = context;
	round->account = account;
	round->lock = round_tag(state);
	round->by_hand = by_hand;
	round->began_at = GetCurrentTimestamp();
	round->limit = pnl_account_limit(account);
	round->state = *state;
	round->state.account = pstrdup(state->account);
	dlist_init(&round->ready);
	dlist_init(&round->flying);
	pnl_error_init(&round->error);
	round->transfers = pnl_account_begin_transfers(account);
	return round;
}

PnlRound *
pnl_sync_round_begin(MemoryContext parent, const PnlSyncState *state, Oid role, bool by_hand,
					 PnlError *error)
{
	LOCKTAG		tag = round_tag(state);
	MemoryContext context;
	MemoryContext previous;
	PnlAccount *account;
	PnlRound   *round = NULL;

	if (!take_lock(&tag, by_hand))
		return NULL;
	context = AllocSetContextCreate(parent, "postnl sync round", ALLOCSET_SMALL_SIZES);
	previous = MemoryContextSwitchTo(context);
	account = open_account(state, role, error);
	if (account != NULL)
		round = make_round(context, account, state, by_hand);
	MemoryContextSwitchTo(previous);
	if (round != NULL)
		return round;
	if (!by_hand)
		LockRelease(&tag, ExclusiveLock, true);
	MemoryContextDelete(context);
	return NULL;
}

void
pnl_sync_round_stop_if_old(PnlRound *round)
{
	TimestampTz now = GetCurrentTimestamp();

	if (!round->by_hand &&
		(now < round->began_at ||
		 now >= TimestampTzPlusMilliseconds(round->began_at, ROUND_AGE_MS)))
		round->stops = true;
}

void
pnl_sync_round_drop_ready(PnlRound *round)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &round->ready)
	{
		round->dropped = true;
		dlist_delete(iter.cur);
		pnl_sync_round_free_ask(dlist_container(PnlAsk, node, iter.cur));
	}
}

void
pnl_sync_round_free(PnlRound *round)
{
	dlist_delete(&round->node);
	pnl_shared_counters()->in_flight -= round->in_flight;
	pnl_transfer_end(round->transfers);
	pnl_account_forget_key(round->account);
	if (!round->by_hand)
		LockRelease(&round->lock, ExclusiveLock, true);
	MemoryContextDelete(round->context);
}

static int64
wait_after_failures(int failures)
{
	return pnl_backoff_wait(PNL_BACKOFF_SYNC, failures, pnl_random_fraction());
}

void
pnl_sync_round_end(PnlRound *round)
{
	PnlSyncState *state = &round->state;

	round->over = true;
	if (round->failed || round->feed_fails)
		state->failures++;
	else
		state->failures = 0;
	state->retry_at = round->failed ? pnl_sync_round_in_ms(wait_after_failures(state->failures)) :
		round->busy != NIL ? pnl_sync_round_in_ms(LOCK_WAIT_MS) : 0;
	if (round->feed_fails)
		state->feed_at = pnl_sync_round_in_ms(wait_after_failures(state->failures));
}

/* ----------
 * Questions
 * ----------
 */

static const PnlErrandKind errand_kind = {.turn = PNL_TURN_SYNC};

PnlAsk *
pnl_sync_round_make_ask(PnlRound *round, PnlAskKind kind, const PnlOperation *operation)
{
	MemoryContext context = AllocSetContextCreate(round->context, "postnl question",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext previous = MemoryContextSwitchTo(context);
	PnlAsk	   *ask = palloc0(sizeof(*ask));

	ask->context = context;
	ask->round = round;
	ask->kind = kind;
	pnl_errand_init(&ask->errand, &errand_kind, operation, round->account->key, ask);
	pnl_bind_value_begin(&ask->errand.arguments, operation, round->account);
	pnl_bind_value_named_text(&ask->errand.arguments, operation, "language",
							  *pnl_guc_language != '\0' ? pnl_guc_language : NULL);
	MemoryContextSwitchTo(previous);
	round->in_hand++;
	return ask;
}

void
pnl_sync_round_free_ask(PnlAsk *ask)
{
	ask->round->in_hand--;
	pnl_errand_free(&ask->errand);
	MemoryContextDelete(ask->context);
}

/* ----------
 * Starting and finishing
 * ----------
 */

bool
pnl_sync_round_start(PnlRound *round, PnlAsk **failed)
{
	PnlAsk	   *ask = dlist_head_element(PnlAsk, node, &round->ready);
	int64		wait_us;

	*failed = NULL;
	if (!pnl_errand_make(&ask->errand, round->transfers))
	{
		dlist_delete(&ask->node);
		*failed = ask;
		return true;
	}
	ask->asked_at = GetCurrentTimestamp();
	wait_us = pnl_errand_drive(&ask->errand, &round->limit);
	round->turn_at = wait_us > 0 ? GetCurrentTimestamp() + wait_us : 0;
	if (wait_us > 0)
		return false;
	dlist_delete(&ask->node);
	dlist_push_tail(&round->flying, &ask->node);
	round->in_flight++;
	round->report.calls[ask->kind]++;
	round->unsaved[ask->kind]++;
	pnl_shared_counters()->calls++;
	pnl_shared_counters()->in_flight++;
	return true;
}

PnlAsk *
pnl_sync_round_take(PnlExchange *exchange)
{
	PnlAsk	   *ask = pnl_errand_finish(exchange)->owner;

	dlist_delete(&ask->node);
	ask->round->in_flight--;
	pnl_shared_counters()->in_flight--;
	return ask;
}
