/*
 * bind.c
 *		From the arguments of an SQL function to those of an operation.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "core/barcode.h"
#include "core/house_number.h"
#include "pg/ask/bind.h"
#include "pg/ask/bind_value.h"
#include "pg/base/guc.h"
#include "pg/base/zone.h"

#define ACCOUNT_PREFIX "account."
#define SETTING_PREFIX "setting."
#define CLOCK_TOMORROW "clock.tomorrow"

/* The argument that gives a call for each of its objects. */
#define OBJECTS_ARGUMENT "addresses"

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
setting_value(const char *name, PnlType type)
{
	const char *setting = NULL;

	if (strcmp(name, "language") == 0)
		setting = pnl_guc_language;
	if (setting == NULL || *setting == '\0')
		return pnl_value_null(type);
	return pnl_bind_value_text(type, setting, (int) strlen(setting));
}

/*
 * A value that comes from elsewhere than the SQL arguments: a setting, the
 * clock or a constant.  False when the source names none of them.
 */
static bool
read_other_source(PnlBinding *binding, const PnlParameter *parameter,
				  const char *source, PnlValue *value)
{
	if (strncmp(source, SETTING_PREFIX, strlen(SETTING_PREFIX)) == 0)
		*value = setting_value(source + strlen(SETTING_PREFIX), parameter->type);
	else if (strcmp(source, CLOCK_TOMORROW) == 0)
	{
		value->null = false;
		value->civil = pnl_date_from_days(pnl_date_to_days(&binding->arguments.today) + 1);
	}
	else if (source[0] != '=')
		return false;
	else if (!pnl_value_from_text(parameter->type, source + 1,
								  strlen(source + 1), value))
		elog(ERROR, "parameter \"%s\" has a bad constant", parameter->wire_name);
	return true;
}

/* ----------
 * Binding
 * ----------
 */

/*
 * The value as rows show it again: barcodes in their one spelling.  One that
 * is none stays, for the call's error to name it.
 */
static PnlValue
forgive(const PnlParameter *parameter, PnlValue value)
{
	char	   *spelled;

	if (parameter->wire != PNL_WIRE_BARCODE || value.null)
		return value;
	spelled = palloc(PNL_BARCODE_SIZE);
	if (pnl_barcode_spell(value.text, spelled) != NULL)
		return value;
	return pnl_value_text(spelled, strlen(spelled));
}

/* The elements of the array that gives a call each. */
static void
bind_elements(PnlBinding *binding, int parameter, Datum datum)
{
	ArrayType  *array = DatumGetArrayTypeP(datum);
	PnlText    *texts;
	size_t		count;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a one-dimensional array",
						binding->operation->parameters[parameter].each)));
	texts = pnl_bind_value_texts(array, &count);
	binding->each = parameter;
	binding->elements = MemoryContextAllocHuge(CurrentMemoryContext,
											   Max(count, 1) * sizeof(PnlValue));
	binding->element_count = (int) count;
	for (size_t i = 0; i < count; i++)
		binding->elements[i] = forgive(&binding->operation->parameters[parameter],
									   pnl_value_text(texts[i].data, texts[i].length));
}

/* Binds the elements that a constant lists, "=A|B". */
static void
bind_constant_elements(PnlBinding *binding, int parameter, const char *list)
{
	binding->each = parameter;
	binding->elements = palloc(strlen(list) * sizeof(PnlValue));
	for (const char *at = list; *at != '\0';)
	{
		size_t		length = strcspn(at, "|");

		binding->elements[binding->element_count++] = pnl_value_text(at, length);
		at += length + (at[length] == '|');
	}
}

static bool
is_account_fact(const PnlParameter *parameter)
{
	return strncmp(parameter->argument, ACCOUNT_PREFIX, strlen(ACCOUNT_PREFIX)) == 0;
}

static void
bind_account_fact(PnlBinding *binding, int i, const PnlAccount *account)
{
	const PnlParameter *parameter = &binding->operation->parameters[i];
	const char *fact = pnl_account_fact(account, parameter->argument + strlen(ACCOUNT_PREFIX));

	if (fact != NULL)
		binding->arguments.values[i] = pnl_bind_value_text(PNL_TEXT, fact, (int) strlen(fact));
}

/*
 * Binds the array of a parameter that takes one; false when the function has
 * none.  *null says that it is NULL and nothing stands for it.
 */
static bool
bind_each(PnlBinding *binding, FunctionCallInfo fcinfo,
		  const Signature *signature, int i, bool *null)
{
	const PnlParameter *parameter = &binding->operation->parameters[i];
	int			argument;

	if (parameter->each == NULL)
		return false;
	argument = find_argument(fcinfo, signature, parameter->each);
	if (argument < 0)
		return false;
	if (!PG_ARGISNULL(argument))
		bind_elements(binding, i, PG_GETARG_DATUM(argument));
	else if (parameter->otherwise != NULL && parameter->otherwise[0] == '=')
		bind_constant_elements(binding, i, parameter->otherwise + 1);
	else
		*null = true;
	return true;
}

/* A house number that is a text, as columns and drivers have it. */
static PnlValue
read_number(const PnlParameter *parameter, Datum datum)
{
	PnlValue	value = pnl_bind_value_datum(PNL_TEXT, TEXTOID, datum);
	PnlHouseNumber house;

	if (pnl_house_number_split(value.text, (PnlText) {"", 0}, &house) != NULL ||
		house.addition[0] != '\0' ||
		!pnl_value_from_text(PNL_INTEGER, house.number, strlen(house.number), &value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a number", parameter->argument),
				 errhint("Give what follows the number apart, as an addition.")));
	return value;
}

/* Binds one parameter; false when it is required and NULL. */
static bool
bind_parameter(PnlBinding *binding, FunctionCallInfo fcinfo,
			   const Signature *signature, int i)
{
	const PnlParameter *parameter = &binding->operation->parameters[i];
	PnlValue   *value = &binding->arguments.values[i];
	bool		null = false;
	int			argument;

	*value = pnl_value_null(parameter->type);
	if (is_account_fact(parameter) ||
		read_other_source(binding, parameter, parameter->argument, value))
		return true;
	if (bind_each(binding, fcinfo, signature, i, &null))
		return !null;
	argument = find_argument(fcinfo, signature, parameter->argument);
	if (argument >= 0 && !PG_ARGISNULL(argument) && parameter->type == PNL_INTEGER &&
		signature->types[argument] == TEXTOID)
		*value = read_number(parameter, PG_GETARG_DATUM(argument));
	else if (argument >= 0 && !PG_ARGISNULL(argument))
		*value = forgive(parameter,
						 pnl_bind_value_datum(parameter->type, signature->types[argument],
											  PG_GETARG_DATUM(argument)));
	else if (parameter->otherwise != NULL)
		read_other_source(binding, parameter, parameter->otherwise, value);
	/* a parameter that is no argument of the function comes from elsewhere */
	return !value->null || argument < 0 || (parameter->flags & PNL_REQUIRED) == 0;
}

static char *
text_argument(FunctionCallInfo fcinfo, const Signature *signature, const char *name)
{
	int			argument = find_argument(fcinfo, signature, name);

	if (argument < 0 || PG_ARGISNULL(argument))
		return NULL;
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

char *
pnl_bind_account_name(FunctionCallInfo fcinfo)
{
	Signature	signature = read_signature(fcinfo);

	return text_argument(fcinfo, &signature, "account");
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

/* Binds the array of objects; false when it is NULL. */
static bool
bind_objects(PnlBinding *binding, FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		return false;
	binding->objects = PG_GETARG_JSONB_P(argument);
	if (!JB_ROOT_IS_ARRAY(binding->objects) || JB_ROOT_IS_SCALAR(binding->objects))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be an array of objects", OBJECTS_ARGUMENT)));
	binding->object_count = (int) JB_ROOT_COUNT(binding->objects);
	return true;
}

bool
pnl_bind(PnlBinding *binding, FunctionCallInfo fcinfo,
		 const PnlOperation *operation, const PnlAccount *account)
{
	Signature	signature = read_signature(fcinfo);
	int			objects = find_argument(fcinfo, &signature, OBJECTS_ARGUMENT);

	memset(binding, 0, sizeof(*binding));
	binding->operation = operation;
	binding->each = -1;
	binding->arguments.today = pnl_zone_from_timestamp(GetCurrentTimestamp());
	binding->report_errors = read_on_error(text_argument(fcinfo, &signature, "on_error"));
	if (objects >= 0 && !bind_objects(binding, fcinfo, objects))
		return false;
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
	{
		if (!bind_parameter(binding, fcinfo, &signature, i))
			return false;
		if (is_account_fact(&operation->parameters[i]))
			bind_account_fact(binding, i, account);
	}
	return true;
}

/* ----------
 * One call of many
 * ----------
 */

int64
pnl_bind_count(const PnlBinding *binding)
{
	int64		objects = binding->objects != NULL ? binding->object_count : 1;
	int64		elements = binding->each >= 0 ? binding->element_count : 1;

	return objects * elements;
}

int64
pnl_bind_object(const PnlBinding *binding, int64 call)
{
	return binding->each >= 0 ? call / binding->element_count : call;
}

/* The parameter with that SQL argument, or -1. */
static int
find_parameter(const PnlOperation *operation, const char *name, int length)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (strlen(operation->parameters[i].argument) == (size_t) length &&
			memcmp(operation->parameters[i].argument, name, length) == 0)
			return i;
	return -1;
}

/* Puts the members of one object over the common arguments. */
static bool
apply_object(const PnlBinding *binding, int64 object, PnlArguments *arguments,
			 PnlError *error)
{
	JsonbValue *element = getIthJsonbValueFromContainer(&binding->objects->root, (uint32) object);
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue	member;

	if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must be an array of objects",
							 OBJECTS_ARGUMENT);
	it = JsonbIteratorInit(element->val.binary.data);
	(void) JsonbIteratorNext(&it, &member, true);
	while ((token = JsonbIteratorNext(&it, &member, true)) == WJB_KEY)
	{
		char	   *key = pnstrdup(member.val.string.val, member.val.string.len);
		int			i = find_parameter(binding->operation, key, (int) strlen(key));

		(void) JsonbIteratorNext(&it, &member, true);
		if (i < 0)
			return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s has an unknown key %.64s",
								 OBJECTS_ARGUMENT, key);
		if (!pnl_bind_value_jsonb(binding->operation->parameters[i].type, &member,
								  &arguments->values[i]))
			return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s is no %s", key,
								 pnl_value_type_name(binding->operation->parameters[i].type));
	}
	return true;
}

bool
pnl_bind_call(const PnlBinding *binding, int64 call, PnlArguments *arguments,
			  PnlError *error)
{
	*arguments = binding->arguments;
	if (binding->each >= 0)
		arguments->values[binding->each] = binding->elements[call % binding->element_count];
	return binding->objects == NULL ||
		apply_object(binding, pnl_bind_object(binding, call), arguments, error);
}
