/*
 * lane.c
 *		An account as the drain sees it: its work, its pace, its troubles.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/label.h"
#include "pg/base/guc.h"
#include "pg/base/random.h"
#include "pg/outbox/lane.h"

/* The demand of so long ago counts for a third. */
#define DEMAND_FADES_MS 5000

/* Barcodes in stock: single calls, and batches. */
#define MIN_SPARE 4
#define MAX_SPARE 16
#define MAX_SPARE_BATCHED 100

/* Under such a limit a call is too dear to be made before it is needed. */
#define SCARCE_PER_MINUTE 60

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

static PnlLane *
make_lane(dlist_head *lanes, MemoryContext parent, const PnlDue *due, PnlError *error)
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
		lane->account = account;
		lane->environment = due->environment;
		lane->fingerprint = take_fingerprint(account);
		lane->limit = pnl_account_limit(account);
		dlist_init(&lane->claimed);
		dlist_init(&lane->waiting);
		dlist_init(&lane->ready);
		dlist_init(&lane->flying);
		dlist_init(&lane->stocks);
		pnl_pace_begin(&lane->pace, pnl_guc_max_connections);
		lane->transfers = pnl_account_begin_transfers(account);
		dlist_push_tail(lanes, &lane->node);
	}
	MemoryContextSwitchTo(previous);
	if (lane == NULL)
		MemoryContextDelete(context);
	return lane;
}

/* Whether the lane is still what its account says. */
static bool
is_current(const PnlLane *lane, const PnlDue *due, PnlError *error)
{
	PnlAccount *account = open_account(due, error);
	bool		current;

	if (account == NULL)
		return false;
	current = take_fingerprint(account) == lane->fingerprint;
	pnl_account_forget_key(account);
	return current;
}

PnlLane *
pnl_lane_find(dlist_head *lanes, MemoryContext parent, const PnlDue *due, PnlError *error)
{
	dlist_iter	iter;

	dlist_foreach(iter, lanes)
	{
		PnlLane    *lane = dlist_container(PnlLane, node, iter.cur);

		if (lane->retired || lane->environment != due->environment ||
			strcmp(lane->account->name, due->account) != 0)
			continue;
		if (is_current(lane, due, error))
			return lane;
		lane->retired = true;
		break;
	}
	return error->kind == PNL_ERR_NONE ? make_lane(lanes, parent, due, error) : NULL;
}

void
pnl_lane_free(PnlLane *lane)
{
	dlist_delete(&lane->node);
	pnl_transfer_end(lane->transfers);
	pnl_account_forget_key(lane->account);
	MemoryContextDelete(lane->context);
}

/* ----------
 * Pace and troubles
 * ----------
 */

int
pnl_lane_capacity(const PnlLane *lane, int room, TimestampTz now)
{
	return lane->retired ? 0 :
		Max(Min(room, pnl_pace_room(&lane->pace, lane->in_flight, now)), 0);
}

void
pnl_lane_succeeded(PnlLane *lane)
{
	bool		was_paused = lane->pace.paused_until != 0;

	if (pnl_pace_succeed(&lane->pace, pnl_guc_max_connections))
		lane->pause_changed |= lane->pause_stored || was_paused;
}

/* Notes why the lane has been paused, if it has. */
static void
note_pause(PnlLane *lane, const PnlError *error, bool paused)
{
	if (!paused)
		return;
	lane->last_error = *error;
	lane->pause_changed = true;
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
 * Stocks
 * ----------
 */

PnlStock *
pnl_lane_stock(PnlLane *lane, const char *serie)
{
	MemoryContext previous;
	PnlStock   *stock;
	dlist_iter	iter;

	dlist_foreach(iter, &lane->stocks)
	{
		stock = dlist_container(PnlStock, node, iter.cur);
		if (strcmp(stock->serie, serie) == 0)
			return stock;
	}
	previous = MemoryContextSwitchTo(lane->context);
	stock = palloc0(sizeof(*stock));
	stock->serie = pstrdup(serie);
	dlist_push_tail(&lane->stocks, &stock->node);
	MemoryContextSwitchTo(previous);
	return stock;
}

static void
fade_demand(PnlLane *lane, TimestampTz now)
{
	double		ms = (double) (now - lane->demand_at) / 1000;

	lane->demand *= exp(-Max(ms, 0) / DEMAND_FADES_MS);
	lane->demand_at = now;
}

void
pnl_lane_use_barcodes(PnlLane *lane, int count, TimestampTz now)
{
	fade_demand(lane, now);
	lane->demand += count;
}

static bool
is_scarce(const PnlLane *lane)
{
	return lane->limit.per_minute > 0 && lane->limit.per_minute <= SCARCE_PER_MINUTE;
}

int
pnl_lane_barcodes_at_a_time(const PnlLane *lane)
{
	/* else the barcodes of many take all turns, and those of the first labels too */
	return is_scarce(lane) ? PNL_LEGACY_CALL_PARCELS : pnl_guc_max_connections * 2;
}

int
pnl_lane_spare_barcodes(PnlLane *lane, bool in_batches, TimestampTz now)
{
	int			most = in_batches ? MAX_SPARE_BATCHED : MAX_SPARE;

	fade_demand(lane, now);
	if (is_scarce(lane) && !in_batches)
		return 1;
	return (int) Min(Max(lane->demand / 4, MIN_SPARE), most);
}
