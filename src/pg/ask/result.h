/*
 * result.h
 *		A set-returning function's rows, put in the order of the calls.
 *
 * Calls end in any order; their rows come out in the order in which they were
 * asked for.  Rows that are early are held in memory, and the caller starts
 * no new calls while too many are held.
 */
#ifndef PNL_PG_ASK_RESULT_H
#define PNL_PG_ASK_RESULT_H

#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"

typedef struct PnlResult PnlResult;

/*
 * Opens the function's tuplestore.  The row type is that of the function, or
 * the one scalar that it returns.
 */
extern PnlResult *pnl_result_begin(FunctionCallInfo fcinfo);

extern TupleDesc pnl_result_desc(const PnlResult *result);

/* Adds a row of the call with that ordinal, counted from 0. */
extern void pnl_result_add(PnlResult *result, int64 ordinal, Datum *values,
						   bool *nulls);

/* Says that the call has all its rows. */
extern void pnl_result_finish(PnlResult *result, int64 ordinal);

/* True when so much is held that no new call should be started. */
extern bool pnl_result_is_full(const PnlResult *result);

#endif							/* PNL_PG_ASK_RESULT_H */
