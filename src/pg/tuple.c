/*
 * tuple.c
 *		From typed values of a reply to columns of a tuple.
 *
 * The fields of a row are few and the rows of a reply too, so columns are
 * matched by name once per statement and everything else is direct.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/base64.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "core/entity.h"
#include "core/mime.h"
#include "pg/tuple.h"
#include "pg/zone.h"

static bool
has_status_field(const PnlField *fields)
{
	for (; fields->name != NULL; fields++)
		if (fields->type == PNL_STATUS)
			return true;
	return false;
}

int
pnl_tuple_find_column(TupleDesc desc, const char *name)
{
	for (int i = 0; i < desc->natts; i++)
		if (strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			return i;
	return -1;
}

PnlColumns *
pnl_tuple_columns(TupleDesc desc, const PnlRowSet *set)
{
	PnlColumns *columns = palloc0(sizeof(*columns));

	columns->desc = desc;
	columns->fields = palloc0(desc->natts * sizeof(PnlField *));
	for (const PnlField *field = set->fields; field->name != NULL; field++)
	{
		int			column = pnl_tuple_find_column(desc, field->name);

		if (column < 0)
			elog(ERROR, "function has no column \"%s\"", field->name);
		columns->fields[column] = field;
	}
	if (has_status_field(set->fields))
		columns->statuses = pnl_status_map_load();
	return columns;
}

/* Decodes entities and converts the encoding; *length is the new length. */
static const char *
decode_text(const char *text, size_t *length)
{
	char	   *converted;

	if (memchr(text, '&', *length) != NULL)
	{
		char	   *decoded = palloc(*length + 1);

		*length = pnl_entity_decode(text, *length, decoded);
		decoded[*length] = '\0';
		text = decoded;
	}
	converted = pg_any_to_server(text, (int) *length, PG_UTF8);
	if (converted != text)
	{
		*length = strlen(converted);
		return converted;
	}
	return text;
}

Datum
pnl_tuple_text_datum(const char *text, size_t length)
{
	text = decode_text(text, &length);
	return PointerGetDatum(cstring_to_text_with_len(text, (int) length));
}

static Datum
text_list_datum(const PnlJson *list)
{
	size_t		count = pnl_json_count(list);
	Datum	   *texts = palloc(count * sizeof(Datum));
	int			used = 0;

	for (size_t i = 0; i < count; i++)
	{
		const char *text;
		size_t		length;

		/* what is no text in a list of texts is passed over */
		if (pnl_json_text(pnl_json_item(list, i), &text, &length) && text != NULL)
			texts[used++] = pnl_tuple_text_datum(text, length);
	}
	return PointerGetDatum(construct_array(texts, used, TEXTOID, -1, false, TYPALIGN_INT));
}

/* False when the text is not base64. */
static bool
base64_datum(const PnlValue *value, Datum *datum)
{
	int			room = pg_b64_dec_len((int) value->text.length);
	bytea	   *bytes = palloc(room + VARHDRSZ);
	int			length = pg_b64_decode(value->text.data, (int) value->text.length,
									   VARDATA(bytes), room);

	if (length < 0)
		return false;
	SET_VARSIZE(bytes, length + VARHDRSZ);
	*datum = PointerGetDatum(bytes);
	return true;
}

/* The type of the file whose base64 text the value is. */
static Datum
mime_type_datum(const PnlValue *value)
{
	char		probe[PNL_MIME_PROBE_LENGTH];
	int			encoded = Min((int) value->text.length, PNL_MIME_PROBE_LENGTH / 3 * 4);
	int			length = pg_b64_decode(value->text.data, encoded, probe, sizeof(probe));

	return CStringGetTextDatum(pnl_mime_type((unsigned char *) probe, Max(length, 0)));
}

static bool value_to_jsonb(const PnlField *field, const PnlValue *value,
						   JsonbParseState **state, PnlError *error);

static void
push_string(JsonbParseState **state, JsonbIteratorToken token, const char *text,
			size_t length)
{
	JsonbValue	string;

	string.type = jbvString;
	string.val.string.val = (char *) text;
	string.val.string.len = (int) length;
	pushJsonbValue(state, token, &string);
}

/* A date or time as to_jsonb() would write it. */
static void
push_civil(JsonbParseState **state, const PnlValue *value)
{
	char		buffer[MAXDATELEN + 1];
	Oid			type = value->type == PNL_DATE ? DATEOID :
		value->type == PNL_TIME ? TIMEOID : TIMESTAMPTZOID;
	Datum		datum;

	if (value->type == PNL_DATE)
		datum = DateADTGetDatum(pnl_zone_civil_to_date(&value->civil));
	else if (value->type == PNL_TIME)
		datum = TimeADTGetDatum(pnl_zone_civil_to_time(&value->civil));
	else
		datum = TimestampTzGetDatum(pnl_zone_to_timestamp(&value->civil));
	JsonEncodeDateTime(buffer, datum, type, NULL);
	push_string(state, WJB_VALUE, pstrdup(buffer), strlen(buffer));
}

static void
push_numeric(JsonbParseState **state, Datum numeric)
{
	JsonbValue	number;

	number.type = jbvNumeric;
	number.val.numeric = DatumGetNumeric(numeric);
	pushJsonbValue(state, WJB_VALUE, &number);
}

/* Pushes one object: the fields that have a value. */
static bool
push_object(const PnlRow *row, const PnlField *fields, JsonbParseState **state,
			JsonbValue **result, PnlError *error)
{
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		PnlValue	value;

		if (!pnl_rows_value(row, field, NULL, NULL, &value, error))
			return false;
		if (value.null)
			continue;
		push_string(state, WJB_KEY, field->name, strlen(field->name));
		if (!value_to_jsonb(field, &value, state, error))
			return false;
	}
	*result = pushJsonbValue(state, WJB_END_OBJECT, NULL);
	return true;
}

static bool
push_rows(const PnlRows *rows, const PnlField *fields, JsonbParseState **state,
		  JsonbValue **result, PnlError *error)
{
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < rows->count; i++)
		if (!push_object(&rows->rows[i], fields, state, result, error))
			return false;
	*result = pushJsonbValue(state, WJB_END_ARRAY, NULL);
	return true;
}

/* Moves collected rows from malloc to palloc; frees them in any case. */
static bool
move_rows(PnlRows *rows, PnlError *error)
{
	PnlRows		collected = *rows;

	rows->rows = palloc_extended(Max(collected.count, 1) * sizeof(PnlRow),
								 MCXT_ALLOC_NO_OOM);
	if (rows->rows != NULL && collected.count > 0)
		memcpy(rows->rows, collected.rows, collected.count * sizeof(PnlRow));
	pnl_rows_free(&collected);
	return rows->rows != NULL ||
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

bool
pnl_tuple_collect(PnlRows *rows, const PnlRowSet *set, const PnlJson *document,
				  PnlError *error)
{
	bool		collected;

	pnl_rows_init(rows);
	collected = pnl_rows_collect(rows, set, document, error);
	return move_rows(rows, error) && collected;
}

static bool
collect_list(PnlRows *rows, const PnlField *field, const PnlJson *list,
			 PnlError *error)
{
	bool		collected;

	pnl_rows_init(rows);
	collected = pnl_rows_collect_list(rows, field, list, error);
	return move_rows(rows, error) && collected;
}

/* Pushes an object or a list of them. */
static bool
push_nested(const PnlField *field, const PnlJson *node, JsonbParseState **state,
			JsonbValue **result, PnlError *error)
{
	PnlRows		rows;

	if (field->type == PNL_OBJECT)
	{
		PnlRow		row = {{pnl_json_item(node, 0)}, 1};

		return push_object(&row, field->fields, state, result, error);
	}
	return collect_list(&rows, field, node, error) &&
		push_rows(&rows, field->fields, state, result, error);
}

static bool
value_to_jsonb(const PnlField *field, const PnlValue *value,
			   JsonbParseState **state, PnlError *error)
{
	JsonbValue	boolean;
	JsonbValue *ignored;
	const char *text;
	size_t		length;

	switch (value->type)
	{
		case PNL_TEXT:
			length = value->text.length;
			text = decode_text(value->text.data, &length);
			push_string(state, WJB_VALUE, text, length);
			return true;
		case PNL_INTEGER:
			push_numeric(state, DirectFunctionCall1(int4_numeric, Int32GetDatum(value->integer)));
			return true;
		case PNL_FLOAT:
			push_numeric(state, DirectFunctionCall1(float8_numeric, Float8GetDatum(value->number)));
			return true;
		case PNL_BOOLEAN:
			boolean.type = jbvBool;
			boolean.val.boolean = value->boolean;
			pushJsonbValue(state, WJB_VALUE, &boolean);
			return true;
		case PNL_DATE:
		case PNL_TIME:
		case PNL_TIMESTAMP:
			push_civil(state, value);
			return true;
		case PNL_OBJECT:
		case PNL_LIST:
			return push_nested(field, value->node, state, &ignored, error);
		default:
			elog(ERROR, "field \"%s\" has a type that an object cannot hold", field->name);
	}
}

static bool
nested_datum(const PnlField *field, const PnlValue *value, Datum *datum,
			 PnlError *error)
{
	JsonbParseState *state = NULL;
	JsonbValue *result = NULL;

	if (!push_nested(field, value->node, &state, &result, error))
		return false;
	*datum = JsonbPGetDatum(JsonbValueToJsonb(result));
	return true;
}

static bool
value_to_datum(const PnlColumns *columns, const PnlField *field,
			   const PnlValue *value, Datum *datum, PnlError *error)
{
	switch (value->type)
	{
		case PNL_TEXT:
			*datum = pnl_tuple_text_datum(value->text.data, value->text.length);
			return true;
		case PNL_STATUS:
			*datum = CStringGetTextDatum(pnl_status_map_find(columns->statuses,
															 value->text.data,
															 value->text.length));
			return true;
		case PNL_INTEGER:
			*datum = Int32GetDatum(value->integer);
			return true;
		case PNL_FLOAT:
			*datum = Float8GetDatum(value->number);
			return true;
		case PNL_BOOLEAN:
			*datum = BoolGetDatum(value->boolean);
			return true;
		case PNL_DATE:
			*datum = DateADTGetDatum(pnl_zone_civil_to_date(&value->civil));
			return true;
		case PNL_TIME:
			*datum = TimeADTGetDatum(pnl_zone_civil_to_time(&value->civil));
			return true;
		case PNL_TIMESTAMP:
			*datum = TimestampTzGetDatum(pnl_zone_to_timestamp(&value->civil));
			return true;
		case PNL_TEXT_LIST:
			*datum = text_list_datum(value->node);
			return true;
		case PNL_BASE64:
			if (base64_datum(value, datum))
				return true;
			return pnl_error_set(error, PNL_ERR_PROTOCOL,
								 "the reply's %s is not base64", field->path);
		case PNL_MIME_TYPE:
			*datum = mime_type_datum(value);
			return true;
		case PNL_OBJECT:
		case PNL_LIST:
			return nested_datum(field, value, datum, error);
	}
	return false;
}

/* A row without status: none because the parcel is not known, or unread. */
static Datum
missing_status(const PnlRow *row)
{
	return CStringGetTextDatum(row == NULL ? PNL_STATUS_NOT_FOUND : "unknown");
}

bool
pnl_tuple_fill(const PnlColumns *columns, const PnlRow *row,
			   const PnlOperation *operation, const PnlArguments *arguments,
			   Datum *values, bool *nulls, PnlError *error)
{
	for (int i = 0; i < columns->desc->natts; i++)
	{
		const PnlField *field = columns->fields[i];
		PnlValue	value;

		values[i] = (Datum) 0;
		nulls[i] = true;
		if (field == NULL)
			continue;
		if (!pnl_rows_value(row, field, operation, arguments, &value, error))
			return false;
		nulls[i] = false;
		if (value.null && field->type == PNL_STATUS)
			values[i] = missing_status(row);
		else if (value.null)
			nulls[i] = true;
		else if (!value_to_datum(columns, field, &value, &values[i], error))
			return false;
	}
	return true;
}

void
pnl_tuple_fill_failed(const PnlColumns *columns, const PnlOperation *operation,
					  const PnlArguments *arguments, Datum *values, bool *nulls)
{
	PnlError	ignored;

	pnl_error_init(&ignored);
	if (!pnl_tuple_fill(columns, NULL, operation, arguments, values, nulls, &ignored))
		memset(nulls, true, columns->desc->natts);
	for (int i = 0; i < columns->desc->natts; i++)
		if (columns->fields[i] != NULL && columns->fields[i]->type == PNL_STATUS)
			nulls[i] = true;
}
