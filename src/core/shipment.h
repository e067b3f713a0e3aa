/*
 * shipment.h
 *		A shipment, by its neutral description.
 *
 * One JSON object, snake_case, describes a shipment for both generations of
 * PostNL's API (docs/shipment.md).  Its keys are tables (shipment_keys.h), and
 * so is what depends on more than one key (shipment_rules.c); shipment_read.h
 * reads one along both.  Nothing here builds a request.
 */
#ifndef PNL_CORE_SHIPMENT_H
#define PNL_CORE_SHIPMENT_H

#include "core/destination.h"
#include "core/json.h"
#include "core/product.h"
#include "core/value.h"

/* A description that was read and checked. */
typedef struct PnlShipment
{
	PnlJson    *description;	/* owned */
	int			parcel_count;
	PnlDestination destination; /* of the receiver */
	bool		from_belgium;	/* the sender is there */
	PnlServices services;		/* asked for, in the sense of product.h */
	bool		pickup;			/* at a PostNL location */
	PnlProductChoice product;

	/*
	 * What was brought to another form: [{"key": "receiver.country", "given":
	 * "Nederland", "taken": "NL"}, ...].  NULL = nothing; owned.
	 */
	PnlJson    *changes;
} PnlShipment;

extern void pnl_shipment_free(PnlShipment *shipment);

/*
 * Whether the customer gets the shipment's barcodes beforehand.  Those of
 * S10 PostNL issues in the label call (changelog of March 2026).
 */
extern bool pnl_shipment_takes_barcodes(const PnlShipment *shipment);

/*
 * The serie to reserve its barcodes from, NULL = PostNL's choice: in the EU
 * they have 13 characters (api.md, section 3.5).
 */
extern const char *pnl_shipment_serie(const PnlShipment *shipment, const char *customer_code);

/* A text or number of the description by its path; NULL when it has none. */
extern const PnlJson *pnl_shipment_get(const PnlShipment *shipment, const char *path);
extern PnlText pnl_shipment_text(const PnlShipment *shipment, const char *path);

/* Parcel i, from 0; NULL where the description lists none. */
extern const PnlJson *pnl_shipment_parcel(const PnlShipment *shipment, int i);

/* One of the texts of a list, such as "services". */
extern bool pnl_shipment_lists(const PnlShipment *shipment, const char *list,
							   const char *word);

#endif							/* PNL_CORE_SHIPMENT_H */
