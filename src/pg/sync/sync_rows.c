/*
 * sync_rows.c
 *		What the sync makes of rows of postnl.parcel, and of shipments by them.
 *
 * An answer on a parcel is the truth at the time when it was asked for, so it
 * is believed, unless the feed has told of something newer: then PostNL is
 * asked again.  The feed only ever moves a status forward, in PostNL's own
 * time: it may repeat itself, tell of things late and out of order, and tell
 * of parcels that are not ours.
 */
#include "postgres.h"

#include "core/generation.h"
#include "core/policy/backoff.h"
#include "core/tracking.h"
#include "pg/base/catalog.h"
#include "pg/base/notify.h"
#include "pg/base/report.h"
#include "pg/sync/sync_rows.h"
#include "pg/sync/sync_rows_sql.h"

/* ----------
 * What has changed
 * ----------
 */

/* Notifies of a parcel that a statement has changed, and counts it. */
static void
note_change(PnlRound *round, const struct changed_row *row)
{
	if (!row->is_other)
		return;
	round->report.changed++;
	pnl_notify_status(row->shipment_id, row->reference, row->barcode, row->status);
}

/* Lets shipments follow the parcels that a statement has changed. */
static void
follow_changed(PnlRound *round, PnlStatement *statement)
{
	uint64		count = statement->count;
	int64	   *shipment_ids = palloc(Max(count, 1) * sizeof(int64));

	for (uint64 i = 0; i < count; i++)
	{
		struct changed_row *row = PNL_ROW_AS(changed, statement, i, CurrentMemoryContext);

		note_change(round, row);
		shipment_ids[i] = row->shipment_id;
	}
	if (count > 0)
		PNL_RUN(follow_parcels, .shipment_ids =
				pnl_arg_int8_array(pnl_catalog_id_array(shipment_ids, (int) count)));
}

void
pnl_sync_rows_follow(const PnlAsk *ask)
{
	PNL_RUN(follow_parcels, .shipment_ids =
			pnl_arg_int8_array(pnl_catalog_id_array(&ask->shipment_id, 1)));
}

/* ----------
 * Parcels
 * ----------
 */

static PnlArgInt8Array
waits_argument(PnlBackoff backoff)
{
	int64		steps[PNL_BACKOFF_MOST_STEPS];
	int			count = pnl_backoff_steps(backoff, steps);

	return pnl_arg_int8_array(pnl_catalog_id_array(steps, count));
}

int64
pnl_sync_rows_store_answer(const PnlSyncReply *reply, bool fed)
{
	const PnlAsk *ask = reply->ask;
	struct changed_row *row;

	if (PNL_RUN(store_answer,
				.shipment_id = pnl_arg_int8(ask->shipment_id),
				.asked_at = pnl_arg_time(ask->asked_at),
				.barcode = pnl_sync_reply_text(reply, "barcode"),
				.status_code = pnl_sync_reply_text(reply, "status_code"),
				.status_description = pnl_sync_reply_text(reply, "status_description"),
				.phase_code = pnl_sync_reply_text(reply, "phase_code"),
				.phase_description = pnl_sync_reply_text(reply, "phase_description"),
				.status_at = pnl_sync_reply_time(reply, "status_at"),
				.delivery_date = pnl_sync_reply_date(reply, "delivery_date"),
				.eta_from = pnl_sync_reply_time(reply, "eta_from"),
				.eta_to = pnl_sync_reply_time(reply, "eta_to"),
				.fed = pnl_arg_bool(fed),
				.has_detail = pnl_arg_bool(ask->kind == PNL_ASK_DETAIL),
				.tracked_days = pnl_arg_int4(PNL_TRACKED_DAYS),
				.poll_hours = pnl_arg_int4(PNL_POLL_HOURS),
				.waits = waits_argument(PNL_BACKOFF_STALE)) == 0)
		return 0;
	row = PNL_ROW_AS(changed, &store_answer, 0, CurrentMemoryContext);
	note_change(ask->round, row);
	return row->parcel_id;
}

void
pnl_sync_rows_store_not_found(const PnlAsk *ask)
{
	PNL_RUN(store_not_found,
			.parcel_id = pnl_arg_int8(ask->parcel_id),
			.asked_at = pnl_arg_time(ask->asked_at),
			.tracked_days = pnl_arg_int4(PNL_TRACKED_DAYS),
			.waits = waits_argument(PNL_BACKOFF_UNKNOWN));
	follow_changed(ask->round, &store_not_found);
}

void
pnl_sync_rows_store_failure(const PnlAsk *ask)
{
	const PnlError *error = &ask->errand.error;

	PNL_RUN(store_failure,
			.parcel_id = pnl_arg_int8(ask->parcel_id),
			.error_code = pnl_arg_text(unpack_sql_state(pnl_report_sqlstate(error))),
			.error = pnl_arg_text(pnl_report_message_lossy(error)),
			.waits = waits_argument(PNL_BACKOFF_PARCEL));
}

void
pnl_sync_rows_add_sibling(const PnlAsk *ask, const char *barcode)
{
	PNL_RUN(add_sibling,
			.shipment_id = pnl_arg_int8(ask->shipment_id),
			.barcode = pnl_arg_text(barcode));
}

void
pnl_sync_rows_adopt_reference(const PnlSyncReply *reply)
{
	if (!pnl_sync_reply_value(reply, "reference").isnull)
		PNL_RUN(adopt_reference,
				.shipment_id = pnl_arg_int8(reply->ask->shipment_id),
				.reference = pnl_sync_reply_text(reply, "reference"));
}

/* ----------
 * The feed
 * ----------
 */

bool
pnl_sync_rows_store_feed(PnlSyncReply *reply, Datum barcodes, Datum passed_over)
{
	const PnlAsk *ask = reply->ask;
	const PnlSyncState *state = &ask->round->state;
	bool		has_news;

#define COLUMN(type, name) pnl_arg_##type##_array(pnl_sync_reply_array(reply, name))
	has_news = PNL_RUN(store_feed,
					   .account = pnl_arg_text(state->account),
					   .environment =
					   pnl_arg_text(pnl_environment_name(state->environment)),
					   .barcodes = pnl_arg_text_array(barcodes),
					   .status_codes = COLUMN(text, "status_code"),
					   .status_descriptions = COLUMN(text, "status_description"),
					   .phase_codes = COLUMN(text, "phase_code"),
					   .phase_descriptions = COLUMN(text, "phase_description"),
					   .told = COLUMN(time, "status_at"),
					   .asked_at = pnl_arg_time(ask->asked_at),
					   .passed_over = pnl_arg_int8_array(passed_over),
					   .poll_hours = pnl_arg_int4(PNL_POLL_HOURS)) > 0;
#undef COLUMN
	follow_changed(ask->round, &store_feed);
	return has_news;
}

void
pnl_sync_rows_catch_up(const PnlRound *round, TimestampTz before)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(catch_up,
			.account = pnl_arg_text(round->state.account),
			.environment = pnl_arg_text(pnl_environment_name(round->state.environment)),
			.before = pnl_arg_time(before));
	pnl_catalog_close(&catalog);
}

/* ----------
 * Watched parcels
 * ----------
 */

bool
pnl_sync_rows_watch(const PnlAccount *account, PnlArgText barcode, PnlArgText reference)
{
	PnlCatalog	catalog;
	bool		added;

	pnl_catalog_open(&catalog);
	PNL_RUN(lock_barcode, .barcode = barcode);
	added = PNL_RUN(watch,
					.barcode = barcode,
					.account = pnl_arg_text(account->name),
					.environment = pnl_arg_text(pnl_environment_name(account->environment)),
					.reference = reference,
					.api = pnl_arg_text(pnl_generation_name(account->uses_v4))) > 0;
	pnl_catalog_close(&catalog);
	return added;
}

bool
pnl_sync_rows_unwatch(const PnlAccount *account, PnlArgText barcode)
{
	PnlCatalog	catalog;
	bool		removed;

	pnl_catalog_open(&catalog);
	removed = PNL_RUN(unwatch,
					  .barcode = barcode,
					  .account = pnl_arg_text(account->name),
					  .environment =
					  pnl_arg_text(pnl_environment_name(account->environment))) > 0;
	pnl_catalog_close(&catalog);
	return removed;
}
