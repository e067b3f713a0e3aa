/*
 * call.h
 *		The one executor of SQL functions that ask PostNL.
 *
 * A function of the SQL surface is one line in func_<service>.c: its
 * operation, and whether it gives rows or the answer as it came.
 */
#ifndef PNL_PG_CALL_H
#define PNL_PG_CALL_H

#include "postgres.h"

#include "fmgr.h"

#include "core/api.h"
#include "pg/bind.h"

/*
 * Where a statement's calls come from, when not from its arguments directly.
 * "next" starts from the bound arguments and changes what differs from call
 * to call; it returns false when there is no further call.
 */
typedef struct PnlSource
{
	bool		(*next) (PnlArguments *arguments, void *state);
	void	   *state;
} PnlSource;

/*
 * Calls the operation and returns its rows.  "source" is NULL for one call,
 * or one for each element of an array.
 */
extern Datum pnl_call_rows(FunctionCallInfo fcinfo,
						   const PnlOperation *operation,
						   const PnlSource *source);

/*
 * The same with PostNL's answers as they came: jsonb, or setof jsonb with one
 * for each call.
 */
extern Datum pnl_call_json(FunctionCallInfo fcinfo,
						   const PnlOperation *operation,
						   const PnlSource *source);

/*
 * A reply's body as jsonb.  Error PN502 where PostgreSQL cannot hold what is
 * in it.
 */
extern Datum pnl_call_body_to_jsonb(const PnlBuf *body);

#endif							/* PNL_PG_CALL_H */
