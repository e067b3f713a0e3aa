/*
 * catalog.h
 *		The extension's own tables, read and written as their owner.
 *
 * Roles that may call a function need no right on the tables behind it.
 * Between open and close the backend acts as the owner of schema postnl, with
 * search_path = pg_catalog, pg_temp, so only constant SQL with qualified names
 * may run there, and no SQL of ours anywhere else.
 */
#ifndef PNL_PG_BASE_CATALOG_H
#define PNL_PG_BASE_CATALOG_H

#include "postgres.h"

#include "executor/spi.h"
#include "nodes/pg_list.h"

typedef struct PnlCatalog
{
	Oid			caller;			/* the role that asked */
	int			security_context;
	int			settings;		/* nest level of the pinned search_path; 0 = it was so
								 * already */
} PnlCatalog;

/*
 * Becomes the owner, pins search_path and connects SPI; an error undoes all.
 * Here alone: what SQL of ours means depends on nobody's path, wherever it is
 * called from.  Triggers of users on our tables run under it too.
 */
extern void pnl_catalog_open(PnlCatalog *catalog);

/* Whether this is between an open and its close; an error ends that too. */
extern bool pnl_catalog_is_open(void);

/* Whether operators and functions are those of pg_catalog alone. */
extern bool pnl_catalog_is_pinned(void);

/* Becomes the caller again. */
extern void pnl_catalog_close(PnlCatalog *catalog);

/*
 * Whether the extension is of version 1.1 in this database.  A new library works
 * with the SQL of 1.0 until ALTER EXTENSION ... UPDATE has run.
 */
extern bool pnl_catalog_is_1_1(void);

/* The owner of schema postnl. */
extern Oid	pnl_catalog_owner(void);

/* Numbers as an array of bigint, in the current memory context. */
extern Datum pnl_catalog_id_array(const int64 *numbers, int count);

/* A list of strings as an array of text, in the current memory context. */
extern Datum pnl_catalog_text_array(const List *texts);

#endif							/* PNL_PG_BASE_CATALOG_H */
