/*
 * argument.c
 *		Checking one argument against its parameter, and spelling it.
 */
#include "core/argument.h"

#include <string.h>

#include "core/ascii.h"
#include "core/barcode.h"
#include "core/choice.h"
#include "core/postal_code.h"

#define ACCOUNT_PREFIX "account."

const PnlValue *
pnl_argument_find(const PnlOperation *operation, const PnlArguments *arguments,
				  const char *name)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (strcmp(operation->parameters[i].argument, name) == 0)
			return &arguments->values[i];
	return NULL;
}

static PnlText
trim(PnlText text)
{
	while (text.length > 0 && *text.data == ' ')
	{
		text.data++;
		text.length--;
	}
	while (text.length > 0 && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}

/* ----------
 * Checks
 * ----------
 */

static bool
check_choice(const PnlParameter *parameter, PnlText text, PnlError *error)
{
	PnlBuf		list;

	if (pnl_choice_find(parameter->choices, text).length > 0)
		return true;
	pnl_buf_init(&list, 0);
	pnl_choice_append_words(&list, parameter->choices);
	pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must be %s%s", parameter->argument,
				  strchr(parameter->choices, '|') ? "one of " : "", pnl_buf_text(&list));
	pnl_buf_free(&list);
	return false;
}

static bool
check_missing(const PnlParameter *parameter, PnlError *error)
{
	if (!(parameter->flags & PNL_REQUIRED))
		return true;
	if (strncmp(parameter->argument, ACCOUNT_PREFIX, strlen(ACCOUNT_PREFIX)) == 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "the account has no %s",
							 parameter->argument + strlen(ACCOUNT_PREFIX));
	return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be null",
						 parameter->argument);
}

static bool
check_text(const PnlParameter *parameter, PnlText text, PnlError *error)
{
	if (parameter->wire != PNL_WIRE_TEXT)
		text = trim(text);
	if (text.length == 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be empty",
							 parameter->argument);
	if (parameter->max_length > 0 && text.length > (size_t) parameter->max_length)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "%s must not be longer than %d characters",
							 parameter->argument, parameter->max_length);
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char) text.data[i] < ' ' || text.data[i] == 0x7F)
			return pnl_error_set(error, PNL_ERR_ARGUMENT,
								 "%s must not hold control characters",
								 parameter->argument);
	return parameter->choices == NULL || check_choice(parameter, text, error);
}

static bool
check_postal_code(const PnlOperation *operation, const PnlParameter *parameter,
				  const PnlArguments *arguments, PnlText text, PnlError *error)
{
	const PnlValue *country = pnl_argument_find(operation, arguments, "country");
	bool		has_country = country != NULL && !country->null;
	const char *fault;

	/* services without a country know the Netherlands only */
	fault = pnl_postal_code_fault(text.data, text.length,
								  has_country ? country->text.data : "NL",
								  has_country ? country->text.length : 2);
	if (fault == NULL)
		return true;
	return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s is not possible: %s",
						 parameter->argument, fault);
}

static bool
check_barcode(const PnlParameter *parameter, PnlText text, PnlError *error)
{
	char		spelled[PNL_BARCODE_SIZE];
	const char *fault = pnl_barcode_spell(text, spelled);

	if (fault == NULL && parameter->max_length > 0 &&
		strlen(spelled) > (size_t) parameter->max_length)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be longer than %d characters",
							 parameter->argument, parameter->max_length);
	if (fault == NULL)
		return true;
	if (pnl_barcode_is_list(text))
		error->hint = PNL_BARCODE_LIST_HINT;
	return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s %s", parameter->argument, fault);
}

static bool
check_list(const PnlParameter *parameter, const PnlValue *value, PnlError *error)
{
	if (parameter->wire == PNL_WIRE_FIRST && value->array.count != 1)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "%s must hold one element for this account's API",
							 parameter->argument);
	if (value->array.count == 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be empty",
							 parameter->argument);
	for (size_t i = 0; i < value->array.count; i++)
		if (!check_text(parameter, value->array.items[i], error))
			return false;
	return true;
}

static bool
check_range(const PnlParameter *parameter, double number, PnlError *error)
{
	if ((parameter->min == 0 && parameter->max == 0) ||
		(number >= parameter->min && number <= parameter->max))
		return true;
	return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must be between %d and %d",
						 parameter->argument, parameter->min, parameter->max);
}

static bool
check_number(const PnlOperation *operation, const PnlParameter *parameter,
			 const PnlArguments *arguments, double number, PnlError *error)
{
	const PnlValue *other;

	if (!check_range(parameter, number, error))
		return false;
	if (parameter->not_before == NULL)
		return true;
	other = pnl_argument_find(operation, arguments, parameter->not_before);
	return other == NULL || other->null || number >= other->number ||
		pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be less than %s",
					  parameter->argument, parameter->not_before);
}

static int
compare_days(const PnlCivil *a, const PnlCivil *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return a->day < b->day ? -1 : a->day > b->day;
}

static bool
check_day(const PnlOperation *operation, const PnlParameter *parameter,
		  const PnlArguments *arguments, const PnlCivil *day, PnlError *error)
{
	const PnlValue *other;

	if (parameter->not_before == NULL)
		return true;
	if (strcmp(parameter->not_before, "today") == 0)
		return compare_days(day, &arguments->today) >= 0 ||
			pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be in the past",
						  parameter->argument);
	other = pnl_argument_find(operation, arguments, parameter->not_before);
	return other == NULL || other->null || compare_days(day, &other->civil) >= 0 ||
		pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be before %s",
					  parameter->argument, parameter->not_before);
}

bool
pnl_argument_check(const PnlOperation *operation, int i,
				   const PnlArguments *arguments, PnlError *error)
{
	const PnlParameter *parameter = &operation->parameters[i];
	const PnlValue *value = &arguments->values[i];

	if (value->null)
		return check_missing(parameter, error);
	switch (value->type)
	{
		case PNL_TEXT:
			if (parameter->wire == PNL_WIRE_BARCODE)
				return check_barcode(parameter, value->text, error);
			return check_text(parameter, value->text, error) &&
				(parameter->wire != PNL_WIRE_POSTAL_CODE ||
				 check_postal_code(operation, parameter, arguments, value->text, error));
		case PNL_TEXT_ARRAY:
			return check_list(parameter, value, error);
		case PNL_INTEGER:
			return check_range(parameter, value->integer, error);
		case PNL_FLOAT:
			return check_number(operation, parameter, arguments, value->number, error);
		case PNL_DATE:
		case PNL_TIMESTAMP:
			return check_day(operation, parameter, arguments, &value->civil, error);
		default:
			return true;
	}
}

/* ----------
 * Spelling
 * ----------
 */

void
pnl_argument_spell_text(const PnlParameter *parameter, const PnlText *given,
						PnlBuf *out)
{
	PnlText		text = parameter->wire == PNL_WIRE_TEXT ? *given : trim(*given);

	if (parameter->wire == PNL_WIRE_POSTAL_CODE)
	{
		pnl_postal_code_append(out, text.data, text.length);
		return;
	}
	if (parameter->wire == PNL_WIRE_BARCODE)
	{
		char		spelled[PNL_BARCODE_SIZE];

		if (pnl_barcode_spell(*given, spelled) == NULL)
			pnl_buf_append_text(out, spelled);
		return;
	}
	if (parameter->choices != NULL && pnl_choice_find(parameter->choices, text).length > 0)
		text = pnl_choice_find(parameter->choices, text);
	for (size_t i = 0; i < text.length; i++)
		pnl_buf_append_char(out, parameter->flags & PNL_UPPER_CASE ?
							pnl_ascii_upper(text.data[i]) : text.data[i]);
}

static PnlDateFormat
date_format(PnlWire wire)
{
	switch (wire)
	{
		case PNL_WIRE_DATE_ISO:
			return PNL_DATE_ISO;
		case PNL_WIRE_DATE_DUTCH:
			return PNL_DATE_DUTCH;
		case PNL_WIRE_DATETIME_ISO:
			return PNL_DATETIME_ISO;
		case PNL_WIRE_DATETIME_DUTCH:
			return PNL_DATETIME_DUTCH;
		default:
			return PNL_TIME_HMS;
	}
}

void
pnl_argument_spell(const PnlParameter *parameter, const PnlValue *value,
				   PnlBuf *out)
{
	switch (parameter->wire)
	{
		case PNL_WIRE_TEXT:
		case PNL_WIRE_CODE:
		case PNL_WIRE_BARCODE:
		case PNL_WIRE_POSTAL_CODE:
			pnl_argument_spell_text(parameter, &value->text, out);
			break;
		case PNL_WIRE_BOOLEAN:
			pnl_buf_append_text(out, value->boolean ? "true" : "false");
			break;
		case PNL_WIRE_INTEGER:
		case PNL_WIRE_INTEGER_TEXT:
			pnl_buf_append_format(out, "%d", value->integer);
			break;
		case PNL_WIRE_FIRST:
			pnl_argument_spell_text(parameter, &value->array.items[0], out);
			break;
		case PNL_WIRE_NUMBER:
			/* the shortest that keeps centimetres of a coordinate */
			pnl_buf_append_format(out, "%.12g", value->number);
			break;
		case PNL_WIRE_DATE_ISO:
		case PNL_WIRE_DATE_DUTCH:
		case PNL_WIRE_DATETIME_ISO:
		case PNL_WIRE_DATETIME_DUTCH:
		case PNL_WIRE_TIME:
			pnl_date_append(out, &value->civil, date_format(parameter->wire));
			break;
		case PNL_WIRE_LIST:
			/* one by one: the separator depends on the place */
			break;
	}
}

static PnlJson *
list_to_json(const PnlParameter *parameter, const PnlValue *value)
{
	PnlJson    *list = pnl_json_new_array();
	PnlBuf		text;
	bool		added = true;

	pnl_buf_init(&text, 0);
	for (size_t i = 0; i < value->array.count && added; i++)
	{
		pnl_buf_reset(&text);
		pnl_argument_spell_text(parameter, &value->array.items[i], &text);
		added = pnl_buf_ok(&text) &&
			pnl_json_append(list, pnl_json_new_text(pnl_buf_text(&text), text.length));
	}
	pnl_buf_free(&text);
	if (added)
		return list;
	pnl_json_free(list);
	return NULL;
}

PnlJson *
pnl_argument_to_json(const PnlParameter *parameter, const PnlValue *value)
{
	PnlBuf		text;
	PnlJson    *json = NULL;

	switch (parameter->wire)
	{
		case PNL_WIRE_BOOLEAN:
			return pnl_json_new_boolean(value->boolean);
		case PNL_WIRE_INTEGER:
			return pnl_json_new_integer(value->integer);
		case PNL_WIRE_NUMBER:
			return pnl_json_new_number(value->number);
		case PNL_WIRE_LIST:
			return list_to_json(parameter, value);
		default:
			pnl_buf_init(&text, 0);
			pnl_argument_spell(parameter, value, &text);
			if (pnl_buf_ok(&text))
				json = pnl_json_new_text(pnl_buf_text(&text), text.length);
			pnl_buf_free(&text);
			return json;
	}
}
