/*
 * retention.c
 *		What is kept for a time only: attempts, events, labels, personal data.
 *
 * Old rows are found along an index, the oldest first, a batch at a time, so
 * that no sweep holds anybody up.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/statement.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/retention.h"

/* Old rows are looked for so often; sooner while there are some left. */
#define INTERVAL_MS (60 * 1000)
#define PAUSE_MS 1000

/* Rows changed in one transaction, and looked at for them. */
#define BATCH 1000
#define BATCH_TEXT "1000"
#define LOOK_TEXT "10000"

/*
 * A shipment of which PostNL never told an end is over at last: it tells of
 * parcels for 90 days.
 */
#define NO_END_TEXT "interval '90 days'"

/* When a shipment came to rest at the earliest; as in index shipment_described. */
#define RESTS_SINCE "coalesce(announced_at, queued_at, created_at)"

/* The oldest are the first by number; what somebody has locked stays. */
#define SWEEP(table, id, at) \
	"DELETE FROM postnl." table " WHERE " id " = ANY (ARRAY(" \
	"SELECT " id " FROM postnl." table " WHERE " id " = ANY (ARRAY(" \
	"SELECT " id " FROM (SELECT " id ", " at " FROM postnl." table \
	" ORDER BY " id " LIMIT " BATCH_TEXT ") AS oldest" \
	" WHERE " at " < clock_timestamp() - make_interval(secs => $1)))" \
	" FOR UPDATE SKIP LOCKED))"

static PnlStatement sweep_attempts = {
	.sql = SWEEP("attempt", "attempt_id", "made_at"),
	.argument_count = 1,
	.argument_types = {INT4OID},
};

static PnlStatement sweep_events = {
	.sql = SWEEP("event", "event_id", "at"),
	.argument_count = 1,
	.argument_types = {INT4OID},
};

static PnlStatement sweep_labels = {
	.sql = SWEEP("label", "label_id", "created_at"),
	.argument_count = 1,
	.argument_types = {INT4OID},
};

/*
 * Who receives a shipment stands in its description, in what PostNL said of
 * it, errors and warnings, and on its labels.
 */
#define CLEAR(ids) \
	"WITH cleared AS (" \
	"UPDATE postnl.shipment SET description = NULL," \
	" error = CASE WHEN error IS NOT NULL THEN 'cleared with the personal data' END" \
	PNL_SINCE_1_1(", error_detail = NULL") \
	" WHERE shipment_id = ANY (ARRAY(" ids "))" \
	" AND description IS NOT NULL AND state NOT IN ('queued', 'sending')" \
	" RETURNING shipment_id)," \
	" warnings AS (UPDATE postnl.parcel AS p SET warnings = NULL FROM cleared AS c" \
	" WHERE p.shipment_id = c.shipment_id AND p.warnings IS NOT NULL)," \
	" labels AS (DELETE FROM postnl.label AS l USING cleared AS c" \
	" WHERE l.shipment_id = c.shipment_id)" \
	" SELECT FROM cleared"

static PnlStatement sweep_personal_data = {
	.sql = CLEAR("SELECT shipment_id FROM postnl.shipment WHERE shipment_id = ANY (ARRAY("
				 "SELECT shipment_id FROM ("
				 "SELECT shipment_id, state, closed_at, " RESTS_SINCE " AS since"
				 " FROM postnl.shipment WHERE description IS NOT NULL"
				 " AND state NOT IN ('queued', 'sending')"
				 " AND " RESTS_SINCE " < clock_timestamp() - make_interval(secs => $1)"
				 " ORDER BY " RESTS_SINCE " LIMIT " LOOK_TEXT ") AS oldest"
				 " WHERE state <> 'announced'"
				 " OR closed_at < clock_timestamp() - make_interval(secs => $1)"
				 " OR since < clock_timestamp() - make_interval(secs => $1) - " NO_END_TEXT
				 " LIMIT " BATCH_TEXT ")) FOR NO KEY UPDATE SKIP LOCKED"),
	.argument_count = 1,
	.argument_types = {INT4OID},
};

/*
 * What is about to be sent, or will be, cannot do without.  It is looked for
 * after the others were cleared, which waits for changes that are under way,
 * and is not locked: whoever sends it has to settle it.
 */
static PnlStatement find_unsent = {
	.sql = "SELECT shipment_id, state FROM postnl.shipment WHERE reference = $1"
	" AND ($2 IS NULL OR account = $2) AND state IN ('queued', 'sending') LIMIT 1",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

static PnlStatement forget = {
	.sql = CLEAR("SELECT shipment_id FROM postnl.shipment WHERE reference = $1"
				 " AND ($2 IS NULL OR account = $2)"),
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

/* Whether the batch was a full one; "keep" in seconds, 0 is for ever. */
static bool
sweep(PnlStatement *statement, int keep)
{
	Datum		value = Int32GetDatum(keep);

	if (keep == 0)
		return false;
	pnl_statement_execute(statement, &value, NULL);
	return SPI_processed >= BATCH;
}

static void
sweep_all(void *arg)
{
	PnlRetention *retention = arg;
	PnlCatalog	catalog;

	pnl_transaction_limit_waits();
	pnl_catalog_open(&catalog);
	retention->more |= sweep(&sweep_attempts, pnl_guc_keep_attempts);
	retention->more |= sweep(&sweep_events, pnl_guc_keep_events);
	retention->more |= sweep(&sweep_labels, pnl_guc_keep_labels);
	retention->more |= sweep(&sweep_personal_data, pnl_guc_keep_personal_data);
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
	PnlCatalog	catalog;
	Datum		values[2];
	char		nulls[2] = {' ', account == NULL ? 'n' : ' '};
	int			count;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(reference);
	values[1] = account == NULL ? (Datum) 0 : CStringGetTextDatum(account);
	pnl_statement_execute(&forget, values, nulls);
	count = (int) SPI_processed;
	pnl_statement_execute(&find_unsent, values, nulls);
	if (SPI_processed > 0)
	{
		char	   *shipment_id = pnl_catalog_text(0, 1, CurrentMemoryContext);

		pnl_adopt_check(pg_strtoint64(shipment_id));
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %s is still to be sent", shipment_id),
				 errhint("postnl_cancel() cancels it while it is queued.")));
	}
	pnl_catalog_close(&catalog);
	return count;
}
