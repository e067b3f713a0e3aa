/*
 * shipment_store.c
 *		What is kept of shipments that a session makes and announces by itself.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "core/generation.h"
#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/ship/parcel.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipment_store.h"
#include "pg/ship/shipment_store_sql.h"

static PnlArgText
environment_of(const PnlAccount *account)
{
	return pnl_arg_text(pnl_environment_name(account->environment));
}

static PnlArgDate
expected_on(const PnlShipment *shipment)
{
	DateADT		date = 0;
	bool		known = pnl_shipping_delivery_date(shipment, &date);

	return pnl_arg_date_or_null(DateADTGetDatum(date), !known);
}

static int64
store_shipment(const PnlAccount *account, PnlLabelCallKind kind, const PnlShipment *shipment,
			   Jsonb *description)
{
	PNL_RUN(insert_shipment,
			.account = pnl_arg_text(account->name),
			.environment = environment_of(account),
			.reference = pnl_arg_text(pnl_shipping_text(shipment, "reference")),
			.kind = pnl_arg_text(kind == PNL_LABEL_RETURN ? "return" : "shipment"),
			.api = pnl_arg_text(pnl_generation_name(account->uses_v4)),
			.product = pnl_arg_text(shipment->product.code),
			.description = pnl_arg_jsonb(JsonbPGetDatum(description)),
			.expected_on = expected_on(shipment),
			.order_ref = pnl_arg_text(pnl_shipping_text(shipment, "order")),
			.normalised = pnl_arg_jsonb(pnl_shipment_changes_json(shipment)));
	return PNL_ROW(insert_shipment, 0, CurrentMemoryContext)->shipment_id;
}

void
pnl_shipment_store_label(int64 shipment_id, const PnlShippedLabel *label, bool handed_out)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(insert_label,
			.shipment_id = pnl_arg_int8(shipment_id),
			.barcode = pnl_arg_text(label->barcode),
			.label_type = pnl_arg_text(label->label_type),
			.format = pnl_arg_text(label->format),
			.content = pnl_arg_bytea(PointerGetDatum(label->content)),
			.handed_out = pnl_arg_bool(handed_out));
	pnl_catalog_close(&catalog);
}

static void
store_attempts(int64 shipment_id, const PnlShipped *shipped)
{
	for (int i = 0; i < list_length(shipped->calls); i++)
	{
		const PnlShippedCall *call = list_nth(shipped->calls, i);

		PNL_RUN(insert_attempt,
				.shipment_id = pnl_arg_int8(shipment_id),
				.operation = pnl_arg_text(call->operation),
				.http_status = pnl_arg_int4(call->http_status));
	}
}

int64
pnl_shipment_store_begin(const PnlAccount *account, PnlLabelCallKind kind,
						 const PnlShipment *shipment, Jsonb *description, char **barcodes)
{
	PnlCatalog	catalog;
	int64		shipment_id;

	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	shipment_id = store_shipment(account, kind, shipment, description);
	for (int i = 0; i < shipment->parcel_count; i++)
		if (!pnl_parcel_add(shipment_id, i, barcodes[i]))
			pnl_parcel_report_holder(account->environment, barcodes[i]);
	pnl_catalog_close(&catalog);
	return shipment_id;
}

void
pnl_shipment_store_finish(int64 shipment_id, PnlLabelCallKind kind, const PnlShipped *shipped)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	for (int i = 0; i < shipped->parcel_count; i++)
		pnl_parcel_store(shipment_id, i, &shipped->parcels[i], false);
	for (int i = 0; i < list_length(shipped->labels); i++)
		pnl_shipment_store_label(shipment_id, list_nth(shipped->labels, i), true);
	if (kind != PNL_LABEL_ONLY)
		pnl_shipment_store_announced(shipment_id, shipped);
	else
		store_attempts(shipment_id, shipped);
	pnl_catalog_close(&catalog);
}

void
pnl_shipment_store_fetched(int64 shipment_id, const List *labels)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	for (int i = 0; i < list_length(labels); i++)
		pnl_shipment_store_label(shipment_id, list_nth(labels, i), false);
	pnl_parcel_note_labels(shipment_id);
	pnl_catalog_close(&catalog);
}

static void
read_stored(PnlStoredShipment *stored, const char *barcode, int count, MemoryContext context)
{
	stored->parcel_count = count;
	stored->barcodes = MemoryContextAllocZero(context, count * sizeof(char *));
	for (int i = 0; i < count; i++)
	{
		struct find_shipment_row *row = PNL_ROW(find_shipment, i, context);

		stored->shipment_id = row->shipment_id;
		stored->account = row->account;
		stored->state = row->state;
		stored->kind = row->kind;
		stored->description = row->description;
		stored->environment = row->environment;
		stored->barcodes[i] = row->barcode;
		if (row->barcode != NULL && strcmp(row->barcode, barcode) == 0)
			stored->parcel_number = i;
	}
}

void
pnl_shipment_store_check_barcode(const PnlAccount *account, const char *barcode)
{
	MemoryContext context = CurrentMemoryContext;
	struct find_environment_row *row = NULL;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_environment,
				.barcode = pnl_arg_text(barcode),
				.account = pnl_arg_text(account->name),
				.environment = environment_of(account)) > 0)
		row = PNL_ROW(find_environment, 0, context);
	pnl_catalog_close(&catalog);
	if (row != NULL)
		pnl_account_check_environment(account, row->shipment_id, row->environment);
}

PnlStoredShipment *
pnl_shipment_store_find(const char *barcode)
{
	MemoryContext context = CurrentMemoryContext;
	PnlStoredShipment *stored = palloc0(sizeof(*stored));
	PnlCatalog	catalog;
	int			count;

	pnl_catalog_open(&catalog);
	count = (int) PNL_RUN(find_shipment, .barcode = pnl_arg_text(barcode));
	if (count > 0)
		read_stored(stored, barcode, count, context);
	pnl_catalog_close(&catalog);
	if (count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("parcel \"%s\" was not shipped here", barcode)));
	return stored;
}

void
pnl_shipment_store_announced(int64 shipment_id, const PnlShipped *shipped)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(set_announced, .shipment_id = pnl_arg_int8(shipment_id));
	pnl_parcel_announce_all(shipment_id);
	store_attempts(shipment_id, shipped);
	for (int i = 0; i < shipped->parcel_count; i++)
		pnl_parcel_add_warnings(shipment_id, i, shipped->parcels[i].warnings);
	pnl_catalog_close(&catalog);
}
