/*
 * zone.h
 *		Between PostNL's local times and PostgreSQL's instants.
 */
#ifndef PNL_PG_BASE_ZONE_H
#define PNL_PG_BASE_ZONE_H

#include "postgres.h"

#include "utils/date.h"
#include "utils/timestamp.h"

#include "core/date.h"

/*
 * The instant of a civil time: by its own offset, else in PNL_TIME_ZONE.  A
 * time that the clock shows twice is its second occurrence, one that it
 * skips is taken by the clock before the change; both as PostgreSQL does.
 * Error 22008 outside PostgreSQL's range.
 */
extern TimestampTz pnl_zone_to_timestamp(const PnlCivil *civil);

/* What clocks in PNL_TIME_ZONE show at an instant. */
extern PnlCivil pnl_zone_from_timestamp(TimestampTz instant);

/*
 * Bounds of a period as local times that leave out no instant of it: where
 * the clock shows an hour twice, the start moves to the beginning of that
 * hour and the end to its end.
 */
extern PnlCivil pnl_zone_period_start(TimestampTz since);
extern PnlCivil pnl_zone_period_end(TimestampTz until);

/* The instant of a local time, the first one where the clock shows it twice. */
extern TimestampTz pnl_zone_first_instant(Timestamp local);

/* Calendar arithmetic without zone, in microseconds. */
extern Timestamp pnl_zone_civil_to_micros(const PnlCivil *civil);
extern PnlCivil pnl_zone_micros_to_civil(Timestamp micros);

extern DateADT pnl_zone_civil_to_date(const PnlCivil *civil);
extern TimeADT pnl_zone_civil_to_time(const PnlCivil *civil);
extern PnlCivil pnl_zone_date_to_civil(DateADT date);
extern PnlCivil pnl_zone_time_to_civil(TimeADT time);

#endif							/* PNL_PG_BASE_ZONE_H */
