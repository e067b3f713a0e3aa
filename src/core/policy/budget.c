/*
 * budget.c
 *		How many parcels are polled of which the feed would tell.
 */
#include "core/policy/budget.h"
#include "core/policy/moment.h"

#define AT_ONCE (PNL_BUDGET_AN_HOUR / 2)

/* Half of them are there at once, so the others are earned in the hour. */
#define COST (PNL_HOUR / AT_ONCE)

/* Nothing is saved up beyond what is there at once, nor owed where the clock was set back. */
static int64_t
find_paid(int64_t paid_until, int64_t now)
{
	int64_t		oldest = now - AT_ONCE * COST;

	return paid_until > now + AT_ONCE * COST ? oldest : pnl_moment_later(paid_until, oldest);
}

int
pnl_budget_left(int64_t paid_until, int64_t now)
{
	return (int) pnl_moment_later((now - find_paid(paid_until, now)) / COST, 0);
}

int64_t
pnl_budget_pay(int64_t paid_until, int count, int64_t now)
{
	return find_paid(paid_until, now) + count * COST;
}
