/*
 * doctor.c
 *		SQL function postnl_doctor: what is in the way of calling PostNL.
 *
 * Every check is a row, also when an earlier one failed; nothing here throws
 * for what it is meant to find.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "core/api.h"
#include "core/barcode.h"
#include "pg/account/account.h"
#include "pg/ask/bind_value.h"
#include "pg/base/report.h"
#include "pg/http/errand.h"
#include "pg/http/libcurl.h"
#include "pg/worker/stat_worker.h"

PG_FUNCTION_INFO_V1(postnl_doctor);

/* Clocks further apart than this spoil tracking periods. */
#define MAX_CLOCK_SKEW_S 30

/* A check that was not made because another one failed. */
#define NOT_CHECKED "not checked"

typedef struct Examination
{
	ReturnSetInfo *info;
	PnlAccount *account;
	bool		has_key;
	bool		probed;			/* the exchange was made */
	PnlError	error;			/* of the exchange */
	bool		replied;
	double		clock_skew_s;	/* NaN = PostNL sent no time */
} Examination;

static const PnlErrandKind errand_kind = {.turn = PNL_TURN_PERSON};

static void
add_row(Examination *exam, const char *check, bool ok, const char *detail,
		const char *remedy)
{
	Datum		values[4];
	bool		nulls[4] = {false, false, false, false};

	values[0] = CStringGetTextDatum(check);
	values[1] = BoolGetDatum(ok);
	values[2] = CStringGetTextDatum(detail);
	nulls[3] = ok || remedy == NULL;
	values[3] = nulls[3] ? (Datum) 0 : CStringGetTextDatum(remedy);
	tuplestore_putvalues(exam->info->setResult, exam->info->setDesc, values, nulls);
}

static void
check_preload(Examination *exam)
{
	bool		preloaded = pnl_limiter_is_shared();

	add_row(exam, "preload", preloaded,
			preloaded ? "postnl is in shared_preload_libraries" :
			"postnl is not in shared_preload_libraries: no background worker, and "
			"settings are only protected once a session has loaded the library",
			"Add postnl to shared_preload_libraries and restart the server.");
}

static void
check_limiter(Examination *exam)
{
	bool		shared = pnl_limiter_is_shared();

	add_row(exam, "limiter", shared,
			shared ? "all sessions share the limit of calls a minute" :
			"each session keeps the limit of calls a minute for itself",
			"Add postnl to shared_preload_libraries and restart the server.");
}

static void
check_libcurl(Examination *exam)
{
	bool		yields = pnl_libcurl_lookup_yields();

	add_row(exam, "libcurl", yields,
			psprintf(yields ? "libcurl %s" :
					 "libcurl %s cannot interrupt the lookup of a host name: cancelling a "
					 "statement, and its timeout, wait until the lookup has ended",
					 pnl_libcurl_version()),
			"Build postnl with libcurl 7.87 or newer, or keep lookups short with the "
			"options timeout and attempts in /etc/resolv.conf.");
}

static void
check_worker(Examination *exam)
{
	PnlAbsence	absence;
	bool		runs = pnl_stat_worker_runs(&absence);

	add_row(exam, "worker", runs,
			runs ? "a worker of this database runs" : absence.detail,
			runs ? NULL : absence.remedy);
}

static void
check_account(Examination *exam)
{
	PnlAccount *account = exam->account;

	add_row(exam, "account", true,
			psprintf("account \"%s\", %s", account->name,
					 pnl_environment_name(account->environment)),
			NULL);
}

static void
check_key(Examination *exam)
{
	PnlError	error;

	pnl_error_init(&error);
	exam->has_key = pnl_account_read_key(exam->account, &error);
	add_row(exam, "key", exam->has_key,
			exam->has_key ?
			psprintf("a key was found by key_source \"%s\"", exam->account->key_source) :
			error.message,
			"Set postnl.api_key, or point the account's key_source at the key with "
			"postnl_account_set().");
}

/* The difference between PostNL's Date header and our clock. */
static double
read_clock_skew(const PnlExchange *exchange)
{
	const char *date = pnl_headers_find(&exchange->headers, "Date");
	int64		seconds;

	if (date == NULL || !pnl_libcurl_parse_date(date, &seconds))
		return NAN;
	return (double) (timestamptz_to_time_t(GetCurrentTimestamp()) - seconds);
}

/* Makes the one call; its outcome is in the examination. */
static void
probe(Examination *exam)
{
	PnlEndpoint endpoint = pnl_account_endpoint(exam->account);
	PnlLimit	limit = pnl_account_limit(exam->account);
	const PnlOperation *operation = &pnl_api_status_by_barcode;
	PnlErrand	errand;
	PnlTransferSet *set;

	pnl_errand_init(&errand, &errand_kind, operation, exam->account->key, NULL);
	pnl_bind_value_begin(&errand.arguments, operation, exam->account);
	pnl_bind_value_named_text(&errand.arguments, operation, "barcode",
							  PNL_BARCODE_OF_NOTHING);
	set = pnl_transfer_begin(&endpoint);
	if (pnl_errand_make(&errand, set) && pnl_errand_drive(&errand, &limit) == 0)
	{
		PnlExchange *exchange = pnl_transfer_wait(set, -1);

		(void) pnl_errand_finish(exchange);
		exam->probed = true;
		exam->replied = exchange->complete;
		exam->clock_skew_s = exchange->complete ? read_clock_skew(exchange) : NAN;
		exam->error = errand.error;
	}
	pnl_transfer_end(set);
}

static void
check_host(Examination *exam)
{
	PnlEndpoint endpoint = pnl_account_endpoint(exam->account);

	if (!exam->probed)
		add_row(exam, "host", false, NOT_CHECKED,
				"Needs a key, and a free turn of the calls a minute.");
	else
		add_row(exam, "host", exam->replied,
				exam->replied ? psprintf("%s answers", endpoint.base_url) :
				psprintf("%s: %s", endpoint.base_url, pnl_report_message(&exam->error)),
				"Check the name service, the firewall, postnl.proxy and postnl.base_url.");
}

static void
check_tls(Examination *exam)
{
	PnlEndpoint endpoint = pnl_account_endpoint(exam->account);

	if (strncmp(endpoint.base_url, "https://", 8) != 0)
		add_row(exam, "tls", false, "postnl.base_url is plain http: the key travels unprotected",
				"Use https, except with the simulator on this machine.");
	else if (!exam->probed || !exam->replied)
		add_row(exam, "tls", false, NOT_CHECKED,
				"See the row of the host; postnl.ca_file names other authorities than "
				"the system's.");
	else
		add_row(exam, "tls", true, "TLS 1.2 or newer, certificate and host verified", NULL);
}

static void
check_key_accepted(Examination *exam)
{
	bool		refused = exam->error.kind == PNL_ERR_UNAUTHORIZED;

	if (!exam->probed || !exam->replied)
		add_row(exam, "key accepted", false, NOT_CHECKED, "See the row of the host.");
	else
		add_row(exam, "key accepted", exam->error.kind == PNL_ERR_NONE,
				exam->error.kind == PNL_ERR_NONE ? "PostNL accepts the key" :
				pnl_report_message(&exam->error),
				refused ? "Check the key, and that it is one for this environment." :
				"Try again later.");
}

static void
check_clock(Examination *exam)
{
	if (!exam->probed || !exam->replied || isnan(exam->clock_skew_s))
		add_row(exam, "clock", false, NOT_CHECKED, "Needs a reply with PostNL's time.");
	else
		add_row(exam, "clock", fabs(exam->clock_skew_s) <= MAX_CLOCK_SKEW_S,
				psprintf("%.0f s from PostNL's clock", exam->clock_skew_s),
				"Keep the server's clock in step with NTP.");
}

/* postnl_doctor(account) */
Datum
postnl_doctor(PG_FUNCTION_ARGS)
{
	Examination exam = {0};

	InitMaterializedSRF(fcinfo, 0);
	exam.info = (ReturnSetInfo *) fcinfo->resultinfo;
	exam.account = pnl_account_find(PG_ARGISNULL(0) ? NULL :
									text_to_cstring(PG_GETARG_TEXT_PP(0)));
	pnl_error_init(&exam.error);
	check_preload(&exam);
	check_limiter(&exam);
	check_libcurl(&exam);
	check_worker(&exam);
	check_account(&exam);
	check_key(&exam);
	if (exam.has_key)
		probe(&exam);
	check_host(&exam);
	check_tls(&exam);
	check_key_accepted(&exam);
	check_clock(&exam);
	pnl_account_forget_key(exam.account);
	return (Datum) 0;
}
