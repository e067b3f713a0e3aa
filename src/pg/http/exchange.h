/*
 * exchange.h
 *		One request and its reply.
 *
 * The structure is for all; the functions are for transfer.c, whose sets the
 * exchanges belong to.
 */
#ifndef PNL_PG_HTTP_EXCHANGE_H
#define PNL_PG_HTTP_EXCHANGE_H

#include "postgres.h"

#include "lib/ilist.h"

#include "core/error.h"
#include "core/headers.h"
#include "core/reply.h"
#include "core/request.h"
#include "pg/http/endpoint.h"

typedef struct PnlTransferSet PnlTransferSet;

/*
 * Made by pnl_transfer_exchange(), owned by the set.  Between start and
 * completion only this wing may touch it.
 */
typedef struct PnlExchange
{
	dlist_node	node;			/* in the set's list */
	PnlTransferSet *set;
	PnlRequest	request;		/* filled by the caller before each start */
	bool		once;			/* set by the caller: sent twice, it would do what it asks
								 * for twice */
	bool		complete;		/* a whole reply came */
	PnlReply	reply;
	PnlHeaders	headers;		/* of the reply */
	PnlJson    *document;		/* the reply's, set by the caller, freed with the exchange or
								 * at its next start */
	PnlError	error;			/* kind NONE when a reply came */
	void	   *caller;			/* the caller's own */

	/* exchange.c's own */
	bool		running;
	const PnlRoute *route;		/* the set's */
	struct PnlEasy *easy;		/* NULL until the first start */
	size_t		sent;			/* of the body, where it is given piece by piece */
} PnlExchange;

/* An empty exchange, in memory that is all zero. */
extern void pnl_exchange_init(PnlExchange *exchange, PnlTransferSet *set,
							  const PnlRoute *route);

/* Starts it, for the first time or again; see pnl_transfer_start(). */
extern void pnl_exchange_start(PnlExchange *exchange);

/*
 * Takes the reply of an exchange whose transfer has ended, and stops it; the
 * CURLcode says how it ended.
 */
extern void pnl_exchange_complete(PnlExchange *exchange, int code);

/* Frees the reply's document. */
extern void pnl_exchange_free_document(PnlExchange *exchange);

/* Frees all that it has on malloc, stopping it if it runs. */
extern void pnl_exchange_free(PnlExchange *exchange);

#endif							/* PNL_PG_HTTP_EXCHANGE_H */
