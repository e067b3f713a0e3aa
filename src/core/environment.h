/*
 * environment.h
 *		PostNL's two environments: to try things, and for real.
 */
#ifndef PNL_CORE_ENVIRONMENT_H
#define PNL_CORE_ENVIRONMENT_H

#include <stdbool.h>

#include "core/error.h"

typedef enum PnlEnvironment
{
	PNL_SANDBOX,
	PNL_PRODUCTION
} PnlEnvironment;

/* Their names, as a list of words (choice.h). */
#define PNL_ENVIRONMENT_NAMES "sandbox|production"

/* "sandbox" or "production". */
extern const char *pnl_environment_name(PnlEnvironment environment);

/* The environment of that name.  False, and nothing stored, when there is none. */
extern bool pnl_environment_find(const char *name, PnlEnvironment *environment) PNL_MUST_CHECK;

/* The base URL of its host. */
extern const char *pnl_environment_host(PnlEnvironment environment);

/* Calls a minute that PostNL allows a key there. */
extern int	pnl_environment_calls_per_minute(PnlEnvironment environment);

#endif							/* PNL_CORE_ENVIRONMENT_H */
