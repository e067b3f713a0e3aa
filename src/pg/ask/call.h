/*
 * call.h
 *		The one executor of SQL functions that ask PostNL.
 *
 * A function of the SQL surface is one line in func_<service>.c: its
 * operation, and whether it gives rows or the answer as it came.
 */
#ifndef PNL_PG_ASK_CALL_H
#define PNL_PG_ASK_CALL_H

#include "postgres.h"

#include "fmgr.h"

#include "core/api.h"
#include "pg/ask/bind.h"

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
 * A reply's body as jsonb.  False, and an error of PNL_ERR_PROTOCOL, where
 * PostgreSQL cannot hold what is in it.
 */
extern bool pnl_call_body_to_jsonb(const PnlBuf *body, Datum *json,
								   PnlError *error) PNL_MUST_CHECK;

/*
 * An SQL function that only asks an operation, and its twin that gives
 * PostNL's answer as it came.
 */
#define PNL_ASKING_FUNCTION(name, operation) \
PG_FUNCTION_INFO_V1(name); \
PG_FUNCTION_INFO_V1(name##_json); \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	return pnl_call_rows(fcinfo, &operation, NULL); \
} \
Datum \
name##_json(PG_FUNCTION_ARGS) \
{ \
	return pnl_call_json(fcinfo, &operation, NULL); \
}

#endif							/* PNL_PG_ASK_CALL_H */
