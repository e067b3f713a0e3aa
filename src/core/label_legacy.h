/*
 * label_legacy.h
 *		Bodies of Labelling 2.2, Confirming 2 and Shipment 1.
 */
#ifndef PNL_CORE_LABEL_LEGACY_H
#define PNL_CORE_LABEL_LEGACY_H

#include "core/label.h"

/*
 * The body of a call as a JSON document, NULL on failure.  The call has been
 * checked.
 */
extern PnlJson *pnl_label_legacy_body(const PnlLabelCall *call, PnlError *error);

#endif							/* PNL_CORE_LABEL_LEGACY_H */
