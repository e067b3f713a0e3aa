/*
 * bulk_insert.c
 *		Inserts many rows into a table of ours at once, as COPY does.
 *
 * A statement with a plan costs half as much again for each row, which an
 * order with a trigger would have to pay.  The caller has the rights and has
 * checked the rows; here are defaults, constraints and indexes.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "pg/base/bulk_insert.h"
#include "pg/base/compat.h"

/* Rows that go to the table together; COPY takes up to a thousand. */
#define GROUP 256

typedef struct Bulk
{
	Relation	relation;
	EState	   *estate;
	ResultRelInfo *result;
	BulkInsertState state;
	int		   *targets;		/* of each column of the rows, from 0 */
	ExprState **defaults;		/* of each column of the table; NULL = none, or a constant */
	Datum	   *constants;		/* defaults that are the same for all rows */
	bool	   *isnull;
	TupleTableSlot *slots[GROUP];
	int			count;
} Bulk;

static bool
has_insert_triggers(Relation relation)
{
	const TriggerDesc *triggers = relation->trigdesc;

	return triggers != NULL &&
		(triggers->trig_insert_before_row || triggers->trig_insert_after_row ||
		 triggers->trig_insert_before_statement || triggers->trig_insert_after_statement ||
		 triggers->trig_insert_new_table);
}

/* The relation in the executor's lists, where errors of constraints look it up too. */
static void
open_result(Bulk *bulk)
{
	RangeTblEntry *entry = makeNode(RangeTblEntry);

	entry->rtekind = RTE_RELATION;
	entry->relid = RelationGetRelid(bulk->relation);
	entry->relkind = bulk->relation->rd_rel->relkind;
	entry->rellockmode = RowExclusiveLock;
	bulk->estate = CreateExecutorState();
	pnl_init_range_table_compat(bulk->estate, list_make1(entry));
	bulk->result = makeNode(ResultRelInfo);
	InitResultRelInfo(bulk->result, bulk->relation, 1, NULL, 0);
	ExecOpenIndices(bulk->result, false);
}

static void
set_default(Bulk *bulk, int column, Node *expression)
{
	bool		is_volatile = contain_volatile_functions(expression);
	ExprState  *state = ExecInitExpr(expression_planner((Expr *) expression), NULL);

	if (is_volatile)
		bulk->defaults[column] = state;
	else
		bulk->constants[column] = ExecEvalExprSwitchContext(state,
															CreateExprContext(bulk->estate),
															&bulk->isnull[column]);
}

/* Finds where the rows' columns go, and the defaults of the others. */
static void
match_columns(Bulk *bulk, TupleDesc desc)
{
	TupleDesc	table = RelationGetDescr(bulk->relation);

	bulk->targets = palloc(desc->natts * sizeof(int));
	bulk->defaults = palloc0(table->natts * sizeof(ExprState *));
	bulk->constants = palloc0(table->natts * sizeof(Datum));
	bulk->isnull = palloc(table->natts * sizeof(bool));
	memset(bulk->isnull, true, table->natts * sizeof(bool));
	for (int i = 0; i < table->natts; i++)
	{
		Node	   *expression = TupleDescAttr(table, i)->attisdropped ? NULL :
			build_column_default(bulk->relation, i + 1);

		if (expression != NULL)
			set_default(bulk, i, expression);
	}
	for (int i = 0; i < desc->natts; i++)
	{
		int			column = get_attnum(RelationGetRelid(bulk->relation),
										NameStr(TupleDescAttr(desc, i)->attname));

		if (column <= 0)
			elog(ERROR, "table has no column \"%s\"", NameStr(TupleDescAttr(desc, i)->attname));
		bulk->targets[i] = column - 1;
		bulk->defaults[column - 1] = NULL;
		bulk->isnull[column - 1] = true;
	}
}

/* A row of the table from one of ours. */
static void
fill_slot(Bulk *bulk, TupleTableSlot *slot, TupleTableSlot *row, int columns)
{
	ExprContext *context = GetPerTupleExprContext(bulk->estate);
	int			natts = slot->tts_tupleDescriptor->natts;

	ExecClearTuple(slot);
	memcpy(slot->tts_values, bulk->constants, natts * sizeof(Datum));
	memcpy(slot->tts_isnull, bulk->isnull, natts * sizeof(bool));
	slot_getallattrs(row);
	for (int i = 0; i < columns; i++)
	{
		slot->tts_values[bulk->targets[i]] = row->tts_values[i];
		slot->tts_isnull[bulk->targets[i]] = row->tts_isnull[i];
	}
	for (int i = 0; i < natts; i++)
		if (bulk->defaults[i] != NULL)
			slot->tts_values[i] = ExecEvalExpr(bulk->defaults[i], context, &slot->tts_isnull[i]);
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(bulk->relation);
}

/* Gives the group to the table and its indexes. */
static void
flush_group(Bulk *bulk)
{
	if (bulk->count == 0)
		return;
	table_multi_insert(bulk->relation, bulk->slots, bulk->count, GetCurrentCommandId(true), 0,
					   bulk->state);
	for (int i = 0; i < bulk->count; i++)
	{
		list_free(pnl_insert_index_tuples_compat(bulk->result, bulk->slots[i], bulk->estate));
		ExecClearTuple(bulk->slots[i]);
	}
	bulk->count = 0;
	ResetPerTupleExprContext(bulk->estate);
}

static void
add_row(Bulk *bulk, TupleTableSlot *row, int columns)
{
	TupleTableSlot *slot = bulk->slots[bulk->count];

	if (slot == NULL)
		slot = bulk->slots[bulk->count] = table_slot_create(bulk->relation, NULL);
	fill_slot(bulk, slot, row, columns);
	/* the row's own memory goes with the next one */
	ExecMaterializeSlot(slot);
	ExecConstraints(bulk->result, slot, bulk->estate);
	if (++bulk->count == GROUP)
		flush_group(bulk);
}

static void
insert_rows(Bulk *bulk, Tuplestorestate *rows, TupleDesc desc)
{
	TupleTableSlot *row = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);

	tuplestore_rescan(rows);
	while (tuplestore_gettupleslot(rows, true, false, row))
		add_row(bulk, row, desc->natts);
	flush_group(bulk);
	ExecDropSingleTupleTableSlot(row);
}

bool
pnl_bulk_insert(Oid table, Tuplestorestate *rows, TupleDesc desc)
{
	Bulk		bulk = {0};

	bulk.relation = table_open(table, RowExclusiveLock);
	if (has_insert_triggers(bulk.relation))
	{
		table_close(bulk.relation, NoLock);
		return false;
	}
	open_result(&bulk);
	match_columns(&bulk, desc);
	bulk.state = GetBulkInsertState();
	insert_rows(&bulk, rows, desc);
	FreeBulkInsertState(bulk.state);
	table_finish_bulk_insert(bulk.relation, 0);
	for (int i = 0; i < GROUP && bulk.slots[i] != NULL; i++)
		ExecDropSingleTupleTableSlot(bulk.slots[i]);
	ExecCloseIndices(bulk.result);
	FreeExecutorState(bulk.estate);
	table_close(bulk.relation, NoLock);
	CommandCounterIncrement();
	return true;
}
