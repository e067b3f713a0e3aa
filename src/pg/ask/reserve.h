/*
 * reserve.h
 *		Barcodes of an account's own, asked for beforehand.
 */
#ifndef PNL_PG_ASK_RESERVE_H
#define PNL_PG_ASK_RESERVE_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/account/account.h"

/*
 * Reserves barcodes: several calls side by side, or one of V4.  "type" and
 * "serie" may be NULL.  The account's key has been read.  Each is well formed
 * and no parcel's yet, or it is PN502.
 */
extern char **pnl_reserve_barcodes(PnlAccount *account, int count, const char *type,
								   const char *serie);

/*
 * Of some barcodes those that are new: no parcel that is shipped from here has
 * them, nor the pool.  In the current memory context; in a transaction.
 */
extern List *pnl_reserve_find_new(PnlEnvironment environment, List *barcodes);

/* Whether a parcel that is shipped from here has the barcode. */
extern bool pnl_reserve_is_taken(PnlEnvironment environment, const char *barcode);

#endif							/* PNL_PG_ASK_RESERVE_H */
