/*
 * compat.h
 *		The differences between PostgreSQL versions, all of them.
 *
 * Rule: no other file tests PG_VERSION_NUM.  Each entry names the release
 * that made it necessary and the one whose end of support lets it go.
 */
#ifndef PNL_PG_COMPAT_H
#define PNL_PG_COMPAT_H

#include "postgres.h"

#include "catalog/pg_database.h"
#include "executor/executor.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#if PG_VERSION_NUM >= 180000
#include "storage/waiteventset.h"
#endif
#include "utils/wait_event.h"

#if PG_VERSION_NUM < 150000
#error "postnl needs PostgreSQL 15 or newer"
#endif

/* What pg_upgrade raises. */
#define PNL_MAJOR_VERSION (PG_VERSION_NUM / 10000)

/*
 * Wait events of extensions got names in 17; before, all of them are
 * "Extension".  Can go with 16.
 */
static inline uint32
pnl_wait_event_compat(uint32 *event, const char *name)
{
#if PG_VERSION_NUM >= 170000
	if (*event == 0)
		*event = WaitEventExtensionNew(name);
	return *event;
#else
	(void) event;
	(void) name;
	return PG_WAIT_EXTENSION;
#endif
}

/*
 * A library that is loaded in the middle of a parallel query must be able to
 * take over settings made before; the minor releases of 2024 made this a
 * matter of a flag.  Can go with the first release of 15 that lacks it.
 */
#ifndef GUC_ALLOW_IN_PARALLEL
#define GUC_ALLOW_IN_PARALLEL 0
#endif

/*
 * The number of the transaction in this process.  Its place changed in 17;
 * can go with 16.
 */
static inline LocalTransactionId
pnl_transaction_number_compat(void)
{
#if PG_VERSION_NUM >= 170000
	return MyProc->vxid.lxid;
#else
	return MyProc->lxid;
#endif
}

/*
 * A wait event set that lives until it is freed.  17 gives the sets an
 * owner; before, they have a memory context.  Can go with 16.
 */
static inline WaitEventSet *
pnl_create_wait_event_set_compat(int events)
{
#if PG_VERSION_NUM >= 170000
	return CreateWaitEventSet(NULL, events);
#else
	return CreateWaitEventSet(TopMemoryContext, events);
#endif
}

/*
 * This process's number in the array of PGPROCs, which lost its field in 17.
 * Can go with 16.
 */
static inline int
pnl_proc_number_compat(void)
{
#if PG_VERSION_NUM >= 170000
	return GetNumberFromPGProc(MyProc);
#else
	return MyProc->pgprocno;
#endif
}

/*
 * Whether a role may do what the owner of a database may.  16 has one
 * function for all kinds of objects.  Can go with 15.
 */
static inline bool
pnl_database_ownercheck_compat(Oid database, Oid role)
{
#if PG_VERSION_NUM >= 160000
	return object_ownercheck(DatabaseRelationId, database, role);
#else
	return pg_database_ownercheck(database, role);
#endif
}

/*
 * The tables that an executor state knows.  16 keeps rights apart from them,
 * 18 also those that may be pruned.  Can go with 15, with 17.
 */
static inline void
pnl_init_range_table_compat(EState *estate, List *entries)
{
#if PG_VERSION_NUM >= 180000
	ExecInitRangeTable(estate, entries, NIL,
					   bms_add_range(NULL, 1, list_length(entries)));
#elif PG_VERSION_NUM >= 160000
	ExecInitRangeTable(estate, entries, NIL);
#else
	ExecInitRangeTable(estate, entries);
#endif
}

/*
 * Index entries of a row that is new.  16 asks whether they are summaries
 * only.  Can go with 15.
 */
static inline List *
pnl_insert_index_tuples_compat(ResultRelInfo *result, TupleTableSlot *slot, EState *estate)
{
#if PG_VERSION_NUM >= 160000
	return ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL, false);
#else
	return ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL);
#endif
}

#endif							/* PNL_PG_COMPAT_H */
