/*
 * pool.c
 *		postnl.barcode_pool: barcodes that were reserved ahead.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "pg/catalog.h"
#include "pg/node.h"
#include "pg/pool.h"

#define OF_ACCOUNT "account = $1 AND environment = $2 AND serie = $3 AND node = " PNL_OWN_NODE

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

static PnlStatement clear_foreign = {
	.sql = "DELETE FROM postnl.barcode_pool WHERE node IS DISTINCT FROM " PNL_OWN_NODE,
};

static void
set_account(Datum *values, const PnlAccount *account, const char *serie)
{
	values[0] = CStringGetTextDatum(account->name);
	values[1] = CStringGetTextDatum(account->environment == PNL_PRODUCTION ?
									"production" : "sandbox");
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
	pnl_catalog_execute(&take_barcodes, values, NULL);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);

		barcodes = lappend(barcodes, pnl_catalog_text(row, 1, context));
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return barcodes;
}

void
pnl_pool_put(const PnlAccount *account, const char *serie, List *barcodes)
{
	int			count = list_length(barcodes);
	PnlCatalog	catalog;
	Datum		values[4];
	Datum	   *texts;

	if (count == 0)
		return;
	pnl_catalog_open(&catalog);
	texts = palloc(count * sizeof(Datum));
	for (int i = 0; i < count; i++)
		texts[i] = CStringGetTextDatum(list_nth(barcodes, i));
	set_account(values, account, serie);
	values[3] = PointerGetDatum(construct_array(texts, count, TEXTOID, -1, false,
												TYPALIGN_INT));
	pnl_catalog_execute(&put_barcodes, values, NULL);
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
	pnl_catalog_execute(&count_barcodes, values, NULL);
	count = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
										&isnull));
	pnl_catalog_close(&catalog);
	return count;
}

void
pnl_pool_clear_foreign(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	pnl_catalog_execute(&clear_foreign, NULL, NULL);
	pnl_catalog_close(&catalog);
}
