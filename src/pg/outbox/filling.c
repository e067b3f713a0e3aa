/*
 * filling.c
 *		Gives lanes work: claims, barcodes, calls.
 *
 * How many are claimed, and which, is core/policy/claiming.c's to say, and which
 * go together core/policy/sharing.c's.
 *
 * Rule for this file: a description is read in a transaction after the one
 * that claims it.  What ends the process while it is read, or later, has a
 * claim by which it is known.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "core/policy/claiming.h"
#include "core/policy/sharing.h"
#include "pg/base/guc.h"
#include "pg/outbox/call_barcodes.h"
#include "pg/outbox/call_label.h"
#include "pg/outbox/call_lookup.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/filling.h"

/* ----------
 * Claims
 * ----------
 */

static int
shipments_per_call(const PnlLane *lane)
{
	return pnl_sharing_count(pnl_lane_view(lane)->account->uses_v4);
}

/* How many shipments more the lane should have in hand. */
static int
find_room(const PnlLane *lane, TimestampTz now)
{
	const PnlLaneView *view = pnl_lane_view(lane);

	return view->retired ? 0 :
		pnl_claiming_room(view->pace, pnl_guc_max_connections, shipments_per_call(lane),
						  view->in_hand - view->unsettled, view->ready_count, now);
}

/* What a lane may claim now; only one process of a database has a suspect. */
static PnlClaimable
choose_claimable(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now)
{
	PnlClaiming claiming = {
		.room = find_room(lane, now),
		.per_call = shipments_per_call(lane),
		.in_hand = pnl_lane_view(lane)->in_hand,
		.suspects_due = pnl_lane_view(lane)->suspects_due,
		.all_in_hand = pnl_lanes_in_hand(lanes),
		.all_suspects = pnl_lanes_suspects(lanes),
		.after_suspect = lanes->after_suspect,
	};

	for (int i = 0; i < list_length(lanes->list); i++)
	{
		const PnlLane *other = list_nth(lanes->list, i);

		if (!pnl_lane_may_send(other, now))
			continue;
		claiming.any_suspects_due |= pnl_lane_view(other)->suspects_due;
		claiming.any_others_due |= pnl_lane_view(other)->more;
	}
	return pnl_claiming_choose(&claiming);
}

static void
claim_suspect(PnlLanes *lanes, PnlLane *lane, int claimer)
{
	/* where another process has one, the next look sees whether it still does */
	if (!lanes->holds_suspects && !pnl_claimer_hold_suspects())
		pnl_lane_defer_suspects(lane);
	else
	{
		lanes->holds_suspects = true;
		if (pnl_lane_claim(lane, 1, true, claimer) > 0)
			lanes->after_suspect = true;
	}
}

static void
claim_shipments(PnlLanes *lanes, PnlLane *lane, int claimer, TimestampTz now)
{
	switch (choose_claimable(lanes, lane, now))
	{
		case PNL_CLAIM_NOTHING:
			break;
		case PNL_CLAIM_SUSPECT:
			claim_suspect(lanes, lane, claimer);
			break;
		case PNL_CLAIM_OTHERS:
			if (pnl_lane_claim(lane, find_room(lane, now), false, claimer) > 0)
				lanes->took_others = true;
			break;
	}
}

/* ----------
 * Calls
 * ----------
 */

/*
 * Makes the lane's waiting claims into calls as far as their barcodes are
 * there.  "last" says that no further claims come, so that calls need not be
 * full.
 */
static void
make_calls(PnlLane *lane, bool last)
{
	dlist_head *waiting = unconstify(dlist_head *, pnl_lane_view(lane)->waiting);
	dlist_node *node = dlist_is_empty(waiting) ? NULL : dlist_head_node(waiting);

	while (node != NULL)
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, node);

		node = dlist_has_next(waiting, node) ? dlist_next_node(waiting, node) : NULL;
		if (claim->shipment == NULL)
			pnl_call_label_make_unreadable(lane, claim);
		else if (claim->step != PNL_STEP_ANNOUNCE)
			pnl_call_lookup_make(lane, claim);
		else if (pnl_call_label_is_possible(claim) && pnl_call_label_make(lane, claim, last))
			/* its company may have been next */
			node = dlist_is_empty(waiting) ? NULL : dlist_head_node(waiting);
	}
}

TimestampTz
pnl_filling_company_until(const PnlLane *lane)
{
	const PnlLaneView *view = pnl_lane_view(lane);

	return view->waiting_count > 0 ? pnl_stock_company_until(view->stocks) : 0;
}

bool
pnl_filling_is_wanted(const PnlLanes *lanes, const PnlLane *lane, TimestampTz now)
{
	const PnlLaneView *view = pnl_lane_view(lane);
	PnlClaimable claimable = choose_claimable(lanes, lane, now);

	if (view->pause_changed || view->continues || pnl_lane_has_unread(lane))
		return true;
	if (claimable == PNL_CLAIM_SUSPECT)
		return true;
	if (claimable == PNL_CLAIM_OTHERS && view->more &&
		find_room(lane, now) >= shipments_per_call(lane))
		return true;
	return pnl_stock_has_news(view->stocks);
}

static void
fill(PnlLanes *lanes, PnlLane *lane, int claimer, bool looks)
{
	TimestampTz now = GetCurrentTimestamp();
	const PnlLaneView *view = pnl_lane_view(lane);

	pnl_lane_read_claims(lane);
	claim_shipments(lanes, lane, claimer, now);
	pnl_stock_hand_out(view->stocks, view->waiting, looks);
	if (!pnl_pace_is_paused(view->pace, now))
		pnl_call_barcodes_make(lane, now);
	make_calls(lane, !pnl_lane_has_unread(lane) && pnl_filling_company_until(lane) <= now);
}

void
pnl_filling_fill(PnlLanes *lanes, int claimer, bool looks)
{
	for (int i = 0; i < list_length(lanes->list); i++)
	{
		PnlLane    *lane = list_nth(lanes->list, i);

		pnl_lane_write_pause(lane);
		if (!pnl_lanes_release(lanes, lane, claimer))
			fill(lanes, lane, claimer, looks);
	}
}
