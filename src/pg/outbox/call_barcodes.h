/*
 * call_barcodes.h
 *		Calls that reserve barcodes for the stock of an account.
 */
#ifndef PNL_PG_OUTBOX_CALL_BARCODES_H
#define PNL_PG_OUTBOX_CALL_BARCODES_H

#include "pg/outbox/call.h"

/* Makes those that the lane's stock wants now: in a transaction. */
extern void pnl_call_barcodes_make(PnlLane *lane, TimestampTz now);

#endif							/* PNL_PG_OUTBOX_CALL_BARCODES_H */
