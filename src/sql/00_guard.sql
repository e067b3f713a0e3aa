-- The first part of the install script: guard and schema.
\echo Use "CREATE EXTENSION postnl" to load this file. \quit

-- Operators and functions are PostgreSQL's, whatever others in a schema that many may write
-- to fits an expression better.
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE SCHEMA postnl;
COMMENT ON SCHEMA postnl IS
	'Tables and views of the postnl extension.';
