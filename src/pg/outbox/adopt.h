/*
 * adopt.h
 *		Taking over shipments of another node, and what is refused until then.
 */
#ifndef PNL_PG_OUTBOX_ADOPT_H
#define PNL_PG_OUTBOX_ADOPT_H

#include "postgres.h"

/*
 * What a process that is to take this node's shipments does first.  While the
 * extension is of version 1.0, it throws in a copy of the database.
 */
extern void pnl_adopt_settle_in(void);

/*
 * Makes shipments of other nodes this one's; returns how many.  Each argument
 * picks some; 0 does not.
 */
extern int64 pnl_adopt_shipments(Datum account, Datum ids, Datum node);

/* Throws where the shipment is another node's; never in version 1.0. */
extern void pnl_adopt_check(int64 shipment_id);

#endif							/* PNL_PG_OUTBOX_ADOPT_H */
