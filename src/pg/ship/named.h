/*
 * named.h
 *		Shipments by the name that their owner has for them.
 *
 * A name is a reference, or where no shipment has it as that, an order.  Never
 * both: an order often has the name of its first shipment.
 */
#ifndef PNL_PG_SHIP_NAMED_H
#define PNL_PG_SHIP_NAMED_H

#include "postgres.h"

/* Which shipments are looked among. */
typedef enum PnlNamedAmong
{
	PNL_NAMED_QUEUED,			/* those that go, or went, through the outbox */
	PNL_NAMED_SHIPPED			/* all that were shipped from here to a receiver */
} PnlNamedAmong;

/*
 * The shipments of this name, oldest first, in the current memory context.
 * Error 42704 where there is none; 21000 where they are of several accounts or
 * environments.
 */
extern int64 *pnl_named_find(const char *name, PnlNamedAmong among, int *count);

/* The same where only one will do: error 21000 where there are several. */
extern int64 pnl_named_find_one(const char *name, PnlNamedAmong among);

#endif							/* PNL_PG_SHIP_NAMED_H */
