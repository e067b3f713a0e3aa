/*
 * transfer.h
 *		HTTP transfers that run side by side and obey interrupts.
 *
 * A PnlTransferSet is a group of exchanges with one PostNL account.  Start
 * exchanges, wait for whichever is done first, end the set.  An error or a
 * cancelled statement ends it too: the resource owner that was current at
 * pnl_transfer_begin() releases all that belongs to it.  Where there is no
 * resource owner (a worker between transactions), the caller ends the set.
 *
 * Nobody outside of this wing sees anything of libcurl.
 */
#ifndef PNL_PG_HTTP_TRANSFER_H
#define PNL_PG_HTTP_TRANSFER_H

#include "postgres.h"

#include "pg/http/endpoint.h"
#include "pg/http/exchange.h"

/*
 * Opens a set.  The endpoint's texts are copied.  Registers it with the
 * current resource owner, if there is one.
 */
extern PnlTransferSet *pnl_transfer_begin(const PnlEndpoint *endpoint);

/* A new exchange of the set, or one that was given back. */
extern PnlExchange *pnl_transfer_exchange(PnlTransferSet *set);

/* Gives a completed exchange back for use by the next request. */
extern void pnl_transfer_give_back(PnlExchange *exchange);

/*
 * Starts an exchange.  The request's buffers must stay as they are until it
 * completes.  Error 53000 when no file descriptor is to be had.
 */
extern void pnl_transfer_start(PnlExchange *exchange);

/*
 * Waits for an exchange of the set to complete, at most timeout_ms (-1 = as
 * long as it takes), and returns it; NULL when the time is over.  Obeys
 * cancel, statement_timeout and termination at once.  Before it waits, and
 * when it has waited, nothing of libcurl is on the stack, so an interrupt may
 * throw.
 */
extern PnlExchange *pnl_transfer_wait(PnlTransferSet *set, int64 timeout_ms);

/*
 * The same for all sets that have no resource owner: waits for any of their
 * exchanges, or the latch.  Looks at the sockets at least once.
 */
extern PnlExchange *pnl_transfer_wait_any(int64 timeout_ms, bool *latch_set);

/* Another one that has completed meanwhile, without waiting; NULL = none. */
extern PnlExchange *pnl_transfer_take_any(void);

/* How many exchanges were started and not yet returned by the wait. */
extern int	pnl_transfer_outstanding(const PnlTransferSet *set);

/* Ends the set, its running exchanges too. */
extern void pnl_transfer_end(PnlTransferSet *set);

/* What is open in this backend: for tests and the doctor. */
typedef struct PnlTransferStats
{
	int			sets;			/* sets that were begun and not ended */
	int			outstanding;	/* exchanges started and not yet returned */
	int			sockets;		/* open sockets, idle connections included */
	int			reserved_fds;	/* descriptors told to fd.c */
	int			handles;		/* libcurl handles, idle ones included */
} PnlTransferStats;

extern PnlTransferStats pnl_transfer_stats(void);

#endif							/* PNL_PG_HTTP_TRANSFER_H */
