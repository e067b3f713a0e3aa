/*
 * api_access.c
 *		Which of PostNL's products an operation belongs to, and the call that tells
 *		whether a key may use it.
 *
 * Sources: api.md sections 1.1, 1.8, 2.11 (errors of the gateway).
 */
#include "core/api_access.h"

#include <stddef.h>
#include <string.h>

#include "core/api.h"
#include "core/barcode.h"

#define SHIPPING "Shipping"
#define DELIVERY_OPTIONS "Delivery Options"
#define TRACK_AND_TRACE "Track & Trace"

const PnlApiAccess pnl_api_access[] = {
	{SHIPPING, &pnl_api_barcode},
	{SHIPPING, &pnl_api_label},
	{SHIPPING, &pnl_api_shipment},
	{SHIPPING, &pnl_api_confirm},
	{SHIPPING, &pnl_api_return},
	{SHIPPING, &pnl_api_activate_return},
	{DELIVERY_OPTIONS, &pnl_api_checkout},
	{DELIVERY_OPTIONS, &pnl_api_timeframes},
	{DELIVERY_OPTIONS, &pnl_api_delivery_date},
	{DELIVERY_OPTIONS, &pnl_api_locations},
	{DELIVERY_OPTIONS, &pnl_api_postal_code},
	{TRACK_AND_TRACE, &pnl_api_status_by_barcode},
	{NULL}
};

/* Apigee's code for a key that is known and not for what was called. */
#define NOT_FOR_THIS "InvalidApiKeyForGivenResource"

bool
pnl_api_access_build(PnlRequest *request, const PnlOperation *operation, PnlError *error)
{
	request->method = operation->method;
	pnl_buf_reset(&request->target);
	pnl_buf_reset(&request->body);
	for (const char *at = operation->path; *at != '\0'; at++)
	{
		/* the only thing that paths of the table name is a barcode */
		if (*at == '{')
		{
			pnl_buf_append_text(&request->target, PNL_BARCODE_OF_NOTHING);
			at = strchr(at, '}');
		}
		else
			pnl_buf_append_char(&request->target, *at);
	}
	if (strcmp(operation->method, "GET") != 0)
		pnl_buf_append_text(&request->body, "{}");
	return (pnl_buf_ok(&request->target) && pnl_buf_ok(&request->body)) ||
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

PnlAccessOutcome
pnl_api_access_judge(const PnlError *error)
{
	switch (error->kind)
	{
		case PNL_ERR_UNAUTHORIZED:
			return strstr(pnl_error_first(error).code, NOT_FOR_THIS) != NULL ?
				PNL_ACCESS_NOT_LINKED : PNL_ACCESS_KEY_REFUSED;
		case PNL_ERR_NO_OPERATION:
			return PNL_ACCESS_NO_OPERATION;
		case PNL_ERR_NONE:
		case PNL_ERR_REJECTED:
			return PNL_ACCESS_ALLOWED;
		case PNL_ERR_PROTOCOL:
			/* an answer that is none of a status; the service gave it */
			return error->http_status >= 200 && error->http_status <= 299 ?
				PNL_ACCESS_ALLOWED : PNL_ACCESS_UNAVAILABLE;
		default:
			return PNL_ACCESS_UNAVAILABLE;
	}
}

bool
pnl_api_access_append_version(PnlBuf *out, const PnlOperation *operation)
{
	const char *at = operation->path;

	while ((at = strstr(at, "/v")) != NULL && (at[2] < '0' || at[2] > '9'))
		at++;
	for (at = at != NULL ? at + 2 : ""; *at != '\0' && *at != '/'; at++)
		pnl_buf_append_char(out, *at == '_' ? '.' : *at);
	return pnl_buf_ok(out);
}
