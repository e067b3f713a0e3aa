/*
 * sync_ask.c
 *		One question of the sync to PostNL, and its answer.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "pg/ask/bind_value.h"
#include "pg/base/guc.h"
#include "pg/sync/sync_ask.h"

static const PnlErrandKind errand_kind = {.turn = PNL_TURN_SYNC};

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
	pnl_errand_init(&ask->errand, &errand_kind, operation, round->account->key, ask);
	pnl_bind_value_begin(&ask->errand.arguments, operation, round->account);
	pnl_bind_value_named_text(&ask->errand.arguments, operation, "language",
							  *pnl_guc_language != '\0' ? pnl_guc_language : NULL);
	MemoryContextSwitchTo(previous);
	round->in_hand++;
	return ask;
}

void
pnl_ask_free(PnlAsk *ask)
{
	ask->round->in_hand--;
	pnl_errand_free(&ask->errand);
	MemoryContextDelete(ask->context);
}
