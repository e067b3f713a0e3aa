/*
 * func_node.c
 *		SQL functions of nodes: whose rows are whose.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/uuid.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/outbox/adopt.h"

PG_FUNCTION_INFO_V1(postnl_own_node);
PG_FUNCTION_INFO_V1(postnl_adopt);

/*
 * The default of columns that say whose a row is: this node where the
 * extension adds it.  Rows that a restore, a subscription or a role adds are
 * nobody's, unless they say whose they are.
 */
Datum
postnl_own_node(PG_FUNCTION_ARGS)
{
	pg_uuid_t  *node = palloc(sizeof(*node));

	if (!pnl_catalog_is_open() || !pnl_node_find(node))
		PG_RETURN_NULL();
	PG_RETURN_UUID_P(node);
}

/* account, ids, node */
Datum
postnl_adopt(PG_FUNCTION_ARGS)
{
	Datum		arguments[3];

	PreventCommandIfReadOnly("postnl_adopt()");
	for (int i = 0; i < 3; i++)
		arguments[i] = PG_ARGISNULL(i) ? (Datum) 0 : PG_GETARG_DATUM(i);
	PG_RETURN_INT64(pnl_adopt_shipments(arguments[0], arguments[1], arguments[2]));
}
