/*
 * node.h
 *		Which rows are this database's own.
 *
 * Shipments, parcels and reserved barcodes are marked with the node on which
 * they were made.  A dump, a template and a subscriber carry the marks along
 * and are other nodes; pg_upgrade and a standby stay the same one.
 */
#ifndef PNL_PG_NODE_H
#define PNL_PG_NODE_H

#include "postgres.h"

#include "utils/uuid.h"

#include "pg/compat.h"

/* In statements run by catalog.h, within PNL_SINCE_1_1(): this node. */
#define PNL_OWN_NODE "(SELECT postnl.own_node())"

/* This node; false while there is none. */
extern bool pnl_node_find(pg_uuid_t *node);

/*
 * Sees to it that there is one, which whatever adds rows, or takes them, does
 * first.  Does nothing while the extension is of version 1.0, where all rows
 * are this database's.
 */
extern void pnl_node_ensure(void);

/*
 * What a process that is to take this node's shipments does first.  While the
 * extension is of version 1.0, it throws in a copy of the database.
 */
extern void pnl_node_settle_in(void);

/*
 * Makes shipments of other nodes this one's; returns how many.  Each argument
 * picks some; 0 does not.
 */
extern int64 pnl_node_adopt(Datum account, Datum ids, Datum node);

/* Throws where the shipment is another node's; never in version 1.0. */
extern void pnl_node_check(int64 shipment_id);

#endif							/* PNL_PG_NODE_H */
