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

typedef struct PnlLimit
{
	uint64		key_hash;		/* of the API key; never the key itself */
	int			per_minute;		/* 0 or less = no limit */
} PnlLimit;

/* Reserves shared memory; from _PG_init() while preloading. */
extern void pnl_limiter_init(void);

/* True when all backends share the limiter. */
extern bool pnl_limiter_is_shared(void);

/* Who takes a turn; each goes before those below it. */
typedef enum PnlTurn
{
	PNL_TURN_PERSON,			/* a statement that somebody waits for */
	PNL_TURN_SHIPMENT,
	PNL_TURN_SYNC
} PnlTurn;

/*
 * Takes a turn for one call.  Returns 0 when the call may start now, else
 * how many microseconds to wait before asking again.  Whoever waits is waited
 * for by those that go behind, and the sync leaves a part of the limit to
 * the others, so that a shipment need not wait for what was asked before it
 * came.
 */
extern int64 pnl_limiter_take(const PnlLimit *limit, PnlTurn turn);

/* Stops the key for all, after a 429 from PostNL. */
extern void pnl_limiter_pause(const PnlLimit *limit, int64 pause_ms);

#endif							/* PNL_PG_HTTP_LIMITER_H */
