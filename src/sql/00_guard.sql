-- The first part of the install script: guard and schema.
\echo Use "CREATE EXTENSION postnl" to load this file. \quit

CREATE SCHEMA postnl;
COMMENT ON SCHEMA postnl IS
	'Tables and views of the postnl extension.';
