/*
 * catalog.h
 *		The extension's own tables, read and written as their owner.
 *
 * Roles that may call a function need no right on the tables behind it.
 * Between open and close the backend acts as the owner of schema postnl, so
 * only constant SQL with qualified names may run there.
 */
#ifndef PNL_PG_CATALOG_H
#define PNL_PG_CATALOG_H

#include "postgres.h"

#include "executor/spi.h"

typedef struct PnlCatalog
{
	Oid			caller;			/* the role that asked */
	int			security_context;
} PnlCatalog;

/* A statement that is prepared once in the life of the backend. */
typedef struct PnlStatement
{
	const char *sql;
	int			argument_count;
	Oid			argument_types[20];
	bool		read_only;
	SPIPlanPtr	plan;			/* NULL until first executed */
} PnlStatement;

/* Becomes the owner and connects SPI; an error undoes both. */
extern void pnl_catalog_open(PnlCatalog *catalog);

/* Whether this is between an open and its close; an error ends that too. */
extern bool pnl_catalog_is_open(void);

/*
 * Runs a statement; the rows are in SPI_tuptable, their number in
 * SPI_processed, until the catalog is closed.
 */
extern void pnl_catalog_execute(PnlStatement *statement, Datum *values,
								const char *nulls);

/* Becomes the caller again. */
extern void pnl_catalog_close(PnlCatalog *catalog);

/* The owner of schema postnl. */
extern Oid	pnl_catalog_owner(void);

/*
 * A column of a row of SPI_tuptable as text, in the given context; NULL when
 * it is.
 */
extern char *pnl_catalog_text(uint64 row, int column, MemoryContext context);

#endif							/* PNL_PG_CATALOG_H */
