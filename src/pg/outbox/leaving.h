/*
 * leaving.h
 *		The end of a process that has shipments in hand: told to, or by a crash.
 */
#ifndef PNL_PG_OUTBOX_LEAVING_H
#define PNL_PG_OUTBOX_LEAVING_H

#include "postgres.h"

#include <signal.h>

#include "pg/base/transaction.h"

/*
 * Set by the worker's handler of SIGTERM: what ends the process from then on
 * is no crash.
 */
extern volatile sig_atomic_t pnl_leaving_was_asked;

/* From here on the process has a claimer, whose claims it gives back at its end. */
extern void pnl_leaving_watch(PnlScope scope, int claimer);

/* It has none any more. */
extern void pnl_leaving_forget(void);

#endif							/* PNL_PG_OUTBOX_LEAVING_H */
