/*
 * retry.c
 *		Whether and when a failed call is made again.
 *
 * What may be repeated is data elsewhere: PnlOperation.flags says which
 * operation, reply.c and transfer.c say which failure.
 */
#include "postgres.h"

#include "common/pg_prng.h"

#include "pg/ask/retry.h"
#include "pg/base/guc.h"

/* First delay, doubled each time up to the cap; PostNL's SDK uses 1 s, 10 s. */
#define BASE_DELAY_MS 500
#define MAX_DELAY_MS 10000

/* Delays are spread by this part up and down, against herds. */
#define JITTER 0.25

bool
pnl_retry_allowed(const PnlOperation *operation, const PnlError *error,
				  int retries_made, int retries)
{
	return error->transient && (operation->flags & PNL_REPEATABLE) != 0 &&
		retries_made < retries && error->retry_after_ms <= pnl_guc_limiter_wait;
}

int64
pnl_retry_delay(const PnlError *error, int retries_made)
{
	int64		delay = BASE_DELAY_MS;

	for (int i = 0; i < retries_made && delay < MAX_DELAY_MS; i++)
		delay *= 2;
	delay = Min(delay, MAX_DELAY_MS);
	delay = (int64) (delay * (1 - JITTER + 2 * JITTER * pg_prng_double(&pg_global_prng_state)));
	return Max(delay, error->retry_after_ms);
}
