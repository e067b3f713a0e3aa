/*
 * cut_off.h
 *		Until when parcels are handed over, by weekday.
 *
 * The SQL argument cut_offs is an object with keys monday to sunday (and
 * default): a time ("17:00"), null for a day without hand-over, or an object
 * of times by type ({"regular": "17:00", "today": "12:00"}).
 */
#ifndef PNL_CORE_CUT_OFF_H
#define PNL_CORE_CUT_OFF_H

#include "core/opening_hours.h"
#include "core/value.h"

/* Types of cut-off times, as Checkout names them. */
typedef enum PnlCutOffType
{
	PNL_CUT_OFF_REGULAR,
	PNL_CUT_OFF_SAMEDAY,
	PNL_CUT_OFF_TODAY,
	PNL_CUT_OFF_TYPES
} PnlCutOffType;

extern const char *const pnl_cut_off_type_names[PNL_CUT_OFF_TYPES];

typedef struct PnlCutOffDay
{
	bool		given;			/* the day has a key */
	bool		available;		/* parcels are handed over */
	bool		has_time[PNL_CUT_OFF_TYPES];
	PnlCivil	time[PNL_CUT_OFF_TYPES];
} PnlCutOffDay;

typedef struct PnlCutOffs
{
	PnlCutOffDay all_days;		/* key "default" */
	PnlCutOffDay days[PNL_WEEKDAYS];	/* Monday first */
} PnlCutOffs;

/*
 * Reads the argument (type PNL_JSON_TEXT, maybe null).  False with kind
 * ARGUMENT; the message says what is wrong with cut_offs.
 */
extern bool pnl_cut_off_read(PnlCutOffs *cut_offs, const PnlValue *value,
							 PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_CUT_OFF_H */
