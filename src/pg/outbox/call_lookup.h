/*
 * call_lookup.h
 *		Calls that ask PostNL what it knows of a shipment that is in doubt.
 */
#ifndef PNL_PG_OUTBOX_CALL_LOOKUP_H
#define PNL_PG_OUTBOX_CALL_LOOKUP_H

#include "pg/outbox/call.h"

/*
 * Makes one for a waiting claim, by its reference or its barcode, as its step
 * says: in a transaction.
 */
extern void pnl_call_lookup_make(PnlLane *lane, PnlClaim *claim);

#endif							/* PNL_PG_OUTBOX_CALL_LOOKUP_H */
