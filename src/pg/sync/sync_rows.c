/*
 * sync_rows.c
 *		Rows of the sync's answers, and the parcels that they changed.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "pg/base/catalog.h"
#include "pg/base/compat.h"
#include "pg/base/notify.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/sync/sync_rows.h"

static PnlStatement follow_parcels = {
	.sql = "SELECT postnl.follow_parcels($1)",
	.argument_count = 1,
	.argument_types = {INT8ARRAYOID},
};

/* ----------
 * Rows of answers
 * ----------
 */

PnlColumns *
pnl_sync_columns(const PnlRowSet *set, int count)
{
	TupleDesc	desc = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
	{
		const PnlField *field = &set->fields[i];
		Oid			type = TEXTOID;

		if (field->type == PNL_TIMESTAMP)
			type = TIMESTAMPTZOID;
		else if (field->type == PNL_DATE)
			type = DATEOID;
		else if (field->type == PNL_LIST)
			type = JSONBOID;
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), field->name, type, -1, 0);
	}
	Assert(set->fields[count].name == NULL);
	return pnl_tuple_columns(pnl_finish_tuple_desc_compat(desc), set);
}

void
pnl_sync_collect(PnlRows *rows, const PnlAsk *ask, const PnlRowSet *set)
{
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_tuple_collect(rows, set, ask->errand.exchange->document, &error))
		pnl_report(&error, ask->errand.operation->name);
}

void
pnl_sync_fill(const PnlColumns *columns, const PnlRow *row, const PnlAsk *ask, Datum *values,
			  bool *nulls)
{
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_tuple_fill(columns, row, ask->errand.operation, &ask->errand.arguments, values, nulls,
						&error))
		pnl_report(&error, ask->errand.operation->name);
}

/* ----------
 * What has changed
 * ----------
 */

static int64
id_column(uint64 row, int column)
{
	bool		isnull;

	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
									   &isnull));
}

PnlChanged
pnl_sync_changed(PnlRound *round)
{
	PnlChanged	changed = {0};

	changed.count = (int) SPI_processed;
	changed.parcel_ids = palloc(Max(changed.count, 1) * sizeof(int64));
	changed.shipment_ids = palloc(Max(changed.count, 1) * sizeof(Datum));
	for (int i = 0; i < changed.count; i++)
	{
		bool		isnull;
		Datum		other = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 6,
										  &isnull);

		changed.parcel_ids[i] = id_column(i, 1);
		changed.shipment_ids[i] = Int64GetDatum(id_column(i, 2));
		if (!DatumGetBool(other))
			continue;
		round->report.changed++;
		pnl_notify_status(id_column(i, 2), pnl_catalog_text(i, 5, CurrentMemoryContext),
						  pnl_catalog_text(i, 3, CurrentMemoryContext),
						  pnl_catalog_text(i, 4, CurrentMemoryContext));
	}
	return changed;
}

void
pnl_sync_follow(Datum *shipment_ids, int count)
{
	Datum		ids;

	if (count == 0)
		return;
	ids = PointerGetDatum(construct_array(shipment_ids, count, INT8OID, sizeof(int64),
										  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	pnl_statement_execute(&follow_parcels, &ids, NULL);
}
