/*
 * tuple.c
 *		From typed values of a reply to columns of a tuple.
 *
 * The fields of a row are few and the rows of a reply too, so columns are
 * matched by name once per statement and everything else is direct.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "core/choice.h"
#include "core/mime.h"
#include "pg/ask/tuple.h"
#include "pg/ask/tuple_json.h"
#include "pg/base/compat.h"
#include "pg/base/zone.h"

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
pnl_tuple_columns(TupleDesc desc, const PnlRowSet *set, PnlTextLoss loss)
{
	PnlColumns *columns = palloc0(sizeof(*columns));

	columns->desc = desc;
	columns->loss = loss;
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

/* The word that we use for PostNL's, where the field says so. */
static Datum
word_datum(const PnlField *field, PnlText word, PnlTextLoss loss)
{
	if (field->words != NULL && pnl_choice_find(field->words, word).length > 0)
		word = pnl_choice_find(field->words, word);
	return pnl_tuple_text_datum(word.data, word.length, loss);
}

/* The texts of a list; what is no text in it is passed over. */
static Datum *
list_texts(const PnlField *field, const PnlJson *list, PnlTextLoss loss, int *used)
{
	size_t		count = pnl_json_count(list);
	Datum	   *texts = palloc(Max(count, 1) * sizeof(Datum));

	*used = 0;
	for (size_t i = 0; i < count; i++)
	{
		PnlText		word;

		if (pnl_json_text(pnl_json_item(list, i), &word.data, &word.length) &&
			word.data != NULL)
			texts[(*used)++] = word_datum(field, word, loss);
	}
	return texts;
}

static Datum
text_list_datum(const PnlField *field, const PnlJson *list, PnlTextLoss loss)
{
	int			used;
	Datum	   *texts = list_texts(field, list, loss, &used);

	return PointerGetDatum(construct_array(texts, used, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
joined_datum(const PnlField *field, const PnlJson *list, PnlTextLoss loss)
{
	StringInfoData joined;
	int			used;
	Datum	   *texts = list_texts(field, list, loss, &used);

	initStringInfo(&joined);
	for (int i = 0; i < used; i++)
		appendStringInfo(&joined, "%s%s", i > 0 ? "," : "", TextDatumGetCString(texts[i]));
	return PointerGetDatum(cstring_to_text_with_len(joined.data, joined.len));
}

/*
 * The first "limit" characters of base64 without the white space between,
 * which RFC 2045 (section 6.8) has after each 76 of them.
 */
static PnlText
unwrap_base64(PnlText text, size_t limit)
{
	PnlText		unwrapped = {NULL, 0};
	char	   *characters = palloc(Min(text.length, limit) + 1);

	for (size_t i = 0; i < text.length && unwrapped.length < limit; i++)
		if (strchr(" \t\r\n", text.data[i]) == NULL)
			characters[unwrapped.length++] = text.data[i];
	unwrapped.data = characters;
	return unwrapped;
}

/* False when the text is not base64, or of nothing. */
static bool
base64_datum(const PnlValue *value, Datum *datum)
{
	PnlText		text = unwrap_base64(value->text, value->text.length);
	int			room = pg_b64_dec_len((int) text.length);
	bytea	   *bytes = palloc(room + VARHDRSZ);
	int			length = pnl_base64_decode_compat(text.data, (int) text.length,
												  (unsigned char *) VARDATA(bytes), room);

	if (length <= 0)
		return false;
	SET_VARSIZE(bytes, length + VARHDRSZ);
	*datum = PointerGetDatum(bytes);
	return true;
}

/* The type of the file whose base64 text the value is. */
static Datum
mime_type_datum(const PnlValue *value)
{
	unsigned char probe[PNL_MIME_PROBE_LENGTH];
	PnlText		text = unwrap_base64(value->text, PNL_MIME_PROBE_LENGTH / 3 * 4);
	int			length = pnl_base64_decode_compat(text.data, (int) text.length, probe,
												  sizeof(probe));

	return CStringGetTextDatum(pnl_mime_type(probe, Max(length, 0)));
}

static bool
value_to_datum(const PnlColumns *columns, const PnlField *field,
			   const PnlValue *value, Datum *datum, PnlError *error)
{
	switch (value->type)
	{
		case PNL_TEXT:
			*datum = word_datum(field, value->text, columns->loss);
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
			*datum = text_list_datum(field, value->node, columns->loss);
			return true;
		case PNL_TEXT_JOINED:
			*datum = joined_datum(field, value->node, columns->loss);
			return true;
		case PNL_OPENING_HOURS:
			return pnl_tuple_json_opening_hours(field, value->node, datum, error);
		case PNL_TEXT_ARRAY:
		case PNL_JSON_TEXT:
			break;
		case PNL_BASE64:
			if (base64_datum(value, datum))
				return true;
			pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply's %s is not base64", field->path);
			pnl_error_name_field(error, field->path);
			return false;
		case PNL_MIME_TYPE:
			*datum = mime_type_datum(value);
			return true;
		case PNL_OBJECT:
		case PNL_LIST:
			return pnl_tuple_json_nested(field, value, columns->loss, datum, error);
	}
	elog(ERROR, "column \"%s\" has a type of arguments", field->name);
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
