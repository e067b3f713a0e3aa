/*
 * shipment_rules.h
 *		What a shipment needs beyond each key by itself.
 */
#ifndef PNL_CORE_SHIPMENT_RULES_H
#define PNL_CORE_SHIPMENT_RULES_H

#include "core/shipment.h"

/*
 * Checks the rules.  False with kind ARGUMENT; the message begins with the
 * path of the key that is missing or wrong.
 */
extern bool pnl_shipment_rules_check(const PnlShipment *shipment,
									 PnlError *error) PNL_MUST_CHECK;

/*
 * Checks what depends on the day in the Netherlands, when a shipment is taken on: later
 * that day may have passed, and what is done about it is PostNL's to say.  False with kind
 * ARGUMENT, likewise.
 */
extern bool pnl_shipment_rules_check_dates(const PnlShipment *shipment, const PnlCivil *today,
										   PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_SHIPMENT_RULES_H */
