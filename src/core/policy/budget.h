/*
 * budget.h
 *		How many parcels are polled of which the feed would tell.
 *
 * They are polled in case it left something out, but no more than so many an
 * hour, half of them at once.  What is kept is until when polls are paid for.
 */
#ifndef PNL_CORE_POLICY_BUDGET_H
#define PNL_CORE_POLICY_BUDGET_H

#include <stdint.h>

#define PNL_BUDGET_AN_HOUR 60

/* How many may be polled now; "paid_until" of 0 = none were. */
extern int	pnl_budget_left(int64_t paid_until, int64_t now);

/* Until when polls are paid for, once so many are made. */
extern int64_t pnl_budget_pay(int64_t paid_until, int count, int64_t now);

#endif							/* PNL_CORE_POLICY_BUDGET_H */
