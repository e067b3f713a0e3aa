/*
 * cancel_trigger.c
 *		Trigger function postnl_cancel_trigger: rows of a user's table cancel
 *		their shipments.
 *
 * Of a row that was updated or deleted it is what the row was that counts: that
 * one was shipped.  The rights are those of the table's owner, as with
 * postnl_ship_trigger().
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "pg/account/account.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/transition.h"
#include "pg/outbox/cancel_trigger_sql.h"
#include "pg/outbox/change.h"
#include "pg/ship/row_name.h"
#include "pg/ship/statement_batch.h"

PG_FUNCTION_INFO_V1(postnl_cancel_trigger);

#define FUNCTION "postnl_cancel_trigger"

/* Shipments that are not cancelled are told of one by one up to so many. */
#define MOST_WARNINGS 10

/* What lives as long as the statement. */
typedef struct Statement
{
	MemoryContext context;
	MemoryContext row_context;
	Oid			owner;			/* of the table */
	PnlRowName *name;
	int			late;			/* shipments that could not be cancelled */
} Statement;

/* The names that rows have of one account. */
typedef struct Named
{
	char	   *account;		/* NULL = the one of calls that name none */
	List	   *names;
} Named;

/* ----------
 * The statement
 * ----------
 */

/* The table of the rows that count. */
static Tuplestorestate *
find_table(const TriggerData *data)
{
	return TRIGGER_FIRED_BY_INSERT(data->tg_event) ? data->tg_newtable : data->tg_oldtable;
}

static void
check_trigger(const TriggerData *data)
{
	bool		is_insert = TRIGGER_FIRED_BY_INSERT(data->tg_event);

	if (!TRIGGER_FIRED_AFTER(data->tg_event) ||
		!(is_insert || TRIGGER_FIRED_BY_UPDATE(data->tg_event) ||
		  TRIGGER_FIRED_BY_DELETE(data->tg_event)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_cancel_trigger() must be fired AFTER INSERT, UPDATE or DELETE")));
	if (TRIGGER_FIRED_FOR_STATEMENT(data->tg_event) && find_table(data) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_cancel_trigger() has no rows to read"),
				 errhint("Create the trigger with REFERENCING %s, or FOR EACH ROW.",
						 is_insert ? "NEW TABLE AS new" : "OLD TABLE AS old")));
}

static Statement *
begin_statement(FunctionCallInfo fcinfo)
{
	const TriggerData *data = (TriggerData *) fcinfo->context;
	MemoryContext context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt,
												  "postnl cancel trigger", ALLOCSET_SMALL_SIZES);
	MemoryContext previous = MemoryContextSwitchTo(context);
	Statement  *statement = palloc0(sizeof(*statement));

	check_trigger(data);
	statement->context = context;
	statement->owner = data->tg_relation->rd_rel->relowner;
	statement->name = pnl_row_name_compile(FUNCTION, data->tg_trigger->tgargs,
										   data->tg_trigger->tgnargs,
										   RelationGetDescr(data->tg_relation));
	statement->row_context = AllocSetContextCreate(context, "postnl cancel trigger row",
												   ALLOCSET_SMALL_SIZES);
	MemoryContextSwitchTo(previous);
	return statement;
}

/* ----------
 * Cancelling
 * ----------
 */

/* The name of the account that a row means; what waits for one that is gone is cancelled too. */
static const char *
check_account(const Statement *statement, const char *account)
{
	if (account != NULL)
	{
		(void) pnl_account_look_up(statement->owner, account);
		return account;
	}
	/* who chooses the account by a setting has to be allowed to use it */
	if (pnl_guc_account != NULL && *pnl_guc_account != '\0')
		(void) pnl_account_find(NULL);
	return pnl_account_find_for(statement->owner, NULL)->name;
}

static void
tell_late(Statement *statement, const struct open_row *row)
{
	const char *state = row->elsewhere ? "another node's" :
		strcmp(row->state, "announced") == 0 ? "announced" : "being sent, or PostNL may know it";
	int			level = pnl_row_name_refuses(statement->name) ? ERROR : WARNING;

	statement->late++;
	if (level == WARNING && statement->late > MOST_WARNINGS + 1)
		return;
	if (level == WARNING && statement->late == MOST_WARNINGS + 1)
		ereport(WARNING,
				(errmsg("further shipments cannot be cancelled any more")));
	else
		ereport(level,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld with reference \"%s\" cannot be cancelled: it is %s",
						(long long) row->shipment_id,
						row->reference != NULL ? row->reference : "", state),
				 row->elsewhere ?
				 errhint("Cancel it there, or see postnl_adopt().") :
				 errhint("PostNL cannot be asked to forget a parcel: keep it back.")));
}

static void
cancel_one(Statement *statement, const struct open_row *row)
{
	bool		waits = strcmp(row->state, "queued") == 0 || strcmp(row->state, "held") == 0;

	if (row->elsewhere || !waits || !pnl_change_try(row->shipment_id, NULL))
		tell_late(statement, row);
}

static PnlArgTextArray
names_argument(const List *names)
{
	return pnl_arg_text_array(pnl_catalog_text_array(names));
}

static void
cancel_named(Statement *statement, const Named *named)
{
	const char *account = check_account(statement, named->account);
	MemoryContext context = CurrentMemoryContext;
	List	   *rows = NIL;
	PnlCatalog	catalog;
	uint64		count;

	pnl_catalog_open(&catalog);
	if (pnl_row_name_is_order(statement->name))
		count = PNL_RUN(find_by_order, .names = names_argument(named->names),
						.account = pnl_arg_text(account));
	else
		count = PNL_RUN(find_by_reference, .names = names_argument(named->names),
						.account = pnl_arg_text(account));
	for (uint64 i = 0; i < count; i++)
	{
		struct open_row *row = PNL_ROW_AS(open, pnl_row_name_is_order(statement->name) ?
										  &find_by_order : &find_by_reference, i, context);
		MemoryContext previous = MemoryContextSwitchTo(context);

		rows = lappend(rows, row);
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	for (int i = 0; i < list_length(rows); i++)
		cancel_one(statement, list_nth(rows, i));
}

/* ----------
 * Rows
 * ----------
 */

static List *
add_name(List *all, char *account, char *name)
{
	Named	   *named;

	for (int i = 0; i < list_length(all); i++)
	{
		named = list_nth(all, i);
		if (named->account == account || (named->account != NULL && account != NULL &&
										  strcmp(named->account, account) == 0))
		{
			named->names = lappend(named->names, name);
			return all;
		}
	}
	named = palloc0(sizeof(*named));
	named->account = account;
	named->names = list_make1(name);
	return lappend(all, named);
}

static List *
add_row(const Statement *statement, List *all, TupleTableSlot *slot)
{
	char	   *account;
	char	   *name;

	slot_getallattrs(slot);
	name = pnl_row_name_read(statement->name, slot->tts_values, slot->tts_isnull, &account);
	return name != NULL ? add_name(all, account, name) : all;
}

static List *
read_rows(const Statement *statement, const TriggerData *data)
{
	List	   *all = NIL;
	PnlTransition rows;

	if (TRIGGER_FIRED_FOR_ROW(data->tg_event))
		return add_row(statement, NIL, data->tg_trigslot);
	rows = pnl_transition_open(find_table(data), data->tg_relation);
	while (pnl_transition_next(&rows))
		all = add_row(statement, all, rows.slot);
	pnl_transition_close(&rows);
	return all;
}

Datum
postnl_cancel_trigger(PG_FUNCTION_ARGS)
{
	const TriggerData *data = (TriggerData *) fcinfo->context;
	MemoryContext previous = CurrentMemoryContext;
	Statement  *statement = fcinfo->flinfo->fn_extra;
	List	   *all;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("postnl_cancel_trigger() was not called by a trigger")));
	if (statement == NULL)
		fcinfo->flinfo->fn_extra = statement = begin_statement(fcinfo);
	MemoryContextSwitchTo(statement->row_context);
	all = read_rows(statement, data);
	/* an order that is cancelled while it is being placed may not be there yet */
	pnl_statement_batch_store();
	for (int i = 0; i < list_length(all); i++)
		cancel_named(statement, list_nth(all, i));
	MemoryContextSwitchTo(previous);
	MemoryContextReset(statement->row_context);
	return PointerGetDatum(NULL);
}
