/*
 * compat.h
 *		The differences between PostgreSQL versions, all of them.
 *
 * Rule: no other file tests PG_VERSION_NUM.  Each entry names the release
 * that made it necessary and the one whose end of support lets it go.
 */
#ifndef PNL_PG_BASE_COMPAT_H
#define PNL_PG_BASE_COMPAT_H

#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "catalog/pg_database.h"
#include "common/base64.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "parser/parse_relation.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#if PG_VERSION_NUM >= 180000
#include "storage/waiteventset.h"
#endif
#include "utils/wait_event.h"

#if PG_VERSION_NUM < 150000
#error "postnl needs PostgreSQL 15 or newer"
#endif

/* The major version, which pg_upgrade raises. */
#define PNL_MAJOR_VERSION (PG_VERSION_NUM / 10000)

/*
 * What the server can tell of a module that it has loaded, since 18.  Can go
 * with 17.
 */
#ifdef PG_MODULE_MAGIC_EXT
#define PNL_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "postnl", .version = POSTNL_VERSION)
#else
#define PNL_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* What a check hook of a setting allocates; NULL after a message.  Can go with 15. */
#if PG_VERSION_NUM >= 160000
#define pnl_guc_malloc_compat(elevel, size) guc_malloc(elevel, size)
#define pnl_guc_free_compat(pointer) guc_free(pointer)
#else
#define pnl_guc_malloc_compat(elevel, size) malloc(size)
#define pnl_guc_free_compat(pointer) free(pointer)
#endif

/*
 * What a function that does not return begins with; 18 has the word of C11
 * in the place of an attribute.  Can go with 17.
 */
#ifndef pg_noreturn
#define pg_noreturn pg_attribute_noreturn()
#endif

/*
 * What a signal handler hands on to another one; 19 tells who sent the
 * signal.  Can go with 18.
 */
#if PG_VERSION_NUM >= 190000
#define PNL_SIGNAL_ARGS_COMPAT postgres_signal_arg, pg_siginfo
#else
#define PNL_SIGNAL_ARGS_COMPAT postgres_signal_arg
#endif

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
 * and errors of constraints look for these; 18 keeps those apart that may be
 * pruned.  Can go with 15, with 17.
 */
static inline void
pnl_init_range_table_compat(EState *estate, List *entries)
{
#if PG_VERSION_NUM >= 160000
	List	   *rights = NIL;
	ListCell   *cell;

	foreach(cell, entries)
		(void) addRTEPermissionInfo(&rights, lfirst_node(RangeTblEntry, cell));
#endif
#if PG_VERSION_NUM >= 180000
	ExecInitRangeTable(estate, entries, rights,
					   bms_add_range(NULL, 1, list_length(entries)));
#elif PG_VERSION_NUM >= 160000
	ExecInitRangeTable(estate, entries, rights);
#else
	ExecInitRangeTable(estate, entries);
#endif
}

/*
 * Index entries of a row that is new.  16 asks whether they are summaries
 * only, 19 has a flag for each such question.  Can go with 15, with 18.
 */
static inline List *
pnl_insert_index_tuples_compat(ResultRelInfo *result, TupleTableSlot *slot, EState *estate)
{
#if PG_VERSION_NUM >= 190000
	return ExecInsertIndexTuples(result, estate, 0, slot, NIL, NULL);
#elif PG_VERSION_NUM >= 160000
	return ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL, false);
#else
	return ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL);
#endif
}

/*
 * The description of rows, once its last column is there: 19 notes in it what
 * it reads tuples by, and crashes without.  Can go with 18.
 */
static inline TupleDesc
pnl_finish_tuple_desc_compat(TupleDesc desc)
{
#if PG_VERSION_NUM >= 190000
	TupleDescFinalize(desc);
#endif
	return desc;
}

/*
 * A tuple without system columns.  18 can leave room before it.  Can go with
 * 17.
 */
static inline MinimalTuple
pnl_form_minimal_tuple_compat(TupleDesc desc, Datum *values, bool *nulls)
{
#if PG_VERSION_NUM >= 180000
	return heap_form_minimal_tuple(desc, values, nulls, 0);
#else
	return heap_form_minimal_tuple(desc, values, nulls);
#endif
}

/*
 * The bytes that base64 stands for; -1 when it is none.  They became uint8 in
 * 18.  Can go with 17.
 */
static inline int
pnl_base64_decode_compat(const char *text, int length, unsigned char *bytes, int room)
{
#if PG_VERSION_NUM >= 180000
	return pg_b64_decode(text, length, bytes, room);
#else
	return pg_b64_decode(text, length, (char *) bytes, room);
#endif
}

/*
 * A jsonb that is being built, from {0} on.  19 has a state that keeps the
 * result; before, each step gives it.  Can go with 18.
 */
#if PG_VERSION_NUM >= 190000
typedef JsonbInState PnlJsonbState;
#else
typedef struct PnlJsonbState
{
	JsonbParseState *parse_state;
	JsonbValue *result;			/* complete once the first bracket is closed */
} PnlJsonbState;
#endif

static inline void
pnl_jsonb_push_compat(PnlJsonbState *state, JsonbIteratorToken token, JsonbValue *value)
{
#if PG_VERSION_NUM >= 190000
	pushJsonbValue(state, token, value);
#else
	state->result = pushJsonbValue(&state->parse_state, token, value);
#endif
}

#endif							/* PNL_PG_BASE_COMPAT_H */
