/*
 * named.c
 *		Shipments by the name that their owner has for them.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "pg/base/catalog.h"
#include "pg/base/compat.h"
#include "pg/ship/named.h"
#include "pg/ship/named_sql.h"

/* A message lists so many numbers at most. */
#define MOST_LISTED 10

pg_noreturn static void
report_unknown(const char *name)
{
	bool		is_number = *name != '\0' && strspn(name, "0123456789") == strlen(name);

	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("no shipment has reference or order \"%s\"", name),
			 is_number ? errhint("If it is the number of a shipment, cast it: %s::bigint.", name) :
			 errhint("See view postnl.shipment_status.")));
}

pg_noreturn static void
report_several(const char *name, const int64 *ids, int count)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < Min(count, MOST_LISTED); i++)
		appendStringInfo(&list, "%s%lld", i > 0 ? ", " : "", (long long) ids[i]);
	if (count > MOST_LISTED)
		appendStringInfoString(&list, ", ...");
	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION),
			 errmsg("reference or order \"%s\" is that of several shipments", name),
			 errdetail("They are %s.", list.data),
			 errhint("Use the number of one.")));
}

int64 *
pnl_named_find(const char *name, int *count)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	bool		one_sender = true;
	int64	   *ids;

	pnl_catalog_open(&catalog);
	*count = (int) PNL_RUN(find_named, .name = pnl_arg_text(name));
	ids = MemoryContextAlloc(context, Max(*count, 1) * sizeof(int64));
	for (int i = 0; i < *count; i++)
	{
		struct find_named_row *first = PNL_ROW(find_named, 0, CurrentMemoryContext);
		struct find_named_row *row = PNL_ROW(find_named, i, CurrentMemoryContext);

		ids[i] = row->shipment_id;
		one_sender &= strcmp(row->account, first->account) == 0 &&
			strcmp(row->environment, first->environment) == 0;
	}
	pnl_catalog_close(&catalog);
	if (*count == 0)
		report_unknown(name);
	if (!one_sender)
		report_several(name, ids, *count);
	return ids;
}

int64
pnl_named_find_one(const char *name)
{
	int			count;
	int64	   *ids = pnl_named_find(name, &count);

	if (count > 1)
		report_several(name, ids, count);
	return ids[0];
}
