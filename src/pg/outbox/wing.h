/*
 * wing.h
 *		Shipments in the outbox: claimed, called for, settled.
 *
 * It hides the claims and their locks, the order and pace of accounts, the stock
 * of barcodes, every statement on a shipment's state, and what becomes of a
 * failure.  From the commit that queues a shipment until it is announced, no
 * other wing changes its row but to cancel or to correct it, by functions here.
 *
 * A row of postnl.shipment is changed by rows.c while a claimer has it, and by
 * queue.c while none does; new ones come from ship/enqueue.c, one whose order has
 * changed gets its description from ship/taken.c, what is shipped at once is
 * ship/shipment_store.c's.  Its parcels are ship/parcel.c's; where a shipment is
 * cleared or adopted they go along in the same statement of queue.c.  What PostNL
 * tells of a parcel later is the sync's.
 *
 * A worker, or a session, makes a drain and lets it act (drain.h), and has old
 * rows swept (retention.h); a process that is told to end says so (leaving.h).
 */
#ifndef PNL_PG_OUTBOX_WING_H
#define PNL_PG_OUTBOX_WING_H

#include "pg/outbox/drain.h"
#include "pg/outbox/leaving.h"
#include "pg/outbox/retention.h"

#endif							/* PNL_PG_OUTBOX_WING_H */
