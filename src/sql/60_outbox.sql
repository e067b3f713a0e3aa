-- The outbox: what the workers keep beside the shipments themselves.

CREATE TABLE postnl.barcode_pool
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	serie text NOT NULL DEFAULT '',
	barcode text NOT NULL,
	reserved_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (account, environment, serie, barcode)
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
COMMENT ON TABLE postnl.barcode_pool IS
	'Barcodes that were reserved and belong to no parcel yet; may be emptied at any time.';
COMMENT ON COLUMN postnl.barcode_pool.account IS 'Name of the account that they are for.';
COMMENT ON COLUMN postnl.barcode_pool.environment IS 'The environment that issued them.';
COMMENT ON COLUMN postnl.barcode_pool.serie IS
	'The serie that they are of; empty is PostNL''s choice.';
COMMENT ON COLUMN postnl.barcode_pool.barcode IS 'The barcode.';
COMMENT ON COLUMN postnl.barcode_pool.reserved_at IS 'When it was reserved.';

CREATE TABLE postnl.pause
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	since timestamptz NOT NULL DEFAULT now(),
	until timestamptz NOT NULL,
	failures integer NOT NULL,
	error_code text NOT NULL,
	error text NOT NULL,
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

-- The database whose outbox this is.  A copy (CREATE DATABASE ... TEMPLATE, a
-- restored dump) has the row of the original, by which its worker knows that
-- the queued shipments are somebody else's.
CREATE TABLE postnl.home
(
	database oid NOT NULL
);
COMMENT ON TABLE postnl.home IS
	'The database whose shipments these are, so that a copy of it does not ship them again.';
COMMENT ON COLUMN postnl.home.database IS 'Oid of the database.';
INSERT INTO postnl.home SELECT oid FROM pg_catalog.pg_database
	WHERE datname = pg_catalog.current_database();

SELECT pg_catalog.pg_extension_config_dump('postnl.home', '');
