/*
 * tuple_rows.c
 *		The rows of a reply in palloc'd memory.
 */
#include "postgres.h"

#include "pg/ask/tuple_rows.h"

/* Moves collected rows from malloc to palloc; frees them in any case. */
static bool
move_rows(PnlRows *rows, PnlError *error)
{
	PnlRows		collected = *rows;

	rows->rows = palloc_extended(Max(collected.count, 1) * sizeof(PnlRow),
								 MCXT_ALLOC_NO_OOM);
	if (rows->rows != NULL && collected.count > 0)
		memcpy(rows->rows, collected.rows, collected.count * sizeof(PnlRow));
	pnl_rows_free(&collected);
	return rows->rows != NULL ||
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

bool
pnl_tuple_rows_collect(PnlRows *rows, const PnlRowSet *set, const PnlJson *document,
					   PnlError *error)
{
	bool		collected;

	pnl_rows_init(rows);
	collected = pnl_rows_collect(rows, set, document, error);
	return move_rows(rows, error) && collected;
}

bool
pnl_tuple_rows_collect_list(PnlRows *rows, const PnlField *field, const PnlJson *list,
							PnlError *error)
{
	bool		collected;

	pnl_rows_init(rows);
	collected = pnl_rows_collect_list(rows, field, list, error);
	return move_rows(rows, error) && collected;
}
