/*
 * bulk_insert.h
 *		Inserts many rows into a table of ours at once, as COPY does.
 */
#ifndef PNL_PG_BASE_BULK_INSERT_H
#define PNL_PG_BASE_BULK_INSERT_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "utils/relcache.h"
#include "utils/tuplestore.h"

/*
 * Inserts the rows of a tuplestore, whose columns are found by name in the
 * table; the others get their defaults.  Constraints are checked, a row whose
 * key is there already is error 23505.  False, with nothing done, where the
 * table has triggers on INSERT: those need the executor.
 */
extern bool pnl_bulk_insert(Oid table, Tuplestorestate *rows, TupleDesc desc);

#endif							/* PNL_PG_BASE_BULK_INSERT_H */
