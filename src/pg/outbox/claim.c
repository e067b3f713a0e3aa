/*
 * claim.c
 *		A shipment in the hands of this process, and what has to be done for it.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/label_call.h"
#include "pg/base/guc.h"
#include "pg/base/report.h"
#include "pg/outbox/claim.h"
#include "pg/ship/shipping.h"

PnlClaim *
pnl_claim_make(MemoryContext parent)
{
	MemoryContext context = AllocSetContextCreate(parent, "postnl claim",
												  ALLOCSET_SMALL_SIZES);
	PnlClaim   *claim = MemoryContextAllocZero(context, sizeof(*claim));

	claim->context = context;
	return claim;
}

void
pnl_claim_free(PnlClaim *claim)
{
	MemoryContextDelete(claim->context);
}

/* Fills in what is known of the parcels that the description has. */
static void
read_known_parcels(PnlClaim *claim)
{
	for (int i = 0; i < claim->known_count; i++)
	{
		const PnlKnownParcel *known = &claim->known[i];

		if (known->number >= 0 && known->number < claim->shipment->parcel_count)
		{
			PnlClaimParcel *parcel = &claim->parcels[known->number];

			parcel->barcode = known->barcode;
			parcel->stored = parcel->barcode != NULL;
			parcel->announced = known->announced;
		}
	}
}

/* Barcodes that the description gives. */
static void
read_given_barcodes(PnlClaim *claim)
{
	char	  **given = pnl_shipping_given_barcodes(claim->shipment);

	for (int i = 0; i < claim->shipment->parcel_count; i++)
		if (claim->parcels[i].barcode == NULL && given[i] != NULL)
		{
			claim->parcels[i].barcode = given[i];
			claim->parcels[i].given = true;
		}
}

static PnlStep
choose_step(const PnlClaim *claim)
{
	bool		refused = claim->error_code != NULL &&
		strcmp(claim->error_code, unpack_sql_state(PNL_ERRCODE_REJECTED)) == 0;

	if (!claim->in_doubt)
		return PNL_STEP_ANNOUNCE;
	if (pnl_claim_next_parcel(claim) >= 0 &&
		claim->parcels[pnl_claim_next_parcel(claim)].barcode == NULL)
		return claim->reference != NULL ? PNL_STEP_LOOK_UP_REFERENCE : PNL_STEP_ANNOUNCE;
	return refused ? PNL_STEP_LOOK_UP_BARCODE : PNL_STEP_ANNOUNCE;
}

static char *
copy_join_key(const PnlClaim *claim)
{
	PnlBuf		key;
	char	   *copy;

	pnl_buf_init(&key, 0);
	copy = pnl_label_call_append_join_key(&key, claim->shipment) ?
		MemoryContextStrdup(claim->context, pnl_buf_text(&key)) : pstrdup("");
	pnl_buf_free(&key);
	return copy;
}

static void
read_shipment(PnlClaim *claim, const PnlAccount *account)
{
	PnlError   *error = palloc(sizeof(*error));
	const char *serie;

	pnl_error_init(error);
	claim->shipment = pnl_shipping_try_read(account, claim->description, error);
	if (claim->shipment == NULL)
	{
		claim->unreadable = error;
		return;
	}
	claim->parcels = palloc0(claim->shipment->parcel_count * sizeof(PnlClaimParcel));
	read_known_parcels(claim);
	read_given_barcodes(claim);
	claim->reserves = pnl_shipping_reserves(account, claim->shipment, claim->reference != NULL);
	serie = pnl_shipment_serie(claim->shipment, account->customer_code);
	claim->serie = pstrdup(serie != NULL ? serie : "");
	claim->join_key = copy_join_key(claim);
	claim->step = choose_step(claim);
}

void
pnl_claim_read(PnlClaim *claim, const PnlAccount *account)
{
	MemoryContext previous = MemoryContextSwitchTo(claim->context);

	read_shipment(claim, account);
	MemoryContextSwitchTo(previous);
}

bool
pnl_claim_is_suspect(const PnlClaim *claim)
{
	return claim->crashes > 0;
}

int
pnl_claim_missing_barcodes(const PnlClaim *claim)
{
	int			missing = 0;

	if (claim->shipment == NULL || !claim->reserves || claim->step != PNL_STEP_ANNOUNCE)
		return 0;
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		missing += claim->parcels[i].barcode == NULL;
	return missing;
}

/* The first parcel whose given barcode was taken away; -1 = none. */
static int
find_refused(const PnlClaim *claim)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		if (claim->parcels[i].given && claim->parcels[i].barcode == NULL)
			return i;
	return -1;
}

bool
pnl_claim_lacks_given(const PnlClaim *claim)
{
	return find_refused(claim) >= 0;
}

void
pnl_claim_refuse_barcode(PnlClaim *claim)
{
	claim->unreadable = MemoryContextAllocZero(claim->context, sizeof(PnlError));
	pnl_error_init(claim->unreadable);
	pnl_error_set(claim->unreadable, PNL_ERR_ARGUMENT,
				  "parcels[%d].barcode must not be that of another shipment",
				  find_refused(claim));
}

int
pnl_claim_next_parcel(const PnlClaim *claim)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		if (!claim->parcels[i].announced)
			return i;
	return -1;
}

static bool
has_barcodes(const PnlClaim *claim)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
		if (claim->parcels[i].barcode == NULL)
			return false;
	return true;
}

PnlAttemptFacts
pnl_claim_facts(const PnlClaim *claim, bool shared_call)
{
	PnlAttemptFacts facts = {0};

	facts.attempts = claim->attempts;
	facts.attempts_allowed = pnl_guc_ship_attempts;
	/* TimestampDifferenceExceeds() has no room for the milliseconds of 25 days */
	facts.overdue = GetCurrentTimestamp() - claim->queued_at >
		(int64) pnl_guc_ship_deadline * USECS_PER_SEC;
	facts.shared_call = shared_call;
	facts.has_barcodes = claim->shipment == NULL || has_barcodes(claim);
	facts.can_be_looked_up = claim->reference != NULL;
	facts.in_doubt = claim->in_doubt;
	return facts;
}
