/*
 * rows.h
 *		From a reply's document to rows of typed values.
 */
#ifndef PNL_CORE_ROWS_H
#define PNL_CORE_ROWS_H

#include "core/operation.h"
#include "core/path.h"
#include "core/request.h"

/* Rows of one row set or one list, in order. */
typedef struct PnlRows
{
	PnlRow	   *rows;			/* owned */
	size_t		count;
	size_t		allocated;
	const char *unless_key;		/* of the row set being collected */
} PnlRows;

extern void pnl_rows_init(PnlRows *rows);
extern void pnl_rows_free(PnlRows *rows);

/*
 * Collects the rows of a row set, sorted where the set says so.  False with
 * kind PROTOCOL when the document has another shape.
 */
extern bool pnl_rows_collect(PnlRows *rows, const PnlRowSet *set,
							 const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

/* The same for a column of type PNL_LIST or PNL_OBJECT inside a row. */
extern bool pnl_rows_collect_list(PnlRows *rows, const PnlField *field,
								  const PnlJson *list, PnlError *error) PNL_MUST_CHECK;

/*
 * Reads one column of a row.  "row" is NULL for a row that holds the
 * arguments only.  False with kind PROTOCOL when the value is of another
 * type, or required and missing.
 */
extern bool pnl_rows_value(const PnlRow *row, const PnlField *field,
						   const PnlOperation *operation,
						   const PnlArguments *arguments, PnlValue *value,
						   PnlError *error) PNL_MUST_CHECK;

/*
 * True when the document is of the operation's shape: it has the first key
 * of a row set, or says in one of PostNL's ways that there is nothing.
 */
extern bool pnl_rows_recognise(const PnlOperation *operation,
							   const PnlJson *document);

#endif							/* PNL_CORE_ROWS_H */
