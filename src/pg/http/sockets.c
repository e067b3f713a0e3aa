/*
 * sockets.c
 *		Waiting for sockets, the latch and a timer together.
 *
 * A WaitEventSet cannot forget a socket, and building one costs a system
 * call for each.  So one set lives as long as the backend: a socket that
 * nobody watches for the moment stays in it, and the set is only rebuilt when
 * a socket was closed or when an unwatched one stirs.  A keep-alive
 * connection, which libcurl lets go of after each reply, costs nothing here.
 */
#include "postgres.h"

#include <sys/socket.h>

#include "miscadmin.h"

#include "pg/base/compat.h"
#include "pg/http/sockets.h"

/* The latch and the postmaster are in each set. */
#define FIXED_EVENTS 2

#define MIN_SET_SIZE 32

typedef struct Watched
{
	pgsocket	fd;
	bool		opened;			/* as a connection; its closing is told */
	bool		connected;		/* it has been seen connected */
	uint32		wanted;			/* events asked for, 0 = none at present */
	uint32		registered;		/* events that the set has */
	int			position;		/* in the set, -1 = not in it */
} Watched;

static Watched *watched = NULL; /* malloc'd: it grows beneath callbacks */
static int	watched_count = 0;
static int	watched_allocated = 0;

static WaitEventSet *wait_set = NULL;
static int	wait_set_size = 0;	/* sockets that it has room for */
static int	wait_set_used = 0;
static bool wait_set_stale = true;

static Watched *
find_watched(pgsocket fd)
{
	for (int i = 0; i < watched_count; i++)
		if (watched[i].fd == fd)
			return &watched[i];
	return NULL;
}

/* A new entry, or NULL when there is no memory. */
static Watched *
add_watched(pgsocket fd)
{
	Watched    *entry;

	if (watched_count == watched_allocated)
	{
		int			allocated = Max(MIN_SET_SIZE, watched_allocated * 2);
		Watched    *grown = realloc(watched, allocated * sizeof(Watched));

		if (grown == NULL)
			return NULL;
		watched = grown;
		watched_allocated = allocated;
	}
	entry = &watched[watched_count++];
	memset(entry, 0, sizeof(*entry));
	entry->fd = fd;
	entry->position = -1;
	return entry;
}

static void
forget_watched(Watched *entry)
{
	if (entry->position >= 0)
		wait_set_stale = true;
	*entry = watched[--watched_count];
}

bool
pnl_sockets_opened(pgsocket fd)
{
	Watched    *entry = find_watched(fd);

	/* the number of a socket that was closed without a word */
	if (entry != NULL)
		forget_watched(entry);
	entry = add_watched(fd);
	if (entry != NULL)
		entry->opened = true;
	return entry != NULL;
}

bool
pnl_sockets_watch(pgsocket fd, uint32 events)
{
	Watched    *entry = find_watched(fd);

	if (entry == NULL)
		entry = add_watched(fd);
	if (entry == NULL)
		return false;
	entry->wanted = events;
	return true;
}

/* A reply may be there before anybody asks to read, so the system knows. */
static bool
is_connected(Watched *entry)
{
	struct sockaddr_storage peer;
	socklen_t	length = sizeof(peer);

	if (!entry->connected)
		entry->connected = getpeername(entry->fd, (struct sockaddr *) &peer, &length) == 0;
	return entry->connected;
}

void
pnl_sockets_unwatch(pgsocket fd)
{
	Watched    *entry = find_watched(fd);

	if (entry == NULL)
		return;
	/*
	 * libcurl closes a socket that never connected, and those that its
	 * resolver uses, without telling; their numbers come back soon.
	 */
	if (entry->opened && is_connected(entry))
		entry->wanted = 0;
	else
		forget_watched(entry);
}

void
pnl_sockets_closed(pgsocket fd)
{
	Watched    *entry = find_watched(fd);

	if (entry != NULL)
		forget_watched(entry);
}

int
pnl_sockets_count(void)
{
	int			count = 0;

	for (int i = 0; i < watched_count; i++)
		if (watched[i].opened)
			count++;
	return count;
}

static void
register_socket(Watched *entry)
{
	entry->position = AddWaitEventToSet(wait_set, entry->wanted, entry->fd, NULL, NULL);
	entry->registered = entry->wanted;
	wait_set_used++;
}

/* Makes the set anew with room for twice the sockets there are. */
static void
rebuild_set(void)
{
	if (wait_set != NULL)
		FreeWaitEventSet(wait_set);
	wait_set = NULL;
	for (int i = 0; i < watched_count; i++)
		watched[i].position = -1;
	wait_set_size = Max(MIN_SET_SIZE, watched_count * 2);
	wait_set_used = 0;
	wait_set = pnl_create_wait_event_set_compat(wait_set_size + FIXED_EVENTS);
	AddWaitEventToSet(wait_set, WL_LATCH_SET, PGINVALID_SOCKET, MyLatch, NULL);
	AddWaitEventToSet(wait_set, WL_EXIT_ON_PM_DEATH, PGINVALID_SOCKET, NULL, NULL);
	wait_set_stale = false;
}

/* Brings the set in line with what is watched. */
static void
update_set(void)
{
	int			missing = 0;

	for (int i = 0; i < watched_count; i++)
		if (watched[i].wanted != 0 && watched[i].position < 0)
			missing++;
	if (wait_set_stale || wait_set == NULL || wait_set_used + missing > wait_set_size)
		rebuild_set();
	for (int i = 0; i < watched_count; i++)
	{
		Watched    *entry = &watched[i];

		if (entry->wanted == 0)
			continue;
		if (entry->position < 0)
			register_socket(entry);
		else if (entry->registered != entry->wanted)
		{
			ModifyWaitEvent(wait_set, entry->position, entry->wanted, NULL);
			entry->registered = entry->wanted;
		}
	}
}

int
pnl_sockets_wait(long timeout_ms, WaitEvent *events, int max_events,
				 uint32 wait_event)
{
	int			occurred;
	int			kept = 0;

	update_set();
	occurred = WaitEventSetWait(wait_set, timeout_ms, events, max_events, wait_event);
	for (int i = 0; i < occurred; i++)
	{
		if (events[i].events & WL_SOCKET_MASK)
		{
			Watched    *entry = find_watched(events[i].fd);

			if (entry == NULL || entry->wanted == 0)
			{
				/* an idle connection: leave it out from now on */
				wait_set_stale = true;
				continue;
			}
		}
		events[kept++] = events[i];
	}
	return kept;
}
