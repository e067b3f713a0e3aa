/*
 * func_outbox.c
 *		SQL functions on shipments in the outbox: cancel, requeue, release, await, process.
 */
#include "postgres.h"

#include "access/transam.h"
#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "portability/instr_time.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "pg/outbox/adopt.h"
#include "pg/outbox/change.h"
#include "pg/outbox/drain.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/retention.h"
#include "pg/process/session.h"
#include "pg/ship/description_hash.h"
#include "pg/ship/hold.h"
#include "pg/ship/named.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipping.h"

PG_FUNCTION_INFO_V1(postnl_cancel);
PG_FUNCTION_INFO_V1(postnl_cancel_named);
PG_FUNCTION_INFO_V1(postnl_requeue);
PG_FUNCTION_INFO_V1(postnl_requeue_named);
PG_FUNCTION_INFO_V1(postnl_release);
PG_FUNCTION_INFO_V1(postnl_release_named);
PG_FUNCTION_INFO_V1(postnl_await);
PG_FUNCTION_INFO_V1(postnl_process);

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
	Sender		sender;

	if (!pnl_queue_find_sender(shipment_id, &sender.account, &sender.environment))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	pnl_adopt_check(shipment_id);
	return sender;
}

/*
 * What waits for an account that is gone may be cancelled: nobody is allowed or
 * forbidden to use that one any more.
 */
static bool
cancel(int64 shipment_id)
{
	PreventCommandIfReadOnly("postnl_cancel()");
	(void) pnl_account_look_up(GetUserId(), find_sender(shipment_id).account);
	return pnl_change_try(shipment_id, NULL);
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

/* Queues it again, with the jsonb of another description unless that is 0. */
static bool
requeue(int64 shipment_id, Datum description)
{
	const PnlAccount *account;
	PnlRequeue	with = {0};

	PreventCommandIfReadOnly("postnl_requeue()");
	account = find_account_of(shipment_id);
	if (description != (Datum) 0)
	{
		Jsonb	   *json = DatumGetJsonbP(description);
		PnlShipment *shipment = pnl_shipping_read(account,
												  JsonbToCString(NULL, &json->root, VARSIZE(json)),
												  PNL_LABEL_AND_CONFIRM);

		with.description = description;
		with.hash = pnl_description_hash(json);
		with.normalised = pnl_shipment_changes_json(shipment);
		with.product = shipment->product.code;
		with.reference = pnl_shipping_text(shipment, "reference");
		with.order = pnl_shipping_text(shipment, "order");
		with.hold = pnl_hold_until_released(shipment);
		with.not_before = pnl_hold_until(shipment);
	}
	if (!pnl_change_try(shipment_id, &with))
		return false;
	pnl_session_wake_at_commit();
	return true;
}

static bool
requeue_as_it_is(int64 shipment_id)
{
	return requeue(shipment_id, (Datum) 0);
}

static bool
release(int64 shipment_id)
{
	PreventCommandIfReadOnly("postnl_release()");
	(void) find_account_of(shipment_id);
	if (!pnl_queue_release(shipment_id))
		return false;
	pnl_session_wake_at_commit();
	return true;
}

/* id */
Datum
postnl_cancel(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(cancel(PG_GETARG_INT64(0)));
}

/* id, shipment */
Datum
postnl_requeue(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(requeue(PG_GETARG_INT64(0), PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1)));
}

/* id */
Datum
postnl_release(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(release(PG_GETARG_INT64(0)));
}

/* ----------
 * Changes by name
 * ----------
 */

/* Changes all shipments of a name; returns of how many that could be done. */
static int
change_named(text *name, bool (*change) (int64 shipment_id))
{
	int			count;
	int64	   *ids = pnl_named_find(text_to_cstring(name), &count);
	int			changed = 0;

	for (int i = 0; i < count; i++)
		changed += change(ids[i]);
	return changed;
}

/* reference */
Datum
postnl_cancel_named(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(change_named(PG_GETARG_TEXT_PP(0), cancel));
}

/* reference, shipment: a description is that of one shipment */
Datum
postnl_requeue_named(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		PG_RETURN_INT32(change_named(PG_GETARG_TEXT_PP(0), requeue_as_it_is));
	PG_RETURN_INT32(requeue(pnl_named_find_one(text_to_cstring(PG_GETARG_TEXT_PP(0))),
							PG_GETARG_DATUM(1)) ? 1 : 0);
}

/* reference */
Datum
postnl_release_named(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(change_named(PG_GETARG_TEXT_PP(0), release));
}

/* ----------
 * Waiting
 * ----------
 */

/* Looks at the shipment with a new snapshot. */
static PnlLook
look_at_shipment(int64 shipment_id)
{
	PnlLook		look = pnl_queue_look(shipment_id);

	if (look.row == (Datum) 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	if (look.pending && TransactionIdIsCurrentTransactionId(look.made_by))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld is not sent before this transaction commits",
						(long long) shipment_id),
				 errhint("Call postnl_await() in a later transaction.")));
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
		PnlLook		look = look_at_shipment(shipment_id);
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
	MemoryContext sweeping;
	PnlRetention retention = {0};
	PnlDrain   *volatile drain = NULL;
	bool		busy;

	if (fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
		castNode(CallContext, fcinfo->context)->atomic)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_TERMINATION),
				 errmsg("postnl_process() cannot run inside a transaction block"),
				 errhint("It commits what it does step by step: use CALL by itself.")));
	PreventCommandIfReadOnly("postnl_process()");
	if (SPI_connect_ext(SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect_ext failed");
	sweeping = AllocSetContextCreate(context, "postnl retention", ALLOCSET_DEFAULT_SIZES);
	PG_TRY();
	{
		drain = pnl_drain_begin(PNL_IN_PROCEDURE);
		do
		{
			busy = pnl_drain_step(drain);
			pnl_retention_keep(&retention, PNL_IN_PROCEDURE, sweeping);
		} while (busy);
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
