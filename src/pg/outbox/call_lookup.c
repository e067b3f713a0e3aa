/*
 * call_lookup.c
 *		Calls that ask PostNL what it knows of a shipment that is in doubt.
 */
#include "postgres.h"

#include "core/api.h"
#include "core/barcode.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/reserve.h"
#include "pg/ask/tuple_rows.h"
#include "pg/base/random.h"
#include "pg/outbox/call_lookup.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/settle.h"
#include "pg/ship/parcel.h"

/* ----------
 * Settling
 * ----------
 */

static const PnlField *
find_barcode_field(const PnlRowSet *set)
{
	const PnlField *field = set->fields;

	while (strcmp(field->name, "barcode") != 0)
		field++;
	return field;
}

/* The barcodes of the parcels that the answer of a look-up holds; false = unreadable. */
static bool
read_barcodes(const PnlCall *call, List **barcodes, PnlError *error)
{
	const PnlRowSet *set = &call->errand.operation->row_sets[0];
	const PnlField *field = find_barcode_field(set);
	PnlRows		rows;

	*barcodes = NIL;
	if (!pnl_tuple_rows_collect(&rows, set, call->errand.exchange->document, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
	{
		PnlValue	value;

		if (!pnl_rows_value(&rows.rows[i], field, call->errand.operation,
							&call->errand.arguments, &value, error))
			return false;
		if (!value.null)
			*barcodes = lappend(*barcodes, pnstrdup(value.text.data, value.text.length));
	}
	return true;
}

static bool
is_barcode(const char *text)
{
	PnlBarcodeInfo info;

	pnl_barcode_inspect(text, strlen(text), &info);
	return info.valid;
}

/*
 * PostNL was asked for a reference.  A parcel of that reference that is
 * nobody else's is this shipment's: it is announced again under its barcode,
 * for the label.
 */
static void
write_reference_lookup(PnlCall *call, int claimer, const List *barcodes)
{
	PnlClaim   *claim = call->claims[0];
	int64		delay_ms = pnl_verdict_look_again(claim->lookups, pnl_random_fraction());

	for (int i = 0; i < list_length(barcodes); i++)
	{
		PnlClaimParcel *parcel = &claim->parcels[pnl_claim_next_parcel(claim)];

		if (!is_barcode(list_nth(barcodes, i)) ||
			pnl_reserve_is_taken(pnl_lane_view(call->lane)->environment, list_nth(barcodes, i)))
			continue;
		if (!pnl_settle_lookup(call, claimer, 0, 0, true))
			return;
		parcel->barcode = MemoryContextStrdup(claim->context, list_nth(barcodes, i));
		/* when another took it meanwhile, the reference is looked up again */
		(void) pnl_settle_barcodes(claim);
		return;
	}
	if (delay_ms >= 0)
		(void) pnl_settle_lookup(call, claimer, delay_ms, claim->lookups + 1, true);
	else
		(void) pnl_settle_lookup(call, claimer, 0, 0, false);
}

/*
 * PostNL refused a parcel that it may have accepted before: does it have it?
 * Either way what it said then is what stands with the shipment.
 */
static void
write_barcode_lookup(PnlCall *call, int claimer, const List *barcodes)
{
	const PnlClaim *claim = call->claims[0];
	int			number = pnl_claim_next_parcel(claim);
	PnlVerdict	verdict = {PNL_OUTCOME_REJECTED, .counts = true};
	PnlShippedParcel parcel = {0};

	if (barcodes == NIL)
	{
		(void) pnl_settle_as_told(call, claimer, &verdict);
		return;
	}
	verdict.outcome = PNL_OUTCOME_ANNOUNCED;
	if (!pnl_settle_as_told(call, claimer, &verdict))
		return;
	parcel.barcode = claim->parcels[number].barcode;
	pnl_parcel_store(claim->shipment_id, number, &parcel, true);
}

static void
write_lookup(PnlCall *call, int claimer)
{
	List	   *barcodes;

	if (!pnl_settle_is_due(call, 0))
		return;
	if (!read_barcodes(call, &barcodes, &call->errand.error))
	{
		pnl_settle_complete(call, &call->errand.error);
		pnl_settle_all_failed(call, claimer);
		return;
	}
	call->is_read = true;
	if (call->claims[0]->step == PNL_STEP_LOOK_UP_REFERENCE)
		write_reference_lookup(call, claimer, barcodes);
	else
		write_barcode_lookup(call, claimer, barcodes);
	pnl_settle_attempt(call, 0, NULL);
}

static const PnlCallKind lookup_kind = {
	.errand = {PNL_TURN_SHIPMENT, "lookup"},
	.write = write_lookup,
};

/* ----------
 * Making
 * ----------
 */

void
pnl_call_lookup_make(PnlLane *lane, PnlClaim *claim)
{
	bool		by_reference = claim->step == PNL_STEP_LOOK_UP_REFERENCE;
	const PnlOperation *operation = by_reference ? &pnl_api_status_by_reference :
		&pnl_api_status_by_barcode;
	PnlCall    *call = pnl_call_make(lane, &lookup_kind, operation, 0);
	PnlArguments *arguments = &call->errand.arguments;
	MemoryContext previous = MemoryContextSwitchTo(call->context);

	pnl_call_take(call, claim);
	pnl_bind_value_begin(arguments, operation, pnl_lane_view(lane)->account);
	if (by_reference)
		pnl_bind_value_named_text(arguments, operation, "reference", claim->reference);
	else
		pnl_bind_value_named_text(arguments, operation, "barcode",
								  claim->parcels[pnl_claim_next_parcel(claim)].barcode);
	MemoryContextSwitchTo(previous);
	pnl_call_make_ready(call);
}
