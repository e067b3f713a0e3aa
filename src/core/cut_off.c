/*
 * cut_off.c
 *		Until when parcels are handed over, by weekday.
 */
#include "core/cut_off.h"

#include <stdint.h>
#include <string.h>

#include "core/ascii.h"

const char *const pnl_cut_off_type_names[PNL_CUT_OFF_TYPES] = {
	"Regular", "Sameday", "Today"
};

typedef struct Reading
{
	PnlCutOffs *cut_offs;
	PnlCutOffDay *day;			/* whose types are read */
	PnlError   *error;
} Reading;

static bool
read_time(PnlCutOffDay *day, int type, const PnlJson *value, PnlError *error)
{
	const char *text;
	size_t		length;

	if (pnl_json_text(value, &text, &length) && text != NULL &&
		pnl_date_parse_time(text, length, &day->time[type]))
	{
		day->has_time[type] = true;
		return true;
	}
	return pnl_error_set(error, PNL_ERR_ARGUMENT,
						 "cut_offs must hold times such as 17:00");
}

static bool
visit_type(const char *key, const PnlJson *value, void *arg)
{
	Reading    *reading = arg;

	for (int type = 0; type < PNL_CUT_OFF_TYPES; type++)
		if (pnl_ascii_equal(key, pnl_cut_off_type_names[type], SIZE_MAX))
			return read_time(reading->day, type, value, reading->error);
	return pnl_error_set(reading->error, PNL_ERR_ARGUMENT,
						 "cut_offs must have types regular, sameday and today only, not %.40s",
						 key);
}

static bool
visit_day(const char *key, const PnlJson *value, void *arg)
{
	Reading    *reading = arg;
	int			weekday = pnl_opening_hours_find_weekday(key, strlen(key));

	if (weekday >= 0)
		reading->day = &reading->cut_offs->days[weekday];
	else if (pnl_ascii_equal(key, "default", SIZE_MAX))
		reading->day = &reading->cut_offs->all_days;
	else
		return pnl_error_set(reading->error, PNL_ERR_ARGUMENT,
							 "cut_offs must have keys monday to sunday and default only, not %.40s",
							 key);
	reading->day->given = true;
	reading->day->available = value != NULL;
	if (value != NULL && pnl_json_kind(value) == PNL_JSON_NOTHING)
		return pnl_error_set(reading->error, PNL_ERR_ARGUMENT,
							 "cut_offs must have null for a day without hand-over");
	if (pnl_json_kind(value) == PNL_JSON_OBJECT)
		pnl_json_each_key(value, visit_type, reading);
	else if (reading->day->available)
		return read_time(reading->day, PNL_CUT_OFF_REGULAR, value, reading->error);
	return reading->error->kind == PNL_ERR_NONE;
}

bool
pnl_cut_off_read(PnlCutOffs *cut_offs, const PnlValue *value, PnlError *error)
{
	Reading		reading = {cut_offs, NULL, error};
	PnlError	unreadable;
	PnlJson    *document;

	memset(cut_offs, 0, sizeof(*cut_offs));
	if (value == NULL || value->null)
		return true;
	pnl_error_init(&unreadable);
	document = pnl_json_parse(value->text.data, value->text.length, &unreadable);
	if (document == NULL || pnl_json_kind(document) == PNL_JSON_ARRAY)
		pnl_error_set(error, PNL_ERR_ARGUMENT,
					  "cut_offs must be an object with a key for each weekday");
	else
		pnl_json_each_key(document, visit_day, &reading);
	pnl_json_free(document);
	return error->kind == PNL_ERR_NONE;
}
