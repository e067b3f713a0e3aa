/*
 * wire.h
 *		Putting the keys of a description on the wire, for both builders of bodies.
 */
#ifndef PNL_CORE_WIRE_H
#define PNL_CORE_WIRE_H

#include "core/shipment_keys.h"
#include "core/value.h"

/* Copies the keys of an object that have a name on the wire. */
extern bool pnl_wire_copy_keys(PnlJson *target, const PnlShipmentKey *keys,
							   const PnlJson *object, bool v4) PNL_MUST_CHECK;

extern bool pnl_wire_put_text(PnlJson *target, const char *path, const char *text) PNL_MUST_CHECK;

/* Copies one value of the description, as it is; nothing where it has none. */
extern bool pnl_wire_put_value(PnlJson *target, const char *path,
							   const PnlJson *value) PNL_MUST_CHECK;

/* A whole number of the description, or "otherwise". */
extern int32_t pnl_wire_integer(const PnlJson *value, int32_t otherwise);

#endif							/* PNL_CORE_WIRE_H */
