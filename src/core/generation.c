/*
 * generation.c
 *		The two generations of PostNL's API, by name.
 */
#include "core/generation.h"

#include <string.h>

const char *
pnl_generation_name(bool v4)
{
	return v4 ? "v4" : "legacy";
}

bool
pnl_generation_find(const char *name, bool *v4)
{
	for (int i = 0; i <= 1; i++)
		if (strcmp(pnl_generation_name(i == 1), name) == 0)
		{
			*v4 = i == 1;
			return true;
		}
	return false;
}
