/*
 * api.c
 *		The list of all operations.
 */
#include "core/api.h"

#include <stddef.h>

const PnlOperation *const pnl_api_operations[] = {
	&pnl_api_status_by_barcode,
	&pnl_api_status_by_reference,
	&pnl_api_status_events,
	&pnl_api_status_updates,
	&pnl_api_status_signature,
	NULL
};
