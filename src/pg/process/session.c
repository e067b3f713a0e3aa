/*
 * session.c
 *		What a session has told when its transaction ends, and what it waits for.
 *
 * Rule for this file: what a session has to tell the workers waits in
 * "pending" until its transaction has ended, and is told by the transaction
 * callback, where nothing may throw.  By then the rows are visible, so a
 * worker that wakes finds them; but locks are still held and invalidations
 * not yet sent, so a worker that looks for its schema must lock it first.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "storage/latch.h"

#include "pg/base/compat.h"
#include "pg/process/notes.h"
#include "pg/process/session.h"
#include "pg/process/shared.h"
#include "pg/process/shared_state.h"
#include "pg/process/slots.h"

/*
 * The longest wait for an outcome.  A session that waits looks at its shipments
 * in between, and may miss a wake-up there; so it looks again after this at the
 * latest.
 */
#define LONGEST_WAIT_MS 1000

/* The longest wait where no worker wakes us, because the library is not preloaded. */
#define LONGEST_BLIND_WAIT_MS 100

/*
 * What workers and launcher are told when the transaction has ended.  Each entry
 * is the first subtransaction that asked for it: when that is rolled back, so is
 * all that asked later, and the entry is void.
 */
static struct
{
	SubTransactionId work;		/* there is something to drain */
	SubTransactionId extension_came;
	SubTransactionId extension_went;
	SubTransactionId holds;		/* databases are held until then */
	bool		waits;			/* this session sleeps on the outcomes' condition variable */
}			pending;

static bool callback_is_registered = false;

static uint32 outcome_event = 0;

/* Tells what a transaction has done. */
static void
tell_pending(void)
{
	if (pending.work || pending.extension_went)
		pnl_slots_wake_workers(MyDatabaseId,
							   pending.extension_went ? PNL_REQUEST_LOOK : 0);
	if (pending.extension_came)
	{
		pnl_notes_extension_came(MyDatabaseId);
		pnl_shared_wake_launcher();
	}
}

/* Lets go of the databases; they have come, gone, or may have workers again. */
static void
end_holds(void)
{
	pending.holds = InvalidSubTransactionId;
	pnl_notes_release();
	pnl_shared_wake_launcher();
}

static void
on_transaction_end(XactEvent event, void *argument)
{
	if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT &&
		event != XACT_EVENT_PREPARE)
		return;
	if (event == XACT_EVENT_COMMIT)
		tell_pending();
	if (pending.holds != InvalidSubTransactionId)
		end_holds();
	if (pending.waits)
		ConditionVariableCancelSleep();
	memset(&pending, 0, sizeof(pending));
}

/* Forgets what a subtransaction that is rolled back wanted to have told. */
static void
on_subtransaction_end(SubXactEvent event, SubTransactionId ended, SubTransactionId parent,
					  void *argument)
{
	SubTransactionId *told[] = {&pending.work, &pending.extension_came, &pending.extension_went};

	if (event != SUBXACT_EVENT_ABORT_SUB)
		return;
	for (int i = 0; i < (int) lengthof(told); i++)
		if (*told[i] >= ended)
			*told[i] = InvalidSubTransactionId;
	if (pending.holds >= ended)
		end_holds();
}

static void
note(SubTransactionId *first)
{
	if (*first == InvalidSubTransactionId)
		*first = GetCurrentSubTransactionId();
}

/* Has on_transaction_end() called; false where there is nobody to tell. */
static bool
expect_transaction_end(void)
{
	if (pnl_shared_state == NULL)
		return false;
	if (!callback_is_registered)
	{
		RegisterXactCallback(on_transaction_end, NULL);
		RegisterSubXactCallback(on_subtransaction_end, NULL);
		callback_is_registered = true;
	}
	return true;
}

void
pnl_session_wake_at_commit(void)
{
	if (expect_transaction_end())
		note(&pending.work);
}

void
pnl_session_extension_came_at_commit(void)
{
	if (expect_transaction_end())
		note(&pending.extension_came);
}

void
pnl_session_extension_went_at_commit(void)
{
	if (expect_transaction_end())
		note(&pending.extension_went);
}

void
pnl_session_hold_database(Oid database)
{
	if (!expect_transaction_end())
		return;
	note(&pending.holds);
	pnl_notes_hold(database);
}

void
pnl_session_wait_for_outcome(long timeout_ms)
{
	uint32		event = pnl_wait_event_compat(&outcome_event, "PostnlOutcome");

	if (timeout_ms <= 0)
		return;
	if (expect_transaction_end())
	{
		/*
		 * The first call only joins those who wait and returns at once, so
		 * that an outcome between the caller's look and its sleep is not
		 * missed.  The end of the transaction leaves.
		 */
		pending.waits = true;
		(void) ConditionVariableTimedSleep(&pnl_shared_state->outcome,
										   Min(timeout_ms, LONGEST_WAIT_MS), event);
		return;
	}
	(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
					 Min(timeout_ms, LONGEST_BLIND_WAIT_MS), event);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
}
