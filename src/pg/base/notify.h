/*
 * notify.h
 *		NOTIFY postnl: what listening sessions are told, as JSON.
 */
#ifndef PNL_PG_BASE_NOTIFY_H
#define PNL_PG_BASE_NOTIFY_H

#include "postgres.h"

/* {"id": 1, "reference": "A-1", "state": "announced"} */
extern void pnl_notify_state(int64 shipment_id, const char *reference, const char *state);

/* {"id": 1, "reference": "A-1", "barcode": "3S...", "status": "delivered"} */
extern void pnl_notify_status(int64 shipment_id, const char *reference, const char *barcode,
							  const char *status);

#endif							/* PNL_PG_BASE_NOTIFY_H */
