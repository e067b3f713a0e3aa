/*
 * verdict.h
 *		What becomes of a shipment after an attempt: the rules of retrying.
 */
#ifndef PNL_CORE_POLICY_VERDICT_H
#define PNL_CORE_POLICY_VERDICT_H

#include "core/error.h"

typedef enum PnlOutcome
{
	PNL_OUTCOME_ANNOUNCED,
	PNL_OUTCOME_AGAIN,			/* queued again */
	PNL_OUTCOME_REJECTED,		/* PostNL or the checks say no */
	PNL_OUTCOME_FAILED			/* given up */
} PnlOutcome;

/* What is known of the shipment when the attempt has ended. */
typedef struct PnlAttemptFacts
{
	int			attempts;		/* with this one */
	int			attempts_allowed;
	bool		overdue;		/* past the deadline */
	bool		shared_call;	/* other shipments were in the call */
	bool		has_barcodes;	/* PostNL takes a repeated call for the same */
	bool		can_be_looked_up;	/* by a reference */
	bool		in_doubt;		/* before this attempt */
} PnlAttemptFacts;

typedef struct PnlVerdict
{
	PnlOutcome	outcome;
	int64_t		delay_ms;		/* of AGAIN; 0 = as soon as the account may */
	bool		counts;			/* the attempt counts */
	bool		in_doubt;		/* PostNL may know it */
	bool		alone;			/* next time in a call of its own */
} PnlVerdict;

/* How the account has to take the failure of a call. */
typedef enum PnlBlame
{
	PNL_BLAME_SHIPMENT,			/* PostNL works */
	PNL_BLAME_POSTNL,			/* PostNL may be down */
	PNL_BLAME_NETWORK,			/* PostNL is out of reach */
	PNL_BLAME_ACCOUNT,			/* key or set-up: nothing will work */
	PNL_BLAME_PACE				/* too many calls */
} PnlBlame;

extern PnlBlame pnl_verdict_blame(const PnlError *error);

/* The verdict on a failed attempt. */
extern PnlVerdict pnl_verdict_judge(const PnlError *error, const PnlAttemptFacts *facts,
									double random);

/* How often PostNL is asked again for a reference that it did not find. */
#define PNL_LOOKUPS_AGAIN 2

/*
 * Milliseconds until PostNL is asked again for a reference that it did not
 * find, after so many times that it was asked again before; -1 = it is
 * believed not to have it.
 */
extern int64_t pnl_verdict_look_again(int lookups, double random);

/* Milliseconds for which the key makes no call after PNL_BLAME_PACE. */
extern int64_t pnl_verdict_pause_key(const PnlError *error, double random);

#endif							/* PNL_CORE_POLICY_VERDICT_H */
