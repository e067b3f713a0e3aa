/*
 * stat_worker.h
 *		What the workers do, and why none runs here.
 */
#ifndef PNL_PG_WORKER_STAT_WORKER_H
#define PNL_PG_WORKER_STAT_WORKER_H

#include "postgres.h"

/* Why no worker runs in this database, and what to do; constant texts. */
typedef struct PnlAbsence
{
	const char *detail;
	const char *remedy;
} PnlAbsence;

/* Whether a worker of this database runs; if not, the reason is filled in. */
extern bool pnl_stat_worker_runs(PnlAbsence *absence);

#endif							/* PNL_PG_WORKER_STAT_WORKER_H */
