/*
 * ship_trigger.c
 *		Trigger function postnl_ship_trigger: rows of a user's table become
 *		shipments.
 *
 * Everything that is the same for all rows of a statement is found once: the
 * mapping, the accounts, the products.  The rights are those of the table's
 * owner, who made the trigger: who inserts orders need know nothing of PostNL.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/tuptable.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

#include "core/shipment_read.h"
#include "pg/account/product.h"
#include "pg/base/report.h"
#include "pg/base/transition.h"
#include "pg/ship/description_hash.h"
#include "pg/ship/enqueue.h"
#include "pg/ship/max_age.h"
#include "pg/ship/row_name.h"
#include "pg/ship/ship_mapping.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipping.h"
#include "pg/ship/statement_batch.h"

PG_FUNCTION_INFO_V1(postnl_ship_trigger);

/* Contacts that are left out are told of one by one up to so many. */
#define MOST_WARNINGS 10

/* An account that a row of the statement named. */
typedef struct NamedAccount
{
	const char *name;			/* NULL = the one of calls that name none */
	PnlAccount *account;
	PnlShipmentDefaults defaults;
} NamedAccount;

/* What lives as long as the statement. */
typedef struct Statement
{
	MemoryContext context;
	MemoryContext row_context;
	Oid			owner;			/* of the table */
	PnlMapping *mapping;
	const PnlProductTable *products;
	List	   *accounts;		/* of NamedAccount */
	int			warnings;		/* of contacts that are left out */
	PnlJson    *changes;		/* of the row in hand */
	bool		has_told;		/* that rows are left out */
	PnlCivil	today;
} Statement;

/* ----------
 * The statement
 * ----------
 */

static void
check_trigger(const TriggerData *data)
{
	if (!TRIGGER_FIRED_AFTER(data->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_ship_trigger() must be fired AFTER INSERT or UPDATE")));
	if (!TRIGGER_FIRED_BY_INSERT(data->tg_event) && !TRIGGER_FIRED_BY_UPDATE(data->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_ship_trigger() must be fired by INSERT or UPDATE")));
	if (TRIGGER_FIRED_FOR_STATEMENT(data->tg_event) && data->tg_newtable == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_ship_trigger() has no rows to read"),
				 errhint("Create the trigger with REFERENCING NEW TABLE AS new, or FOR "
						 "EACH ROW.")));
}

/* Those of a row are kept until the next one, or the end of the statement. */
static void
free_changes(void *statement)
{
	pnl_json_free(((Statement *) statement)->changes);
	((Statement *) statement)->changes = NULL;
}

static Statement *
begin_statement(FunctionCallInfo fcinfo)
{
	const TriggerData *data = (TriggerData *) fcinfo->context;
	MemoryContext context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "postnl ship trigger",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext previous = MemoryContextSwitchTo(context);
	Statement  *statement = palloc0(sizeof(*statement));
	MemoryContextCallback *callback = palloc0(sizeof(*callback));

	check_trigger(data);
	statement->context = context;
	callback->func = free_changes;
	callback->arg = statement;
	MemoryContextRegisterResetCallback(context, callback);
	statement->owner = data->tg_relation->rd_rel->relowner;
	statement->mapping = pnl_ship_mapping_compile(data->tg_trigger->tgargs,
												  data->tg_trigger->tgnargs,
												  RelationGetDescr(data->tg_relation));
	statement->products = pnl_product_load();
	statement->today = pnl_shipping_today();
	statement->row_context = AllocSetContextCreate(context, "postnl ship trigger row",
												   ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(previous);
	return statement;
}

static bool
is_named(const NamedAccount *named, const char *name)
{
	if (named->name == NULL || name == NULL)
		return named->name == name;
	return strcmp(named->name, name) == 0;
}

static void
free_sender(void *sender)
{
	pnl_json_free(sender);
}

/* The sender is read once; one that will not do is refused with each shipment. */
static void
read_sender(PnlShipmentDefaults *defaults)
{
	MemoryContextCallback *callback = palloc0(sizeof(*callback));
	PnlError	error;

	pnl_error_init(&error);
	if (defaults->sender == NULL || !pnl_shipment_read_sender(defaults, &error))
		return;
	callback->func = free_sender;
	callback->arg = defaults->sender_document;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, callback);
}

static NamedAccount *
find_account(Statement *statement, const char *name)
{
	MemoryContext previous;
	NamedAccount *named;

	for (int i = 0; i < list_length(statement->accounts); i++)
	{
		named = list_nth(statement->accounts, i);
		if (is_named(named, name))
			return named;
	}
	previous = MemoryContextSwitchTo(statement->context);
	named = palloc(sizeof(*named));
	named->name = name != NULL ? pstrdup(name) : NULL;
	named->account = pnl_account_find_for(statement->owner, name);
	/* who chooses the account by a setting has to be allowed to use it */
	if (name == NULL && pnl_guc_account != NULL && *pnl_guc_account != '\0')
		(void) pnl_account_find(NULL);
	named->defaults = pnl_shipping_defaults(named->account);
	read_sender(&named->defaults);
	statement->accounts = lappend(statement->accounts, named);
	MemoryContextSwitchTo(previous);
	return named;
}

/* ----------
 * Rows
 * ----------
 */

/* A row's shipment as it goes into the outbox. */
typedef struct Entry
{
	PnlChange	change;			/* of the one that is there */
	PnlOccasion occasion;
	bool		stays;			/* there is nothing to add */
	PnlAccount *account;
	PnlShipment shipment;
	Jsonb	   *description;
	PnlError	error;			/* kind NONE = it will do */
} Entry;

static bool
is_same_text(const char *text, const char *other)
{
	return text == other || (text != NULL && other != NULL && strcmp(text, other) == 0);
}

/* What a row was before it was updated. */
typedef struct Before
{
	bool		known;
	bool		same;			/* its shipment was what it is now */
	PnlMapped	mapped;
} Before;

static Before
read_before(const Statement *statement, const PnlMapped *mapped, TupleTableSlot *old)
{
	Before		before = {.known = old != NULL};

	if (old == NULL)
		return before;
	slot_getallattrs(old);
	before.mapped = pnl_ship_mapping_apply(statement->mapping, old->tts_values, old->tts_isnull);
	before.same = is_same_text(mapped->account, before.mapped.account) &&
		VARSIZE(mapped->description) == VARSIZE(before.mapped.description) &&
		memcmp(mapped->description, before.mapped.description,
			   VARSIZE(before.mapped.description)) == 0;
	return before;
}

/*
 * What becomes of the shipment that a row has already.  A new row is new, and a
 * row that was updated is no error: it corrects its shipment.
 */
static PnlChange
choose_change(const Statement *statement, bool is_update, const Before *before)
{
	if (before->same)
		return PNL_CHANGE_IGNORED;
	switch (pnl_ship_mapping_options(statement->mapping)->on_change)
	{
		case PNL_ON_CHANGE_ERROR:
			return PNL_CHANGE_REFUSED;
		case PNL_ON_CHANGE_IGNORE:
			return PNL_CHANGE_IGNORED;
		case PNL_ON_CHANGE_UPDATE:
			return PNL_CHANGE_DONE;
		default:
			return is_update ? PNL_CHANGE_DONE : PNL_CHANGE_REFUSED;
	}
}

/*
 * Whether the shipment that a row had before is all that there is to be of it.
 * It is asked for where the batch would not find it: under another reference or
 * account, without any; and where an order that has not changed will not do any
 * more, by a day that has passed.
 */
static bool
stays_as_before(Statement *statement, const Entry *entry, const Before *before, bool will_do)
{
	const char *reference = pnl_shipping_text(&entry->shipment, "reference");
	PnlRowBefore row = {.account = before->mapped.account, .reference = reference};

	if (!before->same)
		row.reference = pnl_row_name_settle(before->mapped.document, "reference");
	if (row.account == NULL)
		row.account = find_account(statement, NULL)->account->name;
	if (reference != NULL && is_same_text(reference, row.reference) &&
		is_same_text(row.account, entry->account->name) && (will_do || !before->same))
		return false;
	pnl_statement_batch_store();
	row.description_hash = pnl_description_hash(before->mapped.description);
	return !pnl_taken_replace(entry->change, entry->account, reference, &row);
}

/* A bulk load is not drowned in warnings: column normalised has them all. */
static void
warn(Statement *statement, const PnlShipment *shipment)
{
	int			before = statement->warnings;

	if (shipment->changes == NULL)
		return;
	statement->warnings += pnl_shipment_changes_warn(shipment, Max(MOST_WARNINGS - before, 0));
	if (before <= MOST_WARNINGS && statement->warnings > MOST_WARNINGS)
		ereport(WARNING,
				(errmsg("further contacts are left out"),
				 errhint("See column normalised of postnl.shipment.")));
}

/*
 * Whether a row is left out: a new one that is too old.  Nothing is read of it,
 * so that what is restored needs no account.
 */
static bool
leaves_out(const Statement *statement, TupleTableSlot *slot, bool is_update)
{
	if (is_update)
		return false;
	slot_getallattrs(slot);
	return pnl_ship_mapping_is_old(statement->mapping, slot->tts_values, slot->tts_isnull);
}

/*
 * Reads a row; "old" is what it was, where that is known.  "entry" is good until
 * the row context is reset.
 */
static void
read_entry(Statement *statement, TupleTableSlot *slot, bool is_update, TupleTableSlot *old,
		   Entry *entry)
{
	PnlMapped	mapped;
	NamedAccount *named;
	Before		before;
	bool		taken;

	slot_getallattrs(slot);
	mapped = pnl_ship_mapping_apply(statement->mapping, slot->tts_values, slot->tts_isnull);
	before = read_before(statement, &mapped, old);
	named = find_account(statement, mapped.account);
	entry->change = choose_change(statement, is_update, &before);
	entry->occasion = !is_update ? PNL_ROW_NEW :
		pnl_ship_mapping_is_old(statement->mapping, slot->tts_values, slot->tts_isnull) ?
		PNL_ROW_OLD : PNL_ROW_UPDATED;
	entry->account = named->account;
	entry->description = mapped.description;
	pnl_error_init(&entry->error);
	free_changes(statement);
	taken = pnl_shipment_read_document(&entry->shipment, mapped.document, &named->defaults,
									   statement->products, &entry->error);
	statement->changes = entry->shipment.changes;
	taken = taken && pnl_shipping_check(named->account, &entry->shipment, PNL_LABEL_AND_CONFIRM,
										&statement->today, &entry->error);
	entry->stays = before.known && entry->occasion == PNL_ROW_UPDATED &&
		stays_as_before(statement, entry, &before, taken);
	if (entry->stays)
		return;
	if (!taken && pnl_ship_mapping_options(statement->mapping)->on_invalid)
		pnl_report(&entry->error, NULL);
	if (entry->occasion == PNL_ROW_NEW || entry->change != PNL_CHANGE_IGNORED)
		warn(statement, &entry->shipment);
}

static const PnlError *
entry_error(const Entry *entry)
{
	return entry->error.kind != PNL_ERR_NONE ? &entry->error : NULL;
}

static void
add_entry(PnlBatch *batch, const Entry *entry)
{
	pnl_enqueue_add(batch, entry->account, &entry->shipment, entry->description,
					entry_error(entry));
}

/* Stores one where nobody collects them. */
static void
store_entry(const Entry *entry)
{
	PnlBatch   *batch;

	if (entry->change == PNL_CHANGE_REFUSED && entry->occasion == PNL_ROW_NEW)
	{
		(void) pnl_enqueue_one(entry->account, &entry->shipment, entry->description,
							   entry_error(entry));
		return;
	}
	batch = pnl_enqueue_begin(entry->change, entry->occasion);
	add_entry(batch, entry);
	pnl_enqueue_store(batch);
	pnl_enqueue_end(batch);
}

/* COPY and deferred triggers have nobody to count: it is told of the first row. */
static void
tell_left_out(Statement *statement)
{
	if (pnl_statement_batch_leave_out() || statement->has_told)
		return;
	pnl_max_age_tell(-1);
	statement->has_told = true;
}

static void
ship_row(Statement *statement, const TriggerData *data)
{
	bool		is_update = TRIGGER_FIRED_BY_UPDATE(data->tg_event);
	TupleTableSlot *slot = is_update ? data->tg_newslot : data->tg_trigslot;
	PnlBatch   *batch;
	Entry		entry;

	if (leaves_out(statement, slot, is_update))
	{
		tell_left_out(statement);
		return;
	}
	read_entry(statement, slot, is_update, is_update ? data->tg_trigslot : NULL, &entry);
	if (entry.stays)
		return;
	batch = pnl_statement_batch(entry.change, entry.occasion);
	if (batch != NULL)
		add_entry(batch, &entry);
	else
		store_entry(&entry);
}

/* One batch for each kind of shipment of the statement. */
static PnlBatch *
find_batch(Statement *statement, PnlBatch **batches, const Entry *entry)
{
	PnlBatch  **batch = &batches[entry->change * PNL_OCCASIONS + entry->occasion];
	MemoryContext previous;

	if (*batch == NULL)
	{
		previous = MemoryContextSwitchTo(statement->context);
		*batch = pnl_enqueue_begin(entry->change, entry->occasion);
		MemoryContextSwitchTo(previous);
	}
	return *batch;
}

/* PostgreSQL adds a row's old and new version to their tables together, so they are in step. */
static void
ship_rows(Statement *statement, const TriggerData *data)
{
	bool		is_update = TRIGGER_FIRED_BY_UPDATE(data->tg_event);
	PnlBatch   *batches[PNL_CHANGES * PNL_OCCASIONS] = {NULL};
	int64		left_out = 0;
	PnlTransition new;
	PnlTransition old;

	MemoryContextSwitchTo(statement->context);
	new = pnl_transition_open(data->tg_newtable, data->tg_relation);
	old = pnl_transition_open(data->tg_oldtable, data->tg_relation);
	MemoryContextSwitchTo(statement->row_context);
	while (pnl_transition_next(&new))
	{
		Entry		entry;

		if (leaves_out(statement, new.slot, is_update))
		{
			left_out++;
			continue;
		}
		read_entry(statement, new.slot, is_update,
				   pnl_transition_next(&old) ? old.slot : NULL, &entry);
		if (!entry.stays)
			add_entry(find_batch(statement, batches, &entry), &entry);
		MemoryContextReset(statement->row_context);
	}
	pnl_transition_close(&new);
	pnl_transition_close(&old);
	MemoryContextSwitchTo(statement->context);
	pnl_statement_batch_store();
	pnl_max_age_tell(left_out);
	for (int i = 0; i < (int) lengthof(batches); i++)
	{
		if (batches[i] == NULL)
			continue;
		pnl_enqueue_store(batches[i]);
		pnl_enqueue_end(batches[i]);
	}
}

Datum
postnl_ship_trigger(PG_FUNCTION_ARGS)
{
	const TriggerData *data = (TriggerData *) fcinfo->context;
	MemoryContext previous = CurrentMemoryContext;
	Statement  *statement = fcinfo->flinfo->fn_extra;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_ship_trigger() was not called by a trigger")));
	if (statement == NULL)
		fcinfo->flinfo->fn_extra = statement = begin_statement(fcinfo);
	if (TRIGGER_FIRED_FOR_ROW(data->tg_event))
	{
		MemoryContextSwitchTo(statement->row_context);
		ship_row(statement, data);
	}
	else
		ship_rows(statement, data);
	MemoryContextSwitchTo(previous);
	MemoryContextReset(statement->row_context);
	return PointerGetDatum(NULL);
}
