/*
 * request.c
 *		From an operation and its arguments to what goes on the wire.
 *
 * Rule for this file: every argument is checked against its parameter before
 * any of it is written, and written only through the encoders of url.c and
 * the writer of json.c.
 */
#include "core/request.h"

#include <string.h>

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
		pnl_argument_spell(&operation->parameters[i], &arguments->values[i], scratch);
		pnl_url_append_encoded(target, pnl_buf_text(scratch), scratch->length);
		at += length + 2;
	}
	return pnl_buf_ok(target) && pnl_buf_ok(scratch);
}

/* ?name=a,b: the commas between the items stay as they are. */
static void
append_list_query(PnlBuf *target, const PnlParameter *parameter,
				  const PnlValue *value, PnlBuf *scratch)
{
	for (size_t i = 0; i < value->array.count; i++)
	{
		pnl_buf_reset(scratch);
		pnl_argument_spell_text(parameter, &value->array.items[i], scratch);
		if (i == 0)
			pnl_url_append_query(target, parameter->wire_name,
								 pnl_buf_text(scratch), scratch->length);
		else
		{
			pnl_buf_append_char(target, ',');
			pnl_url_append_encoded(target, pnl_buf_text(scratch), scratch->length);
		}
	}
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
		if (parameters[i].wire == PNL_WIRE_LIST)
		{
			append_list_query(target, &parameters[i], &arguments->values[i], scratch);
			continue;
		}
		pnl_argument_spell(&parameters[i], &arguments->values[i], scratch);
		pnl_url_append_query(target, parameters[i].wire_name,
							 pnl_buf_text(scratch), scratch->length);
	}
	return pnl_buf_ok(target) && pnl_buf_ok(scratch);
}

static bool
has_body(const PnlOperation *operation)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (operation->parameters[i].place == PNL_IN_BODY)
			return true;
	return false;
}

static bool
fill_body(PnlJson *body, const PnlOperation *operation,
		  const PnlArguments *arguments)
{
	const PnlParameter *parameters = operation->parameters;

	for (int i = 0; parameters[i].argument != NULL; i++)
		if (parameters[i].place == PNL_IN_BODY && !arguments->values[i].null &&
			!pnl_json_put(body, parameters[i].wire_name,
						  pnl_argument_to_json(&parameters[i], &arguments->values[i])))
			return false;
	return true;
}

/* Tells why building failed when nobody has yet. */
static bool
set_build_error(const PnlRequest *request, PnlError *error)
{
	if (request->target.full || request->body.full)
		return pnl_error_set(error, PNL_ERR_REQUEST_SIZE, "more than %d bytes",
							 PNL_MAX_REQUEST_SIZE);
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

static bool
build_target(PnlRequest *request, const PnlOperation *operation,
			 const PnlArguments *arguments)
{
	PnlBuf		scratch;
	bool		built;

	pnl_buf_init(&scratch, PNL_MAX_REQUEST_SIZE);
	built = append_path(&request->target, operation, arguments, &scratch) &&
		append_queries(&request->target, operation, arguments, &scratch);
	pnl_buf_free(&scratch);
	return built;
}

bool
pnl_request_build(PnlRequest *request, const PnlOperation *operation,
				  const PnlArguments *arguments, PnlError *error)
{
	PnlJson    *body = NULL;
	bool		built;

	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (!pnl_argument_check(operation, i, arguments, error))
			return false;

	request->method = operation->method;
	pnl_buf_reset(&request->target);
	pnl_buf_reset(&request->body);
	built = build_target(request, operation, arguments);
	if (built && has_body(operation))
	{
		body = pnl_json_new_object();
		built = body != NULL && fill_body(body, operation, arguments);
	}
	if (built && operation->complete != NULL)
		built = operation->complete(request, body, operation, arguments, error);
	if (built && body != NULL)
		built = pnl_json_write(body, &request->body);
	pnl_json_free(body);
	return built || set_build_error(request, error);
}
