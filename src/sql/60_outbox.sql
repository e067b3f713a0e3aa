-- The outbox: what the workers keep beside the shipments themselves.

CREATE TABLE postnl.barcode_pool
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	serie text NOT NULL DEFAULT '',
	barcode text NOT NULL,
	reserved_at timestamptz NOT NULL DEFAULT now(),
	node uuid DEFAULT postnl.own_node(),
	PRIMARY KEY (account, environment, serie, barcode)
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
CREATE UNIQUE INDEX barcode_pool_barcode ON postnl.barcode_pool (barcode, environment, node);
COMMENT ON TABLE postnl.barcode_pool IS
	'Barcodes that were reserved and belong to no parcel yet; may be emptied at any time.';
COMMENT ON COLUMN postnl.barcode_pool.account IS 'Name of the account that they are for.';
COMMENT ON COLUMN postnl.barcode_pool.environment IS 'The environment that issued them.';
COMMENT ON COLUMN postnl.barcode_pool.serie IS
	'The serie that they are of; empty is PostNL''s choice.';
COMMENT ON COLUMN postnl.barcode_pool.barcode IS 'The barcode.';
COMMENT ON COLUMN postnl.barcode_pool.reserved_at IS 'When it was reserved.';
COMMENT ON COLUMN postnl.barcode_pool.node IS 'The node that reserved it.';
COMMENT ON INDEX postnl.barcode_pool_barcode IS 'Keeps a barcode in the pool of a node once.';

CREATE TABLE postnl.pause
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	since timestamptz NOT NULL DEFAULT now(),
	until timestamptz NOT NULL,
	failures integer NOT NULL,
	error_code text NOT NULL,
	error text NOT NULL,
	error_detail jsonb,
	PRIMARY KEY (account, environment)
)
WITH (fillfactor = 50);
COMMENT ON TABLE postnl.pause IS
	'Accounts for which nothing is sent, since PostNL fails or refuses the key. Deleting a row '
	'ends the pause.';
COMMENT ON COLUMN postnl.pause.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.pause.environment IS 'The environment that fails.';
COMMENT ON COLUMN postnl.pause.since IS 'When the failures began.';
COMMENT ON COLUMN postnl.pause.until IS 'When the next call is made, to see whether it is over.';
COMMENT ON COLUMN postnl.pause.failures IS 'Calls that failed since it began.';
COMMENT ON COLUMN postnl.pause.error_code IS 'SQLSTATE of the last failure.';
COMMENT ON COLUMN postnl.pause.error IS 'What failed last, in PostNL''s words.';
COMMENT ON COLUMN postnl.pause.error_detail IS
	'Every error of it, as in postnl.shipment.error_detail.';

-- Which node this database is.  The row stays where its files stay: pg_upgrade and a
-- standby keep it; it is not dumped, and names the server and the database that it is
-- for, so that a dump, a template or a subscriber does not make it anybody else's.
CREATE TABLE postnl.home
(
	database oid NOT NULL,
	node uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
	system_identifier bigint,
	server_version integer,
	UNIQUE (system_identifier, database)
);
COMMENT ON TABLE postnl.home IS
	'The node that this database is: its shipments are sent from here. Emptied, it is a new one.';
COMMENT ON COLUMN postnl.home.database IS 'Oid of the database.';
COMMENT ON COLUMN postnl.home.node IS 'What its rows are marked with.';
COMMENT ON COLUMN postnl.home.system_identifier IS 'System identifier of its server.';
COMMENT ON COLUMN postnl.home.server_version IS
	'Major version of its server, which pg_upgrade raises.';
COMMENT ON INDEX postnl.home_pkey IS 'Finds a node.';
COMMENT ON INDEX postnl.home_system_identifier_database_key IS
	'Finds the node of this database.';
INSERT INTO postnl.home (database, system_identifier, server_version)
	SELECT d.oid, c.system_identifier,
		pg_catalog.current_setting('server_version_num')::integer / 10000
	FROM pg_catalog.pg_database AS d, pg_catalog.pg_control_system() AS c
	WHERE d.datname = pg_catalog.current_database();

CREATE VIEW postnl.here AS
SELECT h.node, h.database, h.system_identifier
FROM postnl.home AS h
JOIN pg_catalog.pg_control_system() AS c ON c.system_identifier = h.system_identifier
JOIN pg_catalog.pg_database AS d ON d.oid = h.database
WHERE d.datname = pg_catalog.current_database();
COMMENT ON VIEW postnl.here IS
	'The node that this database is now; no row before the first shipment of a new copy.';
COMMENT ON COLUMN postnl.here.node IS 'What its rows are marked with.';
COMMENT ON COLUMN postnl.here.database IS 'Oid of the database.';
COMMENT ON COLUMN postnl.here.system_identifier IS 'System identifier of the server.';

SELECT pg_catalog.pg_extension_config_dump('postnl.home', 'WHERE false');
