/*
 * endpoint.h
 *		Where calls go, and what all that go there have in common.
 */
#ifndef PNL_PG_HTTP_ENDPOINT_H
#define PNL_PG_HTTP_ENDPOINT_H

#include "postgres.h"

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

/* An endpoint in use; for exchange.c and transfer.c. */
typedef struct PnlRoute
{
	PnlEndpoint endpoint;		/* without the key, which is in the headers */
	struct curl_slist *headers; /* of requests without a body */
	struct curl_slist *body_headers;	/* of requests with one */
} PnlRoute;

/*
 * Puts an endpoint to use, its texts copied to the context.  The route must be
 * all zero, and where an error finds it: what is in it by then is freed by
 * pnl_endpoint_close().
 */
extern void pnl_endpoint_open(PnlRoute *route, MemoryContext context,
							  const PnlEndpoint *endpoint);

/* Frees what is not the context's; the key is overwritten. */
extern void pnl_endpoint_close(PnlRoute *route);

#endif							/* PNL_PG_HTTP_ENDPOINT_H */
