/*
 * retry.h
 *		Whether and when a failed call is made again.
 */
#ifndef PNL_PG_ASK_RETRY_H
#define PNL_PG_ASK_RETRY_H

#include "postgres.h"

#include "core/error.h"
#include "core/operation.h"

/*
 * True when the call may be made again: the operation is repeatable, the
 * failure is one that may pass, fewer than "retries" have been made, and
 * PostNL does not want a longer wait than postnl.limiter_wait.
 */
extern bool pnl_retry_allowed(const PnlOperation *operation,
							  const PnlError *error, int retries_made,
							  int retries);

/*
 * How long to wait before the next try, in ms: exponential with jitter, or
 * what PostNL asked for when that is longer.
 */
extern int64 pnl_retry_delay(const PnlError *error, int retries_made);

#endif							/* PNL_PG_ASK_RETRY_H */
