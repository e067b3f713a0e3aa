-- Nodes: which rows are this database's own.

CREATE FUNCTION postnl.own_node()
RETURNS uuid
LANGUAGE c STABLE PARALLEL RESTRICTED COST 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_own_node';
COMMENT ON FUNCTION postnl.own_node() IS
	'The node that this database is, to the extension itself, for what it adds and takes; null to '
	'everybody else, so that rows which come in another way are nobody''s.';
REVOKE ALL ON FUNCTION postnl.own_node() FROM PUBLIC;
