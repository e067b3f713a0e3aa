/*
 * catalog.c
 *		The extension's own tables, read and written as their owner.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "pg/base/catalog.h"

/*
 * Operators and functions are those of PostgreSQL, also where an overload of
 * somebody else's would fit better.
 */
static const char pinned_path[] = "pg_catalog, pg_temp";

bool
pnl_catalog_is_pinned(void)
{
	return strcmp(namespace_search_path, pinned_path) == 0;
}

/* Returns the nest level to end, or 0 where there is nothing to do. */
static int
pin_path(void)
{
	int			level;

	if (pnl_catalog_is_pinned())
		return 0;
	level = NewGUCNestLevel();
	(void) set_config_option("search_path", pinned_path, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	return level;
}

Oid
pnl_catalog_owner(void)
{
	HeapTuple	tuple = SearchSysCache1(NAMESPACENAME, CStringGetDatum("postnl"));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("extension \"postnl\" is not installed in this database"),
				 errhint("Run CREATE EXTENSION postnl.")));
	owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
	return owner;
}

void
pnl_catalog_open(PnlCatalog *catalog)
{
	GetUserIdAndSecContext(&catalog->caller, &catalog->security_context);
	SetUserIdAndSecContext(pnl_catalog_owner(),
						   catalog->security_context |
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	catalog->settings = pin_path();
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
}

bool
pnl_catalog_is_open(void)
{
	return InLocalUserIdChange() && GetUserId() == pnl_catalog_owner();
}

void
pnl_catalog_close(PnlCatalog *catalog)
{
	SPI_finish();
	if (catalog->settings != 0)
		AtEOXact_GUC(true, catalog->settings);
	SetUserIdAndSecContext(catalog->caller, catalog->security_context);
}

/* A column that 1.1 added tells: the caches know it at once, and follow transactions. */
bool
pnl_catalog_is_1_1(void)
{
	Oid			table = get_relname_relid("shipment", get_namespace_oid("postnl", false));

	return get_attnum(table, "error_detail") != InvalidAttrNumber;
}

Datum
pnl_catalog_id_array(const int64 *numbers, int count)
{
	Datum	   *ids = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		ids[i] = Int64GetDatum(numbers[i]);
	return PointerGetDatum(construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
										   TYPALIGN_DOUBLE));
}

Datum
pnl_catalog_text_array(const List *texts)
{
	int			count = list_length(texts);
	Datum	   *values = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		values[i] = CStringGetTextDatum(list_nth(texts, i));
	return PointerGetDatum(construct_array(values, count, TEXTOID, -1, false, TYPALIGN_INT));
}
