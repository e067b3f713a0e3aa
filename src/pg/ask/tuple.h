/*
 * tuple.h
 *		From typed values of a reply to columns of a tuple.
 */
#ifndef PNL_PG_ASK_TUPLE_H
#define PNL_PG_ASK_TUPLE_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "core/rows.h"
#include "pg/ask/status.h"
#include "pg/ask/tuple_text.h"

/* Which field of a row set fills which column, found once per statement. */
typedef struct PnlColumns
{
	TupleDesc	desc;
	const PnlField **fields;	/* by column; NULL = filled by the caller */
	PnlStatusMap *statuses;		/* NULL when no column needs it */
	PnlTextLoss loss;			/* what their texts may lose */
} PnlColumns;

/* Matches a row set's fields to columns by name. */
extern PnlColumns *pnl_tuple_columns(TupleDesc desc, const PnlRowSet *set,
									 PnlTextLoss loss);

/*
 * Fills values and nulls from a row; a NULL row holds the arguments only.
 * False when a value is not of its type (kind PROTOCOL).
 */
extern bool pnl_tuple_fill(const PnlColumns *columns, const PnlRow *row,
						   const PnlOperation *operation,
						   const PnlArguments *arguments,
						   Datum *values, bool *nulls,
						   PnlError *error) PNL_MUST_CHECK;

/* The same for a call that failed: its arguments, and no status. */
extern void pnl_tuple_fill_failed(const PnlColumns *columns,
								  const PnlOperation *operation,
								  const PnlArguments *arguments,
								  Datum *values, bool *nulls);

/* A column by name, -1 when there is none. */
extern int	pnl_tuple_find_column(TupleDesc desc, const char *name);

#endif							/* PNL_PG_ASK_TUPLE_H */
