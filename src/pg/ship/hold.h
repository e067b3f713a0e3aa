/*
 * hold.h
 *		What a description says of when it may be announced.
 */
#ifndef PNL_PG_SHIP_HOLD_H
#define PNL_PG_SHIP_HOLD_H

#include "postgres.h"

#include "utils/timestamp.h"

#include "core/shipment.h"

/* Whether it is held until somebody releases it. */
extern bool pnl_hold_until_released(const PnlShipment *shipment);

/*
 * When it may be announced at the earliest, a day from its beginning in the
 * Netherlands on; 0 where the description does not say.
 */
extern TimestampTz pnl_hold_until(const PnlShipment *shipment);

#endif							/* PNL_PG_SHIP_HOLD_H */
