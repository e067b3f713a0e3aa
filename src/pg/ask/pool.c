/*
 * pool.c
 *		postnl.barcode_pool: barcodes that were reserved ahead.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "pg/account/node.h"
#include "pg/ask/pool.h"
#include "pg/base/catalog.h"
#include "pg/base/point.h"
#include "pg/base/statement.h"

#define OF_ACCOUNT "account = $1 AND environment = $2 AND serie = $3" \
	PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE)

static PnlStatement take_barcodes = {
	.sql = "DELETE FROM postnl.barcode_pool WHERE ctid = ANY (ARRAY("
	"SELECT ctid FROM postnl.barcode_pool WHERE " OF_ACCOUNT
	" ORDER BY account, environment, serie, barcode LIMIT $4 FOR UPDATE SKIP LOCKED))"
	" RETURNING barcode",
	.argument_count = 4,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, INT4OID},
};

static PnlStatement put_barcodes = {
	.sql = "INSERT INTO postnl.barcode_pool (account, environment, serie, barcode)"
	" SELECT $1, $2, $3, unnest($4) ON CONFLICT DO NOTHING",
	.argument_count = 4,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, TEXTARRAYOID},
};

static PnlStatement count_barcodes = {
	.sql = "SELECT count(*)::integer FROM (SELECT FROM postnl.barcode_pool WHERE " OF_ACCOUNT
	" LIMIT $4) AS counted",
	.argument_count = 4,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID, INT4OID},
};

/* Counting keeps the planner at the indexes: no join reads the whole table. */
static PnlStatement find_new = {
	.sql = "SELECT b.barcode FROM unnest($2) WITH ORDINALITY AS b (barcode, place)"
	" WHERE (SELECT count(*) FROM postnl.parcel AS p WHERE p.barcode = b.barcode"
	" AND p.followed_in = $1" PNL_SINCE_1_1(" AND p.barcode_shared IS NULL") ") = 0"
	" AND (SELECT count(*) FROM postnl.barcode_pool AS q WHERE q.barcode = b.barcode"
	" AND q.environment = $1) = 0 ORDER BY b.place",
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTARRAYOID},
	.read_only = true,
};

static PnlStatement find_taken = {
	.sql = "SELECT FROM postnl.parcel AS p WHERE p.barcode = $2 AND p.followed_in = $1"
	PNL_SINCE_1_1(" AND p.barcode_shared IS NULL"),
	.argument_count = 2,
	.argument_types = {TEXTOID, TEXTOID},
	.read_only = true,
};

static PnlStatement clear_foreign = {
	.sql = "DELETE FROM postnl.barcode_pool WHERE node IS DISTINCT FROM " PNL_OWN_NODE,
};

static void
set_account(Datum *values, const PnlAccount *account, const char *serie)
{
	values[0] = CStringGetTextDatum(account->name);
	values[1] = CStringGetTextDatum(pnl_environment_name(account->environment));
	values[2] = CStringGetTextDatum(serie);
}

List *
pnl_pool_take(const PnlAccount *account, const char *serie, int count)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	Datum		values[4];
	List	   *barcodes = NIL;

	pnl_catalog_open(&catalog);
	set_account(values, account, serie);
	values[3] = Int32GetDatum(count);
	pnl_statement_execute(&take_barcodes, values, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);

		barcodes = lappend(barcodes, pnl_catalog_text(row, 1, context));
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return barcodes;
}

static Datum
make_text_array(const List *texts)
{
	int			count = list_length(texts);
	Datum	   *values = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		values[i] = CStringGetTextDatum(list_nth(texts, i));
	return PointerGetDatum(construct_array(values, count, TEXTOID, -1, false, TYPALIGN_INT));
}

void
pnl_pool_put(const PnlAccount *account, const char *serie, List *barcodes)
{
	PnlCatalog	catalog;
	Datum		values[4];

	if (barcodes == NIL)
		return;
	pnl_catalog_open(&catalog);
	set_account(values, account, serie);
	values[3] = make_text_array(barcodes);
	pnl_statement_execute(&put_barcodes, values, NULL);
	pnl_point_note(PNL_POINT_STOCK);
	pnl_catalog_close(&catalog);
}

int
pnl_pool_count(const PnlAccount *account, const char *serie, int most)
{
	PnlCatalog	catalog;
	Datum		values[4];
	bool		isnull;
	int			count;

	pnl_catalog_open(&catalog);
	set_account(values, account, serie);
	values[3] = Int32GetDatum(most);
	pnl_statement_execute(&count_barcodes, values, NULL);
	count = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
										&isnull));
	pnl_catalog_close(&catalog);
	return count;
}

List *
pnl_pool_find_new(PnlEnvironment environment, List *barcodes)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	Datum		values[2];
	List	   *found = NIL;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(pnl_environment_name(environment));
	values[1] = make_text_array(barcodes);
	pnl_statement_execute(&find_new, values, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);

		found = lappend(found, pnl_catalog_text(row, 1, context));
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return found;
}

bool
pnl_pool_is_taken(PnlEnvironment environment, const char *barcode)
{
	PnlCatalog	catalog;
	Datum		values[2];
	bool		taken;

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(pnl_environment_name(environment));
	values[1] = CStringGetTextDatum(barcode);
	pnl_statement_execute(&find_taken, values, NULL);
	taken = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	return taken;
}

void
pnl_pool_clear_foreign(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&clear_foreign, NULL, NULL);
	pnl_catalog_close(&catalog);
}
