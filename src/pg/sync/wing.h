/*
 * wing.h
 *		How the status of parcels becomes known.
 *
 * It hides the feed, its windows and overlaps, what is polled and how often, what
 * is believed of an answer, and the triggers that users have on events.  The
 * status columns of postnl.parcel are written here alone, once it is announced.
 *
 * A worker, or a session, makes a sync and lets it act (sync.h).
 */
#ifndef PNL_PG_SYNC_WING_H
#define PNL_PG_SYNC_WING_H

#include "pg/sync/sync.h"

#endif							/* PNL_PG_SYNC_WING_H */
