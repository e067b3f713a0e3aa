/*
 * statement.h
 *		The SQL of the extension: statements in files, arguments and columns by name.
 *
 * The statements of x.c are in x.sql beside it, which sql_to_c.pl turns into
 * x_sql.h when the extension is built; x.c alone includes that.  A file is
 * made of blocks:
 *
 *		-- statement find_parcel
 *		-- What a reader has to know of it.
 *		-- @shipment_id bigint, @barcode text null
 *		-- returns parcel_id bigint, status text null
 *		SELECT p.parcel_id, p.status FROM postnl.parcel AS p
 *		WHERE p.shipment_id = @shipment_id AND p.barcode = @barcode;
 *
 * becomes
 *
 *		if (PNL_RUN(find_parcel, .shipment_id = pnl_arg_int8(id),
 *					.barcode = pnl_arg_text(barcode)) > 0)
 *			row = PNL_ROW(find_parcel, 0, context);		row->parcel_id ...
 *
 * A name that is misspelt, and a value of another type, do not compile.  An
 * argument that is forgotten, or null without being declared so, is an error
 * when the statement runs; so is a column that is missing or of another type,
 * or null without being declared so.  test/t/015_statements.pl holds all
 * statements against a database, executed or not.
 *
 * "-- read only" says so, "-- from batch (...)" names a relation of the
 * caller's.  A "-- fragment name: argument, ..." is text that statements share,
 * as {name: argument | ...}; its arguments are {argument} in it.  "-- include
 * base/fragments.sql" brings in those of another file.  A "-- row changed" with
 * "-- returns ..." is for statements that say "-- returns row changed": all
 * give a struct changed_row, by PNL_ROW_AS(changed, statement, ...).  What the database has
 * since version 1.1 only is put between the comments "since 1.1" and "end",
 * what serves in its place between "before 1.1" and "end"; a statement that is
 * nothing but that does nothing there.
 *
 * All of it runs between pnl_catalog_open() and pnl_catalog_close().
 */
#ifndef PNL_PG_BASE_STATEMENT_H
#define PNL_PG_BASE_STATEMENT_H

#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"

#include "pg/base/arg.h"

#define PNL_MOST_ARGUMENTS 20

/* A column that a statement returns, and where it goes in a row. */
typedef struct PnlColumn
{
	const char *name;
	Oid			type;			/* InvalidOid = a row of a table */
	size_t		offset;
	bool		nullable;		/* null is 0, false or NULL in the row */
} PnlColumn;

/* A statement that is prepared once in the life of the backend. */
typedef struct PnlStatement
{
	const char *name;
	const char *sql;
	int			argument_count;
	Oid			argument_types[PNL_MOST_ARGUMENTS];
	bool		nullable[PNL_MOST_ARGUMENTS];
	bool		read_only;
	const PnlColumn *columns;
	int			column_count;
	size_t		row_size;

	/* what this backend has of it */
	SPIPlanPtr	plan;			/* NULL until first executed */
	bool		differs;		/* has parts that not every version has */
	bool		is_1_1;			/* the plan is for these */
	SPITupleTable *rows;		/* of the last run, until the catalog is closed */
	uint64		count;
	int		   *places;			/* of the columns in these; NULL = not looked up yet */
} PnlStatement;

/*
 * Runs a statement, and returns how many rows it changed or returned.  The
 * arguments are those that are declared, as .name = pnl_arg_<type>(...).
 */
#define PNL_RUN(statement, ...) \
	pnl_statement_run(&(statement), \
					  (const PnlArgument *) &(struct statement##_arguments) {__VA_ARGS__})

/* The same for one that has no arguments. */
#define PNL_RUN_PLAIN(statement) pnl_statement_run(&(statement), NULL)

/*
 * A row of its last run, the first one being 0, as a struct statement_row *;
 * it and what it points to are in the context.
 */
#define PNL_ROW(statement, number, context) \
	((struct statement##_row *) pnl_statement_row(&(statement), number, context))

/* The same where the row is one that several statements return. */
#define PNL_ROW_AS(row, statement, number, context) \
	((struct row##_row *) pnl_statement_row(statement, number, context))

/* What the two macros call. */
extern uint64 pnl_statement_run(PnlStatement *statement, const PnlArgument *arguments);
extern void *pnl_statement_row(PnlStatement *statement, uint64 number, MemoryContext context);

#endif							/* PNL_PG_BASE_STATEMENT_H */
