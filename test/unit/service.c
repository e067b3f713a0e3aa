/*
 * service.c
 *		What the tests of PostNL's services share: answers read to rows, and
 *		requests built from arguments, both as text.
 *
 * A value is written in one spelling here, so that a column of another type
 * is seen.
 */
#include "service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/choice.h"
#include "core/opening_hours.h"
#include "core/reply.h"
#include "core/rows.h"

/* ----------
 * Rows as text
 * ----------
 */

/* The texts of a list, in the column's own words. */
static void
write_texts(PnlBuf *out, const PnlField *field, const PnlJson *list)
{
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		PnlText		word;

		assert_true(pnl_json_text(pnl_json_item(list, i), &word.data, &word.length));
		if (field->words != NULL && pnl_choice_find(field->words, word).length > 0)
			word = pnl_choice_find(field->words, word);
		if (i > 0)
			pnl_buf_append_char(out, ',');
		pnl_buf_append(out, word.data, word.length);
	}
}

static void
write_opening_hours(PnlBuf *out, const PnlJson *node)
{
	PnlOpeningHours hours;
	const char *between = "";

	assert_true(pnl_opening_hours_read(node, &hours));
	for (int day = 0; day < PNL_WEEKDAYS; day++)
		for (int span = 0; span < hours.count[day]; span++)
		{
			pnl_buf_append_format(out, "%s%.3s %s-%s", between, pnl_opening_hours_weekday_names[day],
								  hours.spans[day][span].from, hours.spans[day][span].to);
			between = ", ";
		}
}

static void write_row(PnlBuf *out, const PnlRow *row, const PnlField *fields,
					  const char *separator);

static void
write_value(PnlBuf *out, const PnlField *field, const PnlValue *value)
{
	PnlRow		row = {{NULL}, 1};

	switch (value->type)
	{
		case PNL_INTEGER:
			pnl_buf_append_format(out, "%d", value->integer);
			break;
		case PNL_FLOAT:
			pnl_buf_append_format(out, "%.12g", value->number);
			break;
		case PNL_BOOLEAN:
			pnl_buf_append_text(out, value->boolean ? "true" : "false");
			break;
		case PNL_DATE:
			pnl_date_append(out, &value->civil, PNL_DATE_ISO);
			break;
		case PNL_TIME:
			pnl_date_append(out, &value->civil, PNL_TIME_HMS);
			break;
		case PNL_TEXT_LIST:
		case PNL_TEXT_JOINED:
			write_texts(out, field, value->node);
			break;
		case PNL_OPENING_HOURS:
			write_opening_hours(out, value->node);
			break;
		case PNL_OBJECT:
			row.level[0] = pnl_json_item(value->node, 0);
			write_row(out, &row, field->fields, ", ");
			break;
		case PNL_TEXT:
			pnl_buf_append(out, value->text.data, value->text.length);
			break;
		default:
			fail_msg("%s is of a type that these services have not", field->name);
	}
}

/* "name=value" for each field that is not null. */
static void
write_row(PnlBuf *out, const PnlRow *row, const PnlField *fields, const char *separator)
{
	static const PnlParameter none[] = {{NULL}};
	static const PnlOperation operation = {.parameters = none};
	const char *between = "";

	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		PnlValue	value;
		PnlError	error;

		pnl_error_init(&error);
		if (!pnl_rows_value(row, field, &operation, NULL, &value, &error))
			fail_msg("%s: %s", field->name, error.message);
		if (value.null)
			continue;
		pnl_buf_append_format(out, "%s%s=", between, field->name);
		write_value(out, field, &value);
		between = separator;
	}
}

static void
write_row_set(PnlBuf *out, const PnlRowSet *set, const PnlJson *document)
{
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	if (!pnl_rows_collect(&rows, set, document, &error))
		fail_msg("%s: %s", set->path, error.message);
	for (size_t i = 0; i < rows.count; i++)
	{
		if (out->length > 0)
			pnl_buf_append_text(out, "\n\n");
		write_row(out, &rows.rows[i], set->fields, "\n");
	}
	pnl_rows_free(&rows);
}

static void
write_warning(const PnlWarning *warning, void *arg)
{
	pnl_buf_append_format(arg, "%.*s: %.*s\n", (int) warning->code_length, warning->code,
						  (int) warning->text_length, warning->text);
}

static PnlJson *
read_answer(const ServiceAnswer *answer)
{
	PnlJson    *document;
	PnlError	error;
	size_t		length;
	char	   *text;
	bool		read;

	text = answer->fixture ? unit_fixture(answer->fixture, &length) : unit_quoted(answer->body);
	read = unit_read_reply(200, "application/json;charset=UTF-8", text, answer->operation,
						   &document, &error);
	free(text);
	if (!read)
		fail_msg("%s", error.message);
	return document;
}

void
service_read_rows(void **state)
{
	const ServiceAnswer *answer = *state;
	PnlJson    *document = read_answer(answer);
	PnlBuf		out;
	PnlBuf		warnings;

	pnl_buf_init(&out, 0);
	pnl_buf_init(&warnings, 0);
	for (const PnlRowSet *set = answer->operation->row_sets; set->path != NULL; set++)
		write_row_set(&out, set, document);
	assert_string_equal(pnl_buf_text(&out), answer->rows);
	pnl_reply_each_warning(document, write_warning, &warnings);
	assert_string_equal(pnl_buf_text(&warnings), answer->warnings ? answer->warnings : "");
	pnl_buf_free(&warnings);
	pnl_buf_free(&out);
	pnl_json_free(document);
}

/* ----------
 * Requests
 * ----------
 */

/* What the values of a call point into. */
typedef struct Call
{
	PnlArguments arguments;
	PnlText		elements[PNL_MAX_PARAMETERS];	/* of all lists together */
	size_t		element_count;
	char	   *quoted[PNL_MAX_PARAMETERS];
} Call;

static void
free_call(Call *call)
{
	for (int i = 0; i < PNL_MAX_PARAMETERS; i++)
		free(call->quoted[i]);
}

/* A text with commas as a list. */
static void
set_elements(Call *call, PnlValue *value, const char *text)
{
	value->array.items = &call->elements[call->element_count];
	value->array.count = 0;
	while (*text)
	{
		size_t		length = strcspn(text, ",");

		assert_true(call->element_count < PNL_MAX_PARAMETERS);
		call->elements[call->element_count++] = (PnlText) {text, length};
		value->array.count++;
		text += length + (text[length] == ',');
	}
}

static void
set_argument(Call *call, const PnlOperation *operation, const ServiceArgument *argument)
{
	int			i = 0;
	PnlType		type;
	PnlValue   *value;

	while (operation->parameters[i].argument != NULL &&
		   strcmp(operation->parameters[i].argument, argument->name) != 0)
		i++;
	if (operation->parameters[i].argument == NULL)
		fail_msg("there is no argument %s", argument->name);
	type = operation->parameters[i].type;
	value = &call->arguments.values[i];
	*value = pnl_value_null(type);
	if (argument->text == NULL)
		return;
	value->null = false;
	if (type == PNL_TEXT_ARRAY)
		set_elements(call, value, argument->text);
	else if (type == PNL_JSON_TEXT)
	{
		free(call->quoted[i]);
		call->quoted[i] = unit_quoted(argument->text);
		value->text = (PnlText) {call->quoted[i], strlen(call->quoted[i])};
	}
	else if (!pnl_value_from_text(type, argument->text, strlen(argument->text), value))
		fail_msg("%s is not of the type of %s", argument->text, argument->name);
}

/* A call with nothing but the constants of its operation. */
static void
init_call(Call *call, const PnlOperation *operation)
{
	memset(call, 0, sizeof(*call));
	assert_true(pnl_date_parse(SERVICE_TODAY, strlen(SERVICE_TODAY), &call->arguments.today));
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
	{
		const PnlParameter *parameter = &operation->parameters[i];
		const char *text = parameter->argument + 1;

		call->arguments.values[i] = pnl_value_null(parameter->type);
		if (text[-1] == '=')
			assert_true(pnl_value_from_text(parameter->type, text, strlen(text),
											&call->arguments.values[i]));
	}
}

void
service_build_request(void **state)
{
	const ServiceRequest *row = *state;
	char	   *body = unit_quoted(row->body ? row->body : "");
	Call		call;
	PnlRequest	request;
	PnlError	error;

	init_call(&call, row->operation);
	for (const ServiceArgument *given = row->arguments; given->name != NULL; given++)
		set_argument(&call, row->operation, given);
	pnl_error_init(&error);
	pnl_request_init(&request);
	if (!pnl_request_build(&request, row->operation, &call.arguments, &error))
		fail_msg("%s", error.message);
	assert_string_equal(request.method, row->body ? "POST" : "GET");
	assert_string_equal(pnl_buf_text(&request.target), row->target);
	assert_string_equal(pnl_buf_text(&request.body), body);
	pnl_request_free(&request);
	free_call(&call);
	free(body);
}

void
service_refuse(void **state)
{
	const ServiceRefusal *row = *state;
	Call		call;
	PnlRequest	request;
	PnlError	error;

	init_call(&call, row->operation);
	for (const ServiceArgument *given = row->least; given->name != NULL; given++)
		set_argument(&call, row->operation, given);
	pnl_error_init(&error);
	pnl_request_init(&request);
	/* without the change it is a request */
	if (!pnl_request_build(&request, row->operation, &call.arguments, &error))
		fail_msg("the least arguments: %s", error.message);
	for (const ServiceArgument *given = row->changed; given->name != NULL; given++)
		set_argument(&call, row->operation, given);
	assert_false(pnl_request_build(&request, row->operation, &call.arguments, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	pnl_request_free(&request);
	free_call(&call);
}
