/*
 * shipment.c
 *		What a shipment's description says.
 */
#include "core/shipment.h"

#include <string.h>

#include "core/barcode.h"

const PnlJson *
pnl_shipment_get(const PnlShipment *shipment, const char *path)
{
	const PnlJson *node = shipment->description;

	while (*path != '\0' && node != NULL)
	{
		size_t		length = strcspn(path, ".");

		node = pnl_json_get_n(node, path, length);
		path += length + (path[length] == '.');
	}
	return pnl_json_kind(node) == PNL_JSON_NOTHING ? NULL : node;
}

PnlText
pnl_shipment_text(const PnlShipment *shipment, const char *path)
{
	PnlText		text = {NULL, 0};

	if (!pnl_json_text(pnl_shipment_get(shipment, path), &text.data, &text.length))
		text.length = 0;
	return text;
}

const PnlJson *
pnl_shipment_parcel(const PnlShipment *shipment, int i)
{
	const PnlJson *parcels = pnl_shipment_get(shipment, "parcels");

	return (size_t) i < pnl_json_count(parcels) ? pnl_json_item(parcels, (size_t) i) : NULL;
}

bool
pnl_shipment_lists(const PnlShipment *shipment, const char *list, const char *word)
{
	const PnlJson *node = pnl_shipment_get(shipment, list);

	for (size_t i = 0; i < pnl_json_count(node); i++)
	{
		PnlText		text;

		if (pnl_json_text(pnl_json_item(node, i), &text.data, &text.length) &&
			text.length == strlen(word) && memcmp(text.data, word, text.length) == 0)
			return true;
	}
	return false;
}

bool
pnl_shipment_takes_barcodes(const PnlShipment *shipment)
{
	const PnlProduct *product = shipment->product.product;

	if (product == NULL)
		return shipment->destination != PNL_TO_WORLD;
	return strcmp(product->barcode_type, PNL_BARCODE_3S) == 0;
}

const char *
pnl_shipment_serie(const PnlShipment *shipment, const char *customer_code)
{
	/* by the length of the customer code */
	static const char *const series[] = {
		NULL, "5210500000-5210600000", "000000000-999999999", "10000000-20000000",
		"0000000-9999999"
	};
	size_t		length = strlen(customer_code);

	if (shipment->destination != PNL_TO_EU || length >= sizeof(series) / sizeof(series[0]))
		return NULL;
	return series[length];
}

void
pnl_shipment_free(PnlShipment *shipment)
{
	pnl_json_free(shipment->description);
	pnl_json_free(shipment->changes);
	shipment->description = NULL;
	shipment->changes = NULL;
}
