/*
 * fuzz_date.c
 *		Any bytes as a date or a time: what is read can be written and read.
 */
#include "fuzz.h"

#include <string.h>

#include "core/date.h"

/* Which part of a moment a spelling keeps. */
static const struct
{
	PnlDateFormat format;
	bool		has_date;
	bool		has_time;
	int			microseconds;	/* one unit of what is kept of a second */
}			formats[] = {
	{PNL_DATE_ISO, true, false, 0},
	{PNL_DATE_DUTCH, true, false, 0},
	{PNL_DATETIME_ISO, true, true, 1000},
	{PNL_DATETIME_DUTCH, true, true, 1000000},
	{PNL_TIME_HMS, false, true, 1000000},
};

static void
check_again(const PnlCivil *civil, size_t format)
{
	const char *promise = "what is written is read again as the same";
	PnlCivil	again;
	PnlBuf		buf;

	pnl_buf_init(&buf, 0);
	fuzz_require(pnl_date_append(&buf, civil, formats[format].format), "a date can be written");
	if (formats[format].has_date)
		fuzz_require(pnl_date_parse(pnl_buf_text(&buf), buf.length, &again), promise);
	else
		fuzz_require(pnl_date_parse_time(pnl_buf_text(&buf), buf.length, &again), promise);
	pnl_buf_free(&buf);
	if (formats[format].has_date)
		fuzz_require(again.year == civil->year && again.month == civil->month &&
					 again.day == civil->day, promise);
	if (formats[format].has_time)
		fuzz_require(again.hour == civil->hour && again.minute == civil->minute &&
					 again.second == civil->second &&
					 again.microsecond == civil->microsecond -
					 civil->microsecond % formats[format].microseconds, promise);
	fuzz_require(!again.has_zone, "no spelling has a zone");
}

static void
check_civil(const PnlCivil *civil, bool has_date)
{
	fuzz_require(!has_date || (civil->year >= 1 && civil->year <= 9999 && civil->month >= 1 &&
							   civil->month <= 12 && civil->day >= 1 && civil->day <= 31),
				 "a day exists");
	fuzz_require(civil->hour >= 0 && civil->hour <= 24 && civil->minute >= 0 &&
				 civil->minute <= 59 && civil->second >= 0 && civil->second <= 59 &&
				 civil->microsecond >= 0 && civil->microsecond <= 999999, "a time exists");
	fuzz_require(civil->hour < 24 || civil->minute + civil->second + civil->microsecond == 0,
				 "nothing is past 24:00:00");
	fuzz_require(civil->has_zone || civil->zone_seconds == 0, "an offset needs a zone");
	fuzz_require(civil->zone_seconds > -16 * 3600 && civil->zone_seconds < 16 * 3600,
				 "an offset is less than 16 hours");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (has_date || !formats[i].has_date)
			check_again(civil, i);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlCivil	civil;

	if (pnl_date_parse((const char *) data, size, &civil))
		check_civil(&civil, true);
	if (pnl_date_parse_time((const char *) data, size, &civil))
	{
		check_civil(&civil, false);
		fuzz_require(civil.year == 0 && civil.month == 0 && civil.day == 0, "a time has no day");
	}
	return 0;
}
