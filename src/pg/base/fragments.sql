-- fragments.sql
--		What statements of several wings share.

-- fragment own_node
-- This node; only where the database is of version 1.1.
(SELECT postnl.own_node())

-- fragment locked_by_others: table, id, rows
-- A query: the shipments of which somebody else has one of these rows locked.
-- The rows that nobody has are locked; "rows" is a condition on "x".  Waits
-- for nobody.
SELECT x.shipment_id FROM postnl.{table} AS x WHERE {rows}
	AND x.{id} <> ALL (ARRAY(SELECT x.{id} FROM postnl.{table} AS x WHERE {rows}
		FOR NO KEY UPDATE SKIP LOCKED))
