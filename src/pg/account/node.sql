-- node.sql
--		postnl.home: which rows are this database's own.

-- statement find_node
-- @system_identifier bigint, @database oid
-- returns node uuid
/* since 1.1 */ SELECT node FROM postnl.home
WHERE system_identifier = @system_identifier AND database = @database /* end */;

-- statement carry_over
-- A copy that was made by files and then turned into a subscriber
-- (pg_createsubscriber) has a new system identifier too, and stays one when
-- it is upgraded.
-- @system_identifier bigint, @database oid, @server_version integer
/* since 1.1 */ UPDATE postnl.home SET
	system_identifier = @system_identifier,
	server_version = @server_version
WHERE database = @database AND server_version < @server_version
	AND (SELECT count(*) FROM postnl.home
		WHERE database = @database AND system_identifier IS NOT NULL) = 1
	AND NOT EXISTS (SELECT FROM pg_subscription_rel
		WHERE srrelid = 'postnl.shipment'::regclass) /* end */;

-- statement become_new
-- @system_identifier bigint, @database oid, @server_version integer
/* since 1.1 */ INSERT INTO postnl.home (system_identifier, database, server_version)
VALUES (@system_identifier, @database, @server_version)
ON CONFLICT (system_identifier, database) DO NOTHING /* end */;
