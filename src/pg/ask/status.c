/*
 * status.c
 *		The canonical status of a parcel, by PostNL's status code.
 */
#include "postgres.h"

#include "pg/ask/status.h"
#include "pg/base/catalog.h"
#include "pg/base/statement.h"

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

static PnlStatement select_codes = {
	.sql = "SELECT status_code, status FROM postnl.status_code",
	.read_only = true,
};

PnlStatusMap *
pnl_status_map_load(void)
{
	MemoryContext context = CurrentMemoryContext;
	PnlStatusMap *map;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&select_codes, NULL, NULL);
	map = MemoryContextAlloc(context, offsetof(PnlStatusMap, entries) +
							 SPI_processed * sizeof(StatusEntry));
	map->count = (int) SPI_processed;
	for (int i = 0; i < map->count; i++)
	{
		map->entries[i].code = pnl_catalog_text(i, 1, context);
		map->entries[i].status = pnl_catalog_text(i, 2, context);
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
