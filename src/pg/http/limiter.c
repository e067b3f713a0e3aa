/*
 * limiter.c
 *		The share of each API key in PostNL's limit of calls a minute.
 *
 * The keys in use, and their turns where all backends see them; the rules are
 * in core/policy/turns.c.
 *
 * Locking: one LWLock guards everything in LimiterState.  It is held for a
 * few hundred nanoseconds and never across a wait.  The clock is read while it
 * is held: turns are to see it go one way only.
 */
#include "postgres.h"

#include "storage/lwlock.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/base/shared_memory.h"
#include "pg/http/limiter.h"

/* Keys in use at the same time; the least recently used makes room. */
#define LIMITER_KEYS 64

typedef struct LimiterKey
{
	uint64		hash;			/* 0 = unused */
	TimestampTz last_used;
	PnlTurns	turns;
} LimiterKey;

typedef struct LimiterState
{
	LWLock	   *lock;			/* NULL when the state is this backend's own */
	LimiterKey	keys[LIMITER_KEYS];
} LimiterState;

static LimiterState *state = NULL;

static void
attach_state(void *memory, LWLock *lock, bool is_new)
{
	state = memory;
	if (is_new)
		state->lock = lock;
}

static PnlSharedMemory shared_state = {
	.name = "postnl limiter",
	.size = sizeof(LimiterState),
	.attach = attach_state,
};

void
pnl_limiter_init(void)
{
	pnl_shared_memory_reserve(&shared_state);
}

bool
pnl_limiter_is_shared(void)
{
	return state != NULL && state->lock != NULL;
}

static void
lock_state(void)
{
	if (state == NULL)
		state = MemoryContextAllocZero(TopMemoryContext, sizeof(LimiterState));
	if (state->lock != NULL)
		LWLockAcquire(state->lock, LW_EXCLUSIVE);
}

static void
unlock_state(void)
{
	if (state->lock != NULL)
		LWLockRelease(state->lock);
}

/* The turns of a key, in place of the least recently used if it is new. */
static PnlTurns *
find_turns(uint64 hash, TimestampTz now)
{
	LimiterKey *oldest = &state->keys[0];

	for (int i = 0; i < LIMITER_KEYS; i++)
	{
		LimiterKey *key = &state->keys[i];

		if (key->hash == hash)
		{
			key->last_used = now;
			return &key->turns;
		}
		if (key->last_used < oldest->last_used)
			oldest = key;
	}
	oldest->hash = hash;
	oldest->last_used = now;
	pnl_turns_begin(&oldest->turns, now);
	return &oldest->turns;
}

int64
pnl_limiter_take(const PnlLimit *limit, PnlTurn turn)
{
	TimestampTz now;
	int64		wait;

	lock_state();
	now = GetCurrentTimestamp();
	wait = pnl_turns_take(find_turns(limit->key_hash, now), limit->per_minute, turn, now);
	unlock_state();
	return wait;
}

void
pnl_limiter_pause(const PnlLimit *limit, int64 pause_ms)
{
	TimestampTz now;

	lock_state();
	now = GetCurrentTimestamp();
	pnl_turns_pause(find_turns(limit->key_hash, now), pause_ms, now);
	unlock_state();
}
