/*
 * environment.c
 *		PostNL's two environments: to try things, and for real.
 *
 * Sources: api.md, sections 1.2 (hosts) and 3.1 (calls a minute).
 */
#include "core/environment.h"

#include <stddef.h>
#include <string.h>

static const struct
{
	const char *name;
	const char *host;
	int			calls_per_minute;
}			environments[] = {
	[PNL_SANDBOX] = {"sandbox", "https://api-sandbox.postnl.nl", 15},
	[PNL_PRODUCTION] = {"production", "https://api.postnl.nl", 1000},
};

const char *
pnl_environment_name(PnlEnvironment environment)
{
	return environments[environment].name;
}

bool
pnl_environment_find(const char *name, PnlEnvironment *environment)
{
	for (size_t i = 0; i < sizeof(environments) / sizeof(environments[0]); i++)
		if (strcmp(environments[i].name, name) == 0)
		{
			*environment = (PnlEnvironment) i;
			return true;
		}
	return false;
}

const char *
pnl_environment_host(PnlEnvironment environment)
{
	return environments[environment].host;
}

int
pnl_environment_calls_per_minute(PnlEnvironment environment)
{
	return environments[environment].calls_per_minute;
}
