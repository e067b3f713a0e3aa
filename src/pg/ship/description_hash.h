/*
 * description_hash.h
 *		A mark of a shipment's description, which stays when it is erased.
 */
#ifndef PNL_PG_SHIP_DESCRIPTION_HASH_H
#define PNL_PG_SHIP_DESCRIPTION_HASH_H

#include "postgres.h"

#include "utils/jsonb.h"

/*
 * The SHA-256 of a description, as a bytea in the current memory context.
 * Descriptions that are equal as jsonb have the same, on every machine and in
 * every version: see description_hash.c for what is hashed.
 */
extern Datum pnl_description_hash(Jsonb *description);

/*
 * Whether postnl.shipment keeps it: not until ALTER EXTENSION UPDATE has made
 * a database of version 1.0 one of 1.1.
 */
extern bool pnl_description_hash_is_kept(void);

#endif							/* PNL_PG_SHIP_DESCRIPTION_HASH_H */
