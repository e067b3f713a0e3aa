-- Track & Trace.

CREATE FUNCTION @extschema@.postnl_track(
	barcode text,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, main_barcode text, reference text, status text,
	status_code text, status_description text, phase_code text,
	phase_description text, status_at timestamptz, product_code text,
	product_description text, delivery_date date, eta_from timestamptz,
	eta_to timestamptz, parcel_number integer, parcel_count integer,
	weight_g integer, receiver jsonb, sender jsonb, events jsonb,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track';
COMMENT ON FUNCTION @extschema@.postnl_track(text, boolean, text, integer, text) IS
	'Asks PostNL for the status of the parcel with a barcode; a row for each parcel of '
	'its shipment.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track(text, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track(
	barcodes text[],
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS TABLE (
	barcode text, main_barcode text, reference text, status text,
	status_code text, status_description text, phase_code text,
	phase_description text, status_at timestamptz, product_code text,
	product_description text, delivery_date date, eta_from timestamptz,
	eta_to timestamptz, parcel_number integer, parcel_count integer,
	weight_g integer, receiver jsonb, sender jsonb, events jsonb,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track';
COMMENT ON FUNCTION @extschema@.postnl_track(text[], boolean, text, integer, text, text) IS
	'Asks PostNL for the status of many parcels at the same time; rows in the order of '
	'the barcodes.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track(
	text[], boolean, text, integer, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_json(
	barcode text,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_json';
COMMENT ON FUNCTION @extschema@.postnl_track_json(text, boolean, text, integer, text) IS
	'PostNL''s answer to postnl_track() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_json(
	text, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_json(
	barcodes text[],
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS SETOF jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_json';
COMMENT ON FUNCTION @extschema@.postnl_track_json(text[], boolean, text, integer, text, text) IS
	'PostNL''s answers to postnl_track() as they came, one for each barcode.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_json(
	text[], boolean, text, integer, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_events(
	barcode text,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, at timestamptz, code text, description text,
	location_code text, destination_location_code text, route_code text,
	route_name text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_events';
COMMENT ON FUNCTION @extschema@.postnl_track_events(text, text, integer, text) IS
	'Asks PostNL for the events of the parcel with a barcode, newest first.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_events(text, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_events_json(
	barcode text,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_events_json';
COMMENT ON FUNCTION @extschema@.postnl_track_events_json(text, text, integer, text) IS
	'PostNL''s answer to postnl_track_events() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_events_json(text, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_reference(
	reference text,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, main_barcode text, reference text, status text,
	status_code text, status_description text, phase_code text,
	phase_description text, status_at timestamptz, product_code text,
	product_description text, delivery_date date, eta_from timestamptz,
	eta_to timestamptz, parcel_number integer, parcel_count integer,
	weight_g integer, receiver jsonb, sender jsonb, events jsonb,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_reference';
COMMENT ON FUNCTION @extschema@.postnl_track_reference(text, boolean, text, integer, text) IS
	'Asks PostNL for the status of the parcels with the account''s own reference.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_reference(
	text, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_reference(
	reference bigint,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, main_barcode text, reference text, status text,
	status_code text, status_description text, phase_code text,
	phase_description text, status_at timestamptz, product_code text,
	product_description text, delivery_date date, eta_from timestamptz,
	eta_to timestamptz, parcel_number integer, parcel_count integer,
	weight_g integer, receiver jsonb, sender jsonb, events jsonb,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_reference';
COMMENT ON FUNCTION @extschema@.postnl_track_reference(bigint, boolean, text, integer, text) IS
	'Asks PostNL for the status of the parcels with a reference that is a number.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_reference(
	bigint, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_reference_json(
	reference text,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_reference_json';
COMMENT ON FUNCTION @extschema@.postnl_track_reference_json(text, boolean, text, integer, text) IS
	'PostNL''s answer to postnl_track_reference() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_reference_json(
	text, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_reference_json(
	reference bigint,
	detail boolean DEFAULT false,
	language text DEFAULT NULL,
	max_days integer DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_reference_json';
COMMENT ON FUNCTION @extschema@.postnl_track_reference_json(bigint, boolean, text, integer, text) IS
	'PostNL''s answer to postnl_track_reference() of a number as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_reference_json(
	bigint, boolean, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_updates(
	since timestamptz,
	until timestamptz DEFAULT now(),
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, status text, status_code text, status_description text,
	phase_code text, phase_description text, status_at timestamptz,
	created_on date)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_updates';
COMMENT ON FUNCTION @extschema@.postnl_track_updates(timestamptz, timestamptz, text) IS
	'Asks PostNL which of the account''s parcels changed status in a period of up to 48 hours.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_updates(timestamptz, timestamptz, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_updates_json(
	since timestamptz,
	until timestamptz DEFAULT now(),
	account text DEFAULT NULL)
RETURNS SETOF jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 24
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_updates_json';
COMMENT ON FUNCTION @extschema@.postnl_track_updates_json(timestamptz, timestamptz, text) IS
	'PostNL''s answers to postnl_track_updates() as they came, one for each two hours.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_updates_json(
	timestamptz, timestamptz, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_signature(
	barcode text,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, signed_at timestamptz, image bytea, mime_type text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_signature';
COMMENT ON FUNCTION @extschema@.postnl_signature(text, text) IS
	'Asks PostNL for the signature that the consignee gave; no row when there is none.';
REVOKE ALL ON FUNCTION @extschema@.postnl_signature(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_signature_json(
	barcode text,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_signature_json';
COMMENT ON FUNCTION @extschema@.postnl_signature_json(text, text) IS
	'PostNL''s answer to postnl_signature() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_signature_json(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_track_url(
	barcode text,
	postal_code text,
	country text DEFAULT 'NL',
	language text DEFAULT 'NL')
RETURNS text
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_track_url';
COMMENT ON FUNCTION @extschema@.postnl_track_url(text, text, text, text) IS
	'The page on which a consignee follows a parcel; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_track_url(text, text, text, text) FROM PUBLIC;
