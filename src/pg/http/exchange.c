/*
 * exchange.c
 *		One request and its reply.
 *
 * See the rule for callbacks of libcurl in multi.h.
 */
#include "postgres.h"

#include "pg/http/exchange.h"
#include "pg/http/failure.h"
#include "pg/http/multi.h"

/* Less than what newer versions of libcurl give up at. */
#define MAX_HEADERS_SIZE (256 * 1024)

/* Longer than any pause that PostNL asks for; more is a mistake. */
#define MAX_RETRY_AFTER_S 3600

/* ----------
 * Callbacks of libcurl: nothing in them may throw.
 * ----------
 */

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	PnlExchange *exchange = arg;

	if (pnl_buf_append(&exchange->reply.body, data, size * count))
		return size * count;
	return 0;
}

static size_t
on_header(char *data, size_t size, size_t count, void *arg)
{
	PnlExchange *exchange = arg;

	return pnl_headers_take(&exchange->headers, data, size * count) ? size * count : 0;
}

/*
 * Gives the body of a request that must be sent once only.  libcurl repeats a
 * request of its own when a kept connection breaks before the answer; a body
 * that it cannot begin anew keeps it from that.
 */
static size_t
on_read(char *data, size_t size, size_t count, void *arg)
{
	PnlExchange *exchange = arg;
	const PnlBuf *body = &exchange->request.body;
	size_t		length = Min(size * count, body->length - exchange->sent);

	memcpy(data, pnl_buf_text(body) + exchange->sent, length);
	exchange->sent += length;
	return length;
}

/* ----------
 * Starting
 * ----------
 */

/* What is the same for all exchanges of a route. */
static void
set_route_options(PnlEasy *easy, const PnlEndpoint *endpoint)
{
	static const PnlEasyOption options[] = {
		/* a segment "%2E%2E" is a text of a user's, and no way out of the path */
		{CURLOPT_PATH_AS_IS, 1},
		{CURLOPT_FOLLOWLOCATION, 0},
		{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
		{CURLOPT_SSL_VERIFYPEER, 1},
		{CURLOPT_SSL_VERIFYHOST, 2},
		{CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
		/* those of a proxy are not the reply's */
		{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
	};
	bool		plain = strncmp(endpoint->base_url, "http://", 7) == 0;

	pnl_multi_set_options(easy, options, lengthof(options));
#if LIBCURL_VERSION_NUM >= 0x075500
	PNL_SET_OPTION(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
#else
	PNL_SET_OPTION(easy, CURLOPT_PROTOCOLS, (long) (plain ? CURLPROTO_HTTP : CURLPROTO_HTTPS));
#endif
	if (endpoint->ca_file != NULL)
		PNL_SET_OPTION(easy, CURLOPT_CAINFO, endpoint->ca_file);
	/* a directory of authorities keeps libcurl from caching the bundle */
	PNL_SET_OPTION(easy, CURLOPT_CAPATH, NULL);
	/* "" also keeps the environment's proxies out */
	PNL_SET_OPTION(easy, CURLOPT_PROXY, endpoint->proxy ? endpoint->proxy : "");
	/* over TLS, learn whether the first connection takes them all */
	PNL_SET_OPTION(easy, CURLOPT_PIPEWAIT, plain ? 0L : 1L);
	PNL_SET_OPTION(easy, CURLOPT_TIMEOUT_MS, (long) endpoint->request_timeout);
	PNL_SET_OPTION(easy, CURLOPT_CONNECTTIMEOUT_MS, (long) endpoint->connect_timeout);
	PNL_SET_OPTION(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) endpoint->max_reply_size);
}

/* Gives the exchange a handle, with the options that it keeps. */
static void
prepare_handle(PnlExchange *exchange)
{
	pnl_multi_take(&exchange->easy);
	set_route_options(exchange->easy, &exchange->route->endpoint);
	PNL_SET_OPTION(exchange->easy, CURLOPT_WRITEFUNCTION, on_body);
	PNL_SET_OPTION(exchange->easy, CURLOPT_WRITEDATA, exchange);
	PNL_SET_OPTION(exchange->easy, CURLOPT_HEADERFUNCTION, on_header);
	PNL_SET_OPTION(exchange->easy, CURLOPT_HEADERDATA, exchange);
	PNL_SET_OPTION(exchange->easy, CURLOPT_READFUNCTION, on_read);
	PNL_SET_OPTION(exchange->easy, CURLOPT_READDATA, exchange);
	PNL_SET_OPTION(exchange->easy, CURLOPT_PRIVATE, exchange);
}

/* Sets all that may differ from the exchange's last request. */
static void
set_request_options(PnlExchange *exchange)
{
	PnlEasy    *easy = exchange->easy;
	const PnlRoute *route = exchange->route;
	const PnlRequest *request = &exchange->request;
	bool		has_body = request->body.length > 0;
	bool		posts = has_body || strcmp(request->method, "POST") == 0;
	char	   *url = psprintf("%s%s", route->endpoint.base_url, pnl_buf_text(&request->target));

	PNL_SET_OPTION(easy, CURLOPT_URL, url);
	pfree(url);
	PNL_SET_OPTION(easy, CURLOPT_HTTPHEADER, has_body ? route->body_headers : route->headers);
	if (posts)
	{
		PNL_SET_OPTION(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) request->body.length);
		PNL_SET_OPTION(easy, CURLOPT_POSTFIELDS,
					   exchange->once ? NULL : pnl_buf_text(&request->body));
		PNL_SET_OPTION(easy, CURLOPT_POST, 1L);
	}
	else
		PNL_SET_OPTION(easy, CURLOPT_HTTPGET, 1L);
	PNL_SET_OPTION(easy, CURLOPT_CUSTOMREQUEST,
				   strcmp(request->method, posts ? "POST" : "GET") == 0 ? NULL : request->method);
}

void
pnl_exchange_init(PnlExchange *exchange, PnlTransferSet *set, const PnlRoute *route)
{
	exchange->set = set;
	exchange->route = route;
	pnl_request_init(&exchange->request);
	pnl_buf_init(&exchange->reply.body, route->endpoint.max_reply_size);
	pnl_headers_init(&exchange->headers, MAX_HEADERS_SIZE);
}

void
pnl_exchange_start(PnlExchange *exchange)
{
	if (exchange->easy != NULL && exchange->easy->spoiled)
	{
		pnl_multi_give_back(exchange->easy);
		exchange->easy = NULL;
	}
	if (exchange->easy == NULL)
		prepare_handle(exchange);
	exchange->easy->error_text[0] = '\0';
	exchange->sent = 0;
	pnl_exchange_free_document(exchange);
	exchange->complete = false;
	pnl_buf_reset(&exchange->reply.body);
	pnl_headers_reset(&exchange->headers);
	pnl_error_init(&exchange->error);
	set_request_options(exchange);
	pnl_multi_start(exchange->easy, exchange->route->endpoint.max_connections);
	exchange->running = true;
}

/* ----------
 * Ending
 * ----------
 */

static void
stop_exchange(PnlExchange *exchange)
{
	if (!exchange->running)
		return;
	exchange->running = false;
	exchange->easy->spoiled = !exchange->complete;
	pnl_multi_stop(exchange->easy);
}

void
pnl_exchange_complete(PnlExchange *exchange, int code)
{
	CURL	   *curl = exchange->easy->curl;
	PnlReply   *reply = &exchange->reply;
	long		status = 0;
	char	   *content_type = NULL;
	curl_off_t	retry_after = 0;

	/* libcurl takes a header that is cut off for a whole one */
	if (code == CURLE_OK && exchange->headers.open)
		code = CURLE_PARTIAL_FILE;
	exchange->complete = code == CURLE_OK;
	if (code != CURLE_OK)
		pnl_failure_read(exchange->easy, (CURLcode) code, reply, &exchange->headers,
						 &exchange->error);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &content_type);
	curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
	reply->http_status = (int) status;
	reply->content_type = content_type;
	reply->retry_after_ms = retry_after > 0 ?
		Min((int64) retry_after, MAX_RETRY_AFTER_S) * 1000 : -1;
	if (code != CURLE_OK)
		exchange->error.http_status = (int) status;
	stop_exchange(exchange);
}

void
pnl_exchange_free_document(PnlExchange *exchange)
{
	pnl_json_free(exchange->document);
	exchange->document = NULL;
}

void
pnl_exchange_free(PnlExchange *exchange)
{
	stop_exchange(exchange);
	pnl_multi_give_back(exchange->easy);
	pnl_exchange_free_document(exchange);
	pnl_request_free(&exchange->request);
	pnl_buf_free(&exchange->reply.body);
	pnl_headers_free(&exchange->headers);
}
