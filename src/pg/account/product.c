/*
 * product.c
 *		postnl.product as the core reads it.
 *
 * Read once in the life of a backend, and again after the table was changed:
 * its trigger invalidates the relation, which reaches all backends.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "pg/account/product.h"
#include "pg/account/product_sql.h"
#include "pg/base/catalog.h"

PG_FUNCTION_INFO_V1(postnl_product_changed);

static PnlProductTable products;
static MemoryContext products_context = NULL;
static Oid	products_relation = InvalidOid;
static bool products_are_stale = true;

/* The bits of "signature insured". */
static PnlServices
read_services(const char *words)
{
	PnlServices services = 0;

	while (*words != '\0')
	{
		size_t		length = strcspn(words, " ");

		services |= pnl_product_find_service(words, length);
		words += length + (words[length] == ' ');
	}
	return services;
}

static void
read_product(PnlProduct *product, const struct find_products_row *row)
{
	product->code = row->code;
	product->origin = row->origin;
	product->destination = row->destination;
	product->shipment_type = row->shipment_type;
	product->choosable = row->services != NULL;
	product->services = row->services != NULL ? read_services(row->services) : 0;
	product->options = row->options;
	product->barcode_type = row->barcode_type;
	product->pickup = row->pickup;
	product->in_v4 = row->in_v4;
}

static void
on_relation_change(Datum argument, Oid relation)
{
	if (relation == InvalidOid || relation == products_relation)
		products_are_stale = true;
}

/* Forgets the products that were read before. */
static void
begin_reading(void)
{
	if (products_context == NULL)
	{
		products_context = AllocSetContextCreate(CacheMemoryContext, "postnl products",
												 ALLOCSET_DEFAULT_SIZES);
		CacheRegisterRelcacheCallback(on_relation_change, (Datum) 0);
	}
	MemoryContextReset(products_context);
	products.count = 0;
	products_relation = get_relname_relid("product", get_namespace_oid("postnl", false));
	/* a change of the table while the products are read makes them stale again */
	products_are_stale = false;
}

static void
read_products(void)
{
	PnlProduct *rows;
	PnlCatalog	catalog;
	uint64		count;

	begin_reading();
	pnl_catalog_open(&catalog);
	count = PNL_RUN_PLAIN(find_products);
	rows = MemoryContextAlloc(products_context, Max(count, 1) * sizeof(PnlProduct));
	for (uint64 i = 0; i < count; i++)
		read_product(&rows[i], PNL_ROW(find_products, i, products_context));
	products.rows = rows;
	products.count = (int) count;
	pnl_catalog_close(&catalog);
}

const PnlProductTable *
pnl_product_load(void)
{
	AcceptInvalidationMessages();
	if (!products_are_stale)
		return &products;
	PG_TRY();
	{
		read_products();
	}
	PG_CATCH();
	{
		products_are_stale = true;
		PG_RE_THROW();
	}
	PG_END_TRY();
	return &products;
}

const PnlProduct *
pnl_product_copy(const PnlProduct *product)
{
	PnlProduct *copy;

	if (product == NULL)
		return NULL;
	copy = palloc(sizeof(*copy));
	*copy = *product;
	copy->code = pstrdup(product->code);
	copy->origin = pstrdup(product->origin);
	copy->destination = pstrdup(product->destination);
	copy->shipment_type = pstrdup(product->shipment_type);
	copy->options = pstrdup(product->options);
	copy->barcode_type = pstrdup(product->barcode_type);
	return copy;
}

/* AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE on postnl.product. */
Datum
postnl_product_changed(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_product_changed() was not called by a trigger")));
	CacheInvalidateRelcache(((TriggerData *) fcinfo->context)->tg_relation);
	return PointerGetDatum(NULL);
}
