/*
 * opening_hours.h
 *		Opening hours in one shape, from all of PostNL's.
 *
 * Wire shapes (quirks.md, sections 3.2 and 5; api.md, section 1.6): days as
 * keys with "09:00-18:00", lists of such texts, {"string": ...} around them,
 * or {"From", "To"}; or a list of {"day", "times": [{"from", "until"}]}.
 */
#ifndef PNL_CORE_OPENING_HOURS_H
#define PNL_CORE_OPENING_HOURS_H

#include "core/json.h"

#define PNL_WEEKDAYS 7

/* More spans in a day than any shop has. */
#define PNL_MAX_SPANS 6

typedef struct PnlOpeningSpan
{
	char		from[6];		/* "HH:MM" */
	char		to[6];
} PnlOpeningSpan;

typedef struct PnlOpeningHours
{
	int			count[PNL_WEEKDAYS];	/* spans of each day, Monday first; 0 = closed or not
										 * told */
	PnlOpeningSpan spans[PNL_WEEKDAYS][PNL_MAX_SPANS];
} PnlOpeningHours;

/* "monday" to "sunday". */
extern const char *const pnl_opening_hours_weekday_names[PNL_WEEKDAYS];

/* The weekday with that English name in any letter case, or -1. */
extern int	pnl_opening_hours_find_weekday(const char *name, size_t length);

/* Reads a node; false when it is of no known shape. */
extern bool pnl_opening_hours_read(const PnlJson *node,
								   PnlOpeningHours *hours) PNL_MUST_CHECK;

#endif							/* PNL_CORE_OPENING_HOURS_H */
