/*
 * node.h
 *		Which rows are this database's own.
 *
 * Shipments, parcels and reserved barcodes are marked with the node on which
 * they were made.  A dump, a template and a subscriber carry the marks along
 * and are other nodes; pg_upgrade and a standby stay the same one.
 */
#ifndef PNL_PG_ACCOUNT_NODE_H
#define PNL_PG_ACCOUNT_NODE_H

#include "postgres.h"

#include "utils/uuid.h"

#include "pg/base/compat.h"

/* This node; false while there is none. */
extern bool pnl_node_find(pg_uuid_t *node);

/*
 * Sees to it that there is one, which whatever adds rows, or takes them, does
 * first.  Does nothing while the extension is of version 1.0, where all rows
 * are this database's.
 */
extern void pnl_node_ensure(void);

#endif							/* PNL_PG_ACCOUNT_NODE_H */
