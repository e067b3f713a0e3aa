/*
 * settled.h
 *		What this process remembers of calls whose answers are written.
 */
#ifndef PNL_PG_OUTBOX_SETTLED_H
#define PNL_PG_OUTBOX_SETTLED_H

#include "postgres.h"

#include "pg/outbox/sending.h"

/* Whether a claim of the call is written now: it is not busy, and was not before. */
static inline bool
pnl_settled_now(const PnlCall *call, int i)
{
	return !call->done[i] && !call->busy[i];
}

/*
 * Notes that it is committed; false while some claims of the call are still to
 * be written.
 */
extern bool pnl_settled_note(PnlCall *call);

/*
 * Does the rest once all of them are: frees the claims and the call; a
 * shipment with further parcels waits in its lane again.
 */
extern void pnl_settled_forget(PnlCall *call);

#endif							/* PNL_PG_OUTBOX_SETTLED_H */
