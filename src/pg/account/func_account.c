/*
 * func_account.c
 *		SQL functions that write accounts and their keys.
 *
 * A role that may call them needs no right on the tables.  What the table's
 * constraints would refuse with the name of a constraint is refused here with
 * the name of the argument.
 */
#include "postgres.h"

#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "pg/account/account.h"
#include "pg/base/catalog.h"
#include "pg/process/session.h"

PG_FUNCTION_INFO_V1(postnl_account_set);
PG_FUNCTION_INFO_V1(postnl_account_key_set);
PG_FUNCTION_INFO_V1(postnl_account_delete);

/* Arguments of postnl_account_set, by place. */
enum
{
	ARG_NAME,
	ARG_ENVIRONMENT,
	ARG_API,
	ARG_KEY_SOURCE,
	ARG_CUSTOMER_CODE,
	ARG_CUSTOMER_NUMBER,
	ARG_COLLECTION_LOCATION,
	ARG_SENDER,
	ARG_PRODUCT,
	ARG_LABEL_FORMAT,
	ARG_REQUESTS_PER_MINUTE,
	ARG_BARCODE_SOURCE,
	ARG_ALLOWED,
	ARG_IS_DEFAULT,
	ACCOUNT_ARGS
};

static PnlStatement clear_default = {
	.sql = "UPDATE postnl.account SET is_default = false"
	" WHERE is_default AND name OPERATOR(pg_catalog.<>) $1",
	.argument_count = 1,
	.argument_types = {TEXTOID},
};

/* What is NULL stays as it was, or is the default of a new account. */
static PnlStatement upsert_account = {
	.sql = "INSERT INTO postnl.account AS a (name, environment, api, key_source,"
	" customer_code, customer_number, collection_location, sender, product,"
	" label_format, requests_per_minute, barcode_source, allowed, is_default)"
	" VALUES ($1, COALESCE($2, 'sandbox'), COALESCE($3, 'legacy'),"
	" COALESCE($4, 'guc'), $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	" COALESCE($14, false))"
	" ON CONFLICT (name) DO UPDATE SET"
	" environment = COALESCE($2, a.environment), api = COALESCE($3, a.api),"
	" key_source = COALESCE($4, a.key_source),"
	" customer_code = COALESCE($5, a.customer_code),"
	" customer_number = COALESCE($6, a.customer_number),"
	" collection_location = COALESCE($7, a.collection_location),"
	" sender = COALESCE($8, a.sender), product = COALESCE($9, a.product),"
	" label_format = COALESCE($10, a.label_format),"
	" requests_per_minute = COALESCE($11, a.requests_per_minute),"
	" barcode_source = COALESCE($12, a.barcode_source),"
	" allowed = COALESCE($13, a.allowed),"
	" is_default = COALESCE($14, a.is_default)",
	.argument_count = ACCOUNT_ARGS,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
		TEXTOID, JSONBOID, TEXTOID, TEXTOID, INT4OID, TEXTOID, REGROLEARRAYOID,
	BOOLOID},
};

static PnlStatement use_table_key = {
	.sql = "UPDATE postnl.account SET key_source = 'table'"
	" WHERE name OPERATOR(pg_catalog.=) $1",
	.argument_count = 1,
	.argument_types = {TEXTOID},
};

static PnlStatement upsert_key = {
	.sql = "INSERT INTO postnl.account_key (account, key) VALUES ($1, $2)"
	" ON CONFLICT (account) DO UPDATE SET key = EXCLUDED.key",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

static PnlStatement end_pauses = {
	.sql = "DELETE FROM postnl.pause WHERE account OPERATOR(pg_catalog.=) $1",
	.argument_count = 1,
	.argument_types = {TEXTOID},
};

static PnlStatement delete_account = {
	.sql = "DELETE FROM postnl.account WHERE name OPERATOR(pg_catalog.=) $1",
	.argument_count = 1,
	.argument_types = {TEXTOID},
};

static void
check_choice(FunctionCallInfo fcinfo, int argument, const char *name,
			 const char *const *choices)
{
	char	   *value;
	StringInfoData list;

	if (PG_ARGISNULL(argument))
		return;
	value = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	initStringInfo(&list);
	for (int i = 0; choices[i] != NULL; i++)
	{
		if (strcmp(choices[i], value) == 0)
			return;
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", choices[i]);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be one of %s", name, list.data)));
}

/*
 * A key in a file or in the environment is read by the server, so only roles
 * that may read its files can point there.
 */
static void
check_key_source(const char *source)
{
	bool		is_file = strncmp(source, "file:/", 6) == 0 && source[6] != '\0';
	bool		is_variable = strncmp(source, "env:", 4) == 0 && source[4] != '\0';

	if (strcmp(source, "guc") == 0 || strcmp(source, "table") == 0)
		return;
	if (!is_file && !is_variable)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("key_source must be guc, table, file:/path or env:NAME")));
	if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to read an API key from the server's files "
						"or environment"),
				 errdetail("Only superusers and roles with privileges of "
						   "pg_read_server_files may.")));
}

static void
check_account_arguments(FunctionCallInfo fcinfo)
{
	static const char *const environments[] = {"sandbox", "production", NULL};
	static const char *const apis[] = {"legacy", "v4", NULL};
	static const char *const formats[] = {"pdf", "zpl", "gif", "jpg", "png", NULL};
	static const char *const sources[] = {"reserve", "reserve_v4", "postnl", NULL};

	if (VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(ARG_NAME)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("name must not be empty")));
	check_choice(fcinfo, ARG_ENVIRONMENT, "environment", environments);
	check_choice(fcinfo, ARG_API, "api", apis);
	check_choice(fcinfo, ARG_LABEL_FORMAT, "label_format", formats);
	check_choice(fcinfo, ARG_BARCODE_SOURCE, "barcode_source", sources);
	if (!PG_ARGISNULL(ARG_KEY_SOURCE))
		check_key_source(text_to_cstring(PG_GETARG_TEXT_PP(ARG_KEY_SOURCE)));
	if (!PG_ARGISNULL(ARG_REQUESTS_PER_MINUTE) && PG_GETARG_INT32(ARG_REQUESTS_PER_MINUTE) < -1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("requests_per_minute must be -1 or more")));
}

/*
 * An account that has changed may work again: its pauses end, and the workers
 * look.  The catalog is open.
 */
static void
try_account_anew(Datum name)
{
	pnl_catalog_execute(&end_pauses, &name, NULL);
	pnl_session_wake_at_commit();
}

static void
require_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
}

/* postnl_account_set(name, ...): makes an account, or changes what is given. */
Datum
postnl_account_set(PG_FUNCTION_ARGS)
{
	Datum		values[ACCOUNT_ARGS];
	char		nulls[ACCOUNT_ARGS];
	PnlCatalog	catalog;

	require_argument(fcinfo, ARG_NAME, "name");
	check_account_arguments(fcinfo);
	for (int i = 0; i < ACCOUNT_ARGS; i++)
	{
		values[i] = PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
	}
	pnl_catalog_open(&catalog);
	if (!PG_ARGISNULL(ARG_IS_DEFAULT) && PG_GETARG_BOOL(ARG_IS_DEFAULT))
		pnl_catalog_execute(&clear_default, &values[ARG_NAME], NULL);
	pnl_catalog_execute(&upsert_account, values, nulls);
	try_account_anew(values[ARG_NAME]);
	pnl_catalog_close(&catalog);
	PG_RETURN_VOID();
}

/* postnl_account_key_set(name, key): keeps the key in postnl.account_key. */
Datum
postnl_account_key_set(PG_FUNCTION_ARGS)
{
	Datum		values[2];
	PnlCatalog	catalog;
	uint64		found;
	const char *fault;

	require_argument(fcinfo, 0, "name");
	require_argument(fcinfo, 1, "key");
	values[0] = PG_GETARG_DATUM(0);
	values[1] = PG_GETARG_DATUM(1);
	fault = pnl_account_key_fault(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("key cannot be an API key: %s", fault)));
	pnl_catalog_open(&catalog);
	pnl_catalog_execute(&use_table_key, values, NULL);
	found = SPI_processed;
	if (found > 0)
	{
		pnl_catalog_execute(&upsert_key, values, NULL);
		try_account_anew(values[0]);
	}
	pnl_catalog_close(&catalog);
	if (found == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("PostNL account \"%s\" does not exist",
						text_to_cstring(PG_GETARG_TEXT_PP(0)))));
	PG_RETURN_VOID();
}

/* postnl_account_delete(name): false when there is no such account. */
Datum
postnl_account_delete(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);
	PnlCatalog	catalog;
	uint64		found;

	pnl_catalog_open(&catalog);
	pnl_catalog_execute(&delete_account, &value, NULL);
	found = SPI_processed;
	pnl_catalog_close(&catalog);
	PG_RETURN_BOOL(found > 0);
}
