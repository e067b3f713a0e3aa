/*
 * generation.h
 *		The two generations of PostNL's API, by name.
 */
#ifndef PNL_CORE_GENERATION_H
#define PNL_CORE_GENERATION_H

#include <stdbool.h>

#include "core/error.h"

/* Their names, as a list of words (choice.h). */
#define PNL_GENERATION_NAMES "legacy|v4"

/* "legacy" or "v4". */
extern const char *pnl_generation_name(bool v4);

/* Whether a name is V4's.  False, and nothing stored, when it is no generation's. */
extern bool pnl_generation_find(const char *name, bool *v4) PNL_MUST_CHECK;

#endif							/* PNL_CORE_GENERATION_H */
