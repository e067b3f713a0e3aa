/*
 * func_request.c
 *		SQL function postnl_request: any operation of PostNL's.
 *
 * The host is the account's; path and query cannot leave it.  The HTTP status
 * is a column here: the caller asked for the reply, whatever it is.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/formatting.h"

#include "core/url.h"
#include "pg/ask/call.h"
#include "pg/ask/pipeline.h"
#include "pg/base/compat.h"
#include "pg/base/report.h"

PG_FUNCTION_INFO_V1(postnl_request);

/* The one request and what came of it. */
typedef struct RawRequest
{
	FunctionCallInfo fcinfo;
	const char *method;
	const char *path;
	Jsonb	   *query;			/* NULL = none */
	char	   *body;			/* UTF-8; NULL = none */
	bool		sent;
	Datum		values[3];		/* status, headers, body */
	bool		nulls[3];
} RawRequest;

static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static void
check_method(const char *method)
{
	for (size_t i = 0; i < lengthof(methods); i++)
		if (strcmp(methods[i], method) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("method must be one of GET, POST, PUT, PATCH, DELETE")));
}

static char *
to_utf8(char *text)
{
	return pg_server_to_any(text, (int) strlen(text), PG_UTF8);
}

/* A scalar of the query as text; NULL for null. */
static char *
query_text(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvNull:
			return NULL;
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out,
													   NumericGetDatum(value->val.numeric)));
		case jbvBool:
			return pstrdup(value->val.boolean ? "true" : "false");
		default:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("query must be an object of scalars or of arrays of scalars")));
	}
}

/* Appends {"a": 1, "b": ["x", "y"]} as ?a=1&b=x&b=y. */
static void
append_query(PnlBuf *target, Jsonb *query)
{
	JsonbIterator *it = JsonbIteratorInit(&query->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	char	   *key = NULL;

	while ((token = JsonbIteratorNext(&it, &value, false)) != WJB_DONE)
	{
		char	   *text;

		if (token == WJB_KEY)
			key = pnstrdup(value.val.string.val, value.val.string.len);
		if (token != WJB_VALUE && token != WJB_ELEM)
			continue;
		text = query_text(&value);
		if (text == NULL)
			continue;
		text = to_utf8(text);
		pnl_url_append_query(target, to_utf8(key), text, strlen(text));
	}
}

static void
check_query(Jsonb *query)
{
	JsonbIterator *it = JsonbIteratorInit(&query->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	int			depth = 0;

	if (!JB_ROOT_IS_OBJECT(query))
		depth = 3;
	while (depth < 3 && (token = JsonbIteratorNext(&it, &value, false)) != WJB_DONE)
	{
		if (token == WJB_BEGIN_OBJECT)
			depth += depth == 0 ? 1 : 3;
		else if (token == WJB_BEGIN_ARRAY)
			depth++;
		else if (token == WJB_END_ARRAY)
			depth--;
	}
	if (depth >= 3)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("query must be an object of scalars or of arrays of scalars")));
}

static bool
next_request(PnlArguments *arguments, void *state, PnlError *error)
{
	RawRequest *raw = state;
	bool		first = !raw->sent;

	(void) arguments;
	(void) error;
	raw->sent = true;
	return first;
}

static bool
build_request(PnlRequest *request, void *state, PnlError *error)
{
	RawRequest *raw = state;

	request->method = raw->method;
	pnl_buf_reset(&request->target);
	pnl_buf_reset(&request->body);
	pnl_buf_append_text(&request->target, raw->path);
	if (raw->query != NULL)
		append_query(&request->target, raw->query);
	if (raw->body != NULL)
		pnl_buf_append_text(&request->body, raw->body);
	if (request->target.full || request->body.full)
		return pnl_error_set(error, PNL_ERR_REQUEST_SIZE, "more than %d bytes",
							 PNL_MAX_REQUEST_SIZE);
	return (pnl_buf_ok(&request->target) && pnl_buf_ok(&request->body)) ||
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

static void
push_text(PnlJsonbState *state, JsonbIteratorToken token, char *text)
{
	JsonbValue	value;

	value.type = jbvString;
	value.val.string.val = text;
	value.val.string.len = (int) strlen(text);
	pnl_jsonb_push_compat(state, token, &value);
}

/* A header line is ASCII by its standard; other bytes are replaced. */
static char *
header_text(const char *text, bool lower)
{
	char	   *copy = pstrdup(text);

	for (char *c = copy; *c; c++)
		if ((unsigned char) *c >= 0x7F || (unsigned char) *c < ' ')
			*c = '?';
		else if (lower)
			*c = pg_ascii_tolower((unsigned char) *c);
	return copy;
}

static Datum
headers_datum(const PnlExchange *exchange)
{
	PnlJsonbState state = {0};
	const char *name = NULL;
	const char *value;

	pnl_jsonb_push_compat(&state, WJB_BEGIN_OBJECT, NULL);
	while ((name = pnl_headers_next(&exchange->headers, name, &value)) != NULL)
	{
		push_text(&state, WJB_KEY, header_text(name, true));
		push_text(&state, WJB_VALUE, header_text(value, false));
	}
	pnl_jsonb_push_compat(&state, WJB_END_OBJECT, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(state.result));
}

/* A body that is no JSON, as a JSON string. */
static Datum
text_body_datum(const PnlBuf *body)
{
	JsonbValue	value;
	char	   *text;

	if (memchr(body->data, '\0', body->length) != NULL ||
		!pg_verify_mbstr(PG_UTF8, body->data, (int) body->length, true))
		ereport(ERROR,
				(errcode(PNL_ERRCODE_PROTOCOL),
				 errmsg("could not understand PostNL's reply: it is neither JSON nor UTF-8 text")));
	text = pg_any_to_server(body->data, (int) body->length, PG_UTF8);
	value.type = jbvString;
	value.val.string.val = text;
	value.val.string.len = (int) strlen(text);
	return JsonbPGetDatum(JsonbValueToJsonb(&value));
}

/* Whether the body is a JSON document that jsonb can hold. */
static bool
is_json(const PnlBuf *body)
{
	PnlError	ignored;
	PnlJson    *document;

	pnl_error_init(&ignored);
	document = pnl_json_parse(body->data, body->length, &ignored);
	pnl_json_free(document);
	return document != NULL;
}

static void
take_reply(const PnlJob *job, const PnlError *error, void *state)
{
	RawRequest *raw = state;
	const PnlReply *reply = &job->errand.exchange->reply;
	PnlError	unreadable;

	if (!job->errand.exchange->complete)
		pnl_report(error, "request");
	raw->values[0] = Int32GetDatum(reply->http_status);
	raw->values[1] = headers_datum(job->errand.exchange);
	if (reply->body.length == 0)
		raw->nulls[2] = true;
	else if (is_json(&reply->body))
	{
		pnl_error_init(&unreadable);
		if (!pnl_call_body_to_jsonb(&reply->body, &raw->values[2], &unreadable))
			pnl_report(&unreadable, "request");
	}
	else
		raw->values[2] = text_body_datum(&reply->body);
}

static void
read_raw_arguments(RawRequest *raw, FunctionCallInfo fcinfo)
{
	PnlError	error;

	raw->method = asc_toupper(VARDATA_ANY(PG_GETARG_TEXT_PP(0)),
							  VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)));
	raw->path = text_to_cstring(PG_GETARG_TEXT_PP(1));
	check_method(raw->method);
	pnl_error_init(&error);
	if (!pnl_url_check_path(raw->path, &error))
		pnl_report(&error, NULL);
	if (!PG_ARGISNULL(2))
	{
		raw->query = PG_GETARG_JSONB_P(2);
		check_query(raw->query);
	}
	if (!PG_ARGISNULL(3))
	{
		Jsonb	   *body = PG_GETARG_JSONB_P(3);

		if (strcmp(raw->method, "GET") == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("body must be null with method GET")));
		raw->body = to_utf8(JsonbToCString(NULL, &body->root, VARSIZE(body)));
	}
}

static void
run_request(RawRequest *raw, const char *account_name)
{
	static const PnlParameter no_parameters[] = {{NULL}};
	static const PnlRowSet no_rows[] = {{NULL}};
	PnlOperation operation = {0};
	PnlPipeline pipeline = {0};
	PnlError	error;

	operation.name = "request";
	operation.parameters = no_parameters;
	operation.row_sets = no_rows;
	operation.flags = strcmp(raw->method, "GET") == 0 ? PNL_REPEATABLE : 0;
	pipeline.operation = &operation;
	pipeline.account = pnl_account_find(account_name);
	pipeline.retries = pnl_guc_retries;
	pipeline.next = next_request;
	pipeline.next_state = raw;
	pipeline.build = build_request;
	pipeline.take = take_reply;
	pipeline.take_state = raw;
	pnl_error_init(&error);
	if (!pnl_account_read_key(pipeline.account, &error))
		pnl_report(&error, NULL);
	pnl_pipeline_run(&pipeline);
	pnl_account_forget_key(pipeline.account);
}

/* postnl_request(method, path, query, body, account) */
Datum
postnl_request(PG_FUNCTION_ARGS)
{
	RawRequest	raw = {0};
	TupleDesc	desc;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	read_raw_arguments(&raw, fcinfo);
	run_request(&raw, PG_ARGISNULL(4) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(4)));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), raw.values,
													  raw.nulls)));
}
