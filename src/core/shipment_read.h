/*
 * shipment_read.h
 *		Reading and checking the neutral description of a shipment.
 */
#ifndef PNL_CORE_SHIPMENT_READ_H
#define PNL_CORE_SHIPMENT_READ_H

#include "core/shipment.h"

/* What an account adds to descriptions that leave it out; each may be NULL. */
typedef struct PnlShipmentDefaults
{
	const char *sender;			/* JSON text of an address */
	PnlJson    *sender_document;	/* the same, of pnl_shipment_read_sender(): is shared */
	const char *product;
	const char *label_format;
} PnlShipmentDefaults;

/*
 * Reads and checks the sender, once for all descriptions that take it on; sets
 * sender_document, which the caller frees.  False, as below, and without one: each
 * description that takes on the sender is refused for it then.
 */
extern bool pnl_shipment_read_sender(PnlShipmentDefaults *defaults,
									 PnlError *error) PNL_MUST_CHECK;

/*
 * Whether an account may add these: the rules are those of descriptions.  False with
 * kind ARGUMENT and a message that begins with the key.
 */
extern bool pnl_shipment_read_check_defaults(const PnlShipmentDefaults *defaults,
											 PnlError *error) PNL_MUST_CHECK;

/*
 * Reads and checks a description, and brings its values to their one form
 * (shipment_form.h), the account's too.  False with kind ARGUMENT and a message
 * that begins with the path of the key.  The caller frees the shipment in any
 * case.
 */
extern bool pnl_shipment_read(PnlShipment *shipment, const char *text, size_t length,
							  const PnlShipmentDefaults *defaults,
							  const PnlProductTable *products,
							  PnlError *error) PNL_MUST_CHECK;

/*
 * The same for a description that has been parsed or made already; the
 * shipment owns it in any case.  NULL stands for "out of memory".
 */
extern bool pnl_shipment_read_document(PnlShipment *shipment, PnlJson *description,
									   const PnlShipmentDefaults *defaults,
									   const PnlProductTable *products,
									   PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_SHIPMENT_READ_H */
