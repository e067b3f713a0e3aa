/*
 * verdict.c
 *		What becomes of a shipment after an attempt: the rules of retrying.
 *
 * Rule for this file: when PostNL may have accepted the parcel and it has no
 * barcode of ours, it must never be announced again before it was looked up.
 */
#include <assert.h>

#include "core/policy/backoff.h"
#include "core/policy/moment.h"
#include "core/policy/verdict.h"

/* After a 429 without Retry-After. */
#define KEY_PAUSE_MS 1000

/*
 * When PostNL is asked again for a reference, after a call of unclear outcome:
 * what it was told may be found only after a while.
 */
static const int lookup_delays_ms[PNL_LOOKUPS_AGAIN] = {10 * 1000, 30 * 1000};

/* One row a kind, in the order of PnlErrorKind. */
static const struct
{
	PnlErrorKind kind;
	PnlBlame	blame;
	bool		unclear;		/* PostNL may have done what was asked */
	bool		counts;			/* the shipment may be the reason */
}			rules[PNL_ERR_KINDS] = {
	{PNL_ERR_NONE, PNL_BLAME_SHIPMENT, false, false},
	{PNL_ERR_ARGUMENT, PNL_BLAME_SHIPMENT, false, true},
	{PNL_ERR_REJECTED, PNL_BLAME_SHIPMENT, false, true},
	{PNL_ERR_UNAUTHORIZED, PNL_BLAME_ACCOUNT, false, false},
	{PNL_ERR_NO_KEY, PNL_BLAME_ACCOUNT, false, false},
	{PNL_ERR_NO_OPERATION, PNL_BLAME_ACCOUNT, false, false},
	{PNL_ERR_THROTTLED, PNL_BLAME_PACE, false, false},
	{PNL_ERR_SERVER, PNL_BLAME_POSTNL, true, true},
	{PNL_ERR_PROTOCOL, PNL_BLAME_POSTNL, true, true},
	{PNL_ERR_CONNECT, PNL_BLAME_NETWORK, false, false},
	{PNL_ERR_CONNECTION_LOST, PNL_BLAME_POSTNL, true, true},
	{PNL_ERR_TIMEOUT, PNL_BLAME_POSTNL, true, true},
	{PNL_ERR_REQUEST_SIZE, PNL_BLAME_SHIPMENT, false, true},
	{PNL_ERR_REPLY_SIZE, PNL_BLAME_SHIPMENT, true, true},
	{PNL_ERR_MEMORY, PNL_BLAME_SHIPMENT, true, true},
	{PNL_ERR_LOCAL, PNL_BLAME_ACCOUNT, true, false},
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) == PNL_ERR_KINDS,
			   "rules has a row for each PnlErrorKind");

PnlBlame
pnl_verdict_blame(const PnlError *error)
{
	assert(rules[error->kind].kind == error->kind);
	return rules[error->kind].blame;
}

/* PostNL, or the checks, refused the request. */
static bool
is_refusal(const PnlError *error)
{
	return error->kind == PNL_ERR_REJECTED || error->kind == PNL_ERR_ARGUMENT ||
		error->kind == PNL_ERR_REQUEST_SIZE;
}

/*
 * A refused call that several share says nothing of each of them: next time
 * they go alone.  What was in doubt is looked up before a refusal is
 * believed: PostNL also refuses what it has in hands already.
 */
static PnlVerdict
judge_refusal(const PnlAttemptFacts *facts)
{
	PnlVerdict	verdict = {PNL_OUTCOME_REJECTED, .counts = true};

	if (facts->shared_call)
	{
		verdict.outcome = PNL_OUTCOME_AGAIN;
		verdict.counts = false;
		verdict.alone = true;
		verdict.in_doubt = facts->in_doubt;
	}
	else if (facts->in_doubt)
	{
		verdict.outcome = PNL_OUTCOME_AGAIN;
		verdict.in_doubt = true;
	}
	return verdict;
}

static PnlVerdict
judge_failure(const PnlError *error, const PnlAttemptFacts *facts, double random)
{
	PnlVerdict	verdict = {PNL_OUTCOME_AGAIN};

	verdict.counts = rules[error->kind].counts;
	verdict.in_doubt = facts->in_doubt || rules[error->kind].unclear;
	/* whichever of them it was that broke it, the others go without */
	verdict.alone = facts->shared_call && verdict.counts;
	if (verdict.counts)
		verdict.delay_ms = pnl_backoff_wait(PNL_BACKOFF_SHIPMENT, facts->attempts, random);
	verdict.delay_ms = pnl_moment_later(verdict.delay_ms, error->retry_after_ms);
	if (facts->overdue || (verdict.counts && facts->attempts >= facts->attempts_allowed))
		verdict.outcome = PNL_OUTCOME_FAILED;
	if (verdict.in_doubt && !facts->has_barcodes && !facts->can_be_looked_up)
		verdict.outcome = PNL_OUTCOME_FAILED;
	return verdict;
}

PnlVerdict
pnl_verdict_judge(const PnlError *error, const PnlAttemptFacts *facts, double random)
{
	return is_refusal(error) ? judge_refusal(facts) : judge_failure(error, facts, random);
}

int64_t
pnl_verdict_look_again(int lookups, double random)
{
	return lookups < PNL_LOOKUPS_AGAIN ? pnl_backoff_spread(lookup_delays_ms[lookups], random) : -1;
}

int64_t
pnl_verdict_pause_key(const PnlError *error, double random)
{
	return pnl_moment_later(pnl_backoff_spread(KEY_PAUSE_MS, random), error->retry_after_ms);
}
