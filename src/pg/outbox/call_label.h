/*
 * call_label.h
 *		Calls that announce shipments to PostNL, and get their labels.
 */
#ifndef PNL_PG_OUTBOX_CALL_LABEL_H
#define PNL_PG_OUTBOX_CALL_LABEL_H

#include "pg/outbox/call.h"

/* Whether a claim has all that it needs to be announced. */
extern bool pnl_call_label_is_possible(const PnlClaim *claim);

/*
 * Makes one for such a waiting claim and those that go with it, and stores
 * their barcodes: in a transaction.  False when it waits for company, which it
 * does not where this is the "last" chance; where a barcode is another
 * parcel's, the claim waits for another, or the call is one that has failed.
 */
extern bool pnl_call_label_make(PnlLane *lane, PnlClaim *claim, bool last);

/* A claim that cannot even be read is a call that has failed before it began. */
extern void pnl_call_label_make_unreadable(PnlLane *lane, PnlClaim *claim);

#endif							/* PNL_PG_OUTBOX_CALL_LABEL_H */
