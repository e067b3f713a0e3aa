/*
 * sync_ask.c
 *		One question of the sync to PostNL, and its answer.
 */
#include "postgres.h"

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/answer.h"
#include "pg/ask/bind_value.h"
#include "pg/base/guc.h"
#include "pg/base/zone.h"
#include "pg/sync/sync_ask.h"

PnlAsk *
pnl_ask_make(PnlRound *round, PnlAskKind kind, const PnlOperation *operation)
{
	MemoryContext context = AllocSetContextCreate(round->context, "postnl question",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext previous = MemoryContextSwitchTo(context);
	PnlAsk	   *ask = palloc0(sizeof(*ask));

	ask->context = context;
	ask->round = round;
	ask->kind = kind;
	ask->operation = *operation;
	pnl_error_init(&ask->error);
	pnl_bind_nothing(&ask->arguments, operation);
	ask->arguments.today = pnl_zone_from_timestamp(GetCurrentTimestamp());
	pnl_bind_named_text(&ask->arguments, operation, "account.customer_code",
						round->account->customer_code);
	pnl_bind_named_text(&ask->arguments, operation, "account.customer_number",
						round->account->customer_number);
	pnl_bind_named_text(&ask->arguments, operation, "language",
						*pnl_guc_language != '\0' ? pnl_guc_language : NULL);
	MemoryContextSwitchTo(previous);
	round->in_hand++;
	return ask;
}

bool
pnl_ask_prepare(PnlAsk *ask)
{
	if (ask->exchange == NULL)
	{
		ask->exchange = pnl_transfer_exchange(ask->round->transfers);
		ask->exchange->caller = ask;
		ask->exchange->once = false;
		pnl_error_init(&ask->exchange->error);
	}
	return pnl_request_build(&ask->exchange->request, &ask->operation, &ask->arguments,
							 &ask->error);
}

void
pnl_ask_send(PnlAsk *ask)
{
	ask->asked_at = GetCurrentTimestamp();
	pnl_transfer_start(ask->exchange);
}

PnlAsk *
pnl_ask_receive(PnlExchange *exchange)
{
	PnlAsk	   *ask = exchange->caller;

	if (exchange->error.kind == PNL_ERR_NONE &&
		!pnl_answer_read(&exchange->reply, &ask->operation, &ask->arguments,
						 &exchange->document, &exchange->error))
		Assert(exchange->error.kind != PNL_ERR_NONE);
	ask->error = exchange->error;
	pnl_error_redact(&ask->error, ask->round->account->key);
	return ask;
}

void
pnl_ask_free(PnlAsk *ask)
{
	ask->round->in_hand--;
	if (ask->exchange != NULL)
		pnl_transfer_give_back(ask->exchange);
	MemoryContextDelete(ask->context);
}
