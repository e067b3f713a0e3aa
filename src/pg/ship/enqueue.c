/*
 * enqueue.c
 *		Into the outbox: shipments become rows of postnl.shipment.
 *
 * A reference is in an account's outbox once; the unique index decides, also
 * between sessions that insert it at the same time.  Whether it is the same
 * shipment is decided by the hash of the description, which stays when the
 * description is cleared.
 *
 * Rule for this file: a shipment that is not queued says so, by an error
 * where it is another one, and by a warning where the one that is there will
 * not be sent.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "core/generation.h"
#include "core/shipment_keys.h"
#include "pg/account/node.h"
#include "pg/base/bulk_insert.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/base/statement.h"
#include "pg/base/transaction.h"
#include "pg/process/session.h"
#include "pg/ship/description_hash.h"
#include "pg/ship/enqueue.h"

/* From so many rows on a subtransaction is worth its price. */
#define WORTH_TRYING 32

/* Shipments that are not sent are told of one by one up to so many. */
#define MOST_WARNINGS 10
#define MOST_WARNINGS_TEXT "10"

/* The columns of a batch, and its name in statements. */
#define BATCH_NAME "batch"
#define BATCH_COLUMNS 14
#define SINCE_1_1 2				/* the last ones: not before the database is of 1.1 */

struct PnlBatch
{
	Tuplestorestate *rows;
	TupleDesc	desc;
	int64		count;
	int64		queued;			/* of them, not rejected */
};

/*
 * Each statement for a database that has no hashes yet, and for one that has:
 * see description_hash.h.
 */
#define COLUMNS "account, environment, api, reference, state, product, description," \
	" error_code, error, outbox, queued_at, next_attempt_at"
#define INSERT_BATCH(columns) \
	"INSERT INTO postnl.shipment (" columns ") SELECT " columns " FROM " BATCH_NAME \
	" ON CONFLICT (reference, account, environment, outbox) DO NOTHING RETURNING shipment_id"
#define INSERT_ONE(columns, values) \
	"INSERT INTO postnl.shipment (" columns ") VALUES (" values ")" \
	" ON CONFLICT (reference, account, environment, outbox) DO NOTHING RETURNING shipment_id"
#define VALUES_TEXT "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12"
#define VALUE_TYPES TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID, TEXTOID, \
	TEXTOID, BOOLOID, TIMESTAMPTZOID, TIMESTAMPTZOID

static PnlStatement insert_batch[] = {
	{.sql = INSERT_BATCH(COLUMNS)},
	{.sql = INSERT_BATCH(COLUMNS ", description_hash, error_detail")},
};

static PnlStatement insert_one[] = {
	{
		.sql = INSERT_ONE(COLUMNS, VALUES_TEXT),
		.argument_count = BATCH_COLUMNS - SINCE_1_1,
		.argument_types = {VALUE_TYPES},
	},
	{
		.sql = INSERT_ONE(COLUMNS ", description_hash, error_detail", VALUES_TEXT ", $13, $14"),
		.argument_count = BATCH_COLUMNS,
		.argument_types = {VALUE_TYPES, BYTEAOID, JSONBOID},
	},
};

/* Whether shipment "s" is another one than "b", and whether that is known. */
#define BY_DESCRIPTION(b) "s.description <> " b, "true"
#define BY_HASH(b) "s.description_hash IS DISTINCT FROM " b, "s.description_hash IS NOT NULL"

/* Shipments that do not go on by themselves. */
#define WAITS_FOR_SOMEBODY "s.state IN ('cancelled', 'rejected', 'failed')"

/* Shipments of a batch that were queued before, and not by this statement. */
#define FIND_CONFLICTS_(differs, known) \
	"SELECT s.shipment_id, s.reference, s.account, s.state, " differs " AS differs, " known \
	" FROM " BATCH_NAME " AS b" \
	" JOIN postnl.shipment AS s ON s.reference = b.reference AND s.account = b.account" \
	" AND s.environment = b.environment AND s.outbox" \
	" WHERE " differs " OR (" WAITS_FOR_SOMEBODY " AND s.shipment_id <> ALL ($1))" \
	" ORDER BY differs DESC, s.shipment_id LIMIT " MOST_WARNINGS_TEXT " + 1"
#define FIND_CONFLICTS(differs_and_known) FIND_CONFLICTS_(differs_and_known)

static PnlStatement find_conflicts[] = {
	{
		.sql = FIND_CONFLICTS(BY_DESCRIPTION("b.description")),
		.argument_count = 1,
		.argument_types = {INT8ARRAYOID},
	},
	{
		.sql = FIND_CONFLICTS(BY_HASH("b.description_hash")),
		.argument_count = 1,
		.argument_types = {INT8ARRAYOID},
	},
};

#define FIND_ONE_(differs, known) \
	"SELECT s.shipment_id, s.reference, s.account, s.state, " differs ", " known \
	" FROM postnl.shipment AS s" \
	" WHERE s.reference = $1 AND s.account = $2 AND s.environment = $3 AND s.outbox"
#define FIND_ONE(differs_and_known) FIND_ONE_(differs_and_known)

static PnlStatement find_one[] = {
	{
		.sql = FIND_ONE(BY_DESCRIPTION("$4")),
		.argument_count = 4,
		.argument_types = {TEXTOID, TEXTOID, TEXTOID, JSONBOID},
	},
	{
		.sql = FIND_ONE(BY_HASH("$4")),
		.argument_count = 4,
		.argument_types = {TEXTOID, TEXTOID, TEXTOID, BYTEAOID},
	},
};

/* ----------
 * References that are taken
 * ----------
 */

/* A row of find_conflicts or find_one. */
typedef struct Existing
{
	int64		shipment_id;
	char	   *reference;
	char	   *account;
	char	   *state;
	bool		differs;		/* false where its description is not known */
	bool		known;
} Existing;

static bool
boolean_column(uint64 row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
									  &isnull);

	return !isnull && DatumGetBool(value);
}

static Existing
read_existing(uint64 row)
{
	Existing	existing;

	existing.shipment_id = pg_strtoint64(pnl_catalog_text(row, 1, CurrentMemoryContext));
	existing.reference = pnl_catalog_text(row, 2, CurrentMemoryContext);
	existing.account = pnl_catalog_text(row, 3, CurrentMemoryContext);
	existing.state = pnl_catalog_text(row, 4, CurrentMemoryContext);
	existing.differs = boolean_column(row, 5);
	existing.known = boolean_column(row, 6);
	return existing;
}

pg_noreturn static void
report_conflict(const Existing *existing)
{
	if (!existing->known)
		ereport(ERROR,
				(errcode(ERRCODE_UNIQUE_VIOLATION),
				 errmsg("reference \"%s\" of account \"%s\" is that of a shipment whose "
						"description was erased", existing->reference, existing->account),
				 errdetail("It is shipment %lld, which is %s. Whether this is the same one cannot "
						   "be told.", (long long) existing->shipment_id, existing->state),
				 errhint("Use another reference.")));
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("reference \"%s\" of account \"%s\" has another description already",
					existing->reference, existing->account),
			 errdetail("It is that of shipment %lld, which is %s.",
					   (long long) existing->shipment_id, existing->state),
			 errhint("Use another reference, or postnl_requeue(id, shipment) when it was not "
					 "announced.")));
}

/* The shipment was queued before, and has ended: queueing it again does not send it. */
static void
warn_of(const Existing *existing)
{
	if (strcmp(existing->state, "cancelled") != 0 && strcmp(existing->state, "rejected") != 0 &&
		strcmp(existing->state, "failed") != 0)
		return;
	ereport(WARNING,
			(errmsg("shipment %lld with reference \"%s\" is %s, and is not sent again",
					(long long) existing->shipment_id, existing->reference, existing->state),
			 strcmp(existing->state, "rejected") == 0 ?
			 errhint("postnl_requeue(%lld, shipment) corrects it.",
					 (long long) existing->shipment_id) :
			 errhint("postnl_requeue(%lld) brings it back.", (long long) existing->shipment_id)));
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
		{"queued_at", TIMESTAMPTZOID}, {"next_attempt_at", TIMESTAMPTZOID},
		{"description_hash", BYTEAOID}, {"error_detail", JSONBOID}
	};
	int			count = BATCH_COLUMNS - (pnl_description_hash_is_kept() ? 0 : SINCE_1_1);
	TupleDesc	desc = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), columns[i].name, columns[i].type, -1, 0);
	return pnl_finish_tuple_desc_compat(desc);
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
	/* a longer one is refused, and may be too long for the index */
	if (reference != NULL && error != NULL && strlen(reference) > PNL_MAX_REFERENCE)
		reference = NULL;
	set_text(values, nulls, 0, account->name);
	set_text(values, nulls, 1, pnl_environment_name(account->environment));
	set_text(values, nulls, 2, pnl_generation_name(account->uses_v4));
	set_text(values, nulls, 3, reference);
	set_text(values, nulls, 4, error == NULL ? "queued" : "rejected");
	set_text(values, nulls, 5, product);
	values[6] = JsonbPGetDatum(description);
	set_text(values, nulls, 7, error == NULL ? NULL :
			 unpack_sql_state(pnl_report_sqlstate(error)));
	set_text(values, nulls, 8, error == NULL ? NULL : pnl_report_message_lossy(error));
	values[9] = BoolGetDatum(true);
	values[10] = values[11] = TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
	values[12] = pnl_description_hash(description);
	nulls[13] = error == NULL;
	values[13] = error == NULL ? (Datum) 0 : pnl_report_detail_json(error);
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

/* The numbers that insert_batch has returned. */
static Datum
list_added(void)
{
	Datum	   *ids = palloc(Max(SPI_processed, 1) * sizeof(Datum));
	bool		isnull;

	for (uint64 row = 0; row < SPI_processed; row++)
		ids[row] = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1, &isnull);
	return PointerGetDatum(construct_array(ids, (int) SPI_processed, INT8OID, sizeof(int64),
										   FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* Some of the batch were there: throws where one is another shipment. */
static void
check_conflicts(bool by_hash)
{
	Datum		added = list_added();

	pnl_statement_execute(&find_conflicts[by_hash], &added, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		Existing	existing = read_existing(row);

		if (existing.differs)
			report_conflict(&existing);
		if (row < MOST_WARNINGS)
			warn_of(&existing);
		else
			ereport(WARNING,
					(errmsg("further shipments are there already, and are not sent again"),
					 errhint("See view postnl.attention.")));
	}
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
	bool		by_hash = batch->desc->natts == BATCH_COLUMNS;

	tuplestore_rescan(batch->rows);
	open_batch(&catalog, batch);
	pnl_statement_execute(&insert_batch[by_hash], NULL, NULL);
	if (SPI_processed < (uint64) batch->count)
		check_conflicts(by_hash);
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
	PnlCatalog	catalog;
	volatile bool inserted = false;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		pnl_catalog_open(&catalog);
		inserted = pnl_bulk_insert(find_table(), batch->rows, batch->desc);
		pnl_catalog_close(&catalog);
		pnl_transaction_commit_sub(&caller);
	}
	PG_CATCH();
	{
		bool		conflicts = geterrcode() == ERRCODE_UNIQUE_VIOLATION;

		pnl_transaction_rollback_sub(&caller);
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
	pnl_node_ensure();
	if (batch->count < WORTH_TRYING || !try_to_insert(batch))
		insert_all(batch);
	if (batch->queued > 0)
		pnl_session_wake_at_commit();
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
find_existing(PnlStatement *statement, Datum *values)
{
	Existing	existing;

	pnl_statement_execute(statement, values, NULL);
	if (SPI_processed == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not find the shipment that another transaction has queued")));
	existing = read_existing(0);
	if (existing.differs)
		report_conflict(&existing);
	warn_of(&existing);
	return existing.shipment_id;
}

int64
pnl_enqueue_one(const PnlAccount *account, const char *reference, const char *product,
				Jsonb *description, const PnlError *error)
{
	PnlCatalog	catalog;
	Datum		values[BATCH_COLUMNS];
	bool		isnull[BATCH_COLUMNS];
	char		nulls[BATCH_COLUMNS];
	bool		by_hash = pnl_description_hash_is_kept();
	int64		shipment_id;

	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	fill_columns(values, isnull, account, reference, product, description, error);
	for (int i = 0; i < BATCH_COLUMNS; i++)
		nulls[i] = isnull[i] ? 'n' : ' ';
	pnl_statement_execute(&insert_one[by_hash], values, nulls);
	if (SPI_processed > 0)
	{
		shipment_id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
												  1, isnull));
		if (error == NULL)
			pnl_session_wake_at_commit();
	}
	else
	{
		Datum		keys[4] = {values[3], values[0], values[1], values[by_hash ? 12 : 6]};

		shipment_id = find_existing(&find_one[by_hash], keys);
	}
	pnl_catalog_close(&catalog);
	return shipment_id;
}
