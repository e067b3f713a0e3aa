/*
 * multi.c
 *		libcurl in this process: one multi handle, and what hangs off it.
 */
#include "postgres.h"

#include <unistd.h>

#include "miscadmin.h"
#include "portability/instr_time.h"
#include "storage/fd.h"
#include "storage/latch.h"

#include "pg/base/compat.h"
#include "pg/base/signals.h"
#include "pg/http/multi.h"
#include "pg/http/sockets.h"

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

#define USER_AGENT "postnl/" POSTNL_VERSION " PostgreSQL/" PG_VERSION

/* All that this process has of libcurl. */
static struct
{
	CURLM	   *curl;			/* NULL until it is set up */
	int64		timer_due;		/* libcurl's own timer, of pnl_multi_now_ms(); -1 = none */
	PnlEasy    *idle;
	int			idle_count;
	int			handle_count;	/* idle ones included */
	int			reserved_fds;	/* told to fd.c */
}			multi = {.timer_due = -1};

int64
pnl_multi_now_ms(void)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	return (int64) INSTR_TIME_GET_MILLISEC(now);
}

/* ----------
 * Callbacks of libcurl: nothing in them may throw.
 * ----------
 */

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

static int
on_timer(CURLM *handle, long timeout_ms, void *arg)
{
	(void) handle;
	(void) arg;
	multi.timer_due = timeout_ms < 0 ? -1 : pnl_multi_now_ms() + timeout_ms;
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
 * Setting up
 * ----------
 */

pg_noreturn static void
report_setup_failure(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_SYSTEM_ERROR),
			 errmsg("could not set up libcurl"),
			 errdetail_internal("%s failed.", what)));
}

void
pnl_multi_set_up(void)
{
	CURLM	   *created;

	if (multi.curl != NULL)
		return;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		report_setup_failure("curl_global_init");
	created = curl_multi_init();
	if (created == NULL)
		report_setup_failure("curl_multi_init");
	curl_multi_setopt(created, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(created, CURLMOPT_TIMERFUNCTION, on_timer);
	multi.curl = created;
}

void
pnl_multi_check_option(CURLcode code, CURLoption option)
{
	const struct curl_easyoption *known;

	if (code == CURLE_OK)
		return;
	known = curl_easy_option_by_id(option);
	report_setup_failure(psprintf("CURLOPT_%s", known != NULL ? known->name : "?"));
}

void
pnl_multi_set_options(PnlEasy *easy, const PnlEasyOption *options, int count)
{
	for (int i = 0; i < count; i++)
		pnl_multi_check_option(curl_easy_setopt(easy->curl, options[i].option, options[i].value),
							   options[i].option);
}

/* ----------
 * Handles
 * ----------
 */

static PnlEasy *
make_handle(void)
{
	PnlEasy    *easy = calloc(1, sizeof(*easy));

	if (easy != NULL)
		easy->curl = curl_easy_init();
	if (easy == NULL || easy->curl == NULL)
	{
		free(easy);
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	}
	multi.handle_count++;
	return easy;
}

void
pnl_multi_take(PnlEasy **place)
{
	static const PnlEasyOption options[] = {
		{CURLOPT_NOSIGNAL, 1},
#if PNL_HAS_QUICK_EXIT
		/* an abandoned lookup must not be waited for */
		{CURLOPT_QUICK_EXIT, 1},
#endif
		{CURLOPT_TCP_KEEPALIVE, 1},
	};
	PnlEasy    *easy = multi.idle;

	if (easy != NULL)
	{
		multi.idle = easy->next;
		multi.idle_count--;
	}
	else
		easy = make_handle();
	*place = easy;
	pnl_multi_set_options(easy, options, lengthof(options));
	PNL_SET_OPTION(easy, CURLOPT_RESOLVER_START_FUNCTION, on_resolver_start);
	PNL_SET_OPTION(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	PNL_SET_OPTION(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
	PNL_SET_OPTION(easy, CURLOPT_USERAGENT, USER_AGENT);
	PNL_SET_OPTION(easy, CURLOPT_ERRORBUFFER, easy->error_text);
}

/*
 * A handle whose transfer failed is thrown away: libcurl 8.14 does not get
 * over a body that it could not send again, not even by a reset.
 */
void
pnl_multi_give_back(PnlEasy *easy)
{
	if (easy == NULL)
		return;
	if (!easy->spoiled && multi.idle_count < MAX_IDLE_HANDLES)
	{
		/* what the exchange owned must not be reachable any more */
		curl_easy_reset(easy->curl);
		easy->next = multi.idle;
		multi.idle = easy;
		multi.idle_count++;
		return;
	}
	curl_easy_cleanup(easy->curl);
	free(easy);
	multi.handle_count--;
}

void
pnl_multi_reserve_fds(int transfers)
{
	int			wanted = Max(pnl_sockets_count(), transfers);

	while (multi.reserved_fds < wanted)
	{
		if (!AcquireExternalFD())
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_RESOURCES),
					 errmsg("could not call PostNL"),
					 errdetail("There are too many open files on the local server."),
					 errhint("Raise the server's max_files_per_process or lower "
							 "postnl.max_connections.")));
		multi.reserved_fds++;
	}
}

void
pnl_multi_release_fds(void)
{
	while (multi.reserved_fds > pnl_sockets_count())
	{
		ReleaseExternalFD();
		multi.reserved_fds--;
	}
}

void
pnl_multi_count(int *handles, int *fds)
{
	*handles = multi.handle_count;
	*fds = multi.reserved_fds;
}

/* ----------
 * Transfers
 * ----------
 */

void
pnl_multi_start(PnlEasy *easy, int max_connections)
{
	CURLMcode	result;

	curl_multi_setopt(multi.curl, CURLMOPT_MAX_HOST_CONNECTIONS, (long) max_connections);
	curl_multi_setopt(multi.curl, CURLMOPT_MAXCONNECTS, (long) max_connections);
	result = curl_multi_add_handle(multi.curl, easy->curl);
	pnl_signals_unblock();
	if (result != CURLM_OK)
		report_setup_failure("curl_multi_add_handle");
}

void
pnl_multi_stop(PnlEasy *easy)
{
	curl_multi_remove_handle(multi.curl, easy->curl);
	pnl_signals_unblock();
}

void *
pnl_multi_take_done(int *code)
{
	CURLMsg    *message;
	int			left;

	while (multi.curl != NULL && (message = curl_multi_info_read(multi.curl, &left)) != NULL)
	{
		void	   *owner = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		/* the message is gone once the handle is removed */
		*code = message->data.result;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **) &owner);
		return owner;
	}
	return NULL;
}

static void
drive(curl_socket_t fd, int what)
{
	int			running;
	CURLMcode	result;

	result = curl_multi_socket_action(multi.curl, fd, what, &running);
	pnl_signals_unblock();
	if (result != CURLM_OK)
		ereport(ERROR,
				(errcode(ERRCODE_SYSTEM_ERROR),
				 errmsg("could not run a transfer"),
				 errdetail_internal("%s.", curl_multi_strerror(result))));
}

void
pnl_multi_drive_timer(void)
{
	if (multi.timer_due < 0 || multi.timer_due > pnl_multi_now_ms())
		return;
	multi.timer_due = -1;
	drive(CURL_SOCKET_TIMEOUT, 0);
}

bool
pnl_multi_wait(int64 until_ms, uint32 wait_event)
{
	bool		latch_set = false;
	WaitEvent	events[MAX_EVENTS];
	int64		wake = until_ms;
	long		timeout = -1;
	int			count;

	if (multi.timer_due >= 0 && (wake < 0 || multi.timer_due < wake))
		wake = multi.timer_due;
	if (wake >= 0)
		timeout = (long) Min(Max(wake - pnl_multi_now_ms(), 0), INT_MAX);

	count = pnl_sockets_wait(timeout, events, MAX_EVENTS, wait_event);
	for (int i = 0; i < count; i++)
	{
		if (events[i].events & WL_LATCH_SET)
		{
			ResetLatch(MyLatch);
			latch_set = true;
		}
		else
			drive(events[i].fd,
				  ((events[i].events & WL_SOCKET_READABLE) ? CURL_CSELECT_IN : 0) |
				  ((events[i].events & WL_SOCKET_WRITEABLE) ? CURL_CSELECT_OUT : 0));
	}
	return latch_set;
}
