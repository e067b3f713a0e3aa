/*
 * guc.c
 *		The settings, prefix "postnl.".
 *
 * Rule for this file: a refused value is printed in the server log, so the
 * check of a secret must never refuse it.  The API key is checked where it is
 * used (account.c).
 */
#include "postgres.h"

#include <limits.h>

#include "datatype/timestamp.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/guc.h"

#include "core/label_check.h"
#include "core/shipment_read.h"
#include "core/url.h"
#include "pg/base/compat.h"
#include "pg/base/guc.h"

char	   *pnl_guc_account;
const char *pnl_guc_api_key = "";

/* What the server takes for the key, and may log when it changes. */
static char *shown_api_key;
char	   *pnl_guc_customer_code;
char	   *pnl_guc_customer_number;
char	   *pnl_guc_sender;
int			pnl_guc_environment = PNL_SANDBOX;
int			pnl_guc_requests_per_minute = 0;

char	   *pnl_guc_base_url;
char	   *pnl_guc_ca_file;
char	   *pnl_guc_proxy;
int			pnl_guc_connect_timeout = 10 * 1000;
int			pnl_guc_request_timeout = 30 * 1000;
int			pnl_guc_limiter_wait = 60 * 1000;
int			pnl_guc_max_connections = 16;
int			pnl_guc_max_response_size = 8 * 1024;
int			pnl_guc_retries = 2;

int			pnl_guc_cache_ttl = 10 * 60;
int			pnl_guc_cache_stale = 24 * 60 * 60;

int			pnl_guc_workers = 1;
int			pnl_guc_worker_naptime = 10 * 1000;
int			pnl_guc_ship_attempts = 10;
int			pnl_guc_ship_deadline = 24 * 60 * 60;
int			pnl_guc_keep_attempts = 30 * 24 * 60 * 60;
int			pnl_guc_keep_events = 2 * 365 * 24 * 60 * 60;
int			pnl_guc_keep_labels = 90 * 24 * 60 * 60;
int			pnl_guc_keep_personal_data = 90 * 24 * 60 * 60;

int			pnl_guc_sync_interval = 5 * 60;
int			pnl_guc_trigger_timeout = 5 * 1000;

char	   *pnl_guc_language;

/* More connections than PostNL's limit of 1000 calls a minute can feed. */
#define MAX_CONNECTIONS_LIMIT 256

/* Workers of one database; PostNL's limit keeps more from being of use. */
#define MAX_WORKERS 16

/* A day: longer waits are mistakes. */
#define MAX_WAIT_MS (24 * 60 * 60 * 1000)

/* Named when the setting is defined. */
static struct config_enum_entry environments[] = {
	{NULL, PNL_SANDBOX, false},
	{NULL, PNL_PRODUCTION, false},
	{NULL, 0, false}
};

static bool
check_base_url(char **value, void **extra, GucSource source)
{
	PnlError	error;

	(void) extra;
	(void) source;
	if (*value == NULL || **value == '\0')
		return true;
	pnl_error_init(&error);
	if (pnl_url_check_base(*value, true, &error))
		return true;
	GUC_check_errdetail("%s.", error.message);
	return false;
}

static bool
is_ascii(const char *text)
{
	while (*text != '\0' && (unsigned char) *text < 0x80)
		text++;
	return *text == '\0';
}

/*
 * By the rules of descriptions.  A text whose encoding is not known yet is looked at when
 * it is used.
 */
static bool
check_sender(char **value, void **extra, GucSource source)
{
	PnlShipmentDefaults defaults = {.sender = *value};
	PnlError	error;
	bool		accepted;

	(void) extra;
	(void) source;
	if (*value == NULL || **value == '\0' ||
		(GetDatabaseEncoding() != PG_UTF8 && !is_ascii(*value)))
		return true;
	pnl_error_init(&error);
	accepted = pnl_shipment_read_sender(&defaults, &error) &&
		pnl_label_check_sender(defaults.sender_document, false, &error);
	pnl_json_free(defaults.sender_document);
	if (!accepted)
		GUC_check_errdetail("%s.", error.message);
	return accepted;
}

static bool
check_ca_file(char **value, void **extra, GucSource source)
{
	(void) extra;
	(void) source;
	if (*value == NULL || **value == '\0' || is_absolute_path(*value))
		return true;
	GUC_check_errdetail("The path must be absolute.");
	return false;
}

/* What stands in the place of a key, whatever the key is, and where there is none. */
#define HIDDEN_KEY "********"

static char *
allocate_text(const char *text)
{
	size_t		size = strlen(text) + 1;
	char	   *copy = pnl_guc_malloc_compat(LOG, size);

	return copy == NULL ? NULL : memcpy(copy, text, size);
}

/*
 * Keeps the key apart: a reload logs each setting whose value has changed, and this
 * one's never does.  In a role's or database's catalog entry it is readable by everyone;
 * it is still taken, since refusing would print it, but never silently.
 */
static bool
check_api_key(char **value, void **extra, GucSource source)
{
	char	   *hidden = allocate_text(HIDDEN_KEY);

	if (source == PGC_S_TEST && *value != NULL && **value != '\0')
		ereport(WARNING,
				(errmsg("postnl.api_key in a role or database setting is readable by every role"),
				 errhint("Put it in postgresql.conf, or give the account a key_source of "
						 "file, env or table.")));
	*extra = allocate_text(*value == NULL ? "" : *value);
	pnl_guc_free_compat(*value);
	*value = hidden;
	return hidden != NULL && *extra != NULL;
}

static void
assign_api_key(const char *value, void *extra)
{
	(void) value;
	pnl_guc_api_key = extra;
}

/*
 * GUC_SUPERUSER_ONLY also lets pg_read_all_settings see the value, and
 * pg_settings shows the value at reset besides.  A key is for superusers
 * alone, so it is masked here and left out there.
 */
static const char *
show_api_key(void)
{
	if (*pnl_guc_api_key == '\0')
		return "";
	return superuser() ? pnl_guc_api_key : HIDDEN_KEY;
}

static void
define_string(const char *name, const char *description, char **variable,
			  GucContext context, GucStringCheckHook check)
{
	DefineCustomStringVariable(name, description, NULL, variable, "", context,
							   GUC_ALLOW_IN_PARALLEL, check, NULL, NULL);
}

/* What the variable has before is the default. */
static void
define_integer(const char *name, const char *description, const char *more, int *variable,
			   int min, int max, GucContext context, int flags)
{
	DefineCustomIntVariable(name, description, more, variable, *variable, min, max, context,
							flags, NULL, NULL, NULL);
}

/* How long a call may take in a part of its life. */
static void
define_duration(const char *name, const char *description, int *variable, int min)
{
	define_integer(name, description, NULL, variable, min, MAX_WAIT_MS, PGC_USERSET,
				   GUC_UNIT_MS | GUC_ALLOW_IN_PARALLEL);
}

/* How long something is kept after it was made, or has come to rest. */
static void
define_retention(const char *name, const char *description, const char *zero, int *variable)
{
	define_integer(name, description, zero, variable, 0, INT_MAX, PGC_SIGHUP, GUC_UNIT_S);
}

static void
define_account_settings(void)
{
	define_string("postnl.account",
				  "Account of calls that name none.",
				  &pnl_guc_account, PGC_USERSET, NULL);
	DefineCustomStringVariable("postnl.api_key",
							   "API key of the account that the settings make.",
							   NULL, &shown_api_key, "", PGC_SUSET,
							   GUC_SUPERUSER_ONLY | GUC_NO_SHOW_ALL | GUC_ALLOW_IN_PARALLEL,
							   check_api_key, assign_api_key, show_api_key);
	define_string("postnl.customer_code",
				  "Customer code of the account that the settings make.",
				  &pnl_guc_customer_code, PGC_USERSET, NULL);
	define_string("postnl.customer_number",
				  "Customer number of the account that the settings make.",
				  &pnl_guc_customer_number, PGC_USERSET, NULL);
	define_string("postnl.sender",
				  "Sender of the account that the settings make, as JSON.",
				  &pnl_guc_sender, PGC_USERSET, check_sender);
	for (int i = PNL_SANDBOX; i <= PNL_PRODUCTION; i++)
		environments[i].name = pnl_environment_name(environments[i].val);
	DefineCustomEnumVariable("postnl.environment",
							 "PostNL environment of the account that the settings make.",
							 NULL, &pnl_guc_environment, PNL_SANDBOX, environments,
							 PGC_SUSET, GUC_ALLOW_IN_PARALLEL, NULL, NULL, NULL);
	define_integer("postnl.requests_per_minute", "Most calls a minute with one key.",
				   "0 is what PostNL allows in the environment, -1 is no limit. "
				   "An account's own figure goes first.",
				   &pnl_guc_requests_per_minute, -1, INT_MAX, PGC_SUSET, GUC_ALLOW_IN_PARALLEL);
}

static void
define_transport_settings(void)
{
	define_string("postnl.base_url",
				  "URL that replaces PostNL's hosts, for the simulator or a proxy.",
				  &pnl_guc_base_url, PGC_SUSET, check_base_url);
	define_string("postnl.ca_file",
				  "File of trusted certificate authorities, in place of the system's.",
				  &pnl_guc_ca_file, PGC_SUSET, check_ca_file);
	/* it may hold a password */
	DefineCustomStringVariable("postnl.proxy",
							   "Proxy through which PostNL is called.",
							   NULL, &pnl_guc_proxy, "", PGC_SUSET,
							   GUC_SUPERUSER_ONLY | GUC_ALLOW_IN_PARALLEL, NULL, NULL, NULL);
	define_duration("postnl.connect_timeout",
					"Longest wait for a connection.", &pnl_guc_connect_timeout, 1);
	define_duration("postnl.request_timeout",
					"Longest time from sending a call to the end of its reply.",
					&pnl_guc_request_timeout, 1);
	define_duration("postnl.limiter_wait",
					"Longest wait of a call for its turn.", &pnl_guc_limiter_wait, 0);
	define_integer("postnl.max_connections",
				   "Most calls of one statement that run at the same time.",
				   NULL, &pnl_guc_max_connections, 1, MAX_CONNECTIONS_LIMIT, PGC_USERSET,
				   GUC_ALLOW_IN_PARALLEL);
	define_integer("postnl.max_response_size", "Largest reply that is taken.",
				   NULL, &pnl_guc_max_response_size, 1, 1024 * 1024, PGC_USERSET,
				   GUC_UNIT_KB | GUC_ALLOW_IN_PARALLEL);
	define_integer("postnl.retries", "How often a call that may be repeated is repeated.",
				   NULL, &pnl_guc_retries, 0, 20, PGC_USERSET, GUC_ALLOW_IN_PARALLEL);
}

static void
define_cache_settings(void)
{
	define_integer("postnl.cache_ttl",
				   "How long answers on delivery times and locations are used again.",
				   "0 turns the cache off.",
				   &pnl_guc_cache_ttl, 0, SECS_PER_DAY, PGC_USERSET, GUC_UNIT_S);
	define_integer("postnl.cache_stale",
				   "How old a cached answer may be that is given when PostNL fails.",
				   "0 turns this off.",
				   &pnl_guc_cache_stale, 0, 30 * SECS_PER_DAY, PGC_USERSET, GUC_UNIT_S);
}

static void
define_worker_settings(void)
{
	define_integer("postnl.workers", "Background workers of each database that has the extension.",
				   "0 turns them off.",
				   &pnl_guc_workers, 0, MAX_WORKERS, PGC_SIGHUP, 0);
	define_integer("postnl.worker_naptime",
				   "How often a worker looks for shipments that no commit told it of.",
				   NULL, &pnl_guc_worker_naptime, 100, MAX_WAIT_MS, PGC_SIGHUP, GUC_UNIT_MS);
	define_integer("postnl.ship_attempts", "How often a shipment is tried before it is failed.",
				   "Attempts that fail for reasons that all shipments share, such as "
				   "an outage, do not count.",
				   &pnl_guc_ship_attempts, 1, 1000, PGC_SIGHUP, 0);
	define_integer("postnl.ship_deadline", "How long a shipment is tried before it is failed.",
				   NULL, &pnl_guc_ship_deadline, 1, 365 * SECS_PER_DAY, PGC_SIGHUP, GUC_UNIT_S);
}

static void
define_retention_settings(void)
{
	define_retention("postnl.keep_attempts", "How long the calls made for shipments are kept.",
					 "0 keeps them for ever.", &pnl_guc_keep_attempts);
	define_retention("postnl.keep_events",
					 "How long events are kept, and how old one may be to be stored.",
					 "0 keeps them for ever.", &pnl_guc_keep_events);
	define_retention("postnl.keep_labels", "How long labels are kept.",
					 "0 keeps them as long as the shipment's personal data.", &pnl_guc_keep_labels);
	define_retention("postnl.keep_personal_data",
					 "How long a shipment's description and labels are kept after its end.",
					 "0 keeps them for ever.", &pnl_guc_keep_personal_data);
}

static void
define_sync_settings(void)
{
	define_integer("postnl.sync_interval",
				   "How often a worker reads PostNL's bulk feed of status changes.",
				   "0 turns the sync of the workers off. PostNL asks for 5 to 15 "
				   "minutes.",
				   &pnl_guc_sync_interval, 0, SECS_PER_DAY, PGC_SIGHUP, GUC_UNIT_S);
	define_integer("postnl.trigger_timeout",
				   "Longest time that a worker gives to triggers on postnl.event.",
				   "0 turns the limit off.",
				   &pnl_guc_trigger_timeout, 0, MAX_WAIT_MS, PGC_SIGHUP, GUC_UNIT_MS);
}

void
pnl_guc_define(void)
{
	define_account_settings();
	define_transport_settings();
	define_cache_settings();
	define_worker_settings();
	define_sync_settings();
	define_retention_settings();
	define_string("postnl.language",
				  "Language of PostNL's descriptions: NL, EN, DE, FR or CN.",
				  &pnl_guc_language, PGC_USERSET, NULL);
	MarkGUCPrefixReserved("postnl");
}
