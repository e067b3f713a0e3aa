/*
 * request.h
 *		From an operation and its arguments to what goes on the wire.
 */
#ifndef PNL_CORE_REQUEST_H
#define PNL_CORE_REQUEST_H

#include "core/argument.h"
#include "core/buf.h"

/* PostNL answers 404 to larger requests (api.md, section 3.1). */
#define PNL_MAX_REQUEST_SIZE (200 * 1024)

typedef struct PnlRequest
{
	const char *method;
	PnlBuf		target;			/* path and query, percent-encoded */
	PnlBuf		body;			/* JSON; empty = no body */
} PnlRequest;

/* An empty request; allocates nothing. */
extern void pnl_request_init(PnlRequest *request);
extern void pnl_request_free(PnlRequest *request);

/*
 * Checks the arguments and builds the request.  False with kind ARGUMENT
 * (the message names the argument), REQUEST_SIZE or MEMORY.
 */
extern bool pnl_request_build(PnlRequest *request,
							  const PnlOperation *operation,
							  const PnlArguments *arguments,
							  PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_REQUEST_H */
