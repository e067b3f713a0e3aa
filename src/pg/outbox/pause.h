/*
 * pause.h
 *		postnl.pause: accounts for which nothing is sent for a while.
 *
 * All of these run inside a transaction of the caller's.
 */
#ifndef PNL_PG_OUTBOX_PAUSE_H
#define PNL_PG_OUTBOX_PAUSE_H

#include "postgres.h"

#include "core/error.h"
#include "pg/account/account.h"

/*
 * Pauses an account; nothing is claimed for it until then.  False, as is the
 * end of one, where somebody has the row locked: to be tried again.
 */
extern bool pnl_pause_set(const char *account, PnlEnvironment environment, int64 pause_ms,
						  int failures, const PnlError *error);
extern bool pnl_pause_end(const char *account, PnlEnvironment environment);

/* Ends the pauses that a change of keys or set-up may have ended. */
extern void pnl_pause_end_blocked(void);

#endif							/* PNL_PG_OUTBOX_PAUSE_H */
