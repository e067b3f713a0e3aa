/*
 * shipment_changes.c
 *		Telling what was changed of a description when it was read.
 */
#include "postgres.h"

#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

#include "pg/base/encoding.h"
#include "pg/ship/shipment_changes.h"

Datum
pnl_shipment_changes_json(const PnlShipment *shipment)
{
	PnlBuf		buf;
	char	   *json = NULL;

	if (shipment->changes == NULL)
		return (Datum) 0;
	pnl_buf_init(&buf, 0);
	if (pnl_json_write(shipment->changes, &buf))
		json = palloc_extended(buf.length + 1, MCXT_ALLOC_NO_OOM);
	if (json != NULL)
		memcpy(json, pnl_buf_text(&buf), buf.length + 1);
	pnl_buf_free(&buf);
	if (json == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	return DirectFunctionCall1(jsonb_in,
							   CStringGetDatum(pnl_encoding_to_server(json, (int) strlen(json))));
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
