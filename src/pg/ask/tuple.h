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

/* Which field of a row set fills which column, found once per statement. */
typedef struct PnlColumns
{
	TupleDesc	desc;
	const PnlField **fields;	/* by column; NULL = filled by the caller */
	PnlStatusMap *statuses;		/* NULL when no column needs it */
} PnlColumns;

/* Matches a row set's fields to columns by name. */
extern PnlColumns *pnl_tuple_columns(TupleDesc desc, const PnlRowSet *set);

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

/*
 * The rows of a row set in palloc'd memory, so that an error while they are
 * read leaves nothing behind.
 */
extern bool pnl_tuple_collect(PnlRows *rows, const PnlRowSet *set,
							  const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

/* The same of a field that is a list. */
extern bool pnl_tuple_collect_list(PnlRows *rows, const PnlField *field,
								   const PnlJson *list, PnlError *error) PNL_MUST_CHECK;

/* A column by name, -1 when there is none. */
extern int	pnl_tuple_find_column(TupleDesc desc, const char *name);

/*
 * From now on a character that the server's encoding lacks is a question mark
 * in texts of replies, and no error: for answers that must be kept whatever
 * they say.  Returns what it was, for the caller to put back, also on error.
 */
extern bool pnl_tuple_be_lossy(bool lossy);

/* A reply's text as a text Datum: entities decoded, in the server's encoding. */
extern Datum pnl_tuple_text_datum(const char *text, size_t length);

/* The same as a string; *length becomes its length. */
extern const char *pnl_tuple_decode_text(const char *text, size_t *length);

#endif							/* PNL_PG_ASK_TUPLE_H */
