/*
 * report.c
 *		From a PnlError to an error of PostgreSQL.
 *
 * Rule for this file: message = what failed, with PostNL's words; detail =
 * its codes; hint = what to do.  The texts come from PostNL, so they are
 * never translated and never used as a format.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "pg/encoding.h"
#include "pg/report.h"

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
};

StaticAssertDecl(lengthof(report_map) == PNL_ERR_KINDS,
				 "report_map has a row for each PnlErrorKind");

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

	if (summary == NULL)
		return pstrdup(to_server(error->message));
	if (error->message[0] == '\0')
		return pstrdup(summary);
	return psprintf("%s: %s", summary, to_server(error->message));
}

char *
pnl_report_message_lossy(const PnlError *error)
{
	PnlError	lossy = *error;
	const char *message = pnl_encoding_to_server_lossy(error->message,
													   (int) strlen(error->message));

	if (message == error->message)
		return pnl_report_message(error);
	/* it has been converted, so it must not be once more */
	lossy.message[0] = '\0';
	return report_map[error->kind].summary == NULL ? pstrdup(message) :
		psprintf("%s: %s", pnl_report_message(&lossy), message);
}

/* "Operation x, HTTP status 400, code y, trace id z." and further lines. */
static char *
compose_detail(const PnlError *error, const char *operation)
{
	StringInfoData detail;
	const char *separator = "";

	initStringInfo(&detail);
	if (operation != NULL)
	{
		appendStringInfo(&detail, "Operation: %s", operation);
		separator = "; ";
	}
	if (error->http_status != 0)
	{
		appendStringInfo(&detail, "%sHTTP status: %d", separator, error->http_status);
		separator = "; ";
	}
	if (error->code[0] != '\0')
	{
		appendStringInfo(&detail, "%scode: %s", separator, to_server(error->code));
		separator = "; ";
	}
	if (error->trace_id[0] != '\0')
		appendStringInfo(&detail, "%strace id: %s", separator, to_server(error->trace_id));
	if (detail.len > 0)
		appendStringInfoChar(&detail, '.');
	if (error->detail[0] != '\0')
		appendStringInfo(&detail, "%s%s", detail.len > 0 ? "\n" : "",
						 to_server(error->detail));
	return detail.data;
}

void
pnl_report(const PnlError *error, const char *operation)
{
	const char *hint = report_map[error->kind].hint;
	char	   *detail = compose_detail(error, operation);

	/* an argument's error names the argument; the call was never made */
	if (error->kind == PNL_ERR_ARGUMENT && error->detail[0] == '\0')
		detail = "";
	ereport(ERROR,
			(errcode(pnl_report_sqlstate(error)),
			 errmsg_internal("%s", pnl_report_message(error)),
			 detail[0] != '\0' ? errdetail_internal("%s", detail) : 0,
			 hint != NULL ? errhint("%s", hint) : 0));
}
