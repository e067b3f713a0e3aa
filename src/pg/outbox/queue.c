/*
 * queue.c
 *		Shipments in the outbox that no claimer of this process has in hand.
 *
 * Rule for this file: each statement that takes rows names the node, so that a
 * copy of the database takes nothing of the original's.
 */
#include "postgres.h"

#include "utils/array.h"
#include "utils/timestamp.h"

#include "core/policy/verdict.h"
#include "core/tracking.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/notify.h"
#include "pg/base/point.h"
#include "pg/outbox/claimer.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/queue_sql.h"

/* So many held shipments are queued in one transaction. */
#define MOST_RELEASED 1000

/* One that is locked when its time has come is tried again after this. */
#define RELEASE_RETRY_MS 1000

/* Notifies of each row "changed" that a statement returned; of how many. */
static uint64
notify_changed(PnlStatement *statement)
{
	for (uint64 i = 0; i < statement->count; i++)
	{
		struct changed_row *row = PNL_ROW_AS(changed, statement, i, CurrentMemoryContext);

		pnl_notify_state(row->shipment_id, row->reference, row->state);
	}
	return statement->count;
}

/* ----------
 * Looking
 * ----------
 */

List *
pnl_queue_find_due(void)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *list = NIL;
	PnlCatalog	catalog;
	uint64		count;

	pnl_catalog_open(&catalog);
	count = PNL_RUN(find_due, .now = pnl_arg_time(GetCurrentTimestamp()));
	for (uint64 i = 0; i < count; i++)
	{
		struct find_due_row *row = PNL_ROW(find_due, i, context);
		MemoryContext previous = MemoryContextSwitchTo(context);
		PnlDue	   *due = palloc0(sizeof(*due));

		due->account = row->account;
		due->environment = pnl_account_read_environment(row->environment);
		due->next_attempt_at = row->next_attempt_at;
		due->paused_until = row->paused_until;
		due->pause_failures = row->pause_failures;
		due->later_at = row->later_at;
		due->suspects_due = row->suspects_due;
		list = lappend(list, due);
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return list;
}

bool
pnl_queue_find_sender(int64 shipment_id, char **account, char **environment)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	bool		exists;

	pnl_catalog_open(&catalog);
	exists = PNL_RUN(find_sender, .shipment_id = pnl_arg_int8(shipment_id)) > 0;
	if (exists)
	{
		struct find_sender_row *row = PNL_ROW(find_sender, 0, context);

		*account = row->account;
		*environment = row->environment;
	}
	pnl_catalog_close(&catalog);
	return exists;
}

PnlLook
pnl_queue_look(int64 shipment_id)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	PnlLook		look = {0};

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_row, .shipment_id = pnl_arg_int8(shipment_id)) > 0)
	{
		struct find_row_row *row = PNL_ROW(find_row, 0, context);

		look.row = row->shipment;
		look.pending = row->pending;
		look.made_by = row->made_by;
		pfree(row);
	}
	pnl_catalog_close(&catalog);
	return look;
}

bool
pnl_queue_is_foreign(int64 shipment_id)
{
	PnlCatalog	catalog;
	bool		is_foreign;

	pnl_catalog_open(&catalog);
	is_foreign = PNL_RUN(find_foreign, .shipment_id = pnl_arg_int8(shipment_id)) > 0;
	pnl_catalog_close(&catalog);
	return is_foreign;
}

int64
pnl_queue_find_unsent(const char *reference, const char *account)
{
	PnlCatalog	catalog;
	int64		shipment_id = 0;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_unsent, .reference = pnl_arg_text(reference),
				.account = pnl_arg_text(account)) > 0)
		shipment_id = PNL_ROW(find_unsent, 0, CurrentMemoryContext)->shipment_id;
	pnl_catalog_close(&catalog);
	return shipment_id;
}

/* ----------
 * Claims of the dead
 * ----------
 */

/* The claimers that are dead, of all that there are; false where there is none at all. */
static bool
find_dead(int claimer, Datum *dead)
{
	uint64		count = PNL_RUN_PLAIN(find_claimers);
	Datum	   *found = palloc(Max(count, 1) * sizeof(Datum));
	int			dead_count = 0;

	for (uint64 i = 0; i < count; i++)
	{
		int			other = PNL_ROW(find_claimers, i, CurrentMemoryContext)->claimed_by;

		if (other != claimer && pnl_claimer_is_dead(other))
			found[dead_count++] = Int32GetDatum(other);
	}
	*dead = PointerGetDatum(construct_array(found, dead_count, INT4OID, sizeof(int32), true,
											TYPALIGN_INT));
	return count > 0;
}

/* Claims whose lease is over, and whose claimer has the answer all the same. */
static PnlArgInt8Array
find_held(void)
{
	uint64		count = PNL_RUN_PLAIN(find_expired);
	int64	   *held = palloc(Max(count, 1) * sizeof(int64));
	int			held_count = 0;

	for (uint64 i = 0; i < count; i++)
	{
		int64		id = PNL_ROW(find_expired, i, CurrentMemoryContext)->shipment_id;

		if (pnl_claimer_has_answer(id))
			held[held_count++] = id;
	}
	return pnl_arg_int8_array(pnl_catalog_id_array(held, held_count));
}

void
pnl_queue_recover(int claimer)
{
	PnlCatalog	catalog;
	Datum		dead;

	pnl_catalog_open(&catalog);
	if (find_dead(claimer, &dead))
	{
		PNL_RUN(recover, .dead = pnl_arg_int4_array(dead),
				.attempts_allowed = pnl_arg_int4(pnl_guc_ship_attempts), .held = find_held());
		if (notify_changed(&recover) > 0)
			pnl_point_note(PNL_POINT_RECOVER);
	}
	pnl_catalog_close(&catalog);
}

/* ----------
 * Changes
 * ----------
 */

void
pnl_queue_fail(const char *account, PnlEnvironment environment, const char *reason)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(fail_queued, .account = pnl_arg_text(account),
			.environment = pnl_arg_text(pnl_environment_name(environment)),
			.reason = pnl_arg_text(reason));
	notify_changed(&fail_queued);
	pnl_catalog_close(&catalog);
}

void
pnl_queue_fail_overdue(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(fail_overdue, .deadline_s = pnl_arg_int4(pnl_guc_ship_deadline));
	notify_changed(&fail_overdue);
	pnl_catalog_close(&catalog);
}

bool
pnl_queue_cancel(int64 shipment_id)
{
	PnlCatalog	catalog;
	bool		changed;

	pnl_catalog_open(&catalog);
	PNL_RUN(lock_shipment, .shipment_id = pnl_arg_int8(shipment_id));
	PNL_RUN(cancel, .shipment_id = pnl_arg_int8(shipment_id));
	changed = notify_changed(&cancel) > 0;
	pnl_catalog_close(&catalog);
	return changed;
}

bool
pnl_queue_again(int64 shipment_id, const PnlRequeue *with)
{
	PnlCatalog	catalog;
	bool		changed;

	pnl_catalog_open(&catalog);
	PNL_RUN(lock_shipment, .shipment_id = pnl_arg_int8(shipment_id));
	PNL_RUN(requeue, .shipment_id = pnl_arg_int8(shipment_id),
			.description = pnl_arg_jsonb(with->description),
			.reference = pnl_arg_text(with->reference),
			.order_ref = pnl_arg_text(with->order), .product = pnl_arg_text(with->product),
			.hash = pnl_arg_bytea(with->hash), .hold = pnl_arg_bool(with->hold),
			.not_before = pnl_arg_time_unless_0(with->not_before),
			.normalised = pnl_arg_jsonb(with->normalised));
	changed = notify_changed(&requeue) > 0;
	pnl_catalog_close(&catalog);
	return changed;
}

bool
pnl_queue_release(int64 shipment_id)
{
	PnlCatalog	catalog;
	bool		changed;

	pnl_catalog_open(&catalog);
	PNL_RUN(release, .shipment_id = pnl_arg_int8(shipment_id));
	changed = notify_changed(&release) > 0;
	pnl_catalog_close(&catalog);
	return changed;
}

TimestampTz
pnl_queue_release_due(void)
{
	PnlCatalog	catalog;
	TimestampTz next = DT_NOEND;
	uint64		released;

	pnl_catalog_open(&catalog);
	PNL_RUN(release_due, .now = pnl_arg_time(GetCurrentTimestamp()),
			.most = pnl_arg_int4(MOST_RELEASED));
	released = notify_changed(&release_due);
	if (PNL_RUN_PLAIN(find_next_release) > 0)
		next = PNL_ROW(find_next_release, 0, CurrentMemoryContext)->next_attempt_at;
	pnl_catalog_close(&catalog);
	/* unless there were too many, what is due and held still is locked by somebody */
	if (released < MOST_RELEASED && next <= GetCurrentTimestamp())
		next = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), RELEASE_RETRY_MS);
	return next;
}

int64
pnl_queue_adopt(Datum account, Datum shipment_ids, Datum node)
{
	PnlCatalog	catalog;
	int64		count;

	pnl_catalog_open(&catalog);
	count = (int64) PNL_RUN(adopt, .account = pnl_arg_text_or_null(account, account == (Datum) 0),
							.shipment_ids = pnl_arg_int8_array(shipment_ids),
							.node = pnl_arg_uuid(node),
							.lookups = pnl_arg_int4(PNL_LOOKUPS_AGAIN));
	for (int64 i = 0; i < count; i++)
	{
		struct adopt_row *row = PNL_ROW(adopt, i, CurrentMemoryContext);

		if (row->in_hand)
			pnl_notify_state(row->shipment_id, row->reference, row->state);
	}
	pnl_catalog_close(&catalog);
	return count;
}

/* ----------
 * Personal data
 * ----------
 */

int
pnl_queue_clear_old(int keep_s)
{
	PnlCatalog	catalog;
	int			count;

	pnl_catalog_open(&catalog);
	count = (int) PNL_RUN(clear_old, .keep_s = pnl_arg_int4(keep_s),
						  .tracked_days = pnl_arg_int4(PNL_TRACKED_DAYS));
	pnl_catalog_close(&catalog);
	return count;
}

int
pnl_queue_clear_reference(const char *reference, const char *account)
{
	PnlCatalog	catalog;
	int			count;

	pnl_catalog_open(&catalog);
	count = (int) PNL_RUN(clear_reference, .reference = pnl_arg_text(reference),
						  .account = pnl_arg_text(account));
	pnl_catalog_close(&catalog);
	return count;
}
