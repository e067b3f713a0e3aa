/*
 * failure.c
 *		What it means that a transfer failed.
 */
#include "postgres.h"

#include "pg/http/failure.h"

/* What a failed transfer means.  The last row is for all other codes. */
static const struct
{
	CURLcode	code;
	PnlErrorKind kind;
	bool		transient;
}			failure_map[] = {
	{CURLE_COULDNT_RESOLVE_HOST, PNL_ERR_CONNECT, true},
	{CURLE_COULDNT_RESOLVE_PROXY, PNL_ERR_CONNECT, true},
	{CURLE_COULDNT_CONNECT, PNL_ERR_CONNECT, true},
	{CURLE_PROXY, PNL_ERR_CONNECT, true},
	{CURLE_SSL_CONNECT_ERROR, PNL_ERR_CONNECT, false},
	{CURLE_PEER_FAILED_VERIFICATION, PNL_ERR_CONNECT, false},
	{CURLE_SSL_CACERT_BADFILE, PNL_ERR_CONNECT, false},
	{CURLE_SSL_CERTPROBLEM, PNL_ERR_CONNECT, false},
	{CURLE_SSL_CIPHER, PNL_ERR_CONNECT, false},
	{CURLE_PARTIAL_FILE, PNL_ERR_PROTOCOL, false},
	{CURLE_WEIRD_SERVER_REPLY, PNL_ERR_PROTOCOL, false},
	{CURLE_UNSUPPORTED_PROTOCOL, PNL_ERR_PROTOCOL, false},
	{CURLE_BAD_CONTENT_ENCODING, PNL_ERR_PROTOCOL, false},
	{CURLE_FILESIZE_EXCEEDED, PNL_ERR_REPLY_SIZE, false},
	{CURLE_WRITE_ERROR, PNL_ERR_REPLY_SIZE, false},
	{CURLE_OUT_OF_MEMORY, PNL_ERR_MEMORY, false},
	{CURL_LAST, PNL_ERR_CONNECTION_LOST, false},
};

/* A timeout tells how far the exchange got. */
static void
set_timeout_error(CURL *easy, PnlError *error)
{
	curl_off_t	resolved = 0,
				connected = 0,
				answering = 0;
	long		sent = 0;

	curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
	curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
	curl_easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &answering);
	/* on a kept connection the times of connecting are 0 */
	curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &sent);
	if (answering > 0)
		pnl_error_set(error, PNL_ERR_TIMEOUT, "the reply began, but did not end");
	else if (sent > 0)
		pnl_error_set(error, PNL_ERR_TIMEOUT, "connected, but no reply came");
	else if (connected > 0)
		pnl_error_set(error, PNL_ERR_CONNECT, "timed out during the TLS handshake");
	else if (resolved > 0)
		pnl_error_set(error, PNL_ERR_CONNECT, "timed out while connecting");
	else
		pnl_error_set(error, PNL_ERR_CONNECT, "timed out while looking up the host name");
	/* connecting may be tried again; what was sent may have been acted on */
	error->transient = error->kind == PNL_ERR_CONNECT;
}

void
pnl_failure_read(const PnlEasy *easy, CURLcode code, const PnlReply *reply,
				 const PnlHeaders *headers, PnlError *error)
{
	const char *text = easy->error_text;
	int			i = 0;

	if (code == CURLE_OPERATION_TIMEDOUT)
	{
		set_timeout_error(easy->curl, error);
		return;
	}
	while (failure_map[i].code != code && failure_map[i].code != CURL_LAST)
		i++;
	if (reply->body.no_memory || headers->fields.no_memory)
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	else if (headers->has_nul)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "Nul byte in header");
	else if (headers->full)
		pnl_error_set(error, PNL_ERR_CONNECTION_LOST,
					  "Too large response headers: more than %zu bytes", headers->limit);
	else if (failure_map[i].kind == PNL_ERR_REPLY_SIZE)
		pnl_error_set(error, PNL_ERR_REPLY_SIZE, "more than %zu bytes", reply->body.limit);
	else
		pnl_error_set(error, failure_map[i].kind, "%s",
					  text[0] != '\0' ? text : curl_easy_strerror(code));
	error->transient = failure_map[i].transient;
}
