/*
 * label_customs.h
 *		Customs of the legacy label calls.
 */
#ifndef PNL_CORE_LABEL_CUSTOMS_H
#define PNL_CORE_LABEL_CUSTOMS_H

#include "core/shipment.h"

/* Adds a legacy shipment's customs; Confirming has them otherwise. */
extern bool pnl_label_customs_add(PnlJson *wire, const PnlShipment *shipment,
								  bool confirming) PNL_MUST_CHECK;

#endif							/* PNL_CORE_LABEL_CUSTOMS_H */
