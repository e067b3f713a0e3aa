-- What is in the way of calling PostNL.

CREATE FUNCTION @extschema@.postnl_doctor(account text DEFAULT NULL)
RETURNS TABLE ("check" text, ok boolean, detail text, remedy text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 9
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_doctor';
COMMENT ON FUNCTION @extschema@.postnl_doctor(text) IS
	'Checks, with one call to PostNL, what calls need; a row for each check, with the '
	'remedy where it failed.';
REVOKE ALL ON FUNCTION @extschema@.postnl_doctor(text) FROM PUBLIC;
