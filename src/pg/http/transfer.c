/*
 * transfer.c
 *		HTTP transfers that run side by side and obey interrupts.
 *
 * Rule for this file: nothing beneath a libcurl callback may throw.  An
 * ereport there would longjmp over libcurl's frames and leave its state
 * undefined, so callbacks use malloc, record what happened and return
 * "abort".  Interrupts are processed in pnl_transfer_wait() only, where no
 * libcurl frame is on the stack.
 *
 * One multi handle serves the backend for its life: it keeps the
 * connections.  Every set is linked into open_sets before libcurl hears of
 * it, so that release_sets() finds what an error left behind.
 */
#include "postgres.h"

#include <curl/curl.h>
#include <unistd.h>

#include "miscadmin.h"
#include "portability/instr_time.h"
#include "storage/fd.h"
#include "storage/latch.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "pg/base/compat.h"
#include "pg/base/signals.h"
#include "pg/http/sockets.h"
#include "pg/http/transfer.h"

_Static_assert(LIBCURL_VERSION_NUM >= 0x074C00, "libcurl 7.76 or newer is needed");

/* 7.87 and newer leave a thread that looks a name up to itself. */
#define HAS_QUICK_EXIT (LIBCURL_VERSION_NUM >= 0x075700)

/* Ready sockets taken from one wait. */
#define MAX_EVENTS 64

/* Handles kept for later calls; more are freed. */
#define MAX_IDLE_HANDLES 32

/* Programs that the backend starts (COPY ... PROGRAM) get no connection. */
#ifdef SOCK_CLOEXEC
#define SOCKET_FLAGS SOCK_CLOEXEC
#else
#define SOCKET_FLAGS 0
#endif

/* Less than what newer versions of libcurl give up at. */
#define MAX_HEADERS_SIZE (256 * 1024)

/* Longer than any pause that PostNL asks for; more is a mistake. */
#define MAX_RETRY_AFTER_S 3600

#define USER_AGENT "postnl/" POSTNL_VERSION " PostgreSQL/" PG_VERSION

struct PnlExchangeHandle
{
	CURL	   *easy;
	char		error_text[CURL_ERROR_SIZE];
	size_t		sent;			/* of the body, by on_read */
	bool		out_of_memory;	/* on_body found none */
	bool		spoiled;		/* its last transfer failed, or was stopped */
	PnlExchangeHandle *next;	/* in the list of idle handles */
};

struct PnlTransferSet
{
	dlist_node	node;			/* in open_sets */
	ResourceOwner owner;		/* NULL = the caller ends the set */
	MemoryContext context;		/* holds the set and its exchanges */
	PnlEndpoint endpoint;
	struct curl_slist *headers; /* of requests without a body */
	struct curl_slist *body_headers;	/* of requests with one */
	dlist_head	idle;			/* exchanges that were given back */
	dlist_head	held;			/* in the caller's hands */
	dlist_head	running;
	dlist_head	completed;		/* not yet handed to the caller */
	int			outstanding;	/* running or completed */
};

static CURLM *multi = NULL;
static dlist_head open_sets = DLIST_STATIC_INIT(open_sets);
static PnlExchangeHandle *idle_handles = NULL;
static int	idle_handle_count = 0;
static int	handle_count = 0;
static int	reserved_fds = 0;

/* libcurl's own timer, in ms of now_ms(); -1 = none. */
static int64 timer_due = -1;

static uint32 transfer_event = 0;
static uint32 turn_event = 0;
static uint32 worker_event = 0;

/* ----------
 * Callbacks of libcurl: see the rule above.
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
	size_t		length = Min(size * count, body->length - exchange->handle->sent);

	memcpy(data, pnl_buf_text(body) + exchange->handle->sent, length);
	exchange->handle->sent += length;
	return length;
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	uint32		events = 0;

	(void) easy;
	(void) arg;
	(void) socket_arg;
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		events |= WL_SOCKET_READABLE;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		events |= WL_SOCKET_WRITEABLE;
	if (events != 0)
		return pnl_sockets_watch(fd, events) ? 0 : -1;
	pnl_sockets_unwatch(fd);
	return 0;
}

static int64
now_ms(void)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	return (int64) INSTR_TIME_GET_MILLISEC(now);
}

static int
on_timer(CURLM *handle, long timeout_ms, void *arg)
{
	(void) handle;
	(void) arg;
	timer_due = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
	return 0;
}

static curl_socket_t
on_open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	curl_socket_t fd;

	(void) arg;
	(void) purpose;
	fd = socket(address->family, address->socktype | SOCKET_FLAGS, address->protocol);
	if (fd == CURL_SOCKET_BAD || pnl_sockets_opened(fd))
		return fd;
	close(fd);
	return CURL_SOCKET_BAD;
}

static int
on_close_socket(void *arg, curl_socket_t fd)
{
	(void) arg;
	pnl_sockets_closed(fd);
	return close(fd);
}

/*
 * libcurl is about to look a name up, for which it starts a thread where it
 * was built without c-ares.  Signals come back when libcurl has returned.
 */
static int
on_resolver_start(void *state, void *reserved, void *arg)
{
	(void) state;
	(void) reserved;
	(void) arg;
	pnl_signals_block();
	return 0;
}

/* ----------
 * Sets, exchanges, handles
 * ----------
 */

/*
 * A handle whose transfer failed is thrown away: libcurl 8.14 does not get
 * over a body that it could not send again, not even by a reset.
 */
static void
give_back_handle(PnlExchangeHandle *handle)
{
	if (!handle->spoiled && idle_handle_count < MAX_IDLE_HANDLES)
	{
		/* what the exchange owned must not be reachable any more */
		curl_easy_reset(handle->easy);
		handle->next = idle_handles;
		idle_handles = handle;
		idle_handle_count++;
		return;
	}
	curl_easy_cleanup(handle->easy);
	free(handle);
	handle_count--;
}

static PnlExchangeHandle *
take_handle(void)
{
	PnlExchangeHandle *handle = idle_handles;

	if (handle != NULL)
	{
		idle_handles = handle->next;
		idle_handle_count--;
		return handle;
	}
	handle = calloc(1, sizeof(*handle));
	if (handle != NULL)
		handle->easy = curl_easy_init();
	if (handle == NULL || handle->easy == NULL)
	{
		free(handle);
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	}
	handle_count++;
	return handle;
}

static void
stop_exchange(PnlExchange *exchange)
{
	if (!exchange->running)
		return;
	exchange->running = false;
	exchange->handle->spoiled = !exchange->complete;
	curl_multi_remove_handle(multi, exchange->handle->easy);
	pnl_signals_unblock();
}

static void
free_document(PnlExchange *exchange)
{
	pnl_json_free(exchange->document);
	exchange->document = NULL;
}

static void
free_exchanges(dlist_head *list)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, list)
	{
		PnlExchange *exchange = dlist_container(PnlExchange, node, iter.cur);

		stop_exchange(exchange);
		if (exchange->handle != NULL)
			give_back_handle(exchange->handle);
		free_document(exchange);
		pnl_request_free(&exchange->request);
		pnl_buf_free(&exchange->reply.body);
		pnl_headers_free(&exchange->headers);
		dlist_delete(iter.cur);
	}
}

/* The lists hold the API key. */
static void
free_headers(struct curl_slist *headers)
{
	for (struct curl_slist *item = headers; item != NULL; item = item->next)
		explicit_bzero(item->data, strlen(item->data));
	curl_slist_free_all(headers);
}

/* Keeps fd.c's count at what is open; descriptors may have been closed. */
static void
settle_reserved_fds(int wanted)
{
	while (reserved_fds > wanted)
	{
		ReleaseExternalFD();
		reserved_fds--;
	}
}

static void
free_set(PnlTransferSet *set)
{
	dlist_delete(&set->node);
	free_exchanges(&set->running);
	free_exchanges(&set->completed);
	free_exchanges(&set->held);
	free_exchanges(&set->idle);
	free_headers(set->headers);
	free_headers(set->body_headers);
	MemoryContextDelete(set->context);
	if (dlist_is_empty(&open_sets))
		settle_reserved_fds(pnl_sockets_count());
}

/* Frees the sets that a resource owner leaves behind. */
static void
release_sets(ResourceReleasePhase phase, bool is_commit, bool is_top_level,
			 void *arg)
{
	dlist_mutable_iter iter;

	(void) is_top_level;
	(void) arg;
	if (phase != RESOURCE_RELEASE_AFTER_LOCKS)
		return;
	dlist_foreach_modify(iter, &open_sets)
	{
		PnlTransferSet *set = dlist_container(PnlTransferSet, node, iter.cur);

		if (set->owner == NULL || set->owner != CurrentResourceOwner)
			continue;
		if (is_commit)
			elog(WARNING, "postnl transfer set was not ended");
		free_set(set);
	}
}

pg_noreturn static void
report_setup_failure(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_SYSTEM_ERROR),
			 errmsg("could not set up libcurl"),
			 errdetail_internal("%s failed.", what)));
}

/* libcurl is set up in the process that uses it, never in the postmaster. */
static void
set_up_libcurl(void)
{
	CURLM	   *created;

	if (multi != NULL)
		return;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		report_setup_failure("curl_global_init");
	created = curl_multi_init();
	if (created == NULL)
		report_setup_failure("curl_multi_init");
	curl_multi_setopt(created, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(created, CURLMOPT_TIMERFUNCTION, on_timer);
	RegisterResourceReleaseCallback(release_sets, NULL);
	multi = created;
}

static char *
copy_text(MemoryContext context, const char *text)
{
	return text != NULL ? MemoryContextStrdup(context, text) : NULL;
}

/* Adds a header to a list that the set owns already. */
static void
add_header(struct curl_slist **headers, const char *name, const char *value)
{
	char	   *line = psprintf("%s: %s", name, value);
	struct curl_slist *grown = curl_slist_append(*headers, line);

	explicit_bzero(line, strlen(line));
	pfree(line);
	if (grown == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	*headers = grown;
}

PnlTransferSet *
pnl_transfer_begin(const PnlEndpoint *endpoint)
{
	MemoryContext context;
	PnlTransferSet *set;

	set_up_libcurl();
	context = AllocSetContextCreate(TopMemoryContext, "postnl transfers",
									ALLOCSET_DEFAULT_SIZES);
	set = MemoryContextAllocZero(context, sizeof(*set));
	set->context = context;
	set->owner = CurrentResourceOwner;
	dlist_init(&set->idle);
	dlist_init(&set->held);
	dlist_init(&set->running);
	dlist_init(&set->completed);
	/* from here on an error finds the set and frees it */
	dlist_push_head(&open_sets, &set->node);

	set->endpoint = *endpoint;
	set->endpoint.base_url = copy_text(context, endpoint->base_url);
	set->endpoint.ca_file = copy_text(context, endpoint->ca_file);
	set->endpoint.proxy = copy_text(context, endpoint->proxy);
	set->endpoint.api_key = NULL;	/* lives in the headers */
	add_header(&set->headers, "apikey", endpoint->api_key);
	add_header(&set->headers, "Accept", "application/json");
	add_header(&set->body_headers, "apikey", endpoint->api_key);
	add_header(&set->body_headers, "Accept", "application/json");
	add_header(&set->body_headers, "Content-Type", "application/json");
	/* no round trip to ask whether the body may come */
	add_header(&set->body_headers, "Expect", "");
	return set;
}

void
pnl_transfer_end(PnlTransferSet *set)
{
	free_set(set);
}

PnlExchange *
pnl_transfer_exchange(PnlTransferSet *set)
{
	PnlExchange *exchange;

	if (!dlist_is_empty(&set->idle))
	{
		exchange = dlist_container(PnlExchange, node, dlist_pop_head_node(&set->idle));
		exchange->complete = false;
		exchange->once = false;
		dlist_push_head(&set->held, &exchange->node);
		return exchange;
	}
	exchange = MemoryContextAllocZero(set->context, sizeof(*exchange));
	exchange->set = set;
	pnl_request_init(&exchange->request);
	pnl_buf_init(&exchange->reply.body, set->endpoint.max_reply_size);
	pnl_headers_init(&exchange->headers, MAX_HEADERS_SIZE);
	dlist_push_head(&set->held, &exchange->node);
	return exchange;
}

void
pnl_transfer_give_back(PnlExchange *exchange)
{
	Assert(!exchange->running);
	free_document(exchange);
	exchange->caller = NULL;
	dlist_delete(&exchange->node);
	dlist_push_head(&exchange->set->idle, &exchange->node);
}

int
pnl_transfer_outstanding(const PnlTransferSet *set)
{
	return set->outstanding;
}

/* ----------
 * Starting
 * ----------
 */

/* An option that fails is named; *failed keeps the first. */
#define SET_OPTION(easy, option, value, failed) \
	do { \
		if (curl_easy_setopt((easy), option, (value)) != CURLE_OK && (failed) == NULL) \
			(failed) = #option; \
	} while (0)

/* What is the same for all exchanges of a set is set in two parts: */
static const char *
set_security_options(CURL *easy, const PnlEndpoint *endpoint)
{
	const char *failed = NULL;
	bool		plain = strncmp(endpoint->base_url, "http://", 7) == 0;

#if LIBCURL_VERSION_NUM >= 0x075500
	SET_OPTION(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https", failed);
#else
	SET_OPTION(easy, CURLOPT_PROTOCOLS, (long) (plain ? CURLPROTO_HTTP : CURLPROTO_HTTPS), failed);
#endif
	/* a segment "%2E%2E" is a text of a user's, and no way out of the path */
	SET_OPTION(easy, CURLOPT_PATH_AS_IS, 1L, failed);
	SET_OPTION(easy, CURLOPT_FOLLOWLOCATION, 0L, failed);
	SET_OPTION(easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2, failed);
	SET_OPTION(easy, CURLOPT_SSL_VERIFYPEER, 1L, failed);
	SET_OPTION(easy, CURLOPT_SSL_VERIFYHOST, 2L, failed);
	if (endpoint->ca_file != NULL)
		SET_OPTION(easy, CURLOPT_CAINFO, endpoint->ca_file, failed);
	/* a directory of authorities keeps libcurl from caching the bundle */
	SET_OPTION(easy, CURLOPT_CAPATH, NULL, failed);
	/* "" also keeps the environment's proxies out */
	SET_OPTION(easy, CURLOPT_PROXY, endpoint->proxy ? endpoint->proxy : "", failed);
	SET_OPTION(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L, failed);
	/* over TLS, learn whether the first connection takes them all */
	SET_OPTION(easy, CURLOPT_PIPEWAIT, plain ? 0L : 1L, failed);
	return failed;
}

static const char *
set_process_options(CURL *easy, const PnlEndpoint *endpoint)
{
	const char *failed = NULL;

	SET_OPTION(easy, CURLOPT_NOSIGNAL, 1L, failed);
#if HAS_QUICK_EXIT
	/* an abandoned lookup must not be waited for */
	SET_OPTION(easy, CURLOPT_QUICK_EXIT, 1L, failed);
#endif
	SET_OPTION(easy, CURLOPT_RESOLVER_START_FUNCTION, on_resolver_start, failed);
	SET_OPTION(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket, failed);
	SET_OPTION(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket, failed);
	SET_OPTION(easy, CURLOPT_TCP_KEEPALIVE, 1L, failed);
	SET_OPTION(easy, CURLOPT_USERAGENT, USER_AGENT, failed);
	SET_OPTION(easy, CURLOPT_TIMEOUT_MS, (long) endpoint->request_timeout, failed);
	SET_OPTION(easy, CURLOPT_CONNECTTIMEOUT_MS, (long) endpoint->connect_timeout, failed);
	SET_OPTION(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) endpoint->max_reply_size, failed);
	SET_OPTION(easy, CURLOPT_WRITEFUNCTION, on_body, failed);
	SET_OPTION(easy, CURLOPT_HEADERFUNCTION, on_header, failed);
	/* those of a proxy are not the reply's */
	SET_OPTION(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L, failed);
	SET_OPTION(easy, CURLOPT_READFUNCTION, on_read, failed);
	return failed;
}

/* Gives the exchange a handle, with the options that it keeps. */
static void
prepare_handle(PnlExchange *exchange)
{
	const PnlEndpoint *endpoint = &exchange->set->endpoint;
	PnlExchangeHandle *handle = take_handle();
	const char *failed;

	exchange->handle = handle;
	failed = set_security_options(handle->easy, endpoint);
	if (failed == NULL)
		failed = set_process_options(handle->easy, endpoint);
	if (failed == NULL)
	{
		SET_OPTION(handle->easy, CURLOPT_WRITEDATA, exchange, failed);
		SET_OPTION(handle->easy, CURLOPT_HEADERDATA, exchange, failed);
		SET_OPTION(handle->easy, CURLOPT_READDATA, exchange, failed);
		SET_OPTION(handle->easy, CURLOPT_PRIVATE, exchange, failed);
		SET_OPTION(handle->easy, CURLOPT_ERRORBUFFER, handle->error_text, failed);
	}
	if (failed != NULL)
		report_setup_failure(failed);
}

/* Sets all that may differ from the exchange's last request. */
static const char *
set_request_options(CURL *easy, PnlExchange *exchange, const char *url)
{
	const PnlTransferSet *set = exchange->set;
	const PnlRequest *request = &exchange->request;
	bool		has_body = request->body.length > 0;
	bool		posts = has_body || strcmp(request->method, "POST") == 0;
	const char *failed = NULL;

	SET_OPTION(easy, CURLOPT_URL, url, failed);
	SET_OPTION(easy, CURLOPT_HTTPHEADER, has_body ? set->body_headers : set->headers, failed);
	if (posts)
	{
		SET_OPTION(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) request->body.length, failed);
		SET_OPTION(easy, CURLOPT_POSTFIELDS,
				   exchange->once ? NULL : pnl_buf_text(&request->body), failed);
		SET_OPTION(easy, CURLOPT_POST, 1L, failed);
	}
	else
		SET_OPTION(easy, CURLOPT_HTTPGET, 1L, failed);
	SET_OPTION(easy, CURLOPT_CUSTOMREQUEST,
			   strcmp(request->method, posts ? "POST" : "GET") == 0 ? NULL : request->method,
			   failed);
	return failed;
}

static void
set_request(PnlExchange *exchange)
{
	char	   *url = psprintf("%s%s", exchange->set->endpoint.base_url,
							   pnl_buf_text(&exchange->request.target));
	const char *failed;

	failed = set_request_options(exchange->handle->easy, exchange, url);
	pfree(url);
	if (failed != NULL)
		report_setup_failure(failed);
}

/* Tells fd.c of the connection that the exchange may open. */
static void
reserve_fd(const PnlTransferSet *set)
{
	int			wanted = Max(pnl_sockets_count(), set->outstanding + 1);

	while (reserved_fds < wanted)
	{
		if (!AcquireExternalFD())
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_RESOURCES),
					 errmsg("could not call PostNL"),
					 errdetail("There are too many open files on the local server."),
					 errhint("Raise the server's max_files_per_process or lower "
							 "postnl.max_connections.")));
		reserved_fds++;
	}
}

void
pnl_transfer_start(PnlExchange *exchange)
{
	PnlTransferSet *set = exchange->set;
	CURLMcode	result;

	Assert(!exchange->running);
	reserve_fd(set);
	if (exchange->handle != NULL && exchange->handle->spoiled)
	{
		give_back_handle(exchange->handle);
		exchange->handle = NULL;
	}
	if (exchange->handle == NULL)
		prepare_handle(exchange);
	exchange->handle->error_text[0] = '\0';
	exchange->handle->sent = 0;
	free_document(exchange);
	exchange->complete = false;
	pnl_buf_reset(&exchange->reply.body);
	pnl_headers_reset(&exchange->headers);
	pnl_error_init(&exchange->error);
	set_request(exchange);
	curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long) set->endpoint.max_connections);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long) set->endpoint.max_connections);

	result = curl_multi_add_handle(multi, exchange->handle->easy);
	pnl_signals_unblock();
	if (result != CURLM_OK)
		report_setup_failure("curl_multi_add_handle");
	exchange->running = true;
	set->outstanding++;
	dlist_delete(&exchange->node);
	dlist_push_tail(&set->running, &exchange->node);
}

/* ----------
 * Waiting and completing
 * ----------
 */

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

static void
set_transfer_error(PnlExchange *exchange, CURLcode code)
{
	PnlError   *error = &exchange->error;
	const char *text = exchange->handle->error_text;
	int			i = 0;

	if (code == CURLE_OPERATION_TIMEDOUT)
	{
		set_timeout_error(exchange->handle->easy, error);
		return;
	}
	while (failure_map[i].code != code && failure_map[i].code != CURL_LAST)
		i++;
	if (exchange->reply.body.no_memory || exchange->headers.fields.no_memory)
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	else if (exchange->headers.has_nul)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "Nul byte in header");
	else if (exchange->headers.full)
		pnl_error_set(error, PNL_ERR_CONNECTION_LOST,
					  "Too large response headers: more than %d bytes", MAX_HEADERS_SIZE);
	else if (failure_map[i].kind == PNL_ERR_REPLY_SIZE)
		pnl_error_set(error, PNL_ERR_REPLY_SIZE, "more than %zu bytes",
					  exchange->set->endpoint.max_reply_size);
	else
		pnl_error_set(error, failure_map[i].kind, "%s",
					  text[0] != '\0' ? text : curl_easy_strerror(code));
	error->transient = failure_map[i].transient;
}

static void
complete_exchange(PnlExchange *exchange, CURLcode code)
{
	CURL	   *easy = exchange->handle->easy;
	PnlReply   *reply = &exchange->reply;
	long		status = 0;
	char	   *content_type = NULL;
	curl_off_t	retry_after = 0;

	/* libcurl takes a header that is cut off for a whole one */
	if (code == CURLE_OK && exchange->headers.open)
		code = CURLE_PARTIAL_FILE;
	exchange->complete = code == CURLE_OK;
	if (code != CURLE_OK)
		set_transfer_error(exchange, code);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &content_type);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
	reply->http_status = (int) status;
	reply->content_type = content_type;
	reply->retry_after_ms = retry_after > 0 ?
		Min((int64) retry_after, MAX_RETRY_AFTER_S) * 1000 : -1;
	if (code != CURLE_OK)
		exchange->error.http_status = (int) status;

	stop_exchange(exchange);
	dlist_delete(&exchange->node);
	dlist_push_tail(&exchange->set->completed, &exchange->node);
}

/* Moves what libcurl has finished to the sets that it belongs to. */
static void
collect_completed(void)
{
	CURLMsg    *message;
	int			left;

	while ((message = curl_multi_info_read(multi, &left)) != NULL)
	{
		CURLcode	code = message->data.result;
		PnlExchange *exchange = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		/* the message is gone once the handle is removed */
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **) &exchange);
		complete_exchange(exchange, code);
	}
}

static PnlExchange *
take_completed(PnlTransferSet *set)
{
	PnlExchange *exchange;

	if (dlist_is_empty(&set->completed))
		return NULL;
	exchange = dlist_container(PnlExchange, node, dlist_pop_head_node(&set->completed));
	dlist_push_head(&set->held, &exchange->node);
	set->outstanding--;
	return exchange;
}

static void
drive(curl_socket_t fd, int what)
{
	int			running;
	CURLMcode	result;

	result = curl_multi_socket_action(multi, fd, what, &running);
	pnl_signals_unblock();
	if (result != CURLM_OK)
		ereport(ERROR,
				(errcode(ERRCODE_SYSTEM_ERROR),
				 errmsg("could not run a transfer"),
				 errdetail_internal("%s.", curl_multi_strerror(result))));
}

static void
drive_timer(void)
{
	if (timer_due < 0 || timer_due > now_ms())
		return;
	timer_due = -1;
	drive(CURL_SOCKET_TIMEOUT, 0);
}

/* A set without running exchanges waits for its turn or for a retry. */
static uint32
current_wait_event(const PnlTransferSet *set)
{
	if (set == NULL)
		return pnl_wait_event_compat(&worker_event, "PostnlWorkerMain");
	if (set->outstanding > 0)
		return pnl_wait_event_compat(&transfer_event, "PostnlTransfer");
	return pnl_wait_event_compat(&turn_event, "PostnlTurn");
}

/*
 * Waits once, and lets libcurl do what the wait was for.  Returns true when
 * the latch was set.
 */
static bool
wait_once(const PnlTransferSet *set, int64 until)
{
	bool		latch_set = false;
	WaitEvent	events[MAX_EVENTS];
	int64		wake = until;
	long		timeout = -1;
	int			count;

	if (timer_due >= 0 && (wake < 0 || timer_due < wake))
		wake = timer_due;
	if (wake >= 0)
		timeout = (long) Min(Max(wake - now_ms(), 0), INT_MAX);

	count = pnl_sockets_wait(timeout, events, MAX_EVENTS, current_wait_event(set));
	for (int i = 0; i < count; i++)
	{
		if (events[i].events & WL_LATCH_SET)
		{
			ResetLatch(MyLatch);
			latch_set = true;
		}
		else
			drive(events[i].fd,
				  (events[i].events & WL_SOCKET_READABLE ? CURL_CSELECT_IN : 0) |
				  (events[i].events & WL_SOCKET_WRITEABLE ? CURL_CSELECT_OUT : 0));
	}
	return latch_set;
}

PnlExchange *
pnl_transfer_wait(PnlTransferSet *set, int64 timeout_ms)
{
	int64		until = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;

	for (;;)
	{
		PnlExchange *exchange;

		CHECK_FOR_INTERRUPTS();
		/* all that has come first: what it makes room for leaves in one go */
		exchange = take_completed(set);
		if (exchange == NULL)
		{
			drive_timer();
			collect_completed();
			exchange = take_completed(set);
		}
		if (exchange != NULL)
			return exchange;
		if (until >= 0 && now_ms() >= until)
			return NULL;
		(void) wait_once(set, until);
	}
}

static PnlExchange *
take_any_completed(void)
{
	dlist_iter	iter;

	dlist_foreach(iter, &open_sets)
	{
		PnlTransferSet *set = dlist_container(PnlTransferSet, node, iter.cur);

		if (set->owner == NULL && !dlist_is_empty(&set->completed))
			return take_completed(set);
	}
	return NULL;
}

PnlExchange *
pnl_transfer_take_any(void)
{
	PnlExchange *exchange = take_any_completed();

	if (exchange != NULL || multi == NULL)
		return exchange;
	drive_timer();
	collect_completed();
	return take_any_completed();
}

PnlExchange *
pnl_transfer_wait_any(int64 timeout_ms, bool *latch_set)
{
	int64		until = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
	bool		waited = false;

	for (*latch_set = false;;)
	{
		PnlExchange *exchange;

		CHECK_FOR_INTERRUPTS();
		exchange = pnl_transfer_take_any();
		if (exchange != NULL || *latch_set ||
			(waited && until >= 0 && now_ms() >= until))
			return exchange;
		*latch_set = wait_once(NULL, until);
		waited = true;
	}
}

bool
pnl_transfer_lookup_yields(void)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return (info->features & CURL_VERSION_ASYNCHDNS) != 0 &&
		(HAS_QUICK_EXIT || info->ares != NULL);
}

const char *
pnl_transfer_library_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}

bool
pnl_transfer_parse_date(const char *date, int64 *seconds)
{
	*seconds = (int64) curl_getdate(date, NULL);
	return *seconds >= 0;
}

PnlTransferStats
pnl_transfer_stats(void)
{
	PnlTransferStats stats = {0};
	dlist_iter	iter;

	dlist_foreach(iter, &open_sets)
	{
		stats.sets++;
		stats.outstanding += dlist_container(PnlTransferSet, node, iter.cur)->outstanding;
	}
	stats.sockets = pnl_sockets_count();
	stats.reserved_fds = reserved_fds;
	stats.handles = handle_count;
	return stats;
}
