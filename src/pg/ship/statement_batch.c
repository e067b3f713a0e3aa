/*
 * statement_batch.c
 *		Collects what the row triggers of one statement queue.
 *
 * A trigger may run statements of its own, so there is a stack of them; each
 * lives on the C stack of its hook.
 *
 * Rule for this file: a batch is of the subtransaction that its statement runs
 * in.  A trigger that fires in another one beneath it (put off, and then
 * called for by SET CONSTRAINTS) gets no batch, since what it queues has to be
 * gone when that one is rolled back.
 */
#include "postgres.h"

#include "access/xact.h"
#include "executor/executor.h"
#include "utils/memutils.h"

#include "pg/ship/statement_batch.h"

typedef struct Ending
{
	struct Ending *outer;
	MemoryContext context;		/* of the statement */
	SubTransactionId subtransaction;	/* that it runs in */
	PnlBatch   *batch;			/* NULL = nothing was queued */
} Ending;

/* The statement whose triggers are running; NULL = none. */
static Ending *current = NULL;

static ExecutorFinish_hook_type previous_hook = NULL;

/* Runs the statement's AFTER triggers, and stores what they queued. */
static void
finish_statement(QueryDesc *query)
{
	Ending		ending = {current, CurrentMemoryContext, GetCurrentSubTransactionId(), NULL};

	current = &ending;
	PG_TRY();
	{
		if (previous_hook)
			previous_hook(query);
		else
			standard_ExecutorFinish(query);
	}
	PG_FINALLY();
	{
		current = ending.outer;
	}
	PG_END_TRY();
	if (ending.batch != NULL)
	{
		pnl_enqueue_store(ending.batch);
		pnl_enqueue_end(ending.batch);
	}
}

void
pnl_statement_batch_init(void)
{
	previous_hook = ExecutorFinish_hook;
	ExecutorFinish_hook = finish_statement;
}

PnlBatch *
pnl_statement_batch(void)
{
	MemoryContext previous;

	if (current == NULL || current->subtransaction != GetCurrentSubTransactionId())
		return NULL;
	if (current->batch == NULL)
	{
		previous = MemoryContextSwitchTo(current->context);
		current->batch = pnl_enqueue_begin();
		MemoryContextSwitchTo(previous);
	}
	return current->batch;
}
