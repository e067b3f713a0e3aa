/*
 * rows.h
 *		The rows of a claimer: claimed, attempted, settled and given back.
 *
 * All of these run inside a short transaction of the caller's (transaction.h).
 * A claim is kept by a lease, and by a lock of the claimer's (claimer.h):
 * whichever is over first gives the shipment free.
 *
 * A row of postnl.shipment that is in the outbox is changed here while it is
 * claimed, and by queue.h when it is not.  What a claimer knows of its parcels is
 * stored by ship/parcel.h.
 */
#ifndef PNL_PG_OUTBOX_ROWS_H
#define PNL_PG_OUTBOX_ROWS_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/outbox/claim.h"
#include "pg/ship/shipping.h"

/*
 * Claims up to "most" shipments that are due, oldest first: "suspects", which
 * were in hand when a process ended, or the others.  Returns PnlClaim's
 * without their descriptions read, each in a context below "parent".
 */
extern List *pnl_rows_claim(const char *account, PnlEnvironment environment, int most,
							bool suspects, int claimer, MemoryContext parent);

/* How long a claim's lease is, in seconds. */
extern int	pnl_rows_lease_s(void);

/*
 * Stores the barcodes that a claim was given: before its call is made.  False
 * when one is another parcel's: the claim is without it from then on.
 */
extern bool pnl_rows_store_barcodes(PnlClaim *claim);

/* Writes an attempt before its call is made; returns its number. */
extern int64 pnl_rows_begin_attempt(int64 shipment_id, const char *operation);

/* Its outcome; sqlstate 0 = none. */
extern void pnl_rows_end_attempt(int64 attempt_id, int http_status, int ms, int sqlstate);

/*
 * Finds which of these claims cannot be written now, since somebody has a row
 * of theirs locked, and locks the others.  Waits for nobody.
 */
extern void pnl_rows_find_busy(const int64 *shipment_ids, int count, int claimer, bool *busy);

/*
 * Settles a claim.  "error" is the failure, NULL = none.  False when the claim
 * is no longer the claimer's: nothing was changed then, and nothing may be
 * stored for it.
 */
extern bool pnl_rows_settle(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
							const PnlError *error);

/* The same where the failure of the attempt before is what counts: it stays. */
extern bool pnl_rows_settle_as_told(const PnlClaim *claim, int claimer,
									const PnlVerdict *verdict);

/* The same for one that goes on to be looked up, or was. */
extern bool pnl_rows_settle_lookup(const PnlClaim *claim, int claimer, int64 delay_ms,
								   int lookups, bool in_doubt);

/* Whether the claim is the claimer's still; locks the row. */
extern bool pnl_rows_is_ours(const PnlClaim *claim, int claimer);

/* Prolongs the leases of these shipments of the claimer's; returns of how many. */
extern int	pnl_rows_prolong(int claimer, const int64 *shipment_ids, int count);

/*
 * Gives these free, of which PostNL has not been told.  Those that somebody
 * else has locked are put into "left", which has room for all; returns their
 * count.
 */
extern int	pnl_rows_release(int claimer, const int64 *shipment_ids, int count, int64 *left);

/* Gives these free, whose calls are on the way: they are in doubt. */
extern void pnl_rows_abandon(int claimer, const int64 *shipment_ids, int count);

/*
 * Gives all free that the claimer has, by what the tables say alone: when its
 * process ends in order, but cannot look at its own memory any more.  Waits
 * for nobody; what somebody else has locked is left as if by a crash.
 */
extern void pnl_rows_let_go(int claimer);

#endif							/* PNL_PG_OUTBOX_ROWS_H */
