/*
 * label_check.h
 *		What a generation of PostNL's API cannot say.
 */
#ifndef PNL_CORE_LABEL_CHECK_H
#define PNL_CORE_LABEL_CHECK_H

#include "core/label.h"

/*
 * Whether a generation can say what the description asks for, as far as that
 * is known when the shipment is taken on: words, and barcodes that nobody but
 * the description can give.  False with kind ARGUMENT; the message begins
 * with the key.
 */
extern bool pnl_label_check(const PnlShipment *shipment, bool v4, PnlLabelCallKind kind,
							PnlError *error) PNL_MUST_CHECK;

/*
 * Whether a generation can say who the sender of an account is; NULL will do.
 * False, likewise.
 */
extern bool pnl_label_check_sender(const PnlJson *sender, bool v4,
								   PnlError *error) PNL_MUST_CHECK;

/*
 * Whether a call has all that goes on the wire; pnl_label_call_build() looks before
 * it builds, whoever made the call.  False with kind ARGUMENT.
 */
extern bool pnl_label_check_call(const PnlLabelCall *call, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_LABEL_CHECK_H */
