/*
 * change.h
 *		Cancels or queues anew a shipment that may be in a worker's hands.
 */
#ifndef PNL_PG_OUTBOX_CHANGE_H
#define PNL_PG_OUTBOX_CHANGE_H

#include "postgres.h"

#include "pg/outbox/queue.h"

/*
 * Queues a shipment anew with what is given, or cancels it where "with" is
 * NULL; false when it is not in a state for that.  It is not kept locked then
 * until the caller's transaction is over, since whoever sends the shipment has
 * to settle it.
 */
extern bool pnl_change_try(int64 shipment_id, const PnlRequeue *with);

#endif							/* PNL_PG_OUTBOX_CHANGE_H */
