/*
 * settled.c
 *		What this process remembers of calls whose answers are written.
 *
 * Rule for this file: nothing here is done before the commit.
 */
#include "postgres.h"

#include "utils/timestamp.h"

#include "pg/outbox/settled.h"
#include "pg/process/shared.h"

static void
count_outcome(PnlOutcome outcome)
{
	PnlWorkerCounters *counters = pnl_shared_counters();

	switch (outcome)
	{
		case PNL_OUTCOME_ANNOUNCED:
			counters->announced++;
			break;
		case PNL_OUTCOME_AGAIN:
			counters->retried++;
			break;
		case PNL_OUTCOME_REJECTED:
			counters->rejected++;
			break;
		case PNL_OUTCOME_FAILED:
			counters->failed++;
			break;
	}
	counters->last_outcome_at = GetCurrentTimestamp();
}

static bool
has_barcode(const List *barcodes, const char *barcode)
{
	for (int i = 0; i < list_length(barcodes); i++)
		if (strcmp(list_nth(barcodes, i), barcode) == 0)
			return true;
	return false;
}

/* None of use is a failure of the account's: it is not asked for at once again. */
static void
take_barcodes(PnlCall *call)
{
	PnlLane    *lane = call->lane;
	PnlStock   *stock = call->stock;
	MemoryContext previous = MemoryContextSwitchTo(lane->context);
	int			taken = 0;

	stock->asked_for -= call->barcodes;
	stock->progress_at = GetCurrentTimestamp();
	for (int i = 0; i < list_length(call->new_barcodes); i++)
	{
		char	   *barcode = list_nth(call->new_barcodes, i);

		if (has_barcode(stock->barcodes, barcode))
			continue;
		stock->barcodes = lappend(stock->barcodes, pstrdup(barcode));
		pnl_shared_counters()->barcodes++;
		taken++;
	}
	MemoryContextSwitchTo(previous);
	if (call->errand.error.kind != PNL_ERR_NONE)
		return;
	if (taken > 0)
	{
		pnl_lane_succeeded(lane);
		return;
	}
	pnl_error_set(&call->errand.error, PNL_ERR_PROTOCOL,
				  "the barcodes that came are in use already");
	pnl_lane_blocked(lane, &call->errand.error);
}

/* Whether a shipment of several parcels goes on, the call's being announced. */
static bool
goes_on(PnlCall *call, int i)
{
	PnlClaim   *claim = call->claims[i];

	if (call->kind != PNL_CALL_LABEL || call->errand.error.kind != PNL_ERR_NONE || call->label.v4)
		return false;
	claim->parcels[call->label.parcels[i].number].announced = call->accepted[i];
	return call->accepted[i] && pnl_claim_next_parcel(claim) >= 0;
}

bool
pnl_settled_note(PnlCall *call)
{
	bool		all = true;

	for (int i = 0; i < call->claim_count; i++)
	{
		if (pnl_settled_now(call, i))
		{
			call->done[i] = true;
			if (call->judged[i])
				count_outcome(call->outcomes[i]);
			pnl_lane_settled(call->lane);
		}
		all &= call->done[i];
	}
	return all;
}

void
pnl_settled_forget(PnlCall *call)
{
	PnlLane    *lane = call->lane;

	if (call->kind == PNL_CALL_BARCODES)
		take_barcodes(call);
	for (int i = 0; i < call->claim_count; i++)
	{
		if (!goes_on(call, i))
		{
			pnl_sending_drop_claim(lane, call->claims[i]);
			continue;
		}
		dlist_push_head(&lane->waiting, &call->claims[i]->node);
		lane->waiting_count++;
		lane->continues = true;
	}
	pnl_sending_free(call);
}
