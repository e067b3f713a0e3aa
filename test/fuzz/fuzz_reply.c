/*
 * fuzz_reply.c
 *		Any bytes as a reply, read by every operation.
 *
 * Input: the operation as a letter (a = the first; past the last = none), the
 * HTTP status in three digits, a letter for the content type (see below),
 * the body.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/entity.h"
#include "core/reply.h"
#include "core/rows.h"

#define HEADER_LENGTH 5

/* Replies without a letter of these have the first line of the body. */
static const struct
{
	char		letter;
	const char *type;
}			content_types[] = {
	{'j', "application/json;charset=UTF-8"},
	{'p', "application/problem+json"},
	{'h', "text/html"},
	{'n', NULL},
};

static const PnlOperation *
choose_operation(uint8_t letter)
{
	size_t		count = 0;
	size_t		chosen;

	while (pnl_api_operations[count] != NULL)
		count++;
	chosen = (uint8_t) (letter - 'a') % (count + 1);
	return pnl_api_operations[chosen];
}

/* Cuts the content type off the body when it is there. */
static char *
choose_content_type(char letter, const char **body, size_t *length)
{
	const char *line_end;
	char	   *type;

	for (size_t i = 0; i < sizeof(content_types) / sizeof(content_types[0]); i++)
		if (content_types[i].letter == letter)
			return content_types[i].type ? strdup(content_types[i].type) : NULL;
	line_end = memchr(*body, '\n', *length);
	if (line_end == NULL)
		line_end = *body + *length;
	type = strndup(*body, (size_t) (line_end - *body));
	*length -= (size_t) (line_end - *body);
	*body = line_end;
	return type;
}

/* ----------
 * Rows
 * ----------
 */

static void read_fields(const PnlRow *row, const PnlField *fields,
						const PnlOperation *operation, const PnlArguments *arguments);

static void
check_civil(const PnlCivil *civil)
{
	fuzz_require(civil->hour >= 0 && civil->hour <= 24 && civil->minute >= 0 &&
				 civil->minute <= 59 && civil->second >= 0 && civil->second <= 59 &&
				 civil->microsecond >= 0 && civil->microsecond <= 999999, "a time exists");
	fuzz_require(civil->year >= 0 && civil->year <= 9999 && civil->month >= 0 &&
				 civil->month <= 12 && civil->day >= 0 && civil->day <= 31, "a day exists");
}

static void
check_text(const char *text, size_t length)
{
	char	   *decoded = malloc(length + 1);

	fuzz_require(fuzz_is_text(text, length), "a text of a row is UTF-8 without NUL");
	length = pnl_entity_decode(text, length, decoded);
	fuzz_require(fuzz_is_text(decoded, length), "a decoded text is UTF-8 without NUL");
	free(decoded);
}

static void
read_list(const PnlField *field, const PnlJson *list)
{
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	if (!pnl_rows_collect_list(&rows, field, list, &error))
		fuzz_check_error(&error);
	for (size_t i = 0; i < rows.count; i++)
		read_fields(&rows.rows[i], field->fields, NULL, NULL);
	pnl_rows_free(&rows);
}

static void
read_texts(const PnlJson *list)
{
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const char *text;
		size_t		length;

		if (pnl_json_text(pnl_json_item(list, i), &text, &length) && text != NULL)
			check_text(text, length);
	}
}

static void
check_value(const PnlField *field, const PnlValue *value)
{
	PnlRow		row = {{NULL}, 1};

	switch (value->type)
	{
		case PNL_DATE:
		case PNL_TIME:
		case PNL_TIMESTAMP:
			check_civil(&value->civil);
			break;
		case PNL_INTEGER:
		case PNL_FLOAT:
		case PNL_BOOLEAN:
			break;
		case PNL_TEXT_LIST:
			read_texts(value->node);
			break;
		case PNL_OBJECT:
			row.level[0] = pnl_json_item(value->node, 0);
			read_fields(&row, field->fields, NULL, NULL);
			break;
		case PNL_LIST:
			read_list(field, value->node);
			break;
		default:
			check_text(value->text.data, value->text.length);
	}
}

static void
read_fields(const PnlRow *row, const PnlField *fields,
			const PnlOperation *operation, const PnlArguments *arguments)
{
	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		PnlValue	value;
		PnlError	error;

		pnl_error_init(&error);
		if (!pnl_rows_value(row, field, operation, arguments, &value, &error))
		{
			fuzz_check_error(&error);
			fuzz_require(error.kind == PNL_ERR_PROTOCOL, "an unreadable column is an error of the protocol");
			continue;
		}
		fuzz_require(value.type == field->type, "a column has its type");
		if (!value.null)
			check_value(field, &value);
	}
}

static void
read_rows(const PnlOperation *operation, const PnlJson *document)
{
	PnlArguments arguments;

	for (int i = 0; i < PNL_MAX_PARAMETERS; i++)
		arguments.values[i] = pnl_value_null(PNL_TEXT);
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		arguments.values[i] = pnl_value_null(operation->parameters[i].type);
	(void) pnl_rows_recognise(operation, document);
	for (const PnlRowSet *set = operation->row_sets; set->path != NULL; set++)
	{
		PnlRows		rows;
		PnlError	error;

		pnl_error_init(&error);
		pnl_rows_init(&rows);
		if (!pnl_rows_collect(&rows, set, document, &error))
			fuzz_check_error(&error);
		for (size_t i = 0; i < rows.count; i++)
			read_fields(&rows.rows[i], set->fields, operation, &arguments);
		read_fields(NULL, set->fields, operation, &arguments);
		pnl_rows_free(&rows);
	}
}

static void
check_warning(const PnlWarning *warning, void *arg)
{
	(void) arg;
	fuzz_require(warning->text_length + warning->code_length > 0, "a warning says something");
	check_text(warning->text, warning->text_length);
	check_text(warning->code, warning->code_length);
}

/* ----------
 * Replies
 * ----------
 */

static void
read_reply(const PnlReply *reply, const PnlOperation *operation)
{
	PnlJson    *document;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_reply_read(reply, operation, &document, &error))
	{
		fuzz_check_error(&error);
		fuzz_require(document == NULL, "a failure has no document");
		fuzz_require(error.http_status == reply->http_status, "a failure has its HTTP status");
		return;
	}
	fuzz_require(error.kind == PNL_ERR_NONE, "an answer leaves no error");
	fuzz_require(reply->http_status / 100 == 2 || reply->http_status == 404, "an answer is a success");
	for (size_t i = 0; pnl_api_operations[i] != NULL; i++)
		read_rows(pnl_api_operations[i], document);
	pnl_reply_each_warning(document, check_warning, NULL);
	pnl_json_free(document);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlReply	reply = {0, NULL, -1};
	const char *body = (const char *) data + HEADER_LENGTH;
	size_t		length = size - HEADER_LENGTH;
	char	   *content_type;

	if (size < HEADER_LENGTH)
		return 0;
	for (int i = 1; i <= 3; i++)
		reply.http_status = reply.http_status * 10 + (uint8_t) (data[i] - '0') % 10;
	content_type = choose_content_type((char) data[4], &body, &length);
	reply.content_type = content_type;
	pnl_buf_init(&reply.body, 0);
	if (length > 0)
		pnl_buf_append(&reply.body, body, length);
	read_reply(&reply, choose_operation(data[0]));
	pnl_buf_free(&reply.body);
	free(content_type);
	return 0;
}
