/*
 * label_customs.c
 *		Customs of Labelling 2.2, Confirming 2 and Shipment 1.
 *
 * Sources: labelling.json, confirming.json (PostNL's OpenAPI files).
 */
#include "core/label_customs.h"

#include <string.h>

#include "core/shipment_keys.h"
#include "core/wire.h"

/* ShipmentType and TransactionCode say the same in two ways. */
static const struct
{
	const char *code;
	const char *type;
}			transactions[] = {
	{"11", "Commercial Goods"}, {"21", "Returned Goods"}, {"31", "Gift"},
	{"32", "Commercial Sample"}, {"91", "Documents"}
};

static bool
add_customs_type(PnlJson *customs)
{
	PnlText		code;

	if (pnl_json_get(customs, "ShipmentType") != NULL)
		return true;
	if (!pnl_json_text(pnl_json_get(customs, "TransactionCode"), &code.data, &code.length))
		return false;
	for (size_t i = 0; i < sizeof(transactions) / sizeof(transactions[0]); i++)
		if (code.data != NULL && strcmp(transactions[i].code, code.data) == 0)
			return pnl_wire_put_text(customs, "ShipmentType", transactions[i].type);
	return false;
}

static bool
add_customs_documents(PnlJson *customs, const PnlJson *given)
{
	static const struct
	{
		const char *key;
		const char *flag;
		const char *number;
	}			documents[] = {
		{"certificate", "Certificate", "CertificateNr"},
		{"invoice", "Invoice", "InvoiceNr"},
		{"license", "License", "LicenseNr"}
	};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
	{
		const PnlJson *number = pnl_json_get(given, documents[i].key);

		if (pnl_json_kind(number) == PNL_JSON_NOTHING)
			continue;
		if (!pnl_json_put(customs, documents[i].flag, pnl_json_new_boolean(true)) ||
			!pnl_wire_put_value(customs, documents[i].number, number))
			return false;
	}
	return true;
}

static bool
add_customs_content(PnlJson *customs, const PnlJson *given)
{
	const PnlJson *contents = pnl_json_get(given, "content");
	PnlJson    *list = pnl_json_new_array();
	bool		added = list != NULL;

	for (size_t i = 0; added && i < pnl_json_count(contents); i++)
	{
		PnlJson    *entry = pnl_json_new_object();

		added = entry != NULL &&
			pnl_wire_copy_keys(entry, pnl_shipment_keys_content, pnl_json_item(contents, i), false);
		added = pnl_json_append(list, entry) && added;
	}
	if (added)
		return pnl_json_put(customs, "Content", list);
	pnl_json_free(list);
	return false;
}

/* USD is "USS" to Labelling (sic, labelling.json), and itself to Confirming. */
static bool
add_customs_currency(PnlJson *customs, const PnlJson *given, bool confirming)
{
	PnlText		currency = {"EUR", 3};

	if (pnl_json_kind(pnl_json_get(given, "currency")) != PNL_JSON_NOTHING &&
		!pnl_json_text(pnl_json_get(given, "currency"), &currency.data, &currency.length))
		return false;
	if (!confirming && strcmp(currency.data, "USD") == 0)
		return pnl_wire_put_text(customs, "Currency", "USS");
	return pnl_wire_put_text(customs, "Currency", currency.data);
}

/* Confirming has a list of one where Labelling has an object. */
bool
pnl_label_customs_add(PnlJson *wire, const PnlShipment *shipment, bool confirming)
{
	const PnlJson *given = pnl_shipment_get(shipment, "customs");
	PnlJson    *customs;
	PnlJson    *list;

	if (given == NULL)
		return true;
	customs = pnl_json_new_object();
	if (customs == NULL ||
		!pnl_wire_copy_keys(customs, pnl_shipment_keys_customs, given, false) ||
		!add_customs_type(customs) || !add_customs_currency(customs, given, confirming) ||
		!add_customs_documents(customs, given) || !add_customs_content(customs, given))
	{
		pnl_json_free(customs);
		return false;
	}
	if (!confirming)
		return pnl_json_put(wire, "Customs", customs);
	list = pnl_json_new_array();
	if (pnl_json_append(list, customs))
		return pnl_json_put(wire, "Customs", list);
	pnl_json_free(list);
	return false;
}
