/*
 * ship_cell.c
 *		One value of a shipment's description: of a column, or a literal.
 *
 * What a column becomes depends on its type and on the key that it is for: a
 * house number in an integer column is a text of the description.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

#include "core/shipment_keys.h"
#include "pg/base/report.h"
#include "pg/base/zone.h"
#include "pg/ship/ship_cell.h"

/* "2026-12-01" of what JsonEncodeDateTime() writes. */
#define DATE_LENGTH 10

struct PnlCell
{
	int			column;			/* -1 = a literal */
	PnlCellValue literal;
	Oid			type;			/* of the column, domains seen through */
	bool		wants_number;
	bool		wants_boolean;
	bool		wants_texts;
	bool		wants_json;		/* an object or a list of them */
	bool		wants_date;
	FmgrInfo	output;			/* of types that have no way of their own */
};

static PnlCell *
make_cell(int column, const PnlShipmentKey *key)
{
	PnlCell    *cell = palloc0(sizeof(*cell));
	PnlKeyType	type = key != NULL ? key->type : PNL_KEY_TEXT;

	cell->column = column;
	cell->wants_number = type == PNL_KEY_INTEGER || type == PNL_KEY_MONEY ||
		type == PNL_KEY_KILOGRAMS;
	cell->wants_boolean = type == PNL_KEY_BOOLEAN;
	cell->wants_texts = type == PNL_KEY_TEXTS;
	cell->wants_json = type == PNL_KEY_OBJECT || type == PNL_KEY_OBJECTS || type == PNL_KEY_ANY;
	cell->wants_date = type == PNL_KEY_DATE;
	return cell;
}

PnlCell *
pnl_ship_cell_column(int column, Oid type, const PnlShipmentKey *key)
{
	PnlCell    *cell = make_cell(column, key);
	Oid			output;
	bool		is_varlena;

	cell->type = getBaseType(type);
	getTypeOutputInfo(cell->type, &output, &is_varlena);
	fmgr_info(output, &cell->output);
	return cell;
}

/* ----------
 * Literals
 * ----------
 */

static Jsonb *
parse_json(const char *text)
{
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));
}

static void
set_one_text(PnlCellValue *value, const char *text)
{
	value->kind = PNL_CELL_TEXTS;
	value->texts = palloc(sizeof(Datum));
	value->texts[0] = CStringGetTextDatum(text);
	value->text_count = 1;
}

PnlCell *
pnl_ship_cell_literal(const char *path, const char *text, const PnlShipmentKey *key)
{
	PnlCell    *cell = make_cell(-1, key);
	PnlCellValue *value = &cell->literal;
	size_t		digits = strspn(text, "0123456789.");
	bool		boolean;

	value->kind = PNL_CELL_TEXT;
	value->text = pstrdup(text);
	value->length = (int) strlen(text);
	if (cell->wants_json && (*text != '{' && *text != '['))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of postnl_ship_trigger() must be JSON, an object or a list", path)));
	if (cell->wants_json || (cell->wants_texts && *text == '['))
	{
		value->kind = PNL_CELL_JSON;
		value->json = parse_json(text);
	}
	else if (cell->wants_texts)
		set_one_text(value, text);
	else if (cell->wants_number && digits > 0 && text[digits] == '\0')
	{
		value->kind = PNL_CELL_NUMERIC;
		value->numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
															 ObjectIdGetDatum(InvalidOid),
															 Int32GetDatum(-1)));
	}
	else if (cell->wants_boolean && parse_bool(text, &boolean))
	{
		value->kind = PNL_CELL_BOOLEAN;
		value->boolean = boolean;
	}
	return cell;
}

/* ----------
 * Reading columns
 * ----------
 */

static void
set_text(PnlCellValue *value, const char *text, int length)
{
	value->kind = PNL_CELL_TEXT;
	value->text = text;
	value->length = length;
}

static void
read_text(PnlCellValue *value, Datum datum, bool padded)
{
	text	   *content = DatumGetTextPP(datum);
	const char *data = VARDATA_ANY(content);
	int			length = (int) VARSIZE_ANY_EXHDR(content);

	while (padded && length > 0 && data[length - 1] == ' ')
		length--;
	set_text(value, data, length);
}

/* The day that it is in the Netherlands then, whatever zone the session has. */
static Datum
local_day(Datum instant)
{
	PnlCivil	civil;

	if (TIMESTAMP_NOT_FINITE(DatumGetTimestampTz(instant)))
		return instant;
	civil = pnl_zone_from_timestamp(DatumGetTimestampTz(instant));
	return TimestampGetDatum(pnl_zone_civil_to_micros(&civil));
}

/* ISO, whatever DateStyle says. */
static void
read_time(const PnlCell *cell, PnlCellValue *value, Datum datum)
{
	char	   *text = palloc(MAXDATELEN + 1);
	int			length;

	if (cell->wants_date && cell->type == TIMESTAMPTZOID)
		JsonEncodeDateTime(text, local_day(datum), TIMESTAMPOID, NULL);
	else
		JsonEncodeDateTime(text, datum, cell->type, NULL);
	length = (int) strlen(text);
	set_text(value, text, cell->wants_date ? Min(length, DATE_LENGTH) : length);
}

static void
read_texts(PnlCellValue *value, Datum datum)
{
	bool	   *nulls;
	Datum	   *texts;
	int			count;

	deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT, &texts,
					  &nulls, &count);
	value->kind = PNL_CELL_TEXTS;
	value->texts = texts;
	value->text_count = 0;
	for (int i = 0; i < count; i++)
		if (!nulls[i])
			texts[value->text_count++] = texts[i];
}

static bool
read_integer(const PnlCell *cell, PnlCellValue *value, Datum datum)
{
	value->kind = PNL_CELL_INTEGER;
	switch (cell->type)
	{
		case INT2OID:
			value->integer = DatumGetInt16(datum);
			return true;
		case INT4OID:
			value->integer = DatumGetInt32(datum);
			return true;
		case INT8OID:
			value->integer = DatumGetInt64(datum);
			return true;
		default:
			return false;
	}
}

/* Types that stay what they are, where the key takes them. */
static bool
read_kept(const PnlCell *cell, PnlCellValue *value, Datum datum)
{
	if (cell->wants_number && read_integer(cell, value, datum))
		return true;
	if (cell->wants_number && cell->type == NUMERICOID)
	{
		value->kind = PNL_CELL_NUMERIC;
		value->numeric = DatumGetNumeric(datum);
		return !numeric_is_nan(value->numeric) && !numeric_is_inf(value->numeric);
	}
	if (cell->wants_boolean && cell->type == BOOLOID)
	{
		value->kind = PNL_CELL_BOOLEAN;
		value->boolean = DatumGetBool(datum);
		return true;
	}
	if ((cell->wants_json || cell->wants_texts) &&
		(cell->type == JSONBOID || cell->type == JSONOID))
	{
		value->kind = PNL_CELL_JSON;
		value->json = cell->type == JSONBOID ? DatumGetJsonbP(datum) :
			parse_json(TextDatumGetCString(datum));
		return true;
	}
	if (cell->wants_texts && cell->type == TEXTARRAYOID)
	{
		read_texts(value, datum);
		return true;
	}
	return false;
}

bool
pnl_ship_cell_read(const PnlCell *cell, const Datum *values, const bool *nulls,
				   PnlCellValue *value)
{
	Datum		datum;

	if (cell->column < 0)
	{
		*value = cell->literal;
		return true;
	}
	if (nulls[cell->column])
		return false;
	datum = values[cell->column];
	if (read_kept(cell, value, datum))
		return true;
	if (cell->type == TEXTOID || cell->type == VARCHAROID || cell->type == BPCHAROID)
		read_text(value, datum, cell->type == BPCHAROID);
	else if (cell->type == DATEOID || cell->type == TIMESTAMPOID || cell->type == TIMESTAMPTZOID)
		read_time(cell, value, datum);
	else
	{
		char	   *text = OutputFunctionCall(unconstify(FmgrInfo *, &cell->output), datum);

		set_text(value, text, (int) strlen(text));
	}
	if (cell->wants_texts)
		set_one_text(value, pnl_ship_cell_text(value));
	return true;
}

/* ----------
 * Writing
 * ----------
 */

char *
pnl_ship_cell_text(const PnlCellValue *value)
{
	return pnstrdup(value->text, value->length);
}

static void
push_string(PnlJsonbState *state, JsonbIteratorToken token, const char *text, int length)
{
	JsonbValue	string;

	string.type = jbvString;
	string.val.string.val = unconstify(char *, text);
	string.val.string.len = length;
	pnl_jsonb_push_compat(state, token, &string);
}

static void
push_texts(const PnlCellValue *value, PnlJsonbState *state)
{
	pnl_jsonb_push_compat(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < value->text_count; i++)
	{
		text	   *item = DatumGetTextPP(value->texts[i]);

		push_string(state, WJB_ELEM, VARDATA_ANY(item), (int) VARSIZE_ANY_EXHDR(item));
	}
	pnl_jsonb_push_compat(state, WJB_END_ARRAY, NULL);
}

void
pnl_ship_cell_push(const PnlCellValue *value, PnlJsonbState *state)
{
	JsonbValue	item;

	switch (value->kind)
	{
		case PNL_CELL_TEXT:
			push_string(state, WJB_VALUE, value->text, value->length);
			return;
		case PNL_CELL_TEXTS:
			push_texts(value, state);
			return;
		case PNL_CELL_INTEGER:
			item.type = jbvNumeric;
			item.val.numeric = int64_to_numeric(value->integer);
			break;
		case PNL_CELL_NUMERIC:
			item.type = jbvNumeric;
			item.val.numeric = value->numeric;
			break;
		case PNL_CELL_BOOLEAN:
			item.type = jbvBool;
			item.val.boolean = value->boolean;
			break;
		case PNL_CELL_JSON:
			item.type = jbvBinary;
			item.val.binary.data = &value->json->root;
			item.val.binary.len = VARSIZE(value->json);
			break;
	}
	pnl_jsonb_push_compat(state, WJB_VALUE, &item);
}

static PnlJson *
text_document(const char *text, int length)
{
	char	   *converted = pg_server_to_any(text, length, PG_UTF8);

	return pnl_json_new_text(converted, converted == text ? (size_t) length : strlen(converted));
}

static PnlJson *
texts_document(const PnlCellValue *value)
{
	PnlJson    *list = pnl_json_new_array();
	bool		complete = list != NULL;

	for (int i = 0; complete && i < value->text_count; i++)
	{
		text	   *item = DatumGetTextPP(value->texts[i]);

		complete = pnl_json_append(list, text_document(VARDATA_ANY(item),
													   (int) VARSIZE_ANY_EXHDR(item)));
	}
	if (complete)
		return list;
	pnl_json_free(list);
	return NULL;
}

static PnlJson *
json_document(Jsonb *json)
{
	char	   *text = JsonbToCString(NULL, &json->root, VARSIZE(json));
	char	   *converted = pg_server_to_any(text, (int) strlen(text), PG_UTF8);
	PnlJson    *document;
	PnlError	error;

	/* the core parses documents only: objects and lists */
	if (JB_ROOT_IS_SCALAR(json))
		return text_document(text, (int) strlen(text));
	pnl_error_init(&error);
	document = pnl_json_parse(converted, strlen(converted), &error);
	if (document == NULL)
		pnl_report(&error, NULL);
	return document;
}

static PnlJson *
numeric_document(Numeric numeric)
{
	Datum		text = DirectFunctionCall1(numeric_out, NumericGetDatum(numeric));

	return pnl_json_new_decimal(DatumGetCString(text));
}

PnlJson *
pnl_ship_cell_document(const PnlCellValue *value)
{
	switch (value->kind)
	{
		case PNL_CELL_TEXT:
			return text_document(value->text, value->length);
		case PNL_CELL_TEXTS:
			return texts_document(value);
		case PNL_CELL_INTEGER:
			return pnl_json_new_integer(value->integer);
		case PNL_CELL_NUMERIC:
			return numeric_document(value->numeric);
		case PNL_CELL_BOOLEAN:
			return pnl_json_new_boolean(value->boolean);
		case PNL_CELL_JSON:
			return json_document(value->json);
	}
	return NULL;
}
