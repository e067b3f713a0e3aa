/*
 * tuple_rows.h
 *		The rows of a reply in palloc'd memory.
 *
 * The core collects them on malloc; here an error while they are read leaves
 * nothing behind.
 */
#ifndef PNL_PG_ASK_TUPLE_ROWS_H
#define PNL_PG_ASK_TUPLE_ROWS_H

#include "core/rows.h"

/* The rows of a row set. */
extern bool pnl_tuple_rows_collect(PnlRows *rows, const PnlRowSet *set,
								   const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

/* The same of a field that is a list. */
extern bool pnl_tuple_rows_collect_list(PnlRows *rows, const PnlField *field,
										const PnlJson *list, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_PG_ASK_TUPLE_ROWS_H */
