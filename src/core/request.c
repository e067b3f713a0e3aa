/*
 * request.c
 *		From an operation and its arguments to what goes on the wire.
 *
 * Rule for this file: every argument is checked against its parameter before
 * any of it is written, and written only through the encoders of url.c.
 */
#include "core/request.h"

#include <string.h>

#include "core/ascii.h"
#include "core/url.h"

void
pnl_request_init(PnlRequest *request)
{
	request->method = NULL;
	pnl_buf_init(&request->target, PNL_MAX_REQUEST_SIZE);
	pnl_buf_init(&request->body, PNL_MAX_REQUEST_SIZE);
}

void
pnl_request_free(PnlRequest *request)
{
	pnl_buf_free(&request->target);
	pnl_buf_free(&request->body);
}

static void
trim(const char **text, size_t *length)
{
	while (*length > 0 && **text == ' ')
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && (*text)[*length - 1] == ' ')
		(*length)--;
}

/* True when the text is one of "A|B|C", in any letter case. */
static bool
is_choice(const char *choices, const char *text, size_t length)
{
	while (*choices)
	{
		size_t		choice_length = strcspn(choices, "|");

		if (choice_length == length && pnl_ascii_equal(choices, text, length))
			return true;
		choices += choice_length + (choices[choice_length] == '|');
	}
	return false;
}

static bool
check_choice(const PnlParameter *parameter, const char *text, size_t length,
			 PnlError *error)
{
	PnlBuf		list;

	if (is_choice(parameter->choices, text, length))
		return true;
	pnl_buf_init(&list, 0);
	for (const char *c = parameter->choices; *c; c++)
		pnl_buf_append_text(&list, *c == '|' ? ", " : (char[2]) {*c, '\0'});
	pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must be one of %s",
				  parameter->argument, pnl_buf_text(&list));
	pnl_buf_free(&list);
	return false;
}

static bool
check_text(const PnlParameter *parameter, const PnlValue *value, PnlError *error)
{
	const char *text = value->text.data;
	size_t		length = value->text.length;

	if (parameter->wire == PNL_WIRE_CODE)
		trim(&text, &length);
	if (length == 0)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be empty",
							 parameter->argument);
	if (parameter->max_length > 0 && length > (size_t) parameter->max_length)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "%s must not be longer than %d characters",
							 parameter->argument, parameter->max_length);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char) text[i] < ' ' || text[i] == 0x7F)
			return pnl_error_set(error, PNL_ERR_ARGUMENT,
								 "%s must not hold control characters",
								 parameter->argument);
	return parameter->choices == NULL ||
		check_choice(parameter, text, length, error);
}

static bool
check_argument(const PnlParameter *parameter, const PnlValue *value,
			   PnlError *error)
{
	static const char account_prefix[] = "account.";
	size_t		prefix_length = sizeof(account_prefix) - 1;

	if (value->null)
	{
		if (!(parameter->flags & PNL_REQUIRED))
			return true;
		if (strncmp(parameter->argument, account_prefix, prefix_length) == 0)
			return pnl_error_set(error, PNL_ERR_ARGUMENT, "the account has no %s",
								 parameter->argument + prefix_length);
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "%s must not be null",
							 parameter->argument);
	}
	if (value->type == PNL_TEXT)
		return check_text(parameter, value, error);
	if (value->type == PNL_INTEGER &&
		(parameter->min != 0 || parameter->max != 0) &&
		(value->integer < parameter->min || value->integer > parameter->max))
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "%s must be between %d and %d",
							 parameter->argument, parameter->min, parameter->max);
	return true;
}

static void
append_text(const PnlParameter *parameter, const PnlValue *value, PnlBuf *out)
{
	const char *text = value->text.data;
	size_t		length = value->text.length;

	if (parameter->wire == PNL_WIRE_CODE)
		trim(&text, &length);
	for (size_t i = 0; i < length; i++)
		pnl_buf_append_char(out, parameter->flags & PNL_UPPER_CASE ?
							pnl_ascii_upper(text[i]) : text[i]);
}

/* Spells a value as its parameter wants it; not yet percent-encoded. */
static void
spell(const PnlParameter *parameter, const PnlValue *value, PnlBuf *out)
{
	switch (parameter->wire)
	{
		case PNL_WIRE_TEXT:
		case PNL_WIRE_CODE:
			append_text(parameter, value, out);
			break;
		case PNL_WIRE_BOOLEAN:
			pnl_buf_append_text(out, value->boolean ? "true" : "false");
			break;
		case PNL_WIRE_INTEGER:
			pnl_buf_append_format(out, "%d", value->integer);
			break;
		case PNL_WIRE_DATE_ISO:
			pnl_date_append(out, &value->civil, PNL_DATE_ISO);
			break;
		case PNL_WIRE_DATE_DUTCH:
			pnl_date_append(out, &value->civil, PNL_DATE_DUTCH);
			break;
		case PNL_WIRE_DATETIME_ISO:
			pnl_date_append(out, &value->civil, PNL_DATETIME_ISO);
			break;
		case PNL_WIRE_DATETIME_DUTCH:
			pnl_date_append(out, &value->civil, PNL_DATETIME_DUTCH);
			break;
		case PNL_WIRE_TIME:
			pnl_date_append(out, &value->civil, PNL_TIME_HMS);
			break;
	}
}

/* The parameter that fills "{name}" of a path template, or -1. */
static int
find_path_parameter(const PnlOperation *operation, const char *name,
					size_t length)
{
	const PnlParameter *parameters = operation->parameters;

	for (int i = 0; parameters[i].argument != NULL; i++)
		if (parameters[i].place == PNL_IN_PATH &&
			strlen(parameters[i].wire_name) == length &&
			memcmp(parameters[i].wire_name, name, length) == 0)
			return i;
	return -1;
}

static bool
append_path(PnlBuf *target, const PnlOperation *operation,
			const PnlArguments *arguments, PnlBuf *scratch)
{
	const char *at = operation->path;

	while (*at)
	{
		size_t		literal = strcspn(at, "{");
		size_t		length;
		int			i;

		pnl_buf_append(target, at, literal);
		at += literal;
		if (*at == '\0')
			break;
		length = strcspn(at + 1, "}");
		i = find_path_parameter(operation, at + 1, length);
		if (i < 0)
			return false;
		pnl_buf_reset(scratch);
		spell(&operation->parameters[i], &arguments->values[i], scratch);
		pnl_url_append_encoded(target, pnl_buf_text(scratch), scratch->length);
		at += length + 2;
	}
	return pnl_buf_ok(target) && pnl_buf_ok(scratch);
}

static bool
append_queries(PnlBuf *target, const PnlOperation *operation,
			   const PnlArguments *arguments, PnlBuf *scratch)
{
	const PnlParameter *parameters = operation->parameters;

	for (int i = 0; parameters[i].argument != NULL; i++)
	{
		if (parameters[i].place != PNL_IN_QUERY || arguments->values[i].null)
			continue;
		pnl_buf_reset(scratch);
		spell(&parameters[i], &arguments->values[i], scratch);
		pnl_url_append_query(target, parameters[i].wire_name,
							 pnl_buf_text(scratch), scratch->length);
	}
	return pnl_buf_ok(target) && pnl_buf_ok(scratch);
}

bool
pnl_request_build(PnlRequest *request, const PnlOperation *operation,
				  const PnlArguments *arguments, PnlError *error)
{
	PnlBuf		scratch;
	bool		built;

	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (!check_argument(&operation->parameters[i], &arguments->values[i], error))
			return false;

	request->method = operation->method;
	pnl_buf_reset(&request->target);
	pnl_buf_reset(&request->body);
	pnl_buf_init(&scratch, PNL_MAX_REQUEST_SIZE);
	built = append_path(&request->target, operation, arguments, &scratch) &&
		append_queries(&request->target, operation, arguments, &scratch);
	pnl_buf_free(&scratch);
	if (built)
		return true;
	if (request->target.full)
		return pnl_error_set(error, PNL_ERR_REQUEST_SIZE,
							 "the request is larger than %d bytes", PNL_MAX_REQUEST_SIZE);
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}
