/*
 * opening_hours.c
 *		Opening hours in one shape, from all of PostNL's.
 */
#include "core/opening_hours.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/date.h"

const char *const pnl_opening_hours_weekday_names[PNL_WEEKDAYS] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
};

int
pnl_opening_hours_find_weekday(const char *name, size_t length)
{
	for (int day = 0; day < PNL_WEEKDAYS; day++)
		if (strlen(pnl_opening_hours_weekday_names[day]) == length &&
			pnl_ascii_equal(pnl_opening_hours_weekday_names[day], name, length))
			return day;
	return -1;
}

/* "09:00" or "09:00:00" as "09:00". */
static bool
read_clock(const char *text, size_t length, char clock[6])
{
	PnlCivil	civil;

	if (!pnl_date_parse_time(text, length, &civil))
		return false;
	snprintf(clock, 6, "%02u:%02u", (unsigned) civil.hour % 100, (unsigned) civil.minute % 100);
	return true;
}

static bool
add_span(PnlOpeningHours *hours, int day, const char *from, size_t from_length,
		 const char *to, size_t to_length)
{
	PnlOpeningSpan *span;

	if (hours->count[day] == PNL_MAX_SPANS)
		return false;
	span = &hours->spans[day][hours->count[day]];
	if (!read_clock(from, from_length, span->from) ||
		!read_clock(to, to_length, span->to))
		return false;
	hours->count[day]++;
	return true;
}

/* "09:00-18:00" */
static bool
add_text_span(PnlOpeningHours *hours, int day, const char *text, size_t length)
{
	const char *dash = memchr(text, '-', length);

	if (dash == NULL)
		return false;
	return add_span(hours, day, text, (size_t) (dash - text), dash + 1,
					length - (size_t) (dash - text) - 1);
}

/* {"From", "To"} or {"from", "until"} */
static bool
add_object_span(PnlOpeningHours *hours, int day, const PnlJson *object)
{
	const PnlJson *end = pnl_json_get(object, "to");
	const char *from,
			   *to;
	size_t		from_length,
				to_length;

	if (end == NULL)
		end = pnl_json_get(object, "until");
	if (!pnl_json_text(pnl_json_get(object, "from"), &from, &from_length) ||
		!pnl_json_text(end, &to, &to_length) || (from == NULL) != (to == NULL))
		return false;
	return from == NULL || add_span(hours, day, from, from_length, to, to_length);
}

/* What a day is given, in any of the shapes. */
static bool
add_day(PnlOpeningHours *hours, int day, const PnlJson *node)
{
	const PnlJson *list = pnl_json_unwrap(node);

	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const PnlJson *item = pnl_json_item(list, i);
		const char *text;
		size_t		length;
		bool		added;

		if (pnl_json_kind(item) == PNL_JSON_NOTHING)
			continue;
		if (pnl_json_get(item, "from") != NULL)
			added = add_object_span(hours, day, item);
		else
			added = pnl_json_text(item, &text, &length) && text != NULL &&
				add_text_span(hours, day, text, length);
		if (!added)
			return false;
	}
	return true;
}

typedef struct DayWalk
{
	PnlOpeningHours *hours;
	bool		known;			/* every key so far was a day */
} DayWalk;

static bool
visit_day(const char *key, const PnlJson *value, void *arg)
{
	DayWalk    *walk = arg;
	int			day = pnl_opening_hours_find_weekday(key, strlen(key));

	walk->known = day >= 0 && add_day(walk->hours, day, value);
	return walk->known;
}

/* [{"day": "Monday", "times": [...]}] */
static bool
read_day_list(const PnlJson *list, PnlOpeningHours *hours)
{
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const PnlJson *item = pnl_json_item(list, i);
		const char *name;
		size_t		length;
		int			day;

		if (!pnl_json_text(pnl_json_get(item, "day"), &name, &length) || name == NULL)
			return false;
		day = pnl_opening_hours_find_weekday(name, length);
		if (day < 0 || !add_day(hours, day, pnl_json_get(item, "times")))
			return false;
	}
	return true;
}

bool
pnl_opening_hours_read(const PnlJson *node, PnlOpeningHours *hours)
{
	DayWalk		walk = {hours, true};
	const PnlJson *nested = pnl_json_get(node, "openingTimes");

	memset(hours, 0, sizeof(*hours));
	if (nested != NULL)
		node = nested;
	if (pnl_json_get(pnl_json_item(node, 0), "day") != NULL)
		return read_day_list(node, hours);
	if (pnl_json_kind(node) != PNL_JSON_OBJECT)
		return pnl_json_kind(node) == PNL_JSON_NOTHING;
	pnl_json_each_key(node, visit_day, &walk);
	return walk.known;
}
