/*
 * report.c
 *		From a PnlError to an error of PostgreSQL.
 *
 * Rule for this file: message = what failed, with PostNL's words; detail =
 * its codes; hint = what to do.  The texts come from PostNL, so they are
 * never translated and never used as a format.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "core/error_json.h"
#include "pg/base/encoding.h"
#include "pg/base/report.h"

/* One row a kind, in the order of PnlErrorKind. */
static const struct
{
	PnlErrorKind kind;
	int			sqlstate;
	const char *summary;		/* stands before PostNL's words; NULL = alone */
	const char *hint;
}			report_map[PNL_ERR_KINDS] = {
	{PNL_ERR_NONE, ERRCODE_INTERNAL_ERROR, NULL, NULL},
	{PNL_ERR_ARGUMENT, ERRCODE_INVALID_PARAMETER_VALUE, NULL, NULL},
	{PNL_ERR_REJECTED, PNL_ERRCODE_REJECTED, "PostNL rejected the request", NULL},
	{PNL_ERR_UNAUTHORIZED, PNL_ERRCODE_UNAUTHORIZED, "PostNL did not accept the API key",
	"Check the account's key and environment: a sandbox key does not work in production."},
	{PNL_ERR_NO_KEY, PNL_ERRCODE_UNAUTHORIZED, NULL,
	"Set postnl.api_key, or say with postnl_account_set(..., key_source => ...) where the key is."},
	{PNL_ERR_NO_OPERATION, PNL_ERRCODE_NO_OPERATION, "PostNL does not know this operation",
	"Check postnl.base_url, and that the key is subscribed to this API."},
	{PNL_ERR_THROTTLED, PNL_ERRCODE_THROTTLED, "too many requests for PostNL",
	"Ask less often, or raise postnl.limiter_wait to wait longer for a turn."},
	{PNL_ERR_SERVER, PNL_ERRCODE_SERVER, "PostNL failed",
	"Try again later."},
	{PNL_ERR_PROTOCOL, PNL_ERRCODE_PROTOCOL, "could not understand PostNL's reply", NULL},
	{PNL_ERR_CONNECT, ERRCODE_SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
		"could not connect to PostNL",
	"SELECT * FROM postnl_doctor() tells what is in the way."},
	{PNL_ERR_CONNECTION_LOST, ERRCODE_CONNECTION_FAILURE, "lost the connection to PostNL", NULL},
	{PNL_ERR_TIMEOUT, ERRCODE_CONNECTION_FAILURE, "PostNL did not answer in time",
	"Raise postnl.request_timeout, or try again later."},
	{PNL_ERR_REQUEST_SIZE, ERRCODE_CONFIGURATION_LIMIT_EXCEEDED,
	"the request is too large for PostNL", NULL},
	{PNL_ERR_REPLY_SIZE, ERRCODE_PROGRAM_LIMIT_EXCEEDED, "PostNL's reply is too large",
	"Raise postnl.max_response_size."},
	{PNL_ERR_MEMORY, ERRCODE_OUT_OF_MEMORY, NULL, NULL},
	{PNL_ERR_LOCAL, ERRCODE_SYSTEM_ERROR, "PostNL's answer cannot be stored",
	"Mend what the message says; it is tried again by itself."},
};

StaticAssertDecl(lengthof(report_map) == PNL_ERR_KINDS,
				 "report_map has a row for each PnlErrorKind");

bool
pnl_report_blames_answer(int sqlstate)
{
	int			category = ERRCODE_TO_CATEGORY(sqlstate);

	return category == ERRCODE_TO_CATEGORY(PNL_ERRCODE_PROTOCOL) ||
		category == ERRCODE_DATA_EXCEPTION || category == ERRCODE_PROGRAM_LIMIT_EXCEEDED;
}

int
pnl_report_sqlstate(const PnlError *error)
{
	Assert(report_map[error->kind].kind == error->kind);
	return report_map[error->kind].sqlstate;
}

/* PostNL's text is UTF-8; the server may be anything. */
static const char *
to_server(const char *text)
{
	return pnl_encoding_to_server(text, (int) strlen(text));
}

char *
pnl_report_message(const PnlError *error)
{
	const char *summary = report_map[error->kind].summary;
	const char *words = pnl_error_words(error);

	if (summary == NULL)
		return pstrdup(to_server(words));
	return *words == '\0' ? pstrdup(summary) : psprintf("%s: %s", summary, to_server(words));
}

char *
pnl_report_message_lossy(const PnlError *error)
{
	const char *summary = report_map[error->kind].summary;
	const char *words = pnl_error_words(error);
	const char *converted = pnl_encoding_to_server_lossy(words, (int) strlen(words));

	if (summary == NULL)
		return pstrdup(converted);
	return *words == '\0' ? pstrdup(summary) : psprintf("%s: %s", summary, converted);
}

/* What "write" writes of an error, as jsonb; 0 when that is nothing. */
static Datum
write_jsonb(const PnlError *error, bool (*write) (const PnlError *, PnlBuf *))
{
	PnlBuf		buf;
	char	   *json = NULL;

	pnl_buf_init(&buf, 0);
	if (write(error, &buf))
		json = palloc_extended(buf.length + 1, MCXT_ALLOC_NO_OOM);
	if (json != NULL)
		memcpy(json, pnl_buf_text(&buf), buf.length + 1);
	pnl_buf_free(&buf);
	if (json == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	if (*json == '\0')
		return (Datum) 0;
	return DirectFunctionCall1(jsonb_in,
							   CStringGetDatum(pnl_encoding_to_server_lossy(json,
																			(int) strlen(json))));
}

Datum
pnl_report_detail_json(const PnlError *error)
{
	return write_jsonb(error, pnl_error_json_write);
}

Datum
pnl_report_warnings_json(const PnlError *error)
{
	return write_jsonb(error, pnl_error_json_write_warnings);
}

/* Adds "name: value" to the first line of a detail. */
static void
add_fact(StringInfo detail, const char *name, const char *value)
{
	if (*value != '\0')
		appendStringInfo(detail, "%s%s: %s", detail->len > 0 ? "; " : "", name, to_server(value));
}

/* Begins a new line of a detail. */
static void
begin_line(StringInfo detail)
{
	if (detail->len > 0)
		appendStringInfoChar(detail, '\n');
}

/* A line for each entry but the first error, which is told already. */
static void
add_entries(StringInfo detail, const PnlError *error)
{
	PnlErrorEntry entry;
	bool		is_first = true;
	int			at = 0;

	while (pnl_error_next(error, &at, &entry))
	{
		if (!entry.warning && is_first)
		{
			is_first = false;
			continue;
		}
		begin_line(detail);
		if (entry.warning)
			appendStringInfoString(detail, "warning ");
		if (*entry.code != '\0')
			appendStringInfo(detail, "%s: ", to_server(entry.code));
		if (*entry.field != '\0')
			appendStringInfo(detail, "%s: ", to_server(entry.field));
		appendStringInfoString(detail, to_server(entry.text));
	}
	if (error->left_out > 0)
	{
		begin_line(detail);
		appendStringInfo(detail, "%d more are left out.", error->left_out);
	}
}

/* "Operation: x; HTTP status: 400; code: y; trace id: z." and further lines. */
static char *
compose_detail(const PnlError *error, const char *operation)
{
	PnlErrorEntry first = pnl_error_first(error);
	StringInfoData detail;

	initStringInfo(&detail);
	add_fact(&detail, "Operation", operation != NULL ? operation : "");
	if (error->http_status != 0)
		appendStringInfo(&detail, "%sHTTP status: %d", detail.len > 0 ? "; " : "",
						 error->http_status);
	add_fact(&detail, "code", first.code);
	add_fact(&detail, "field", first.field);
	add_fact(&detail, "trace id", error->trace_id);
	if (detail.len > 0)
		appendStringInfoChar(&detail, '.');
	add_entries(&detail, error);
	if (error->notes[0] != '\0')
	{
		begin_line(&detail);
		appendStringInfoString(&detail, to_server(error->notes));
	}
	if (error->beginning[0] != '\0')
	{
		begin_line(&detail);
		appendStringInfo(&detail, "The reply begins: %s", to_server(error->beginning));
	}
	return detail.data;
}

void
pnl_report(const PnlError *error, const char *operation)
{
	const char *hint = error->hint != NULL ? error->hint : report_map[error->kind].hint;
	char	   *detail = compose_detail(error, operation);

	/* an argument's error names the argument; the call was never made */
	if (error->kind == PNL_ERR_ARGUMENT && error->notes[0] == '\0' && error->entry_count < 2)
		detail = "";
	ereport(ERROR,
			(errcode(pnl_report_sqlstate(error)),
			 errmsg_internal("%s", pnl_report_message(error)),
			 detail[0] != '\0' ? errdetail_internal("%s", detail) : 0,
			 hint != NULL ? errhint("%s", hint) : 0));
}
