/*
 * event_store.h
 *		postnl.event: events are stored once, whatever their triggers do.
 */
#ifndef PNL_PG_SYNC_EVENT_STORE_H
#define PNL_PG_SYNC_EVENT_STORE_H

#include "postgres.h"

#include "datatype/timestamp.h"

/* The events in an answer of PostNL's on one parcel. */
typedef struct PnlEvents
{
	int64		parcel_id;
	int64		shipment_id;
	const char *barcode;
	TimestampTz asked_at;
	Datum		list;			/* jsonb: [{"at": ..., "code": ..., ...}, ...] */
} PnlEvents;

/*
 * Stores those that are new; returns how many.  Triggers of the user's run in
 * a subtransaction: where they fail, the events are stored without them and
 * say so.  In a worker ("by_hand" false) they have postnl.trigger_timeout.
 * In a transaction.
 */
extern int	pnl_event_store(const PnlEvents *events, bool by_hand);

/*
 * Stores the events again whose trigger failed; returns how many.  Throws
 * what the trigger throws.
 */
extern int64 pnl_event_store_retry(void);

#endif							/* PNL_PG_SYNC_EVENT_STORE_H */
