/*
 * test_verdict.c
 *		What becomes of a shipment after an attempt, and who is to blame.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "core/policy/verdict.h"

/* An attempt of a shipment, the third of ten, of which nothing else is known. */
#define PLAIN .attempts = 3, .attempts_allowed = 10, .has_barcodes = true

typedef struct VerdictRow
{
	const char *name;
	PnlErrorKind kind;
	PnlAttemptFacts facts;
	const char *verdict;		/* as spell() writes it */
} VerdictRow;

/* What PostNL, or the checks, refused. */
static const VerdictRow refusals[] = {
	{"what PostNL refuses is rejected", PNL_ERR_REJECTED, {PLAIN}, "rejected 0 counts"},
	{"so is what the checks refuse", PNL_ERR_ARGUMENT, {PLAIN}, "rejected 0 counts"},
	{"and what is too large for PostNL", PNL_ERR_REQUEST_SIZE, {PLAIN}, "rejected 0 counts"},
	{"a refused call of several says nothing of each: they go alone", PNL_ERR_REJECTED,
	{PLAIN, .shared_call = true}, "again 0 alone"},
	{"in doubt, they go alone and stay so", PNL_ERR_REJECTED,
	{PLAIN, .shared_call = true, .in_doubt = true}, "again 0 doubt alone"},
	{"in doubt, a refusal is looked into before it is believed", PNL_ERR_REJECTED,
	{PLAIN, .in_doubt = true}, "again 0 counts doubt"},
	{"a refusal at the last attempt is one all the same", PNL_ERR_REJECTED,
	{.attempts = 10, .attempts_allowed = 10}, "rejected 0 counts"},
	{"a refusal of what is overdue too", PNL_ERR_REJECTED, {PLAIN, .overdue = true},
	"rejected 0 counts"},
};

static const VerdictRow failures[] = {
	{"a failure of PostNL's is tried again, and PostNL may know it", PNL_ERR_SERVER, {PLAIN},
	"again 8000 counts doubt"},
	{"an answer that is none too", PNL_ERR_PROTOCOL, {PLAIN}, "again 8000 counts doubt"},
	{"and a connection that broke", PNL_ERR_CONNECTION_LOST, {PLAIN}, "again 8000 counts doubt"},
	{"and no answer in time", PNL_ERR_TIMEOUT, {PLAIN}, "again 8000 counts doubt"},
	{"and an answer that is too large", PNL_ERR_REPLY_SIZE, {PLAIN}, "again 8000 counts doubt"},
	{"and one for which there is no memory", PNL_ERR_MEMORY, {PLAIN}, "again 8000 counts doubt"},
	{"no connection counts for nobody", PNL_ERR_CONNECT, {PLAIN}, "again 0"},
	{"nor does a refused key", PNL_ERR_UNAUTHORIZED, {PLAIN}, "again 0"},
	{"nor does none", PNL_ERR_NO_KEY, {PLAIN}, "again 0"},
	{"nor a path that PostNL does not have", PNL_ERR_NO_OPERATION, {PLAIN}, "again 0"},
	{"nor too many calls", PNL_ERR_THROTTLED, {PLAIN}, "again 0"},
	{"what cannot be stored counts for nobody, and PostNL may know it", PNL_ERR_LOCAL, {PLAIN},
	"again 0 doubt"},
	{"the first wait is short", PNL_ERR_SERVER,
	{.attempts = 1, .attempts_allowed = 10, .has_barcodes = true}, "again 2000 counts doubt"},
	{"the last attempt but one is no reason to give up", PNL_ERR_SERVER,
	{.attempts = 9, .attempts_allowed = 10, .has_barcodes = true}, "again 512000 counts doubt"},
	{"after the last one it is given up", PNL_ERR_SERVER,
	{.attempts = 10, .attempts_allowed = 10, .has_barcodes = true}, "failed 600000 counts doubt"},
	{"what does not count is no last attempt", PNL_ERR_CONNECT,
	{.attempts = 10, .attempts_allowed = 10}, "again 0"},
	{"what is overdue is given up", PNL_ERR_CONNECT, {PLAIN, .overdue = true}, "failed 0"},
	{"whoever broke a call of several, they go alone", PNL_ERR_TIMEOUT,
	{PLAIN, .shared_call = true}, "again 8000 counts doubt alone"},
	{"what counts for nobody splits no call", PNL_ERR_CONNECT, {PLAIN, .shared_call = true},
	"again 0"},
	{"without barcode an unclear outcome is looked up by reference", PNL_ERR_TIMEOUT,
	{.attempts = 1, .attempts_allowed = 10, .can_be_looked_up = true}, "again 2000 counts doubt"},
	{"without either it is given up, not announced twice", PNL_ERR_TIMEOUT,
	{.attempts = 1, .attempts_allowed = 10}, "failed 2000 counts doubt"},
	{"a clear outcome needs neither", PNL_ERR_CONNECT, {.attempts = 1, .attempts_allowed = 10},
	"again 0"},
	{"an old doubt needs one of them", PNL_ERR_CONNECT,
	{.attempts = 1, .attempts_allowed = 10, .in_doubt = true}, "failed 0 doubt"},
	{"an old doubt stays", PNL_ERR_CONNECT, {PLAIN, .in_doubt = true}, "again 0 doubt"},
};

static PnlError
failure(PnlErrorKind kind, int64_t retry_after_ms)
{
	PnlError	error;

	pnl_error_init(&error);
	if (kind != PNL_ERR_NONE)
		pnl_error_set(&error, kind, "it failed");
	error.retry_after_ms = retry_after_ms;
	return error;
}

static void
spell(char *text, size_t size, const PnlVerdict *verdict)
{
	const char *outcomes[] = {"announced", "again", "rejected", "failed"};

	snprintf(text, size, "%s %lld%s%s%s", outcomes[verdict->outcome],
			 (long long) verdict->delay_ms, verdict->counts ? " counts" : "",
			 verdict->in_doubt ? " doubt" : "", verdict->alone ? " alone" : "");
}

static void
check_verdict(void **state)
{
	const VerdictRow *row = *state;
	PnlError	error = failure(row->kind, -1);
	PnlVerdict	verdict = pnl_verdict_judge(&error, &row->facts, 0.5);
	char		text[100];

	spell(text, sizeof(text), &verdict);
	assert_string_equal(text, row->verdict);
}

static void
a_wait_that_PostNL_asks_for_is_had(void **state)
{
	PnlAttemptFacts facts = {PLAIN};
	PnlError	longer = failure(PNL_ERR_SERVER, 9000);
	PnlError	shorter = failure(PNL_ERR_SERVER, 7000);
	PnlError	throttled = failure(PNL_ERR_THROTTLED, 7000);

	(void) state;
	assert_int_equal(pnl_verdict_judge(&longer, &facts, 0.5).delay_ms, 9000);
	assert_int_equal(pnl_verdict_judge(&shorter, &facts, 0.5).delay_ms, 8000);
	assert_int_equal(pnl_verdict_judge(&throttled, &facts, 0.5).delay_ms, 7000);
}

/* The rule of verdict.c: whatever else is the case. */
static void
what_PostNL_may_have_and_cannot_be_found_is_never_sent_again(void **state)
{
	(void) state;
	for (int kind = PNL_ERR_NONE + 1; kind < PNL_ERR_KINDS; kind++)
		for (int bits = 0; bits < 64; bits++)
		{
			PnlAttemptFacts facts = {
				.attempts = 1, .attempts_allowed = 10, .overdue = (bits & 1) != 0,
				.shared_call = (bits & 2) != 0, .has_barcodes = (bits & 4) != 0,
				.can_be_looked_up = (bits & 8) != 0, .in_doubt = (bits & 16) != 0
			};
			PnlError	error = failure((PnlErrorKind) kind, (bits & 32) != 0 ? 1000 : -1);
			PnlVerdict	verdict = pnl_verdict_judge(&error, &facts, 0.5);
			bool		refused = kind == PNL_ERR_REJECTED || kind == PNL_ERR_ARGUMENT ||
				kind == PNL_ERR_REQUEST_SIZE;

			if (facts.in_doubt && verdict.outcome == PNL_OUTCOME_AGAIN)
				assert_true(verdict.in_doubt);
			if (verdict.in_doubt && !facts.has_barcodes && !facts.can_be_looked_up && !refused)
				assert_int_equal(verdict.outcome, PNL_OUTCOME_FAILED);
			assert_true(verdict.outcome != PNL_OUTCOME_ANNOUNCED);
		}
}

typedef struct BlameRow
{
	const char *name;
	PnlErrorKind kind;
	PnlBlame	blame;
} BlameRow;

static const BlameRow blames[] = {
	{"an argument is the shipment's fault", PNL_ERR_ARGUMENT, PNL_BLAME_SHIPMENT},
	{"a refusal is", PNL_ERR_REJECTED, PNL_BLAME_SHIPMENT},
	{"a request that is too large is", PNL_ERR_REQUEST_SIZE, PNL_BLAME_SHIPMENT},
	{"so is a reply", PNL_ERR_REPLY_SIZE, PNL_BLAME_SHIPMENT},
	{"and what takes too much memory", PNL_ERR_MEMORY, PNL_BLAME_SHIPMENT},
	{"a refused key is the account's fault", PNL_ERR_UNAUTHORIZED, PNL_BLAME_ACCOUNT},
	{"no key is", PNL_ERR_NO_KEY, PNL_BLAME_ACCOUNT},
	{"a path that PostNL does not have is", PNL_ERR_NO_OPERATION, PNL_BLAME_ACCOUNT},
	{"so is what cannot be stored here", PNL_ERR_LOCAL, PNL_BLAME_ACCOUNT},
	{"too many calls are the pace's fault", PNL_ERR_THROTTLED, PNL_BLAME_PACE},
	{"a failed server is PostNL's fault", PNL_ERR_SERVER, PNL_BLAME_POSTNL},
	{"so is an answer that is none", PNL_ERR_PROTOCOL, PNL_BLAME_POSTNL},
	{"and a broken connection", PNL_ERR_CONNECTION_LOST, PNL_BLAME_POSTNL},
	{"and no answer in time", PNL_ERR_TIMEOUT, PNL_BLAME_POSTNL},
	{"no connection is the network's fault", PNL_ERR_CONNECT, PNL_BLAME_NETWORK},
	{"nothing is nobody else's fault", PNL_ERR_NONE, PNL_BLAME_SHIPMENT},
};

static void
check_blame(void **state)
{
	const BlameRow *row = *state;
	PnlError	error = failure(row->kind, -1);

	assert_int_equal(pnl_verdict_blame(&error), row->blame);
}

static void
a_reference_is_looked_up_three_times_within_forty_seconds(void **state)
{
	(void) state;
	assert_int_equal(pnl_verdict_look_again(0, 0.5), 10000);
	assert_int_equal(pnl_verdict_look_again(1, 0.5), 30000);
	assert_int_equal(pnl_verdict_look_again(2, 0.5), -1);
	assert_int_equal(pnl_verdict_look_again(0, 0), 7500);
}

static void
a_key_pauses_as_long_as_PostNL_asks_for_or_a_second(void **state)
{
	PnlError	plain = failure(PNL_ERR_THROTTLED, -1);
	PnlError	longer = failure(PNL_ERR_THROTTLED, 30000);

	(void) state;
	assert_int_equal(pnl_verdict_pause_key(&plain, 0.5), 1000);
	assert_int_equal(pnl_verdict_pause_key(&longer, 0.5), 30000);
}

int
main(void)
{
	UNIT_ROWS(refusals, check_verdict);
	UNIT_ROWS(failures, check_verdict);
	UNIT_CASE(a_wait_that_PostNL_asks_for_is_had);
	UNIT_CASE(what_PostNL_may_have_and_cannot_be_found_is_never_sent_again);
	UNIT_ROWS(blames, check_blame);
	UNIT_CASE(a_reference_is_looked_up_three_times_within_forty_seconds);
	UNIT_CASE(a_key_pauses_as_long_as_PostNL_asks_for_or_a_second);
	return unit_run();
}
