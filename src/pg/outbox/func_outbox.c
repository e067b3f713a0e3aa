/*
 * func_outbox.c
 *		SQL functions on shipments in the outbox: cancel, requeue, await, process.
 */
#include "postgres.h"

#include "access/transam.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "portability/instr_time.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/notify.h"
#include "pg/base/statement.h"
#include "pg/base/transaction.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/drain.h"
#include "pg/outbox/outbox.h"
#include "pg/process/session.h"
#include "pg/ship/description_hash.h"

PG_FUNCTION_INFO_V1(postnl_cancel);
PG_FUNCTION_INFO_V1(postnl_requeue);
PG_FUNCTION_INFO_V1(postnl_await);
PG_FUNCTION_INFO_V1(postnl_process);

static PnlStatement find_account = {
	.sql = "SELECT account, environment FROM postnl.shipment WHERE shipment_id = $1",
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/* Waits for a claim or a settlement that is under way. */
static PnlStatement lock_shipment = {
	.sql = "SELECT FROM postnl.shipment WHERE shipment_id = $1 FOR NO KEY UPDATE",
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/* What PostNL may know already is not cancelled. */
static PnlStatement cancel = {
	.sql = "UPDATE postnl.shipment SET state = 'cancelled'"
	" WHERE shipment_id = $1 AND state = 'queued' AND NOT in_doubt"
	" RETURNING shipment_id, reference, state",
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/* For a database that has no hashes yet, and for one that has. */
#define REQUEUE(more) \
	"UPDATE postnl.shipment SET state = 'queued', queued_at = now()," \
	" next_attempt_at = now(), attempts = 0, crashes = 0, lookups = 0, alone = false," \
	" error_code = NULL, error = NULL," \
	" description = coalesce($2, description), reference = coalesce($3, reference)," \
	" product = coalesce($4, product), outbox = true" more \
	" WHERE shipment_id = $1 AND state IN ('rejected', 'failed', 'cancelled')" \
	" AND coalesce($2, description) IS NOT NULL" \
	" RETURNING shipment_id, reference, state"

static PnlStatement requeue[] = {
	{
		.sql = REQUEUE(""),
		.argument_count = 4,
		.argument_types = {INT8OID, JSONBOID, TEXTOID, TEXTOID},
	},
	{
		.sql = REQUEUE(", description_hash = coalesce($5, description_hash),"
					   " error_detail = NULL"),
		.argument_count = 5,
		.argument_types = {INT8OID, JSONBOID, TEXTOID, TEXTOID, BYTEAOID},
	},
};

static PnlStatement find_row = {
	.sql = "SELECT s, s.state IN ('queued', 'sending'), s.xmin"
	" FROM postnl.shipment AS s WHERE s.shipment_id = $1",
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/* What a shipment was queued with. */
typedef struct Sender
{
	char	   *account;
	char	   *environment;
} Sender;

/* Throws unless it exists, and is of this node. */
static Sender
find_sender(int64 shipment_id)
{
	PnlCatalog	catalog;
	MemoryContext context = CurrentMemoryContext;
	Datum		value = Int64GetDatum(shipment_id);
	Sender		sender = {0};

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_account, &value, NULL);
	if (SPI_processed > 0)
	{
		sender.account = pnl_catalog_text(0, 1, context);
		sender.environment = pnl_catalog_text(0, 2, context);
	}
	pnl_catalog_close(&catalog);
	if (sender.account == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	pnl_adopt_check(shipment_id);
	return sender;
}

/* Runs a statement that changes one shipment; false when it changed none. */
static bool
change_state(PnlStatement *statement, Datum *values, const char *nulls)
{
	PnlCatalog	catalog;
	bool		changed;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&lock_shipment, values, NULL);
	pnl_statement_execute(statement, values, nulls);
	changed = SPI_processed > 0;
	if (changed)
		pnl_notify_state(DatumGetInt64(values[0]),
						  pnl_catalog_text(0, 2, CurrentMemoryContext),
						  pnl_catalog_text(0, 3, CurrentMemoryContext));
	pnl_catalog_close(&catalog);
	return changed;
}

/*
 * The same, in a subtransaction, which is rolled back where nothing was
 * changed: the row is not kept locked then until the caller's transaction is
 * over, since whoever sends the shipment has to settle it.
 */
static bool
try_to_change(PnlStatement *statement, Datum *values, const char *nulls)
{
	PnlSubtransaction caller;
	volatile bool changed = false;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		changed = change_state(statement, values, nulls);
		if (changed)
			pnl_transaction_commit_sub(&caller);
		else
			pnl_transaction_rollback_sub(&caller);
	}
	PG_CATCH();
	{
		pnl_transaction_rollback_sub(&caller);
		PG_RE_THROW();
	}
	PG_END_TRY();
	return changed;
}

/*
 * id.  What waits for an account that is gone may be cancelled: nobody is
 * allowed or forbidden to use that one any more.
 */
Datum
postnl_cancel(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);

	PreventCommandIfReadOnly("postnl_cancel()");
	(void) pnl_account_look_up(GetUserId(), find_sender(DatumGetInt64(value)).account);
	PG_RETURN_BOOL(try_to_change(&cancel, &value, NULL));
}

/* The account that is to send it; throws where it is gone, or somewhere else. */
static const PnlAccount *
find_account_of(int64 shipment_id)
{
	Sender		sender = find_sender(shipment_id);
	const PnlAccount *account = pnl_account_find(sender.account);

	pnl_account_check_environment(account, shipment_id, sender.environment);
	return account;
}

/* id, shipment */
Datum
postnl_requeue(PG_FUNCTION_ARGS)
{
	const PnlAccount *account;
	Datum		values[5];
	char		nulls[5] = {' ', 'n', 'n', 'n', 'n'};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PreventCommandIfReadOnly("postnl_requeue()");
	values[0] = PG_GETARG_DATUM(0);
	account = find_account_of(PG_GETARG_INT64(0));
	if (!PG_ARGISNULL(1))
	{
		Jsonb	   *description = PG_GETARG_JSONB_P(1);
		PnlShipment *shipment = pnl_shipping_read(account,
												  JsonbToCString(NULL, &description->root,
																 VARSIZE(description)),
												  PNL_LABEL_AND_CONFIRM);
		char	   *reference = pnl_shipping_text(shipment, "reference");

		values[1] = PG_GETARG_DATUM(1);
		nulls[1] = nulls[3] = nulls[4] = ' ';
		values[3] = CStringGetTextDatum(shipment->product.code);
		values[4] = pnl_description_hash(description);
		if (reference != NULL)
		{
			values[2] = CStringGetTextDatum(reference);
			nulls[2] = ' ';
		}
	}
	if (!try_to_change(&requeue[pnl_description_hash_is_kept()], values, nulls))
		PG_RETURN_BOOL(false);
	pnl_session_wake_at_commit();
	PG_RETURN_BOOL(true);
}

/* ----------
 * Waiting
 * ----------
 */

typedef struct Look
{
	Datum		row;
	bool		pending;		/* an outcome is still to come */
} Look;

/* Looks at the shipment with a new snapshot. */
static Look
look_at_shipment(int64 shipment_id)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	Datum		value = Int64GetDatum(shipment_id);
	Look		look = {0};

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_row, &value, NULL);
	if (SPI_processed > 0)
	{
		TupleDesc	desc = SPI_tuptable->tupdesc;
		HeapTuple	tuple = SPI_tuptable->vals[0];
		MemoryContext previous;
		bool		isnull;

		look.pending = DatumGetBool(SPI_getbinval(tuple, desc, 2, &isnull));
		if (look.pending &&
			TransactionIdIsCurrentTransactionId(DatumGetTransactionId(SPI_getbinval(tuple, desc,
																					3, &isnull))))
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("shipment %lld is not sent before this transaction commits",
							(long long) shipment_id),
					 errhint("Call postnl_await() in a later transaction.")));
		previous = MemoryContextSwitchTo(context);
		look.row = datumCopy(SPI_getbinval(tuple, desc, 1, &isnull), false, -1);
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	if (look.row == (Datum) 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	return look;
}

static int64
interval_ms(const Interval *interval)
{
	int64		days = interval->day + (int64) interval->month * DAYS_PER_MONTH;

	return days * (USECS_PER_DAY / 1000) + interval->time / 1000;
}

/* id, timeout: the row when it has an outcome, or as it is when the time is over. */
Datum
postnl_await(PG_FUNCTION_ARGS)
{
	int64		shipment_id = PG_GETARG_INT64(0);
	TimestampTz until = TimestampTzPlusMilliseconds(GetCurrentTimestamp(),
													interval_ms(PG_GETARG_INTERVAL_P(1)));

	if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("postnl_await() cannot see what others commit in this transaction"),
				 errhint("Use isolation level READ COMMITTED.")));
	for (;;)
	{
		Look		look = look_at_shipment(shipment_id);
		long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), until);

		if (!look.pending || left <= 0)
			PG_RETURN_DATUM(look.row);
		pfree(DatumGetPointer(look.row));
		pnl_session_wait_for_outcome(left);
	}
}

/* ----------
 * Processing by hand
 * ----------
 */

/* Drains the outbox: what is due now, and what becomes due meanwhile. */
Datum
postnl_process(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	PnlDrain   *volatile drain = NULL;

	if (fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
		castNode(CallContext, fcinfo->context)->atomic)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_TERMINATION),
				 errmsg("postnl_process() cannot run inside a transaction block"),
				 errhint("It commits what it does step by step: use CALL by itself.")));
	PreventCommandIfReadOnly("postnl_process()");
	if (SPI_connect_ext(SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect_ext failed");
	PG_TRY();
	{
		drain = pnl_drain_begin(PNL_IN_PROCEDURE);
		while (pnl_drain_step(drain))
			;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		SPI_rollback();
		if (drain != NULL)
			pnl_drain_stop(drain);
		ReThrowError(error);
	}
	PG_END_TRY();
	pnl_drain_end(drain);
	SPI_finish();
	PG_RETURN_VOID();
}
