/*
 * sockets.h
 *		Waiting for sockets, the latch and a timer together.
 */
#ifndef PNL_PG_HTTP_SOCKETS_H
#define PNL_PG_HTTP_SOCKETS_H

#include "postgres.h"

#include "storage/latch.h"

/*
 * The functions up to pnl_sockets_closed() never throw, so that they may be
 * called beneath a libcurl callback.  Those that return bool return false
 * when there is no memory.
 */

/* Says that a connection's socket was opened. */
extern bool pnl_sockets_opened(pgsocket fd);

/* Watches a socket: WL_SOCKET_READABLE, WL_SOCKET_WRITEABLE or both. */
extern bool pnl_sockets_watch(pgsocket fd, uint32 events);

/*
 * Watches it no longer.  It may be closed now without a word, unless it was
 * opened as a connection and is connected: then it may be kept.
 */
extern void pnl_sockets_unwatch(pgsocket fd);

/* Says that a socket is about to be closed. */
extern void pnl_sockets_closed(pgsocket fd);

/* How many connections are open. */
extern int	pnl_sockets_count(void);

/*
 * Waits for a watched socket, the latch or the end of the time (-1 = none),
 * and returns the number of events.  The caller resets the latch.  Exits when
 * the postmaster dies.
 */
extern int	pnl_sockets_wait(long timeout_ms, WaitEvent *events, int max_events,
							 uint32 wait_event);

#endif							/* PNL_PG_HTTP_SOCKETS_H */
