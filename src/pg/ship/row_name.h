/*
 * row_name.h
 *		By what name, and of which account, the shipment of a row is known.
 *
 * For triggers that do something with shipments which are there.
 */
#ifndef PNL_PG_SHIP_ROW_NAME_H
#define PNL_PG_SHIP_ROW_NAME_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "core/json.h"

typedef struct PnlRowName PnlRowName;

/*
 * Compiles reference=column, or order=column, with account=column or :=name and
 * on_late:=warn or error; all is in the current memory context.  Errors: 42703
 * names a column, 22023 what else is wrong.
 */
extern PnlRowName *pnl_row_name_compile(const char *function, char **arguments, int count,
										TupleDesc desc);

/* Whether the name is an order's, not a reference. */
extern bool pnl_row_name_is_order(const PnlRowName *name);

/* Whether it is an error that something cannot be done any more. */
extern bool pnl_row_name_refuses(const PnlRowName *name);

/*
 * The name of a row's shipment, as it is stored, in the current memory context;
 * NULL = it has none.  "account" is NULL where the row has none.
 */
extern char *pnl_row_name_read(const PnlRowName *name, const Datum *values, const bool *nulls,
							   char **account);

/*
 * The same of a description in the making, which is normalised by it; "key" is
 * reference or order.
 */
extern char *pnl_row_name_settle(PnlJson *document, const char *key);

#endif							/* PNL_PG_SHIP_ROW_NAME_H */
