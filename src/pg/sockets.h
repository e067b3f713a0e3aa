/*
 * sockets.h
 *		Waiting for sockets, the latch and a timer together.
 */
#ifndef PNL_PG_SOCKETS_H
#define PNL_PG_SOCKETS_H

#include "postgres.h"

#include "storage/latch.h"

/*
 * Says what a socket is watched for: WL_SOCKET_READABLE and
 * WL_SOCKET_WRITEABLE, or 0 for nothing at present.  Never throws, so that it
 * may be called beneath a libcurl callback; false when there is no memory.
 */
extern bool pnl_sockets_watch(pgsocket fd, uint32 events);

/* Says that a socket is about to be closed.  Never throws. */
extern void pnl_sockets_closed(pgsocket fd);

/*
 * Waits for a watched socket, the latch or the end of the time (-1 = none),
 * and returns the number of events.  The caller resets the latch.  Exits when
 * the postmaster dies.
 */
extern int	pnl_sockets_wait(long timeout_ms, WaitEvent *events, int max_events,
							 uint32 wait_event);

#endif							/* PNL_PG_SOCKETS_H */
