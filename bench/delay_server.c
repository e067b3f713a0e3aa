/*
 * delay_server.c
 *		An HTTP server that gives each answer after the same delay.
 *
 *	delay_server --port PORT --delay-ms N --answer FILE
 *	delay_server --port PORT --delay-ms N [--log FILE] [--body FILE]
 *
 * Port 0 takes a free one; the port is printed once the server listens.  With
 * a file all answers are that one, in which the last part of the path takes
 * the place of BARCODE: an answer speaks of what was asked.  Without, it
 * ships as PostNL does: a POST
 * is a legacy label call, whose barcodes are in the answer again, and a GET
 * asks for a barcode; a POST whose path ends in /barcode asks V4 for several.
 * The log has a line for each request: when the last byte of it was read, in
 * microseconds since 1970, its path, and its first reference.  The body of
 * the first label call with four shipments is kept in a file.
 *
 * For the benchmark only: it speaks HTTP/1.1 with keep-alive on loopback,
 * trusts what it reads, and leaves when something is wrong.
 *
 * All requests wait equally long, so they are answered in the order in which
 * they came: a queue and one timer serve all connections.
 */
#define _GNU_SOURCE				/* accept4() */

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "ship_answers.h"

/* Connections have descriptors below this; more than any scenario opens. */
#define MAX_FDS 4096

/* A call with labels for four shipments is a few thousand bytes. */
#define MAX_REQUEST 65536

/* An answer goes into the socket's buffer as a whole. */
#define SEND_BUFFER (512 * 1024)

#define MAX_EVENTS 256

/* What stands for the barcode in a file, and how often it may, less one. */
#define PLACEHOLDER "BARCODE"
#define MAX_PARTS 8

#define HEADER "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n"
#define HEADER_SIZE (sizeof(HEADER) + 20)

#define NS_PER_S 1000000000LL

typedef struct Connection
{
	char		request[MAX_REQUEST];
	size_t		length;
	uint32_t	generation;		/* tells it from those before on this fd */
} Connection;

/* A request that waits for its answer. */
typedef struct Waiting
{
	int			fd;
	uint32_t	generation;
	int64_t		due;			/* ns of the monotonic clock */
	char	   *answer;			/* header and body; freed when it is sent */
	size_t		length;
} Waiting;

static Connection *connections[MAX_FDS];

/* A ring: a connection has one request in it at most, and a dead one too. */
static Waiting queue[MAX_FDS * 2];
static size_t queue_head = 0;
static size_t queue_count = 0;

/* The answer to all requests, in the parts between its barcodes; none when it ships. */
static struct
{
	const char *text;
	size_t		length;
}			parts[MAX_PARTS];
static int	part_count = 0;

static int64_t delay_ns;
static int	epoll_fd;
static int	timer_fd;

static void
fail(const char *what)
{
	fprintf(stderr, "delay_server: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void
watch(int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
		fail("epoll_ctl");
}

/* Reads the file that all answers are. */
static void
read_answer(const char *path)
{
	FILE	   *file = fopen(path, "rb");
	char	   *text = NULL;
	size_t		room = 0;

	if (file == NULL || getdelim(&text, &room, '\0', file) < 0)
		fail(path);
	fclose(file);
	while (text != NULL && part_count < MAX_PARTS)
	{
		char	   *end = strstr(text, PLACEHOLDER);

		parts[part_count].text = text;
		parts[part_count].length = end != NULL ? (size_t) (end - text) : strlen(text);
		part_count++;
		text = end != NULL ? end + strlen(PLACEHOLDER) : NULL;
	}
}

/* That answer, to a request. */
static char *
make_answer(const char *request, size_t *length)
{
	const char *path = strchr(request, ' ') + 1;
	const char *end = path + strcspn(path, " ?");
	const char *barcode = end;
	size_t		barcode_length;
	size_t		size;
	char	   *answer;
	char	   *at;

	while (barcode > path && barcode[-1] != '/')
		barcode--;
	barcode_length = (size_t) (end - barcode);
	size = (size_t) (part_count - 1) * barcode_length;
	for (int i = 0; i < part_count; i++)
		size += parts[i].length;
	answer = malloc(HEADER_SIZE + size);
	if (answer == NULL)
		fail("malloc");
	at = answer + snprintf(answer, HEADER_SIZE, HEADER, size);
	for (int i = 0; i < part_count; i++)
	{
		if (i > 0)
			at = mempcpy(at, barcode, barcode_length);
		at = mempcpy(at, parts[i].text, parts[i].length);
	}
	*length = (size_t) (at - answer);
	return answer;
}

/* Wakes us when the oldest request is due. */
static void
arm_timer(void)
{
	struct itimerspec at = {0};

	if (queue_count > 0)
	{
		at.it_value.tv_sec = queue[queue_head].due / NS_PER_S;
		at.it_value.tv_nsec = queue[queue_head].due % NS_PER_S;
	}
	if (timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &at, NULL) != 0)
		fail("timerfd_settime");
}

static void
enqueue(int fd, const char *request, const char *body)
{
	Waiting    *waiting = &queue[(queue_head + queue_count) % (MAX_FDS * 2)];

	if (queue_count == MAX_FDS * 2)
	{
		fprintf(stderr, "delay_server: too many requests wait\n");
		exit(1);
	}
	waiting->fd = fd;
	waiting->generation = connections[fd]->generation;
	waiting->due = now_ns() + delay_ns;
	waiting->answer = part_count > 0 ? make_answer(request, &waiting->length) :
		ship_answer(request, body, &waiting->length);
	if (queue_count++ == 0)
		arm_timer();
}

static void
drop(int fd)
{
	close(fd);
	connections[fd]->length = 0;
	connections[fd]->generation++;
}

/* Reads what there is; a whole request is put into the queue. */
static void
read_request(int fd)
{
	Connection *connection = connections[fd];
	size_t		room = sizeof(connection->request) - 1 - connection->length;
	const char *body;
	const char *length;
	ssize_t		got = recv(fd, connection->request + connection->length, room, 0);

	if (got <= 0 || (size_t) got == room)
	{
		if (got >= 0 || (errno != EAGAIN && errno != EINTR))
			drop(fd);
		return;
	}
	connection->length += (size_t) got;
	connection->request[connection->length] = '\0';
	body = strstr(connection->request, "\r\n\r\n");
	if (body == NULL)
		return;
	body += 4;
	length = strcasestr(connection->request, "\r\ncontent-length:");
	if (length != NULL && length < body &&
		connection->length < (size_t) (body - connection->request) + strtoul(length + 17, NULL, 10))
		return;
	connection->length = 0;
	enqueue(fd, connection->request, body);
}

/* Answers all requests that are due. */
static void
answer_requests(void)
{
	uint64_t	expirations;
	int64_t		now = now_ns();

	if (read(timer_fd, &expirations, sizeof(expirations)) < 0 && errno != EAGAIN)
		fail("read");
	while (queue_count > 0 && queue[queue_head].due <= now)
	{
		Waiting    *waiting = &queue[queue_head];

		queue_head = (queue_head + 1) % (MAX_FDS * 2);
		queue_count--;
		/* the socket's buffer is empty: the answer goes in as a whole */
		if (waiting->generation == connections[waiting->fd]->generation &&
			send(waiting->fd, waiting->answer, waiting->length, MSG_NOSIGNAL) !=
			(ssize_t) waiting->length)
			drop(waiting->fd);
		free(waiting->answer);
	}
	arm_timer();
}

static void
accept_connection(int listen_fd)
{
	int			fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	int			on = 1;
	int			size = SEND_BUFFER;

	if (fd < 0)
		return;
	if (fd >= MAX_FDS)
	{
		close(fd);
		return;
	}
	if (connections[fd] == NULL)
		connections[fd] = calloc(1, sizeof(Connection));
	if (connections[fd] == NULL)
		fail("calloc");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	watch(fd);
}

/* Listens on loopback and prints the port. */
static int
listen_on(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t	length = sizeof(address);
	int			fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int			on = 1;

	address.sin_port = htons((uint16_t) port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 ||
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
		bind(fd, (struct sockaddr *) &address, length) != 0 ||
		listen(fd, SOMAXCONN) != 0 ||
		getsockname(fd, (struct sockaddr *) &address, &length) != 0)
		fail("listen");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static void
usage(void)
{
	fprintf(stderr, "usage: delay_server --port PORT --delay-ms N [--answer FILE] [--log FILE] [--body FILE]\n");
	exit(2);
}

static void
serve(int listen_fd)
{
	for (;;)
	{
		struct epoll_event events[MAX_EVENTS];
		int			count = epoll_wait(epoll_fd, events, MAX_EVENTS, -1);

		for (int i = 0; i < count; i++)
		{
			if (events[i].data.fd == listen_fd)
				accept_connection(listen_fd);
			else if (events[i].data.fd == timer_fd)
				answer_requests();
			else
				read_request(events[i].data.fd);
		}
	}
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"port", required_argument, NULL, 'p'},
		{"delay-ms", required_argument, NULL, 'd'},
		{"answer", required_argument, NULL, 'a'},
		{"log", required_argument, NULL, 'l'},
		{"body", required_argument, NULL, 'b'},
		{NULL, 0, NULL, 0}
	};
	const char *path = NULL;
	const char *log_path = NULL;
	const char *body_path = NULL;
	int			port = 0;
	int			listen_fd;
	int			option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
	{
		if (option == 'p')
			port = atoi(optarg);
		else if (option == 'd')
			delay_ns = atoll(optarg) * 1000000;
		else if (option == 'a')
			path = optarg;
		else if (option == 'l')
			log_path = optarg;
		else if (option == 'b')
			body_path = optarg;
		else
			usage();
	}
	if (path != NULL)
		read_answer(path);
	else
		ship_prepare(log_path, body_path);
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (epoll_fd < 0 || timer_fd < 0)
		fail("setup");
	listen_fd = listen_on(port);
	watch(listen_fd);
	watch(timer_fd);
	serve(listen_fd);
}
