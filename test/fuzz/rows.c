/*
 * rows.c
 *		Reading all rows of an answer, and holding each value against its type.
 */
#include "rows.h"

#include <stdlib.h>

#include "core/entity.h"
#include "core/rows.h"

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

void
fuzz_check_text(const char *text, size_t length)
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
			fuzz_check_text(text, length);
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
			fuzz_check_text(value->text.data, value->text.length);
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

void
fuzz_read_rows(const PnlOperation *operation, const PnlJson *document)
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
