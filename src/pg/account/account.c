/*
 * account.c
 *		Accounts: who calls PostNL, with which key, in which environment.
 *
 * Rule for this file: a key is in no message, no detail and no hint, not even
 * when it is refused.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/resowner.h"

#include "core/generation.h"
#include "pg/account/account.h"
#include "pg/account/account_sql.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"

/* PostNL's keys have 36 characters at most; a longer file is no key file. */
#define MAX_KEY_LENGTH 1024

static char *
text_or_null(const char *text)
{
	return text != NULL && *text != '\0' ? pstrdup(text) : NULL;
}

/* The account that the settings make by themselves. */
static PnlAccount *
account_of_settings(void)
{
	PnlAccount *account = palloc0(sizeof(*account));

	account->name = pstrdup(PNL_DEFAULT_ACCOUNT);
	account->environment = pnl_guc_environment;
	account->key_source = pstrdup("guc");
	account->customer_code = text_or_null(pnl_guc_customer_code);
	account->customer_number = text_or_null(pnl_guc_customer_number);
	account->sender = text_or_null(pnl_guc_sender);
	account->requests_per_minute = pnl_guc_requests_per_minute;
	return account;
}

/* Throws unless the role is one of the allowed; NULL allows all. */
static void
check_allowed(const char *name, Oid role, Oid owner, ArrayType *allowed)
{
	Datum	   *roles;
	int			count;

	if (allowed == NULL || has_privs_of_role(role, owner))
		return;
	deconstruct_array(allowed, OIDOID, sizeof(Oid), true, TYPALIGN_INT, &roles,
					  NULL, &count);
	for (int i = 0; i < count; i++)
		if (has_privs_of_role(role, DatumGetObjectId(roles[i])))
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for PostNL account \"%s\"", name),
			 errhint("postnl_account_set(%s, allowed => ...) says which roles may use it.",
					 quote_literal_cstr(name))));
}

/* Whether the API generation of that name is V4: the table has no other names. */
static bool
is_v4(const char *api)
{
	bool		v4;

	if (!pnl_generation_find(api, &v4))
		elog(ERROR, "unknown API generation \"%s\"", api);
	return v4;
}

/* The account in the row that find_account returned. */
static PnlAccount *
account_of_row(MemoryContext context, Oid role)
{
	PnlAccount *account = MemoryContextAllocZero(context, sizeof(*account));
	struct find_account_row *row = PNL_ROW(find_account, 0, context);

	account->name = row->name;
	account->environment = pnl_account_read_environment(row->environment);
	account->uses_v4 = is_v4(row->api);
	account->key_source = row->key_source;
	account->customer_code = row->customer_code;
	account->customer_number = row->customer_number;
	account->collection_location = row->collection_location;
	account->sender = row->sender;
	account->product = row->product;
	account->label_format = row->label_format;
	account->barcode_source = row->barcode_source;
	account->requests_per_minute = row->has_limit ? row->requests_per_minute :
		pnl_guc_requests_per_minute;
	check_allowed(account->name, role, pnl_catalog_owner(),
				  row->allowed != (Datum) 0 ? DatumGetArrayTypeP(row->allowed) : NULL);
	return account;
}

PnlAccount *
pnl_account_look_up(Oid role, const char *name)
{
	MemoryContext context = CurrentMemoryContext;
	PnlAccount *account = NULL;
	PnlCatalog	catalog;

	if (name == NULL)
		name = text_or_null(pnl_guc_account);
	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_account, .name = pnl_arg_text(name)) > 0)
		account = account_of_row(context, role);
	pnl_catalog_close(&catalog);

	if (account != NULL)
		return account;
	if (name == NULL || strcmp(name, PNL_DEFAULT_ACCOUNT) == 0)
		return account_of_settings();
	return NULL;
}

PnlAccount *
pnl_account_find(const char *name)
{
	return pnl_account_find_for(GetUserId(), name);
}

PnlAccount *
pnl_account_find_for(Oid role, const char *name)
{
	PnlAccount *account = pnl_account_look_up(role, name);

	if (account != NULL)
		return account;
	if (name == NULL)
		name = pnl_guc_account;
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("PostNL account \"%s\" does not exist", name),
			 errhint("postnl_account_set(%s, ...) makes it.", quote_literal_cstr(name))));
}

static bool
no_key(PnlError *error, const PnlAccount *account, const char *reason)
{
	pnl_error_set(error, PNL_ERR_NO_KEY, "account \"%s\" has no usable API key: %s",
				  account->name, reason);
	return false;
}

/* The first line of the file. */
static bool
read_key_file(PnlAccount *account, const char *path, PnlError *error)
{
	char		buffer[MAX_KEY_LENGTH + 2];
	FILE	   *file = AllocateFile(path, "r");
	size_t		length;

	if (file == NULL)
		return no_key(error, account, psprintf("could not open file \"%s\": %m", path));
	length = fread(buffer, 1, sizeof(buffer) - 1, file);
	if (ferror(file))
	{
		no_key(error, account, psprintf("could not read file \"%s\": %m", path));
		FreeFile(file);
		return false;
	}
	FreeFile(file);
	buffer[length] = '\0';
	buffer[strcspn(buffer, "\r\n")] = '\0';
	account->key = pstrdup(buffer);
	explicit_bzero(buffer, sizeof(buffer));
	return true;
}

static bool
read_key_variable(PnlAccount *account, const char *name, PnlError *error)
{
	const char *value = getenv(name);

	if (value == NULL)
		return no_key(error, account,
					  psprintf("environment variable \"%s\" is not set in the server", name));
	account->key = pstrdup(value);
	return true;
}

static bool
read_key_table(PnlAccount *account, PnlError *error)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_key, .account = pnl_arg_text(account->name)) > 0)
		account->key = PNL_ROW(find_key, 0, context)->key;
	pnl_catalog_close(&catalog);
	if (account->key == NULL)
		return no_key(error, account, "postnl.account_key holds none");
	return true;
}

/* A key is a header's value: nothing in it may end the header. */
const char *
pnl_account_key_fault(const char *key)
{
	if (*key == '\0')
		return "it is empty";
	if (strlen(key) > MAX_KEY_LENGTH)
		return "it is too long";
	for (; *key != '\0'; key++)
		if ((unsigned char) *key <= ' ' || (unsigned char) *key >= 0x7F)
			return "it holds a blank, control or non-ASCII character";
	return NULL;
}

bool
pnl_account_read_key(PnlAccount *account, PnlError *error)
{
	const char *source = account->key_source;
	const char *fault;
	bool		found;

	if (strncmp(source, "file:", 5) == 0)
		found = read_key_file(account, source + 5, error);
	else if (strncmp(source, "env:", 4) == 0)
		found = read_key_variable(account, source + 4, error);
	else if (strcmp(source, "table") == 0)
		found = read_key_table(account, error);
	else if (*pnl_guc_api_key == '\0')
		found = no_key(error, account, "setting postnl.api_key is empty");
	else
	{
		account->key = pstrdup(pnl_guc_api_key);
		found = true;
	}
	if (!found)
		return false;
	fault = pnl_account_key_fault(account->key);
	return fault == NULL || no_key(error, account, fault);
}

void
pnl_account_forget_key(PnlAccount *account)
{
	if (account->key != NULL)
		explicit_bzero(account->key, strlen(account->key));
}

PnlAccount *
pnl_account_open(const char *name)
{
	PnlAccount *account = pnl_account_find(name);
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_account_read_key(account, &error))
		pnl_report(&error, NULL);
	return account;
}

const char *
pnl_account_fact(const PnlAccount *account, const char *name)
{
	if (strcmp(name, "customer_code") == 0)
		return account->customer_code;
	if (strcmp(name, "customer_number") == 0)
		return account->customer_number;
	if (strcmp(name, "collection_location") == 0)
		return account->collection_location;
	elog(ERROR, "unknown fact \"%s\" of an account", name);
}

bool
pnl_account_reserves_in_v4(const PnlAccount *account)
{
	return account->uses_v4 || (account->barcode_source != NULL &&
								strcmp(account->barcode_source, "reserve_v4") == 0);
}

PnlEnvironment
pnl_account_read_environment(const char *name)
{
	PnlEnvironment environment;

	if (!pnl_environment_find(name, &environment))
		elog(ERROR, "unknown environment \"%s\"", name);
	return environment;
}

void
pnl_account_check_environment(const PnlAccount *account, int64 shipment_id,
							  const char *environment)
{
	const char *now = pnl_environment_name(account->environment);

	if (strcmp(now, environment) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld is of the %s environment, and account \"%s\" is in %s now",
						(long long) shipment_id, environment, account->name, now),
				 errhint("Ship it anew, with a reference of its own.")));
}

PnlEndpoint
pnl_account_endpoint(const PnlAccount *account)
{
	PnlEndpoint endpoint = {0};
	char	   *base_url = text_or_null(pnl_guc_base_url);

	endpoint.base_url = base_url ? base_url : pnl_environment_host(account->environment);
	endpoint.api_key = account->key;
	endpoint.ca_file = text_or_null(pnl_guc_ca_file);
	endpoint.proxy = text_or_null(pnl_guc_proxy);
	endpoint.connect_timeout = pnl_guc_connect_timeout;
	endpoint.request_timeout = pnl_guc_request_timeout;
	endpoint.max_connections = pnl_guc_max_connections;
	endpoint.max_reply_size = (size_t) pnl_guc_max_response_size * 1024;
	return endpoint;
}

PnlTransferSet *
pnl_account_begin_transfers(const PnlAccount *account)
{
	PnlEndpoint endpoint = pnl_account_endpoint(account);
	ResourceOwner owner = CurrentResourceOwner;
	PnlTransferSet *transfers;

	CurrentResourceOwner = NULL;
	PG_TRY();
	{
		transfers = pnl_transfer_begin(&endpoint);
	}
	PG_FINALLY();
	{
		CurrentResourceOwner = owner;
	}
	PG_END_TRY();
	return transfers;
}

PnlLimit
pnl_account_limit(const PnlAccount *account)
{
	PnlLimit	limit;

	limit.key_hash = hash_bytes_extended((const unsigned char *) account->key,
										 (int) strlen(account->key), 0);
	/* 0 marks an unused entry of the limiter */
	limit.key_hash = Max(limit.key_hash, 1);
	limit.per_minute = account->requests_per_minute != 0 ?
		account->requests_per_minute : pnl_environment_calls_per_minute(account->environment);
	return limit;
}
