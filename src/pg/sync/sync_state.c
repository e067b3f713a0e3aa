/*
 * sync_state.c
 *		postnl.sync_state and the parcels that are due: what the sync reads.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "core/barcode.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"
#include "pg/sync/sync_state.h"
#include "pg/sync/sync_state_sql.h"

static PnlArgText
environment_of(const PnlSyncState *state)
{
	return pnl_arg_text(pnl_environment_name(state->environment));
}

/* ----------
 * Reading
 * ----------
 */

static void
read_row(PnlSyncState *state, uint64 number, MemoryContext context)
{
	struct find_states_row *row = PNL_ROW(find_states, number, context);

	state->account = row->account;
	state->environment = pnl_account_read_environment(row->environment);
	state->fed_until = row->fed_until;
	state->feed_at = row->feed_at;
	state->retry_at = row->retry_at;
	state->polls_paid_until = row->polls_paid_until;
	state->failures = row->failures;
	state->news_due = row->news_due;
	state->poll_due = row->poll_due;
	state->fed_poll_due = row->fed_poll_due;
	state->known_since = row->known_since;
}

List *
pnl_sync_state_list(const char *account)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *list = NIL;
	PnlCatalog	catalog;
	uint64		count;

	pnl_catalog_open(&catalog);
	count = PNL_RUN(find_states,
					.account = pnl_arg_text(account),
					.environment = pnl_arg_text(NULL));
	for (uint64 row = 0; row < count; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);
		PnlSyncState *state = palloc0(sizeof(*state));

		list = lappend(list, state);
		MemoryContextSwitchTo(previous);
		read_row(state, row, context);
	}
	pnl_catalog_close(&catalog);
	return list;
}

PnlSyncState
pnl_sync_state_read(const PnlSyncState *state, MemoryContext context)
{
	PnlSyncState now = {0};
	PnlCatalog	catalog;

	now.account = MemoryContextStrdup(context, state->account);
	now.environment = state->environment;
	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_states,
				.account = pnl_arg_text(state->account),
				.environment = environment_of(state)) > 0)
		read_row(&now, 0, context);
	pnl_catalog_close(&catalog);
	return now;
}

/* The shipments that the round has in hand, or passes over, as an array. */
static PnlArgInt8Array
list_in_hand(const PnlRound *round)
{
	int64	   *ids = palloc((round->in_hand + list_length(round->busy) + 1) * sizeof(int64));
	const dlist_head *lists[] = {&round->ready, &round->flying};
	int			count = 0;

	for (int i = 0; i < (int) lengthof(lists); i++)
	{
		dlist_iter	iter;

		dlist_foreach(iter, unconstify(dlist_head *, lists[i]))
		{
			ids[count++] = dlist_container(PnlAsk, node, iter.cur)->shipment_id;
		}
	}
	for (int i = 0; i < list_length(round->busy); i++)
		ids[count++] = *(int64 *) list_nth(round->busy, i);
	return pnl_arg_int8_array(pnl_catalog_id_array(ids, count));
}

/* What one of the two statements found, in "context". */
static List *
read_due(PnlStatement *statement, MemoryContext context)
{
	List	   *list = NIL;

	for (uint64 i = 0; i < statement->count; i++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);
		struct due_parcel_row *row = PNL_ROW_AS(due_parcel, statement, i, context);
		PnlDueParcel *due = palloc(sizeof(*due));

		due->parcel_id = row->parcel_id;
		due->shipment_id = row->shipment_id;
		due->barcode = row->barcode;
		/* it is asked for by that where the barcode does not find it */
		due->reference = pnl_barcode_finds_parcel(row->barcode, strlen(row->barcode)) ? NULL :
			row->reference;
		list = lappend(list, due);
		MemoryContextSwitchTo(previous);
	}
	return list;
}

List *
pnl_sync_state_news(const PnlRound *round, int limit)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	List	   *list;

	pnl_catalog_open(&catalog);
	PNL_RUN(find_news,
			.account = pnl_arg_text(round->state.account),
			.environment = environment_of(&round->state),
			.most = pnl_arg_int4(limit),
			.in_hand = list_in_hand(round));
	list = read_due(&find_news, context);
	pnl_catalog_close(&catalog);
	return list;
}

List *
pnl_sync_state_polls(const PnlRound *round, bool fed, int limit)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	List	   *list;

	pnl_catalog_open(&catalog);
	PNL_RUN(find_polls,
			.account = pnl_arg_text(round->state.account),
			.environment = environment_of(&round->state),
			.most = pnl_arg_int4(limit),
			.in_hand = list_in_hand(round),
			.fed = pnl_arg_bool(fed));
	list = read_due(&find_polls, context);
	pnl_catalog_close(&catalog);
	return list;
}

/* ----------
 * Rows that are locked
 * ----------
 */

/* Has the round pass over the shipments that a statement found. */
static void
pass_over(PnlRound *round, PnlStatement *statement)
{
	for (uint64 i = 0; i < statement->count; i++)
	{
		MemoryContext previous = MemoryContextSwitchTo(round->context);
		struct busy_row *row = PNL_ROW_AS(busy, statement, i, round->context);

		round->busy = lappend(round->busy, &row->shipment_id);
		MemoryContextSwitchTo(previous);
	}
}

static Datum
list_busy(const PnlRound *round)
{
	int			count = list_length(round->busy);
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));

	for (int i = 0; i < count; i++)
		ids[i] = *(int64 *) list_nth(round->busy, i);
	return pnl_catalog_id_array(ids, count);
}

bool
pnl_sync_state_is_busy(PnlRound *round, int64 shipment_id)
{
	PnlCatalog	catalog;
	bool		busy;

	if (round->by_hand)
		return false;
	pnl_catalog_open(&catalog);
	busy = PNL_RUN(find_busy, .shipment_id = pnl_arg_int8(shipment_id)) > 0;
	pass_over(round, &find_busy);
	pnl_catalog_close(&catalog);
	return busy;
}

Datum
pnl_sync_state_busy_of_feed(PnlRound *round, Datum barcodes)
{
	PnlCatalog	catalog;

	if (!round->by_hand)
	{
		pnl_catalog_open(&catalog);
		PNL_RUN(find_busy_of_feed, .barcodes = pnl_arg_text_array(barcodes));
		pass_over(round, &find_busy_of_feed);
		pnl_catalog_close(&catalog);
	}
	return list_busy(round);
}

/* ----------
 * Writing
 * ----------
 */

static PnlArgText
code_of(const PnlError *error)
{
	return pnl_arg_text(error->kind == PNL_ERR_NONE ? NULL :
						unpack_sql_state(pnl_report_sqlstate(error)));
}

static PnlArgText
words_of(const PnlError *error)
{
	return pnl_arg_text(error->kind == PNL_ERR_NONE ? NULL : pnl_report_message_lossy(error));
}

void
pnl_sync_state_save(const PnlRound *round, bool complete)
{
	const PnlSyncState *state = &round->state;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(save,
			.account = pnl_arg_text(state->account),
			.environment = environment_of(state),
			.fed_until = pnl_arg_time_unless_0(state->fed_until),
			.feed_at = pnl_arg_time_unless_0(state->feed_at),
			.retry_at = pnl_arg_time_unless_0(state->retry_at),
			.polls_paid_until = pnl_arg_time_unless_0(state->polls_paid_until),
			.synced_at = pnl_arg_time_unless_0(complete ? GetCurrentTimestamp() : 0),
			.feed_calls = pnl_arg_int8(round->unsaved[PNL_ASK_FEED]),
			.detail_calls = pnl_arg_int8(round->unsaved[PNL_ASK_DETAIL]),
			.poll_calls = pnl_arg_int8(round->unsaved[PNL_ASK_POLL]),
			.failures = pnl_arg_int4(state->failures),
			.error_code = code_of(&round->error),
			.error = words_of(&round->error),
			.over = pnl_arg_bool(round->over));
	pnl_catalog_close(&catalog);
}

void
pnl_sync_state_fail(const PnlSyncState *state, TimestampTz retry_at, const PnlError *error)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(fail,
			.account = pnl_arg_text(state->account),
			.environment = environment_of(state),
			.retry_at = pnl_arg_time(retry_at),
			.error_code = code_of(error),
			.error = words_of(error));
	pnl_catalog_close(&catalog);
}
