/*
 * pause.c
 *		postnl.pause: accounts for which nothing is sent for a while.
 */
#include "postgres.h"

#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/outbox/pause.h"
#include "pg/outbox/pause_sql.h"

/* Within an open catalog. */
static bool
is_locked(const char *account, const char *environment)
{
	return PNL_RUN(find_locked, .account = pnl_arg_text(account),
				   .environment = pnl_arg_text(environment)) > 0;
}

bool
pnl_pause_set(const char *account, PnlEnvironment environment, int64 pause_ms, int failures,
			  const PnlError *error)
{
	const char *environment_name = pnl_environment_name(environment);
	PnlCatalog	catalog;
	bool		set;

	pnl_catalog_open(&catalog);
	set = !is_locked(account, environment_name);
	if (set)
		PNL_RUN(pause_account, .account = pnl_arg_text(account),
				.environment = pnl_arg_text(environment_name),
				.pause_s = pnl_arg_float8(pause_ms / 1000.0), .failures = pnl_arg_int4(failures),
				.error_code = pnl_arg_text(unpack_sql_state(pnl_report_sqlstate(error))),
				.error = pnl_arg_text(pnl_report_message_lossy(error)),
				.error_detail = pnl_arg_jsonb(pnl_report_detail_json(error)));
	pnl_catalog_close(&catalog);
	return set;
}

bool
pnl_pause_end(const char *account, PnlEnvironment environment)
{
	const char *environment_name = pnl_environment_name(environment);
	PnlCatalog	catalog;
	bool		ended;

	pnl_catalog_open(&catalog);
	ended = !is_locked(account, environment_name);
	if (ended)
		PNL_RUN(end_pause, .account = pnl_arg_text(account),
				.environment = pnl_arg_text(environment_name));
	pnl_catalog_close(&catalog);
	return ended;
}

void
pnl_pause_end_blocked(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN_PLAIN(end_blocked);
	pnl_catalog_close(&catalog);
}
