/*
 * settling.h
 *		What the answer to a call becomes: states, parcels, labels, barcodes.
 *
 * In two parts: what is written, in a transaction, and what this process
 * remembers, once that is committed.
 */
#ifndef PNL_PG_OUTBOX_SETTLING_H
#define PNL_PG_OUTBOX_SETTLING_H

#include "postgres.h"

#include "pg/outbox/sending.h"

/*
 * Writes what a finished call came to, but for claims that are busy.  Throws
 * where that fails: with call->is_read the fault is ours, else the answer's.
 * What this process remembers is not changed, so it may be tried again.
 */
extern void pnl_settling_write(PnlCall *call, int claimer);

#endif							/* PNL_PG_OUTBOX_SETTLING_H */
