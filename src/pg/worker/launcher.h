/*
 * launcher.h
 *		The background worker that starts the workers of all databases.
 */
#ifndef PNL_PG_WORKER_LAUNCHER_H
#define PNL_PG_WORKER_LAUNCHER_H

#include "postgres.h"

/*
 * How long the launcher and a worker that fails stay away, so that a
 * permanent fault does not keep the server busy with starting processes.
 */
#define PNL_RESTART_DELAY_S 5

/* Registers the launcher; from _PG_init() while preloading. */
extern void pnl_launcher_register(void);

/* Where the postmaster starts it. */
extern PGDLLEXPORT void postnl_launcher_main(Datum argument);

#endif							/* PNL_PG_WORKER_LAUNCHER_H */
