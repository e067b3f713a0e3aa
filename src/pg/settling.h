/*
 * settling.h
 *		What the answer to a call becomes: states, parcels, labels, barcodes.
 *
 * In two parts: what is written, in a transaction, and what this process
 * remembers, once that is committed.
 */
#ifndef PNL_PG_SETTLING_H
#define PNL_PG_SETTLING_H

#include "postgres.h"

#include "pg/sending.h"

/*
 * Writes what a finished call came to.  Throws where an answer cannot be
 * stored; nothing this process remembers is changed.
 */
extern void pnl_settling_write(PnlCall *call, int claimer);

/*
 * Does the rest once it is committed: frees the claims that are settled and
 * the call; a shipment with further parcels waits in its lane again.
 */
extern void pnl_settling_forget(PnlCall *call);

#endif							/* PNL_PG_SETTLING_H */
