/*
 * bind.c
 *		From the arguments of an SQL function to those of an operation.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "pg/bind.h"
#include "pg/guc.h"
#include "pg/zone.h"

#define ACCOUNT_PREFIX "account."
#define SETTING_PREFIX "setting."

/* Names and types of the function's arguments. */
typedef struct Signature
{
	Oid		   *types;
	char	  **names;
} Signature;

static Signature
read_signature(FunctionCallInfo fcinfo)
{
	Oid			function = fcinfo->flinfo->fn_oid;
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Signature	signature;
	char	   *modes;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	get_func_arg_info(tuple, &signature.types, &signature.names, &modes);
	ReleaseSysCache(tuple);
	return signature;
}

static int
find_argument(FunctionCallInfo fcinfo, const Signature *signature,
			  const char *name)
{
	for (int i = 0; i < PG_NARGS(); i++)
		if (strcmp(signature->names[i], name) == 0)
			return i;
	return -1;
}

int
pnl_bind_find(FunctionCallInfo fcinfo, const char *name)
{
	Signature	signature = read_signature(fcinfo);

	return find_argument(fcinfo, &signature, name);
}

static PnlValue
text_value(const char *text, int length)
{
	char	   *utf8 = pg_server_to_any(text, length, PG_UTF8);

	return pnl_value_text(utf8, utf8 == text ? (size_t) length : strlen(utf8));
}

PnlValue
pnl_bind_value(PnlType type, Oid sql_type, Datum datum)
{
	PnlValue	value = pnl_value_null(type);
	text	   *packed;

	value.null = false;
	switch (sql_type)
	{
		case TEXTOID:
			packed = DatumGetTextPP(datum);
			value = text_value(VARDATA_ANY(packed), (int) VARSIZE_ANY_EXHDR(packed));
			break;
		case INT4OID:
			value.integer = DatumGetInt32(datum);
			break;
		case FLOAT8OID:
			value.number = DatumGetFloat8(datum);
			break;
		case BOOLOID:
			value.boolean = DatumGetBool(datum);
			break;
		case DATEOID:
			value.civil = pnl_zone_date_to_civil(DatumGetDateADT(datum));
			break;
		case TIMEOID:
			value.civil = pnl_zone_time_to_civil(DatumGetTimeADT(datum));
			break;
		case TIMESTAMPTZOID:
			value.civil = pnl_zone_from_timestamp(DatumGetTimestampTz(datum));
			break;
		default:
			elog(ERROR, "type %u of an argument is not supported", sql_type);
	}
	return value;
}

/* The elements of the array that gives a call each. */
static bool
bind_array(PnlBinding *binding, int parameter, Oid array_type, Datum datum)
{
	ArrayType  *array = DatumGetArrayTypeP(datum);
	int16		length;
	bool		by_value;
	char		align;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a one-dimensional array",
						binding->operation->parameters[parameter].each)));
	binding->each = parameter;
	binding->element_type = get_element_type(array_type);
	get_typlenbyvalalign(binding->element_type, &length, &by_value, &align);
	deconstruct_array(array, binding->element_type, length, by_value, align,
					  &binding->elements, &binding->element_nulls,
					  &binding->element_count);
	return true;
}

static PnlValue
setting_value(const char *name, PnlType type)
{
	const char *setting = NULL;

	if (strcmp(name, "language") == 0)
		setting = pnl_guc_language;
	if (setting == NULL || *setting == '\0')
		return pnl_value_null(type);
	return text_value(setting, (int) strlen(setting));
}

/* A value that comes from elsewhere than the SQL arguments. */
static bool
bind_other(const PnlParameter *parameter, const char *source, PnlValue *value)
{
	if (strncmp(source, SETTING_PREFIX, strlen(SETTING_PREFIX)) == 0)
		*value = setting_value(source + strlen(SETTING_PREFIX), parameter->type);
	else if (source[0] != '=')
		return false;
	else if (!pnl_value_from_text(parameter->type, source + 1,
								  strlen(source + 1), value))
		elog(ERROR, "parameter \"%s\" has a bad constant", parameter->wire_name);
	return true;
}

static bool
is_account_fact(const PnlParameter *parameter)
{
	return strncmp(parameter->argument, ACCOUNT_PREFIX, strlen(ACCOUNT_PREFIX)) == 0;
}

/* Binds one parameter; false when it is required and NULL. */
static bool
bind_parameter(PnlBinding *binding, FunctionCallInfo fcinfo,
			   const Signature *signature, int i)
{
	const PnlParameter *parameter = &binding->operation->parameters[i];
	PnlValue   *value = &binding->arguments.values[i];
	int			argument = -1;

	*value = pnl_value_null(parameter->type);
	if (is_account_fact(parameter) || bind_other(parameter, parameter->argument, value))
		return true;
	if (parameter->each != NULL)
		argument = find_argument(fcinfo, signature, parameter->each);
	if (argument >= 0)
		return !PG_ARGISNULL(argument) &&
			bind_array(binding, i, signature->types[argument], PG_GETARG_DATUM(argument));
	argument = find_argument(fcinfo, signature, parameter->argument);
	if (argument >= 0 && !PG_ARGISNULL(argument))
		*value = pnl_bind_value(parameter->type, signature->types[argument],
								PG_GETARG_DATUM(argument));
	else if (parameter->otherwise != NULL)
		bind_other(parameter, parameter->otherwise, value);
	return !value->null || (parameter->flags & PNL_REQUIRED) == 0;
}

static char *
text_argument(FunctionCallInfo fcinfo, const Signature *signature, const char *name)
{
	int			argument = find_argument(fcinfo, signature, name);

	if (argument < 0 || PG_ARGISNULL(argument))
		return NULL;
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

static bool
read_on_error(const char *on_error)
{
	if (on_error == NULL || strcmp(on_error, "raise") == 0)
		return false;
	if (strcmp(on_error, "report") == 0)
		return true;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("on_error must be one of raise, report")));
}

bool
pnl_bind_arguments(PnlBinding *binding, FunctionCallInfo fcinfo,
				   const PnlOperation *operation)
{
	Signature	signature = read_signature(fcinfo);

	memset(binding, 0, sizeof(*binding));
	binding->operation = operation;
	binding->each = -1;
	binding->account = text_argument(fcinfo, &signature, "account");
	binding->report_errors = read_on_error(text_argument(fcinfo, &signature, "on_error"));
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (!bind_parameter(binding, fcinfo, &signature, i))
			return false;
	return true;
}

void
pnl_bind_account(PnlBinding *binding, const PnlAccount *account)
{
	for (int i = 0; binding->operation->parameters[i].argument != NULL; i++)
	{
		const PnlParameter *parameter = &binding->operation->parameters[i];
		const char *fact;

		if (!is_account_fact(parameter))
			continue;
		fact = pnl_account_fact(account, parameter->argument + strlen(ACCOUNT_PREFIX));
		if (fact != NULL)
			binding->arguments.values[i] = text_value(fact, (int) strlen(fact));
	}
}
