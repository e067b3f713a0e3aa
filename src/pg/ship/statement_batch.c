/*
 * statement_batch.c
 *		Collects what the row triggers of one statement queue.
 *
 * A trigger may run statements of its own, so there is a stack of them; each
 * lives on the C stack of its hook.  What such a statement changes comes after
 * what the one around it has queued, so that is stored before.
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

#include "pg/ship/max_age.h"
#include "pg/ship/statement_batch.h"

typedef struct Ending
{
	struct Ending *outer;
	MemoryContext context;		/* of the statement */
	SubTransactionId subtransaction;	/* that it runs in */
	PnlBatch   *batches[PNL_CHANGES * PNL_OCCASIONS];	/* by kind; NULL = nothing was queued */
	int64		left_out;		/* rows that are too old */
} Ending;

/* The statement whose triggers are running; NULL = none. */
static Ending *current = NULL;

static ExecutorFinish_hook_type previous_hook = NULL;

/* Stores what a statement has queued so far; "ended" says that there will be no more. */
static void
store(Ending *ending, bool ended)
{
	for (int i = 0; i < (int) lengthof(ending->batches); i++)
	{
		PnlBatch   *batch = ending->batches[i];

		if (batch == NULL)
			continue;
		pnl_enqueue_store(batch);
		if (ended)
			pnl_enqueue_end(batch);
	}
}

/* The same for it and those around it, but for those that began outside the subtransaction. */
static void
store_all(Ending *innermost)
{
	if (innermost == NULL || innermost->subtransaction != GetCurrentSubTransactionId())
		return;
	store_all(innermost->outer);
	store(innermost, false);
}

void
pnl_statement_batch_store(void)
{
	store_all(current);
}

static bool
has_batches(const Ending *ending)
{
	for (int i = 0; i < (int) lengthof(ending->batches); i++)
		if (ending->batches[i] != NULL)
			return true;
	return false;
}

/* Runs the statement's AFTER triggers, and stores what they queued. */
static void
finish_statement(QueryDesc *query)
{
	Ending		ending = {current, CurrentMemoryContext, GetCurrentSubTransactionId(), {NULL}, 0};

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
	if (has_batches(&ending))
	{
		store_all(ending.outer);
		store(&ending, true);
	}
	pnl_max_age_tell(ending.left_out);
}

void
pnl_statement_batch_init(void)
{
	previous_hook = ExecutorFinish_hook;
	ExecutorFinish_hook = finish_statement;
}

/* Whether what happens now is told, or stored, at the end of a statement. */
static bool
is_collecting(void)
{
	return current != NULL && current->subtransaction == GetCurrentSubTransactionId();
}

bool
pnl_statement_batch_leave_out(void)
{
	if (!is_collecting())
		return false;
	current->left_out++;
	return true;
}

PnlBatch *
pnl_statement_batch(PnlChange change, PnlOccasion occasion)
{
	MemoryContext previous;
	PnlBatch  **batch;

	if (!is_collecting())
		return NULL;
	batch = &current->batches[change * PNL_OCCASIONS + occasion];
	if (*batch == NULL)
	{
		previous = MemoryContextSwitchTo(current->context);
		*batch = pnl_enqueue_begin(change, occasion);
		MemoryContextSwitchTo(previous);
	}
	return *batch;
}
