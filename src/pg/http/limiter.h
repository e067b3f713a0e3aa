/*
 * limiter.h
 *		The share of each API key in PostNL's limit of calls a minute.
 *
 * One window per key: no more calls start in any minute than the limit
 * allows.  With shared_preload_libraries all backends of the server share
 * it; without, each backend limits itself.
 */
#ifndef PNL_PG_HTTP_LIMITER_H
#define PNL_PG_HTTP_LIMITER_H

#include "postgres.h"

#include "core/policy/turns.h"

typedef struct PnlLimit
{
	uint64		key_hash;		/* of the API key; never the key itself */
	int			per_minute;		/* 0 or less = no limit */
} PnlLimit;

/* Reserves shared memory; from _PG_init() while preloading. */
extern void pnl_limiter_init(void);

/* True when all backends share the limiter. */
extern bool pnl_limiter_is_shared(void);

/* Takes a turn for one call, as pnl_turns_take(). */
extern int64 pnl_limiter_take(const PnlLimit *limit, PnlTurn turn);

/* Stops the key for all, after a 429 from PostNL. */
extern void pnl_limiter_pause(const PnlLimit *limit, int64 pause_ms);

#endif							/* PNL_PG_HTTP_LIMITER_H */
