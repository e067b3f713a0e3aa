/*
 * product.h
 *		postnl.product as the core reads it.
 */
#ifndef PNL_PG_ACCOUNT_PRODUCT_H
#define PNL_PG_ACCOUNT_PRODUCT_H

#include "postgres.h"

#include "core/product.h"

/*
 * The products that services can choose or a code can name.  Valid until the
 * next call; what is kept longer has to be copied.
 */
extern const PnlProductTable *pnl_product_load(void);

/* A product in the current memory context; NULL gives NULL. */
extern const PnlProduct *pnl_product_copy(const PnlProduct *product);

#endif							/* PNL_PG_ACCOUNT_PRODUCT_H */
