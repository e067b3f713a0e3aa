/*
 * event_store.c
 *		postnl.event: events are stored once, whatever their triggers do.
 *
 * Rule for this file: what a trigger of the user's may do (fail, wait for a
 * lock, defer its work to the commit) is done and over within the
 * subtransaction here.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/transaction.h"
#include "pg/sync/event_store.h"
#include "pg/sync/event_store_sql.h"

/* In the caller's subtransaction; returns how many are new. */
static int
insert(const PnlEvents *events, const ErrorData *failure)
{
	PnlCatalog	catalog;
	int			count;

	pnl_catalog_open(&catalog);
	count = (int) PNL_RUN(insert_events,
						  .parcel_id = pnl_arg_int8(events->parcel_id),
						  .shipment_id = pnl_arg_int8(events->shipment_id),
						  .barcode = pnl_arg_text(events->barcode),
						  .asked_at = pnl_arg_time(events->asked_at),
						  .events = pnl_arg_jsonb(events->list),
						  .error_code = pnl_arg_text(failure != NULL ?
													 unpack_sql_state(failure->sqlerrcode) : NULL),
						  .error = pnl_arg_text(failure != NULL ? failure->message : NULL),
						  .keep_s = pnl_arg_int4(pnl_guc_keep_events));
	if (count > 0)
		PNL_RUN_PLAIN(end_deferral);
	pnl_catalog_close(&catalog);
	return count;
}

/* A trigger must not keep a worker from its work. */
static bool
begin_timeout(bool by_hand)
{
	if (by_hand || pnl_guc_trigger_timeout == 0)
		return false;
	enable_timeout_after(STATEMENT_TIMEOUT, pnl_guc_trigger_timeout);
	return true;
}

/*
 * Inserts with triggers; returns how many are new, or -1 with *failure where
 * a trigger failed and nothing was inserted.
 */
static int
try_insert(const PnlEvents *events, bool by_hand, ErrorData **failure)
{
	PnlSubtransaction caller;
	volatile int count = -1;
	volatile bool timed = false;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		int			level = NewGUCNestLevel();

		/* of a trigger all of its time is limited, not its waits */
		if (!by_hand)
			(void) set_config_option("lock_timeout", "0", PGC_USERSET, PGC_S_SESSION,
									 GUC_ACTION_SAVE, true, 0, false);
		timed = begin_timeout(by_hand);
		count = insert(events, NULL);
		if (timed)
			disable_timeout(STATEMENT_TIMEOUT, false);
		AtEOXact_GUC(true, level);
		pnl_transaction_commit_sub(&caller);
	}
	PG_CATCH();
	{
		if (timed)
			disable_timeout(STATEMENT_TIMEOUT, false);
		MemoryContextSwitchTo(caller.context);
		*failure = CopyErrorData();
		pnl_transaction_rollback_sub(&caller);
		/* a session's cancel is its own */
		if (by_hand && (*failure)->sqlerrcode == ERRCODE_QUERY_CANCELED)
			PG_RE_THROW();
		FlushErrorState();
		count = -1;
	}
	PG_END_TRY();
	return count;
}

/* The same without triggers, as a replica would. */
static int
insert_without_triggers(const PnlEvents *events, const ErrorData *failure)
{
	int			level = NewGUCNestLevel();
	int			count;

	(void) set_config_option("session_replication_role", "replica", PGC_SUSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	count = insert(events, failure);
	AtEOXact_GUC(true, level);
	return count;
}

int
pnl_event_store(const PnlEvents *events, bool by_hand)
{
	ErrorData  *failure = NULL;
	int			count = try_insert(events, by_hand, &failure);

	if (count >= 0)
		return count;
	ereport(LOG,
			(errcode(failure->sqlerrcode),
			 errmsg("a trigger on postnl.event failed for parcel \"%s\": %s", events->barcode,
					failure->message),
			 errhint("The events are stored without it; postnl_event_retry() runs it again.")));
	return insert_without_triggers(events, failure);
}

int64
pnl_event_store_retry(void)
{
	PnlCatalog	catalog;
	int64		count;

	pnl_catalog_open(&catalog);
	count = (int64) PNL_RUN_PLAIN(retry_events);
	pnl_catalog_close(&catalog);
	return count;
}
