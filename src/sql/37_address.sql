-- Postal codes and addresses.

CREATE FUNCTION @extschema@.postnl_postal_code(
	postal_code text,
	house_number integer,
	addition text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	postal_code text, street text, house_number integer, addition text,
	city text, formatted text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_postal_code';
COMMENT ON FUNCTION @extschema@.postnl_postal_code(text, integer, text, text) IS
	'Asks PostNL for the Dutch addresses with a postal code and house number.';
REVOKE ALL ON FUNCTION @extschema@.postnl_postal_code(text, integer, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_postal_code(
	postal_code text,
	house_number text,
	addition text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	postal_code text, street text, house_number integer, addition text,
	city text, formatted text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_postal_code';
COMMENT ON FUNCTION @extschema@.postnl_postal_code(text, text, text, text) IS
	'Asks PostNL for the Dutch addresses with a postal code and a house number that is a text.';
REVOKE ALL ON FUNCTION @extschema@.postnl_postal_code(text, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_postal_code_json(
	postal_code text,
	house_number integer,
	addition text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_postal_code_json';
COMMENT ON FUNCTION @extschema@.postnl_postal_code_json(text, integer, text, text) IS
	'PostNL''s answer to postnl_postal_code() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_postal_code_json(text, integer, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_postal_code_json(
	postal_code text,
	house_number text,
	addition text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_postal_code_json';
COMMENT ON FUNCTION @extschema@.postnl_postal_code_json(text, text, text, text) IS
	'PostNL''s answer to postnl_postal_code() of a text as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_postal_code_json(text, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_address_nl(
	postal_code text DEFAULT NULL,
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	result_number integer, mailability_score integer, result_percentage float8,
	street text, house_number text, house_number_addition text,
	postal_code text, city text, region text, country text,
	country_iso3 text, country_name text, formatted text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 5
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_address_nl';
COMMENT ON FUNCTION @extschema@.postnl_address_nl(text, integer, text, text, text, text) IS
	'Asks PostNL which Dutch addresses fit a postal code, or a street and city, and a '
	'house number; a row a candidate.';
REVOKE ALL ON FUNCTION @extschema@.postnl_address_nl(
	text, integer, text, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_address_nl_json(
	postal_code text DEFAULT NULL,
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_address_nl_json';
COMMENT ON FUNCTION @extschema@.postnl_address_nl_json(text, integer, text, text, text, text) IS
	'PostNL''s answer to postnl_address_nl() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_address_nl_json(
	text, integer, text, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_address(
	country text,
	city text DEFAULT NULL,
	postal_code text DEFAULT NULL,
	street text DEFAULT NULL,
	house_number text DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	address_line text DEFAULT NULL,
	building text DEFAULT NULL,
	flat text DEFAULT NULL,
	stairs text DEFAULT NULL,
	floor text DEFAULT NULL,
	door text DEFAULT NULL,
	bus text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	result_number integer, mailability_score integer, result_percentage float8,
	street text, house_number text, house_number_addition text,
	postal_code text, city text, region text, country text,
	country_iso3 text, country_name text, formatted text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 5
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_address';
COMMENT ON FUNCTION @extschema@.postnl_address(
	text, text, text, text, text, text, text, text, text, text, text, text, text, text) IS
	'Asks PostNL which addresses of a country fit what is known; a row a candidate.';
REVOKE ALL ON FUNCTION @extschema@.postnl_address(
	text, text, text, text, text, text, text, text, text, text, text, text, text,
	text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_address_json(
	country text,
	city text DEFAULT NULL,
	postal_code text DEFAULT NULL,
	street text DEFAULT NULL,
	house_number text DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	address_line text DEFAULT NULL,
	building text DEFAULT NULL,
	flat text DEFAULT NULL,
	stairs text DEFAULT NULL,
	floor text DEFAULT NULL,
	door text DEFAULT NULL,
	bus text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_address_json';
COMMENT ON FUNCTION @extschema@.postnl_address_json(
	text, text, text, text, text, text, text, text, text, text, text, text, text, text) IS
	'PostNL''s answer to postnl_address() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_address_json(
	text, text, text, text, text, text, text, text, text, text, text, text, text,
	text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_split_address(
	line text,
	country text DEFAULT 'NL',
	OUT street text,
	OUT house_number text,
	OUT house_number_addition text,
	OUT confident boolean,
	OUT readings text)
RETURNS record
LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_split_address';
COMMENT ON FUNCTION @extschema@.postnl_split_address(text, text) IS
	'Tells street, house number and addition of a line apart where it can be read in one way; '
	'calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_split_address(text, text) FROM PUBLIC;
