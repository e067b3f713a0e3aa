/*
 * api_list.c
 *		The list of all operations.
 */
#include "core/api_list.h"

#include <stddef.h>

#include "core/api.h"

const PnlOperation *const pnl_api_list[] = {
	&pnl_api_status_by_barcode,
	&pnl_api_status_by_reference,
	&pnl_api_status_events,
	&pnl_api_status_updates,
	&pnl_api_status_signature,
	&pnl_api_checkout,
	&pnl_api_timeframes,
	&pnl_api_delivery_date,
	&pnl_api_shipping_date,
	&pnl_api_locations,
	&pnl_api_locations_near,
	&pnl_api_locations_within,
	&pnl_api_location,
	&pnl_api_postal_code,
	&pnl_api_address_nl,
	&pnl_api_address,
	&pnl_api_barcode,
	&pnl_api_label,
	&pnl_api_shipment,
	&pnl_api_confirm,
	&pnl_api_return,
	&pnl_api_activate_return,
	NULL
};
