/*
 * shipment_check.h
 *		Checking one value of a shipment's description against its key.
 */
#ifndef PNL_CORE_SHIPMENT_CHECK_H
#define PNL_CORE_SHIPMENT_CHECK_H

#include "core/json.h"
#include "core/shipment_keys.h"

/*
 * Checks a value that is no object and no list, or an element of a list of
 * texts.  "object" is what it is a member of.  False with kind ARGUMENT; the
 * message begins with the path.
 */
extern bool pnl_shipment_check_scalar(const PnlShipmentKey *key, const char *path,
									  const PnlJson *object, const PnlJson *value,
									  PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_SHIPMENT_CHECK_H */
