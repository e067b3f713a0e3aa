/*
 * change.c
 *		Cancels or queues anew a shipment that may be in a worker's hands.
 *
 * In a subtransaction, which is rolled back where nothing was changed.
 */
#include "postgres.h"

#include "pg/base/transaction.h"
#include "pg/outbox/change.h"

bool
pnl_change_try(int64 shipment_id, const PnlRequeue *with)
{
	PnlSubtransaction caller;
	volatile bool changed = false;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		changed = with != NULL ? pnl_queue_again(shipment_id, with) :
			pnl_queue_cancel(shipment_id);
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
