/*
 * shipment_store.c
 *		postnl.shipment, parcel, label and attempt: what is kept of shipments.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "core/generation.h"
#include "core/tracking.h"
#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/statement.h"
#include "pg/ship/shipment_store.h"

static PnlStatement insert_shipment = {
	.sql = "INSERT INTO postnl.shipment"
	" (account, environment, reference, state, kind, api, product, description, expected_on)"
	" VALUES ($1, $2, $3, 'labelled', $4, $5, $6, $7, $8)"
	" RETURNING shipment_id",
	.argument_count = 8,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID, DATEOID},
};

/* Nothing where another parcel has the barcode. */
static PnlStatement insert_parcel = {
	.sql = "INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)"
	" SELECT s.shipment_id, s.account, s.environment, $2, $3"
	" FROM postnl.shipment AS s WHERE s.shipment_id OPERATOR(pg_catalog.=) $1"
	" ON CONFLICT DO NOTHING",
	.argument_count = 3,
	.argument_types = {INT8OID, INT4OID, TEXTOID},
};

static PnlStatement find_holder = {
	.sql = "SELECT s.shipment_id::pg_catalog.text, s.state"
	" FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id)"
	" WHERE p.barcode OPERATOR(pg_catalog.=) $1" PNL_SINCE_1_1(" AND p.barcode_shared IS NULL")
	" AND p.followed_in OPERATOR(pg_catalog.=) $2",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
};

static PnlStatement update_parcel = {
	.sql = "UPDATE postnl.parcel SET barcode = $3, product = $4, partner_barcode = $5,"
	" partner_id = $6, coding_text = $7, return_barcode = $8, warnings = $9"
	PNL_SINCE_1_1(", unlabelled_at = CASE WHEN NOT $10 THEN pg_catalog.clock_timestamp() END")
	" WHERE shipment_id OPERATOR(pg_catalog.=) $1 AND number OPERATOR(pg_catalog.=) $2",
	.argument_count = 10,
	.argument_types = {INT8OID, INT4OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
	JSONBOID, BOOLOID},
};

static PnlStatement set_labelled = {
	.sql = PNL_SINCE_1_1("UPDATE postnl.parcel AS p SET unlabelled_at = NULL"
						 " WHERE p.shipment_id = $1 AND p.unlabelled_at IS NOT NULL"
						 " AND EXISTS (SELECT FROM postnl.label AS l"
						 " WHERE l.shipment_id = p.shipment_id"
						 " AND p.barcode = ANY (string_to_array(l.barcode, ',')))"),
	.argument_count = 1,
	.argument_types = {INT8OID},
};

static PnlStatement insert_label = {
	.sql = "INSERT INTO postnl.label (shipment_id, barcode, label_type, format, content)"
	" VALUES ($1, $2, $3, $4, $5)",
	.argument_count = 5,
	.argument_types = {INT8OID, TEXTOID, TEXTOID, TEXTOID, BYTEAOID},
};

static PnlStatement insert_attempt = {
	.sql = "INSERT INTO postnl.attempt (shipment_id, operation, http_status)"
	" VALUES ($1, $2, $3)",
	.argument_count = 3,
	.argument_types = {INT8OID, TEXTOID, INT4OID},
};

/* A row a parcel of the shipment, in order; $1 is the barcode of one. */
static PnlStatement find_shipment = {
	.sql = "SELECT s.shipment_id::pg_catalog.text, s.account, s.state, s.kind,"
	" s.description::pg_catalog.text, p.barcode, s.environment"
	" FROM postnl.shipment AS s JOIN postnl.parcel AS p USING (shipment_id)"
	" WHERE s.shipment_id OPERATOR(pg_catalog.=)"
	" (SELECT pg_catalog.max(shipment_id) FROM postnl.parcel JOIN postnl.shipment"
	" USING (shipment_id) WHERE barcode OPERATOR(pg_catalog.=) $1"
	" AND kind OPERATOR(pg_catalog.<>) 'watched')"
	" ORDER BY p.number",
	.argument_count = 1,
	.argument_types = {TEXTOID},
	.read_only = true,
};

/*
 * The newest shipment of an account's that a barcode is of, or of the return
 * that goes with it; where both environments have one, that of $3.
 */
static PnlStatement find_environment = {
	.sql = "SELECT s.shipment_id::pg_catalog.text, s.environment"
	" FROM postnl.shipment AS s JOIN postnl.parcel AS p USING (shipment_id)"
	" WHERE (p.barcode OPERATOR(pg_catalog.=) $1 OR p.return_barcode OPERATOR(pg_catalog.=) $1)"
	" AND s.account OPERATOR(pg_catalog.=) $2 AND s.kind OPERATOR(pg_catalog.<>) 'watched'"
	" ORDER BY s.environment OPERATOR(pg_catalog.=) $3 DESC, s.shipment_id DESC LIMIT 1",
	.argument_count = 3,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID},
	.read_only = true,
};

static PnlStatement set_announced = {
	.sql = "UPDATE postnl.shipment SET state = 'announced',"
	" announced_at = pg_catalog.clock_timestamp(), status = 'registered'"
	" WHERE shipment_id OPERATOR(pg_catalog.=) $1",
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/* From now on the sync follows them. */
static PnlStatement set_parcels_announced = {
	.sql = "UPDATE postnl.parcel SET announced_at = pg_catalog.clock_timestamp(),"
	" status = 'registered', check_at = pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+)"
	" (SELECT coalesce(pg_catalog.min(poll_interval), pg_catalog.make_interval(hours => $2))"
	" FROM postnl.status_code WHERE status OPERATOR(pg_catalog.=) 'registered')"
	" WHERE shipment_id OPERATOR(pg_catalog.=) $1 AND barcode IS NOT NULL",
	.argument_count = 2,
	.argument_types = {INT8OID, INT4OID},
};

/* Warnings that are not there yet, behind those that are. */
static PnlStatement add_warnings = {
	.sql = "UPDATE postnl.parcel SET warnings ="
	" coalesce(warnings, '[]') OPERATOR(pg_catalog.||) $3"
	" WHERE shipment_id OPERATOR(pg_catalog.=) $1 AND number OPERATOR(pg_catalog.=) $2"
	" AND (warnings IS NULL OR NOT warnings OPERATOR(pg_catalog.@>) $3)",
	.argument_count = 3,
	.argument_types = {INT8OID, INT4OID, JSONBOID},
};

/* Sets a text argument; NULL is SQL's NULL. */
static void
set_text(Datum *values, char *nulls, int i, const char *text)
{
	nulls[i] = text == NULL ? 'n' : ' ';
	values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static int64
store_shipment(const PnlAccount *account, PnlLabelCallKind kind, const PnlShipment *shipment,
			   Jsonb *description)
{
	Datum		values[8];
	char		nulls[8];
	DateADT		expected_on;
	bool		isnull;

	set_text(values, nulls, 0, account->name);
	set_text(values, nulls, 1, pnl_environment_name(account->environment));
	set_text(values, nulls, 2, pnl_shipping_text(shipment, "reference"));
	set_text(values, nulls, 3, kind == PNL_LABEL_RETURN ? "return" : "shipment");
	set_text(values, nulls, 4, pnl_generation_name(account->uses_v4));
	set_text(values, nulls, 5, shipment->product.code);
	nulls[6] = ' ';
	values[6] = JsonbPGetDatum(description);
	nulls[7] = 'n';
	if (pnl_shipping_delivery_date(shipment, &expected_on))
	{
		values[7] = DateADTGetDatum(expected_on);
		nulls[7] = ' ';
	}
	pnl_statement_execute(&insert_shipment, values, nulls);
	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

static void
store_parcel(int64 shipment_id, int number, const PnlShippedParcel *parcel)
{
	Datum		values[10];
	char		nulls[10] = "         ";

	values[0] = Int64GetDatum(shipment_id);
	values[1] = Int32GetDatum(number);
	set_text(values, nulls, 2, parcel->barcode);
	set_text(values, nulls, 3, parcel->product);
	set_text(values, nulls, 4, parcel->partner_barcode);
	set_text(values, nulls, 5, parcel->partner_id);
	set_text(values, nulls, 6, parcel->coding_text);
	set_text(values, nulls, 7, parcel->return_barcode);
	nulls[8] = parcel->warnings == (Datum) 0 ? 'n' : ' ';
	values[8] = parcel->warnings;
	values[9] = BoolGetDatum(parcel->labelled);
	pnl_statement_execute(&update_parcel, values, nulls);
}

/* Throws: another parcel has the barcode. */
static void
report_holder(const PnlAccount *account, const char *barcode)
{
	Datum		values[2];

	values[0] = CStringGetTextDatum(barcode);
	values[1] = CStringGetTextDatum(pnl_environment_name(account->environment));
	pnl_statement_execute(&find_holder, values, NULL);
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("barcode %s is that of another shipment", barcode),
			 SPI_processed > 0 ? errdetail("Shipment %s is %s.",
										   pnl_catalog_text(0, 1, CurrentMemoryContext),
										   pnl_catalog_text(0, 2, CurrentMemoryContext)) : 0));
}

static void
store_barcode(const PnlAccount *account, int64 shipment_id, int number, const char *barcode)
{
	Datum		values[3];
	char		nulls[3] = "  ";

	values[0] = Int64GetDatum(shipment_id);
	values[1] = Int32GetDatum(number);
	set_text(values, nulls, 2, barcode);
	pnl_statement_execute(&insert_parcel, values, nulls);
	if (SPI_processed == 0)
		report_holder(account, barcode);
}

void
pnl_shipment_store_label(int64 shipment_id, const PnlShippedLabel *label)
{
	PnlCatalog	catalog;
	Datum		values[5];
	char		nulls[5] = " ";

	pnl_catalog_open(&catalog);
	values[0] = Int64GetDatum(shipment_id);
	set_text(values, nulls, 1, label->barcode);
	set_text(values, nulls, 2, label->label_type);
	set_text(values, nulls, 3, label->format);
	nulls[4] = ' ';
	values[4] = PointerGetDatum(label->content);
	pnl_statement_execute(&insert_label, values, nulls);
	pnl_catalog_close(&catalog);
}

static void
store_attempts(int64 shipment_id, const PnlShipped *shipped)
{
	for (int i = 0; i < list_length(shipped->calls); i++)
	{
		const PnlShippedCall *call = list_nth(shipped->calls, i);
		Datum		values[3];

		values[0] = Int64GetDatum(shipment_id);
		values[1] = CStringGetTextDatum(call->operation);
		values[2] = Int32GetDatum(call->http_status);
		pnl_statement_execute(&insert_attempt, values, NULL);
	}
}

/* Warnings of a later answer, for parcels that are stored already. */
static void
store_warnings(int64 shipment_id, const PnlShipped *shipped)
{
	for (int i = 0; i < shipped->parcel_count; i++)
	{
		Datum		values[3];

		if (shipped->parcels[i].warnings == (Datum) 0)
			continue;
		values[0] = Int64GetDatum(shipment_id);
		values[1] = Int32GetDatum(i + 1);
		values[2] = shipped->parcels[i].warnings;
		pnl_statement_execute(&add_warnings, values, NULL);
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
		store_barcode(account, shipment_id, i + 1, barcodes[i]);
	pnl_catalog_close(&catalog);
	return shipment_id;
}

void
pnl_shipment_store_finish(int64 shipment_id, PnlLabelCallKind kind, const PnlShipped *shipped)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	for (int i = 0; i < shipped->parcel_count; i++)
		store_parcel(shipment_id, i + 1, &shipped->parcels[i]);
	for (int i = 0; i < list_length(shipped->labels); i++)
		pnl_shipment_store_label(shipment_id, list_nth(shipped->labels, i));
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
	Datum		value = Int64GetDatum(shipment_id);

	pnl_catalog_open(&catalog);
	for (int i = 0; i < list_length(labels); i++)
		pnl_shipment_store_label(shipment_id, list_nth(labels, i));
	pnl_statement_execute(&set_labelled, &value, NULL);
	pnl_catalog_close(&catalog);
}

static void
read_stored(PnlStoredShipment *stored, const char *barcode, MemoryContext context)
{
	stored->shipment_id = pg_strtoint64(pnl_catalog_text(0, 1, context));
	stored->account = pnl_catalog_text(0, 2, context);
	stored->state = pnl_catalog_text(0, 3, context);
	stored->kind = pnl_catalog_text(0, 4, context);
	stored->description = pnl_catalog_text(0, 5, context);
	stored->environment = pnl_catalog_text(0, 7, context);
	stored->parcel_count = (int) SPI_processed;
	stored->barcodes = MemoryContextAllocZero(context, stored->parcel_count * sizeof(char *));
	for (int i = 0; i < stored->parcel_count; i++)
	{
		stored->barcodes[i] = pnl_catalog_text(i, 6, context);
		if (stored->barcodes[i] != NULL && strcmp(stored->barcodes[i], barcode) == 0)
			stored->parcel_number = i;
	}
}

void
pnl_shipment_store_check_barcode(const PnlAccount *account, const char *barcode)
{
	MemoryContext context = CurrentMemoryContext;
	char	   *environment = NULL;
	int64		shipment_id = 0;
	PnlCatalog	catalog;
	Datum		values[3];

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(barcode);
	values[1] = CStringGetTextDatum(account->name);
	values[2] = CStringGetTextDatum(pnl_environment_name(account->environment));
	pnl_statement_execute(&find_environment, values, NULL);
	if (SPI_processed > 0)
	{
		shipment_id = pg_strtoint64(pnl_catalog_text(0, 1, context));
		environment = pnl_catalog_text(0, 2, context);
	}
	pnl_catalog_close(&catalog);
	if (environment != NULL)
		pnl_account_check_environment(account, shipment_id, environment);
}

PnlStoredShipment *
pnl_shipment_store_find(const char *barcode)
{
	MemoryContext context = CurrentMemoryContext;
	PnlStoredShipment *stored = palloc0(sizeof(*stored));
	PnlCatalog	catalog;
	Datum		value;

	pnl_catalog_open(&catalog);
	value = CStringGetTextDatum(barcode);
	pnl_statement_execute(&find_shipment, &value, NULL);
	if (SPI_processed > 0)
		read_stored(stored, barcode, context);
	pnl_catalog_close(&catalog);
	if (stored->parcel_count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("parcel \"%s\" was not shipped here", barcode)));
	return stored;
}

void
pnl_shipment_store_announced(int64 shipment_id, const PnlShipped *shipped)
{
	PnlCatalog	catalog;
	Datum		values[2] = {Int64GetDatum(shipment_id), Int32GetDatum(PNL_POLL_HOURS)};

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&set_announced, values, NULL);
	pnl_statement_execute(&set_parcels_announced, values, NULL);
	store_attempts(shipment_id, shipped);
	store_warnings(shipment_id, shipped);
	pnl_catalog_close(&catalog);
}
