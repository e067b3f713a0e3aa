/*
 * random.h
 *		The random numbers that the rules of core/policy are given.
 */
#ifndef PNL_PG_BASE_RANDOM_H
#define PNL_PG_BASE_RANDOM_H

#include "postgres.h"

#include "common/pg_prng.h"

/* A number of [0, 1). */
static inline double
pnl_random_fraction(void)
{
	return pg_prng_double(&pg_global_prng_state);
}

#endif							/* PNL_PG_BASE_RANDOM_H */
