/*
 * row_name.c
 *		By what name, and of which account, the shipment of a row is known.
 *
 * A name goes through the same hands as one that is shipped, so that both are
 * the same, whatever the type of the column.
 */
#include "postgres.h"

#include "core/normalise.h"
#include "pg/base/encoding.h"
#include "pg/base/report.h"
#include "pg/ship/row_name.h"
#include "pg/ship/ship_cell.h"
#include "pg/ship/trigger_option.h"

#define REFERENCE "reference"
#define ORDER "order"
#define ACCOUNT "account"

struct PnlRowName
{
	const char *key;			/* REFERENCE or ORDER */
	PnlCell    *name;
	PnlCell    *account;		/* NULL = none is given */
	PnlTriggerOptions options;
};

static PnlCell *
make_cell(const PnlTriggerArgument *argument, TupleDesc desc)
{
	int			column;

	if (argument->literal)
		return pnl_ship_cell_literal(argument->path, argument->value, NULL);
	column = pnl_trigger_option_column(argument, desc);
	return pnl_ship_cell_column(column, TupleDescAttr(desc, column)->atttypid, NULL);
}

static void
take_argument(PnlRowName *name, const PnlTriggerArgument *argument, TupleDesc desc)
{
	bool		is_account = strcmp(argument->path, ACCOUNT) == 0;
	bool		is_order = strcmp(argument->path, ORDER) == 0;
	PnlCell   **cell = is_account ? &name->account : &name->name;

	if (!is_account && !is_order && strcmp(argument->path, REFERENCE) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s() does not know \"%s\"", argument->function, argument->path),
				 errhint("It takes reference or order, account and on_late.")));
	if (!is_account && name->name != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s() takes one name, a reference or an order", argument->function)));
	if (*cell != NULL)
		pnl_trigger_option_twice(argument);
	*cell = make_cell(argument, desc);
	if (!is_account)
		name->key = is_order ? ORDER : REFERENCE;
}

PnlRowName *
pnl_row_name_compile(const char *function, char **arguments, int count, TupleDesc desc)
{
	PnlRowName *name = palloc0(sizeof(*name));

	for (int i = 0; i < count; i++)
	{
		PnlTriggerArgument argument = pnl_trigger_option_read(function, arguments[i]);

		if (!pnl_trigger_option_take(&name->options, &argument))
			take_argument(name, &argument, desc);
	}
	if (name->name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s() is not told which shipments it is about", function),
				 errhint("Its first argument is reference=column, or order=column.")));
	return name;
}

bool
pnl_row_name_is_order(const PnlRowName *name)
{
	return strcmp(name->key, ORDER) == 0;
}

bool
pnl_row_name_refuses(const PnlRowName *name)
{
	return name->options.on_late != 0;
}

static void
free_document(void *document)
{
	pnl_json_free(document);
}

char *
pnl_row_name_settle(PnlJson *document, const char *key)
{
	const char *text = NULL;
	size_t		length;
	PnlError	error;

	pnl_error_init(&error);
	/* what is no name is that of no shipment */
	if (!pnl_normalise(document, NULL, &error) && error.kind != PNL_ERR_MEMORY)
		return NULL;
	if (error.kind != PNL_ERR_NONE)
		pnl_report(&error, NULL);
	if (!pnl_json_text(pnl_json_get(document, key), &text, &length) || text == NULL ||
		length == 0)
		return NULL;
	return pstrdup(pnl_encoding_to_server(pnstrdup(text, length), (int) length));
}

static char *
settle_value(const PnlRowName *name, const PnlCellValue *value)
{
	MemoryContextCallback *callback = palloc0(sizeof(*callback));
	PnlJson    *document = pnl_json_new_object();

	callback->func = free_document;
	callback->arg = document;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, callback);
	if (!pnl_json_add(document, name->key, pnl_ship_cell_document(value)))
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	return pnl_row_name_settle(document, name->key);
}

char *
pnl_row_name_read(const PnlRowName *name, const Datum *values, const bool *nulls, char **account)
{
	PnlCellValue value;

	*account = NULL;
	if (name->account != NULL && pnl_ship_cell_read(name->account, values, nulls, &value))
		*account = pnl_ship_cell_text(&value);
	if (!pnl_ship_cell_read(name->name, values, nulls, &value))
		return NULL;
	return settle_value(name, &value);
}
