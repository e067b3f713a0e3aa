/*
 * filling.c
 *		Gives a lane work: claims, barcodes, calls.
 *
 * Twice as many shipments are claimed as calls can take at a time, so that a
 * slot that becomes free takes the next call at once, while the tables are
 * written.
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/filling.h"
#include "pg/guc.h"
#include "pg/pool.h"
#include "pg/sending.h"
#include "pg/shared.h"

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
	return lane->account->uses_v4 ? 1 : PNL_LEGACY_CALL_PARCELS;
}

/* How many shipments more the lane should have in hand. */
static int
find_room(const PnlLane *lane, TimestampTz now)
{
	int			calls = lane->allowed;

	if (lane->retired || lane->paused_until > now)
		return 0;
	/* while a turn is waited for, what is ready is enough */
	if (lane->turn_at > now && lane->ready_count > 0)
		return 0;
	if (calls >= pnl_guc_max_connections)
		calls *= 2;
	return calls * shipments_per_call(lane) - lane->in_hand;
}

static void
take_claims(PnlLane *lane, List *claims, const List *texts)
{
	for (int i = 0; i < list_length(claims); i++)
	{
		PnlClaim   *claim = list_nth(claims, i);

		pnl_claim_read(claim, lane->account, list_nth(texts, 2 * i), list_nth(texts, 2 * i + 1));
		dlist_push_tail(&lane->waiting, &claim->node);
		lane->waiting_count++;
		lane->in_hand++;
		lane->suspects += claim->crashes >= 2;
	}
	pnl_shared_counters()->claimed += list_length(claims);
}

static int
claim_some(PnlLane *lane, int limit, bool suspects, int claimer)
{
	List	   *texts;
	List	   *claims = pnl_outbox_claim(lane->account->name, lane->environment, limit, suspects,
										  claimer, lane->context, &texts);

	take_claims(lane, claims, texts);
	return list_length(claims);
}

/*
 * One at a time of those that ended their process before: when it happens
 * again, it is known which.
 */
static void
claim_shipments(PnlLane *lane, int claimer, bool looks, TimestampTz now)
{
	int			room = find_room(lane, now);

	if (room <= 0)
		return;
	if ((looks || lane->more_suspects) && lane->suspects == 0)
	{
		lane->more_suspects = claim_some(lane, 1, true, claimer) > 0;
		room -= lane->more_suspects;
	}
	if (room >= shipments_per_call(lane) || (room > 0 && lane->in_hand == 0))
		lane->more = claim_some(lane, room, false, claimer) >= room;
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
		if (lane->paused_until <= now)
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
pnl_filling_is_wanted(const PnlLane *lane, TimestampTz now)
{
	dlist_iter	iter;

	if (lane->pause_changed || lane->continues)
		return true;
	if (lane->more && find_room(lane, now) >= shipments_per_call(lane))
		return true;
	if (lane->more_suspects && lane->suspects == 0 && find_room(lane, now) > 0)
		return true;
	dlist_foreach(iter, unconstify(dlist_head *, &lane->stocks))
	{
		if (dlist_container(PnlStock, node, iter.cur)->barcodes != NIL)
			return true;
	}
	return false;
}

void
pnl_filling_fill(PnlLane *lane, int claimer, bool looks)
{
	TimestampTz now = GetCurrentTimestamp();

	claim_shipments(lane, claimer, looks, now);
	find_barcodes(lane, looks, now);
	pnl_sending_make_calls(lane, pnl_filling_company_until(lane) <= now);
}
