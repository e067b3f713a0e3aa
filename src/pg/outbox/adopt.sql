-- adopt.sql
--		Whose database this is.

-- include base/fragments.sql

-- statement find_home_of_1_0
-- What the update to 1.1 takes for this database's own.
-- @database oid
SELECT FROM postnl.home HAVING count(*) = 1 AND bool_and(database = @database)
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel
		WHERE srrelid = 'postnl.shipment'::regclass);

-- statement forget_others
/* since 1.1 */ DELETE FROM postnl.home WHERE node <> {own_node} /* end */;
