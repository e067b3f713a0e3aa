/*
 * date.h
 *		The dates and times of PostNL's messages.
 *
 * PostNL writes local time of the Netherlands without a zone, in a dozen
 * spellings (quirks.md, section 5).  The core reads and writes the calendar;
 * turning it into an instant needs the rules of PNL_TIME_ZONE, which the
 * database has and the core has not.
 */
#ifndef PNL_CORE_DATE_H
#define PNL_CORE_DATE_H

#include <stddef.h>

#include "core/buf.h"
#include "core/error.h"

/* The zone of every PostNL time that names none. */
#define PNL_TIME_ZONE "Europe/Amsterdam"

typedef struct PnlCivil
{
	int			year;			/* 1 to 9999 */
	int			month;			/* 1 to 12 */
	int			day;			/* 1 to 31, checked against the month */
	int			hour;			/* 0 to 24; 24 only as 24:00:00 */
	int			minute;
	int			second;
	int			microsecond;
	bool		has_zone;		/* the text named an offset */
	int			zone_seconds;	/* east of Greenwich, when has_zone */
} PnlCivil;

/* How a date or time is spelled on the wire. */
typedef enum PnlDateFormat
{
	PNL_DATE_ISO,				/* 2026-11-23 */
	PNL_DATE_DUTCH,				/* 23-11-2026 */
	PNL_DATETIME_ISO,			/* 2026-11-23T09:05:00.000 */
	PNL_DATETIME_DUTCH,			/* 23-11-2026 09:05:00 */
	PNL_TIME_HMS				/* 09:05:00 */
} PnlDateFormat;

/*
 * Reads a date, with or without a time: dd-mm-yyyy and yyyy-mm-dd, a blank
 * or 'T', hh:mm[:ss[.fraction]], then 'Z' or +hh:mm or +hhmm.  The time is
 * 00:00:00 when there is none.  False when the text is anything else or
 * names a day that does not exist.
 */
extern bool pnl_date_parse(const char *text, size_t length,
						   PnlCivil *civil) PNL_MUST_CHECK;

/* Reads hh:mm[:ss[.fraction]]; the date fields become zero. */
extern bool pnl_date_parse_time(const char *text, size_t length,
								PnlCivil *civil) PNL_MUST_CHECK;

/*
 * The day that it is in PNL_TIME_ZONE at a date and time: at the instant, where the text
 * named an offset, else the date as it stands.  By the EU's rule of 1996 (Directive
 * 2000/84/EC), so good for days from then on, until the rule is changed.
 */
extern PnlCivil pnl_date_local_day(const PnlCivil *civil);

/* Days since 1 January of the year 1, and back (time 00:00:00). */
extern int	pnl_date_to_days(const PnlCivil *civil);
extern PnlCivil pnl_date_from_days(int days);

/* Appends in the given spelling. */
extern bool pnl_date_append(PnlBuf *buf, const PnlCivil *civil,
							PnlDateFormat format);

#endif							/* PNL_CORE_DATE_H */
