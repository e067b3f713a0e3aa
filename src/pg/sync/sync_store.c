/*
 * sync_store.c
 *		What the answers of the sync become: status, events, notifications.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "core/answer.h"
#include "core/api.h"
#include "pg/base/catalog.h"
#include "pg/sync/event_store.h"
#include "pg/sync/sync_plan.h"
#include "pg/sync/sync_rows.h"
#include "pg/sync/sync_state.h"
#include "pg/sync/sync_store.h"

/* ----------
 * Parcels
 * ----------
 */

/* Whether the feed of the account tells of a parcel of this customer. */
static bool
is_fed(const PnlSyncReply *reply)
{
	const char *own = reply->ask->round->account->customer_number;
	NullableDatum customer = pnl_sync_reply_value(reply, "customer_number");

	return own != NULL &&
		(customer.isnull || strcmp(TextDatumGetCString(customer.value), own) == 0);
}

static void
store_events(const PnlSyncReply *reply, int64 parcel_id, const char *barcode)
{
	const PnlAsk *ask = reply->ask;
	NullableDatum events = pnl_sync_reply_value(reply, "events");
	PnlEvents	list = {parcel_id, ask->shipment_id, barcode, ask->asked_at, events.value};

	if (!events.isnull)
		ask->round->report.events += pnl_event_store(&list, ask->round->by_hand);
}

/* The barcode of a row, in our spelling, by which it is stored. */
static const char *
read_barcode(PnlSyncReply *reply)
{
	const char *ours = reply->ask->barcode;
	NullableDatum told = pnl_sync_reply_value(reply, "barcode");
	const char *barcode = told.isnull ? ours : TextDatumGetCString(told.value);

	if (pnl_answer_is_same((PnlText) {barcode, strlen(barcode)}, (PnlText) {ours, strlen(ours)}))
		barcode = ours;
	pnl_sync_reply_set(reply, "barcode", CStringGetTextDatum(barcode));
	return barcode;
}

/* Stores the row that was read last; true when it is that of the parcel asked for. */
static bool
store_row(PnlSyncReply *reply)
{
	const PnlAsk *ask = reply->ask;
	const char *barcode = read_barcode(reply);
	int64		parcel_id;

	/* a reference may be that of several shipments */
	if (ask->errand.operation->path == pnl_api_status_by_barcode.path)
		pnl_sync_rows_add_sibling(ask, barcode);
	parcel_id = pnl_sync_rows_store_answer(reply, is_fed(reply));
	if (parcel_id == 0)
		return false;
	pnl_sync_rows_adopt_reference(reply);
	/* before the events, whose triggers want to see it */
	pnl_sync_rows_follow(ask);
	store_events(reply, parcel_id, barcode);
	return strcmp(barcode, ask->barcode) == 0;
}

static void
store_parcel(const PnlAsk *ask)
{
	PnlCatalog	catalog;
	PnlSyncReply reply;
	bool		found = false;

	pnl_sync_reply_open(&reply, ask, pnl_api_followed_parcels);
	pnl_catalog_open(&catalog);
	for (size_t i = 0; i < reply.rows.count; i++)
	{
		pnl_sync_reply_read(&reply, i);
		found |= store_row(&reply);
	}
	if (!found)
		pnl_sync_rows_store_not_found(ask);
	else if (ask->kind == PNL_ASK_POLL)
		pnl_sync_plan_has_news(ask->round);
	pnl_catalog_close(&catalog);
}

/* What is the parcel's own fault is noted there; the rest is the round's. */
static void
store_failure(const PnlAsk *ask)
{
	PnlCatalog	catalog;

	if (ask->blame != PNL_BLAME_SHIPMENT && ask->blame != PNL_BLAME_POSTNL)
		return;
	pnl_catalog_open(&catalog);
	pnl_sync_rows_store_failure(ask);
	pnl_catalog_close(&catalog);
}

/* ----------
 * The feed
 * ----------
 */

static void
store_feed(PnlAsk *ask)
{
	PnlRound   *round = ask->round;
	int			passed_over = list_length(round->busy);
	PnlCatalog	catalog;
	PnlSyncReply reply;
	Datum		barcodes;
	Datum		busy;

	pnl_sync_reply_open(&reply, ask, pnl_api_followed_updates);
	barcodes = pnl_sync_reply_array(&reply, "barcode");
	busy = pnl_sync_state_busy_of_feed(round, barcodes);
	pnl_catalog_open(&catalog);
	if (pnl_sync_rows_store_feed(&reply, barcodes, busy))
		pnl_sync_plan_has_news(round);
	pnl_catalog_close(&catalog);
	if (list_length(round->busy) > passed_over)
		pnl_sync_plan_feed_waits(ask);
	else
		pnl_sync_plan_fed(ask);
}

void
pnl_sync_store(PnlAsk *ask)
{
	if (ask->errand.error.kind == PNL_ERR_NONE && ask->kind == PNL_ASK_FEED)
		store_feed(ask);
	else if (ask->errand.error.kind == PNL_ERR_NONE)
		store_parcel(ask);
	else if (ask->kind != PNL_ASK_FEED)
		store_failure(ask);
}
