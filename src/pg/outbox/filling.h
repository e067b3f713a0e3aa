/*
 * filling.h
 *		Gives lanes work: claims, barcodes, calls.
 */
#ifndef PNL_PG_OUTBOX_FILLING_H
#define PNL_PG_OUTBOX_FILLING_H

#include "postgres.h"

#include "pg/outbox/lanes.h"

/*
 * Gives each lane work, or takes it away from one that cannot send, and writes
 * their pauses: what a lane claimed before gets barcodes and calls, barcodes
 * that are missing are asked for, and what it has room for is claimed.  In a
 * transaction; none of the calls may be started before it is committed.
 * "looks" says that the queue was looked at because something may have
 * changed.
 */
extern void pnl_filling_fill(PnlLanes *lanes, int claimer, bool looks);

/* Whether the lane could do with a transaction now. */
extern bool pnl_filling_is_wanted(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now);

/*
 * When claims that wait for company go without, as the barcodes of others
 * are too long in coming; 0 = none wait.
 */
extern TimestampTz pnl_filling_company_until(const PnlLane *lane);

#endif							/* PNL_PG_OUTBOX_FILLING_H */
