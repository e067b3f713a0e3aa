/*
 * label_v4.h
 *		Bodies of V4's label calls.
 */
#ifndef PNL_CORE_LABEL_V4_H
#define PNL_CORE_LABEL_V4_H

#include "core/label.h"

/*
 * The body of a call as a JSON document, NULL on failure.  The call has been
 * checked.
 */
extern PnlJson *pnl_label_v4_body(const PnlLabelCall *call, PnlError *error);

/*
 * The reference that a parcel goes by: its own, where it is found by its barcode
 * (barcode.h); else that of its shipment, by which it is looked up.
 */
extern const PnlJson *pnl_label_v4_reference(const PnlLabelParcel *parcel);

#endif							/* PNL_CORE_LABEL_V4_H */
