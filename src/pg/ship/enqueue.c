/*
 * enqueue.c
 *		Into the outbox: shipments become rows of postnl.shipment.
 *
 * A reference is in an account's outbox once; the unique index decides, also
 * between sessions that insert it at the same time.  What becomes of one that
 * is taken is taken.c's.
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
#include "pg/base/transaction.h"
#include "pg/process/session.h"
#include "pg/ship/description_hash.h"
#include "pg/ship/enqueue.h"
#include "pg/ship/enqueue_sql.h"
#include "pg/ship/max_age.h"
#include "pg/ship/new_shipment.h"

/* From so many rows on a subtransaction is worth its price. */
#define WORTH_TRYING 32

/* The relation that statements know a batch by, and its columns. */
#define BATCH_NAME "batch"

enum
{
	ACCOUNT,
	ENVIRONMENT,
	API,
	REFERENCE,
	STATE,
	PRODUCT,
	DESCRIPTION,
	ERROR_CODE,
	ERROR_TEXT,
	OUTBOX,
	QUEUED_AT,
	NEXT_ATTEMPT_AT,
	COLUMNS_OF_1_0,
	DESCRIPTION_HASH = COLUMNS_OF_1_0,
	ERROR_DETAIL,
	ORDER_REF,
	NORMALISED,
	NOT_BEFORE,
	COLUMNS_OF_1_1
};

static const struct
{
	const char *name;
	Oid			type;
}			batch_columns[COLUMNS_OF_1_1] = {
	[ACCOUNT] = {"account", TEXTOID},
	[ENVIRONMENT] = {"environment", TEXTOID},
	[API] = {"api", TEXTOID},
	[REFERENCE] = {"reference", TEXTOID},
	[STATE] = {"state", TEXTOID},
	[PRODUCT] = {"product", TEXTOID},
	[DESCRIPTION] = {"description", JSONBOID},
	[ERROR_CODE] = {"error_code", TEXTOID},
	[ERROR_TEXT] = {"error", TEXTOID},
	[OUTBOX] = {"outbox", BOOLOID},
	[QUEUED_AT] = {"queued_at", TIMESTAMPTZOID},
	[NEXT_ATTEMPT_AT] = {"next_attempt_at", TIMESTAMPTZOID},
	[DESCRIPTION_HASH] = {"description_hash", BYTEAOID},
	[ERROR_DETAIL] = {"error_detail", JSONBOID},
	[ORDER_REF] = {"order_ref", TEXTOID},
	[NORMALISED] = {"normalised", JSONBOID},
	[NOT_BEFORE] = {"not_before", TIMESTAMPTZOID},
};

struct PnlBatch
{
	Tuplestorestate *rows;
	TupleDesc	desc;
	int64		count;
	int64		queued;			/* of them, not rejected */
	PnlChange	change;			/* where a reference is there with another description */
	PnlOccasion occasion;
};

/* ----------
 * Batches
 * ----------
 */

static TupleDesc
make_batch_desc(void)
{
	int			count = pnl_description_hash_is_kept() ? COLUMNS_OF_1_1 : COLUMNS_OF_1_0;
	TupleDesc	desc = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), batch_columns[i].name,
						   batch_columns[i].type, -1, 0);
	return pnl_finish_tuple_desc_compat(desc);
}

PnlBatch *
pnl_enqueue_begin(PnlChange change, PnlOccasion occasion)
{
	PnlBatch   *batch = palloc0(sizeof(*batch));

	batch->change = change;
	batch->occasion = occasion;
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

static void
set_time(Datum *values, bool *nulls, int i, TimestampTz time)
{
	nulls[i] = time == 0;
	values[i] = TimestampTzGetDatum(time);
}

void
pnl_enqueue_add(PnlBatch *batch, const PnlAccount *account, const PnlShipment *shipment,
				Jsonb *description, const PnlError *error)
{
	Datum		values[COLUMNS_OF_1_1];
	bool		nulls[COLUMNS_OF_1_1] = {false};
	PnlNewShipment new = pnl_new_shipment_make(shipment, description, error);

	set_text(values, nulls, ACCOUNT, account->name);
	set_text(values, nulls, ENVIRONMENT, pnl_environment_name(account->environment));
	set_text(values, nulls, API, pnl_generation_name(account->uses_v4));
	set_text(values, nulls, REFERENCE, new.reference);
	set_text(values, nulls, STATE, new.state);
	set_text(values, nulls, PRODUCT, new.product);
	values[DESCRIPTION] = JsonbPGetDatum(description);
	set_text(values, nulls, ERROR_CODE, new.error_code);
	set_text(values, nulls, ERROR_TEXT, new.error);
	values[OUTBOX] = BoolGetDatum(true);
	values[QUEUED_AT] = TimestampTzGetDatum(new.queued_at);
	set_time(values, nulls, NEXT_ATTEMPT_AT, new.next_attempt_at);
	values[DESCRIPTION_HASH] = new.description_hash;
	values[ERROR_DETAIL] = new.error_detail;
	nulls[ERROR_DETAIL] = new.error_detail == (Datum) 0;
	set_text(values, nulls, ORDER_REF, new.order);
	values[NORMALISED] = new.normalised;
	nulls[NORMALISED] = new.normalised == (Datum) 0;
	set_time(values, nulls, NOT_BEFORE, new.not_before);
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
	uint64		count = insert_batch.count;
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));

	for (uint64 i = 0; i < count; i++)
		ids[i] = PNL_ROW_AS(added, &insert_batch, i, CurrentMemoryContext)->shipment_id;
	return pnl_catalog_id_array(ids, (int) count);
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
	if (PNL_RUN_PLAIN(insert_batch) < (uint64) batch->count)
		pnl_taken_settle(batch->change, batch->occasion, list_added());
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

/* Of rows that are too old to be shipped: tells of those that are not there. */
static void
change_only(const PnlBatch *batch)
{
	PnlCatalog	catalog;
	int64		missing;

	tuplestore_rescan(batch->rows);
	open_batch(&catalog, batch);
	missing = pnl_taken_count_missing();
	pnl_taken_settle(batch->change, batch->occasion, pnl_catalog_id_array(NULL, 0));
	pnl_catalog_close(&catalog);
	pnl_max_age_tell(missing);
}

/* Rows that were changed are there already, as a rule. */
static bool
is_new(const PnlBatch *batch)
{
	return batch->occasion == PNL_ROW_NEW;
}

void
pnl_enqueue_store(PnlBatch *batch)
{
	if (batch->count == 0)
		return;
	pnl_node_ensure();
	if (batch->occasion == PNL_ROW_OLD)
		change_only(batch);
	else if (batch->count < WORTH_TRYING || !is_new(batch) || !try_to_insert(batch))
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

/* Returns its number, 0 where its reference is taken. */
static int64
insert_new(const PnlAccount *account, const PnlNewShipment *new, Jsonb *description,
		   PnlArgInt8 replaced)
{
	if (PNL_RUN(insert_one,
				.account = pnl_arg_text(account->name),
				.environment = pnl_arg_text(pnl_environment_name(account->environment)),
				.api = pnl_arg_text(pnl_generation_name(account->uses_v4)),
				.reference = pnl_arg_text(new->reference),
				.state = pnl_arg_text(new->state),
				.product = pnl_arg_text(new->product),
				.description = pnl_arg_jsonb(JsonbPGetDatum(description)),
				.error_code = pnl_arg_text(new->error_code),
				.error = pnl_arg_text(new->error),
				.queued_at = pnl_arg_time(new->queued_at),
				.next_attempt_at = pnl_arg_time_unless_0(new->next_attempt_at),
				.description_hash = pnl_arg_bytea(new->description_hash),
				.error_detail = pnl_arg_jsonb(new->error_detail),
				.order_ref = pnl_arg_text(new->order),
				.normalised = pnl_arg_jsonb(new->normalised),
				.not_before = pnl_arg_time_unless_0(new->not_before),
				.replaced = replaced) == 0)
		return 0;
	return PNL_ROW_AS(added, &insert_one, 0, CurrentMemoryContext)->shipment_id;
}

int64
pnl_enqueue_one(const PnlAccount *account, const PnlShipment *shipment, Jsonb *description,
				const PnlError *error)
{
	PnlNewShipment new = pnl_new_shipment_make(shipment, description, error);
	PnlCatalog	catalog;
	int64		shipment_id;

	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	shipment_id = insert_new(account, &new, description, pnl_arg_int8_or_null(0, true));
	if (shipment_id == 0)
		shipment_id = pnl_taken_find(account, &new, JsonbPGetDatum(description));
	if (error == NULL)
		pnl_session_wake_at_commit();
	pnl_catalog_close(&catalog);
	return shipment_id;
}

int64
pnl_enqueue_reship(const PnlAccount *account, const PnlShipment *shipment, Jsonb *description,
				   int64 replaced)
{
	PnlNewShipment new = pnl_new_shipment_make(shipment, description, NULL);
	PnlCatalog	catalog;
	int64		shipment_id;

	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	shipment_id = insert_new(account, &new, description, pnl_arg_int8(replaced));
	if (shipment_id != 0)
	{
		PNL_RUN(group_under, .shipment_id = pnl_arg_int8(replaced),
				.order_ref = pnl_arg_text(new.order));
		pnl_session_wake_at_commit();
	}
	pnl_catalog_close(&catalog);
	return shipment_id;
}
