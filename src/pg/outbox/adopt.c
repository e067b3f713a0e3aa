/*
 * adopt.c
 *		Taking over shipments of another node, and what is refused until then.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/outbox/adopt.h"
#include "pg/outbox/adopt_sql.h"
#include "pg/outbox/queue.h"
#include "pg/outbox/stock.h"
#include "pg/process/session.h"

/* Before there were nodes, all rows were this database's or a copy's. */
static void
check_home_of_1_0(void)
{
	PnlCatalog	catalog;
	bool		is_home;

	pnl_catalog_open(&catalog);
	is_home = PNL_RUN(find_home_of_1_0, .database = pnl_arg_oid(MyDatabaseId)) > 0;
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
	PNL_RUN_PLAIN(forget_others);
	pnl_catalog_close(&catalog);
	pnl_stock_clear_foreign();
}

int64
pnl_adopt_shipments(Datum account, Datum ids, Datum node)
{
	int64		count;

	pnl_node_ensure();
	count = pnl_queue_adopt(account, ids, node);
	if (count > 0)
		pnl_session_wake_at_commit();
	return count;
}

void
pnl_adopt_check(int64 shipment_id)
{
	if (!pnl_catalog_is_1_1())
		return;
	pnl_node_ensure();
	if (pnl_queue_is_foreign(shipment_id))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld belongs to another node", (long long) shipment_id),
				 errdetail("It was queued on another server or database, of which this one has "
						   "a copy."),
				 errhint("After a move, when the other one is gone: postnl_adopt(ids => '{%lld}').",
						 (long long) shipment_id)));
}
