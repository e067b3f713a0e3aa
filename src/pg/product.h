/*
 * product.h
 *		postnl.product as the core reads it.
 */
#ifndef PNL_PG_PRODUCT_H
#define PNL_PG_PRODUCT_H

#include "postgres.h"

#include "core/product.h"

/*
 * The products that services can choose or a code can name, in the current
 * memory context.
 */
extern PnlProductTable *pnl_product_load(void);

#endif							/* PNL_PG_PRODUCT_H */
