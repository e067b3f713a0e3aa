/*
 * new_shipment.c
 *		What is stored of a shipment that goes into the outbox.
 */
#include "postgres.h"

#include "access/xact.h"

#include "pg/base/report.h"
#include "pg/ship/description_hash.h"
#include "pg/ship/hold.h"
#include "pg/ship/new_shipment.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipping.h"

/*
 * Of a reference that is too long: it is kept, so that joins find what was
 * rejected, as far as it fits into an index.
 */
#define MOST_REFERENCE_BYTES 1000

/* Of an order's name that is taken: of its 50 characters each has four at most. */
#define MOST_ORDER_BYTES 200

/* It waits: until it is released, or for its time. */
static void
hold(PnlNewShipment *new, bool until_released)
{
	if (!pnl_description_hash_is_kept())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("hold and not_before need version 1.1 of the extension"),
				 errhint("ALTER EXTENSION postnl UPDATE.")));
	new->state = "held";
	new->next_attempt_at = until_released ? 0 : new->not_before;
}

PnlNewShipment
pnl_new_shipment_make(const PnlShipment *shipment, Jsonb *description,
					  const PnlError *error)
{
	PnlNewShipment new = {.state = "queued"};

	new.reference = pnl_shipping_text(shipment, "reference");
	new.order = pnl_shipping_text(shipment, "order");
	new.queued_at = new.next_attempt_at = GetCurrentTransactionStartTimestamp();
	new.not_before = pnl_hold_until(shipment);
	new.description_hash = pnl_description_hash(description);
	new.normalised = pnl_shipment_changes_json(shipment);
	if (error == NULL)
	{
		new.product = shipment->product.code;
		if (pnl_hold_until_released(shipment))
			hold(&new, true);
		else if (new.not_before > new.queued_at)
			hold(&new, false);
		return new;
	}
	new.state = "rejected";
	new.error_code = unpack_sql_state(pnl_report_sqlstate(error));
	new.error = pnl_report_message_lossy(error);
	new.error_detail = pnl_report_detail_json(error);
	/* what is refused may be too long for an index */
	if (new.reference != NULL && strlen(new.reference) > MOST_REFERENCE_BYTES)
		new.reference = NULL;
	if (new.order != NULL && strlen(new.order) > MOST_ORDER_BYTES)
		new.order = NULL;
	return new;
}
