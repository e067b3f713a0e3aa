/*
 * max_age.c
 *		Rows that are too old to be shipped: since=column with max_age:=interval.
 *
 * So that orders which are imported, or restored, do not ship a second time.
 * A row that does not say since when is not old.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "pg/ship/max_age.h"

#define SINCE "since"
#define MAX_AGE "max_age"

/* Unless max_age is given: PostNL takes an order that has waited over a weekend. */
#define USUAL_AGE "7 days"

static TimestampTz
subtract_age(const char *text)
{
	Datum		age = DirectFunctionCall3(interval_in, CStringGetDatum(text),
										  ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	return DatumGetTimestampTz(DirectFunctionCall2(timestamptz_mi_interval,
												   TimestampTzGetDatum(now), age));
}

static void
take_since(PnlMaxAge *age, const PnlTriggerArgument *argument, TupleDesc desc)
{
	if (age->given)
		pnl_trigger_option_twice(argument);
	if (argument->literal)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s() must be a column", SINCE, argument->function),
				 errhint("It is written since=column.")));
	age->given = true;
	age->column = pnl_trigger_option_column(argument, desc);
	age->type = getBaseType(TupleDescAttr(desc, age->column)->atttypid);
	if (age->type != DATEOID && age->type != TIMESTAMPOID && age->type != TIMESTAMPTZOID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s() must be a column of type date, timestamp or timestamptz",
						SINCE, argument->function)));
}

static void
take_max_age(PnlMaxAge *age, const PnlTriggerArgument *argument)
{
	if (age->limited)
		pnl_trigger_option_twice(argument);
	age->limited = true;
	if (argument->literal)
		age->oldest = subtract_age(argument->value);
	if (!argument->literal || age->oldest >= GetCurrentTransactionStartTimestamp())
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s() must be an interval above zero", MAX_AGE,
						argument->function),
				 errhint("It is written max_age:=7 days.")));
}

bool
pnl_max_age_take(PnlMaxAge *age, const PnlTriggerArgument *argument, TupleDesc desc)
{
	if (strcmp(argument->path, SINCE) == 0)
		take_since(age, argument, desc);
	else if (strcmp(argument->path, MAX_AGE) == 0)
		take_max_age(age, argument);
	else
		return false;
	return true;
}

void
pnl_max_age_complete(PnlMaxAge *age, const char *function)
{
	if (age->limited && !age->given)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s() needs %s, the column that says since when a row is there",
						MAX_AGE, function, SINCE)));
	if (age->given && !age->limited)
		age->oldest = subtract_age(USUAL_AGE);
}

bool
pnl_max_age_is_over(const PnlMaxAge *age, const Datum *values, const bool *nulls)
{
	Datum		since;

	if (!age->given || nulls[age->column])
		return false;
	since = values[age->column];
	if (age->type == DATEOID)
		since = DirectFunctionCall1(date_timestamptz, since);
	else if (age->type == TIMESTAMPOID)
		since = DirectFunctionCall1(timestamp_timestamptz, since);
	return DatumGetTimestampTz(since) < age->oldest;
}

void
pnl_max_age_tell(int64 count)
{
	if (count < 0)
		ereport(NOTICE,
				(errmsg("rows that are older than max_age are not shipped")));
	else if (count > 0)
		ereport(NOTICE,
				(errmsg_plural("%lld row is older than max_age, and is not shipped",
							   "%lld rows are older than max_age, and are not shipped",
							   (unsigned long) count, (long long) count)));
}
