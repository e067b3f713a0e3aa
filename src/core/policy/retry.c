/*
 * retry.c
 *		Whether and when a failed call is made again, that a statement waits for.
 *
 * What may be repeated is data elsewhere: PnlOperation.flags says which
 * operation, reply.c and transfer.c say which failure.
 */
#include "core/policy/backoff.h"
#include "core/policy/moment.h"
#include "core/policy/retry.h"

bool
pnl_retry_allow(const PnlOperation *operation, const PnlError *error, int retries_made,
				int retries, int64_t patience_ms)
{
	return error->transient && (operation->flags & PNL_REPEATABLE) != 0 &&
		retries_made < retries && error->retry_after_ms <= patience_ms;
}

int64_t
pnl_retry_wait(const PnlError *error, int retries_made, double random)
{
	return pnl_moment_later(pnl_backoff_wait(PNL_BACKOFF_CALL, retries_made + 1, random),
							error->retry_after_ms);
}
