/*
 * settle.h
 *		What the answer to a call becomes, whatever its kind.
 *
 * In two parts: what is written, in a transaction, and what this process
 * remembers, once that is committed.
 */
#ifndef PNL_PG_OUTBOX_SETTLE_H
#define PNL_PG_OUTBOX_SETTLE_H

#include "postgres.h"

#include "core/policy/verdict.h"
#include "pg/outbox/call.h"

/*
 * Writes what a finished call came to, but for claims that are busy.  Throws
 * where that fails: with call->is_read the fault is ours, else the answer's.
 * What this process remembers is not changed, so it may be tried again.
 */
extern void pnl_settle_write(PnlCall *call, int claimer);

/*
 * Notes that it is committed; false while some claims of the call are still to
 * be written.
 */
extern bool pnl_settle_note(PnlCall *call);

/*
 * Does the rest once all of them are: frees the claims and the call; a
 * shipment with further parcels waits in its lane again.
 */
extern void pnl_settle_forget(PnlCall *call);

/* ----------
 * For the kinds of calls
 * ----------
 */

/* Whether a claim of the call is written now: it is not busy, and was not before. */
static inline bool
pnl_settle_is_due(const PnlCall *call, int i)
{
	return !call->done[i] && !call->busy[i];
}

/*
 * Settles a claim.  False when it is no longer ours (its lease ran out): nothing
 * else may be stored for it then.  Somebody else sends the same parcel under
 * the same barcode, and stores what that brings.
 */
extern bool pnl_settle_claim(PnlCall *call, int i, int claimer, const PnlVerdict *verdict);

/* The same of a call's only claim; the error of the attempt before stays. */
extern bool pnl_settle_as_told(PnlCall *call, int claimer, const PnlVerdict *verdict);

/* The same for one that is to be looked up, or was. */
extern bool pnl_settle_lookup(PnlCall *call, int claimer, int64 delay_ms, int lookups,
							  bool in_doubt);

/* The same where it failed. */
extern bool pnl_settle_failure(PnlCall *call, int i, int claimer, const PnlError *error);

/* Settles all claims of a call that failed. */
extern void pnl_settle_all_failed(PnlCall *call, int claimer);

/* Writes the outcome of a claim's attempt that was answered; "failure" may be NULL. */
extern void pnl_settle_attempt(const PnlCall *call, int i, const PnlError *failure);

/* Stores all barcodes of a claim; false where one is another parcel's. */
extern bool pnl_settle_barcodes(PnlClaim *claim);

/* Adds what the exchange knows to a failure: status, trace id, how the reply begins. */
extern void pnl_settle_complete(const PnlCall *call, PnlError *failure);

#endif							/* PNL_PG_OUTBOX_SETTLE_H */
