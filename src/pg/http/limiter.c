/*
 * limiter.c
 *		The share of each API key in PostNL's limit of calls a minute.
 *
 * A minute is a ring of slots, each counting the calls started in it.  The
 * sum over the ring is what PostNL may have counted in any minute, so a burst
 * may use the whole limit at once and never exceed it.
 *
 * Locking: one LWLock guards everything in LimiterState.  It is held for a
 * few hundred nanoseconds and never across a wait.
 */
#include "postgres.h"

#include "storage/lwlock.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/base/shared_memory.h"
#include "pg/http/limiter.h"

/* Keys in use at the same time; the least recently used makes room. */
#define LIMITER_KEYS 64

#define SLOTS_PER_MINUTE 600
#define SLOT_LENGTH (USECS_PER_MINUTE / SLOTS_PER_MINUTE)

/*
 * How long others stand back once the turn of one that goes before them has
 * come: time enough to wake up and take it.
 */
#define GRACE (1 * USECS_PER_SEC)

/* What the sync may use of the limit, of a hundred. */
#define SYNC_SHARE 75

typedef struct LimiterKey
{
	uint64		hash;			/* 0 = unused */
	TimestampTz last_used;
	TimestampTz paused_until;
	TimestampTz wanted_until[PNL_TURN_SYNC];	/* somebody waits for a turn until
												 * then */
	int64		newest_slot;	/* number of the newest slot in the ring */
	int			total;			/* sum of the ring */
	uint16		started[SLOTS_PER_MINUTE];
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

/* The entry of a key, made in place of the least recently used if new. */
static LimiterKey *
find_key(uint64 hash, TimestampTz now)
{
	LimiterKey *oldest = &state->keys[0];

	for (int i = 0; i < LIMITER_KEYS; i++)
	{
		LimiterKey *key = &state->keys[i];

		if (key->hash == hash)
		{
			key->last_used = now;
			return key;
		}
		if (key->last_used < oldest->last_used)
			oldest = key;
	}
	memset(oldest, 0, sizeof(*oldest));
	oldest->hash = hash;
	oldest->last_used = now;
	oldest->newest_slot = now / SLOT_LENGTH;
	return oldest;
}

/* Moves the ring to the present, forgetting what is older than a minute. */
static void
advance_ring(LimiterKey *key, TimestampTz now)
{
	int64		slot = now / SLOT_LENGTH;
	int64		steps = slot - key->newest_slot;

	/* a clock that was set back by more than the ring makes it worthless */
	if (steps < -SLOTS_PER_MINUTE)
	{
		memset(key->started, 0, sizeof(key->started));
		key->total = 0;
		key->newest_slot = slot;
	}
	if (steps <= 0)
		return;
	for (int64 i = 1; i <= Min(steps, SLOTS_PER_MINUTE); i++)
	{
		uint16	   *started = &key->started[(key->newest_slot + i) % SLOTS_PER_MINUTE];

		key->total -= *started;
		*started = 0;
	}
	key->newest_slot = slot;
}

/* When the oldest calls leave the minute, from now. */
static int64
time_to_free_slot(const LimiterKey *key, TimestampTz now)
{
	for (int64 age = SLOTS_PER_MINUTE - 1; age >= 0; age--)
	{
		int64		slot = key->newest_slot - age;

		if (key->started[slot % SLOTS_PER_MINUTE] > 0)
			return Max((slot + SLOTS_PER_MINUTE) * SLOT_LENGTH - now, 1000);
	}
	return SLOT_LENGTH;
}

static int64
take_turn(LimiterKey *key, int per_minute, PnlTurn turn, TimestampTz now)
{
	uint16	   *started;

	if (key->paused_until > now)
		return key->paused_until - now;
	for (PnlTurn before = 0; before < turn; before++)
		if (key->wanted_until[before] > now)
			return key->wanted_until[before] - now;
	if (per_minute <= 0)
		return 0;
	if (turn == PNL_TURN_SYNC)
		per_minute = Max((int) ((int64) per_minute * SYNC_SHARE / 100), 1);
	advance_ring(key, now);
	started = &key->started[key->newest_slot % SLOTS_PER_MINUTE];
	if (key->total >= per_minute || *started == PG_UINT16_MAX)
		return time_to_free_slot(key, now);
	(*started)++;
	key->total++;
	return 0;
}

int64
pnl_limiter_take(const PnlLimit *limit, PnlTurn turn)
{
	TimestampTz now = GetCurrentTimestamp();
	LimiterKey *key;
	int64		wait;

	lock_state();
	key = find_key(limit->key_hash, now);
	wait = take_turn(key, limit->per_minute, turn, now);
	if (wait > 0 && turn < PNL_TURN_SYNC)
		key->wanted_until[turn] = now + wait + GRACE;
	unlock_state();
	return wait;
}

void
pnl_limiter_pause(const PnlLimit *limit, int64 pause_ms)
{
	TimestampTz now = GetCurrentTimestamp();
	LimiterKey *key;

	lock_state();
	key = find_key(limit->key_hash, now);
	key->paused_until = Max(key->paused_until, now + pause_ms * 1000);
	unlock_state();
}
