/*
 * retry.h
 *		Whether and when a failed call is made again, that a statement waits for.
 */
#ifndef PNL_CORE_POLICY_RETRY_H
#define PNL_CORE_POLICY_RETRY_H

#include "core/error.h"
#include "core/operation.h"

/*
 * True when the call may be made again: the operation is repeatable, the
 * failure is one that may pass, fewer than "retries" have been made, and
 * PostNL does not want a longer wait than "patience_ms".
 */
extern bool pnl_retry_allow(const PnlOperation *operation, const PnlError *error,
							int retries_made, int retries, int64_t patience_ms);

/*
 * How long to wait before the next try, in ms: as pnl_backoff_wait(), or what
 * PostNL asked for when that is longer.
 */
extern int64_t pnl_retry_wait(const PnlError *error, int retries_made, double random);

#endif							/* PNL_CORE_POLICY_RETRY_H */
