/*
 * error_shape.c
 *		The shapes in which PostNL and its gateway tell errors.
 *
 * They are data: where the entries are, and where each has its text, code and
 * field.
 */
#include "core/error_shape.h"

#include <stdlib.h>
#include <string.h>

#include "core/entity.h"
#include "core/path.h"

/*
 * The error shapes of quirks.md, section 4: where the entries are, and where
 * each has its text and code.  The first shape with an entry that has a text
 * or a code wins; those of single parcels are read beside it.
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

/* Where an entry names what it is about, which PostNL rarely does. */
#define FIELD_PATH "field|fieldName|property"

/* Where a document, or a part of one, has its warnings: a list, or one, wrapped. */
#define WARNING_PATH "Warnings.Warning[]|Warnings[]"

/* The lists of parcels below which there are warnings too. */
static const char *const parcel_lists[] = {"ResponseShipments", "items", "errorsPerBarcode"};

#define WARNING_TEXT_PATH "Description|Message|ErrorMsg"
#define WARNING_CODE_PATH "Code|ErrorNumber"

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
	bool		warnings;
	PnlError   *error;
	int			entries;
} ShapeRead;

/* "17701: text" becomes code and text; returns where the text begins. */
static const char *
split_code(const char *text, char *code, size_t size)
{
	size_t		digits = strspn(text, "0123456789");

	if (*code != '\0' || digits < 2 || digits >= size || text[digits] != ':')
		return text;
	memcpy(code, text, digits);
	code[digits] = '\0';
	return text + digits + 1 + (text[digits + 1] == ' ');
}

/* PostNL says an error twice, of two parcels or in two places: that is one entry. */
static bool
is_told(const PnlError *error, const PnlErrorEntry *entry)
{
	PnlErrorEntry told;
	int			at = 0;

	while (pnl_error_next(error, &at, &told))
		if (told.warning == entry->warning && strcmp(told.text, entry->text) == 0 &&
			strcmp(told.code, entry->code) == 0 && strcmp(told.field, entry->field) == 0)
			return true;
	return false;
}

static void
add_entry(ShapeRead *read, const char *text, char *code, const char *field)
{
	PnlErrorEntry entry = {read->warnings};

	entry.text = split_code(text, code, PNL_ERROR_CODE_SIZE);
	entry.code = code;
	entry.field = field;
	if (*entry.text == '\0' && *code == '\0')
		return;
	read->entries++;
	if (!is_told(read->error, &entry))
		pnl_error_add_entry(read->error, &entry);
}

static bool
take_entry(const PnlRow *row, void *arg, PnlError *error)
{
	ShapeRead  *read = arg;
	char		text[PNL_ERROR_MESSAGE_SIZE];
	char		code[PNL_ERROR_CODE_SIZE];
	char		field[PNL_ERROR_FIELD_SIZE];

	(void) error;
	copy_place(text, sizeof(text), row, read->text_path);
	copy_place(code, sizeof(code), row, read->code_path);
	copy_place(field, sizeof(field), row, FIELD_PATH);
	add_entry(read, text, code, field);
	return true;
}

/*
 * Entries that are bare texts: {"errors": ["17701: ..."]}, {"fault": "..."}.
 */
static void
take_bare_texts(ShapeRead *read, const PnlJson *list)
{
	char		text[PNL_ERROR_MESSAGE_SIZE];

	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const PnlJson *item = pnl_json_item(list, i);
		char		code[PNL_ERROR_CODE_SIZE] = "";

		if (pnl_json_kind(item) != PNL_JSON_SCALAR)
			continue;
		copy_node(text, sizeof(text), item);
		add_entry(read, text, code, "");
	}
}

/* RFC 9457's "errors": an object of lists, a key for each field. */
static bool
add_field_errors(const char *key, const PnlJson *value, void *arg)
{
	ShapeRead  *read = arg;
	char		text[PNL_ERROR_MESSAGE_SIZE];

	for (size_t i = 0; i < pnl_json_count(value); i++)
	{
		char		code[PNL_ERROR_CODE_SIZE] = "";

		copy_node(text, sizeof(text), pnl_json_item(value, i));
		/* a key is the other side's text too: it is cleaned as these are */
		add_entry(read, text, code, key);
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

/* The summary is an entry too, the first, as it may have a code. */
static bool
read_problem_details(ShapeRead *read, const PnlJson *document)
{
	PnlRow		row = {{document}, 1};

	if (!is_problem_details(document))
		return false;
	read->text_path = "detail|title";
	read->code_path = "code|errorCode";
	(void) take_entry(&row, read, NULL);
	pnl_json_each_key(pnl_json_get(document, "errors"), add_field_errors, read);
	return true;
}

/* Reads one shape; another one at its place is no entry of it. */
static void
read_shape(ShapeRead *read, const PnlJson *document, size_t shape)
{
	read->text_path = error_shapes[shape].text;
	read->code_path = error_shapes[shape].code;
	pnl_path_each_fitting(document, error_shapes[shape].path, take_entry, read);
}

/* Reads the first shape that fits, and what single parcels have beside it. */
static void
read_shapes(ShapeRead *read, const PnlJson *document, bool failed, bool in_rows)
{
	static const char *const bare_keys[] = {"fault", "errors", "error"};
	bool		found = read_problem_details(read, document);

	for (size_t i = 0; i < sizeof(error_shapes) / sizeof(error_shapes[0]); i++)
	{
		if ((error_shapes[i].only_failed && !failed) ||
			(error_shapes[i].of_a_row ? in_rows : found))
			continue;
		read_shape(read, document, i);
		found = found || read->entries > 0;
	}
	/* these may stand among objects */
	for (size_t i = 0; i < sizeof(bare_keys) / sizeof(bare_keys[0]); i++)
		take_bare_texts(read, pnl_json_get(document, bare_keys[i]));
}

void
pnl_error_shape_own_warnings(const PnlJson *node, PnlError *error)
{
	ShapeRead	read = {WARNING_TEXT_PATH, WARNING_CODE_PATH, true, error, 0};

	pnl_path_each_fitting(node, WARNING_PATH, take_entry, &read);
	/* a list may have texts among objects */
	take_bare_texts(&read, pnl_json_get(node, "Warnings"));
}

void
pnl_error_shape_warnings(const PnlJson *document, PnlError *error)
{
	pnl_error_shape_own_warnings(document, error);
	for (size_t k = 0; k < sizeof(parcel_lists) / sizeof(parcel_lists[0]); k++)
	{
		const PnlJson *list = pnl_json_get(document, parcel_lists[k]);

		for (size_t i = 0; i < pnl_json_count(list); i++)
			pnl_error_shape_own_warnings(pnl_json_item(list, i), error);
	}
}

bool
pnl_error_shape_read(const PnlJson *document, bool failed, bool in_rows,
					 PnlError *error)
{
	ShapeRead	read = {NULL, NULL, false, error, 0};

	read_shapes(&read, document, failed, in_rows);
	if (read.entries > 0 || failed)
		pnl_error_shape_warnings(document, error);
	return read.entries > 0 || is_problem_details(document);
}

void
pnl_error_shape_trace_id(const PnlJson *document, PnlError *error)
{
	PnlRow		row = {{document}, 1};

	copy_place(error->trace_id, sizeof(error->trace_id), &row,
			   "traceId|RequestId|requestId");
}
