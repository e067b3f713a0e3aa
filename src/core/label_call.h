/*
 * label_call.h
 *		The request of a label call.
 */
#ifndef PNL_CORE_LABEL_CALL_H
#define PNL_CORE_LABEL_CALL_H

#include "core/buf.h"
#include "core/label.h"
#include "core/request.h"

/* The operation that a call uses: its path, its answer's rows. */
extern const PnlOperation *pnl_label_call_operation(const PnlLabelCall *call);

/*
 * Builds the request.  False with kind ARGUMENT where the generation cannot
 * say what the description asks for, or the call lacks what it needs,
 * REQUEST_SIZE or MEMORY.
 */
extern bool pnl_label_call_build(PnlRequest *request, const PnlLabelCall *call,
								 PnlError *error) PNL_MUST_CHECK;

/*
 * How many parcels of a shipment go in one call: V4 takes them all, the legacy
 * API wants a call a collo (api.md, section 3.7).
 */
extern int	pnl_label_call_parcels(const PnlShipment *shipment, bool v4);

/*
 * Whether a call may be made again after a failure.  PostNL takes a parcel that
 * is sent under its own barcode for the same one; without one, and for a
 * return, each call makes another.
 */
extern bool pnl_label_call_is_repeatable(const PnlLabelCall *call);

/*
 * What has to be equal for shipments of one account to share a legacy call:
 * the sender and the kind of label.  Appends nothing for a shipment that
 * shares none: one of several parcels, or with a place on a sheet.
 */
extern bool pnl_label_call_append_join_key(PnlBuf *out, const PnlShipment *shipment) PNL_MUST_CHECK;

#endif							/* PNL_CORE_LABEL_CALL_H */
