/*
 * ship_mapping.c
 *		From the columns of a user's table to the description of a shipment.
 *
 * The arguments become a tree in the shape of the description.  Its leaves
 * are columns and literals; ship_cell.c makes values of them.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/shipment_path.h"
#include "pg/base/report.h"
#include "pg/ship/max_age.h"
#include "pg/ship/ship_cell.h"
#include "pg/ship/ship_mapping.h"

#define FUNCTION "postnl_ship_trigger"

/* The argument that is no path of the description, and no option. */
#define ACCOUNT "account"

/* An object, a list with one object, or a leaf. */
typedef struct MapNode
{
	const PnlShipmentKey *key;	/* NULL = the description itself */
	PnlCell    *cell;			/* of a leaf */
	struct MapNode *first;		/* of what is in it */
	struct MapNode *next;
} MapNode;

struct PnlMapping
{
	MapNode		root;
	PnlCell    *account;		/* NULL = none is given */
	PnlTriggerOptions options;
	PnlMaxAge	age;
};

/* ----------
 * Compiling
 * ----------
 */

/* The cell of an argument; "key" is NULL for those that are no paths. */
static PnlCell *
make_cell(const PnlTriggerArgument *argument, const PnlShipmentKey *key, TupleDesc desc)
{
	int			column;

	if (argument->literal)
		return pnl_ship_cell_literal(argument->path, argument->value, key);
	column = pnl_trigger_option_column(argument, desc);
	return pnl_ship_cell_column(column, TupleDescAttr(desc, column)->atttypid, key);
}

static MapNode *
find_child(const MapNode *node, const PnlShipmentKey *key)
{
	for (MapNode *child = node->first; child != NULL; child = child->next)
		if (child->key == key)
			return child;
	return NULL;
}

static MapNode *
add_child(MapNode *node, const PnlShipmentKey *key)
{
	MapNode    *child = palloc0(sizeof(*child));

	child->key = key;
	child->next = node->first;
	node->first = child;
	return child;
}

/* Puts a cell at its place in the tree, making the way to it. */
static void
add_path(PnlMapping *mapping, const PnlTriggerArgument *argument, TupleDesc desc)
{
	MapNode    *node = &mapping->root;
	PnlKeyPath	path;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_shipment_path_find(argument->path, &path, &error))
		pnl_report(&error, NULL);
	for (int i = 0; i < path.count; i++)
	{
		MapNode    *child = find_child(node, path.keys[i]);

		if (child != NULL && (child->cell != NULL || i == path.count - 1))
			pnl_trigger_option_twice(argument);
		node = child != NULL ? child : add_child(node, path.keys[i]);
	}
	node->cell = make_cell(argument, node->key, desc);
}

PnlMapping *
pnl_ship_mapping_compile(char **arguments, int count, TupleDesc desc)
{
	PnlMapping *mapping = palloc0(sizeof(*mapping));

	for (int i = 0; i < count; i++)
	{
		PnlTriggerArgument argument = pnl_trigger_option_read(FUNCTION, arguments[i]);

		if (pnl_trigger_option_take(&mapping->options, &argument) ||
			pnl_max_age_take(&mapping->age, &argument, desc))
			continue;
		if (strcmp(argument.path, ACCOUNT) != 0)
			add_path(mapping, &argument, desc);
		else if (mapping->account != NULL)
			pnl_trigger_option_twice(&argument);
		else
			mapping->account = make_cell(&argument, NULL, desc);
	}
	pnl_max_age_complete(&mapping->age, FUNCTION);
	return mapping;
}

const PnlTriggerOptions *
pnl_ship_mapping_options(const PnlMapping *mapping)
{
	return &mapping->options;
}

bool
pnl_ship_mapping_is_old(const PnlMapping *mapping, const Datum *values, const bool *nulls)
{
	return pnl_max_age_is_over(&mapping->age, values, nulls);
}

/* ----------
 * Applying
 * ----------
 */

/* What is made of a row, in both forms at once. */
typedef struct Making
{
	const Datum *values;
	const bool *nulls;
	PnlJsonbState state;
	bool		complete;		/* there was memory for the document */
} Making;

static void
push_key(Making *making, const char *name)
{
	JsonbValue	key;

	key.type = jbvString;
	key.val.string.val = unconstify(char *, name);
	key.val.string.len = (int) strlen(name);
	pnl_jsonb_push_compat(&making->state, WJB_KEY, &key);
}

static void make_members(Making *making, const MapNode *node, PnlJson *object);

/* What is made is put into what holds it first: an error then leaks nothing. */
static void
put_member(Making *making, PnlJson *object, const MapNode *node, PnlJson *member)
{
	making->complete = pnl_json_add(object, node->key->name, member) && making->complete;
}

/* An object, or a list of one. */
static void
make_object(Making *making, const MapNode *node, PnlJson *object)
{
	PnlJson    *member = pnl_json_new_object();

	if (node->key->type != PNL_KEY_OBJECTS)
	{
		put_member(making, object, node, member);
		pnl_jsonb_push_compat(&making->state, WJB_BEGIN_OBJECT, NULL);
		make_members(making, node, member);
		pnl_jsonb_push_compat(&making->state, WJB_END_OBJECT, NULL);
	}
	else
	{
		PnlJson    *list = pnl_json_new_array();

		put_member(making, object, node, list);
		making->complete = pnl_json_append(list, member) && making->complete;
		pnl_jsonb_push_compat(&making->state, WJB_BEGIN_ARRAY, NULL);
		pnl_jsonb_push_compat(&making->state, WJB_BEGIN_OBJECT, NULL);
		make_members(making, node, member);
		pnl_jsonb_push_compat(&making->state, WJB_END_OBJECT, NULL);
		pnl_jsonb_push_compat(&making->state, WJB_END_ARRAY, NULL);
	}
}

static void
make_members(Making *making, const MapNode *node, PnlJson *object)
{
	for (const MapNode *child = node->first; child != NULL && making->complete;
		 child = child->next)
	{
		PnlCellValue value;

		if (child->cell == NULL)
		{
			push_key(making, child->key->name);
			make_object(making, child, object);
		}
		else if (pnl_ship_cell_read(child->cell, making->values, making->nulls, &value))
		{
			push_key(making, child->key->name);
			pnl_ship_cell_push(&value, &making->state);
			put_member(making, object, child, pnl_ship_cell_document(&value));
		}
	}
}

/* Has the document freed with the context. */
static void
free_document(void *document)
{
	pnl_json_free(document);
}

static void
guard_document(PnlJson *document)
{
	MemoryContextCallback *callback = palloc0(sizeof(*callback));

	callback->func = free_document;
	callback->arg = document;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, callback);
}

PnlMapped
pnl_ship_mapping_apply(const PnlMapping *mapping, const Datum *values, const bool *nulls)
{
	Making		making = {.values = values, .nulls = nulls, .complete = true};
	PnlJson    *document = pnl_json_new_object();
	PnlMapped	mapped = {0};
	PnlCellValue account;

	guard_document(document);
	pnl_jsonb_push_compat(&making.state, WJB_BEGIN_OBJECT, NULL);
	make_members(&making, &mapping->root, document);
	if (!making.complete)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	pnl_jsonb_push_compat(&making.state, WJB_END_OBJECT, NULL);
	mapped.description = JsonbValueToJsonb(making.state.result);
	mapped.document = document;
	if (mapping->account != NULL && pnl_ship_cell_read(mapping->account, values, nulls, &account))
		mapped.account = pnl_ship_cell_text(&account);
	return mapped;
}
