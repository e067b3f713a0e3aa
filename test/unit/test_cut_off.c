/*
 * test_cut_off.c
 *		Until when parcels are handed over, by weekday.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/cut_off.h"

#define SHAPE "cut_offs must be an object with a key for each weekday"
#define TIMES "cut_offs must hold times such as 17:00"
#define EMPTY "cut_offs must have null for a day without hand-over"
#define KEYS "cut_offs must have keys monday to sunday and default only, not "
#define TYPES "cut_offs must have types regular, sameday and today only, not "

typedef struct CutOffRow
{
	const char *name;
	const char *argument;		/* NULL = null */
	const char *result;			/* the cut-offs, or the message */
} CutOffRow;

static const CutOffRow readable[] = {
	{"no argument gives no cut-offs", NULL, ""},
	{"an empty object gives no cut-offs", "{}", ""},
	{"a time is a regular one", "{'monday':'17:00'}", "monday Regular=17:00:00\n"},
	{"a time may have seconds", "{'monday':'17:00:30'}", "monday Regular=17:00:30\n"},
	{"null is a day without hand-over", "{'sunday':null}", "sunday closed\n"},
	{"times may be given by type",
		"{'friday':{'regular':'17:00','today':'12:00','sameday':'13:30'}}",
	"friday Regular=17:00:00 Sameday=13:30:00 Today=12:00:00\n"},
	{"keys are found in any letter case", "{'Monday':{'TODAY':'12:00'},'DEFAULT':'20:00'}",
	"default Regular=20:00:00\nmonday Today=12:00:00\n"},
	{"default is for all days", "{'default':'20:00'}", "default Regular=20:00:00\n"},
	{"each day has its own",
		"{'monday':'11:00','tuesday':'12:00','wednesday':'13:00','thursday':'14:00',"
		"'friday':'15:00','saturday':'16:00','sunday':null}",
		"monday Regular=11:00:00\ntuesday Regular=12:00:00\nwednesday Regular=13:00:00\n"
		"thursday Regular=14:00:00\nfriday Regular=15:00:00\nsaturday Regular=16:00:00\n"
	"sunday closed\n"},
};

static const CutOffRow unreadable[] = {
	{"what is no JSON is refused", "17:00", SHAPE},
	{"a list is refused", "['17:00']", SHAPE},
	{"an unfinished object is refused", "{'monday':'17:00'", SHAPE},
	{"a text that is no time is refused", "{'monday':'five'}", TIMES},
	{"an hour past the day is refused", "{'monday':'25:00'}", TIMES},
	{"a number is refused", "{'monday':17}", TIMES},
	{"an empty text is refused", "{'monday':''}", EMPTY},
	{"an empty object is refused", "{'monday':{}}", EMPTY},
	{"an empty list is refused", "{'monday':[]}", EMPTY},
	{"a list of times is refused", "{'monday':['17:00','18:00']}", TIMES},
	{"a type without a time is refused", "{'monday':{'today':null}}", TIMES},
	{"a key that is no day is refused", "{'maandag':'17:00'}", KEYS "maandag"},
	{"a holiday is refused", "{'monday':'17:00','holiday':null}", KEYS "holiday"},
	{"a type that is none is refused", "{'monday':{'evening':'17:00'}}", TYPES "evening"},
	{"a long key is cut in the message", "{'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX':'17:00'}",
	KEYS "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"},
	{"the first error is told", "{'monday':'five','maandag':'17:00'}", TIMES},
	{"an error behind a day in order is told", "{'monday':'17:00','tuesday':'six'}", TIMES},
};

static void
write_day(PnlBuf *out, const char *name, const PnlCutOffDay *day)
{
	if (!day->given)
		return;
	pnl_buf_append_text(out, name);
	if (!day->available)
		pnl_buf_append_text(out, " closed");
	for (int type = 0; type < PNL_CUT_OFF_TYPES; type++)
		if (day->has_time[type])
		{
			pnl_buf_append_format(out, " %s=", pnl_cut_off_type_names[type]);
			pnl_date_append(out, &day->time[type], PNL_TIME_HMS);
		}
	pnl_buf_append_char(out, '\n');
}

/* Reads a row's argument, which ends where its text does. */
static bool
read_row(const CutOffRow *row, PnlCutOffs *cut_offs, PnlError *error)
{
	PnlValue	value = pnl_value_null(PNL_JSON_TEXT);
	char	   *quoted = unit_quoted(row->argument ? row->argument : "");
	char	   *text = unit_bytes(quoted, strlen(quoted));
	bool		read;

	if (row->argument != NULL)
	{
		value.null = false;
		value.text = (PnlText) {text, strlen(quoted)};
	}
	pnl_error_init(error);
	read = pnl_cut_off_read(cut_offs, &value, error);
	free(text);
	free(quoted);
	return read;
}

static void
read_cut_offs(void **state)
{
	const CutOffRow *row = *state;
	PnlCutOffs	cut_offs;
	PnlError	error;
	PnlBuf		out;

	if (!read_row(row, &cut_offs, &error))
		fail_msg("%s", error.message);
	pnl_buf_init(&out, 0);
	write_day(&out, "default", &cut_offs.all_days);
	for (int day = 0; day < PNL_WEEKDAYS; day++)
		write_day(&out, pnl_opening_hours_weekday_names[day], &cut_offs.days[day]);
	assert_string_equal(pnl_buf_text(&out), row->result);
	pnl_buf_free(&out);
}

static void
refuse_cut_offs(void **state)
{
	const CutOffRow *row = *state;
	PnlCutOffs	cut_offs;
	PnlError	error;

	assert_false(read_row(row, &cut_offs, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, row->result);
}

static void
an_operation_without_the_argument_has_no_cut_offs(void **state)
{
	PnlCutOffs	cut_offs;
	PnlError	error;

	(void) state;
	memset(&cut_offs, 0xFF, sizeof(cut_offs));
	pnl_error_init(&error);
	assert_true(pnl_cut_off_read(&cut_offs, NULL, &error));
	assert_false(cut_offs.all_days.given);
	for (int day = 0; day < PNL_WEEKDAYS; day++)
		assert_false(cut_offs.days[day].given);
}

int
main(void)
{
	UNIT_ROWS(readable, read_cut_offs);
	UNIT_ROWS(unreadable, refuse_cut_offs);
	UNIT_CASE(an_operation_without_the_argument_has_no_cut_offs);
	return unit_run();
}
