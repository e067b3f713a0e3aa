/*
 * pool.h
 *		postnl.barcode_pool: barcodes that were reserved ahead.
 *
 * All of these run inside a transaction of the caller's.  A barcode is taken
 * by one process only, and is gone from the pool when that commits.
 */
#ifndef PNL_PG_ASK_POOL_H
#define PNL_PG_ASK_POOL_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/account/account.h"

/* Takes up to "count"; the texts are in the current memory context. */
extern List *pnl_pool_take(const PnlAccount *account, const char *serie, int count);

/* Puts barcodes into it. */
extern void pnl_pool_put(const PnlAccount *account, const char *serie, List *barcodes);

/* How many it has, counting no further than "most". */
extern int	pnl_pool_count(const PnlAccount *account, const char *serie, int most);

/* Removes what another node has reserved. */
extern void pnl_pool_clear_foreign(void);

/*
 * Of some barcodes those that are new: no parcel that is shipped from here has
 * them, nor the pool.  In the current memory context.
 */
extern List *pnl_pool_find_new(PnlEnvironment environment, List *barcodes);

/* Whether a parcel that is shipped from here has the barcode. */
extern bool pnl_pool_is_taken(PnlEnvironment environment, const char *barcode);

#endif							/* PNL_PG_ASK_POOL_H */
