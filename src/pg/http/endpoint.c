/*
 * endpoint.c
 *		Where calls go, and what all that go there have in common.
 */
#include "postgres.h"

#include <curl/curl.h>

#include "utils/memutils.h"

#include "pg/http/endpoint.h"

static char *
copy_text(MemoryContext context, const char *text)
{
	return text != NULL ? MemoryContextStrdup(context, text) : NULL;
}

/* Adds a header to a list that the route owns already. */
static void
add_header(struct curl_slist **headers, const char *name, const char *value)
{
	char	   *line = psprintf("%s: %s", name, value);
	struct curl_slist *grown = curl_slist_append(*headers, line);

	explicit_bzero(line, strlen(line));
	pfree(line);
	if (grown == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	*headers = grown;
}

void
pnl_endpoint_open(PnlRoute *route, MemoryContext context, const PnlEndpoint *endpoint)
{
	route->endpoint = *endpoint;
	route->endpoint.base_url = copy_text(context, endpoint->base_url);
	route->endpoint.ca_file = copy_text(context, endpoint->ca_file);
	route->endpoint.proxy = copy_text(context, endpoint->proxy);
	route->endpoint.api_key = NULL;
	add_header(&route->headers, "apikey", endpoint->api_key);
	add_header(&route->headers, "Accept", "application/json");
	add_header(&route->body_headers, "apikey", endpoint->api_key);
	add_header(&route->body_headers, "Accept", "application/json");
	add_header(&route->body_headers, "Content-Type", "application/json");
	/* no round trip to ask whether the body may come */
	add_header(&route->body_headers, "Expect", "");
}

/* The lists hold the API key. */
static void
free_headers(struct curl_slist *headers)
{
	for (struct curl_slist *item = headers; item != NULL; item = item->next)
		explicit_bzero(item->data, strlen(item->data));
	curl_slist_free_all(headers);
}

void
pnl_endpoint_close(PnlRoute *route)
{
	free_headers(route->headers);
	free_headers(route->body_headers);
}
