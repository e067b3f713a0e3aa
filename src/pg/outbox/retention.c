/*
 * retention.c
 *		What is kept for a time only: attempts, events, labels, personal data.
 *
 * Old rows are found along an index, the oldest first, a batch at a time, so
 * that no sweep holds anybody up.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/retention.h"
#include "pg/outbox/retention_sql.h"

/* Old rows are looked for so often; sooner while there are some left. */
#define INTERVAL_MS (60 * 1000)
#define PAUSE_MS 1000

/* Rows that a statement changes, at most. */
#define BATCH 1000

static bool
is_full(uint64 count)
{
	return count >= BATCH;
}

static void
sweep_all(void *arg)
{
	PnlRetention *retention = arg;
	PnlCatalog	catalog;

	pnl_transaction_limit_waits();
	pnl_catalog_open(&catalog);
	if (pnl_guc_keep_attempts != 0)
		retention->more |= is_full(PNL_RUN(sweep_attempts,
										   .keep_s = pnl_arg_int4(pnl_guc_keep_attempts)));
	if (pnl_guc_keep_events != 0)
		retention->more |= is_full(PNL_RUN(sweep_events,
										   .keep_s = pnl_arg_int4(pnl_guc_keep_events)));
	if (pnl_guc_keep_labels != 0)
		retention->more |= is_full(PNL_RUN(sweep_labels,
										   .keep_s = pnl_arg_int4(pnl_guc_keep_labels)));
	if (pnl_guc_keep_personal_data != 0)
		retention->more |= is_full(pnl_queue_clear_old(pnl_guc_keep_personal_data));
	pnl_catalog_close(&catalog);
}

void
pnl_retention_keep(PnlRetention *retention, PnlScope scope, MemoryContext scratch)
{
	if (GetCurrentTimestamp() < retention->due_at)
		return;
	do
	{
		retention->more = false;
		(void) pnl_transaction_run(scope, false, scratch, "old rows could not be cleared",
								   sweep_all, retention, NULL);
	} while (retention->more && scope == PNL_IN_PROCEDURE);
	retention->due_at = TimestampTzPlusMilliseconds(GetCurrentTimestamp(),
													retention->more ? PAUSE_MS : INTERVAL_MS);
}

int
pnl_retention_forget(const char *reference, const char *account)
{
	int			count = pnl_queue_clear_reference(reference, account);
	int64		unsent = pnl_queue_find_unsent(reference, account);

	if (unsent != 0)
	{
		pnl_adopt_check(unsent);
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld is still to be sent", (long long) unsent),
				 errhint("postnl_cancel() cancels it while it is queued.")));
	}
	return count;
}
