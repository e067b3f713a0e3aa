/*
 * enqueue.c
 *		Into the outbox: shipments become rows of postnl.shipment.
 *
 * A reference is in an account's outbox once; the unique index decides, also
 * between sessions that insert it at the same time.  A shipment whose
 * description was cleared is taken for the same.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "pg/bulk_insert.h"
#include "pg/catalog.h"
#include "pg/enqueue.h"
#include "pg/report.h"
#include "pg/shared.h"
#include "pg/transaction.h"

/* Longer ones are no reference of PostNL's, and too long for the index. */
#define MAX_REFERENCE_LENGTH 35

/* From so many rows on a subtransaction is worth its price. */
#define WORTH_TRYING 32

/* The columns of a batch, and its name in statements. */
#define BATCH_NAME "batch"
#define BATCH_COLUMNS 12

struct PnlBatch
{
	Tuplestorestate *rows;
	TupleDesc	desc;
	int64		count;
	int64		queued;			/* of them, not rejected */
};

static PnlStatement insert_batch = {
	.sql = "INSERT INTO postnl.shipment (account, environment, api, reference, state, product,"
	" description, error_code, error, outbox, queued_at, next_attempt_at)"
	" SELECT account, environment, api, reference, state, product, description, error_code,"
	" error, outbox, queued_at, next_attempt_at FROM " BATCH_NAME
	" ON CONFLICT (reference, account, environment, outbox) DO NOTHING",
};

static PnlStatement find_conflict = {
	.sql = "SELECT b.reference, b.account FROM " BATCH_NAME " AS b"
	" JOIN postnl.shipment AS s ON s.reference = b.reference AND s.account = b.account"
	" AND s.environment = b.environment AND s.outbox"
	" WHERE s.description <> b.description LIMIT 1",
};

static PnlStatement insert_one = {
	.sql = "INSERT INTO postnl.shipment (account, environment, api, reference, state, product,"
	" description, error_code, error, outbox, queued_at, next_attempt_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
	" ON CONFLICT (reference, account, environment, outbox) DO NOTHING RETURNING shipment_id",
	.argument_count = BATCH_COLUMNS,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID, TEXTOID,
	TEXTOID, BOOLOID, TIMESTAMPTZOID, TIMESTAMPTZOID},
};

static PnlStatement find_one = {
	.sql = "SELECT shipment_id, state, description <> $4 FROM postnl.shipment"
	" WHERE reference = $1 AND account = $2 AND environment = $3 AND outbox",
	.argument_count = 4,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, JSONBOID},
};

static void pg_attribute_noreturn()
report_conflict(const char *reference, const char *account)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("reference \"%s\" of account \"%s\" has another description already",
					reference, account),
			 errhint("Use another reference, or postnl_requeue(id, shipment) when it was not "
					 "announced.")));
}

/* ----------
 * Batches
 * ----------
 */

static TupleDesc
make_batch_desc(void)
{
	static const struct
	{
		const char *name;
		Oid			type;
	}			columns[BATCH_COLUMNS] = {
		{"account", TEXTOID}, {"environment", TEXTOID}, {"api", TEXTOID}, {"reference", TEXTOID},
		{"state", TEXTOID}, {"product", TEXTOID}, {"description", JSONBOID},
		{"error_code", TEXTOID}, {"error", TEXTOID}, {"outbox", BOOLOID},
		{"queued_at", TIMESTAMPTZOID}, {"next_attempt_at", TIMESTAMPTZOID}
	};
	TupleDesc	desc = CreateTemplateTupleDesc(BATCH_COLUMNS);

	for (int i = 0; i < BATCH_COLUMNS; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), columns[i].name, columns[i].type, -1, 0);
	return desc;
}

PnlBatch *
pnl_enqueue_begin(void)
{
	PnlBatch   *batch = palloc0(sizeof(*batch));

	batch->desc = make_batch_desc();
	batch->rows = tuplestore_begin_heap(false, false, work_mem);
	return batch;
}

static void
set_text(Datum *values, bool *nulls, int i, const char *text)
{
	nulls[i] = text == NULL;
	values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/* The columns of a batch for one shipment. */
static void
fill_columns(Datum *values, bool *nulls, const PnlAccount *account, const char *reference,
			 const char *product, Jsonb *description, const PnlError *error)
{
	memset(nulls, false, BATCH_COLUMNS * sizeof(bool));
	if (reference != NULL && error != NULL && strlen(reference) > MAX_REFERENCE_LENGTH)
		reference = NULL;
	set_text(values, nulls, 0, account->name);
	set_text(values, nulls, 1, pnl_account_environment_name(account->environment));
	set_text(values, nulls, 2, account->uses_v4 ? "v4" : "legacy");
	set_text(values, nulls, 3, reference);
	set_text(values, nulls, 4, error == NULL ? "queued" : "rejected");
	set_text(values, nulls, 5, product);
	values[6] = JsonbPGetDatum(description);
	set_text(values, nulls, 7, error == NULL ? NULL :
			 unpack_sql_state(pnl_report_sqlstate(error)));
	set_text(values, nulls, 8, error == NULL ? NULL : pnl_report_message_lossy(error));
	values[9] = BoolGetDatum(true);
	values[10] = values[11] = TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
}

void
pnl_enqueue_add(PnlBatch *batch, const PnlAccount *account, const char *reference,
				const char *product, Jsonb *description, const PnlError *error)
{
	Datum		values[BATCH_COLUMNS];
	bool		nulls[BATCH_COLUMNS];

	fill_columns(values, nulls, account, reference, product, description, error);
	tuplestore_putvalues(batch->rows, batch->desc, values, nulls);
	batch->count++;
	batch->queued += error == NULL;
}

/* Makes the batch a relation that statements can name. */
static EphemeralNamedRelation
make_relation(const PnlBatch *batch)
{
	EphemeralNamedRelation relation = palloc0(sizeof(EphemeralNamedRelationData));

	relation->md.name = BATCH_NAME;
	relation->md.tupdesc = batch->desc;
	relation->md.enrtype = ENR_NAMED_TUPLESTORE;
	relation->md.enrtuples = (double) batch->count;
	relation->reldata = batch->rows;
	return relation;
}

static void
check_conflicts(void)
{
	pnl_catalog_execute(&find_conflict, NULL, NULL);
	if (SPI_processed > 0)
		report_conflict(pnl_catalog_text(0, 1, CurrentMemoryContext),
						pnl_catalog_text(0, 2, CurrentMemoryContext));
}

/* The relation is known to SPI until the catalog is closed. */
static void
open_batch(PnlCatalog *catalog, const PnlBatch *batch)
{
	pnl_catalog_open(catalog);
	if (SPI_register_relation(make_relation(batch)) != SPI_OK_REL_REGISTER)
		elog(ERROR, "SPI_register_relation failed");
}

static void
insert_all(const PnlBatch *batch)
{
	PnlCatalog	catalog;

	tuplestore_rescan(batch->rows);
	open_batch(&catalog, batch);
	pnl_catalog_execute(&insert_batch, NULL, NULL);
	if (SPI_processed < (uint64) batch->count)
		check_conflicts();
	pnl_catalog_close(&catalog);
}

static Oid
find_table(void)
{
	return get_relname_relid("shipment", get_namespace_oid("postnl", false));
}

/*
 * Inserts as if no reference were there yet, as is the rule: that costs half
 * of what it costs to look out for conflicts.  False when one is, or when it
 * cannot be done in bulk.
 */
static bool
try_to_insert(const PnlBatch *batch)
{
	PnlSubtransaction caller;
	volatile bool inserted = false;

	pnl_subtransaction_begin(&caller);
	PG_TRY();
	{
		inserted = pnl_bulk_insert(find_table(), batch->rows, batch->desc);
		pnl_subtransaction_commit(&caller);
	}
	PG_CATCH();
	{
		bool		conflicts = geterrcode() == ERRCODE_UNIQUE_VIOLATION;

		pnl_subtransaction_rollback(&caller);
		if (!conflicts)
			PG_RE_THROW();
		FlushErrorState();
	}
	PG_END_TRY();
	return inserted;
}

void
pnl_enqueue_store(PnlBatch *batch)
{
	if (batch->count == 0)
		return;
	if (batch->count < WORTH_TRYING || !try_to_insert(batch))
		insert_all(batch);
	if (batch->queued > 0)
		pnl_shared_wake_at_commit();
	tuplestore_clear(batch->rows);
	batch->count = 0;
	batch->queued = 0;
}

void
pnl_enqueue_end(PnlBatch *batch)
{
	tuplestore_end(batch->rows);
}

/* ----------
 * One
 * ----------
 */

/* The shipment that has the reference; throws where it is another one. */
static int64
find_existing(const char *account, Datum *values)
{
	bool		isnull;
	Datum		other;
	int64		shipment_id;

	pnl_catalog_execute(&find_one, values, NULL);
	if (SPI_processed == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not find the shipment that another transaction has queued")));
	other = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 3, &isnull);
	if (!isnull && DatumGetBool(other))
		report_conflict(TextDatumGetCString(values[0]), account);
	shipment_id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
											  &isnull));
	if (strcmp(pnl_catalog_text(0, 2, CurrentMemoryContext), "cancelled") == 0)
		ereport(NOTICE,
				(errmsg("shipment %lld is cancelled", (long long) shipment_id),
				 errhint("postnl_requeue() brings it back.")));
	return shipment_id;
}

int64
pnl_enqueue_one(const PnlAccount *account, const char *reference, const char *product,
				Jsonb *description, const PnlError *error)
{
	PnlCatalog	catalog;
	Datum		values[BATCH_COLUMNS];
	bool		isnull[BATCH_COLUMNS];
	char		nulls[BATCH_COLUMNS];
	int64		shipment_id;

	pnl_catalog_open(&catalog);
	fill_columns(values, isnull, account, reference, product, description, error);
	for (int i = 0; i < BATCH_COLUMNS; i++)
		nulls[i] = isnull[i] ? 'n' : ' ';
	pnl_catalog_execute(&insert_one, values, nulls);
	if (SPI_processed > 0)
	{
		shipment_id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
												  1, isnull));
		if (error == NULL)
			pnl_shared_wake_at_commit();
	}
	else
	{
		Datum		keys[4] = {values[3], values[0], values[1], values[6]};

		shipment_id = find_existing(account->name, keys);
	}
	pnl_catalog_close(&catalog);
	return shipment_id;
}
