/*
 * parcel.c
 *		Rows of postnl.parcel, from a barcode to what PostNL said when it took them on.
 */
#include "postgres.h"

#include "core/tracking.h"
#include "pg/base/catalog.h"
#include "pg/ship/parcel.h"
#include "pg/ship/parcel_sql.h"

static bool
add_row(int64 shipment_id, int number, const char *barcode)
{
	return PNL_RUN(add, .shipment_id = pnl_arg_int8(shipment_id),
				   .number = pnl_arg_int4(number + 1), .barcode = pnl_arg_text(barcode)) > 0;
}

bool
pnl_parcel_add(int64 shipment_id, int number, const char *barcode)
{
	PnlCatalog	catalog;
	bool		added;

	pnl_catalog_open(&catalog);
	added = add_row(shipment_id, number, barcode);
	pnl_catalog_close(&catalog);
	return added;
}

bool
pnl_parcel_put_barcode(int64 shipment_id, int number, const char *barcode)
{
	PnlCatalog	catalog;
	bool		put;

	pnl_catalog_open(&catalog);
	put = add_row(shipment_id, number, barcode) ||
		PNL_RUN(replace_barcode, .shipment_id = pnl_arg_int8(shipment_id),
				.number = pnl_arg_int4(number + 1), .barcode = pnl_arg_text(barcode)) > 0;
	pnl_catalog_close(&catalog);
	return put;
}

void
pnl_parcel_report_holder(PnlEnvironment environment, const char *barcode)
{
	struct find_holder_row *holder = NULL;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_holder,
				.barcode = pnl_arg_text(barcode),
				.environment = pnl_arg_text(pnl_environment_name(environment))) > 0)
		holder = PNL_ROW(find_holder, 0, CurrentMemoryContext);
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("barcode %s is that of another shipment", barcode),
			 holder != NULL ? errdetail("Shipment %lld is %s.", (long long) holder->shipment_id,
										holder->state) : 0));
}

void
pnl_parcel_store(int64 shipment_id, int number, const PnlShippedParcel *parcel, bool announced)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(store, .shipment_id = pnl_arg_int8(shipment_id),
			.number = pnl_arg_int4(number + 1), .barcode = pnl_arg_text(parcel->barcode),
			.product = pnl_arg_text(parcel->product),
			.partner_barcode = pnl_arg_text(parcel->partner_barcode),
			.partner_id = pnl_arg_text(parcel->partner_id),
			.coding_text = pnl_arg_text(parcel->coding_text),
			.return_barcode = pnl_arg_text(parcel->return_barcode),
			.warnings = pnl_arg_jsonb(parcel->warnings),
			.labelled = pnl_arg_bool(parcel->labelled),
			.announced = pnl_arg_bool(announced), .poll_hours = pnl_arg_int4(PNL_POLL_HOURS));
	pnl_catalog_close(&catalog);
}

void
pnl_parcel_announce_all(int64 shipment_id)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(announce_all, .shipment_id = pnl_arg_int8(shipment_id),
			.poll_hours = pnl_arg_int4(PNL_POLL_HOURS));
	pnl_catalog_close(&catalog);
}

void
pnl_parcel_note_labels(int64 shipment_id)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(note_labels, .shipment_id = pnl_arg_int8(shipment_id));
	pnl_catalog_close(&catalog);
}

void
pnl_parcel_add_warnings(int64 shipment_id, int number, Datum warnings)
{
	PnlCatalog	catalog;

	if (warnings == (Datum) 0)
		return;
	pnl_catalog_open(&catalog);
	PNL_RUN(add_warnings, .shipment_id = pnl_arg_int8(shipment_id),
			.number = pnl_arg_int4(number + 1), .warnings = pnl_arg_jsonb(warnings));
	pnl_catalog_close(&catalog);
}
