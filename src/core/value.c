/*
 * value.c
 *		Reading texts and nodes into typed values.
 */
#include "core/value.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"

/* Longer spellings of a number are refused. */
#define MAX_NUMBER_LENGTH 63

PnlValue
pnl_value_text(const char *data, size_t length)
{
	PnlValue	value = pnl_value_null(PNL_TEXT);

	value.null = false;
	value.text.data = data;
	value.text.length = length;
	return value;
}

const char *
pnl_value_type_name(PnlType type)
{
	switch (type)
	{
		case PNL_TEXT:
		case PNL_STATUS:
		case PNL_MIME_TYPE:
			return "text";
		case PNL_INTEGER:
			return "integer";
		case PNL_FLOAT:
			return "number";
		case PNL_BOOLEAN:
			return "boolean";
		case PNL_DATE:
			return "date";
		case PNL_TIME:
			return "time";
		case PNL_TIMESTAMP:
			return "date and time";
		case PNL_TEXT_LIST:
		case PNL_TEXT_JOINED:
		case PNL_TEXT_ARRAY:
			return "list of texts";
		case PNL_JSON_TEXT:
			return "JSON document";
		case PNL_OPENING_HOURS:
			return "table of opening hours";
		case PNL_BASE64:
			return "base64 text";
		case PNL_OBJECT:
			return "object";
		case PNL_LIST:
			return "list of objects";
	}
	return "value";
}

/*
 * A decimal number as PostNL spells it: no blanks, no hexadecimal, no
 * infinity, a point for the fraction.
 */
static bool
read_decimal(const char *text, size_t length, double *number)
{
	char		copy[MAX_NUMBER_LENGTH + 1];
	char	   *end;

	if (length > MAX_NUMBER_LENGTH)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (strspn(copy, "+-0123456789.eE") != length)
		return false;
	errno = 0;
	*number = strtod(copy, &end);
	return errno == 0 && end != copy && *end == '\0' && isfinite(*number);
}

static bool
read_integer(const char *text, size_t length, int32_t *integer)
{
	double		number;

	/* "180.0" is an integer to PostNL's number formatter */
	if (!read_decimal(text, length, &number) || number != floor(number) ||
		number < INT32_MIN || number > INT32_MAX)
		return false;
	*integer = (int32_t) number;
	return true;
}

static bool
read_boolean(const char *text, size_t length, bool *boolean)
{
	static const struct
	{
		const char *spelling;
		bool		boolean;
	}			spellings[] = {
		{"true", true}, {"false", false}, {"1", true}, {"0", false}
	};

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (strlen(spellings[i].spelling) == length &&
			pnl_ascii_equal(spellings[i].spelling, text, length))
		{
			*boolean = spellings[i].boolean;
			return true;
		}
	return false;
}

static bool
is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] != ' ')
			return false;
	return true;
}

bool
pnl_value_from_text(PnlType type, const char *text, size_t length,
					PnlValue *value)
{
	*value = pnl_value_null(type);
	if (type == PNL_TEXT || type == PNL_STATUS)
	{
		*value = pnl_value_text(text, length);
		value->type = type;
		return true;
	}
	if (is_blank(text, length))
		return true;
	value->null = false;
	switch (type)
	{
		case PNL_INTEGER:
			return read_integer(text, length, &value->integer);
		case PNL_FLOAT:
			return read_decimal(text, length, &value->number);
		case PNL_BOOLEAN:
			return read_boolean(text, length, &value->boolean);
		case PNL_DATE:
		case PNL_TIMESTAMP:
			return pnl_date_parse(text, length, &value->civil);
		case PNL_TIME:
			return pnl_date_parse_time(text, length, &value->civil);
		case PNL_BASE64:
		case PNL_MIME_TYPE:
			value->text.data = text;
			value->text.length = length;
			return true;
		default:
			return false;
	}
}

/* The kind of a list's first element that is something. */
static PnlJsonKind
element_kind(const PnlJson *list)
{
	PnlJsonKind kind = PNL_JSON_NOTHING;
	size_t		count = pnl_json_count(list);

	for (size_t i = 0; i < count && kind == PNL_JSON_NOTHING; i++)
		kind = pnl_json_kind(pnl_json_item(list, i));
	return kind;
}

/* Reads a node into a value of a type that has parts. */
static bool
read_node(const PnlJson *node, PnlValue *value)
{
	PnlJsonKind kind;
	bool		is_texts = value->type == PNL_TEXT_LIST || value->type == PNL_TEXT_JOINED;

	if (is_texts)
		node = pnl_json_unwrap(node);
	if (value->type == PNL_OBJECT)
		node = pnl_json_item(node, 0);
	kind = value->type == PNL_LIST ? element_kind(node) : pnl_json_kind(node);
	value->node = node;
	value->null = kind == PNL_JSON_NOTHING;
	if (value->type == PNL_OPENING_HOURS)
		return value->null || kind == PNL_JSON_OBJECT || kind == PNL_JSON_ARRAY;
	return value->null || is_texts || kind == PNL_JSON_OBJECT;
}

bool
pnl_value_from_json(PnlType type, const PnlJson *node, PnlValue *value)
{
	const char *text;
	size_t		length;

	*value = pnl_value_null(type);
	if (pnl_json_kind(node) == PNL_JSON_NOTHING)
		return true;
	switch (type)
	{
		case PNL_TEXT_LIST:
		case PNL_TEXT_JOINED:
		case PNL_OBJECT:
		case PNL_LIST:
		case PNL_OPENING_HOURS:
			return read_node(node, value);
		default:
			break;
	}
	if (!pnl_json_text(node, &text, &length))
		return false;
	return text == NULL || pnl_value_from_text(type, text, length, value);
}
