/*
 * date.c
 *		The dates and times of PostNL's messages.
 */
#include "core/date.h"

#include <stdint.h>
#include <string.h>

#define HOUR_SECONDS INT64_C(3600)
#define DAY_SECONDS (24 * HOUR_SECONDS)

/* A reader's place in a text that need not end with a NUL. */
typedef struct Cursor
{
	const char *at;
	const char *end;
} Cursor;

/* Reads exactly "digits" digits. */
static bool
read_number(Cursor *in, int digits, int *number)
{
	if (in->end - in->at < digits)
		return false;
	*number = 0;
	for (int i = 0; i < digits; i++)
	{
		char		c = in->at[i];

		if (c < '0' || c > '9')
			return false;
		*number = *number * 10 + (c - '0');
	}
	in->at += digits;
	return true;
}

static bool
read_char(Cursor *in, char wanted)
{
	if (in->at == in->end || *in->at != wanted)
		return false;
	in->at++;
	return true;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* yyyy-mm-dd or dd-mm-yyyy: the place of the first hyphen tells. */
static bool
read_date(Cursor *in, PnlCivil *civil)
{
	bool		iso = in->end - in->at > 4 && in->at[4] == '-';
	bool		found;

	if (iso)
		found = read_number(in, 4, &civil->year) && read_char(in, '-') &&
			read_number(in, 2, &civil->month) && read_char(in, '-') &&
			read_number(in, 2, &civil->day);
	else
		found = read_number(in, 2, &civil->day) && read_char(in, '-') &&
			read_number(in, 2, &civil->month) && read_char(in, '-') &&
			read_number(in, 4, &civil->year);
	return found && civil->year >= 1 &&
		civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
		civil->day <= days_in_month(civil->year, civil->month);
}

/* Digits behind the point; those past the sixth are cut. */
static bool
read_fraction(Cursor *in, int *microsecond)
{
	int			digits = 0;

	*microsecond = 0;
	for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++)
		if (digits++ < 6)
			*microsecond = *microsecond * 10 + (*in->at - '0');
	for (int i = digits; i < 6; i++)
		*microsecond *= 10;
	return digits > 0;
}

static bool
read_time(Cursor *in, PnlCivil *civil)
{
	if (!read_number(in, 2, &civil->hour) || !read_char(in, ':') ||
		!read_number(in, 2, &civil->minute))
		return false;
	if (read_char(in, ':'))
	{
		if (!read_number(in, 2, &civil->second))
			return false;
		if (read_char(in, '.') && !read_fraction(in, &civil->microsecond))
			return false;
	}
	if (civil->hour == 24)
		return civil->minute == 0 && civil->second == 0 && civil->microsecond == 0;
	return civil->hour < 24 && civil->minute < 60 && civil->second < 60;
}

/* 'Z', +hh:mm or +hhmm, or nothing. */
static bool
read_zone(Cursor *in, PnlCivil *civil)
{
	int			hours,
				minutes,
				sign = 1;

	if (in->at == in->end)
		return true;
	civil->has_zone = true;
	if (read_char(in, 'Z'))
		return true;
	if (read_char(in, '-'))
		sign = -1;
	else if (!read_char(in, '+'))
		return false;
	if (!read_number(in, 2, &hours))
		return false;
	read_char(in, ':');
	if (!read_number(in, 2, &minutes) || hours > 15 || minutes > 59)
		return false;
	civil->zone_seconds = sign * (hours * 3600 + minutes * 60);
	return true;
}

static void
skip_blanks(Cursor *in)
{
	while (in->at < in->end && *in->at == ' ')
		in->at++;
	while (in->at < in->end && in->end[-1] == ' ')
		in->end--;
}

bool
pnl_date_parse(const char *text, size_t length, PnlCivil *civil)
{
	Cursor		in = {text, text + length};

	memset(civil, 0, sizeof(*civil));
	skip_blanks(&in);
	if (!read_date(&in, civil))
		return false;
	if (in.at == in.end)
		return true;
	if (!read_char(&in, 'T') && !read_char(&in, ' '))
		return false;
	return read_time(&in, civil) && read_zone(&in, civil) && in.at == in.end;
}

bool
pnl_date_parse_time(const char *text, size_t length, PnlCivil *civil)
{
	Cursor		in = {text, text + length};

	memset(civil, 0, sizeof(*civil));
	skip_blanks(&in);
	return read_time(&in, civil) && in.at == in.end;
}

int
pnl_date_to_days(const PnlCivil *civil)
{
	int			years = civil->year - 1;
	int			days = years * 365 + years / 4 - years / 100 + years / 400;

	for (int month = 1; month < civil->month; month++)
		days += days_in_month(civil->year, month);
	return days + civil->day - 1;
}

PnlCivil
pnl_date_from_days(int days)
{
	PnlCivil	civil;

	memset(&civil, 0, sizeof(civil));
	/* too early by as many years as leap days add up to; put right below */
	civil.year = 1 + days / 366;
	civil.month = 1;
	civil.day = 1;
	while (days - pnl_date_to_days(&civil) >=
		   (days_in_month(civil.year, 2) == 29 ? 366 : 365))
		civil.year++;
	while (days - pnl_date_to_days(&civil) >= days_in_month(civil.year, civil.month))
		civil.month++;
	civil.day = 1 + days - pnl_date_to_days(&civil);
	return civil;
}

/*
 * Seconds since the year 1, in UTC, at which summer time begins or ends: on the last
 * Sunday of the month at one o'clock.  1 January of the year 1 was a Monday.
 */
static int64_t
summer_limit(int year, int month)
{
	PnlCivil	last = {.year = year, .month = month, .day = 31};
	int			days = pnl_date_to_days(&last);

	days -= (days + 1) % 7;
	return days * DAY_SECONDS + HOUR_SECONDS;
}

PnlCivil
pnl_date_local_day(const PnlCivil *civil)
{
	int64_t		seconds = pnl_date_to_days(civil) * DAY_SECONDS + civil->hour * HOUR_SECONDS +
		civil->minute * 60 + civil->second;

	if (civil->has_zone)
	{
		seconds -= civil->zone_seconds;
		seconds += seconds >= summer_limit(civil->year, 3) &&
			seconds < summer_limit(civil->year, 10) ? 2 * HOUR_SECONDS : HOUR_SECONDS;
	}
	return pnl_date_from_days(seconds < 0 ? 0 : (int) (seconds / DAY_SECONDS));
}

bool
pnl_date_append(PnlBuf *buf, const PnlCivil *civil, PnlDateFormat format)
{
	switch (format)
	{
		case PNL_DATE_ISO:
			return pnl_buf_append_format(buf, "%04d-%02d-%02d", civil->year,
										 civil->month, civil->day);
		case PNL_DATE_DUTCH:
			return pnl_buf_append_format(buf, "%02d-%02d-%04d", civil->day,
										 civil->month, civil->year);
		case PNL_DATETIME_ISO:
			return pnl_buf_append_format(buf, "%04d-%02d-%02dT%02d:%02d:%02d.%03d",
										 civil->year, civil->month, civil->day,
										 civil->hour, civil->minute, civil->second,
										 civil->microsecond / 1000);
		case PNL_DATETIME_DUTCH:
			return pnl_buf_append_format(buf, "%02d-%02d-%04d %02d:%02d:%02d",
										 civil->day, civil->month, civil->year,
										 civil->hour, civil->minute, civil->second);
		case PNL_TIME_HMS:
			return pnl_buf_append_format(buf, "%02d:%02d:%02d", civil->hour,
										 civil->minute, civil->second);
	}
	return false;
}
