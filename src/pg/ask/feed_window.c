/*
 * feed_window.c
 *		Periods of the bulk feed, cut into windows as PostNL takes them.
 */
#include "postgres.h"

#include "core/api.h"
#include "pg/ask/feed_window.h"
#include "pg/base/zone.h"

PnlFeedWindows
pnl_feed_window_begin(TimestampTz since, TimestampTz until)
{
	PnlCivil	start = pnl_zone_period_start(since);
	PnlCivil	end = pnl_zone_period_end(until);
	PnlFeedWindows windows = {0};

	windows.next = pnl_zone_civil_to_micros(&start);
	windows.end = pnl_zone_civil_to_micros(&end);
	return windows;
}

static PnlValue *
find_value(PnlArguments *arguments, const char *argument)
{
	const PnlParameter *parameter = pnl_api_status_updates.parameters;

	while (strcmp(parameter->argument, argument) != 0)
		parameter++;
	return &arguments->values[parameter - pnl_api_status_updates.parameters];
}

static PnlValue
local_value(Timestamp local)
{
	PnlValue	value = pnl_value_null(PNL_TIMESTAMP);

	value.null = false;
	value.civil = pnl_zone_micros_to_civil(local);
	return value;
}

bool
pnl_feed_window_next(PnlFeedWindows *windows, int64 length, PnlArguments *arguments)
{
	int64		since;
	int64		until;

	if (!pnl_feed_cut(windows, length, &since, &until))
		return false;
	*find_value(arguments, "since") = local_value(since);
	*find_value(arguments, "until") = local_value(until);
	return true;
}

TimestampTz
pnl_feed_window_reached(const PnlFeedWindows *windows)
{
	return pnl_zone_first_instant(windows->next);
}
