/*
 * status.c
 *		The canonical status of a parcel, by PostNL's status code.
 */
#include "postgres.h"

#include "pg/ask/status.h"
#include "pg/ask/status_sql.h"
#include "pg/base/catalog.h"

#define UNKNOWN_STATUS "unknown"

typedef struct StatusEntry
{
	char	   *code;
	char	   *status;
} StatusEntry;

struct PnlStatusMap
{
	int			count;
	StatusEntry entries[FLEXIBLE_ARRAY_MEMBER];
};

PnlStatusMap *
pnl_status_map_load(void)
{
	MemoryContext context = CurrentMemoryContext;
	PnlStatusMap *map;
	PnlCatalog	catalog;
	uint64		count;

	pnl_catalog_open(&catalog);
	count = PNL_RUN_PLAIN(find_codes);
	map = MemoryContextAlloc(context, offsetof(PnlStatusMap, entries) +
							 count * sizeof(StatusEntry));
	map->count = (int) count;
	for (int i = 0; i < map->count; i++)
	{
		struct find_codes_row *row = PNL_ROW(find_codes, i, context);

		map->entries[i].code = row->status_code;
		map->entries[i].status = row->status;
	}
	pnl_catalog_close(&catalog);
	return map;
}

const char *
pnl_status_map_find(const PnlStatusMap *map, const char *code, size_t length)
{
	/* two dozen codes: a scan is as quick as a hash */
	for (int i = 0; i < map->count; i++)
		if (strlen(map->entries[i].code) == length &&
			memcmp(map->entries[i].code, code, length) == 0)
			return map->entries[i].status;
	return UNKNOWN_STATUS;
}
