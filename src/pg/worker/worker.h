/*
 * worker.h
 *		The background workers that drain the outbox of their database.
 */
#ifndef PNL_PG_WORKER_H
#define PNL_PG_WORKER_H

#include "postgres.h"

/* Where the postmaster starts a worker; bgw_extra has a PnlWorkerOrder. */
extern PGDLLEXPORT void postnl_worker_main(Datum argument);

#endif							/* PNL_PG_WORKER_H */
