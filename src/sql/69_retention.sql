-- Personal data: erased when somebody asks for it, before its time.

CREATE FUNCTION @extschema@.postnl_forget(reference text, account text DEFAULT NULL)
RETURNS integer
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_forget';
COMMENT ON FUNCTION @extschema@.postnl_forget(text, text) IS
	'Erases who received the shipments with a reference: their descriptions and labels; returns '
	'how many there were.';
REVOKE ALL ON FUNCTION @extschema@.postnl_forget(text, text) FROM PUBLIC;
