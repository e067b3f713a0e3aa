-- Pick-up locations.

CREATE FUNCTION @extschema@.postnl_locations(
	postal_code text,
	country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	location_code text, name text, partner_name text, retail_network_id text,
	address jsonb, latitude float8, longitude float8, distance_m integer,
	delivery_options text[], opening_hours jsonb, phone text,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations';
COMMENT ON FUNCTION @extschema@.postnl_locations(
	text, text, integer, text, text, text, date, time, text[], text) IS
	'Asks PostNL for the pick-up locations nearest to an address.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations(
	text, text, integer, text, text, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_json(
	postal_code text,
	country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_json';
COMMENT ON FUNCTION @extschema@.postnl_locations_json(
	text, text, integer, text, text, text, date, time, text[], text) IS
	'PostNL''s answer to postnl_locations() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_json(
	text, text, integer, text, text, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations(
	addresses jsonb,
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS TABLE (
	ordinal integer, location_code text, name text, partner_name text, retail_network_id text,
	address jsonb, latitude float8, longitude float8, distance_m integer,
	delivery_options text[], opening_hours jsonb, phone text,
	sustainability_code text, sustainability text,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations';
COMMENT ON FUNCTION @extschema@.postnl_locations(jsonb, date, time, text[], text, text) IS
	'Asks PostNL for the pick-up locations nearest to many addresses at the same time; '
	'an address is an object with the arguments of the single form as keys.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations(
	jsonb, date, time, text[], text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_json(
	addresses jsonb,
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS SETOF jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_json';
COMMENT ON FUNCTION @extschema@.postnl_locations_json(jsonb, date, time, text[], text, text) IS
	'PostNL''s answers to postnl_locations() as they came, one for each call.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_json(
	jsonb, date, time, text[], text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_near(
	latitude float8,
	longitude float8,
	country text DEFAULT 'NL',
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	location_code text, name text, partner_name text, retail_network_id text,
	address jsonb, latitude float8, longitude float8, distance_m integer,
	delivery_options text[], opening_hours jsonb, phone text,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_near';
COMMENT ON FUNCTION @extschema@.postnl_locations_near(
	float8, float8, text, date, time, text[], text) IS
	'Asks PostNL for the pick-up locations nearest to a point.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_near(
	float8, float8, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_near_json(
	latitude float8,
	longitude float8,
	country text DEFAULT 'NL',
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_near_json';
COMMENT ON FUNCTION @extschema@.postnl_locations_near_json(
	float8, float8, text, date, time, text[], text) IS
	'PostNL''s answer to postnl_locations_near() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_near_json(
	float8, float8, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_within(
	north float8,
	west float8,
	south float8,
	east float8,
	country text DEFAULT 'NL',
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	location_code text, name text, partner_name text, retail_network_id text,
	address jsonb, latitude float8, longitude float8, distance_m integer,
	delivery_options text[], opening_hours jsonb, phone text,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_within';
COMMENT ON FUNCTION @extschema@.postnl_locations_within(
	float8, float8, float8, float8, text, date, time, text[], text) IS
	'Asks PostNL for the pick-up locations in an area.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_within(
	float8, float8, float8, float8, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_locations_within_json(
	north float8,
	west float8,
	south float8,
	east float8,
	country text DEFAULT 'NL',
	delivery_date date DEFAULT NULL,
	opening_time time DEFAULT NULL,
	delivery_options text[] DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_locations_within_json';
COMMENT ON FUNCTION @extschema@.postnl_locations_within_json(
	float8, float8, float8, float8, text, date, time, text[], text) IS
	'PostNL''s answer to postnl_locations_within() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_locations_within_json(
	float8, float8, float8, float8, text, date, time, text[], text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_location(
	location_code text,
	retail_network_id text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	location_code text, name text, partner_name text, retail_network_id text,
	address jsonb, latitude float8, longitude float8, distance_m integer,
	delivery_options text[], opening_hours jsonb, phone text,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_location';
COMMENT ON FUNCTION @extschema@.postnl_location(text, text, text) IS
	'Asks PostNL for a pick-up location by its code.';
REVOKE ALL ON FUNCTION @extschema@.postnl_location(text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_location_json(
	location_code text,
	retail_network_id text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_location_json';
COMMENT ON FUNCTION @extschema@.postnl_location_json(text, text, text) IS
	'PostNL''s answer to postnl_location() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_location_json(text, text, text) FROM PUBLIC;
