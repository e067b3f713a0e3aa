/*
 * session.h
 *		What a session has told when its transaction ends, and what it waits for.
 *
 * Does nothing, and fails at nothing, where the library is not preloaded.
 */
#ifndef PNL_PG_PROCESS_SESSION_H
#define PNL_PG_PROCESS_SESSION_H

#include "postgres.h"

/*
 * Wakes the workers of this database when the current transaction commits.
 * Cheap to call often.
 */
extern void pnl_session_wake_at_commit(void);

/* Tells at commit that this database may have got, or lost, the extension. */
extern void pnl_session_extension_came_at_commit(void);
extern void pnl_session_extension_went_at_commit(void);

/*
 * Keeps workers from starting in a database until the current transaction
 * ends.  Those that run there are not touched.
 */
extern void pnl_session_hold_database(Oid database);

/*
 * Waits until a worker has an outcome, at most timeout_ms; may return early
 * and obeys interrupts.  Without preload it waits a part of the time.
 */
extern void pnl_session_wait_for_outcome(long timeout_ms);

#endif							/* PNL_PG_PROCESS_SESSION_H */
