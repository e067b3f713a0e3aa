/*
 * filling.c
 *		Gives a lane work: claims, barcodes, calls.
 *
 * How many are claimed, and which, is core/policy/claiming.c's to say, and which
 * go together core/policy/sharing.c's.
 *
 * Rule for this file: a description is read in a transaction after the one
 * that claims it.  What ends the process while it is read, or later, has a
 * claim by which it is known.
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/ask/pool.h"
#include "core/policy/claiming.h"
#include "core/policy/sharing.h"
#include "pg/base/guc.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/filling.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/sending.h"
#include "pg/process/shared.h"

/* How long company is waited for when no barcode comes. */
#define COMPANY_WAIT_MS 1000

/* Barcodes of one batch. */
#define MAX_BATCH 200

/* ----------
 * Claims
 * ----------
 */

static int
shipments_per_call(const PnlLane *lane)
{
	return pnl_sharing_count(lane->account->uses_v4);
}

/* How many shipments more the lane should have in hand. */
static int
find_room(const PnlLane *lane, TimestampTz now)
{
	return lane->retired ? 0 :
		pnl_claiming_room(&lane->pace, pnl_guc_max_connections, shipments_per_call(lane),
						  lane->in_hand - lane->unsettled, lane->ready_count, now);
}

/* Reads what was claimed in an earlier transaction. */
static void
read_claims(PnlLane *lane)
{
	while (!dlist_is_empty(&lane->claimed))
	{
		PnlClaim   *claim = dlist_head_element(PnlClaim, node, &lane->claimed);

		pnl_claim_read(claim, lane->account);
		dlist_delete(&claim->node);
		dlist_push_tail(&lane->waiting, &claim->node);
		lane->waiting_count++;
	}
}

static int
claim_some(PnlLane *lane, int limit, bool suspects, int claimer)
{
	List	   *claims = pnl_rows_claim(lane->account->name, lane->environment, limit, suspects,
										  claimer, lane->context);

	for (int i = 0; i < list_length(claims); i++)
	{
		PnlClaim   *claim = list_nth(claims, i);

		dlist_push_tail(&lane->claimed, &claim->node);
		lane->in_hand++;
		lane->suspects += pnl_claim_is_suspect(claim);
	}
	pnl_shared_counters()->claimed += list_length(claims);
	return list_length(claims);
}

/* What a lane may claim now; only one process of a database has a suspect. */
static PnlClaimable
choose_claimable(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now)
{
	PnlClaiming claiming = {
		.room = find_room(lane, now),
		.per_call = shipments_per_call(lane),
		.in_hand = lane->in_hand,
		.suspects_due = lane->suspects_due,
		.all_in_hand = pnl_lanes_in_hand(lanes),
		.all_suspects = pnl_lanes_suspects(lanes),
		.after_suspect = lanes->after_suspect,
	};
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &lanes->list))
	{
		const PnlLane *other = dlist_container(PnlLane, node, iter.cur);

		if (other->retired || pnl_pace_is_paused(&other->pace, now))
			continue;
		claiming.any_suspects_due |= other->suspects_due;
		claiming.any_others_due |= other->more;
	}
	return pnl_claiming_choose(&claiming);
}

static void
claim_suspect(PnlLanes *lanes, PnlLane *lane, int claimer)
{
	/* where another process has one, the next look sees whether it still does */
	if (!lanes->holds_suspects && !pnl_claimer_hold_suspects())
		lane->suspects_due = false;
	else
	{
		lanes->holds_suspects = true;
		lane->suspects_due = claim_some(lane, 1, true, claimer) > 0;
		lanes->after_suspect |= lane->suspects_due;
	}
}

static void
claim_shipments(PnlLanes *lanes, PnlLane *lane, int claimer, TimestampTz now)
{
	int			room = find_room(lane, now);
	int			count;

	switch (choose_claimable(lanes, lane, now))
	{
		case PNL_CLAIM_NOTHING:
			break;
		case PNL_CLAIM_SUSPECT:
			claim_suspect(lanes, lane, claimer);
			break;
		case PNL_CLAIM_OTHERS:
			count = claim_some(lane, room, false, claimer);
			lane->more = count >= room;
			lanes->took_others |= count > 0;
			break;
	}
}

/* ----------
 * Barcodes
 * ----------
 */

static void
count_missing(PnlLane *lane)
{
	dlist_iter	iter;

	dlist_foreach(iter, &lane->stocks)
	{
		dlist_container(PnlStock, node, iter.cur)->missing = 0;
	}
	dlist_foreach(iter, &lane->waiting)
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		int			missing = pnl_claim_missing_barcodes(claim);

		if (missing > 0)
			pnl_lane_stock(lane, claim->serie)->missing += missing;
	}
}

/* Adds barcodes of the pool to those that came in. */
static void
take_from_pool(PnlLane *lane, PnlStock *stock)
{
	int			wanted = stock->missing - list_length(stock->barcodes);
	MemoryContext previous = MemoryContextSwitchTo(lane->context);
	List	   *taken;

	if (wanted > 0 && stock->in_pool > 0)
	{
		taken = pnl_pool_take(lane->account, stock->serie, wanted);
		stock->in_pool -= list_length(taken);
		/* another process took the rest */
		if (list_length(taken) < wanted)
			stock->in_pool = 0;
		stock->barcodes = list_concat(stock->barcodes, taken);
	}
	MemoryContextSwitchTo(previous);
}

static void
give_barcodes(PnlLane *lane, PnlClaim *claim, PnlStock *stock)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		char	   *barcode;

		if (claim->parcels[i].barcode != NULL)
			continue;
		barcode = linitial(stock->barcodes);
		claim->parcels[i].barcode = MemoryContextStrdup(claim->context, barcode);
		stock->barcodes = list_delete_first(stock->barcodes);
		stock->missing--;
		pfree(barcode);
		pnl_lane_use_barcodes(lane, 1, GetCurrentTimestamp());
	}
}

/* Each claim gets all that it needs, or none yet. */
static void
hand_out_barcodes(PnlLane *lane)
{
	dlist_iter	iter;

	dlist_foreach(iter, &lane->waiting)
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		int			missing = pnl_claim_missing_barcodes(claim);
		PnlStock   *stock;

		if (missing == 0)
			continue;
		stock = pnl_lane_stock(lane, claim->serie);
		if (list_length(stock->barcodes) >= missing)
			give_barcodes(lane, claim, stock);
	}
}

/* What nobody waits for goes into the pool. */
static void
put_into_pool(PnlLane *lane, PnlStock *stock)
{
	if (stock->barcodes == NIL || stock->missing > 0)
		return;
	pnl_pool_put(lane->account, stock->serie, stock->barcodes);
	stock->in_pool += list_length(stock->barcodes);
	list_free_deep(stock->barcodes);
	stock->barcodes = NIL;
}

/* Asks for what is missing, and for some in stock of the common kind. */
static void
order_barcodes(PnlLane *lane, PnlStock *stock, TimestampTz now)
{
	bool		batches = pnl_sending_in_batches(lane, stock->serie);
	int			spare = *stock->serie == '\0' ? pnl_lane_spare_barcodes(lane, batches, now) : 0;
	int			wanted = stock->missing + spare - list_length(stock->barcodes) -
		stock->in_pool - stock->asked_for;

	if (batches)
	{
		/* a batch is ordered when somebody waits, or the half is gone */
		if (wanted > spare / 2 || (wanted > 0 && stock->missing > 0))
			pnl_sending_make_barcode_call(lane, stock, Min(Max(wanted, spare), MAX_BATCH));
		return;
	}
	while (wanted-- > 0 && stock->asked_for < pnl_lane_barcodes_at_a_time(lane))
		pnl_sending_make_barcode_call(lane, stock, 1);
}

static void
find_barcodes(PnlLane *lane, bool looks, TimestampTz now)
{
	dlist_iter	iter;

	count_missing(lane);
	dlist_foreach(iter, &lane->stocks)
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		if (looks)
			stock->in_pool = pnl_pool_count(lane->account, stock->serie, MAX_BATCH);
		take_from_pool(lane, stock);
	}
	hand_out_barcodes(lane);
	dlist_foreach(iter, &lane->stocks)
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		put_into_pool(lane, stock);
		if (!pnl_pace_is_paused(&lane->pace, now))
			order_barcodes(lane, stock, now);
	}
}

/* ----------
 * Calls
 * ----------
 */

TimestampTz
pnl_filling_company_until(const PnlLane *lane)
{
	TimestampTz until = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &lane->stocks))
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		if (stock->missing > 0 && stock->asked_for > 0 && lane->waiting_count > 0)
			until = Max(until, TimestampTzPlusMilliseconds(stock->progress_at, COMPANY_WAIT_MS));
	}
	return until;
}

bool
pnl_filling_is_wanted(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now)
{
	PnlClaimable claimable = choose_claimable(lanes, lane, now);
	dlist_iter	iter;

	if (lane->pause_changed || lane->continues ||
		!dlist_is_empty(unconstify(dlist_head *, &lane->claimed)))
		return true;
	if (claimable == PNL_CLAIM_SUSPECT)
		return true;
	if (claimable == PNL_CLAIM_OTHERS && lane->more &&
		find_room(lane, now) >= shipments_per_call(lane))
		return true;
	dlist_foreach(iter, unconstify(dlist_head *, &lane->stocks))
	{
		if (dlist_container(PnlStock, node, iter.cur)->barcodes != NIL)
			return true;
	}
	return false;
}

void
pnl_filling_fill(PnlLanes *lanes, PnlLane *lane, int claimer, bool looks)
{
	TimestampTz now = GetCurrentTimestamp();

	read_claims(lane);
	claim_shipments(lanes, lane, claimer, now);
	find_barcodes(lane, looks, now);
	pnl_sending_make_calls(lane, dlist_is_empty(&lane->claimed) &&
						   pnl_filling_company_until(lane) <= now);
}
