/*
 * product.c
 *		postnl.product as the core reads it.
 *
 * Read for each statement: the table is the users' to change.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "pg/catalog.h"
#include "pg/product.h"

/* Services come as their bits' words, joined; see read_services(). */
static PnlStatement find_products = {
	.sql = "SELECT code, origin, destination, shipment_type,"
	" pg_catalog.array_to_string(services, ' '), options, barcode_type,"
	" CASE WHEN pickup THEN 'yes' END, CASE WHEN in_v4 THEN 'yes' END"
	" FROM postnl.product"
	" ORDER BY code, origin, destination, options",
	.read_only = true,
};

/* The bits of "signature insured". */
static PnlServices
read_services(const char *words)
{
	PnlServices services = 0;

	while (*words != '\0')
	{
		size_t		length = strcspn(words, " ");

		services |= pnl_service_find(words, length);
		words += length + (words[length] == ' ');
	}
	return services;
}

static void
read_product(PnlProduct *product, uint64 row, MemoryContext context)
{
	char	   *services = pnl_catalog_text(row, 5, context);

	product->code = pnl_catalog_text(row, 1, context);
	product->origin = pnl_catalog_text(row, 2, context);
	product->destination = pnl_catalog_text(row, 3, context);
	product->shipment_type = pnl_catalog_text(row, 4, context);
	product->choosable = services != NULL;
	product->services = services != NULL ? read_services(services) : 0;
	product->options = pnl_catalog_text(row, 6, context);
	product->barcode_type = pnl_catalog_text(row, 7, context);
	product->pickup = pnl_catalog_text(row, 8, context) != NULL;
	product->in_v4 = pnl_catalog_text(row, 9, context) != NULL;
}

PnlProductTable *
pnl_product_load(void)
{
	MemoryContext context = CurrentMemoryContext;
	PnlProductTable *table = palloc(sizeof(*table));
	PnlProduct *rows;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	pnl_catalog_execute(&find_products, NULL, NULL);
	table->count = (int) SPI_processed;
	rows = MemoryContextAlloc(context, Max(table->count, 1) * sizeof(PnlProduct));
	for (int i = 0; i < table->count; i++)
		read_product(&rows[i], (uint64) i, context);
	pnl_catalog_close(&catalog);
	table->rows = rows;
	return table;
}
