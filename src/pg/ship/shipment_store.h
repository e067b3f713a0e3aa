/*
 * shipment_store.h
 *		What is kept of shipments that a session makes and announces by itself.
 */
#ifndef PNL_PG_SHIP_SHIPMENT_STORE_H
#define PNL_PG_SHIP_SHIPMENT_STORE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "pg/ship/shipping.h"

/* A shipment that is kept, found by the barcode of one of its parcels. */
typedef struct PnlStoredShipment
{
	int64		shipment_id;
	char	   *account;
	char	   *environment;
	char	   *state;
	char	   *kind;
	char	   *description;	/* JSON text; NULL = forgotten */
	int			parcel_number;	/* of that barcode, from 0 */
	char	  **barcodes;		/* of all parcels, in order */
	int			parcel_count;
} PnlStoredShipment;

/*
 * Keeps a shipment and its barcodes before PostNL hears of it; returns its
 * number.  A barcode that another parcel has is error 23505.
 */
extern int64 pnl_shipment_store_begin(const PnlAccount *account, PnlLabelCallKind kind,
									  const PnlShipment *shipment, Jsonb *description,
									  char **barcodes);

/* Keeps what PostNL answered. */
extern void pnl_shipment_store_finish(int64 shipment_id, PnlLabelCallKind kind,
									  const PnlShipped *shipped);

/* Keeps labels that were asked for once more. */
extern void pnl_shipment_store_fetched(int64 shipment_id, const List *labels);

/* Keeps one label; "handed_out" says that whoever asked for it prints it. */
extern void pnl_shipment_store_label(int64 shipment_id, const PnlShippedLabel *label,
									 bool handed_out);

/*
 * Throws unless a barcode that the account is about to use is nobody's here,
 * or its own in the environment that it is in now.
 */
extern void pnl_shipment_store_check_barcode(const PnlAccount *account, const char *barcode);

/* The newest shipment with that barcode; error 42704 when there is none. */
extern PnlStoredShipment *pnl_shipment_store_find(const char *barcode);

/* Notes that it was announced, by these calls. */
extern void pnl_shipment_store_announced(int64 shipment_id, const PnlShipped *shipped);

#endif							/* PNL_PG_SHIP_SHIPMENT_STORE_H */
