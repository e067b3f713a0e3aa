/*
 * settle.c
 *		What the answer to a call becomes, whatever its kind.
 *
 * Rule for this file: the claim is settled first.  Where it is no longer ours,
 * nothing else is stored for it.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/error_shape.h"
#include "core/reply.h"
#include "pg/base/random.h"
#include "pg/base/report.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settle.h"
#include "pg/process/shared.h"

/* ----------
 * In a transaction
 * ----------
 */

static bool
note_settled(PnlCall *call, int i, const PnlVerdict *verdict, bool settled)
{
	call->judged[i] = settled;
	call->outcomes[i] = verdict->outcome;
	if (!settled)
		ereport(DEBUG1,
				(errmsg_internal("shipment %lld is no longer claimed by this process",
								 (long long) call->claims[i]->shipment_id)));
	return settled;
}

bool
pnl_settle_claim(PnlCall *call, int i, int claimer, const PnlVerdict *verdict)
{
	return note_settled(call, i, verdict,
						pnl_rows_settle(call->claims[i], claimer, verdict, NULL));
}

bool
pnl_settle_as_told(PnlCall *call, int claimer, const PnlVerdict *verdict)
{
	return note_settled(call, 0, verdict,
						pnl_rows_settle_as_told(call->claims[0], claimer, verdict));
}

/* Notes that a claim of the call is due again. */
static void
note_retry(PnlCall *call, int64 delay_ms)
{
	TimestampTz at = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), delay_ms);

	if (call->retry_at == 0 || call->retry_at > at)
		call->retry_at = at;
}

bool
pnl_settle_lookup(PnlCall *call, int claimer, int64 delay_ms, int lookups, bool in_doubt)
{
	if (!pnl_rows_settle_lookup(call->claims[0], claimer, delay_ms, lookups, in_doubt))
		return false;
	note_retry(call, delay_ms);
	return true;
}

bool
pnl_settle_failure(PnlCall *call, int i, int claimer, const PnlError *error)
{
	const PnlClaim *claim = call->claims[i];
	PnlAttemptFacts facts = pnl_claim_facts(claim, call->claim_count > 1);
	PnlVerdict	verdict;

	facts.in_doubt = facts.in_doubt || error->beside_answer;
	verdict = pnl_verdict_judge(error, &facts, pnl_random_fraction());

	if (!note_settled(call, i, &verdict, pnl_rows_settle(claim, claimer, &verdict, error)))
		return false;
	if (verdict.outcome == PNL_OUTCOME_AGAIN)
		note_retry(call, verdict.delay_ms);
	return true;
}

void
pnl_settle_all_failed(PnlCall *call, int claimer)
{
	const PnlError *error = &call->errand.error;

	call->is_read = true;
	for (int i = 0; i < call->claim_count; i++)
	{
		if (!pnl_settle_is_due(call, i))
			continue;
		(void) pnl_settle_failure(call, i, claimer, error);
		pnl_rows_end_attempt(call->attempt_ids[i], error->http_status, call->errand.ms,
							 pnl_report_sqlstate(error));
	}
}

void
pnl_settle_attempt(const PnlCall *call, int i, const PnlError *failure)
{
	pnl_rows_end_attempt(call->attempt_ids[i], call->errand.exchange->reply.http_status,
						 call->errand.ms, failure != NULL ? pnl_report_sqlstate(failure) : 0);
}

bool
pnl_settle_barcodes(PnlClaim *claim)
{
	/* all of them: that some were stored may be of a transaction that failed */
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		claim->parcels[i].stored = false;
	return pnl_rows_store_barcodes(claim);
}

void
pnl_settle_complete(const PnlCall *call, PnlError *failure)
{
	const PnlExchange *exchange = call->errand.exchange;

	failure->http_status = exchange->reply.http_status;
	if (failure->trace_id[0] == '\0')
		pnl_error_shape_trace_id(exchange->document, failure);
	if (failure->kind == PNL_ERR_PROTOCOL)
		pnl_reply_show(&exchange->reply, failure);
	pnl_error_redact(failure, pnl_lane_view(call->lane)->account->key);
}

void
pnl_settle_write(PnlCall *call, int claimer)
{
	call->is_read = false;
	memset(call->judged, false, sizeof(call->judged));
	if (call->errand.error.kind != PNL_ERR_NONE)
		pnl_settle_all_failed(call, claimer);
	else
		call->kind->write(call, claimer);
}

/* ----------
 * After the commit
 * ----------
 */

static void
count_outcome(PnlOutcome outcome)
{
	PnlWorkerCounters *counters = pnl_shared_counters();

	switch (outcome)
	{
		case PNL_OUTCOME_ANNOUNCED:
			counters->announced++;
			break;
		case PNL_OUTCOME_AGAIN:
			counters->retried++;
			break;
		case PNL_OUTCOME_REJECTED:
			counters->rejected++;
			break;
		case PNL_OUTCOME_FAILED:
			counters->failed++;
			break;
	}
	counters->last_outcome_at = GetCurrentTimestamp();
}

bool
pnl_settle_note(PnlCall *call)
{
	bool		all = true;

	for (int i = 0; i < call->claim_count; i++)
	{
		if (pnl_settle_is_due(call, i))
		{
			call->done[i] = true;
			if (call->judged[i])
				count_outcome(call->outcomes[i]);
			pnl_lane_settled(call->lane);
		}
		all &= call->done[i];
	}
	return all;
}

void
pnl_settle_forget(PnlCall *call)
{
	const PnlCallKind *kind = call->kind;

	if (kind->settled != NULL)
		kind->settled(call);
	for (int i = 0; i < call->claim_count; i++)
		if (kind->goes_on != NULL && kind->goes_on(call, i))
			pnl_lane_put_back(call->lane, call->claims[i]);
		else
			pnl_lane_drop(call->lane, call->claims[i]);
	pnl_call_free(call);
}
