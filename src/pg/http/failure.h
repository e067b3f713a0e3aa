/*
 * failure.h
 *		What it means that a transfer failed.
 */
#ifndef PNL_PG_HTTP_FAILURE_H
#define PNL_PG_HTTP_FAILURE_H

#include "core/error.h"
#include "core/headers.h"
#include "core/reply.h"
#include "pg/http/multi.h"

/* Sets the error that libcurl's code stands for, with what had come until then. */
extern void pnl_failure_read(const PnlEasy *easy, CURLcode code, const PnlReply *reply,
							 const PnlHeaders *headers, PnlError *error);

#endif							/* PNL_PG_HTTP_FAILURE_H */
