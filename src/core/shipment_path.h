/*
 * shipment_path.h
 *		Finding keys of a shipment's description by name and by path.
 */
#ifndef PNL_CORE_SHIPMENT_PATH_H
#define PNL_CORE_SHIPMENT_PATH_H

#include "core/error.h"
#include "core/shipment_keys.h"

/* customs.content[0].description has three. */
#define PNL_MAX_KEY_STEPS 4

/* The keys that a path leads along, the last one being what it names. */
typedef struct PnlKeyPath
{
	const PnlShipmentKey *keys[PNL_MAX_KEY_STEPS];
	int			count;
} PnlKeyPath;

/* The key of that name, or NULL; static. */
extern const PnlShipmentKey *pnl_shipment_path_key(const PnlShipmentKey *keys, const char *name,
												   size_t length);

/*
 * Always false: says that no key has this name, and which one is nearest.
 * "prefix" is what stands before it, such as "receiver.".
 */
extern bool pnl_shipment_path_refuse_key(const PnlShipmentKey *keys, const char *prefix,
										 const char *name, PnlError *error);

/*
 * Finds the key of a path such as "receiver.street".  A list stands for its
 * first element: "parcels.weight_g", "parcels[].weight_g" and
 * "parcels[0].weight_g" are the same.  False with kind ARGUMENT; the message
 * names the path.
 */
extern bool pnl_shipment_path_find(const char *text, PnlKeyPath *path,
								   PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_SHIPMENT_PATH_H */
