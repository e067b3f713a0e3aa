/*
 * rows.c
 *		The rows of a claimer: claimed, attempted, settled and given back.
 *
 * Rule for this file: each statement names the claimer, so that a process
 * whose claim ran out changes nothing any more, and what claims names the node,
 * so that a copy of the database takes nothing of the original's.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/notify.h"
#include "pg/base/point.h"
#include "pg/base/report.h"
#include "pg/outbox/rows.h"
#include "pg/outbox/rows_sql.h"
#include "pg/ship/parcel.h"

/* What a claim's lease is longer than the longest call. */
#define LEASE_MARGIN_S 60

static PnlArgText
environment_argument(PnlEnvironment environment)
{
	return pnl_arg_text(pnl_environment_name(environment));
}

static PnlArgInt8Array
ids_argument(const int64 *ids, int count)
{
	return pnl_arg_int8_array(pnl_catalog_id_array(ids, count));
}

/* ----------
 * Claims
 * ----------
 */

int
pnl_rows_lease_s(void)
{
	return pnl_guc_request_timeout / 1000 + LEASE_MARGIN_S;
}

/* The parcels of a claimed row, which has arrays of them, in the current memory context. */
static void
read_known_parcels(PnlClaim *claim, const struct claim_row *row)
{
	Datum	   *numbers,
			   *barcodes,
			   *announced;
	bool	   *lacks_barcode;
	int			count;

	if (row->numbers == (Datum) 0)
		return;
	deconstruct_array(DatumGetArrayTypeP(row->numbers), INT4OID, sizeof(int32), true,
					  TYPALIGN_INT, &numbers, NULL, &count);
	deconstruct_array(DatumGetArrayTypeP(row->barcodes), TEXTOID, -1, false, TYPALIGN_INT,
					  &barcodes, &lacks_barcode, &count);
	deconstruct_array(DatumGetArrayTypeP(row->announced), BOOLOID, sizeof(bool), true,
					  TYPALIGN_CHAR, &announced, NULL, &count);
	claim->known = palloc0(count * sizeof(PnlKnownParcel));
	claim->known_count = count;
	for (int i = 0; i < count; i++)
	{
		claim->known[i].number = DatumGetInt32(numbers[i]) - 1;
		claim->known[i].barcode = lacks_barcode[i] ? NULL : TextDatumGetCString(barcodes[i]);
		claim->known[i].announced = DatumGetBool(announced[i]);
	}
}

static PnlClaim *
read_claim(PnlStatement *statement, uint64 number, MemoryContext parent)
{
	PnlClaim   *claim = pnl_claim_make(parent);
	struct claim_row *row = PNL_ROW_AS(claim, statement, number, claim->context);
	MemoryContext previous = MemoryContextSwitchTo(claim->context);

	claim->shipment_id = row->shipment_id;
	claim->reference = row->reference;
	claim->attempts = row->attempts;
	claim->crashes = row->crashes;
	claim->alone = row->alone;
	claim->in_doubt = row->in_doubt;
	claim->lookups = row->lookups;
	claim->queued_at = row->queued_at;
	claim->error_code = row->error_code;
	claim->description = row->description;
	read_known_parcels(claim, row);
	MemoryContextSwitchTo(previous);
	return claim;
}

static PnlStatement *
claim_rows(const char *account, PnlEnvironment environment, int most, bool suspects, int claimer)
{
	if (suspects)
		PNL_RUN(claim_suspects, .account = pnl_arg_text(account),
				.environment = environment_argument(environment), .most = pnl_arg_int4(most),
				.claimer = pnl_arg_int4(claimer), .lease_s = pnl_arg_int4(pnl_rows_lease_s()));
	else
		PNL_RUN(claim_shipments, .account = pnl_arg_text(account),
				.environment = environment_argument(environment), .most = pnl_arg_int4(most),
				.claimer = pnl_arg_int4(claimer), .lease_s = pnl_arg_int4(pnl_rows_lease_s()));
	return suspects ? &claim_suspects : &claim_shipments;
}

List *
pnl_rows_claim(const char *account, PnlEnvironment environment, int most, bool suspects,
			   int claimer, MemoryContext parent)
{
	MemoryContext context = CurrentMemoryContext;
	List	   *claims = NIL;
	PnlStatement *statement;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	statement = claim_rows(account, environment, most, suspects, claimer);
	if (statement->count > 0)
		pnl_point_note(PNL_POINT_CLAIM);
	for (uint64 i = 0; i < statement->count; i++)
	{
		PnlClaim   *claim = read_claim(statement, i, parent);
		MemoryContext previous = MemoryContextSwitchTo(context);

		claims = lappend(claims, claim);
		MemoryContextSwitchTo(previous);
		pnl_notify_state(claim->shipment_id, claim->reference, "sending");
	}
	pnl_catalog_close(&catalog);
	return claims;
}

bool
pnl_rows_store_barcodes(PnlClaim *claim)
{
	bool		all = true;

	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		PnlClaimParcel *parcel = &claim->parcels[i];

		if (parcel->stored || parcel->barcode == NULL)
			continue;
		parcel->stored = pnl_parcel_put_barcode(claim->shipment_id, i, parcel->barcode);
		pnl_point_note(PNL_POINT_BARCODE);
		if (parcel->stored)
			continue;
		all = false;
		pfree(parcel->barcode);
		parcel->barcode = NULL;
	}
	return all;
}

int64
pnl_rows_begin_attempt(int64 shipment_id, const char *operation)
{
	PnlCatalog	catalog;
	int64		attempt_id;

	pnl_catalog_open(&catalog);
	PNL_RUN(begin_attempt, .shipment_id = pnl_arg_int8(shipment_id),
			.operation = pnl_arg_text(operation));
	pnl_point_note(PNL_POINT_ATTEMPT);
	attempt_id = PNL_ROW(begin_attempt, 0, CurrentMemoryContext)->attempt_id;
	pnl_catalog_close(&catalog);
	return attempt_id;
}

/* ----------
 * Settling
 * ----------
 */

void
pnl_rows_find_busy(const int64 *shipment_ids, int count, int claimer, bool *busy)
{
	PnlCatalog	catalog;
	uint64		found;

	memset(busy, false, count * sizeof(bool));
	pnl_catalog_open(&catalog);
	found = PNL_RUN(find_busy, .shipment_ids = ids_argument(shipment_ids, count),
					.claimer = pnl_arg_int4(claimer));
	for (uint64 row = 0; row < found; row++)
	{
		int64		id = PNL_ROW(find_busy, row, CurrentMemoryContext)->shipment_id;

		for (int i = 0; i < count; i++)
			busy[i] |= shipment_ids[i] == id;
	}
	pnl_catalog_close(&catalog);
}

void
pnl_rows_end_attempt(int64 attempt_id, int http_status, int ms, int sqlstate)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(end_attempt, .attempt_id = pnl_arg_int8(attempt_id),
			.http_status = pnl_arg_int4_or_null(Int32GetDatum(http_status), http_status == 0),
			.ms = pnl_arg_int4(ms),
			.error = pnl_arg_text(sqlstate != 0 ? unpack_sql_state(sqlstate) : NULL));
	pnl_catalog_close(&catalog);
}

static const char *
state_after(const PnlVerdict *verdict)
{
	static const char *const states[] = {
		[PNL_OUTCOME_ANNOUNCED] = "announced",
		[PNL_OUTCOME_AGAIN] = "queued",
		[PNL_OUTCOME_REJECTED] = "rejected",
		[PNL_OUTCOME_FAILED] = "failed",
	};

	return states[verdict->outcome];
}

static PnlArgDate
expected_on_argument(const PnlShipment *shipment)
{
	DateADT		expected_on = 0;
	bool		known = shipment != NULL && pnl_shipping_delivery_date(shipment, &expected_on);

	return pnl_arg_date_or_null(DateADTGetDatum(expected_on), !known);
}

static bool
settle_claim(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
			 const PnlError *error, bool keeps_error)
{
	const PnlShipment *shipment = claim->shipment;
	const char *state = state_after(verdict);
	PnlCatalog	catalog;
	bool		settled;

	pnl_catalog_open(&catalog);
	settled = PNL_RUN(settle, .shipment_id = pnl_arg_int8(claim->shipment_id),
					  .claimer = pnl_arg_int4(claimer), .state = pnl_arg_text(state),
					  .delay_s = pnl_arg_float8(verdict->delay_ms / 1000.0),
					  .attempts = pnl_arg_int4(Max(claim->attempts - !verdict->counts, 0)),
					  .alone = pnl_arg_bool(claim->alone || verdict->alone),
					  .in_doubt = pnl_arg_bool(verdict->in_doubt),
					  .error_code = pnl_arg_text(error == NULL ? NULL :
												 unpack_sql_state(pnl_report_sqlstate(error))),
					  .error = pnl_arg_text(error == NULL ? NULL :
											pnl_report_message_lossy(error)),
					  .error_detail = pnl_arg_jsonb(error == NULL ? (Datum) 0 :
													pnl_report_detail_json(error)),
					  .product = pnl_arg_text(shipment == NULL ? NULL : shipment->product.code),
					  .expected_on = expected_on_argument(shipment),
					  .keeps_error = pnl_arg_bool(keeps_error)) > 0;
	pnl_point_note(PNL_POINT_SETTLE);
	pnl_catalog_close(&catalog);
	if (settled)
		pnl_notify_state(claim->shipment_id, claim->reference, state);
	return settled;
}

bool
pnl_rows_settle(const PnlClaim *claim, int claimer, const PnlVerdict *verdict,
				const PnlError *error)
{
	return settle_claim(claim, claimer, verdict, error, false);
}

bool
pnl_rows_settle_as_told(const PnlClaim *claim, int claimer, const PnlVerdict *verdict)
{
	return settle_claim(claim, claimer, verdict, NULL, true);
}

bool
pnl_rows_settle_lookup(const PnlClaim *claim, int claimer, int64 delay_ms, int lookups,
					   bool in_doubt)
{
	PnlCatalog	catalog;
	bool		settled;

	pnl_catalog_open(&catalog);
	settled = PNL_RUN(settle_lookup, .shipment_id = pnl_arg_int8(claim->shipment_id),
					  .claimer = pnl_arg_int4(claimer),
					  .delay_s = pnl_arg_float8(delay_ms / 1000.0),
					  .lookups = pnl_arg_int4(lookups), .in_doubt = pnl_arg_bool(in_doubt)) > 0;
	pnl_point_note(PNL_POINT_SETTLE);
	pnl_catalog_close(&catalog);
	if (settled)
		pnl_notify_state(claim->shipment_id, claim->reference, "queued");
	return settled;
}

bool
pnl_rows_is_ours(const PnlClaim *claim, int claimer)
{
	PnlCatalog	catalog;
	bool		ours;

	pnl_catalog_open(&catalog);
	ours = PNL_RUN(is_ours, .shipment_id = pnl_arg_int8(claim->shipment_id),
				   .claimer = pnl_arg_int4(claimer)) > 0;
	pnl_catalog_close(&catalog);
	return ours;
}

/* ----------
 * Claims that end otherwise
 * ----------
 */

int
pnl_rows_prolong(int claimer, const int64 *shipment_ids, int count)
{
	PnlCatalog	catalog;
	int			prolonged;

	pnl_catalog_open(&catalog);
	prolonged = (int) PNL_RUN(prolong, .claimer = pnl_arg_int4(claimer),
							  .shipment_ids = ids_argument(shipment_ids, count),
							  .lease_s = pnl_arg_int4(pnl_rows_lease_s()));
	pnl_catalog_close(&catalog);
	return prolonged;
}

int
pnl_rows_release(int claimer, const int64 *shipment_ids, int count, int64 *left)
{
	PnlCatalog	catalog;
	int			left_count;

	pnl_catalog_open(&catalog);
	left_count = (int) PNL_RUN(release, .claimer = pnl_arg_int4(claimer),
							   .shipment_ids = ids_argument(shipment_ids, count));
	for (int i = 0; i < left_count; i++)
		left[i] = PNL_ROW(release, i, CurrentMemoryContext)->shipment_id;
	if (left_count < count)
		pnl_point_note(PNL_POINT_RELEASE);
	pnl_catalog_close(&catalog);
	return left_count;
}

void
pnl_rows_abandon(int claimer, const int64 *shipment_ids, int count)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN(abandon, .claimer = pnl_arg_int4(claimer),
			.shipment_ids = ids_argument(shipment_ids, count));
	if (count > 0)
		pnl_point_note(PNL_POINT_RELEASE);
	pnl_catalog_close(&catalog);
}

/* Whether a table of ours may be written at once. */
static bool
lock_table(const char *name)
{
	Oid			schema = get_namespace_oid("postnl", true);
	Oid			table = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	return OidIsValid(table) && ConditionalLockRelationOid(table, RowExclusiveLock);
}

void
pnl_rows_let_go(int claimer)
{
	PnlCatalog	catalog;

	if (!lock_table("shipment") || !lock_table("attempt"))
		return;
	pnl_catalog_open(&catalog);
	PNL_RUN(let_go, .claimer = pnl_arg_int4(claimer));
	pnl_catalog_close(&catalog);
}
