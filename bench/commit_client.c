/*
 * commit_client.c
 *		Commits shipments one by one and says when.
 *
 *	commit_client CONNECTION COUNT PAUSE-MS
 *
 * Each is committed PAUSE-MS after the one before was announced, as its
 * notification tells: 0 is right after the answer.  Prints a line for each:
 * the reference, and when COMMIT was sent and when it had returned, in
 * microseconds since 1970.
 */
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Longer than any answer takes. */
#define PATIENCE_MS 30000

static PGconn *connection;

static void
fail(const char *what)
{
	fprintf(stderr, "commit_client: %s: %s", what, PQerrorMessage(connection));
	exit(1);
}

static long long
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (long long) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
run(const char *sql)
{
	PGresult   *result = PQexec(connection, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail(sql);
	PQclear(result);
}

/* Waits for the notification that says that a shipment is announced. */
static void
wait_for(const char *reference)
{
	for (;;)
	{
		struct pollfd socket = {.fd = PQsocket(connection), .events = POLLIN};
		PGnotify   *notify;

		while ((notify = PQnotifies(connection)) != NULL)
		{
			int			found = strstr(notify->extra, reference) != NULL &&
				strstr(notify->extra, "\"announced\"") != NULL;

			PQfreemem(notify);
			if (found)
				return;
		}
		if (poll(&socket, 1, PATIENCE_MS) <= 0 || !PQconsumeInput(connection))
			fail("no answer");
	}
}

int
main(int argc, char **argv)
{
	int			count;
	int			pause_ms;

	if (argc != 4)
	{
		fprintf(stderr, "usage: commit_client CONNECTION COUNT PAUSE-MS\n");
		return 2;
	}
	count = atoi(argv[2]);
	pause_ms = atoi(argv[3]);
	connection = PQconnectdb(argv[1]);
	if (PQstatus(connection) != CONNECTION_OK)
		fail("connect");
	run("LISTEN postnl");
	for (int i = 0; i < count; i++)
	{
		struct timespec pause = {pause_ms / 1000, pause_ms % 1000 * 1000000L};
		char		reference[32];
		char		sql[512];
		long long	sent;
		long long	returned;

		snprintf(reference, sizeof(reference), "L%d-%d-", pause_ms, i);
		snprintf(sql, sizeof(sql), "SELECT postnl_ship('%s', 'de Ruiter', 'Bilderdijkstraat', '9',"
				 " '3532VA', 'Utrecht', product => '3085')", reference);
		nanosleep(&pause, NULL);
		run("BEGIN");
		run(sql);
		sent = now_us();
		run("COMMIT");
		returned = now_us();
		printf("%s %lld %lld\n", reference, sent, returned);
		wait_for(reference);
	}
	PQfinish(connection);
	return 0;
}
