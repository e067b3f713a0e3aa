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
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "core/generation.h"
#include "core/label_check.h"
#include "core/label_format.h"
#include "core/shipment_read.h"
#include "pg/account/account.h"
#include "pg/account/func_account_sql.h"
#include "pg/base/catalog.h"
#include "pg/base/document.h"
#include "pg/base/report.h"
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
	ARG_IS_DEFAULT
};

/* Of "a|b", in this letter case. */
static void
check_choice(FunctionCallInfo fcinfo, int argument, const char *name, const char *choices)
{
	char	   *value;
	StringInfoData list;
	size_t		length;

	if (PG_ARGISNULL(argument))
		return;
	value = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	initStringInfo(&list);
	for (; *choices != '\0'; choices += length + (choices[length] == '|'))
	{
		length = strcspn(choices, "|");
		if (strlen(value) == length && strncmp(choices, value, length) == 0)
			return;
		appendStringInfo(&list, "%s%.*s", list.len > 0 ? ", " : "", (int) length, choices);
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
	if (VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(ARG_NAME)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("name must not be empty")));
	check_choice(fcinfo, ARG_ENVIRONMENT, "environment", PNL_ENVIRONMENT_NAMES);
	check_choice(fcinfo, ARG_API, "api", PNL_GENERATION_NAMES);
	check_choice(fcinfo, ARG_LABEL_FORMAT, "label_format", PNL_LABEL_FORMATS);
	check_choice(fcinfo, ARG_BARCODE_SOURCE, "barcode_source", "reserve|reserve_v4|postnl");
	if (!PG_ARGISNULL(ARG_KEY_SOURCE))
		check_key_source(text_to_cstring(PG_GETARG_TEXT_PP(ARG_KEY_SOURCE)));
	if (!PG_ARGISNULL(ARG_REQUESTS_PER_MINUTE) && PG_GETARG_INT32(ARG_REQUESTS_PER_MINUTE) < -1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("requests_per_minute must be -1 or more")));
}

/* A document of a jsonb, for the core. */
static char *
text_of_json(Datum json)
{
	Jsonb	   *document = DatumGetJsonbP(json);
	char	   *text = JsonbToCString(NULL, &document->root, VARSIZE(document));

	return pg_server_to_any(text, (int) strlen(text), PG_UTF8);
}

/* The sender as the account keeps it: in the form that descriptions get. */
static Datum
normalise_sender(Datum sender)
{
	PnlShipmentDefaults defaults = {.sender = text_of_json(sender)};
	PnlError	error;
	char	   *text;

	pnl_error_init(&error);
	if (!pnl_shipment_read_sender(&defaults, &error))
		pnl_report(&error, NULL);
	text = pnl_document_write(defaults.sender_document);
	pnl_json_free(defaults.sender_document);
	return pnl_document_jsonb(text);
}

/* What the account adds to descriptions has to do for its generation of the API. */
static void
check_defaults(const struct upsert_account_row *row)
{
	PnlShipmentDefaults defaults = {.product = row->product};
	PnlError	error;
	bool		v4 = false;
	bool		accepted;

	pnl_error_init(&error);
	if (!pnl_generation_find(row->api, &v4))
		elog(ERROR, "unknown API generation \"%s\"", row->api);
	if (row->sender != (Datum) 0)
		defaults.sender = text_of_json(row->sender);
	if (!pnl_shipment_read_check_defaults(&defaults, &error))
		pnl_report(&error, NULL);
	if (defaults.sender == NULL)
		return;
	accepted = pnl_shipment_read_sender(&defaults, &error) &&
		pnl_label_check_sender(defaults.sender_document, v4, &error);
	pnl_json_free(defaults.sender_document);
	if (!accepted)
		pnl_report(&error, NULL);
}

/*
 * An account that has changed may work again: its pauses end, and the workers
 * look.  The catalog is open.
 */
static void
try_account_anew(PnlArgText name)
{
	PNL_RUN(end_pauses, .account = name);
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

/* An argument of postnl_account_set(), for a statement. */
#define ARGUMENT(type, number) \
	pnl_arg_##type##_or_null(PG_GETARG_DATUM(number), PG_ARGISNULL(number))

/* postnl_account_set(name, ...): makes an account, or changes what is given. */
Datum
postnl_account_set(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	Datum		sender = (Datum) 0;
	struct upsert_account_row *row;
	PnlCatalog	catalog;

	require_argument(fcinfo, ARG_NAME, "name");
	check_account_arguments(fcinfo);
	if (!PG_ARGISNULL(ARG_SENDER))
		sender = normalise_sender(PG_GETARG_DATUM(ARG_SENDER));
	pnl_catalog_open(&catalog);
	if (!PG_ARGISNULL(ARG_IS_DEFAULT) && PG_GETARG_BOOL(ARG_IS_DEFAULT))
		PNL_RUN(clear_default, .name = ARGUMENT(text, ARG_NAME));
	PNL_RUN(upsert_account,
			.name = ARGUMENT(text, ARG_NAME),
			.environment = ARGUMENT(text, ARG_ENVIRONMENT),
			.api = ARGUMENT(text, ARG_API),
			.key_source = ARGUMENT(text, ARG_KEY_SOURCE),
			.customer_code = ARGUMENT(text, ARG_CUSTOMER_CODE),
			.customer_number = ARGUMENT(text, ARG_CUSTOMER_NUMBER),
			.collection_location = ARGUMENT(text, ARG_COLLECTION_LOCATION),
			.sender = pnl_arg_jsonb(sender),
			.product = ARGUMENT(text, ARG_PRODUCT),
			.label_format = ARGUMENT(text, ARG_LABEL_FORMAT),
			.requests_per_minute = ARGUMENT(int4, ARG_REQUESTS_PER_MINUTE),
			.barcode_source = ARGUMENT(text, ARG_BARCODE_SOURCE),
			.allowed = ARGUMENT(regrole_array, ARG_ALLOWED),
			.is_default = ARGUMENT(bool, ARG_IS_DEFAULT));
	row = PNL_ROW(upsert_account, 0, context);
	try_account_anew(ARGUMENT(text, ARG_NAME));
	pnl_catalog_close(&catalog);
	if (!PG_ARGISNULL(ARG_SENDER) || !PG_ARGISNULL(ARG_API) || !PG_ARGISNULL(ARG_PRODUCT))
		check_defaults(row);
	PG_RETURN_VOID();
}

static void
set_key(FunctionCallInfo fcinfo)
{
	PnlCatalog	catalog;
	uint64		found;
	const char *fault;

	require_argument(fcinfo, 0, "name");
	require_argument(fcinfo, 1, "key");
	fault = pnl_account_key_fault(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("key cannot be an API key: %s", fault)));
	pnl_catalog_open(&catalog);
	found = PNL_RUN(use_table_key, .name = ARGUMENT(text, 0));
	if (found > 0)
	{
		PNL_RUN(upsert_key, .account = ARGUMENT(text, 0), .key = ARGUMENT(text, 1));
		try_account_anew(ARGUMENT(text, 0));
	}
	pnl_catalog_close(&catalog);
	if (found == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("PostNL account \"%s\" does not exist",
						text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}

/*
 * postnl_account_key_set(name, key): keeps the key in postnl.account_key.  Whatever
 * fails, the statement, which may hold the key, is not logged with the error.
 */
Datum
postnl_account_key_set(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;

	PG_TRY();
	{
		set_key(fcinfo);
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		error->hide_stmt = true;
		ReThrowError(error);
	}
	PG_END_TRY();
	PG_RETURN_VOID();
}

/* postnl_account_delete(name): false when there is no such account. */
Datum
postnl_account_delete(PG_FUNCTION_ARGS)
{
	PnlCatalog	catalog;
	uint64		found;

	pnl_catalog_open(&catalog);
	found = PNL_RUN(delete_account, .name = ARGUMENT(text, 0));
	pnl_catalog_close(&catalog);
	PG_RETURN_BOOL(found > 0);
}
