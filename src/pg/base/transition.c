/*
 * transition.c
 *		Rows of a transition table, which other triggers may read too.
 *
 * Each reader has a read pointer of its own, and selects it before each row.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "utils/rel.h"

#include "pg/base/transition.h"

PnlTransition
pnl_transition_open(Tuplestorestate *store, Relation relation)
{
	PnlTransition rows = {.store = store};

	if (store == NULL)
		return rows;
	rows.slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsMinimalTuple);
	rows.pointer = tuplestore_alloc_read_pointer(store, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(store, rows.pointer);
	tuplestore_rescan(store);
	return rows;
}

bool
pnl_transition_next(PnlTransition *rows)
{
	if (rows->store == NULL)
		return false;
	tuplestore_select_read_pointer(rows->store, rows->pointer);
	return tuplestore_gettupleslot(rows->store, true, false, rows->slot);
}

void
pnl_transition_close(PnlTransition *rows)
{
	if (rows->store != NULL)
		ExecDropSingleTupleTableSlot(rows->slot);
}
