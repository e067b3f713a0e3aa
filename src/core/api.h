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

/*
 * What is kept of parcels that are followed: from an answer to the first two,
 * and from one to status_updates.  Ended by a NULL path.
 */
extern const PnlRowSet pnl_api_followed_parcels[];
extern const PnlRowSet pnl_api_followed_updates[];

/* Checkout v1: api_checkout.c */
extern const PnlOperation pnl_api_checkout;

/* Timeframes v2_1, V4: api_timeframe.c */
extern const PnlOperation pnl_api_timeframes;

/* Delivery date v2_2, V4: api_delivery_date.c */
extern const PnlOperation pnl_api_delivery_date;
extern const PnlOperation pnl_api_shipping_date;

/* Locations v2_1, V4: api_location.c */
extern const PnlOperation pnl_api_locations;
extern const PnlOperation pnl_api_locations_near;
extern const PnlOperation pnl_api_locations_within;
extern const PnlOperation pnl_api_location;

/* Postal code check v1, address checks V4: api_address.c */
extern const PnlOperation pnl_api_postal_code;
extern const PnlOperation pnl_api_address_nl;
extern const PnlOperation pnl_api_address;

/* Barcode v1_1, and V4 in batches: api_barcode.c */
extern const PnlOperation pnl_api_barcode;
extern const PnlOperation pnl_api_v4_barcodes;

/* Labelling v2_2, Shipment v1, Confirming v2, returns; V4: api_label.c.  Their
 * requests are built by label_call.c. */
extern const PnlOperation pnl_api_label;
extern const PnlOperation pnl_api_shipment;
extern const PnlOperation pnl_api_confirm;
extern const PnlOperation pnl_api_return;
extern const PnlOperation pnl_api_activate_return;

/* V4's forms of pnl_api_shipment, _label, _confirm and _return. */
extern const PnlOperation pnl_api_v4_label_confirm;
extern const PnlOperation pnl_api_v4_label;
extern const PnlOperation pnl_api_v4_confirm;
extern const PnlOperation pnl_api_v4_return;

#endif							/* PNL_CORE_API_H */
