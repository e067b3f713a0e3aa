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
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/compat.h"
#include "pg/base/statement.h"

/* The arguments of the statements on postnl.home. */
#define HOME_ARGUMENTS \
	.argument_count = 3, \
	.argument_types = {INT8OID, OIDOID, INT4OID}

static PnlStatement find = {
	.sql = "SELECT node FROM postnl.home WHERE system_identifier = $1 AND database = $2"
	" AND $3 IS NOT NULL",
	HOME_ARGUMENTS
};

/*
 * A copy that was made by files and then turned into a subscriber
 * (pg_createsubscriber) has a new system identifier too, and stays one when
 * it is upgraded.
 */
static PnlStatement carry_over = {
	.sql = "UPDATE postnl.home SET system_identifier = $1, server_version = $3"
	" WHERE database = $2 AND server_version < $3"
	" AND (SELECT count(*) FROM postnl.home"
	" WHERE database = $2 AND system_identifier IS NOT NULL) = 1"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel"
	" WHERE srrelid = 'postnl.shipment'::regclass)",
	HOME_ARGUMENTS
};

static PnlStatement become_new = {
	.sql = "INSERT INTO postnl.home (system_identifier, database, server_version)"
	" VALUES ($1, $2, $3) ON CONFLICT (system_identifier, database) DO NOTHING",
	HOME_ARGUMENTS
};

/* What was found last, and the subtransaction in which that is so. */
static struct
{
	LocalTransactionId transaction;
	SubTransactionId subtransaction;
	pg_uuid_t	node;
}			found;

static bool
look_up(Datum *values, pg_uuid_t *node)
{
	bool		isnull;

	pnl_statement_execute(&find, values, NULL);
	if (SPI_processed == 0)
		return false;
	*node = *DatumGetUUIDP(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1,
										 &isnull));
	return true;
}

/* Makes this database a node, the one that it was before pg_upgrade or a new one. */
static void
make_node(Datum *values)
{
	pnl_statement_execute(&carry_over, values, NULL);
	if (SPI_processed == 0)
		pnl_statement_execute(&become_new, values, NULL);
}

static bool
find_or_make(pg_uuid_t *node, bool makes)
{
	Datum		values[3];
	bool		exists;
	PnlCatalog	catalog;

	values[0] = Int64GetDatum((int64) GetSystemIdentifier());
	values[1] = ObjectIdGetDatum(MyDatabaseId);
	values[2] = Int32GetDatum(PNL_MAJOR_VERSION);
	pnl_catalog_open(&catalog);
	exists = look_up(values, node);
	if (!exists && makes)
	{
		make_node(values);
		exists = look_up(values, node);
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
