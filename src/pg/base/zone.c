/*
 * zone.c
 *		Between PostNL's local times and PostgreSQL's instants.
 *
 * The rules of the zone are PostgreSQL's own (its copy of the IANA data or
 * the system's), so that a change of the law needs no change here.
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "pgtime.h"
#include "utils/datetime.h"

#include "pg/base/compat.h"
#include "pg/base/zone.h"

static pg_tz *
postnl_zone(void)
{
	static pg_tz *zone = NULL;

	if (zone == NULL)
		zone = pg_tzset(PNL_TIME_ZONE);
	if (zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CONFIG_FILE_ERROR),
				 errmsg("time zone \"%s\" is not installed", PNL_TIME_ZONE)));
	return zone;
}

static struct pg_tm
civil_to_tm(const PnlCivil *civil)
{
	struct pg_tm tm = {0};

	tm.tm_year = civil->year;
	tm.tm_mon = civil->month;
	tm.tm_mday = civil->day;
	tm.tm_hour = civil->hour;
	tm.tm_min = civil->minute;
	tm.tm_sec = civil->second;
	return tm;
}

static PnlCivil
tm_to_civil(const struct pg_tm *tm, fsec_t microsecond)
{
	PnlCivil	civil = {0};

	civil.year = tm->tm_year;
	civil.month = tm->tm_mon;
	civil.day = tm->tm_mday;
	civil.hour = tm->tm_hour;
	civil.minute = tm->tm_min;
	civil.second = tm->tm_sec;
	civil.microsecond = microsecond;
	return civil;
}

pg_noreturn static void
out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("timestamp out of range")));
}

TimestampTz
pnl_zone_to_timestamp(const PnlCivil *civil)
{
	struct pg_tm tm = civil_to_tm(civil);
	int			zone;			/* seconds west of Greenwich */
	TimestampTz instant;

	if (civil->has_zone)
		zone = -civil->zone_seconds;
	else
		zone = DetermineTimeZoneOffset(&tm, postnl_zone());
	if (tm2timestamp(&tm, civil->microsecond, &zone, &instant) != 0)
		out_of_range();
	return instant;
}

PnlCivil
pnl_zone_from_timestamp(TimestampTz instant)
{
	struct pg_tm tm;
	fsec_t		microsecond;
	int			zone;

	if (TIMESTAMP_NOT_FINITE(instant) ||
		timestamp2tm(instant, &zone, &tm, &microsecond, NULL, postnl_zone()) != 0)
		out_of_range();
	return tm_to_civil(&tm, microsecond);
}

Timestamp
pnl_zone_civil_to_micros(const PnlCivil *civil)
{
	struct pg_tm tm = civil_to_tm(civil);
	Timestamp	micros;

	if (tm2timestamp(&tm, civil->microsecond, NULL, &micros) != 0)
		out_of_range();
	return micros;
}

PnlCivil
pnl_zone_micros_to_civil(Timestamp micros)
{
	struct pg_tm tm;
	fsec_t		microsecond;

	if (timestamp2tm(micros, NULL, &tm, &microsecond, NULL, NULL) != 0)
		out_of_range();
	return tm_to_civil(&tm, microsecond);
}

/*
 * The next change of the clock at or after an instant, when it sets the
 * clock back within three hours; returns false otherwise.  *overlap is how
 * far it is set back.
 */
static bool
find_fold(TimestampTz near, TimestampTz *boundary, int64 *overlap)
{
	pg_time_t	start = timestamptz_to_time_t(near);
	pg_time_t	change;
	long int	before,
				after;
	int			before_isdst,
				after_isdst;

	if (pg_next_dst_boundary(&start, &before, &before_isdst, &change, &after,
							 &after_isdst, postnl_zone()) != 1 ||
		after >= before || change - start > 3 * SECS_PER_HOUR)
		return false;
	*boundary = time_t_to_timestamptz(change);
	*overlap = (int64) (before - after) * USECS_PER_SEC;
	return true;
}

/* Whether the clock shows this time for the second time. */
static bool
is_second_pass(TimestampTz instant, TimestampTz *boundary, int64 *overlap)
{
	return !TIMESTAMP_NOT_FINITE(instant) &&
		find_fold(instant - 2 * USECS_PER_HOUR, boundary, overlap) &&
		instant >= *boundary && instant < *boundary + *overlap;
}

PnlCivil
pnl_zone_period_start(TimestampTz since)
{
	TimestampTz boundary;
	int64		overlap;

	/* in the first pass of a repeated hour: begin where that hour begins */
	if (!TIMESTAMP_NOT_FINITE(since) && find_fold(since, &boundary, &overlap) &&
		since >= boundary - overlap)
		return pnl_zone_from_timestamp(boundary);
	return pnl_zone_from_timestamp(since);
}

PnlCivil
pnl_zone_period_end(TimestampTz until)
{
	TimestampTz boundary;
	int64		overlap;

	/* in the second pass of a repeated hour: end where that hour ends */
	if (is_second_pass(until, &boundary, &overlap))
		return pnl_zone_from_timestamp(boundary + overlap);
	return pnl_zone_from_timestamp(until);
}

TimestampTz
pnl_zone_first_instant(Timestamp local)
{
	PnlCivil	civil = pnl_zone_micros_to_civil(local);
	TimestampTz instant = pnl_zone_to_timestamp(&civil);
	TimestampTz boundary;
	int64		overlap;

	return is_second_pass(instant, &boundary, &overlap) ? instant - overlap : instant;
}

DateADT
pnl_zone_civil_to_date(const PnlCivil *civil)
{
	return date2j(civil->year, civil->month, civil->day) - POSTGRES_EPOCH_JDATE;
}

TimeADT
pnl_zone_civil_to_time(const PnlCivil *civil)
{
	return ((civil->hour * INT64CONST(60) + civil->minute) * INT64CONST(60) +
			civil->second) * USECS_PER_SEC + civil->microsecond;
}

PnlCivil
pnl_zone_date_to_civil(DateADT date)
{
	PnlCivil	civil = {0};

	if (DATE_NOT_FINITE(date))
		out_of_range();
	j2date(date + POSTGRES_EPOCH_JDATE, &civil.year, &civil.month, &civil.day);
	return civil;
}

PnlCivil
pnl_zone_time_to_civil(TimeADT time)
{
	PnlCivil	civil = {0};

	civil.hour = (int) (time / USECS_PER_HOUR);
	civil.minute = (int) (time / USECS_PER_MINUTE % 60);
	civil.second = (int) (time / USECS_PER_SEC % 60);
	civil.microsecond = (int) (time % USECS_PER_SEC);
	return civil;
}
