/*
 * test_date.c
 *		The dates and times of PostNL's messages, in all their spellings.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

/* ----------
 * Reading dates
 * ----------
 */

typedef struct ReadRow
{
	const char *name;
	const char *text;
	const char *civil;			/* as spelled by spell_civil(); NULL: refused */
} ReadRow;

/* The spellings of quirks.md, section 5, by the field that has them. */
static const ReadRow dates[] = {
	{"DeliveryDate is dd-mm-yyyy", "08-11-2022", "2022-11-08 00:00:00.000000"},
	{"DeliveryDate of mocks is yyyy-mm-dd", "2022-11-08", "2022-11-08 00:00:00.000000"},
	{"TimeStamp of a status is dd-mm-yyyy hh:mm:ss", "08-11-2022 10:13:20", "2022-11-08 10:13:20.000000"},
	{"TimeStamp of an old status has milliseconds", "08-11-2022 00:10:11.081", "2022-11-08 00:10:11.081000"},
	{"ETAFrom is yyyy-mm-ddThh:mm:ss", "2022-11-08T14:50:00", "2022-11-08 14:50:00.000000"},
	{"CreationDate is a date", "2022-11-07", "2022-11-07 00:00:00.000000"},
	{"CreationDate is a date and time", "2022-11-07T00:00:00", "2022-11-07 00:00:00.000000"},
	{"Timestamp of an update is yyyy-mm-ddThh:mm:ss", "2022-11-08T02:17:49", "2022-11-08 02:17:49.000000"},
	{"SignatureDate has milliseconds and a zone", "2018-03-07T13:52:45.000+01:00", "2018-03-07 13:52:45.000000 +3600"},
	{"SignatureDate of the specification has no zone", "2022-11-07T19:28:16", "2022-11-07 19:28:16.000000"},
	{"SignatureDate of mocks is dd-mm-yyyy hh:mm:ss", "07-11-2022 19:28:16", "2022-11-07 19:28:16.000000"},
	{"Error.Date ends with a Z", "2022-11-08T10:13:20Z", "2022-11-08 10:13:20.000000 +0"},
	{"period has a fraction", "2022-11-08T10:13:20.123", "2022-11-08 10:13:20.123000"},
	{"a date and time of V4 has seven digits behind the point", "2025-01-02T03:04:05.1234567Z",
	"2025-01-02 03:04:05.123456 +0"},
	{"a blank may stand for the T", "2022-11-08 10:13:20", "2022-11-08 10:13:20.000000"},
	{"a T may stand for the blank", "08-11-2022T10:13:20", "2022-11-08 10:13:20.000000"},
	{"seconds may be left out", "08-11-2022 10:13", "2022-11-08 10:13:00.000000"},
	{"a zone may follow the minutes", "2022-11-08T10:13Z", "2022-11-08 10:13:00.000000 +0"},
	{"a zone may have no colon", "2022-11-08T10:13:20+0100", "2022-11-08 10:13:20.000000 +3600"},
	{"a zone may be west of Greenwich", "2022-11-08T10:13:20-03:30", "2022-11-08 10:13:20.000000 -12600"},
	{"a zone may be almost 16 hours", "2022-11-08T10:13:20+15:59", "2022-11-08 10:13:20.000000 +57540"},
	{"a zone may be zero", "2022-11-08T10:13:20-00:00", "2022-11-08 10:13:20.000000 +0"},
	{"one digit behind the point is tenths", "2022-11-08T10:13:20.5", "2022-11-08 10:13:20.500000"},
	{"digits past the sixth are cut, not rounded", "2022-11-08T10:13:20.9999999", "2022-11-08 10:13:20.999999"},
	{"blanks around are passed over", "  08-11-2022  ", "2022-11-08 00:00:00.000000"},
	{"the end of a day is 24:00", "2022-11-08T24:00:00", "2022-11-08 24:00:00.000000"},
	{"the last second of a day is read", "2022-11-08T23:59:59.999999", "2022-11-08 23:59:59.999999"},
	{"29 February of a leap year exists", "29-02-2024", "2024-02-29 00:00:00.000000"},
	{"29 February of 2000 exists", "2000-02-29", "2000-02-29 00:00:00.000000"},
	{"the first year is read", "01-01-0001", "0001-01-01 00:00:00.000000"},
	{"the last year is read", "9999-12-31", "9999-12-31 00:00:00.000000"},
};

static const ReadRow no_dates[] = {
	{"an empty text is no date", "", NULL},
	{"blanks are no date", "   ", NULL},
	{"words are no date", "vandaag", NULL},
	{"29 February of another year does not exist", "29-02-2023", NULL},
	{"29 February of 1900 does not exist", "1900-02-29", NULL},
	{"31 April does not exist", "31-04-2022", NULL},
	{"day zero does not exist", "00-11-2022", NULL},
	{"day 32 does not exist", "2022-12-32", NULL},
	{"month zero does not exist", "2022-00-08", NULL},
	{"month 13 does not exist", "08-13-2022", NULL},
	{"year zero does not exist", "0000-01-01", NULL},
	{"a year of two digits is refused", "08-11-22", NULL},
	{"a year of five digits is refused", "12022-11-08", NULL},
	{"a day of one digit is refused", "8-11-2022", NULL},
	{"a month of one digit is refused", "2022-1-08", NULL},
	{"slashes are refused", "08/11/2022", NULL},
	{"digits without hyphens are refused", "20221108", NULL},
	{"a sign is refused", "+8-11-2022", NULL},
	{"a year alone is refused", "2022", NULL},
	{"a date cut off is refused", "2022-11-", NULL},
	{"a date cut off in the year is refused", "08-11-202", NULL},
	{"text behind the date is refused", "2022-11-08x", NULL},
	{"a T without a time is refused", "2022-11-08T", NULL},
	{"two blanks before the time are refused", "2022-11-08  10:13:20", NULL},
	{"a lower case t is refused", "2022-11-08t10:13:20", NULL},
	{"an hour alone is refused", "2022-11-08T10", NULL},
	{"a time without hyphens is refused", "2022-11-08T101320", NULL},
	{"a time cut off is refused", "2022-11-08T10:13:", NULL},
	{"a time cut off in the seconds is refused", "2022-11-08T10:13:2", NULL},
	{"hour 25 does not exist", "2022-11-08T25:00:00", NULL},
	{"a second past 24:00 does not exist", "2022-11-08T24:00:01", NULL},
	{"a moment past 24:00 does not exist", "2022-11-08T24:00:00.000001", NULL},
	{"minute 60 does not exist", "2022-11-08T10:60:00", NULL},
	{"second 60 does not exist", "2022-11-08T10:13:60", NULL},
	{"a point without digits is refused", "2022-11-08T10:13:20.", NULL},
	{"a fraction of a minute is refused", "2022-11-08T10:13.5", NULL},
	{"a comma for the point is refused", "2022-11-08T10:13:20,5", NULL},
	{"a zone behind a date is refused", "2022-11-08Z", NULL},
	{"a zone of hours alone is refused", "2022-11-08T10:13:20+01", NULL},
	{"a zone of letters is refused", "2022-11-08T10:13:20+ab:cd", NULL},
	{"a zone cut off is refused", "2022-11-08T10:13:20+01:", NULL},
	{"a zone of 16 hours is refused", "2022-11-08T10:13:20+16:00", NULL},
	{"a zone of 60 minutes is refused", "2022-11-08T10:13:20+01:60", NULL},
	{"a zone by name is refused", "2022-11-08T10:13:20 CET", NULL},
	{"text behind the zone is refused", "2022-11-08T10:13:20ZZ", NULL},
};

static const ReadRow times[] = {
	{"From of a timeframe is hh:mm:ss", "17:30:00", "0000-00-00 17:30:00.000000"},
	{"PickupTime is hh:mm", "15:00", "0000-00-00 15:00:00.000000"},
	{"a time may have a fraction", "15:00:00.25", "0000-00-00 15:00:00.250000"},
	{"a time may be 24:00", "24:00", "0000-00-00 24:00:00.000000"},
	{"a time may be midnight", "00:00:00", "0000-00-00 00:00:00.000000"},
	{"blanks around a time are passed over", " 15:00 ", "0000-00-00 15:00:00.000000"},
	{"an empty text is no time", "", NULL},
	{"a range is no time", "09:00-18:00", NULL},
	{"a date is no time", "08-11-2022", NULL},
	{"a time with a zone is no time", "15:00:00Z", NULL},
	{"an hour of one digit is no time", "9:00", NULL},
	{"an hour past 24 is no time", "24:01", NULL},
	{"a minute past 59 is no time", "10:60", NULL},
	{"minutes and a fraction are no time", "10:15.5", NULL},
	{"a time cut off is no time", "10:", NULL},
};

static void
spell_civil(const PnlCivil *civil, char *text, size_t size)
{
	int			used = snprintf(text, size, "%04d-%02d-%02d %02d:%02d:%02d.%06d",
								civil->year, civil->month, civil->day, civil->hour,
								civil->minute, civil->second, civil->microsecond);

	if (civil->has_zone)
		snprintf(text + used, size - (size_t) used, " %+d", civil->zone_seconds);
}

static void
check_reading(const ReadRow *row, bool (*parse) (const char *, size_t, PnlCivil *))
{
	size_t		length = strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	char		spelled[128] = "";
	PnlCivil	civil;

	assert_int_equal(parse(text, length, &civil), row->civil != NULL);
	if (row->civil != NULL)
	{
		spell_civil(&civil, spelled, sizeof(spelled));
		assert_string_equal(spelled, row->civil);
	}
	free(text);
}

static void
read_date(void **state)
{
	check_reading(*state, pnl_date_parse);
}

static void
read_time(void **state)
{
	check_reading(*state, pnl_date_parse_time);
}

static void
a_NUL_inside_a_date_is_refused(void **state)
{
	PnlCivil	civil;

	(void) state;
	assert_false(pnl_date_parse("2022-11-08\0", 11, &civil));
	assert_false(pnl_date_parse("2022\0" "11-08", 10, &civil));
}

static void
every_day_of_a_year_exists_and_no_other(void **state)
{
	int			count = 0;

	(void) state;
	for (int month = 0; month <= 99; month++)
		for (int day = 0; day <= 99; day++)
		{
			char		text[32];
			PnlCivil	civil;

			snprintf(text, sizeof(text), "%02d-%02d-2023", day, month);
			count += pnl_date_parse(text, strlen(text), &civil);
		}
	assert_int_equal(count, 365);
}

/* ----------
 * Writing dates
 * ----------
 */

typedef struct WriteRow
{
	const char *name;
	PnlDateFormat format;
	const char *text;
} WriteRow;

static const WriteRow writes[] = {
	{"a date is written as yyyy-mm-dd", PNL_DATE_ISO, "2026-01-02"},
	{"a date is written as dd-mm-yyyy", PNL_DATE_DUTCH, "02-01-2026"},
	{"a date and time is written with milliseconds", PNL_DATETIME_ISO, "2026-01-02T03:04:05.067"},
	{"a date and time is written as dd-mm-yyyy hh:mm:ss", PNL_DATETIME_DUTCH, "02-01-2026 03:04:05"},
	{"a time is written as hh:mm:ss", PNL_TIME_HMS, "03:04:05"},
};

static const PnlCivil moment = {2026, 1, 2, 3, 4, 5, 67890, false, 0};

static void
write_date(void **state)
{
	const WriteRow *row = *state;
	PnlBuf		buf;

	pnl_buf_init(&buf, 0);
	assert_true(pnl_date_append(&buf, &moment, row->format));
	assert_string_equal(pnl_buf_text(&buf), row->text);
	pnl_buf_free(&buf);
}

static void
what_is_written_is_read_again(void **state)
{
	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(writes); i++)
	{
		const char *text = writes[i].text;
		PnlCivil	civil;
		PnlBuf		again;

		if (writes[i].format == PNL_TIME_HMS)
			assert_true(pnl_date_parse_time(text, strlen(text), &civil));
		else
			assert_true(pnl_date_parse(text, strlen(text), &civil));
		pnl_buf_init(&again, 0);
		assert_true(pnl_date_append(&again, &civil, writes[i].format));
		assert_string_equal(pnl_buf_text(&again), text);
		pnl_buf_free(&again);
	}
}

/* ----------
 * The day in the Netherlands
 * ----------
 */

typedef struct DayRow
{
	const char *name;
	const char *text;
	const char *day;
} DayRow;

static const DayRow days[] = {
	{"a date is its day", "2031-12-01", "2031-12-01"},
	{"a time without an offset is that of its date", "2031-12-01T23:59:59", "2031-12-01"},
	{"24:00 is the next day", "2031-12-01T24:00:00", "2031-12-02"},
	{"in winter a day begins at 23:00 UTC", "2031-12-01T23:00:00Z", "2031-12-02"},
	{"and not before", "2031-12-01T22:59:59Z", "2031-12-01"},
	{"in summer it begins at 22:00 UTC", "2031-07-01T22:00:00Z", "2031-07-02"},
	{"and not before either", "2031-07-01T21:59:59.999Z", "2031-07-01"},
	{"an offset to the west", "2031-12-01 18:00:00-05:00", "2031-12-02"},
	{"an offset to the east", "2031-12-02 07:59:59+09:00", "2031-12-01"},
	{"the last day of winter ends an hour early", "2024-03-30T23:00:00Z", "2024-03-31"},
	{"the day that summer begins ends at 22:00 UTC", "2024-03-31T22:00:00Z", "2024-04-01"},
	{"in 2026 summer begins on the 29th", "2026-03-28T22:59:59Z", "2026-03-28"},
	{"and the 29th is in it", "2026-03-29T22:00:00Z", "2026-03-30"},
	{"the day that summer ends begins at 22:00 UTC", "2026-10-24T22:00:00Z", "2026-10-25"},
	{"and ends at 23:00 UTC", "2026-10-25T22:59:59Z", "2026-10-25"},
	{"the year ends an hour before UTC's", "2031-12-31T23:00:00Z", "2032-01-01"},
	{"a leap day is one", "2028-02-28T23:30:00Z", "2028-02-29"},
	{"the first day of all stays", "0001-01-01T00:00:00+14:00", "0001-01-01"},
};

static void
find_day(void **state)
{
	const DayRow *row = *state;
	PnlCivil	civil;
	PnlBuf		day;

	assert_true(pnl_date_parse(row->text, strlen(row->text), &civil));
	civil = pnl_date_local_day(&civil);
	pnl_buf_init(&day, 0);
	assert_true(pnl_date_append(&day, &civil, PNL_DATETIME_ISO));
	assert_int_equal(strncmp(pnl_buf_text(&day), row->day, strlen(row->day)), 0);
	assert_string_equal(pnl_buf_text(&day) + strlen(row->day), "T00:00:00.000");
	pnl_buf_free(&day);
}

static void
a_format_that_is_none_writes_nothing(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 0);
	assert_false(pnl_date_append(&buf, &moment, (PnlDateFormat) (PNL_TIME_HMS + 1)));
	assert_int_equal(buf.length, 0);
	pnl_buf_free(&buf);
}

static void
a_full_buffer_takes_no_date(void **state)
{
	PnlBuf		buf;

	(void) state;
	pnl_buf_init(&buf, 9);
	assert_false(pnl_date_append(&buf, &moment, PNL_DATE_ISO));
	assert_true(buf.full);
	pnl_buf_free(&buf);
}

int
main(void)
{
	UNIT_ROWS(dates, read_date);
	UNIT_ROWS(no_dates, read_date);
	UNIT_ROWS(times, read_time);
	UNIT_CASE(a_NUL_inside_a_date_is_refused);
	UNIT_CASE(every_day_of_a_year_exists_and_no_other);
	UNIT_ROWS(writes, write_date);
	UNIT_ROWS(days, find_day);
	UNIT_CASE(what_is_written_is_read_again);
	UNIT_CASE(a_format_that_is_none_writes_nothing);
	UNIT_CASE(a_full_buffer_takes_no_date);
	return unit_run();
}
