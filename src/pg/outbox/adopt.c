/*
 * adopt.c
 *		Taking over shipments of another node, and what is refused until then.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "pg/account/node.h"
#include "pg/ask/pool.h"
#include "pg/base/catalog.h"
#include "pg/base/notify.h"
#include "pg/base/statement.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/claim.h"
#include "pg/process/session.h"

/* What the update to 1.1 takes for this database's own. */
static PnlStatement find_home_of_1_0 = {
	.sql = "SELECT FROM postnl.home HAVING count(*) = 1 AND bool_and(database = $1)"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel"
	" WHERE srrelid = 'postnl.shipment'::regclass)",
	.argument_count = 1,
	.argument_types = {OIDOID},
};

static PnlStatement forget_others = {
	.sql = "DELETE FROM postnl.home WHERE node <> " PNL_OWN_NODE,
};

static PnlStatement find_foreign = {
	.sql = "SELECT FROM postnl.shipment WHERE shipment_id = $1"
	" AND node IS DISTINCT FROM " PNL_OWN_NODE,
	.argument_count = 1,
	.argument_types = {INT8OID},
};

/*
 * After the copy was made the other node may have sent what is queued here, or
 * in hand: all of it is in doubt.  Where its barcode is not known here either,
 * PostNL is asked for the reference, once, since the other node is long gone;
 * without a reference it is for somebody to look at.
 */
static PnlStatement adopt = {
	.sql = "WITH found AS MATERIALIZED (SELECT s.shipment_id, s.state = 'sending' AS in_hand,"
	" s.state IN ('queued', 'sending') AS is_open,"
	" s.state IN ('queued', 'sending') AND s.reference IS NULL"
	" AND NOT EXISTS (SELECT FROM postnl.parcel AS p"
	" WHERE p.shipment_id = s.shipment_id AND p.barcode IS NOT NULL) AS unclear"
	" FROM postnl.shipment AS s WHERE s.node IS DISTINCT FROM " PNL_OWN_NODE
	" AND ($1 IS NULL OR s.account = $1) AND ($2 IS NULL OR s.shipment_id = ANY ($2))"
	" AND ($3 IS NULL OR s.node = $3) FOR UPDATE),"
	" ended AS (UPDATE postnl.attempt AS a SET error = '57P02' FROM found AS f"
	" WHERE f.in_hand AND a.shipment_id = f.shipment_id AND a.ms IS NULL AND a.error IS NULL),"
	" parcels AS (UPDATE postnl.parcel AS p SET node = " PNL_OWN_NODE
	" FROM found AS f WHERE p.shipment_id = f.shipment_id)"
	" UPDATE postnl.shipment AS s SET node = " PNL_OWN_NODE ","
	" state = CASE WHEN f.unclear THEN 'failed' WHEN f.is_open THEN 'queued' ELSE s.state END,"
	" in_doubt = s.in_doubt OR f.is_open,"
	" lookups = CASE WHEN f.is_open THEN " CppAsString2(PNL_LOOKUPS_AGAIN) " ELSE s.lookups END,"
	" next_attempt_at = CASE WHEN f.in_hand THEN clock_timestamp() ELSE s.next_attempt_at END,"
	" error_code = CASE WHEN f.is_open THEN '57P02' ELSE s.error_code END,"
	" error = CASE WHEN f.is_open"
	" THEN 'the node that it was adopted from may have sent it' ELSE s.error END,"
	" claimed_by = NULL, claimed_until = NULL"
	" FROM found AS f WHERE s.shipment_id = f.shipment_id"
	" RETURNING s.shipment_id, s.reference, s.state, f.in_hand",
	.argument_count = 3,
	.argument_types = {TEXTOID, INT8ARRAYOID, UUIDOID},
};

/* Before there were nodes, all rows were this database's or a copy's. */
static void
check_home_of_1_0(void)
{
	PnlCatalog	catalog;
	Datum		database = ObjectIdGetDatum(MyDatabaseId);
	bool		is_home;

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_home_of_1_0, &database, NULL);
	is_home = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	if (!is_home)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("extension \"postnl\" is older than its library, and ships nothing here"),
				 errdetail("This database is a copy, or a subscriber: what is queued may be "
						   "another's to send."),
				 errhint("Run ALTER EXTENSION postnl UPDATE.")));
}

void
pnl_adopt_settle_in(void)
{
	PnlCatalog	catalog;

	if (!pnl_catalog_is_1_1())
	{
		check_home_of_1_0();
		return;
	}
	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	pnl_statement_execute(&forget_others, NULL, NULL);
	pnl_catalog_close(&catalog);
	pnl_pool_clear_foreign();
}

int64
pnl_adopt_shipments(Datum account, Datum ids, Datum node)
{
	Datum		values[3] = {account, ids, node};
	char		nulls[3];
	int64		count;
	PnlCatalog	catalog;

	for (int i = 0; i < 3; i++)
		nulls[i] = values[i] == (Datum) 0 ? 'n' : ' ';
	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	pnl_statement_execute(&adopt, values, nulls);
	count = (int64) SPI_processed;
	for (int64 row = 0; row < count; row++)
	{
		bool		isnull;
		HeapTuple	tuple = SPI_tuptable->vals[row];
		TupleDesc	desc = SPI_tuptable->tupdesc;

		if (DatumGetBool(SPI_getbinval(tuple, desc, 4, &isnull)))
			pnl_notify_state(DatumGetInt64(SPI_getbinval(tuple, desc, 1, &isnull)),
							 pnl_catalog_text(row, 2, CurrentMemoryContext),
							 pnl_catalog_text(row, 3, CurrentMemoryContext));
	}
	pnl_catalog_close(&catalog);
	if (count > 0)
		pnl_session_wake_at_commit();
	return count;
}

void
pnl_adopt_check(int64 shipment_id)
{
	PnlCatalog	catalog;
	Datum		value = Int64GetDatum(shipment_id);
	bool		is_foreign;

	if (!pnl_catalog_is_1_1())
		return;
	pnl_node_ensure();
	pnl_catalog_open(&catalog);
	pnl_statement_execute(&find_foreign, &value, NULL);
	is_foreign = SPI_processed > 0;
	pnl_catalog_close(&catalog);
	if (is_foreign)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld belongs to another node", (long long) shipment_id),
				 errdetail("It was queued on another server or database, of which this one has "
						   "a copy."),
				 errhint("After a move, when the other one is gone: postnl_adopt(ids => '{%lld}').",
						 (long long) shipment_id)));
}
