/*
 * settling.c
 *		What the answer to a call becomes: states, parcels, labels, barcodes.
 *
 * Rule for this file: the claim is settled first.  Where it is no longer ours
 * (its lease ran out), nothing else may be stored for it: somebody else sends
 * the same parcel under the same barcode, and stores what that brings.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/answer.h"
#include "core/barcode.h"
#include "pg/ask/pool.h"
#include "pg/ask/tuple_rows.h"
#include "pg/base/random.h"
#include "pg/base/report.h"
#include "pg/outbox/call_failure.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settled.h"
#include "pg/outbox/settling.h"
#include "pg/ship/ship_answer.h"
#include "pg/ship/shipment_store.h"

/* ----------
 * Outcomes
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

static bool
settle(PnlCall *call, int i, int claimer, const PnlVerdict *verdict, const PnlError *error)
{
	return note_settled(call, i, verdict,
						pnl_rows_settle(call->claims[i], claimer, verdict, error));
}

/* The error of the attempt before stays. */
static bool
settle_as_told(PnlCall *call, int claimer, const PnlVerdict *verdict)
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

/* False when the claim is no longer ours. */
static bool
settle_failure(PnlCall *call, int i, int claimer, const PnlError *error)
{
	const PnlClaim *claim = call->claims[i];
	PnlAttemptFacts facts = pnl_claim_facts(claim, call->claim_count > 1);
	PnlVerdict	verdict;

	facts.in_doubt = facts.in_doubt || error->beside_answer;
	verdict = pnl_verdict_judge(error, &facts, pnl_random_fraction());

	if (!settle(call, i, claimer, &verdict, error))
		return false;
	if (verdict.outcome == PNL_OUTCOME_AGAIN)
		note_retry(call, verdict.delay_ms);
	return true;
}

static void
write_failure(PnlCall *call, int claimer)
{
	call->is_read = true;
	for (int i = 0; i < call->claim_count; i++)
	{
		if (!pnl_settled_now(call, i))
			continue;
		(void) settle_failure(call, i, claimer, &call->errand.error);
		pnl_rows_end_attempt(call->attempt_ids[i], call->errand.error.http_status,
							   call->errand.ms, pnl_report_sqlstate(&call->errand.error));
	}
}

/* ----------
 * Labels
 * ----------
 */

static void
store_answer(const PnlClaim *claim, int number, const PnlParcelAnswer *answer)
{
	pnl_rows_store_parcel(claim, number, &answer->parcel);
	for (int i = 0; i < list_length(answer->labels); i++)
		pnl_shipment_store_label(claim->shipment_id, list_nth(answer->labels, i));
}

/* A shipment whose labels come on a sheet has a call of its own. */
static void
store_sheets(const PnlCall *call, const List *sheets)
{
	for (int i = 0; i < list_length(sheets) && call->accepted[0] && call->claim_count == 1; i++)
		pnl_shipment_store_label(call->claims[0]->shipment_id, list_nth(sheets, i));
}

/* The part of the answers that is one claim's: all of V4's, one of legacy. */
static void
find_part(const PnlCall *call, int i, int *first, int *count)
{
	*first = call->label.v4 ? 0 : i;
	*count = call->label.v4 ? call->label.parcel_count : 1;
}

/* Whether parcels of the claim are left that are not in this call. */
static bool
has_further_parcels(const PnlClaim *claim, const PnlCall *call, int first, int count)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		bool		in_call = claim->parcels[i].announced;

		for (int k = first; k < first + count; k++)
			in_call = in_call || call->label.parcels[k].number == i;
		if (!in_call)
			return true;
	}
	return false;
}

static void
settle_success(PnlCall *call, int i, int claimer, const PnlParcelAnswer *answers)
{
	const PnlClaim *claim = call->claims[i];
	PnlVerdict	verdict = {PNL_OUTCOME_ANNOUNCED, .counts = true};
	int			first,
				count;

	find_part(call, i, &first, &count);
	if (has_further_parcels(claim, call, first, count) ?
		!pnl_rows_is_ours(claim, claimer) :
		!settle(call, i, claimer, &verdict, NULL))
		return;
	for (int k = first; k < first + count; k++)
		store_answer(claim, call->label.parcels[k].number, &answers[k]);
	call->accepted[i] = true;
}

/* All of them: that some were stored may be of a transaction that failed. */
static bool
store_barcodes(PnlClaim *claim)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		claim->parcels[i].stored = false;
	return pnl_rows_store_barcodes(claim);
}

/*
 * Settles a claim whose part of the answer is refused or cannot be read.  In
 * the latter case the barcodes that PostNL issued are kept: under these the
 * parcels are sent again, and are the same.
 */
static void
settle_part(PnlCall *call, int i, int claimer, const PnlParcelAnswer *answers,
			const PnlError *failure)
{
	PnlClaim   *claim = call->claims[i];
	int			first,
				count;

	find_part(call, i, &first, &count);
	for (int k = first; k < first + count && failure->kind == PNL_ERR_PROTOCOL; k++)
	{
		PnlClaimParcel *parcel = &claim->parcels[call->label.parcels[k].number];
		const char *issued = answers[k].parcel.barcode;

		if (parcel->barcode == NULL && issued != NULL &&
			!pnl_pool_is_taken(call->lane->environment, issued))
			parcel->barcode = MemoryContextStrdup(claim->context, issued);
	}
	if (settle_failure(call, i, claimer, failure))
		(void) store_barcodes(claim);
}

static void
write_labels(PnlCall *call, int claimer)
{
	List	   *sheets;
	PnlParcelAnswer *answers = pnl_ship_answer_read(&call->label, call->errand.operation,
													call->errand.exchange->document,
													call->lane->account->key, &sheets,
													&call->errand.error);

	if (answers == NULL)
	{
		pnl_call_failure_complete(call, &call->errand.error);
		write_failure(call, claimer);
		return;
	}
	call->is_read = true;
	for (int i = 0; i < call->claim_count; i++)
	{
		PnlError   *failure;
		int			first,
					count;

		if (!pnl_settled_now(call, i))
			continue;
		call->accepted[i] = false;
		find_part(call, i, &first, &count);
		failure = pnl_call_failure_find(call, answers, first, count);
		if (failure == NULL)
			settle_success(call, i, claimer, answers);
		else
			settle_part(call, i, claimer, answers, failure);
		pnl_rows_end_attempt(call->attempt_ids[i], call->errand.exchange->reply.http_status,
							   call->errand.ms, failure != NULL ? pnl_report_sqlstate(failure) : 0);
	}
	store_sheets(call, sheets);
}

/* ----------
 * Look-ups
 * ----------
 */

static const PnlField *
find_barcode_field(const PnlRowSet *set)
{
	const PnlField *field = set->fields;

	while (strcmp(field->name, "barcode") != 0)
		field++;
	return field;
}

/* The barcodes of the parcels that the answer of a look-up holds; false = unreadable. */
static bool
read_barcodes(const PnlCall *call, List **barcodes, PnlError *error)
{
	const PnlRowSet *set = &call->errand.operation->row_sets[0];
	const PnlField *field = find_barcode_field(set);
	PnlRows		rows;

	*barcodes = NIL;
	if (!pnl_tuple_rows_collect(&rows, set, call->errand.exchange->document, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
	{
		PnlValue	value;

		if (!pnl_rows_value(&rows.rows[i], field, call->errand.operation,
							&call->errand.arguments, &value, error))
			return false;
		if (!value.null)
			*barcodes = lappend(*barcodes, pnstrdup(value.text.data, value.text.length));
	}
	return true;
}

static bool
settle_lookup(PnlCall *call, int claimer, int64 delay_ms, int lookups, bool in_doubt)
{
	if (!pnl_rows_settle_lookup(call->claims[0], claimer, delay_ms, lookups, in_doubt))
		return false;
	note_retry(call, delay_ms);
	return true;
}

static bool
is_barcode(const char *text)
{
	PnlBarcodeInfo info;

	pnl_barcode_inspect(text, strlen(text), &info);
	return info.valid;
}

/*
 * PostNL was asked for a reference.  A parcel of that reference that is
 * nobody else's is this shipment's: it is announced again under its barcode,
 * for the label.
 */
static void
write_reference_lookup(PnlCall *call, int claimer, const List *barcodes)
{
	PnlClaim   *claim = call->claims[0];
	int64		delay_ms = pnl_verdict_look_again(claim->lookups, pnl_random_fraction());

	for (int i = 0; i < list_length(barcodes); i++)
	{
		PnlClaimParcel *parcel = &claim->parcels[pnl_claim_next_parcel(claim)];

		if (!is_barcode(list_nth(barcodes, i)) ||
			pnl_pool_is_taken(call->lane->environment, list_nth(barcodes, i)))
			continue;
		if (!settle_lookup(call, claimer, 0, 0, true))
			return;
		parcel->barcode = MemoryContextStrdup(claim->context, list_nth(barcodes, i));
		/* when another took it meanwhile, the reference is looked up again */
		(void) store_barcodes(claim);
		return;
	}
	if (delay_ms >= 0)
		(void) settle_lookup(call, claimer, delay_ms, claim->lookups + 1, true);
	else
		(void) settle_lookup(call, claimer, 0, 0, false);
}

/*
 * PostNL refused a parcel that it may have accepted before: does it have it?
 * Either way what it said then is what stands with the shipment.
 */
static void
write_barcode_lookup(PnlCall *call, int claimer, const List *barcodes)
{
	const PnlClaim *claim = call->claims[0];
	int			number = pnl_claim_next_parcel(claim);
	PnlVerdict	verdict = {PNL_OUTCOME_REJECTED, .counts = true};
	PnlShippedParcel parcel = {0};

	if (barcodes == NIL)
	{
		(void) settle_as_told(call, claimer, &verdict);
		return;
	}
	verdict.outcome = PNL_OUTCOME_ANNOUNCED;
	if (!settle_as_told(call, claimer, &verdict))
		return;
	parcel.barcode = claim->parcels[number].barcode;
	pnl_rows_store_parcel(claim, number, &parcel);
}

/* ----------
 * Calls
 * ----------
 */

static void
write_lookup(PnlCall *call, int claimer)
{
	List	   *barcodes;

	if (!pnl_settled_now(call, 0))
		return;
	if (!read_barcodes(call, &barcodes, &call->errand.error))
	{
		pnl_call_failure_complete(call, &call->errand.error);
		write_failure(call, claimer);
		return;
	}
	call->is_read = true;
	if (call->claims[0]->step == PNL_STEP_LOOK_UP_REFERENCE)
		write_reference_lookup(call, claimer, barcodes);
	else
		write_barcode_lookup(call, claimer, barcodes);
	pnl_rows_end_attempt(call->attempt_ids[0], call->errand.exchange->reply.http_status,
						   call->errand.ms, 0);
}

/* Of the barcodes that came those that nobody has. */
static void
write_barcodes(PnlCall *call)
{
	PnlText    *texts = palloc(call->barcodes * sizeof(PnlText));
	MemoryContext previous;
	List	   *barcodes = NIL;
	PnlError	error;
	int			count;

	pnl_error_init(&error);
	call->is_read = true;
	count = pnl_answer_barcodes(call->errand.exchange->document, texts, call->barcodes, &error);
	for (int i = 0; i < count; i++)
		barcodes = lappend(barcodes, pnstrdup(texts[i].data, texts[i].length));
	previous = MemoryContextSwitchTo(call->context);
	call->new_barcodes = pnl_pool_find_new(call->lane->environment, barcodes);
	MemoryContextSwitchTo(previous);
}

void
pnl_settling_write(PnlCall *call, int claimer)
{
	call->is_read = false;
	memset(call->judged, false, sizeof(call->judged));
	if (call->errand.error.kind != PNL_ERR_NONE)
		write_failure(call, claimer);
	else if (call->kind == PNL_CALL_BARCODES)
		write_barcodes(call);
	else if (call->kind == PNL_CALL_LABEL)
		write_labels(call, claimer);
	else if (call->kind == PNL_CALL_LOOK_UP)
		write_lookup(call, claimer);
}
