/*
 * moment.h
 *		Moments and lengths of time, in microseconds.
 *
 * Rule for core/policy: it reads no clock and throws no dice.  Callers say what
 * the time is, as microseconds since any moment they like (PostgreSQL's
 * TimestampTz are such), and pass a random number of [0, 1) where one is needed.
 */
#ifndef PNL_CORE_POLICY_MOMENT_H
#define PNL_CORE_POLICY_MOMENT_H

#include <stdint.h>

#define PNL_MILLISECOND INT64_C(1000)
#define PNL_SECOND (1000 * PNL_MILLISECOND)
#define PNL_MINUTE (60 * PNL_SECOND)
#define PNL_HOUR (60 * PNL_MINUTE)

static inline int64_t
pnl_moment_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t
pnl_moment_later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * A moment that was noted, or "now" where it lies further ahead than it may: the
 * clock was set back since.
 */
static inline int64_t
pnl_moment_within(int64_t at, int64_t now, int64_t longest)
{
	return at > now + longest ? now : at;
}

#endif							/* PNL_CORE_POLICY_MOMENT_H */
