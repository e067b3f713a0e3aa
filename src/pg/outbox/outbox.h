/*
 * outbox.h
 *		The outbox's tables, as claims and settlements see them.
 *
 * All of these run inside a short transaction of the caller's (transaction.h).
 * A claim is kept by a lease, and by a lock of the claimer's that ends with
 * its process: whichever is over first gives the shipment free.
 */
#ifndef PNL_PG_OUTBOX_H
#define PNL_PG_OUTBOX_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/outbox/claim.h"
#include "pg/ship/shipping.h"

/* One account and environment with queued shipments. */
typedef struct PnlDue
{
	char	   *account;
	PnlEnvironment environment;
	TimestampTz next_attempt_at;	/* of the one that is due first */
	TimestampTz later_at;		/* of the first that is not due yet; 0 = none */
	TimestampTz paused_until;	/* 0 = not paused */
	int			pause_failures;
	bool		suspects_due;	/* some of what is due was in hand when a process ended */
} PnlDue;

/* All of them, in the current memory context. */
extern List *pnl_outbox_due(void);

/*
 * Claims up to "limit" shipments that are due, oldest first: "suspects", which
 * were in hand when a process ended, or the others.  Returns PnlClaim's
 * without their descriptions read, each in a context below "parent".
 */
extern List *pnl_outbox_claim(const char *account, PnlEnvironment environment, int limit,
							  bool suspects, int claimer, MemoryContext parent);

/* How long a claim's lease is, in seconds. */
extern int	pnl_outbox_lease_s(void);

/*
 * Stores the barcodes that a claim was given: before its call is made.  False
 * when one is another parcel's: the claim is without it from then on.
 */
extern bool pnl_outbox_store_barcodes(PnlClaim *claim);

/* Writes an attempt before its call is made; returns its number. */
extern int64 pnl_outbox_begin_attempt(int64 shipment_id, const char *operation);

/* Its outcome; sqlstate 0 = none. */
extern void pnl_outbox_end_attempt(int64 attempt_id, int http_status, int ms, int sqlstate);

/*
 * Settles a claim.  "error" is the failure, NULL = none.  False when the claim
 * is no longer the claimer's: nothing was changed then, and nothing may be
 * stored for it.
 */
extern bool pnl_outbox_settle(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
							  const PnlError *error);

/* The same where the failure of the attempt before is what counts: it stays. */
extern bool pnl_outbox_settle_as_told(const PnlClaim *claim, int claimer,
									  const PnlVerdict *verdict);

/* The same for one that goes on to be looked up, or was. */
extern bool pnl_outbox_settle_lookup(const PnlClaim *claim, int claimer, int64 delay_ms,
									 int lookups, bool in_doubt);

/* Whether the claim is the claimer's still; locks the row. */
extern bool pnl_outbox_is_ours(const PnlClaim *claim, int claimer);

/* What PostNL said of a parcel of the claim: the parcel is announced. */
extern void pnl_outbox_store_parcel(const PnlClaim *claim, int number,
									const PnlShippedParcel *parcel);

#endif							/* PNL_PG_OUTBOX_H */
