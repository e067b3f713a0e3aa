/*
 * call_failure.c
 *		What is wrong with an answer of success, parcel by parcel.
 */
#include "postgres.h"

#include "core/error_shape.h"
#include "core/reply.h"
#include "pg/ask/pool.h"
#include "pg/outbox/call_failure.h"

/* A barcode that PostNL issued has to be new. */
static bool
is_issued_twice(const PnlCall *call, int k, const PnlParcelAnswer *answer)
{
	return call->label.parcels[k].barcode == NULL &&
		pnl_pool_is_taken(call->lane->environment, answer->parcel.barcode);
}

void
pnl_call_failure_complete(const PnlCall *call, PnlError *failure)
{
	const PnlExchange *exchange = call->errand.exchange;

	failure->http_status = exchange->reply.http_status;
	if (failure->trace_id[0] == '\0')
		pnl_error_shape_trace_id(exchange->document, failure);
	if (failure->kind == PNL_ERR_PROTOCOL)
		pnl_reply_show(&exchange->reply, failure);
	pnl_error_redact(failure, call->lane->account->key);
}

/* What is wrong with the answer on one parcel; NULL = nothing. */
static PnlError *
find_parcel_failure(const PnlCall *call, int k, const PnlParcelAnswer *answer)
{
	PnlError   *failure = answer->failure;

	if (failure != NULL)
		return failure;
	failure = palloc(sizeof(*failure));
	pnl_error_init(failure);
	if (!answer->answered)
		pnl_error_set(failure, PNL_ERR_PROTOCOL, "it does not speak of the shipment");
	else if (is_issued_twice(call, k, answer))
		pnl_error_set(failure, PNL_ERR_PROTOCOL,
					  "it gives barcode %s, which is another parcel's", answer->parcel.barcode);
	return failure->kind != PNL_ERR_NONE ? failure : NULL;
}

PnlError *
pnl_call_failure_find(const PnlCall *call, const PnlParcelAnswer *answers, int first, int count)
{
	PnlError   *failure = NULL;

	for (int k = first; k < first + count; k++)
	{
		PnlError   *found = find_parcel_failure(call, k, &answers[k]);

		if (failure == NULL)
			failure = found;
		else if (found != NULL)
			pnl_error_add_entries(failure, found);
	}
	if (failure != NULL)
		pnl_call_failure_complete(call, failure);
	return failure;
}
