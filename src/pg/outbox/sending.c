/*
 * sending.c
 *		The calls of a drain: made in a transaction, started outside of one.
 *
 * Rule for this file: what a call will tell PostNL (barcodes, attempts) is in
 * the tables and committed before the call is started.
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/answer.h"
#include "core/api.h"
#include "core/barcode_call.h"
#include "core/label_call.h"
#include "core/policy/sharing.h"
#include "pg/ask/bind_value.h"
#include "pg/base/zone.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/sending.h"
#include "pg/process/shared.h"
#include "pg/ship/ship_answer.h"

static bool
build_label(PnlErrand *errand)
{
	const PnlCall *call = errand->owner;

	return pnl_label_call_build(&errand->exchange->request, &call->label, &errand->error);
}

static bool
read_label(PnlErrand *errand)
{
	const PnlCall *call = errand->owner;
	PnlExchange *exchange = errand->exchange;

	if (!pnl_reply_read(&exchange->reply, errand->operation, &exchange->document,
						&errand->error))
		return false;
	if (pnl_ship_answer_is_about(&call->label, errand->operation, exchange->document,
								 &errand->error))
		return true;
	pnl_reply_show(&exchange->reply, &errand->error);
	return false;
}

/* One barcode of use is enough. */
static bool
read_barcodes(PnlErrand *errand)
{
	PnlExchange *exchange = errand->exchange;
	PnlError	useless;
	PnlText		barcode;

	if (!pnl_errand_read_answer(errand))
		return false;
	pnl_error_init(&useless);
	if (pnl_answer_barcodes(exchange->document, &barcode, 1, &useless) > 0)
		return true;
	errand->error = useless;
	pnl_reply_show(&exchange->reply, &errand->error);
	return false;
}

static const PnlErrandKind errand_kinds[] = {
	[PNL_CALL_LABEL] = {PNL_TURN_SHIPMENT, "label", build_label, read_label},
	[PNL_CALL_LOOK_UP] = {PNL_TURN_SHIPMENT, "lookup"},
	[PNL_CALL_BARCODES] = {PNL_TURN_SHIPMENT, "barcodes", NULL, read_barcodes},
};

/* ----------
 * Making
 * ----------
 */

/* The operation of one that labels is known when the rest of it is. */
static PnlCall *
make_call(PnlLane *lane, PnlCallKind kind, const PnlOperation *operation)
{
	MemoryContext context = AllocSetContextCreate(lane->context, "postnl call",
												  ALLOCSET_SMALL_SIZES);
	PnlCall    *call = MemoryContextAllocZero(context, sizeof(*call));

	call->context = context;
	call->lane = lane;
	call->kind = kind;
	pnl_errand_init(&call->errand, &errand_kinds[kind], operation, lane->account->key, call);
	return call;
}

/* Whether PostNL makes parcels anew each time it gets the call. */
static bool
makes_barcodes(const PnlCall *call)
{
	for (int i = 0; call->kind == PNL_CALL_LABEL && i < call->label.parcel_count; i++)
		if (call->label.parcels[i].barcode == NULL)
			return true;
	return false;
}

/* The call has all that it needs: it may start. */
static void
make_ready(PnlCall *call)
{
	PnlLane    *lane = call->lane;

	for (int i = 0; i < call->claim_count; i++)
		call->attempt_ids[i] = pnl_rows_begin_attempt(call->claims[i]->shipment_id,
														call->errand.operation->name);
	call->errand.once = makes_barcodes(call);
	/* barcodes are asked for behind what can be sent without */
	if (call->kind == PNL_CALL_BARCODES)
		dlist_push_tail(&lane->ready, &call->node);
	else
		dlist_push_head(&lane->ready, &call->node);
	lane->ready_count++;
}

static void
take_claim(PnlCall *call, PnlClaim *claim)
{
	dlist_delete(&claim->node);
	call->lane->waiting_count--;
	call->claims[call->claim_count++] = claim;
}

/* V4 takes all parcels of a shipment, the legacy API one of each. */
static void
fill_label_call(PnlCall *call)
{
	PnlLabelCall *label = &call->label;
	const PnlAccount *account = call->lane->account;
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
}

static PnlSharer
as_sharer(const PnlClaim *claim, const PnlLane *lane)
{
	return (PnlSharer) {
		.v4 = lane->account->uses_v4,
		.alone = claim->alone,
		.suspect = pnl_claim_is_suspect(claim),
		.in_doubt = claim->in_doubt,
		.has_barcode = claim->parcels[0].barcode != NULL,
		.join_key = claim->join_key,
	};
}

static bool
is_announceable(const PnlClaim *claim)
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
	dlist_foreach(iter, &lane->waiting)
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		PnlSharer	other;

		if (count == PNL_LEGACY_CALL_PARCELS || claim == first || !is_announceable(claim))
			continue;
		other = as_sharer(claim, lane);
		if (pnl_sharing_may_join(&sharer, &other))
			company[count++] = claim;
	}
	return count;
}

/* A claim that cannot even be read is a call that has failed before it began. */
static void
make_unreadable_call(PnlLane *lane, PnlClaim *claim)
{
	PnlCall    *call = make_call(lane, PNL_CALL_LABEL, &pnl_api_label);

	take_claim(call, claim);
	call->errand.error = *claim->unreadable;
	make_ready(call);
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
		make_unreadable_call(lane, claim);
	}
	else
		lane->collided = true;
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
	call = make_call(lane, PNL_CALL_LABEL, NULL);
	for (int i = 0; i < stored; i++)
		take_claim(call, claims[i]);
	fill_label_call(call);
	make_ready(call);
}

static void
make_lookup_call(PnlLane *lane, PnlClaim *claim)
{
	bool		by_reference = claim->step == PNL_STEP_LOOK_UP_REFERENCE;
	const PnlOperation *operation = by_reference ? &pnl_api_status_by_reference :
		&pnl_api_status_by_barcode;
	PnlCall    *call = make_call(lane, PNL_CALL_LOOK_UP, operation);
	PnlArguments *arguments = &call->errand.arguments;
	MemoryContext previous = MemoryContextSwitchTo(call->context);

	take_claim(call, claim);
	pnl_bind_value_begin(arguments, operation, lane->account);
	if (by_reference)
		pnl_bind_value_named_text(arguments, operation, "reference", claim->reference);
	else
		pnl_bind_value_named_text(arguments, operation, "barcode",
								  claim->parcels[pnl_claim_next_parcel(claim)].barcode);
	MemoryContextSwitchTo(previous);
	make_ready(call);
}

void
pnl_sending_make_calls(PnlLane *lane, bool last)
{
	dlist_node *node = dlist_is_empty(&lane->waiting) ? NULL : dlist_head_node(&lane->waiting);

	while (node != NULL)
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, node);
		PnlClaim   *company[PNL_LEGACY_CALL_PARCELS];
		int			count;

		node = dlist_has_next(&lane->waiting, node) ?
			dlist_next_node(&lane->waiting, node) : NULL;
		if (claim->shipment == NULL)
			make_unreadable_call(lane, claim);
		else if (claim->step != PNL_STEP_ANNOUNCE)
			make_lookup_call(lane, claim);
		else if (is_announceable(claim))
		{
			PnlSharer	sharer = as_sharer(claim, lane);

			count = find_company(lane, claim, company);
			if (pnl_sharing_waits(&sharer, count, last))
				continue;
			make_label_call(lane, company, count);
			/* its company may have been next */
			node = dlist_is_empty(&lane->waiting) ? NULL : dlist_head_node(&lane->waiting);
		}
	}
}

static const PnlOperation *
find_barcode_operation(const PnlLane *lane, const char *serie)
{
	return pnl_barcode_call_operation(pnl_account_reserves_in_v4(lane->account), NULL, serie);
}

bool
pnl_sending_in_batches(const PnlLane *lane, const char *serie)
{
	return pnl_barcode_call_gives_many(find_barcode_operation(lane, serie));
}

void
pnl_sending_make_barcode_call(PnlLane *lane, PnlStock *stock, int count)
{
	const PnlOperation *operation = find_barcode_operation(lane, stock->serie);
	PnlCall    *call = make_call(lane, PNL_CALL_BARCODES, operation);
	PnlArguments *arguments = &call->errand.arguments;
	MemoryContext previous = MemoryContextSwitchTo(call->context);

	call->stock = stock;
	call->barcodes = pnl_barcode_call_gives_many(operation) ? count : 1;
	pnl_bind_value_begin(arguments, operation, lane->account);
	pnl_bind_value_named_text(arguments, operation, "type", PNL_BARCODE_3S);
	pnl_bind_value_named_text(arguments, operation, "serie", *stock->serie ? stock->serie : NULL);
	pnl_bind_value_named_integer(arguments, operation, "n", count);
	MemoryContextSwitchTo(previous);
	stock->asked_for += call->barcodes;
	make_ready(call);
}

/* ----------
 * Starting and finishing
 * ----------
 */

static void
leave_ready(PnlCall *call)
{
	dlist_delete(&call->node);
	call->lane->ready_count--;
}

/*
 * Barcodes are refused to an account, not to a shipment; whether those that
 * came are of use is known later (settling.c).
 */
static void
note_outcome(PnlCall *call)
{
	if (call->errand.error.kind == PNL_ERR_NONE && call->kind == PNL_CALL_BARCODES)
		return;
	if (call->errand.error.kind == PNL_ERR_NONE)
		pnl_lane_succeeded(call->lane);
	else if (call->kind == PNL_CALL_BARCODES && !pnl_error_is_theirs(&call->errand.error))
		pnl_lane_blocked(call->lane, &call->errand.error);
	else
		pnl_lane_failed(call->lane, &call->errand.error,
						call->claim_count > 0 ? call->claims[0]->shipment_id : 0);
}

bool
pnl_sending_start(PnlCall *call, dlist_head *finished)
{
	PnlLane    *lane = call->lane;
	int64		wait_us;

	if (!pnl_errand_make(&call->errand, lane->transfers))
	{
		leave_ready(call);
		if (call->kind == PNL_CALL_BARCODES)
			note_outcome(call);
		dlist_push_tail(finished, &call->node);
		return true;
	}
	wait_us = pnl_errand_drive(&call->errand, &lane->limit);
	lane->pace.turn_at = wait_us > 0 ? GetCurrentTimestamp() + wait_us : 0;
	if (wait_us > 0)
		return false;
	leave_ready(call);
	dlist_push_tail(&lane->flying, &call->node);
	if (call->stock != NULL)
		call->stock->progress_at = GetCurrentTimestamp();
	lane->in_flight++;
	pnl_shared_counters()->calls++;
	pnl_shared_counters()->in_flight++;
	return true;
}

PnlCall *
pnl_sending_finish(PnlExchange *exchange)
{
	PnlCall    *call = pnl_errand_finish(exchange)->owner;

	dlist_delete(&call->node);
	call->lane->in_flight--;
	pnl_shared_counters()->in_flight--;
	note_outcome(call);
	return call;
}

void
pnl_sending_free(PnlCall *call)
{
	pnl_errand_free(&call->errand);
	MemoryContextDelete(call->context);
}

/* ----------
 * What is in hand
 * ----------
 */

void
pnl_sending_list_calls(const dlist_head *calls, int64 *ids, int *count)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, calls))
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		for (int i = 0; i < call->claim_count; i++)
			ids[(*count)++] = call->claims[i]->shipment_id;
	}
}

static void
list_claims(const dlist_head *claims, int64 *ids, int *count)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, claims))
	{
		ids[(*count)++] = dlist_container(PnlClaim, node, iter.cur)->shipment_id;
	}
}

void
pnl_sending_list_shipments(const PnlLane *lane, bool unstarted, int64 *ids, int *count)
{
	list_claims(&lane->claimed, ids, count);
	list_claims(&lane->waiting, ids, count);
	pnl_sending_list_calls(&lane->ready, ids, count);
	if (!unstarted)
		pnl_sending_list_calls(&lane->flying, ids, count);
}

void
pnl_sending_drop_claim(PnlLane *lane, PnlClaim *claim)
{
	lane->in_hand--;
	if (pnl_claim_is_suspect(claim))
		lane->suspects--;
	pnl_claim_free(claim);
}

static void
drop_claims(PnlLane *lane, dlist_head *claims)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, claims)
	{
		dlist_delete(iter.cur);
		pnl_sending_drop_claim(lane, dlist_container(PnlClaim, node, iter.cur));
	}
}

void
pnl_sending_drop_unstarted(PnlLane *lane)
{
	dlist_mutable_iter iter;

	drop_claims(lane, &lane->claimed);
	drop_claims(lane, &lane->waiting);
	lane->waiting_count = 0;
	dlist_foreach_modify(iter, &lane->ready)
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		leave_ready(call);
		for (int i = 0; i < call->claim_count; i++)
			pnl_sending_drop_claim(lane, call->claims[i]);
		if (call->stock != NULL)
			call->stock->asked_for -= call->barcodes;
		pnl_sending_free(call);
	}
	dlist_foreach_modify(iter, &lane->stocks)
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		list_free_deep(stock->barcodes);
		stock->barcodes = NIL;
		stock->in_pool = 0;
	}
}
