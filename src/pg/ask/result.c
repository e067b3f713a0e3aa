/*
 * result.c
 *		A set-returning function's rows, put in the order of the calls.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "pg/ask/result.h"
#include "pg/base/compat.h"

/*
 * Bytes of rows held while an earlier call is still out.  A call that hangs
 * until its timeout then lets thousands of others pass.
 */
#define MAX_HELD_BYTES (16 * 1024 * 1024)

/* Rows that one call has given and that must wait for their turn. */
typedef struct HeldCall
{
	bool		finished;
	int			count;
	int			allocated;
	MinimalTuple *tuples;
} HeldCall;

struct PnlResult
{
	Tuplestorestate *store;
	TupleDesc	desc;
	TupleTableSlot *slot;		/* for held tuples */
	MemoryContext context;		/* of the held rows */
	int64		next;			/* ordinal whose turn it is */
	HeldCall   *held;			/* ring: next is at held[next % ring_size] */
	int			ring_size;
	int64		last;			/* highest ordinal in the ring */
	Size		held_bytes;
};

/* Calls out of turn before the ring has to grow. */
#define INITIAL_RING_SIZE 64

PnlResult *
pnl_result_begin(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	PnlResult  *result = palloc0(sizeof(*result));
	TupleDesc	ignored;

	/* a function that returns a scalar has no row type of its own */
	if (get_call_result_type(fcinfo, NULL, &ignored) == TYPEFUNC_SCALAR)
		InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	else
		InitMaterializedSRF(fcinfo, 0);
	result->store = info->setResult;
	result->desc = info->setDesc;
	result->context = AllocSetContextCreate(CurrentMemoryContext,
											"postnl held rows", ALLOCSET_DEFAULT_SIZES);
	result->ring_size = INITIAL_RING_SIZE;
	result->held = palloc0(result->ring_size * sizeof(HeldCall));
	result->slot = MakeSingleTupleTableSlot(result->desc, &TTSOpsMinimalTuple);
	return result;
}

TupleDesc
pnl_result_desc(const PnlResult *result)
{
	return result->desc;
}

/* The place of a call in the ring, which grows as far as it has to. */
static HeldCall *
find_held(PnlResult *result, int64 ordinal)
{
	while (ordinal - result->next >= result->ring_size)
	{
		int			grown_size = result->ring_size * 2;
		HeldCall   *grown = MemoryContextAllocZero(GetMemoryChunkContext(result->held),
												   grown_size * sizeof(HeldCall));

		for (int64 i = result->next; i <= result->last; i++)
			grown[i % grown_size] = result->held[i % result->ring_size];
		pfree(result->held);
		result->held = grown;
		result->ring_size = grown_size;
	}
	result->last = Max(result->last, ordinal);
	return &result->held[ordinal % result->ring_size];
}

static void
hold_tuple(PnlResult *result, HeldCall *call, MinimalTuple tuple)
{
	if (call->count == call->allocated)
	{
		int			allocated = Max(1, call->allocated * 2);

		if (call->tuples == NULL)
			call->tuples = MemoryContextAlloc(result->context,
											  allocated * sizeof(MinimalTuple));
		else
			call->tuples = repalloc(call->tuples, allocated * sizeof(MinimalTuple));
		call->allocated = allocated;
	}
	call->tuples[call->count++] = tuple;
	result->held_bytes += tuple->t_len;
}

void
pnl_result_add(PnlResult *result, int64 ordinal, Datum *values, bool *nulls)
{
	MemoryContext previous;
	MinimalTuple tuple;

	if (ordinal == result->next)
	{
		tuplestore_putvalues(result->store, result->desc, values, nulls);
		return;
	}
	previous = MemoryContextSwitchTo(result->context);
	tuple = pnl_form_minimal_tuple_compat(result->desc, values, nulls);
	MemoryContextSwitchTo(previous);
	hold_tuple(result, find_held(result, ordinal), tuple);
}

/* Puts what a held call has given so far into the tuplestore. */
static void
emit_held(PnlResult *result, HeldCall *call)
{
	for (int i = 0; i < call->count; i++)
	{
		result->held_bytes -= call->tuples[i]->t_len;
		ExecStoreMinimalTuple(call->tuples[i], result->slot, false);
		tuplestore_puttupleslot(result->store, result->slot);
		ExecClearTuple(result->slot);
		pfree(call->tuples[i]);
	}
	if (call->tuples != NULL)
		pfree(call->tuples);
	call->tuples = NULL;
	call->count = 0;
	call->allocated = 0;
}

void
pnl_result_finish(PnlResult *result, int64 ordinal)
{
	find_held(result, ordinal)->finished = true;
	while (result->next <= result->last)
	{
		HeldCall   *call = find_held(result, result->next);

		/* from now on its further rows go directly to the store */
		emit_held(result, call);
		if (!call->finished)
			break;
		call->finished = false;
		result->next++;
	}
}

bool
pnl_result_is_full(const PnlResult *result)
{
	return result->held_bytes >= MAX_HELD_BYTES;
}
