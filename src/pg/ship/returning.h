/*
 * returning.h
 *		The return of a shipment that went out from here.
 */
#ifndef PNL_PG_SHIP_RETURNING_H
#define PNL_PG_SHIP_RETURNING_H

#include "postgres.h"

#include "utils/jsonb.h"

/*
 * Describes the return of a shipment: from its receiver to the shop, whose
 * address is that of the shipment, else the account's.  The name of the
 * account is told too.  Errors: 42704 no such shipment, 55000 not announced,
 * or its description is no longer kept, 22023 no address of the shop.
 */
extern Jsonb *pnl_returning_describe(int64 shipment_id, char **account);

#endif							/* PNL_PG_SHIP_RETURNING_H */
