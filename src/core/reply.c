/*
 * reply.c
 *		What an HTTP reply means: a document, or one PnlError.
 *
 * Rule for this file: an unknown shape is never success by default.  A 2xx
 * reply is an answer only when it parses, holds none of the error shapes,
 * and has a key that the operation knows.
 */
#include "core/reply.h"

#include <string.h>

#include "core/ascii.h"
#include "core/error_shape.h"
#include "core/excerpt.h"
#include "core/path.h"
#include "core/rows.h"

/* Characters shown of a failure's page, and of what cannot be read. */
#define PAGE_CHARACTERS 300
#define BEGINNING_CHARACTERS 100

/* How much of a content type that is not JSON's is shown. */
#define TYPE_SIZE 100

/* What a HTTP status means.  The first row that holds it wins. */
static const struct
{
	int			from;
	int			to;
	PnlErrorKind kind;
	bool		transient;
	const char *says;			/* what it means, for a reply without words */
}			status_meanings[] = {
	{300, 399, PNL_ERR_PROTOCOL, false, "the reply is a redirect, which is not followed"},
	{400, 400, PNL_ERR_REJECTED, false, "bad request"},
	{401, 401, PNL_ERR_UNAUTHORIZED, false, "the API key is not accepted"},
	{403, 403, PNL_ERR_UNAUTHORIZED, false, "the API key is not allowed to do this"},
	{404, 404, PNL_ERR_NO_OPERATION, false, "no such operation, or a request over 200 KB"},
	{405, 405, PNL_ERR_NO_OPERATION, false, "method not allowed"},
	{408, 408, PNL_ERR_TIMEOUT, true, "request timeout"},
	{413, 413, PNL_ERR_REQUEST_SIZE, false, "the request is too large"},
	{429, 429, PNL_ERR_THROTTLED, true, "too many requests"},
	{400, 499, PNL_ERR_REJECTED, false, "the request was not accepted"},
	{500, 500, PNL_ERR_SERVER, true, "internal server error"},
	{502, 502, PNL_ERR_SERVER, true, "bad gateway"},
	{503, 503, PNL_ERR_SERVER, true, "service unavailable"},
	{504, 504, PNL_ERR_SERVER, true, "gateway timeout"},
	{521, 524, PNL_ERR_SERVER, true, "the server behind the gateway does not answer"},
	{500, 599, PNL_ERR_SERVER, false, "server error"},
	{0, 999, PNL_ERR_PROTOCOL, false, "unexpected HTTP status"},
};

static void
set_status_meaning(PnlError *error, int http_status)
{
	size_t		i = 0;

	while (http_status < status_meanings[i].from ||
		   http_status > status_meanings[i].to)
		i++;
	error->kind = status_meanings[i].kind;
	error->transient = status_meanings[i].transient;
	error->http_status = http_status;
	pnl_error_copy_text(error->message, sizeof(error->message), status_meanings[i].says, -1);
}

/* The gateway repeats the HTTP status in the body, at times instead of it. */
static int
find_body_status(const PnlJson *document)
{
	PnlValue	value;
	const PnlJson *node = pnl_json_get(document, "http_status_code");

	if (node != NULL && pnl_value_from_json(PNL_INTEGER, node, &value) &&
		!value.null && value.integer >= 400 && value.integer <= 599)
		return value.integer;
	return 0;
}

void
pnl_reply_show(const PnlReply *reply, PnlError *error)
{
	error->http_status = reply->http_status;
	pnl_excerpt_copy(error->beginning, sizeof(error->beginning), BEGINNING_CHARACTERS,
					 &reply->body);
}

/* A fault of SOAP: what it says itself, and its exceptions. */
static void
add_soap_fault(const PnlReply *reply, PnlError *error)
{
	char		text[PNL_ERROR_MESSAGE_SIZE];
	char		code[PNL_ERROR_CODE_SIZE] = "";
	PnlErrorEntry entry = {false, code, "", text};
	PnlBuf		exception;
	size_t		at = 0;

	pnl_excerpt_element(text, sizeof(text), &reply->body, "faultstring");
	pnl_error_add_entry(error, &entry);
	while (pnl_excerpt_part(&reply->body, &at, "ExceptionData", &exception))
	{
		pnl_excerpt_element(text, sizeof(text), &exception, "Description");
		if (text[0] == '\0')
			pnl_excerpt_element(text, sizeof(text), &exception, "ErrorMsg");
		pnl_excerpt_element(code, sizeof(code), &exception, "ErrorNumber");
		pnl_error_add_entry(error, &entry);
	}
}

/* The words of a failure that is no JSON. */
static void
add_page(const PnlReply *reply, PnlError *error)
{
	char		words[PNL_ERROR_MESSAGE_SIZE];
	PnlErrorEntry entry = {false, "", "", words};

	add_soap_fault(reply, error);
	if (error->entry_count > 0)
		return;
	pnl_excerpt_copy(words, sizeof(words), PAGE_CHARACTERS, &reply->body);
	pnl_error_add_entry(error, &entry);
}

static bool
read_failure(const PnlReply *reply, PnlError *error)
{
	PnlError	ignored;
	PnlJson    *document = NULL;

	pnl_error_init(&ignored);
	if (reply->body.length > 0)
		document = pnl_json_parse(reply->body.data, reply->body.length, &ignored);
	if (document != NULL)
	{
		(void) pnl_error_shape_read(document, true, false, error);
		pnl_error_shape_trace_id(document, error);
	}
	else
		add_page(reply, error);
	if (*pnl_error_words(error) == '\0')
		pnl_reply_show(reply, error);
	set_status_meaning(error, reply->http_status);
	error->retry_after_ms = reply->retry_after_ms;
	pnl_json_free(document);
	return false;
}

/* True for application/json, text/json and application/...+json. */
static bool
is_json_type(const char *content_type)
{
	size_t		length;

	/* a reply that parses as JSON without a header is taken as what it is */
	if (content_type == NULL)
		return true;
	length = strcspn(content_type, "; ");
	return (length == 16 && pnl_ascii_equal(content_type, "application/json", 16)) ||
		(length == 9 && pnl_ascii_equal(content_type, "text/json", 9)) ||
		(length > 5 && pnl_ascii_equal(content_type + length - 5, "+json", 5));
}

static bool
note_row(const PnlRow *row, void *arg, PnlError *error)
{
	(void) row;
	(void) error;
	*(bool *) arg = true;
	return false;
}

/* Whether the reply has parcels, although it has an error of the call too. */
static bool
holds_parcels(const PnlOperation *operation, const PnlJson *document)
{
	bool		found = false;
	PnlError	ignored;

	pnl_error_init(&ignored);
	(void) !pnl_path_each(document, operation->row_sets[0].path, note_row, &found, &ignored);
	return found;
}

/* An error inside a reply whose HTTP status says success. */
static bool
read_inline_error(const PnlReply *reply, const PnlOperation *operation,
				  const PnlJson *document, PnlError *error)
{
	int			body_status = find_body_status(document);
	bool		recognised = operation == NULL ||
		pnl_rows_recognise(operation, document);
	bool		failed = body_status != 0 || !recognised;
	bool		in_rows = operation != NULL && (operation->flags & PNL_ERRORS_IN_ROWS) != 0;

	if (pnl_error_shape_read(document, failed, in_rows, error))
	{
		pnl_error_shape_trace_id(document, error);
		set_status_meaning(error, body_status != 0 ? body_status : 400);
		error->http_status = reply->http_status;
		error->retry_after_ms = reply->retry_after_ms;
		error->beside_answer = in_rows && holds_parcels(operation, document);
		return true;
	}
	if (recognised)
		return false;
	pnl_error_set(error, PNL_ERR_PROTOCOL,
				  "the reply has none of the keys that this operation answers with");
	return true;
}

/* A header's bytes may be of any encoding and hold control characters. */
static bool
refuse_type(const char *content_type, PnlError *error)
{
	char		ascii[TYPE_SIZE];
	char		shown[TYPE_SIZE];
	int			length = 0;

	for (; content_type[length] != '\0' && length < TYPE_SIZE - 1; length++)
		ascii[length] = (unsigned char) content_type[length] < 0x80 ?
			content_type[length] : '?';
	pnl_error_copy_text(shown, sizeof(shown), ascii, length);
	return pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply is no JSON but %s", shown);
}

/*
 * A body of another type than JSON's is the answer all the same where it is JSON
 * with keys of this operation; NULL when it is not.
 */
static PnlJson *
parse_untyped(const PnlReply *reply, const PnlOperation *operation)
{
	PnlError	ignored;
	PnlJson    *document;

	pnl_error_init(&ignored);
	if (operation == NULL || reply->body.length == 0)
		return NULL;
	document = pnl_json_parse(reply->body.data, reply->body.length, &ignored);
	if (document != NULL && pnl_json_kind(document) != PNL_JSON_NOTHING &&
		pnl_json_kind(document) != PNL_JSON_SCALAR && pnl_rows_recognise(operation, document))
		return document;
	pnl_json_free(document);
	return NULL;
}

static bool
read_success(const PnlReply *reply, const PnlOperation *operation,
			 PnlJson **document, PnlError *error)
{
	if (reply->http_status == 204)
		return true;
	if (!is_json_type(reply->content_type))
	{
		*document = parse_untyped(reply, operation);
		if (*document == NULL)
			return refuse_type(reply->content_type, error);
	}
	else if (reply->body.length == 0)
		return pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply is empty");
	else
		*document = pnl_json_parse(reply->body.data, reply->body.length, error);
	if (*document == NULL)
		return false;
	if (!read_inline_error(reply, operation, *document, error))
		return true;
	pnl_json_free(*document);
	*document = NULL;
	return false;
}

bool
pnl_reply_read(const PnlReply *reply, const PnlOperation *operation,
			   PnlJson **document, PnlError *error)
{
	*document = NULL;
	if (reply->http_status >= 200 && reply->http_status <= 299)
	{
		if (read_success(reply, operation, document, error))
			return true;
		error->http_status = reply->http_status;
		if (error->kind == PNL_ERR_PROTOCOL)
			pnl_reply_show(reply, error);
		return false;
	}
	if (reply->http_status == 404 && reply->body.length == 0 &&
		operation != NULL && operation->flags & PNL_404_IS_NOTHING)
		return true;
	return read_failure(reply, error);
}

static void
read_warning_text(const PnlJson *node, const char **text, size_t *length)
{
	if (!pnl_json_text(node, text, length) || *text == NULL)
	{
		*text = "";
		*length = 0;
	}
}

/* One warning: {"Code", "Description" or "Message"}, or a bare text. */
static void
take_warning_node(const PnlJson *node, PnlTakeWarning take, void *arg)
{
	PnlWarning	warning = {"", 0, "", 0};
	const PnlJson *text = NULL;
	PnlRow		row = {{node}, 1};
	PnlError	ignored;

	pnl_error_init(&ignored);
	if (pnl_json_kind(node) == PNL_JSON_SCALAR)
		text = node;
	else if (!pnl_path_find(&row, "Description|Message|message", &text, &ignored))
		return;
	read_warning_text(text, &warning.text, &warning.text_length);
	read_warning_text(pnl_json_get(node, "Code"), &warning.code, &warning.code_length);
	if (warning.text_length > 0 || warning.code_length > 0)
		take(&warning, arg);
}

void
pnl_reply_each_warning(const PnlJson *document, PnlTakeWarning take, void *arg)
{
	const PnlJson *list = pnl_json_get(document, "Warnings");

	/* {"Warnings": {"Warning": {...}}} */
	if (pnl_json_get(list, "Warning") != NULL)
		list = pnl_json_get(list, "Warning");
	for (size_t i = 0; i < pnl_json_count(list); i++)
		take_warning_node(pnl_json_item(list, i), take, arg);
}
