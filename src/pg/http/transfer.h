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
 * transfer.c is the only file that includes libcurl.
 */
#ifndef PNL_PG_HTTP_TRANSFER_H
#define PNL_PG_HTTP_TRANSFER_H

#include "postgres.h"

#include "lib/ilist.h"

#include "core/buf.h"
#include "core/error.h"
#include "core/headers.h"
#include "core/reply.h"
#include "core/request.h"

typedef struct PnlTransferSet PnlTransferSet;
typedef struct PnlExchangeHandle PnlExchangeHandle;

/* Where a set's exchanges go and how. */
typedef struct PnlEndpoint
{
	const char *base_url;		/* without trailing slash */
	const char *api_key;
	const char *ca_file;		/* NULL = the system's */
	const char *proxy;			/* NULL = none */
	int			connect_timeout;	/* ms */
	int			request_timeout;	/* ms */
	int			max_connections;
	size_t		max_reply_size; /* bytes */
} PnlEndpoint;

/*
 * One request and its reply.  Made by pnl_transfer_exchange(), owned by the
 * set.  Between start and completion only transfer.c may touch it.
 */
typedef struct PnlExchange
{
	dlist_node	node;			/* in the set's list */
	PnlTransferSet *set;
	PnlRequest	request;		/* filled by the caller before each start */
	bool		once;			/* set by the caller: sent twice, it would do what
								 * it asks for twice */
	bool		complete;		/* a whole reply came */
	PnlReply	reply;
	PnlHeaders	headers;		/* of the reply */
	PnlJson    *document;		/* the reply's, set by the caller, freed with
								 * the exchange or at its next start */
	PnlError	error;			/* kind NONE when a reply came */
	void	   *caller;			/* the caller's own */
	bool		running;
	PnlExchangeHandle *handle;	/* transfer.c's own */
} PnlExchange;

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

/* Seconds since 1970 of an HTTP date; false when it is none. */
extern bool pnl_transfer_parse_date(const char *date, int64 *seconds);

/*
 * Whether looking a name up obeys interrupts and timeouts.  With libcurl older
 * than 7.87 it does not: libcurl waits for its thread.
 */
extern bool pnl_transfer_lookup_yields(void);

/* libcurl's version, of the library that runs. */
extern const char *pnl_transfer_library_version(void);

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
