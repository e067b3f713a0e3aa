/*
 * api.h
 *		The operations of PostNL's API, one descriptor each.
 *
 * Descriptors live in api_<service>.c, one file for each of PostNL's
 * services.  Sources: PostNL's OpenAPI files and api.md.
 */
#ifndef PNL_CORE_API_H
#define PNL_CORE_API_H

#include "core/operation.h"

/* Shippingstatus v2: api_status.c */
extern const PnlOperation pnl_api_status_by_barcode;
extern const PnlOperation pnl_api_status_by_reference;
extern const PnlOperation pnl_api_status_events;
extern const PnlOperation pnl_api_status_updates;
extern const PnlOperation pnl_api_status_signature;

/* All of them, ended by NULL: for tests that walk every descriptor. */
extern const PnlOperation *const pnl_api_operations[];

#endif							/* PNL_CORE_API_H */
