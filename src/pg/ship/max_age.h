/*
 * max_age.h
 *		Rows that are too old to be shipped: since=column with max_age:=interval.
 */
#ifndef PNL_PG_SHIP_MAX_AGE_H
#define PNL_PG_SHIP_MAX_AGE_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "pg/ship/trigger_option.h"

/* All zero: no row is too old. */
typedef struct PnlMaxAge
{
	bool		given;			/* by a column */
	int			column;			/* its place, from 0 */
	Oid			type;			/* of it, domains seen through */
	bool		limited;		/* by an interval of its own */
	TimestampTz oldest;			/* that is shipped */
} PnlMaxAge;

/*
 * Takes an argument that is since or max_age; false when it is neither.  Error
 * 22023 where its value will not do, or it is given twice.
 */
extern bool pnl_max_age_take(PnlMaxAge *age, const PnlTriggerArgument *argument, TupleDesc desc);

/* After all arguments; error 22023 where an age is limited, and since when is not said. */
extern void pnl_max_age_complete(PnlMaxAge *age, const char *function);

/* Whether a row is too old. */
extern bool pnl_max_age_is_over(const PnlMaxAge *age, const Datum *values, const bool *nulls);

/* Tells that so many rows were left out; -1 = nobody counts them. */
extern void pnl_max_age_tell(int64 count);

#endif							/* PNL_PG_SHIP_MAX_AGE_H */
