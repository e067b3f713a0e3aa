/*
 * wing.h
 *		Who asks: keys, rights, products, and whose rows they are.
 *
 * It hides where a key is kept and who may use it, the account that the settings
 * make, the table of products and when it has changed, and what makes a database
 * a node.
 *
 * Neighbours get a PnlAccount, whose key they have read and forgotten by its
 * functions (account.h), the products as the core reads them (product.h), and see
 * to it that there is a node before they add rows (node.h).
 */
#ifndef PNL_PG_ACCOUNT_WING_H
#define PNL_PG_ACCOUNT_WING_H

#include "pg/account/account.h"
#include "pg/account/node.h"
#include "pg/account/product.h"

#endif							/* PNL_PG_ACCOUNT_WING_H */
