/*
 * shipment_changes.h
 *		Telling what was changed of a description when it was read.
 */
#ifndef PNL_PG_SHIP_SHIPMENT_CHANGES_H
#define PNL_PG_SHIP_SHIPMENT_CHANGES_H

#include "postgres.h"

#include "core/shipment.h"

/* The changes as jsonb, for column normalised; 0 = there are none. */
extern Datum pnl_shipment_changes_json(const PnlShipment *shipment);

/* Warns of contacts that were left out, of the first few; returns how many there are. */
extern int	pnl_shipment_changes_warn(const PnlShipment *shipment, int most);

#endif							/* PNL_PG_SHIP_SHIPMENT_CHANGES_H */
