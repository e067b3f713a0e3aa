/*
 * event_store.c
 *		postnl.event: events are stored once, whatever their triggers do.
 *
 * Rule for this file: what a trigger of the user's may do (fail, wait for a
 * lock, defer its work to the commit) is done and over within the
 * subtransaction here.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/statement.h"
#include "pg/base/transaction.h"
#include "pg/sync/event_store.h"

/* The key is that of index event_once.  What is too old to be kept is not stored anew. */
static PnlStatement insert_events = {
	.sql = "INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description,"
	" location_code, destination_location_code, route_code, route_name, error_code, error)"
	" SELECT $1, $2, $3, postnl.told_at(e.at, $4, NULL), e.code, e.description, e.location_code,"
	" e.destination_location_code, e.route_code, e.route_name, $6, $7"
	" FROM jsonb_to_recordset($5) AS e (at timestamptz, code text, description text,"
	" location_code text, destination_location_code text, route_code text, route_name text)"
	" WHERE e.at IS NOT NULL AND e.code IS NOT NULL"
	" AND ($8 = 0 OR e.at >= clock_timestamp() - make_interval(secs => $8)) ORDER BY e.at"
	" ON CONFLICT (parcel_id, (at AT TIME ZONE 'Europe/Amsterdam'), code) DO NOTHING",
	.argument_count = 8,
	.argument_types = {INT8OID, INT8OID, TEXTOID, TIMESTAMPTZOID, JSONBOID, TEXTOID, TEXTOID,
	INT4OID},
};

/* Triggers that are put off to the commit would fail all of it. */
static PnlStatement end_deferral = {
	.sql = "SET CONSTRAINTS ALL IMMEDIATE",
};

static PnlStatement retry_events = {
	.sql = "WITH gone AS (DELETE FROM postnl.event WHERE error_code IS NOT NULL RETURNING *)"
	" INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description,"
	" location_code, destination_location_code, route_code, route_name, received_at)"
	" SELECT parcel_id, shipment_id, barcode, at, code, description, location_code,"
	" destination_location_code, route_code, route_name, received_at"
	" FROM gone ORDER BY event_id",
};

/* In the caller's subtransaction; returns how many are new. */
static int
insert(const PnlEvents *events, const ErrorData *failure)
{
	PnlCatalog	catalog;
	Datum		values[8];
	char		nulls[8] = {' ', ' ', ' ', ' ', ' ', 'n', 'n', ' '};
	int			count;

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(events->parcel_id);
	values[1] = Int64GetDatum(events->shipment_id);
	values[2] = CStringGetTextDatum(events->barcode);
	values[3] = TimestampTzGetDatum(events->asked_at);
	values[4] = events->list;
	values[7] = Int32GetDatum(pnl_guc_keep_events);
	if (failure != NULL)
	{
		nulls[5] = nulls[6] = ' ';
		values[5] = CStringGetTextDatum(unpack_sql_state(failure->sqlerrcode));
		values[6] = CStringGetTextDatum(failure->message);
	}
	pnl_statement_execute(&insert_events, values, nulls);
	count = (int) SPI_processed;
	if (count > 0)
		pnl_statement_execute(&end_deferral, NULL, NULL);
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
pnl_event_retry(void)
{
	PnlCatalog	catalog;
	int64		count;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&retry_events, NULL, NULL);
	count = (int64) SPI_processed;
	pnl_catalog_close(&catalog);
	return count;
}
