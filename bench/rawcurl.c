/*
 * rawcurl.c
 *		What libcurl can do by itself: the measure for postnl.
 *
 *	rawcurl [OPTION...] BASE-URL
 *
 *	--requests N         how many (1000)
 *	--connections N      how many at the same time (16)
 *	--apikey KEY         sent as header
 *	--cacert FILE        trusted authorities
 *	--http1              no HTTP/2
 *	--body FILE          POST this, as JSON, to BASE-URL itself
 *	--capath-default     leaves CURLOPT_CAPATH at libcurl's default
 *
 * Asks for BASE-URL/shipment/v2/status/barcode/BARCODE?detail=false, a
 * barcode for each request as test data of postnl_track(), and reads the
 * replies into memory.  Prints one line of key=value.
 *
 * Nothing here may be slower than it has to be: handles and buffers are
 * reused, a request sets no option but its URL, libcurl's timer is the
 * timeout of epoll_wait(), and a socket that libcurl lets go of between two
 * requests stays in the epoll set.
 */
#include <curl/curl.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Sockets have descriptors below this. */
#define MAX_FDS 4096

#define MAX_EVENTS 64

#define MAX_URL 1200

/* As in postnl: a status reply fits, others grow it. */
#define INITIAL_BODY 4096

typedef struct Options
{
	int			requests;
	int			connections;
	const char *api_key;
	const char *ca_file;
	bool		http1;
	bool		default_capath;
	const char *body;
	const char *base_url;
} Options;

/* One of the handles, and the reply that it reads. */
typedef struct Slot
{
	CURL	   *easy;
	char	   *body;
	size_t		length;
	size_t		allocated;
	int64_t		started_us;
} Slot;

static Options options = {.requests = 1000, .connections = 16};
static CURLM *multi;
static struct curl_slist *headers = NULL;
static int	epoll_fd;

/* Events that libcurl wants of a descriptor, and those epoll knows. */
static uint32_t wanted[MAX_FDS];
static uint32_t registered[MAX_FDS];

/* Descriptors whose wanted events changed since the last wait. */
static int	changed[MAX_FDS];
static int	changed_count = 0;
static bool is_changed[MAX_FDS];

static int64_t timer_due_us = -1;
static int	started = 0;
static int	completed = 0;
static int	failed = 0;
static long connects = 0;
static int64_t *latencies;

static void
fail(const char *what)
{
	fprintf(stderr, "rawcurl: %s\n", what);
	exit(1);
}

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static double
cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		(double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	Slot	   *slot = arg;
	size_t		more = size * count;

	if (slot->length + more > slot->allocated)
	{
		size_t		allocated = slot->allocated ? slot->allocated : INITIAL_BODY;
		char	   *grown;

		while (allocated < slot->length + more)
			allocated *= 2;
		grown = realloc(slot->body, allocated);
		if (grown == NULL)
			return 0;
		slot->body = grown;
		slot->allocated = allocated;
	}
	memcpy(slot->body + slot->length, data, more);
	slot->length += more;
	return more;
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	(void) easy;
	(void) arg;
	(void) socket_arg;
	if (fd >= MAX_FDS)
		return -1;
	wanted[fd] = (what == CURL_POLL_IN || what == CURL_POLL_INOUT ? EPOLLIN : 0) |
		(what == CURL_POLL_OUT || what == CURL_POLL_INOUT ? EPOLLOUT : 0);
	if (!is_changed[fd])
		changed[changed_count++] = fd;
	is_changed[fd] = true;
	return 0;
}

static int
on_timer(CURLM *handle, long timeout_ms, void *arg)
{
	(void) handle;
	(void) arg;
	timer_due_us = timeout_ms < 0 ? -1 : now_us() + timeout_ms * 1000;
	return 0;
}

static int
on_close_socket(void *arg, curl_socket_t fd)
{
	(void) arg;
	/* closing takes it out of the epoll set */
	wanted[fd] = 0;
	registered[fd] = 0;
	return close(fd);
}

static void
prepare_slot(Slot *slot)
{
	CURL	   *easy = curl_easy_init();

	if (easy == NULL)
		fail("curl_easy_init failed");
	slot->easy = easy;
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
	if (options.ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file);
	if (!options.default_capath)
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (options.body != NULL)
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, options.body);
	if (options.http1)
		curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
	else
		curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
}

static void
start_request(Slot *slot)
{
	char		url[MAX_URL];

	if (started == options.requests)
		return;
	started++;
	if (options.body != NULL)
		snprintf(url, sizeof(url), "%s", options.base_url);
	else
		snprintf(url, sizeof(url), "%s/shipment/v2/status/barcode/3SDEVC%09d?detail=false",
				 options.base_url, started);
	curl_easy_setopt(slot->easy, CURLOPT_URL, url);
	slot->length = 0;
	slot->started_us = now_us();
	if (curl_multi_add_handle(multi, slot->easy) != CURLM_OK)
		fail("curl_multi_add_handle failed");
}

/* Counts what has ended and starts as many requests again. */
static void
collect_completed(void)
{
	CURLMsg    *message;
	int			left;

	while ((message = curl_multi_info_read(multi, &left)) != NULL)
	{
		CURL	   *easy = message->easy_handle;
		CURLcode	result = message->data.result;
		Slot	   *slot = NULL;
		long		status = 0;
		long		new_connects = 0;

		curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **) &slot);
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &new_connects);
		if (result != CURLE_OK && failed == 0)
			fprintf(stderr, "rawcurl: %s\n", curl_easy_strerror(result));
		if (result != CURLE_OK || status != 200 || slot->length == 0)
			failed++;
		connects += new_connects;
		latencies[completed++] = now_us() - slot->started_us;
		curl_multi_remove_handle(multi, easy);
		start_request(slot);
	}
}

/* Brings epoll in line with what libcurl wants. */
static void
update_epoll(void)
{
	for (int i = 0; i < changed_count; i++)
	{
		int			fd = changed[i];
		struct epoll_event event = {.events = wanted[fd], .data.fd = fd};

		is_changed[fd] = false;
		if (wanted[fd] == 0 || wanted[fd] == registered[fd])
			continue;
		if (epoll_ctl(epoll_fd, registered[fd] != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD,
					  fd, &event) != 0)
			fail("epoll_ctl failed");
		registered[fd] = wanted[fd];
	}
	changed_count = 0;
}

static int
time_to_wait_ms(void)
{
	int64_t		wait_us;

	if (timer_due_us < 0)
		return -1;
	wait_us = timer_due_us - now_us();
	return wait_us <= 0 ? 0 : (int) ((wait_us + 999) / 1000);
}

static void
handle_event(const struct epoll_event *event)
{
	int			fd = event->data.fd;
	int			running;

	if (wanted[fd] == 0)
	{
		/* an idle connection stirs */
		epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
		registered[fd] = 0;
		return;
	}
	curl_multi_socket_action(multi, fd,
							 (event->events & EPOLLIN ? CURL_CSELECT_IN : 0) |
							 (event->events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
							 (event->events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0),
							 &running);
}

static void
run_requests(Slot *slots)
{
	int			running;

	for (int i = 0; i < options.connections; i++)
		start_request(&slots[i]);
	while (completed < options.requests)
	{
		struct epoll_event events[MAX_EVENTS];
		int			count;

		if (timer_due_us >= 0 && timer_due_us <= now_us())
		{
			timer_due_us = -1;
			curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
		}
		collect_completed();
		if (completed == options.requests)
			break;
		update_epoll();
		count = epoll_wait(epoll_fd, events, MAX_EVENTS, time_to_wait_ms());
		if (count < 0 && errno != EINTR)
			fail("epoll_wait failed");
		for (int i = 0; i < count; i++)
			handle_event(&events[i]);
	}
}

static int
compare_latencies(const void *a, const void *b)
{
	int64_t		left = *(const int64_t *) a;
	int64_t		right = *(const int64_t *) b;

	return (left > right) - (left < right);
}

static void
report(double seconds, double cpu)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	qsort(latencies, (size_t) completed, sizeof(*latencies), compare_latencies);
	printf("requests=%d failed=%d connects=%ld seconds=%.4f requests_per_s=%.1f "
		   "cpu_s=%.6f cpu_s_per_1000=%.5f median_us=%lld peak_rss_kb=%ld\n",
		   completed, failed, connects, seconds, completed / seconds,
		   cpu, cpu * 1000 / completed, (long long) latencies[completed / 2],
		   usage.ru_maxrss);
}

static void
usage_error(void)
{
	fprintf(stderr, "usage: rawcurl [--requests N] [--connections N] [--apikey KEY] [--cacert FILE] [--http1] [--capath-default] [--body FILE] BASE-URL\n");
	exit(2);
}

/* The whole of a file, which is a text. */
static char *
read_file(const char *path)
{
	FILE	   *file = fopen(path, "rb");
	char	   *text = NULL;
	size_t		room = 0;

	if (file == NULL || getdelim(&text, &room, '\0', file) < 0)
		fail(path);
	fclose(file);
	return text;
}

static void
read_options(int argc, char **argv)
{
	static const struct option known[] = {
		{"requests", required_argument, NULL, 'n'},
		{"connections", required_argument, NULL, 'c'},
		{"apikey", required_argument, NULL, 'k'},
		{"cacert", required_argument, NULL, 'a'},
		{"http1", no_argument, NULL, '1'},
		{"capath-default", no_argument, NULL, 'd'},
		{"body", required_argument, NULL, 'b'},
		{NULL, 0, NULL, 0}
	};
	int			option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
	{
		if (option == 'n')
			options.requests = atoi(optarg);
		else if (option == 'c')
			options.connections = atoi(optarg);
		else if (option == 'k')
			options.api_key = optarg;
		else if (option == 'a')
			options.ca_file = optarg;
		else if (option == '1')
			options.http1 = true;
		else if (option == 'd')
			options.default_capath = true;
		else if (option == 'b')
			options.body = read_file(optarg);
		else
			usage_error();
	}
	if (optind + 1 != argc || options.requests < 1 || options.connections < 1)
		usage_error();
	options.base_url = argv[optind];
}

/* The headers that postnl sends. */
static void
make_headers(void)
{
	char		line[256];

	if (options.api_key != NULL)
	{
		snprintf(line, sizeof(line), "apikey: %s", options.api_key);
		headers = curl_slist_append(headers, line);
	}
	headers = curl_slist_append(headers, "Accept: application/json");
	if (options.body != NULL)
		headers = curl_slist_append(headers, "Content-Type: application/json");
}

int
main(int argc, char **argv)
{
	double		cpu = cpu_seconds();
	int64_t		began = now_us();
	Slot	   *slots;

	read_options(argc, argv);
	slots = calloc((size_t) options.connections, sizeof(Slot));
	latencies = calloc((size_t) options.requests, sizeof(*latencies));
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (slots == NULL || latencies == NULL || epoll_fd < 0 ||
		curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
		(multi = curl_multi_init()) == NULL)
		fail("setup failed");
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
	make_headers();
	for (int i = 0; i < options.connections; i++)
		prepare_slot(&slots[i]);
	run_requests(slots);
	report((double) (now_us() - began) / 1e6, cpu_seconds() - cpu);
	return failed > 0;
}
