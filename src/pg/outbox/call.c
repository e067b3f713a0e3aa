/*
 * call.c
 *		The calls of a drain: made in a transaction, started outside of one.
 *
 * Rule for this file: what a call will tell PostNL (barcodes, attempts) is in
 * the tables and committed before the call is started.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "pg/outbox/call.h"
#include "pg/outbox/rows.h"

/* ----------
 * Making
 * ----------
 */

PnlCall *
pnl_call_make(PnlLane *lane, const PnlCallKind *kind, const PnlOperation *operation,
			  Size own_size)
{
	MemoryContext context = AllocSetContextCreate(pnl_lane_context(lane), "postnl call",
												  ALLOCSET_SMALL_SIZES);
	PnlCall    *call = MemoryContextAllocZero(context, sizeof(*call));

	call->context = context;
	call->lane = lane;
	call->kind = kind;
	call->own = own_size > 0 ? MemoryContextAllocZero(context, own_size) : NULL;
	pnl_errand_init(&call->errand, &kind->errand, operation, pnl_lane_view(lane)->account->key,
					call);
	return call;
}

void
pnl_call_take(PnlCall *call, PnlClaim *claim)
{
	pnl_lane_take(call->lane, claim);
	call->claims[call->claim_count++] = claim;
}

void
pnl_call_make_ready(PnlCall *call)
{
	for (int i = 0; i < call->claim_count; i++)
		call->attempt_ids[i] = pnl_rows_begin_attempt(call->claims[i]->shipment_id,
													  call->errand.operation->name);
	/* barcodes are asked for behind what can be sent without */
	pnl_lane_add_ready(call->lane, &call->node, call->kind->without_claims);
}

/* ----------
 * Starting and finishing
 * ----------
 */

/*
 * What is refused to an account is not a shipment's; whether an answer that is
 * for no claim is of use is known when it is settled.
 */
static void
note_outcome(PnlCall *call)
{
	const PnlError *error = &call->errand.error;

	if (error->kind == PNL_ERR_NONE && call->kind->without_claims)
		return;
	if (error->kind == PNL_ERR_NONE)
		pnl_lane_succeeded(call->lane);
	else if (call->kind->without_claims && !pnl_error_is_theirs(error))
		pnl_lane_blocked(call->lane, error);
	else
		pnl_lane_failed(call->lane, error,
						call->claim_count > 0 ? call->claims[0]->shipment_id : 0);
}

bool
pnl_call_start(PnlCall *call, dlist_head *finished)
{
	if (!pnl_errand_make(&call->errand, pnl_lane_view(call->lane)->transfers))
	{
		pnl_lane_leave_ready(call->lane, &call->node);
		if (call->kind->without_claims)
			note_outcome(call);
		dlist_push_tail(finished, &call->node);
		return true;
	}
	if (!pnl_lane_take_turn(call->lane, &call->errand))
		return false;
	pnl_lane_fly(call->lane, &call->node);
	if (call->kind->started != NULL)
		call->kind->started(call);
	return true;
}

PnlCall *
pnl_call_finish(PnlExchange *exchange)
{
	PnlCall    *call = pnl_errand_finish(exchange)->owner;

	pnl_lane_land(call->lane, &call->node);
	note_outcome(call);
	return call;
}

void
pnl_call_free(PnlCall *call)
{
	pnl_errand_free(&call->errand);
	MemoryContextDelete(call->context);
}

/* ----------
 * What is in hand
 * ----------
 */

void
pnl_call_list(const dlist_head *calls, int64 *ids, int *count)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, calls))
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		for (int i = 0; i < call->claim_count; i++)
			ids[(*count)++] = call->claims[i]->shipment_id;
	}
}

void
pnl_call_list_shipments(const PnlLane *lane, bool unstarted, int64 *ids, int *count)
{
	pnl_lane_list_callless(lane, ids, count);
	pnl_call_list(pnl_lane_view(lane)->ready, ids, count);
	if (!unstarted)
		pnl_call_list(pnl_lane_view(lane)->flying, ids, count);
}

void
pnl_call_drop_unstarted(PnlLane *lane)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, unconstify(dlist_head *, pnl_lane_view(lane)->ready))
	{
		PnlCall    *call = dlist_container(PnlCall, node, iter.cur);

		pnl_lane_leave_ready(lane, &call->node);
		for (int i = 0; i < call->claim_count; i++)
			pnl_lane_drop(lane, call->claims[i]);
		if (call->kind->dropped != NULL)
			call->kind->dropped(call);
		pnl_call_free(call);
	}
	pnl_lane_drop_callless(lane);
}
