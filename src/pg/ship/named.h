/*
 * named.h
 *		Shipments by the name that their owner has for them.
 *
 * A name is a reference, or where no shipment has it as that, an order.  Never
 * both: an order often has the name of its first shipment.  The rule itself is
 * postnl.named_shipments().
 */
#ifndef PNL_PG_SHIP_NAMED_H
#define PNL_PG_SHIP_NAMED_H

#include "postgres.h"

/*
 * The shipments of this name, oldest first, in the current memory context.
 * Error 42704 where there is none; 21000 where they are of several accounts or
 * environments.
 */
extern int64 *pnl_named_find(const char *name, int *count);

/* The same where only one will do: error 21000 where there are several. */
extern int64 pnl_named_find_one(const char *name);

#endif							/* PNL_PG_SHIP_NAMED_H */
