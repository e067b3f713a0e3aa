/*
 * hold.c
 *		What a description says of when it may be announced.
 */
#include "postgres.h"

#include "pg/base/zone.h"
#include "pg/ship/hold.h"

bool
pnl_hold_until_released(const PnlShipment *shipment)
{
	PnlValue	hold;

	return pnl_value_from_json(PNL_BOOLEAN, pnl_shipment_get(shipment, "hold"), &hold) &&
		!hold.null && hold.boolean;
}

TimestampTz
pnl_hold_until(const PnlShipment *shipment)
{
	PnlText		text = pnl_shipment_text(shipment, "not_before");
	PnlCivil	civil;

	if (text.length == 0 || !pnl_date_parse(text.data, text.length, &civil))
		return 0;
	return pnl_zone_to_timestamp(&civil);
}
