/*
 * pause.c
 *		postnl.pause: accounts for which nothing is sent for a while.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/outbox/pause.h"

static PnlStatement pause_account = {
	.sql = "INSERT INTO postnl.pause AS p"
	" (account, environment, until, failures, error_code, error"
	PNL_SINCE_1_1(", error_detail")
	") VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3), $4, $5, $6"
	PNL_SINCE_1_1(", $7") ")"
	" ON CONFLICT (account, environment) DO UPDATE SET until = excluded.until,"
	" failures = excluded.failures, error_code = excluded.error_code, error = excluded.error"
	PNL_SINCE_1_1(", error_detail = excluded.error_detail"),
	.argument_count = 7,
	.argument_types = {TEXTOID, TEXTOID, FLOAT8OID, INT4OID, TEXTOID, TEXTOID, JSONBOID},
};

/* Somebody else has the row locked: ends the pause by hand, perhaps. */
static PnlStatement find_locked = {
	.sql = "SELECT FROM postnl.pause WHERE account = $1 AND environment = $2"
	" AND ctid <> ALL (ARRAY(SELECT ctid FROM postnl.pause"
	" WHERE account = $1 AND environment = $2 FOR UPDATE SKIP LOCKED))",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

static PnlStatement end_pause = {
	.sql = "DELETE FROM postnl.pause WHERE account = $1 AND environment = $2",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

/* What is not an outage of PostNL's, but waits for somebody to do something. */
static PnlStatement end_blocked = {
	.sql = "DELETE FROM postnl.pause WHERE ctid = ANY (ARRAY(SELECT ctid FROM postnl.pause"
	" WHERE error_code IN ('PN401', 'PN404', 'PN400', '22023', '58000')"
	" FOR UPDATE SKIP LOCKED))",
};

/* Within an open catalog; $1 and $2 are the account's. */
static bool
is_locked(Datum *values)
{
	pnl_statement_execute(&find_locked, values, NULL);
	return SPI_processed > 0;
}

bool
pnl_pause_set(const char *account, PnlEnvironment environment, int64 pause_ms, int failures,
			  const PnlError *error)
{
	PnlCatalog	catalog;
	Datum		values[7];
	bool		set;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(environment));
	values[2] = Float8GetDatum(pause_ms / 1000.0);
	values[3] = Int32GetDatum(failures);
	values[4] = CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(error)));
	values[5] = CStringGetTextDatum(pnl_report_message_lossy(error));
	values[6] = pnl_report_detail_json(error);
	set = !is_locked(values);
	if (set)
		pnl_statement_execute(&pause_account, values, NULL);
	pnl_catalog_close(&catalog);
	return set;
}

bool
pnl_pause_end(const char *account, PnlEnvironment environment)
{
	PnlCatalog	catalog;
	Datum		values[2];
	bool		ended;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(environment));
	ended = !is_locked(values);
	if (ended)
		pnl_statement_execute(&end_pause, values, NULL);
	pnl_catalog_close(&catalog);
	return ended;
}

void
pnl_pause_end_blocked(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&end_blocked, NULL, NULL);
	pnl_catalog_close(&catalog);
}
