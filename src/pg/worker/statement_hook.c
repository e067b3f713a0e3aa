/*
 * statement_hook.c
 *		Statements that workers have to know of, or to make way for.
 *
 * DROP DATABASE and some others need a database without connections, and
 * PostgreSQL knows that autovacuum may be ended for it, but not that our
 * workers may.  So they are ended here first, and none is started until the
 * transaction of the statement ends, however it does.
 *
 * Rule for this file: nothing is done to a database before it is clear that
 * the role may run the statement.  Whether it may is decided by PostgreSQL
 * afterwards; here anything doubtful is left to it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_database.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/syscache.h"

#include "pg/base/compat.h"
#include "pg/process/session.h"
#include "pg/process/slots.h"
#include "pg/worker/statement_hook.h"

/* What a statement means to launcher and workers. */
typedef enum News
{
	NO_NEWS,
	EXTENSION_CAME,
	EXTENSION_WENT,
	ANYTHING					/* a prepared transaction was committed */
} News;

static ProcessUtility_hook_type previous_hook = NULL;

static DefElem *
find_option(List *options, const char *name)
{
	ListCell   *cell;

	foreach(cell, options)
	{
		DefElem    *option = lfirst_node(DefElem, cell);

		if (strcmp(option->defname, name) == 0)
			return option;
	}
	return NULL;
}

/* Whether a role may make databases. */
static bool
may_create(Oid role)
{
	HeapTuple	tuple = SearchSysCache1(AUTHOID, ObjectIdGetDatum(role));
	bool		may = false;

	if (HeapTupleIsValid(tuple))
	{
		may = ((Form_pg_authid) GETSTRUCT(tuple))->rolcreatedb;
		ReleaseSysCache(tuple);
	}
	return may || superuser_arg(role);
}

static bool
is_template(Oid database)
{
	HeapTuple	tuple = SearchSysCache1(DATABASEOID, ObjectIdGetDatum(database));
	bool		is = false;

	if (HeapTupleIsValid(tuple))
	{
		is = ((Form_pg_database) GETSTRUCT(tuple))->datistemplate;
		ReleaseSysCache(tuple);
	}
	return is;
}

/* Ends the workers of a database and keeps others from being started there. */
static void
empty_database(Oid database)
{
	pnl_session_hold_database(database);
	pnl_slots_end_workers(database);
}

static void
empty_own(const char *name)
{
	Oid			database = get_database_oid(name, true);

	if (OidIsValid(database) && pnl_database_ownercheck_compat(database, GetUserId()))
		empty_database(database);
}

static void
empty_template(List *options)
{
	DefElem    *option = find_option(options, "template");
	const char *name = option != NULL && option->arg != NULL ? defGetString(option) : "template1";
	Oid			database = get_database_oid(name, true);

	if (OidIsValid(database) && may_create(GetUserId()) &&
		(is_template(database) || pnl_database_ownercheck_compat(database, GetUserId())))
		empty_database(database);
}

/* Makes way for the statements that need a database for themselves. */
static void
make_way(Node *statement)
{
	switch (nodeTag(statement))
	{
		case T_DropdbStmt:
			empty_own(castNode(DropdbStmt, statement)->dbname);
			break;
		case T_CreatedbStmt:
			empty_template(castNode(CreatedbStmt, statement)->options);
			break;
		case T_RenameStmt:
			if (castNode(RenameStmt, statement)->renameType == OBJECT_DATABASE)
				empty_own(castNode(RenameStmt, statement)->subname);
			break;
		case T_AlterDatabaseStmt:
			if (find_option(castNode(AlterDatabaseStmt, statement)->options, "tablespace"))
				empty_own(castNode(AlterDatabaseStmt, statement)->dbname);
			break;
		default:
			break;
	}
}

/*
 * What was prepared may have been anything, and the session that prepared it
 * could not tell.
 */
static void
tell_prepared(void)
{
	if (pnl_slots_has_worker(MyDatabaseId))
	{
		pnl_session_wake_at_commit();
		pnl_session_extension_went_at_commit();
	}
	else if (OidIsValid(get_namespace_oid("postnl", true)))
		pnl_session_extension_came_at_commit();
}

/* What a statement may do to the extension. */
static News
news_of(Node *statement)
{
	switch (nodeTag(statement))
	{
		case T_CreateExtensionStmt:
			return EXTENSION_CAME;
		case T_DropStmt:
			if (castNode(DropStmt, statement)->removeType == OBJECT_EXTENSION ||
				castNode(DropStmt, statement)->removeType == OBJECT_SCHEMA)
				return EXTENSION_WENT;
			return NO_NEWS;
		case T_DropOwnedStmt:
			return EXTENSION_WENT;
		case T_TransactionStmt:
			if (castNode(TransactionStmt, statement)->kind == TRANS_STMT_COMMIT_PREPARED)
				return ANYTHING;
			return NO_NEWS;
		default:
			return NO_NEWS;
	}
}

static void
tell(News news)
{
	if (news == EXTENSION_WENT)
		pnl_session_extension_went_at_commit();
	else if (news == ANYTHING)
		tell_prepared();
	else if (news == EXTENSION_CAME && OidIsValid(get_namespace_oid("postnl", true)))
		pnl_session_extension_came_at_commit();
}

static void
process_utility(PlannedStmt *planned, const char *query, bool read_only_tree,
				ProcessUtilityContext context, ParamListInfo parameters,
				QueryEnvironment *environment, DestReceiver *destination,
				QueryCompletion *completion)
{
	/* now, since a statement that ends transactions may free its tree */
	News		news = news_of(planned->utilityStmt);

	if (IsUnderPostmaster)
		make_way(planned->utilityStmt);
	if (previous_hook)
		previous_hook(planned, query, read_only_tree, context, parameters, environment,
					  destination, completion);
	else
		standard_ProcessUtility(planned, query, read_only_tree, context, parameters,
								environment, destination, completion);
	if (IsUnderPostmaster)
		tell(news);
}

void
pnl_statement_hook_install(void)
{
	previous_hook = ProcessUtility_hook;
	ProcessUtility_hook = process_utility;
}
