/*
 * test_opening_hours.c
 *		Opening hours in one shape, from all of PostNL's.
 */
#include "unit.h"

#include <string.h>

#include "core/opening_hours.h"

typedef struct HoursRow
{
	const char *name;
	const char *document;		/* the hours are under the key "h" */
	const char *hours;			/* NULL = of no known shape */
} HoursRow;

static const HoursRow rows[] = {
	{"a day has a text", "{'h':{'Monday':'09:00-18:00'}}", "monday 09:00-18:00\n"},
	{"a day has a text inside string", "{'h':{'Monday':{'string':'09:00-18:00'}}}",
	"monday 09:00-18:00\n"},
	{"a day has a list of texts", "{'h':{'Monday':['09:00-12:00','13:00-18:00']}}",
	"monday 09:00-12:00 13:00-18:00\n"},
	{"a day has a list of texts inside string",
		"{'h':{'Monday':{'string':['09:00-12:00','13:00-18:00']}}}",
	"monday 09:00-12:00 13:00-18:00\n"},
	{"a day has a span with From and To", "{'h':{'Monday':{'From':'08:30:00','To':'22:30:00'}}}",
	"monday 08:30-22:30\n"},
	{"a day has a list of spans",
		"{'h':{'Monday':[{'From':'08:30','To':'12:00'},{'from':'13:00','until':'17:00'}]}}",
	"monday 08:30-12:00 13:00-17:00\n"},
	{"seconds are left out", "{'h':{'Monday':'09:00:00-19:00:00'}}", "monday 09:00-19:00\n"},
	{"blanks may be around the dash", "{'h':{'Monday':'09:00 - 18:00'}}", "monday 09:00-18:00\n"},
	{"the end of the day is 24:00", "{'h':{'Monday':'00:00-24:00'}}", "monday 00:00-24:00\n"},
	{"days are in the order of the week", "{'h':{'Sunday':'10:00-14:00','Monday':'09:00-18:00'}}",
	"monday 09:00-18:00\nsunday 10:00-14:00\n"},
	{"days are found in any letter case", "{'h':{'MONDAY':'09:00-18:00'}}", "monday 09:00-18:00\n"},
	{"V4 has a list of days",
		"{'h':[{'day':'Monday','times':[{'from':'08:00','until':'12:00'},"
		"{'from':'13:00','until':'21:00'}]},"
		"{'day':'Saturday','times':[{'from':'09:00','until':'17:00'}]}]}",
	"monday 08:00-12:00 13:00-21:00\nsaturday 09:00-17:00\n"},
	{"V4 has the list in an object of the same name",
		"{'h':{'openingTimes':[{'day':'Monday','times':[{'from':'08:00','until':'21:00'}]}]}}",
	"monday 08:00-21:00\n"},
	{"a list of one day comes as an object",
	"{'h':{'day':'Monday','times':{'from':'08:00','until':'21:00'}}}", "monday 08:00-21:00\n"},
	{"a day of V4 without times is closed", "{'h':[{'day':'Monday','times':[]}]}", ""},
	{"no hours are none", "{}", ""},
	{"null is no hours", "{'h':null}", ""},
	{"an empty object is no hours", "{'h':{}}", ""},
	{"a day with null is closed", "{'h':{'Monday':null,'Tuesday':'09:00-18:00'}}",
	"tuesday 09:00-18:00\n"},
	{"a day with an empty object is closed", "{'h':{'Monday':{}}}", ""},
	{"an empty text in a list is skipped", "{'h':{'Monday':['','09:00-18:00']}}",
	"monday 09:00-18:00\n"},
	{"six spans a day are taken",
		"{'h':{'Monday':['01:00-02:00','03:00-04:00','05:00-06:00','07:00-08:00','09:00-10:00',"
		"'11:00-12:00']}}",
	"monday 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00\n"},
	{"seven spans a day are too many",
		"{'h':{'Monday':['01:00-02:00','03:00-04:00','05:00-06:00','07:00-08:00','09:00-10:00',"
	"'11:00-12:00','13:00-14:00']}}", NULL},
	{"a day that is none is unknown", "{'h':{'Maandag':'09:00-18:00'}}", NULL},
	{"a day of V4 that is none is unknown", "{'h':[{'day':'Maandag','times':[]}]}", NULL},
	{"a list without days is unknown", "{'h':['09:00-18:00']}", NULL},
	{"a text without a dash is unknown", "{'h':{'Monday':'09:00'}}", NULL},
	{"a text that is no time is unknown", "{'h':{'Monday':'9-18'}}", NULL},
	{"an hour past the day is unknown", "{'h':{'Monday':'09:00-25:00'}}", NULL},
	{"a span without an end is unknown", "{'h':{'Monday':{'From':'09:00'}}}", NULL},
	{"a text for hours is unknown", "{'h':'always'}", NULL},
	{"a later day that is unknown counts", "{'h':{'Monday':'09:00-18:00','Feestdag':'x'}}", NULL},
};

static void
read_hours(void **state)
{
	const HoursRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	PnlOpeningHours hours;
	PnlBuf		out;
	bool		read = pnl_opening_hours_read(pnl_json_get(document, "h"), &hours);

	pnl_json_free(document);
	assert_int_equal(read, row->hours != NULL);
	if (!read)
		return;
	pnl_buf_init(&out, 0);
	for (int day = 0; day < PNL_WEEKDAYS; day++)
	{
		if (hours.count[day] > 0)
			pnl_buf_append_text(&out, pnl_opening_hours_weekday_names[day]);
		for (int span = 0; span < hours.count[day]; span++)
			pnl_buf_append_format(&out, " %s-%s", hours.spans[day][span].from,
								  hours.spans[day][span].to);
		if (hours.count[day] > 0)
			pnl_buf_append_char(&out, '\n');
	}
	assert_string_equal(pnl_buf_text(&out), row->hours);
	pnl_buf_free(&out);
}

static void
weekdays_are_found_by_their_whole_names(void **state)
{
	(void) state;
	assert_int_equal(pnl_opening_hours_find_weekday("monday", 6), 0);
	assert_int_equal(pnl_opening_hours_find_weekday("SunDay", 6), 6);
	assert_int_equal(pnl_opening_hours_find_weekday("mondays", 7), -1);
	assert_int_equal(pnl_opening_hours_find_weekday("mondays", 6), 0);
	assert_int_equal(pnl_opening_hours_find_weekday("mon", 3), -1);
	assert_int_equal(pnl_opening_hours_find_weekday("", 0), -1);
}

int
main(void)
{
	UNIT_ROWS(rows, read_hours);
	UNIT_CASE(weekdays_are_found_by_their_whole_names);
	return unit_run();
}
