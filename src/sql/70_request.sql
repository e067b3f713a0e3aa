-- Any operation of PostNL's API.

CREATE FUNCTION @extschema@.postnl_request(
	method text,
	path text,
	query jsonb DEFAULT NULL,
	body jsonb DEFAULT NULL,
	account text DEFAULT NULL,
	OUT status integer,
	OUT headers jsonb,
	OUT body jsonb)
RETURNS record
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_request';
COMMENT ON FUNCTION @extschema@.postnl_request(text, text, jsonb, jsonb, text) IS
	'Makes any call to PostNL''s API, on the account''s host only, and returns HTTP '
	'status, headers and body.';
REVOKE ALL ON FUNCTION @extschema@.postnl_request(text, text, jsonb, jsonb, text) FROM PUBLIC;
