/*
 * node.c
 *		Which rows are this database's own.
 *
 * postnl.home has the node with the server and the database that it is for.
 * A row of another server is believed in one case only: pg_upgrade, which
 * keeps tables and the oid of the database under a new system identifier and
 * a higher version.  Whatever else looks like that makes a new node, whose
 * rows have to be adopted: that costs a question, the contrary a parcel.
 */
#include "postgres.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/namespace.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"

#include "pg/account/node.h"
#include "pg/account/node_sql.h"
#include "pg/base/catalog.h"
#include "pg/base/compat.h"

/* What was found last, and the subtransaction in which that is so. */
static struct
{
	LocalTransactionId transaction;
	SubTransactionId subtransaction;
	pg_uuid_t	node;
}			found;

static bool
look_up(int64 system_identifier, pg_uuid_t *node)
{
	if (PNL_RUN(find_node,
				.system_identifier = pnl_arg_int8(system_identifier),
				.database = pnl_arg_oid(MyDatabaseId)) == 0)
		return false;
	*node = *DatumGetUUIDP(PNL_ROW(find_node, 0, CurrentMemoryContext)->node);
	return true;
}

/* Makes this database a node, the one that it was before pg_upgrade or a new one. */
static void
make_node(int64 system_identifier)
{
	if (PNL_RUN(carry_over,
				.system_identifier = pnl_arg_int8(system_identifier),
				.database = pnl_arg_oid(MyDatabaseId),
				.server_version = pnl_arg_int4(PNL_MAJOR_VERSION)) == 0)
		PNL_RUN(become_new,
				.system_identifier = pnl_arg_int8(system_identifier),
				.database = pnl_arg_oid(MyDatabaseId),
				.server_version = pnl_arg_int4(PNL_MAJOR_VERSION));
}

static bool
find_or_make(pg_uuid_t *node, bool makes)
{
	int64		system_identifier = (int64) GetSystemIdentifier();
	bool		exists;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	exists = look_up(system_identifier, node);
	if (!exists && makes)
	{
		make_node(system_identifier);
		exists = look_up(system_identifier, node);
	}
	pnl_catalog_close(&catalog);
	return exists;
}

static bool
find_here(bool makes)
{
	LocalTransactionId transaction = pnl_transaction_number_compat();
	SubTransactionId subtransaction = GetCurrentSubTransactionId();

	if (found.transaction == transaction && found.subtransaction == subtransaction)
		return true;
	found.transaction = InvalidLocalTransactionId;
	if (!find_or_make(&found.node, makes))
		return false;
	found.transaction = transaction;
	found.subtransaction = subtransaction;
	return true;
}

bool
pnl_node_find(pg_uuid_t *node)
{
	bool		exists = find_here(false);

	if (exists)
		*node = found.node;
	return exists;
}

void
pnl_node_ensure(void)
{
	if (pnl_catalog_is_1_1())
		(void) find_here(true);
}
