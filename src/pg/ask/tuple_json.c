/*
 * tuple_json.c
 *		Columns of type jsonb from the objects and lists of a reply.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"

#include "core/opening_hours.h"
#include "pg/ask/tuple_json.h"
#include "pg/ask/tuple_rows.h"
#include "pg/base/compat.h"
#include "pg/base/zone.h"

static bool value_to_jsonb(const PnlField *field, const PnlValue *value, PnlTextLoss loss,
						   PnlJsonbState *state, PnlError *error);

static void
push_string(PnlJsonbState *state, JsonbIteratorToken token, const char *text,
			size_t length)
{
	JsonbValue	string;

	string.type = jbvString;
	string.val.string.val = (char *) text;
	string.val.string.len = (int) length;
	pnl_jsonb_push_compat(state, token, &string);
}

/* The from or to of opening hours. */
static void
push_time(PnlJsonbState *state, const char *time)
{
	push_string(state, WJB_ELEM, time, strlen(time));
}

/* {"monday": [["09:00", "18:00"], ...], ...}: the days that have hours. */
bool
pnl_tuple_json_opening_hours(const PnlField *field, const PnlJson *node, Datum *datum,
							 PnlError *error)
{
	PnlOpeningHours hours;
	PnlJsonbState state = {0};

	if (!pnl_opening_hours_read(node, &hours))
		return pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply's %s are no opening hours",
							 field->path);
	pnl_jsonb_push_compat(&state, WJB_BEGIN_OBJECT, NULL);
	for (int day = 0; day < PNL_WEEKDAYS; day++)
	{
		if (hours.count[day] == 0)
			continue;
		push_string(&state, WJB_KEY, pnl_opening_hours_weekday_names[day],
					strlen(pnl_opening_hours_weekday_names[day]));
		pnl_jsonb_push_compat(&state, WJB_BEGIN_ARRAY, NULL);
		for (int i = 0; i < hours.count[day]; i++)
		{
			pnl_jsonb_push_compat(&state, WJB_BEGIN_ARRAY, NULL);
			push_time(&state, hours.spans[day][i].from);
			push_time(&state, hours.spans[day][i].to);
			pnl_jsonb_push_compat(&state, WJB_END_ARRAY, NULL);
		}
		pnl_jsonb_push_compat(&state, WJB_END_ARRAY, NULL);
	}
	pnl_jsonb_push_compat(&state, WJB_END_OBJECT, NULL);
	*datum = JsonbPGetDatum(JsonbValueToJsonb(state.result));
	return true;
}

/* A date or time as to_jsonb() would write it. */
static void
push_civil(PnlJsonbState *state, const PnlValue *value)
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
push_numeric(PnlJsonbState *state, Datum numeric)
{
	JsonbValue	number;

	number.type = jbvNumeric;
	number.val.numeric = DatumGetNumeric(numeric);
	pnl_jsonb_push_compat(state, WJB_VALUE, &number);
}

/* Pushes one object: the fields that have a value. */
static bool
push_object(const PnlRow *row, const PnlField *fields, PnlTextLoss loss,
			PnlJsonbState *state, PnlError *error)
{
	pnl_jsonb_push_compat(state, WJB_BEGIN_OBJECT, NULL);
	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		PnlValue	value;

		if (!pnl_rows_value(row, field, NULL, NULL, &value, error))
			return false;
		if (value.null)
			continue;
		push_string(state, WJB_KEY, field->name, strlen(field->name));
		if (!value_to_jsonb(field, &value, loss, state, error))
			return false;
	}
	pnl_jsonb_push_compat(state, WJB_END_OBJECT, NULL);
	return true;
}

static bool
push_rows(const PnlRows *rows, const PnlField *fields, PnlTextLoss loss,
		  PnlJsonbState *state, PnlError *error)
{
	pnl_jsonb_push_compat(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < rows->count; i++)
		if (!push_object(&rows->rows[i], fields, loss, state, error))
			return false;
	pnl_jsonb_push_compat(state, WJB_END_ARRAY, NULL);
	return true;
}

/* Pushes an object or a list of them. */
static bool
push_nested(const PnlField *field, const PnlJson *node, PnlTextLoss loss,
			PnlJsonbState *state, PnlError *error)
{
	PnlRows		rows;

	if (field->type == PNL_OBJECT)
	{
		PnlRow		row = {{pnl_json_item(node, 0)}, 1};

		return push_object(&row, field->fields, loss, state, error);
	}
	return pnl_tuple_rows_collect_list(&rows, field, node, error) &&
		push_rows(&rows, field->fields, loss, state, error);
}

static bool
value_to_jsonb(const PnlField *field, const PnlValue *value, PnlTextLoss loss,
			   PnlJsonbState *state, PnlError *error)
{
	JsonbValue	boolean;
	const char *text;
	size_t		length;

	switch (value->type)
	{
		case PNL_TEXT:
			length = value->text.length;
			text = pnl_tuple_text_decode(value->text.data, &length, loss);
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
			pnl_jsonb_push_compat(state, WJB_VALUE, &boolean);
			return true;
		case PNL_DATE:
		case PNL_TIME:
		case PNL_TIMESTAMP:
			push_civil(state, value);
			return true;
		case PNL_OBJECT:
		case PNL_LIST:
			return push_nested(field, value->node, loss, state, error);
		default:
			elog(ERROR, "field \"%s\" has a type that an object cannot hold", field->name);
	}
}

bool
pnl_tuple_json_nested(const PnlField *field, const PnlValue *value, PnlTextLoss loss,
					  Datum *datum, PnlError *error)
{
	PnlJsonbState state = {0};

	if (!push_nested(field, value->node, loss, &state, error))
		return false;
	*datum = JsonbPGetDatum(JsonbValueToJsonb(state.result));
	return true;
}
