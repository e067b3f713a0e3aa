/*
 * shipment_changes.c
 *		Telling what was changed of a description when it was read.
 */
#include "postgres.h"

#include "pg/base/document.h"
#include "pg/ship/shipment_changes.h"

Datum
pnl_shipment_changes_json(const PnlShipment *shipment)
{
	if (shipment->changes == NULL)
		return (Datum) 0;
	return pnl_document_jsonb(pnl_document_write(shipment->changes));
}

/* A member of a change as a C string; NULL = none. */
static char *
change_text(const PnlJson *change, const char *name)
{
	PnlText		text;

	if (!pnl_json_text(pnl_json_get(change, name), &text.data, &text.length) ||
		text.data == NULL)
		return NULL;
	return pnstrdup(text.data, text.length);
}

int
pnl_shipment_changes_warn(const PnlShipment *shipment, int most)
{
	int			count = 0;

	for (size_t i = 0; i < pnl_json_count(shipment->changes); i++)
	{
		const PnlJson *change = pnl_json_item(shipment->changes, i);
		char	   *because = change_text(change, "because");

		if (because == NULL || count++ >= most)
			continue;
		ereport(WARNING,
				(errmsg("%s is left out: %s", change_text(change, "key"), because)));
	}
	return count;
}
