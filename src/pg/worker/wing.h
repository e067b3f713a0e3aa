/*
 * wing.h
 *		Who starts whom.
 *
 * The highest wing.  It hides the launcher, the workers and their slots, the
 * statements that workers make way for, and how the library is loaded.  Nobody
 * calls it but the postmaster, PostgreSQL's hooks, and SQL that looks at it.
 */
#ifndef PNL_PG_WORKER_WING_H
#define PNL_PG_WORKER_WING_H

#endif							/* PNL_PG_WORKER_WING_H */
