/*
 * bind_value.c
 *		From a value of SQL to one of an operation.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "core/barcode.h"
#include "pg/ask/bind_value.h"
#include "pg/base/report.h"
#include "pg/base/zone.h"

static PnlText
to_utf8(const char *text, int length)
{
	char	   *utf8 = pg_server_to_any(text, length, PG_UTF8);
	PnlText		result = {utf8, utf8 == text ? (size_t) length : strlen(utf8)};

	return result;
}

PnlValue
pnl_bind_value_text(PnlType type, const char *text, int length)
{
	PnlText		utf8 = to_utf8(text, length);
	PnlValue	value = pnl_value_text(utf8.data, utf8.length);

	value.type = type;
	return value;
}

static PnlValue
cstring_value(PnlType type, const char *text)
{
	return pnl_bind_value_text(type, text, (int) strlen(text));
}

char *
pnl_bind_value_barcode(PnlText given)
{
	char	   *spelled = palloc(PNL_BARCODE_SIZE);
	const char *fault = pnl_barcode_spell(given, spelled);
	PnlError	error;

	if (fault == NULL)
		return spelled;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_ARGUMENT, "barcode %s", fault);
	if (pnl_barcode_is_list(given))
		error.hint = PNL_BARCODE_LIST_HINT;
	pnl_report(&error, NULL);
	pg_unreachable();
}

char *
pnl_bind_value_barcode_datum(Datum given)
{
	text	   *packed = DatumGetTextPP(given);

	return pnl_bind_value_barcode(to_utf8(VARDATA_ANY(packed),
										  (int) VARSIZE_ANY_EXHDR(packed)));
}

text *
pnl_bind_value_name(FunctionCallInfo fcinfo, int argument)
{
	if (get_fn_expr_argtype(fcinfo->flinfo, argument) != INT8OID)
		return PG_GETARG_TEXT_PP(argument);
	return cstring_to_text(DatumGetCString(DirectFunctionCall1(int8out,
															   PG_GETARG_DATUM(argument))));
}

PnlText *
pnl_bind_value_texts(ArrayType *array, size_t *count)
{
	Datum	   *elements;
	bool	   *nulls;
	int			all;
	PnlText    *texts;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &all);
	texts = palloc(Max(all, 1) * sizeof(PnlText));
	*count = 0;
	for (int i = 0; i < all; i++)
	{
		text	   *element = nulls[i] ? NULL : DatumGetTextPP(elements[i]);

		if (element != NULL)
			texts[(*count)++] = to_utf8(VARDATA_ANY(element),
										(int) VARSIZE_ANY_EXHDR(element));
	}
	return texts;
}

static PnlValue
array_value(Datum datum)
{
	PnlValue	value = pnl_value_null(PNL_TEXT_ARRAY);

	value.null = false;
	value.array.items = pnl_bind_value_texts(DatumGetArrayTypeP(datum), &value.array.count);
	return value;
}

static PnlValue
jsonb_value(Datum datum)
{
	Jsonb	   *json = DatumGetJsonbP(datum);
	char	   *document = JsonbToCString(NULL, &json->root, VARSIZE(json));

	return pnl_bind_value_text(PNL_JSON_TEXT, document, (int) strlen(document));
}

PnlValue
pnl_bind_value_datum(PnlType type, Oid sql_type, Datum datum)
{
	PnlValue	value = pnl_value_null(type);
	text	   *packed;

	value.null = false;
	switch (sql_type)
	{
		case TEXTOID:
			packed = DatumGetTextPP(datum);
			return pnl_bind_value_text(type, VARDATA_ANY(packed), (int) VARSIZE_ANY_EXHDR(packed));
		case TEXTARRAYOID:
			return array_value(datum);
		case JSONBOID:
			return jsonb_value(datum);
		case INT8OID:
			return cstring_value(type,
								 DatumGetCString(DirectFunctionCall1(int8out, datum)));
		case INT4OID:
			value.integer = DatumGetInt32(datum);
			return value;
		case FLOAT8OID:
			value.number = DatumGetFloat8(datum);
			return value;
		case BOOLOID:
			value.boolean = DatumGetBool(datum);
			return value;
		case DATEOID:
			value.civil = pnl_zone_date_to_civil(DatumGetDateADT(datum));
			return value;
		case TIMEOID:
			value.civil = pnl_zone_time_to_civil(DatumGetTimeADT(datum));
			return value;
		case TIMESTAMPTZOID:
			value.civil = pnl_zone_from_timestamp(DatumGetTimestampTz(datum));
			return value;
	}
	elog(ERROR, "type %u of an argument is not supported", sql_type);
}

/* A scalar of jsonb as text. */
static char *
scalar_text(const JsonbValue *member)
{
	switch (member->type)
	{
		case jbvString:
			return pnstrdup(member->val.string.val, member->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out,
													   NumericGetDatum(member->val.numeric)));
		case jbvBool:
			return pstrdup(member->val.boolean ? "true" : "false");
		default:
			return NULL;
	}
}

/* An array of strings inside an object. */
static bool
read_text_array(const JsonbValue *member, PnlValue *value)
{
	JsonbContainer *list = member->val.binary.data;
	int			count;
	PnlText    *texts;

	if (member->type != jbvBinary || !JsonContainerIsArray(list))
		return false;
	count = JsonContainerSize(list);
	texts = palloc(Max(count, 1) * sizeof(PnlText));
	for (int i = 0; i < count; i++)
	{
		char	   *text = scalar_text(getIthJsonbValueFromContainer(list, i));

		if (text == NULL)
			return false;
		texts[i] = to_utf8(text, (int) strlen(text));
	}
	value->null = false;
	value->array.items = texts;
	value->array.count = count;
	return true;
}

bool
pnl_bind_value_jsonb(PnlType type, const JsonbValue *member, PnlValue *value)
{
	char	   *text;

	*value = pnl_value_null(type);
	if (member->type == jbvNull)
		return true;
	if (type == PNL_TEXT_ARRAY)
		return read_text_array(member, value);
	if (type == PNL_JSON_TEXT)
	{
		*value = jsonb_value(JsonbPGetDatum(JsonbValueToJsonb((JsonbValue *) member)));
		return true;
	}
	text = scalar_text(member);
	if (text == NULL)
		return false;
	if (type == PNL_TEXT)
	{
		*value = pnl_bind_value_text(PNL_TEXT, text, (int) strlen(text));
		return true;
	}
	if (!pnl_value_from_text(type, text, strlen(text), value))
		return false;
	if (!value->null && type == PNL_TIMESTAMP && value->civil.has_zone)
		value->civil = pnl_zone_from_timestamp(pnl_zone_to_timestamp(&value->civil));
	return true;
}

/* The value of a parameter by its name; NULL when there is none. */
static PnlValue *
find_value(PnlArguments *arguments, const PnlOperation *operation, const char *name)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (strcmp(operation->parameters[i].argument, name) == 0)
			return &arguments->values[i];
	return NULL;
}

void
pnl_bind_value_named_text(PnlArguments *arguments, const PnlOperation *operation, const char *name,
						  const char *text)
{
	PnlValue   *value = find_value(arguments, operation, name);

	if (value != NULL && text != NULL)
		*value = pnl_bind_value_text(PNL_TEXT, text, (int) strlen(text));
}

void
pnl_bind_value_begin(PnlArguments *arguments, const PnlOperation *operation,
					 const PnlAccount *account)
{
	memset(arguments, 0, sizeof(*arguments));
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		arguments->values[i] = pnl_value_null(operation->parameters[i].type);
	arguments->today = pnl_zone_from_timestamp(GetCurrentTimestamp());
	pnl_bind_value_named_text(arguments, operation, "account.customer_code",
							  account->customer_code);
	pnl_bind_value_named_text(arguments, operation, "account.customer_number",
							  account->customer_number);
}

void
pnl_bind_value_named_integer(PnlArguments *arguments, const PnlOperation *operation,
							 const char *name, int integer)
{
	PnlValue   *value = find_value(arguments, operation, name);

	if (value == NULL)
		return;
	value->null = false;
	value->integer = integer;
}

void
pnl_bind_value_named_boolean(PnlArguments *arguments, const PnlOperation *operation,
							 const char *name, bool boolean)
{
	PnlValue   *value = find_value(arguments, operation, name);

	if (value == NULL)
		return;
	value->null = false;
	value->boolean = boolean;
}
