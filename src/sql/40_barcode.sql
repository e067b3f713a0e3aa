-- Barcodes.

CREATE FUNCTION @extschema@.postnl_barcode_info(
	barcode text,
	OUT kind text,
	OUT valid boolean,
	OUT reason text)
RETURNS record
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcode_info';
COMMENT ON FUNCTION @extschema@.postnl_barcode_info(text) IS
	'The kind of a barcode and whether it is well formed; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_barcode_info(text) FROM PUBLIC;

CREATE FUNCTION postnl.barcode_spelled(barcode text)
RETURNS text
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcode_spelled';
COMMENT ON FUNCTION postnl.barcode_spelled(text) IS
	'A barcode as it is kept: without blanks, in capital letters.';
REVOKE ALL ON FUNCTION postnl.barcode_spelled(text) FROM PUBLIC;
