/*
 * taken.c
 *		References that are taken: the same shipment, another one, a changed one.
 *
 * Whether it is the same shipment is decided by the hash of the description,
 * which stays when the description is cleared.
 *
 * Rules for this file: a shipment that is not queued says so, by an error
 * where it is another one, and by a warning where the one that is there will
 * not be sent.  And none stays locked unless it was changed, since whoever
 * sends it has to settle it.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "miscadmin.h"

#include "pg/base/catalog.h"
#include "pg/base/compat.h"
#include "pg/base/transaction.h"
#include "pg/ship/taken.h"
#include "pg/ship/taken_sql.h"

/* Shipments that are not sent, or not changed, are told of one by one up to so many. */
#define MOST_WARNINGS 10

/* ----------
 * The same, or another one
 * ----------
 */

pg_noreturn static void
report_conflict(const struct existing_row *existing)
{
	if (!existing->known)
		ereport(ERROR,
				(errcode(ERRCODE_UNIQUE_VIOLATION),
				 errmsg("reference \"%s\" of account \"%s\" is that of a shipment whose "
						"description was erased", existing->reference, existing->account),
				 errdetail("It is shipment %lld, which is %s. Whether this is the same one cannot "
						   "be told.", (long long) existing->shipment_id, existing->state),
				 errhint("Use another reference.")));
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("reference \"%s\" of account \"%s\" has another description already",
					existing->reference, existing->account),
			 errdetail("It is that of shipment %lld, which is %s.",
					   (long long) existing->shipment_id, existing->state),
			 errhint("Use another reference, or postnl_requeue(id, shipment) when it was not "
					 "announced.")));
}

/* The shipment was queued before, and has ended: queueing it again does not send it. */
static void
warn_of(const struct existing_row *existing)
{
	if (strcmp(existing->state, "cancelled") != 0 && strcmp(existing->state, "rejected") != 0 &&
		strcmp(existing->state, "failed") != 0)
		return;
	ereport(WARNING,
			(errmsg("shipment %lld with reference \"%s\" is %s, and is not sent again",
					(long long) existing->shipment_id, existing->reference, existing->state),
			 strcmp(existing->state, "rejected") == 0 ?
			 errhint("postnl_requeue(%lld, shipment) corrects it.",
					 (long long) existing->shipment_id) :
			 errhint("postnl_requeue(%lld) brings it back.", (long long) existing->shipment_id)));
}

/* Makes a held shipment the new one; false where it is not held. */
static bool
try_to_change_held(int64 shipment_id, const PnlNewShipment *new, Datum description)
{
	return PNL_RUN(change_held_one,
				   .shipment_id = pnl_arg_int8(shipment_id),
				   .state = pnl_arg_text(new->state),
				   .product = pnl_arg_text(new->product),
				   .description = pnl_arg_jsonb(description),
				   .error_code = pnl_arg_text(new->error_code),
				   .error = pnl_arg_text(new->error),
				   .error_detail = pnl_arg_jsonb(new->error_detail),
				   .queued_at = pnl_arg_time(new->queued_at),
				   .next_attempt_at = pnl_arg_time_unless_0(new->next_attempt_at),
				   .description_hash = pnl_arg_bytea(new->description_hash),
				   .order_ref = pnl_arg_text(new->order),
				   .normalised = pnl_arg_jsonb(new->normalised),
				   .not_before = pnl_arg_time_unless_0(new->not_before)) > 0;
}

int64
pnl_taken_find(const PnlAccount *account, const PnlNewShipment *new, Datum description)
{
	struct existing_row *existing;

	if (PNL_RUN(find_one, .reference = pnl_arg_text(new->reference),
				.account = pnl_arg_text(account->name),
				.environment = pnl_arg_text(pnl_environment_name(account->environment)),
				.description = pnl_arg_jsonb(description),
				.description_hash = pnl_arg_bytea(new->description_hash)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not find the shipment that another transaction has queued")));
	existing = PNL_ROW_AS(existing, &find_one, 0, CurrentMemoryContext);
	if (existing->differs && !try_to_change_held(existing->shipment_id, new, description))
		report_conflict(existing);
	warn_of(existing);
	return existing->shipment_id;
}

/*
 * Some of a batch were there: what is held becomes what the batch says, and throws
 * where another one is another shipment, and may not be.
 */
static void
check_conflicts(PnlChange change, bool told, Datum added)
{
	uint64		count;

	if (told && change == PNL_CHANGE_REFUSED)
		PNL_RUN(change_held, .added = pnl_arg_int8_array(added));
	count = PNL_RUN(find_conflicts, .told = pnl_arg_bool(told),
					.refused = pnl_arg_bool(change == PNL_CHANGE_REFUSED),
					.changed = pnl_arg_bool(change == PNL_CHANGE_DONE),
					.added = pnl_arg_int8_array(added),
					.most = pnl_arg_int4(MOST_WARNINGS + 1));
	for (uint64 i = 0; i < count; i++)
	{
		struct existing_row *existing = PNL_ROW_AS(existing, &find_conflicts, i,
												   CurrentMemoryContext);

		if (existing->differs && change == PNL_CHANGE_REFUSED)
			report_conflict(existing);
		if (i < MOST_WARNINGS)
			warn_of(existing);
		else
			ereport(WARNING,
					(errmsg("further shipments are there already, and are not sent again"),
					 errhint("See view postnl.attention.")));
	}
}

/* ----------
 * Changed ones
 * ----------
 */

/* Shipments that should get another description. */
typedef struct Changing
{
	int64	   *ids;			/* of those that may still */
	int			count;
	int			fixed;			/* those that were found not to */
	bool		retires;		/* another one takes their place */
} Changing;

static void
warn_of_fixed(const struct find_fixed_row *row)
{
	ereport(WARNING,
			(errmsg("shipment %lld with reference \"%s\" is %s, and keeps its description",
					(long long) row->shipment_id, row->reference != NULL ? row->reference : "",
					row->state),
			 row->elsewhere ?
			 errhint("It is another node's: see view postnl.attention.") :
			 strcmp(row->state, "cancelled") == 0 ?
			 errhint("postnl_requeue(%lld, shipment) brings it back with another one.",
					 (long long) row->shipment_id) :
			 errhint("PostNL may know it: what has to go out otherwise is another shipment, under "
					 "another reference.")));
}

static void
drop_id(Changing *changing, int64 id)
{
	for (int i = 0; i < changing->count; i++)
		if (changing->ids[i] == id)
			changing->ids[i--] = changing->ids[--changing->count];
}

static PnlArgInt8Array
ids_argument(const Changing *changing)
{
	return pnl_arg_int8_array(pnl_catalog_id_array(changing->ids, changing->count));
}

/* Takes out those that keep their description, and tells of them; returns how many. */
static uint64
drop_fixed(Changing *changing)
{
	uint64		count = PNL_RUN(find_fixed, .shipment_ids = ids_argument(changing));

	for (uint64 i = 0; i < count; i++)
	{
		struct find_fixed_row *row = PNL_ROW(find_fixed, i, CurrentMemoryContext);

		drop_id(changing, row->shipment_id);
		if (changing->fixed++ < MOST_WARNINGS)
			warn_of_fixed(row);
		else if (changing->fixed == MOST_WARNINGS + 1)
			ereport(WARNING,
					(errmsg("further shipments keep their descriptions, which were changed")));
	}
	return count;
}

/*
 * Changes all of them, and keeps them locked; or, where some have been claimed
 * or cancelled meanwhile, takes these out, and leaves none locked.
 */
static bool
try_to_change(Changing *changing)
{
	PnlSubtransaction caller;
	volatile bool changed = false;

	pnl_transaction_begin_sub(&caller);
	PG_TRY();
	{
		PNL_RUN(lock_changed, .shipment_ids = ids_argument(changing));
		changed = drop_fixed(changing) == 0;
		if (changed)
		{
			if (changing->retires)
				PNL_RUN(retire, .shipment_ids = ids_argument(changing));
			else
				PNL_RUN(change, .shipment_ids = ids_argument(changing));
			pnl_transaction_commit_sub(&caller);
		}
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

static void
change_descriptions(void)
{
	Changing	changing = {0};

	changing.count = (int) PNL_RUN_PLAIN(find_changed);
	changing.ids = palloc(Max(changing.count, 1) * sizeof(int64));
	for (int i = 0; i < changing.count; i++)
		changing.ids[i] = PNL_ROW(find_changed, i, CurrentMemoryContext)->shipment_id;
	(void) drop_fixed(&changing);
	while (changing.count > 0 && !try_to_change(&changing))
		CHECK_FOR_INTERRUPTS();
}

void
pnl_taken_settle(PnlChange change, PnlOccasion occasion, Datum added)
{
	bool		told = occasion == PNL_ROW_NEW;

	if (told || change == PNL_CHANGE_REFUSED)
		check_conflicts(change, told, added);
	if (change == PNL_CHANGE_DONE)
		change_descriptions();
}

/* The shipment that a row had; NULL = none. */
static const struct before_row *
find_before(const PnlAccount *account, const PnlRowBefore *before)
{
	PnlArgText	environment = pnl_arg_text(pnl_environment_name(account->environment));

	if (before->reference != NULL)
		return PNL_RUN(find_by_reference, .reference = pnl_arg_text(before->reference),
					   .account = pnl_arg_text(before->account), .environment = environment) == 0 ?
			NULL : PNL_ROW_AS(before, &find_by_reference, 0, CurrentMemoryContext);
	return PNL_RUN(find_by_hash, .account = pnl_arg_text(before->account),
				   .environment = environment,
				   .description_hash = pnl_arg_bytea(before->description_hash)) == 0 ?
		NULL : PNL_ROW_AS(before, &find_by_hash, 0, CurrentMemoryContext);
}

/* False where it is too late, which is told. */
static bool
try_to_retire(int64 shipment_id)
{
	Changing	changing = {.ids = &shipment_id, .count = 1, .retires = true};

	(void) drop_fixed(&changing);
	while (changing.count > 0 && !try_to_change(&changing))
		CHECK_FOR_INTERRUPTS();
	return changing.fixed == 0;
}

/* It gives way to another one, or stays for good, under the name of that; true where it does. */
static bool
give_way(int64 shipment_id, const PnlAccount *account, const char *reference)
{
	if (try_to_retire(shipment_id))
		return true;
	if (reference != NULL)
		PNL_RUN(rename_announced, .shipment_id = pnl_arg_int8(shipment_id),
				.reference = pnl_arg_text(reference), .account = pnl_arg_text(account->name));
	return false;
}

bool
pnl_taken_replace(PnlChange change, const PnlAccount *account, const char *reference,
				  const PnlRowBefore *before)
{
	const struct before_row *existing;
	PnlCatalog	catalog;
	bool		added = true;

	pnl_catalog_open(&catalog);
	existing = find_before(account, before);
	if (existing != NULL && change == PNL_CHANGE_REFUSED)
		ereport(ERROR,
				(errcode(ERRCODE_UNIQUE_VIOLATION),
				 errmsg("shipment %lld of the order that has changed is %s",
						(long long) existing->shipment_id, existing->state),
				 errhint("Use postnl_cancel(id) when it was not announced.")));
	if (existing != NULL)
		added = change == PNL_CHANGE_DONE &&
			give_way(existing->shipment_id, account, reference);
	pnl_catalog_close(&catalog);
	return added;
}

int64
pnl_taken_count_missing(void)
{
	(void) PNL_RUN_PLAIN(count_missing);
	return PNL_ROW(count_missing, 0, CurrentMemoryContext)->missing;
}
