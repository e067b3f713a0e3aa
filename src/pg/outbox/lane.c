/*
 * lane.c
 *		An account as the drain sees it: its work, its pace, its troubles.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/base/guc.h"
#include "pg/base/random.h"
#include "pg/outbox/lane.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/rows.h"
#include "pg/process/shared.h"

/* A pause whose row was locked is written again after this. */
#define RETRY_MS 1000

struct PnlLane
{
	PnlLaneView view;			/* what others may see */
	MemoryContext context;		/* holds the lane, its account and stocks */
	uint64		fingerprint;	/* of all that the account says */
	PnlLimit	limit;
	PnlPace		pace;
	dlist_head	claimed;		/* PnlClaim: read once the claim is committed */
	dlist_head	waiting;		/* PnlClaim: for barcodes or for company */
	dlist_head	ready;			/* PnlCall: may start */
	dlist_head	flying;			/* PnlCall: on the way */
	bool		collided;		/* a waiting claim lost a barcode that was taken */
	bool		pause_written;	/* postnl.pause is right when this is committed */
	bool		pause_owed;		/* its row was locked: it is to be written later */
	bool		pause_stored;	/* postnl.pause has a row */
	PnlError	last_error;		/* of what paused it */
};

/* ----------
 * Making and renewing
 * ----------
 */

/* Tells an account that has changed from what it was. */
static uint64
take_fingerprint(const PnlAccount *account)
{
	PnlEndpoint endpoint = pnl_account_endpoint(account);
	StringInfoData facts;
	uint64		hash;

	initStringInfo(&facts);
	appendStringInfo(&facts, "%d %d %d %d %d %d %zu", account->environment, account->uses_v4,
					 account->requests_per_minute, endpoint.connect_timeout,
					 endpoint.request_timeout, endpoint.max_connections,
					 endpoint.max_reply_size);
	for (int i = 0; i < 11; i++)
	{
		const char *texts[] = {
			account->customer_code, account->customer_number, account->collection_location,
			account->sender, account->product, account->label_format, account->barcode_source,
			account->key, endpoint.base_url, endpoint.ca_file, endpoint.proxy
		};

		appendStringInfo(&facts, "\n%d %s", texts[i] != NULL, texts[i] != NULL ? texts[i] : "");
	}
	hash = hash_bytes_extended((const unsigned char *) facts.data, facts.len, 0);
	explicit_bzero(facts.data, facts.len);
	pfree(facts.data);
	return hash;
}

/* The account in the current context, ready to send; NULL with an error. */
static PnlAccount *
open_account(const PnlDue *due, PnlError *error)
{
	PnlAccount *account = pnl_account_look_up(GetUserId(), due->account);

	if (account == NULL)
	{
		pnl_error_set(error, PNL_ERR_NO_KEY, "account \"%s\" no longer exists", due->account);
		return NULL;
	}
	if (account->customer_code == NULL || account->customer_number == NULL)
	{
		pnl_error_set(error, PNL_ERR_NO_KEY, "account \"%s\" has no %s", due->account,
					  account->customer_code == NULL ? "customer_code" : "customer_number");
		return NULL;
	}
	return pnl_account_read_key(account, error) ? account : NULL;
}

PnlLane *
pnl_lane_make(MemoryContext parent, const PnlDue *due, PnlError *error)
{
	MemoryContext context = AllocSetContextCreate(parent, "postnl lane",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext previous = MemoryContextSwitchTo(context);
	PnlAccount *account = open_account(due, error);
	PnlLane    *lane = NULL;

	if (account != NULL)
	{
		lane = palloc0(sizeof(*lane));
		lane->context = context;
		lane->fingerprint = take_fingerprint(account);
		lane->limit = pnl_account_limit(account);
		lane->view.account = account;
		lane->view.environment = due->environment;
		lane->view.pace = &lane->pace;
		lane->view.waiting = &lane->waiting;
		lane->view.ready = &lane->ready;
		lane->view.flying = &lane->flying;
		lane->view.stocks = pnl_stock_make(account, lane->limit.per_minute);
		dlist_init(&lane->claimed);
		dlist_init(&lane->waiting);
		dlist_init(&lane->ready);
		dlist_init(&lane->flying);
		pnl_pace_begin(&lane->pace, pnl_guc_max_connections);
		lane->view.transfers = pnl_account_begin_transfers(account);
	}
	MemoryContextSwitchTo(previous);
	if (lane == NULL)
		MemoryContextDelete(context);
	return lane;
}

bool
pnl_lane_serves(const PnlLane *lane, const PnlDue *due)
{
	return !lane->view.retired && lane->view.environment == due->environment &&
		strcmp(lane->view.account->name, due->account) == 0;
}

bool
pnl_lane_check(PnlLane *lane, const PnlDue *due, PnlError *error)
{
	PnlAccount *account = open_account(due, error);

	if (account == NULL)
		lane->view.retired = true;
	else
	{
		lane->view.retired = take_fingerprint(account) != lane->fingerprint;
		pnl_account_forget_key(account);
	}
	return !lane->view.retired;
}

void
pnl_lane_free(PnlLane *lane)
{
	pnl_transfer_end(lane->view.transfers);
	pnl_account_forget_key(lane->view.account);
	MemoryContextDelete(lane->context);
}

const PnlLaneView *
pnl_lane_view(const PnlLane *lane)
{
	return &lane->view;
}

MemoryContext
pnl_lane_context(const PnlLane *lane)
{
	return lane->context;
}

bool
pnl_lane_may_send(const PnlLane *lane, TimestampTz now)
{
	return !lane->view.retired && !pnl_pace_is_paused(&lane->pace, now);
}

/* ----------
 * Claims
 * ----------
 */

void
pnl_lane_note_due(PnlLane *lane, bool suspects_due)
{
	lane->view.more = true;
	lane->view.suspects_due = suspects_due;
}

int
pnl_lane_claim(PnlLane *lane, int most, bool suspects, int claimer)
{
	List	   *claims = pnl_rows_claim(lane->view.account->name, lane->view.environment, most,
										suspects, claimer, lane->context);
	int			count = list_length(claims);

	for (int i = 0; i < count; i++)
	{
		PnlClaim   *claim = list_nth(claims, i);

		dlist_push_tail(&lane->claimed, &claim->node);
		lane->view.in_hand++;
		lane->view.suspects += pnl_claim_is_suspect(claim);
	}
	if (suspects)
		lane->view.suspects_due = count > 0;
	else
		lane->view.more = count >= most;
	pnl_shared_counters()->claimed += count;
	return count;
}

void
pnl_lane_defer_suspects(PnlLane *lane)
{
	lane->view.suspects_due = false;
}

void
pnl_lane_read_claims(PnlLane *lane)
{
	while (!dlist_is_empty(&lane->claimed))
	{
		PnlClaim   *claim = dlist_head_element(PnlClaim, node, &lane->claimed);

		pnl_claim_read(claim, lane->view.account);
		dlist_delete(&claim->node);
		dlist_push_tail(&lane->waiting, &claim->node);
		lane->view.waiting_count++;
	}
}

bool
pnl_lane_has_unread(const PnlLane *lane)
{
	return !dlist_is_empty(unconstify(dlist_head *, &lane->claimed));
}

void
pnl_lane_take(PnlLane *lane, PnlClaim *claim)
{
	dlist_delete(&claim->node);
	lane->view.waiting_count--;
}

void
pnl_lane_put_back(PnlLane *lane, PnlClaim *claim)
{
	dlist_push_head(&lane->waiting, &claim->node);
	lane->view.waiting_count++;
	lane->view.continues = true;
}

void
pnl_lane_collide(PnlLane *lane)
{
	lane->collided = true;
}

void
pnl_lane_drop(PnlLane *lane, PnlClaim *claim)
{
	lane->view.in_hand--;
	if (pnl_claim_is_suspect(claim))
		lane->view.suspects--;
	pnl_claim_free(claim);
}

static void
drop_claims(PnlLane *lane, dlist_head *claims)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, claims)
	{
		dlist_delete(iter.cur);
		pnl_lane_drop(lane, dlist_container(PnlClaim, node, iter.cur));
	}
}

void
pnl_lane_drop_callless(PnlLane *lane)
{
	drop_claims(lane, &lane->claimed);
	drop_claims(lane, &lane->waiting);
	lane->view.waiting_count = 0;
	lane->view.released = false;
	pnl_stock_forget(lane->view.stocks);
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
pnl_lane_list_callless(const PnlLane *lane, int64 *ids, int *count)
{
	list_claims(&lane->claimed, ids, count);
	list_claims(&lane->waiting, ids, count);
}

void
pnl_lane_hold(PnlLane *lane, int claims)
{
	lane->view.unsettled += claims;
}

void
pnl_lane_note_released(PnlLane *lane)
{
	lane->view.released = true;
}

/* ----------
 * Calls
 * ----------
 */

void
pnl_lane_add_ready(PnlLane *lane, dlist_node *call, bool last)
{
	if (last)
		dlist_push_tail(&lane->ready, call);
	else
		dlist_push_head(&lane->ready, call);
	lane->view.ready_count++;
}

void
pnl_lane_leave_ready(PnlLane *lane, dlist_node *call)
{
	dlist_delete(call);
	lane->view.ready_count--;
}

void
pnl_lane_fly(PnlLane *lane, dlist_node *call)
{
	pnl_lane_leave_ready(lane, call);
	dlist_push_tail(&lane->flying, call);
	lane->view.in_flight++;
	pnl_shared_counters()->calls++;
	pnl_shared_counters()->in_flight++;
}

void
pnl_lane_land(PnlLane *lane, dlist_node *call)
{
	dlist_delete(call);
	lane->view.in_flight--;
	pnl_shared_counters()->in_flight--;
}

bool
pnl_lane_take_turn(PnlLane *lane, PnlErrand *errand)
{
	int64		wait_us = pnl_errand_drive(errand, &lane->limit);

	lane->pace.turn_at = wait_us > 0 ? GetCurrentTimestamp() + wait_us : 0;
	return wait_us <= 0;
}

/* ----------
 * Pace and troubles
 * ----------
 */

int
pnl_lane_capacity(const PnlLane *lane, int room, TimestampTz now)
{
	return lane->view.retired ? 0 :
		Max(Min(room, pnl_pace_room(&lane->pace, lane->view.in_flight, now)), 0);
}

void
pnl_lane_succeeded(PnlLane *lane)
{
	bool		was_paused = lane->pace.paused_until != 0;

	if (pnl_pace_succeed(&lane->pace, pnl_guc_max_connections))
		lane->view.pause_changed |= lane->pause_stored || was_paused;
}

/* Notes why the lane has been paused, if it has. */
static void
note_pause(PnlLane *lane, const PnlError *error, bool paused)
{
	if (!paused)
		return;
	lane->last_error = *error;
	lane->view.pause_changed = true;
}

static void
fail(PnlLane *lane, const PnlError *error, PnlBlame blame, int64 shipment_id)
{
	note_pause(lane, error, pnl_pace_fail(&lane->pace, blame, shipment_id,
										  GetCurrentTimestamp(), pnl_random_fraction()));
}

void
pnl_lane_blocked(PnlLane *lane, const PnlError *error)
{
	fail(lane, error, PNL_BLAME_ACCOUNT, 0);
}

void
pnl_lane_stuck(PnlLane *lane, const PnlError *error, bool again)
{
	note_pause(lane, error, pnl_pace_get_stuck(&lane->pace, again, GetCurrentTimestamp(),
											   pnl_random_fraction()));
}

void
pnl_lane_settled(PnlLane *lane)
{
	if (pnl_pace_get_loose(&lane->pace))
		pnl_lane_succeeded(lane);
}

void
pnl_lane_failed(PnlLane *lane, const PnlError *error, int64 shipment_id)
{
	PnlBlame	blame = pnl_verdict_blame(error);

	if (blame == PNL_BLAME_SHIPMENT)
		pnl_lane_succeeded(lane);
	else if (blame == PNL_BLAME_PACE)
		pnl_limiter_pause(&lane->limit, pnl_verdict_pause_key(error, pnl_random_fraction()));
	else
		fail(lane, error, blame, shipment_id);
}

/* ----------
 * What postnl.pause says
 * ----------
 */

void
pnl_lane_follow_pause(PnlLane *lane, const PnlDue *due)
{
	if (lane->view.pause_changed || lane->pause_owed)
		return;
	if (due->paused_until == 0 && lane->pause_stored)
	{
		pnl_pace_resume(&lane->pace);
		lane->pause_stored = false;
	}
	else if (due->paused_until > lane->pace.paused_until)
	{
		pnl_pace_follow(&lane->pace, due->paused_until);
		lane->pause_stored = true;
	}
}

void
pnl_lane_write_pause(PnlLane *lane)
{
	const PnlLaneView *view = &lane->view;
	int64		ms;

	if (!view->pause_changed && !lane->pause_owed)
		return;
	ms = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), lane->pace.paused_until);
	lane->pause_written = lane->pace.paused_until != 0 ?
		pnl_pause_set(view->account->name, view->environment, ms,
					  pnl_pace_troubles(&lane->pace), &lane->last_error) :
		pnl_pause_end(view->account->name, view->environment);
}

TimestampTz
pnl_lane_note_committed(PnlLane *lane)
{
	TimestampTz look_at = DT_NOEND;

	/* what was given back, or waits in the queue, is due when it may be sent */
	if (lane->view.pause_changed || lane->view.released)
		look_at = lane->pace.paused_until;
	if (lane->view.pause_changed || lane->pause_owed)
	{
		if (lane->pause_written)
			lane->pause_stored = lane->pace.paused_until != 0;
		else
			look_at = Min(look_at, TimestampTzPlusMilliseconds(GetCurrentTimestamp(), RETRY_MS));
		lane->pause_owed = !lane->pause_written;
		lane->view.pause_changed = false;
	}
	lane->view.continues = lane->collided;
	lane->collided = false;
	return look_at;
}
