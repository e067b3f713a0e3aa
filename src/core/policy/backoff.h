/*
 * backoff.h
 *		How long to wait after failures: all waits that grow, in one table.
 */
#ifndef PNL_CORE_POLICY_BACKOFF_H
#define PNL_CORE_POLICY_BACKOFF_H

#include <stdint.h>

/* What is tried again. */
typedef enum PnlBackoff
{
	PNL_BACKOFF_CALL,			/* a call that a statement waits for */
	PNL_BACKOFF_SHIPMENT,		/* a shipment that may be the reason itself */
	PNL_BACKOFF_LANE,			/* the shipments of an account, which share a trouble */
	PNL_BACKOFF_SYNC,			/* the parcels of an account, which share one */
	PNL_BACKOFF_LOCK,			/* a row that somebody has locked */
	PNL_BACKOFF_PARCEL,			/* a parcel that PostNL gave no answer on */
	PNL_BACKOFF_UNKNOWN,		/* a parcel that PostNL does not know yet */
	PNL_BACKOFF_STALE,			/* a parcel whose answer is older than its news */
	PNL_BACKOFFS				/* number of these, keep last */
} PnlBackoff;

/*
 * Milliseconds to wait after so many failures in a row: so many times as long with
 * each, up to a longest wait, and spread where others may wait for the same.
 */
extern int64_t pnl_backoff_wait(PnlBackoff backoff, int failures, double random);

/* No wait takes more steps to be the longest. */
#define PNL_BACKOFF_MOST_STEPS 16

/*
 * The same waits, not spread, for a statement that counts failures itself: after
 * the first failure, the second and so on, the last of them being for all that
 * follow.  Returns how many.
 */
extern int	pnl_backoff_steps(PnlBackoff backoff, int64_t steps[PNL_BACKOFF_MOST_STEPS]);

/* The longest of these waits, the spread included. */
extern int64_t pnl_backoff_longest(PnlBackoff backoff);

/* A length of time spread by a quarter up and down, against herds. */
extern int64_t pnl_backoff_spread(int64_t length, double random);

#endif							/* PNL_CORE_POLICY_BACKOFF_H */
