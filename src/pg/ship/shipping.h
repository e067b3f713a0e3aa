/*
 * shipping.h
 *		The calls that ship: barcodes, labels, confirmations and returns.
 *
 * One shipment at a time, now.  What goes on the wire is the core's
 * (label_call.h); where answers are kept is shipment_store.h's.
 */
#ifndef PNL_PG_SHIP_SHIPPING_H
#define PNL_PG_SHIP_SHIPPING_H

#include "postgres.h"

#include "utils/date.h"

#include "core/label.h"
#include "core/shipment_read.h"
#include "pg/account/account.h"
#include "pg/ship/ship_answer.h"

typedef struct PnlShipped
{
	PnlShippedParcel *parcels;	/* as many as the shipment has */
	int			parcel_count;
	List	   *labels;			/* of PnlShippedLabel */
	List	   *calls;			/* of PnlShippedCall */
} PnlShipped;

typedef struct PnlShippedCall
{
	const char *operation;
	int			http_status;
} PnlShippedCall;

/*
 * Reads a description for the account: its defaults are applied, its rules
 * checked.  What the core allocates is freed with the current memory context.
 * NULL where the description will not do.
 */
extern PnlShipment *pnl_shipping_try_read(const PnlAccount *account, const char *description,
										  PnlError *error);

/*
 * As pnl_shipping_try_read(), for a description that was taken on before.  Error
 * 22023 names the key.
 */
extern PnlShipment *pnl_shipping_read_again(const PnlAccount *account, const char *description);

/*
 * Takes on a shipment: the account's generation of the API must be able to
 * say it too, in calls of this kind, and its days must not have passed.  Warns of
 * what was left out.  Error 22023 names the key.
 */
extern PnlShipment *pnl_shipping_read(const PnlAccount *account, const char *description,
									  PnlLabelCallKind kind);

/* The day that it is in the Netherlands when the transaction begins. */
extern PnlCivil pnl_shipping_today(void);

/*
 * Whether a shipment that was read may be taken on today: what
 * pnl_shipping_read() checks beside reading it.
 */
extern bool pnl_shipping_check(const PnlAccount *account, const PnlShipment *shipment,
							   PnlLabelCallKind kind, const PnlCivil *today, PnlError *error);

/* What the account adds to descriptions; for pnl_shipment_read() and _document(). */
extern PnlShipmentDefaults pnl_shipping_defaults(const PnlAccount *account);

/* A text of the description in the server's encoding; NULL = none. */
extern char *pnl_shipping_text(const PnlShipment *shipment, const char *path);

/* The day for which its delivery is ordered; false when none is. */
extern bool pnl_shipping_delivery_date(const PnlShipment *shipment, DateADT *date);

/* Barcodes that the description gives, one for each parcel, NULL where none. */
extern char **pnl_shipping_given_barcodes(const PnlShipment *shipment);

/*
 * Whether the shipment's barcodes are reserved beforehand, or PostNL issues
 * them in the call.  What PostNL issues can be looked up by a reference only.
 */
extern bool pnl_shipping_reserves(const PnlAccount *account, const PnlShipment *shipment,
								  bool has_reference);

/*
 * Reserves the barcodes that the description does not give, where the account
 * gets them beforehand.
 */
extern void pnl_shipping_reserve(PnlAccount *account, const PnlShipment *shipment,
								 PnlLabelCallKind kind, char **barcodes);

/*
 * Makes the calls for a shipment.  barcodes has one for each parcel, NULL
 * where PostNL issues it.  Any refusal is an error.
 */
extern PnlShipped *pnl_shipping_send(PnlAccount *account, const PnlShipment *shipment,
									 PnlLabelCallKind kind, char **barcodes);

/*
 * Labels of parcels that were announced before, in one call that announces
 * nothing; on a sheet where their descriptions ask for one.
 */
extern List *pnl_shipping_labels(PnlAccount *account, const PnlLabelParcel *parcels, int count);

#endif							/* PNL_PG_SHIP_SHIPPING_H */
