/*
 * error_shape.c
 *		The shapes in which PostNL and its gateway tell errors.
 *
 * They are data: where the entries are, and where each has its text and code.
 */
#include "core/error_shape.h"

#include <stdlib.h>
#include <string.h>

#include "core/entity.h"
#include "core/path.h"

/*
 * The error shapes of quirks.md, section 4: where the entries are, and where
 * each has its text and code.  The first shape with an entry that has a text
 * or a code wins.
 */
static const struct
{
	const char *path;
	const char *text;
	const char *code;
	bool		only_failed;	/* no error where the HTTP status is 2xx */
	bool		of_a_row;		/* of one parcel of many */
}			error_shapes[] = {
	{"fault[]", "faultstring|message", "detail.errorcode|code", false, false},
	{"[].fault[]", "faultstring|message", "detail.errorcode|code", false, false},
	{"faults[]", "faultstring|message|description", "detail.errorcode|code|errorcode", false,
	false},
	{"Array.Item[]", "ErrorMsg|Description", "ErrorNumber|Code", false, false},
	{"Errors.Error[]|Errors.Item[]", "ErrorMsg|Description", "ErrorNumber|Code", false, false},
	{"Error[]", "ErrorDescription|ErrorMessage|ErrorMsg|Message|Description",
	"ErrorCode|ErrorNumber|Code", false, false},
	{"Errors[]", "Description|ErrorMsg|detail|message|Error|title",
	"Code|ErrorNumber|ErrorCode|status", false, false},
	{"ResponseShipments[].Errors[]", "Description|ErrorMsg|Message", "Code|ErrorNumber", false,
	true},
	{"errorsPerBarcode[].errors[]", "description|message", "code", false, true},
	{"Envelope.Body.Fault[]", "Reason.Text|faultstring",
	"Detail.CifException.Errors.ExceptionData.ErrorNumber|faultcode", false, false},
	{"[]", "ErrorMsg|ErrorMessage|ErrorDescription", "ErrorNumber|ErrorCode", false, false},
	{"[]", "detail|title|message|description|Error", "code|errorCode|type", true, false},
};

/* Copies a node's text, entities decoded, into a field of the error. */
static void
copy_node(char *field, int size, const PnlJson *node)
{
	const char *text;
	size_t		length;
	char	   *decoded;

	field[0] = '\0';
	if (!pnl_json_text(node, &text, &length) || text == NULL)
		return;
	decoded = malloc(length + 1);
	if (decoded == NULL)
		return;
	length = pnl_entity_decode(text, length, decoded);
	/* longer than any field: pnl_error_copy_text() cuts it */
	pnl_error_copy_text(field, size, decoded,
						length > 65535 ? 65535 : (int) length);
	free(decoded);
}

/* Reads one place of an error's entry; "" where there is nothing to read. */
static void
copy_place(char *field, int size, const PnlRow *row, const char *path)
{
	const PnlJson *node = NULL;
	PnlError	ignored;

	field[0] = '\0';
	pnl_error_init(&ignored);
	if (*path != '\0' && pnl_path_find(row, path, &node, &ignored))
		copy_node(field, size, node);
}

/* What the walk over one error shape carries. */
typedef struct ShapeRead
{
	const char *text_path;
	const char *code_path;
	PnlError   *error;
	int			entries;
} ShapeRead;

/* The first entry fills the message; the others become detail lines. */
static void
add_entry(ShapeRead *read, const char *text, const char *code)
{
	PnlError   *error = read->error;

	if (*text == '\0' && *code == '\0')
		return;
	if (read->entries++ == 0)
	{
		pnl_error_copy_text(error->message, sizeof(error->message), text, -1);
		pnl_error_copy_text(error->code, sizeof(error->code), code, -1);
	}
	else if (*code != '\0')
		pnl_error_add_detail(error, "%s: %s", code, text);
	else
		pnl_error_add_detail(error, "%s", text);
}

static bool
take_entry(const PnlRow *row, void *arg, PnlError *error)
{
	ShapeRead  *read = arg;
	char		text[PNL_ERROR_MESSAGE_SIZE];
	char		code[PNL_ERROR_CODE_SIZE];

	(void) error;
	copy_place(text, sizeof(text), row, read->text_path);
	copy_place(code, sizeof(code), row, read->code_path);
	add_entry(read, text, code);
	return true;
}

/*
 * Entries that are bare texts: {"errors": ["17701: ..."]}, {"fault": "..."}.
 */
static void
take_bare_texts(ShapeRead *read, const PnlJson *document, const char *key)
{
	const PnlJson *list = pnl_json_get(document, key);
	char		text[PNL_ERROR_MESSAGE_SIZE];

	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const PnlJson *item = pnl_json_item(list, i);

		if (pnl_json_kind(item) != PNL_JSON_SCALAR)
			continue;
		copy_node(text, sizeof(text), item);
		add_entry(read, text, "");
	}
}

/* "17701: text" becomes code and text. */
static void
split_code(PnlError *error)
{
	size_t		digits = strspn(error->message, "0123456789");

	if (error->code[0] != '\0' || digits < 2 ||
		digits >= sizeof(error->code) || error->message[digits] != ':')
		return;
	memcpy(error->code, error->message, digits);
	error->code[digits] = '\0';
	memmove(error->message, error->message + digits + 1,
			strlen(error->message + digits + 1) + 1);
	if (error->message[0] == ' ')
		memmove(error->message, error->message + 1, strlen(error->message));
}

/* RFC 9457's "errors": an object of lists, a key for each field. */
static bool
add_field_errors(const char *key, const PnlJson *value, void *arg)
{
	PnlError   *error = arg;
	char		name[PNL_ERROR_CODE_SIZE];
	char		text[PNL_ERROR_MESSAGE_SIZE];

	/* a key is the other side's text too */
	pnl_error_copy_text(name, sizeof(name), key, -1);
	for (size_t i = 0; i < pnl_json_count(value); i++)
	{
		copy_node(text, sizeof(text), pnl_json_item(value, i));
		if (text[0] != '\0')
			pnl_error_add_detail(error, "%s: %s", name, text);
	}
	return true;
}

/* True for {"title": ..., "errors": {...}}, where "errors" is not a list. */
static bool
is_problem_details(const PnlJson *document)
{
	return pnl_json_get(document, "title") != NULL &&
		(pnl_json_get(document, "type") != NULL ||
		 pnl_json_get(document, "status") != NULL);
}

static bool
read_problem_details(const PnlJson *document, PnlError *error)
{
	PnlRow		row = {{document}, 1};

	if (!is_problem_details(document))
		return false;
	copy_place(error->message, sizeof(error->message), &row, "detail|title");
	copy_place(error->code, sizeof(error->code), &row, "code|errorCode");
	pnl_json_each_key(pnl_json_get(document, "errors"), add_field_errors, error);
	return true;
}

/* Fills text, code and details from the first shape that fits. */
static bool
read_shapes(const PnlJson *document, bool failed, bool in_rows, PnlError *error)
{
	static const char *const bare_keys[] = {"fault", "errors", "error"};
	ShapeRead	read = {NULL, NULL, error, 0};
	PnlError	ignored;

	if (read_problem_details(document, error))
		return true;
	for (size_t i = 0; i < sizeof(error_shapes) / sizeof(error_shapes[0]); i++)
	{
		if ((error_shapes[i].only_failed && !failed) ||
			(error_shapes[i].of_a_row && in_rows))
			continue;
		read.text_path = error_shapes[i].text;
		read.code_path = error_shapes[i].code;
		pnl_error_init(&ignored);
		/* another shape at that place is no entry of this one */
		(void) !pnl_path_each(document, error_shapes[i].path, take_entry, &read, &ignored);
		if (read.entries > 0)
			return true;
	}
	for (size_t i = 0; i < sizeof(bare_keys) / sizeof(bare_keys[0]); i++)
	{
		take_bare_texts(&read, document, bare_keys[i]);
		if (read.entries > 0)
			return true;
	}
	return false;
}

bool
pnl_error_shape_read(const PnlJson *document, bool failed, bool in_rows,
					 PnlError *error)
{
	if (!read_shapes(document, failed, in_rows, error))
		return false;
	split_code(error);
	return true;
}

void
pnl_error_shape_trace_id(const PnlJson *document, PnlError *error)
{
	PnlRow		row = {{document}, 1};

	copy_place(error->trace_id, sizeof(error->trace_id), &row,
			   "traceId|RequestId|requestId");
}
