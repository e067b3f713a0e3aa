/*
 * call_label.c
 *		Calls that announce shipments to PostNL, and get their labels.
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/api.h"
#include "core/label_call.h"
#include "core/policy/sharing.h"
#include "pg/ask/reserve.h"
#include "pg/base/zone.h"
#include "pg/outbox/call_label.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settle.h"
#include "pg/ship/parcel.h"
#include "pg/ship/ship_answer.h"
#include "pg/ship/shipment_store.h"

/* What such a call has of its own. */
typedef struct Announcement
{
	PnlLabelCall label;			/* V4: of one claim */
	bool		accepted[PNL_LEGACY_CALL_PARCELS];	/* of the claims; PostNL said so */
} Announcement;

static PnlLabelCall *
label_of(const PnlCall *call)
{
	return &((Announcement *) call->own)->label;
}

/* ----------
 * The errand
 * ----------
 */

static bool
build_label(PnlErrand *errand)
{
	return pnl_label_call_build(&errand->exchange->request, label_of(errand->owner),
								&errand->error);
}

static bool
read_label(PnlErrand *errand)
{
	PnlExchange *exchange = errand->exchange;

	if (!pnl_reply_read(&exchange->reply, errand->operation, &exchange->document,
						&errand->error))
		return false;
	if (pnl_ship_answer_is_about(label_of(errand->owner), errand->operation, exchange->document,
								 &errand->error))
		return true;
	pnl_reply_show(&exchange->reply, &errand->error);
	return false;
}

/* ----------
 * Settling
 * ----------
 */

static void
store_answer(const PnlClaim *claim, int number, const PnlParcelAnswer *answer)
{
	pnl_parcel_store(claim->shipment_id, number, &answer->parcel, true);
	for (int i = 0; i < list_length(answer->labels); i++)
		pnl_shipment_store_label(claim->shipment_id, list_nth(answer->labels, i), false);
}

/* A shipment whose labels come on a sheet has a call of its own. */
static void
store_sheets(const PnlCall *call, const List *sheets)
{
	const Announcement *own = call->own;

	for (int i = 0; i < list_length(sheets) && own->accepted[0] && call->claim_count == 1; i++)
		pnl_shipment_store_label(call->claims[0]->shipment_id, list_nth(sheets, i), false);
}

/* The part of the answers that is one claim's: all of V4's, one of legacy. */
static void
find_part(const PnlCall *call, int i, int *first, int *count)
{
	*first = label_of(call)->v4 ? 0 : i;
	*count = label_of(call)->v4 ? label_of(call)->parcel_count : 1;
}

/* Whether parcels of the claim are left that are not in this call. */
static bool
has_further_parcels(const PnlClaim *claim, const PnlCall *call, int first, int count)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		bool		in_call = claim->parcels[i].announced;

		for (int k = first; k < first + count; k++)
			in_call = in_call || label_of(call)->parcels[k].number == i;
		if (!in_call)
			return true;
	}
	return false;
}

static void
settle_success(PnlCall *call, int i, int claimer, const PnlParcelAnswer *answers)
{
	Announcement *own = call->own;
	const PnlClaim *claim = call->claims[i];
	PnlVerdict	verdict = {PNL_OUTCOME_ANNOUNCED, .counts = true};
	int			first,
				count;

	find_part(call, i, &first, &count);
	if (has_further_parcels(claim, call, first, count) ?
		!pnl_rows_is_ours(claim, claimer) :
		!pnl_settle_claim(call, i, claimer, &verdict))
		return;
	for (int k = first; k < first + count; k++)
		store_answer(claim, own->label.parcels[k].number, &answers[k]);
	own->accepted[i] = true;
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
		PnlClaimParcel *parcel = &claim->parcels[label_of(call)->parcels[k].number];
		const char *issued = answers[k].parcel.barcode;

		if (parcel->barcode == NULL && issued != NULL &&
			!pnl_reserve_is_taken(pnl_lane_view(call->lane)->environment, issued))
			parcel->barcode = MemoryContextStrdup(claim->context, issued);
	}
	if (pnl_settle_failure(call, i, claimer, failure))
		(void) pnl_settle_barcodes(claim);
}

/* A barcode that PostNL issued has to be new. */
static bool
is_issued_twice(const PnlCall *call, int k, const PnlParcelAnswer *answer)
{
	return label_of(call)->parcels[k].barcode == NULL &&
		pnl_reserve_is_taken(pnl_lane_view(call->lane)->environment, answer->parcel.barcode);
}

/* What is wrong with the answer on one parcel; NULL = nothing. */
static PnlError *
find_parcel_failure(const PnlCall *call, int k, const PnlParcelAnswer *answer)
{
	PnlError   *failure = answer->failure;

	if (failure != NULL)
		return failure;
	failure = palloc(sizeof(*failure));
	pnl_error_init(failure);
	if (!answer->answered)
		pnl_error_set(failure, PNL_ERR_PROTOCOL, "it does not speak of the shipment");
	else if (is_issued_twice(call, k, answer))
		pnl_error_set(failure, PNL_ERR_PROTOCOL,
					  "it gives barcode %s, which is another parcel's", answer->parcel.barcode);
	return failure->kind != PNL_ERR_NONE ? failure : NULL;
}

/*
 * Why so many parcels of a call, from the first on, are not announced, with
 * all that is said of each of them; NULL when they are.
 */
static PnlError *
find_failure(const PnlCall *call, const PnlParcelAnswer *answers, int first, int count)
{
	PnlError   *failure = NULL;

	for (int k = first; k < first + count; k++)
	{
		PnlError   *found = find_parcel_failure(call, k, &answers[k]);

		if (failure == NULL)
			failure = found;
		else if (found != NULL)
			pnl_error_add_entries(failure, found);
	}
	if (failure != NULL)
		pnl_settle_complete(call, failure);
	return failure;
}

static void
write_labels(PnlCall *call, int claimer)
{
	Announcement *own = call->own;
	const char *key = pnl_lane_view(call->lane)->account->key;
	List	   *sheets;
	PnlParcelAnswer *answers = pnl_ship_answer_read(&own->label, call->errand.operation,
													call->errand.exchange->document, key,
													&sheets, &call->errand.error);

	if (answers == NULL)
	{
		pnl_settle_complete(call, &call->errand.error);
		pnl_settle_all_failed(call, claimer);
		return;
	}
	call->is_read = true;
	for (int i = 0; i < call->claim_count; i++)
	{
		PnlError   *failure;
		int			first,
					count;

		if (!pnl_settle_is_due(call, i))
			continue;
		own->accepted[i] = false;
		find_part(call, i, &first, &count);
		failure = find_failure(call, answers, first, count);
		if (failure == NULL)
			settle_success(call, i, claimer, answers);
		else
			settle_part(call, i, claimer, answers, failure);
		pnl_settle_attempt(call, i, failure);
	}
	store_sheets(call, sheets);
}

/* Whether a shipment of several parcels goes on, the call's being announced. */
static bool
goes_on(PnlCall *call, int i)
{
	const Announcement *own = call->own;
	PnlClaim   *claim = call->claims[i];

	if (call->errand.error.kind != PNL_ERR_NONE || own->label.v4)
		return false;
	claim->parcels[own->label.parcels[i].number].announced = own->accepted[i];
	return own->accepted[i] && pnl_claim_next_parcel(claim) >= 0;
}

static const PnlCallKind label_kind = {
	.errand = {PNL_TURN_SHIPMENT, "label", build_label, read_label},
	.write = write_labels,
	.goes_on = goes_on,
};

/* ----------
 * Making
 * ----------
 */

/* Whether PostNL makes parcels anew each time it gets the call. */
static bool
makes_barcodes(const PnlLabelCall *label)
{
	for (int i = 0; i < label->parcel_count; i++)
		if (label->parcels[i].barcode == NULL)
			return true;
	return false;
}

/* V4 takes all parcels of a shipment, the legacy API one of each. */
static void
fill_label_call(PnlCall *call)
{
	PnlLabelCall *label = label_of(call);
	const PnlAccount *account = pnl_lane_view(call->lane)->account;
	int			count = account->uses_v4 ? call->claims[0]->shipment->parcel_count :
		call->claim_count;
	PnlLabelParcel *parcels = MemoryContextAllocZero(call->context,
													 count * sizeof(PnlLabelParcel));

	for (int i = 0; i < count; i++)
	{
		PnlClaim   *claim = call->claims[account->uses_v4 ? 0 : i];

		parcels[i].shipment = claim->shipment;
		parcels[i].number = account->uses_v4 ? i : pnl_claim_next_parcel(claim);
		parcels[i].barcode = claim->parcels[parcels[i].number].barcode;
		parcels[i].main_barcode = claim->parcels[0].barcode;
	}
	label->kind = PNL_LABEL_AND_CONFIRM;
	label->v4 = account->uses_v4;
	label->customer_code = account->customer_code;
	label->customer_number = account->customer_number;
	label->collection_location = account->collection_location;
	label->parcels = parcels;
	label->parcel_count = count;
	label->now = pnl_zone_from_timestamp(GetCurrentTimestamp());
	label->message_number = call->claims[0]->shipment_id;
	call->errand.operation = pnl_label_call_operation(label);
	call->errand.once = makes_barcodes(label);
}

static PnlSharer
as_sharer(const PnlClaim *claim, const PnlLane *lane)
{
	return (PnlSharer) {
		.v4 = pnl_lane_view(lane)->account->uses_v4,
		.alone = claim->alone,
		.suspect = pnl_claim_is_suspect(claim),
		.in_doubt = claim->in_doubt,
		.has_barcode = claim->parcels[0].barcode != NULL,
		.join_key = claim->join_key,
	};
}

bool
pnl_call_label_is_possible(const PnlClaim *claim)
{
	return claim->shipment != NULL && claim->step == PNL_STEP_ANNOUNCE &&
		pnl_claim_missing_barcodes(claim) == 0;
}

/* Those of the lane's waiting claims that go with the first one, itself included. */
static int
find_company(PnlLane *lane, PnlClaim *first, PnlClaim **company)
{
	PnlSharer	sharer = as_sharer(first, lane);
	int			count = 0;
	dlist_iter	iter;

	company[count++] = first;
	dlist_foreach(iter, unconstify(dlist_head *, pnl_lane_view(lane)->waiting))
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		PnlSharer	other;

		if (count == PNL_LEGACY_CALL_PARCELS || claim == first ||
			!pnl_call_label_is_possible(claim))
			continue;
		other = as_sharer(claim, lane);
		if (pnl_sharing_may_join(&sharer, &other))
			company[count++] = claim;
	}
	return count;
}

void
pnl_call_label_make_unreadable(PnlLane *lane, PnlClaim *claim)
{
	PnlCall    *call = pnl_call_make(lane, &label_kind, &pnl_api_label, sizeof(Announcement));

	pnl_call_take(call, claim);
	call->errand.error = *claim->unreadable;
	pnl_call_make_ready(call);
}

/*
 * Stores the claim's barcodes.  Where another parcel has one, it waits for
 * another; one that was given by its description is refused.
 */
static bool
store_barcodes(PnlLane *lane, PnlClaim *claim)
{
	if (pnl_rows_store_barcodes(claim))
		return true;
	if (pnl_claim_lacks_given(claim))
	{
		pnl_claim_refuse_barcode(claim);
		pnl_call_label_make_unreadable(lane, claim);
	}
	else
		pnl_lane_collide(lane);
	return false;
}

static void
make_label_call(PnlLane *lane, PnlClaim **claims, int count)
{
	PnlCall    *call;
	int			stored = 0;

	for (int i = 0; i < count; i++)
		if (store_barcodes(lane, claims[i]))
			claims[stored++] = claims[i];
	if (stored == 0)
		return;
	call = pnl_call_make(lane, &label_kind, NULL, sizeof(Announcement));
	for (int i = 0; i < stored; i++)
		pnl_call_take(call, claims[i]);
	fill_label_call(call);
	pnl_call_make_ready(call);
}

bool
pnl_call_label_make(PnlLane *lane, PnlClaim *claim, bool last)
{
	PnlSharer	sharer = as_sharer(claim, lane);
	PnlClaim   *company[PNL_LEGACY_CALL_PARCELS];
	int			count = find_company(lane, claim, company);

	if (pnl_sharing_waits(&sharer, count, last))
		return false;
	make_label_call(lane, company, count);
	return true;
}
