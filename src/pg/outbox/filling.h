/*
 * filling.h
 *		Gives a lane work: claims, barcodes, calls.
 */
#ifndef PNL_PG_OUTBOX_FILLING_H
#define PNL_PG_OUTBOX_FILLING_H

#include "postgres.h"

#include "pg/outbox/lanes.h"

/*
 * Gives what the lane claimed before barcodes, makes calls of it, calls for
 * barcodes that are missing, and claims what the lane has room for.  In a
 * transaction; none of the calls may be started before it is committed.
 * "looks" says that the queue was looked at because something may have
 * changed.
 */
extern void pnl_filling_fill(PnlLanes *lanes, PnlLane *lane, int claimer, bool looks);

/* Whether the lane could do with a transaction now. */
extern bool pnl_filling_is_wanted(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now);

/*
 * When claims that wait for company go without, as the barcodes of others
 * are too long in coming; 0 = none wait.
 */
extern TimestampTz pnl_filling_company_until(const PnlLane *lane);

#endif							/* PNL_PG_OUTBOX_FILLING_H */
