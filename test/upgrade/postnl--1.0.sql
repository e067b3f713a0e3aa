-- The first part of the install script: guard and schema.
\echo Use "CREATE EXTENSION postnl" to load this file. \quit

CREATE SCHEMA postnl;
COMMENT ON SCHEMA postnl IS
	'Tables and views of the postnl extension.';
-- Accounts and their keys.

CREATE TABLE postnl.account
(
	name text PRIMARY KEY CHECK (name <> ''),
	environment text NOT NULL DEFAULT 'sandbox'
		CHECK (environment IN ('sandbox', 'production')),
	api text NOT NULL DEFAULT 'legacy' CHECK (api IN ('legacy', 'v4')),
	key_source text NOT NULL DEFAULT 'guc'
		CHECK (key_source IN ('guc', 'table') OR key_source ~ '^(file:/|env:).'),
	customer_code text,
	customer_number text,
	collection_location text,
	sender jsonb,
	product text,
	label_format text CHECK (label_format IN ('pdf', 'zpl', 'gif', 'jpg', 'png')),
	requests_per_minute integer CHECK (requests_per_minute >= -1),
	barcode_source text CHECK (barcode_source IN ('reserve', 'reserve_v4', 'postnl')),
	allowed regrole[],
	is_default boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX account_is_default ON postnl.account (is_default) WHERE is_default;

COMMENT ON TABLE postnl.account IS
	'Accounts with PostNL; written with postnl_account_set().';
COMMENT ON COLUMN postnl.account.name IS 'Name by which calls refer to the account.';
COMMENT ON COLUMN postnl.account.environment IS
	'PostNL''s sandbox or production; each has its own keys.';
COMMENT ON COLUMN postnl.account.api IS
	'API generation that is used where both have an operation: legacy or v4.';
COMMENT ON COLUMN postnl.account.key_source IS
	'Where the API key is: guc, table, file:/path or env:NAME.';
COMMENT ON COLUMN postnl.account.customer_code IS 'Customer code with PostNL, such as DEVC.';
COMMENT ON COLUMN postnl.account.customer_number IS
	'Customer number with PostNL, such as 11223344.';
COMMENT ON COLUMN postnl.account.collection_location IS
	'Code of the location where PostNL collects the parcels.';
COMMENT ON COLUMN postnl.account.sender IS
	'Address of the sender, with the keys of a shipment''s address.';
COMMENT ON COLUMN postnl.account.product IS 'Product code of shipments that name none.';
COMMENT ON COLUMN postnl.account.label_format IS 'Format of labels of shipments that name none.';
COMMENT ON COLUMN postnl.account.requests_per_minute IS
	'Most calls a minute with this account''s key; -1 is no limit, null or 0 is the '
	'setting or what PostNL allows.';
COMMENT ON COLUMN postnl.account.barcode_source IS
	'Where barcodes come from: reserve, reserve_v4 or postnl.';
COMMENT ON COLUMN postnl.account.allowed IS
	'Roles that may use the account; null is every role that may call.';
COMMENT ON COLUMN postnl.account.is_default IS 'Whether calls that name no account use this one.';
COMMENT ON INDEX postnl.account_is_default IS 'At most one account is the default.';

CREATE TABLE postnl.account_key
(
	account text PRIMARY KEY REFERENCES postnl.account (name)
		ON UPDATE CASCADE ON DELETE CASCADE,
	key text NOT NULL
);
COMMENT ON TABLE postnl.account_key IS
	'API keys of accounts with key_source table: for the extension''s owner only, and '
	'never dumped.';
COMMENT ON COLUMN postnl.account_key.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.account_key.key IS 'The API key.';

-- account_key is left out on purpose: a dump holds no key
SELECT pg_catalog.pg_extension_config_dump('postnl.account', '');

CREATE FUNCTION @extschema@.postnl_account_set(
	name text,
	environment text DEFAULT NULL,
	api text DEFAULT NULL,
	key_source text DEFAULT NULL,
	customer_code text DEFAULT NULL,
	customer_number text DEFAULT NULL,
	collection_location text DEFAULT NULL,
	sender jsonb DEFAULT NULL,
	product text DEFAULT NULL,
	label_format text DEFAULT NULL,
	requests_per_minute integer DEFAULT NULL,
	barcode_source text DEFAULT NULL,
	allowed regrole[] DEFAULT NULL,
	is_default boolean DEFAULT NULL)
RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_account_set';
COMMENT ON FUNCTION @extschema@.postnl_account_set IS
	'Makes an account, or changes what is given of one that exists; what is null stays as it was.';
REVOKE ALL ON FUNCTION @extschema@.postnl_account_set FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_account_key_set(name text, key text)
RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_account_key_set';
COMMENT ON FUNCTION @extschema@.postnl_account_key_set IS
	'Keeps an account''s API key in postnl.account_key and sets its key_source to table.';
REVOKE ALL ON FUNCTION @extschema@.postnl_account_key_set FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_account_delete(name text)
RETURNS boolean
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_account_delete';
COMMENT ON FUNCTION @extschema@.postnl_account_delete IS
	'Deletes an account and its key; false when there is no such account.';
REVOKE ALL ON FUNCTION @extschema@.postnl_account_delete FROM PUBLIC;
-- PostNL's status codes and the canonical status of each.

CREATE TABLE postnl.status_code
(
	status_code text PRIMARY KEY,
	status text NOT NULL CHECK (status IN ('registered', 'in_transit',
		'out_for_delivery', 'at_pickup_point', 'delivered', 'returning', 'problem',
		'unknown')),
	phase_code text,
	description_nl text,
	description_en text,
	final boolean NOT NULL DEFAULT false,
	poll_interval interval CHECK (poll_interval >= '0'),
	detail boolean NOT NULL DEFAULT true,
	added boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE postnl.status_code IS
	'PostNL''s status codes with the canonical status that each stands for; rows may be '
	'added and changed.';
COMMENT ON COLUMN postnl.status_code.status_code IS 'Code in PostNL''s answers.';
COMMENT ON COLUMN postnl.status_code.status IS
	'Canonical status; a code that has no row is unknown.';
COMMENT ON COLUMN postnl.status_code.phase_code IS
	'Phase that PostNL gives the code; 4 is not always delivered.';
COMMENT ON COLUMN postnl.status_code.description_nl IS 'PostNL''s description in Dutch.';
COMMENT ON COLUMN postnl.status_code.description_en IS 'PostNL''s description in English.';
COMMENT ON COLUMN postnl.status_code.final IS
	'Whether a parcel rests in it: PostNL is not asked for such a parcel any more.';
COMMENT ON COLUMN postnl.status_code.poll_interval IS
	'How long after it was last heard of PostNL is asked for a parcel in it by its barcode; null '
	'is six hours.';
COMMENT ON COLUMN postnl.status_code.detail IS
	'Whether PostNL is asked for the events of a parcel that has got into it.';
COMMENT ON COLUMN postnl.status_code.added IS
	'Whether the row is yours, added or changed; only such rows are dumped.';

-- Source: PostNL's reference tables of status and event codes.  27, 28 and 31
-- are in the table of events only.
INSERT INTO postnl.status_code
	(status_code, status, phase_code, description_nl, description_en)
VALUES
	('1', 'registered', '1', 'Zending voorgemeld', 'Shipment pre-alerted'),
	('2', 'in_transit', '1', 'Zending in ontvangst genomen', 'Shipment accepted'),
	('3', 'in_transit', '1', 'Zending afgehaald', 'Shipment collected'),
	('4', 'problem', '1', 'Zending niet afgehaald', 'Shipment not collected'),
	('5', 'in_transit', '2', 'Zending gesorteerd', 'Shipment sorted'),
	('6', 'problem', '2', 'Zending niet gesorteerd', 'Shipment not sorted'),
	('7', 'out_for_delivery', '3', 'Zending in distributieproces', 'Shipment out for delivery'),
	('8', 'problem', '3', 'Zending niet afgeleverd', 'Shipment not delivered'),
	('9', 'in_transit', '3', 'Zending bij douane', 'Shipment at customs'),
	('11', 'delivered', '4', 'Zending afgeleverd', 'Shipment delivered'),
	('12', 'at_pickup_point', '4', 'Zending beschikbaar op afhaallocatie',
		'Shipment at pick-up location'),
	('13', 'registered', '1', 'Voorgemeld: nog niet aangenomen', 'Pre-alerted shipment'),
	('14', 'problem', '1', 'Voorgemeld: definitief niet aangenomen', 'Shipment pre-alerted'),
	('15', 'problem', '1', 'Manco collectie', 'Missing collection'),
	('16', 'problem', '2', 'Manco sortering', 'Missing in sorting'),
	('17', 'problem', '3', 'Manco distributie', 'Missing in distribution'),
	('18', 'problem', '1', 'Definitief manco', 'Definitely missing'),
	('19', 'problem', '1', 'Zending afgekeurd', 'Shipment rejected'),
	('20', 'in_transit', '3', 'Zending in inklaringsproces', 'Shipment in clearance process'),
	('21', 'in_transit', '2', 'Zending in voorraad', 'Shipment in storage'),
	('22', 'delivered', '4', 'Zending afgehaald van Postkantoor',
		'Shipment picked up from post office'),
	('23', 'in_transit', '4', 'Afhaalopdracht gecollecteerd', 'Parcel collected'),
	('27', 'returning', NULL, 'Retour Onbestelbaar', NULL),
	('28', 'returning', NULL, 'Retour Foutieve aflevercode', NULL),
	('31', 'in_transit', NULL, 'Zending klaar voor transport naar land van bestemming', NULL),
	('99', 'unknown', '99', 'Niet van toepassing', 'Not applicable');
UPDATE postnl.status_code SET final = true WHERE status = 'delivered';

-- The events of a parcel that nobody has had in hands yet tell nothing.
UPDATE postnl.status_code SET detail = false WHERE status = 'registered';

-- Where the bulk feed tells of a parcel, this is seldom made use of.
UPDATE postnl.status_code AS c SET poll_interval = p.poll_interval
FROM (VALUES
	('registered', interval '12 hours'),
	('in_transit', '2 hours'),
	('out_for_delivery', '15 minutes'),
	('at_pickup_point', '2 hours'),
	('problem', '2 hours'),
	('returning', '6 hours'),
	('unknown', '6 hours')) AS p (status, poll_interval)
WHERE c.status = p.status;

-- Nothing comes of these within hours.
UPDATE postnl.status_code SET poll_interval = '6 hours'
	WHERE status_code IN ('9', '15', '16', '17', '20', '21', '31');
UPDATE postnl.status_code SET poll_interval = '1 day'
	WHERE status_code IN ('14', '18', '19', '99');

UPDATE postnl.status_code SET added = false;

SELECT pg_catalog.pg_extension_config_dump('postnl.status_code', 'WHERE added');
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
-- Answers that hold for some minutes, shared by all backends.

CREATE UNLOGGED TABLE postnl.cache
(
	request bytea NOT NULL,
	answer bytea NOT NULL,
	stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX cache_request ON postnl.cache (request, stored_at);
CREATE INDEX cache_stored_at ON postnl.cache (stored_at);
COMMENT ON TABLE postnl.cache IS
	'PostNL''s answers that hold for some minutes; may be emptied at any time.';
COMMENT ON COLUMN postnl.cache.request IS 'Hash of account, operation and arguments.';
COMMENT ON COLUMN postnl.cache.answer IS 'PostNL''s answer as it came.';
COMMENT ON COLUMN postnl.cache.stored_at IS 'When it came.';
COMMENT ON INDEX postnl.cache_request IS 'Finds the newest answer to a request.';
COMMENT ON INDEX postnl.cache_stored_at IS 'Finds old answers to sweep.';
-- Delivery options, timeframes and dates.

CREATE FUNCTION @extschema@.postnl_delivery_options(
	postal_code text,
	house_number integer,
	country text DEFAULT 'NL',
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	order_time timestamptz DEFAULT now(),
	days integer DEFAULT 3,
	options text[] DEFAULT '{Daytime,Evening,Pickup}',
	locations integer DEFAULT 3,
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	holiday_sorting boolean DEFAULT true,
	sender jsonb DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	kind text, option text, delivery_date date, from_time time,
	to_time time, shipping_date date, location_code text, partner_id text,
	location_name text, address jsonb, distance_m integer, opening_hours jsonb,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_options';
COMMENT ON FUNCTION @extschema@.postnl_delivery_options(
	text, integer, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) IS
	'Asks PostNL when and how it can deliver to an address, and where the parcel could '
	'be picked up.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options(
	text, integer, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_delivery_options_json(
	postal_code text,
	house_number integer,
	country text DEFAULT 'NL',
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	order_time timestamptz DEFAULT now(),
	days integer DEFAULT 3,
	options text[] DEFAULT '{Daytime,Evening,Pickup}',
	locations integer DEFAULT 3,
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	holiday_sorting boolean DEFAULT true,
	sender jsonb DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_options_json';
COMMENT ON FUNCTION @extschema@.postnl_delivery_options_json(
	text, integer, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) IS
	'PostNL''s answer to postnl_delivery_options() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options_json(
	text, integer, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_delivery_options(
	addresses jsonb,
	order_time timestamptz DEFAULT now(),
	days integer DEFAULT 3,
	options text[] DEFAULT '{Daytime,Evening,Pickup}',
	locations integer DEFAULT 3,
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	holiday_sorting boolean DEFAULT true,
	sender jsonb DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS TABLE (
	ordinal integer, kind text, option text, delivery_date date, from_time time,
	to_time time, shipping_date date, location_code text, partner_id text,
	location_name text, address jsonb, distance_m integer, opening_hours jsonb,
	sustainability_code text, sustainability text,
	error_code text, error text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_options';
COMMENT ON FUNCTION @extschema@.postnl_delivery_options(
	jsonb, timestamptz, integer, text[], integer, integer, time, jsonb, boolean, jsonb,
	text, text) IS
	'Asks PostNL for the delivery options of many addresses at the same time; an address '
	'is an object with the arguments of the single form as keys.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options(
	jsonb, timestamptz, integer, text[], integer, integer, time, jsonb, boolean, jsonb,
	text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_delivery_options_json(
	addresses jsonb,
	order_time timestamptz DEFAULT now(),
	days integer DEFAULT 3,
	options text[] DEFAULT '{Daytime,Evening,Pickup}',
	locations integer DEFAULT 3,
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	holiday_sorting boolean DEFAULT true,
	sender jsonb DEFAULT NULL,
	account text DEFAULT NULL,
	on_error text DEFAULT 'raise')
RETURNS SETOF jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_options_json';
COMMENT ON FUNCTION @extschema@.postnl_delivery_options_json(
	jsonb, timestamptz, integer, text[], integer, integer, time, jsonb, boolean, jsonb,
	text, text) IS
	'PostNL''s answers to postnl_delivery_options() as they came, one for each call.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options_json(
	jsonb, timestamptz, integer, text[], integer, integer, time, jsonb, boolean, jsonb,
	text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_timeframes(
	postal_code text,
	house_number integer,
	country text DEFAULT 'NL',
	from_date date DEFAULT ((now() AT TIME ZONE 'Europe/Amsterdam')::date + 1),
	to_date date DEFAULT ((now() AT TIME ZONE 'Europe/Amsterdam')::date + 7),
	options text[] DEFAULT '{Daytime,Evening}',
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	sunday_sorting boolean DEFAULT false,
	account text DEFAULT NULL)
RETURNS TABLE (
	delivery_date date, from_time time, to_time time, options text[],
	available boolean, reason_code text, reason text,
	sustainability_code text, sustainability text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_timeframes';
COMMENT ON FUNCTION @extschema@.postnl_timeframes(
	text, integer, text, date, date, text[], text, text, text, boolean, text) IS
	'Asks PostNL in which hours it can deliver to an address on each day; a day without '
	'delivery is a row that says why.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeframes(
	text, integer, text, date, date, text[], text, text, text, boolean, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_timeframes_json(
	postal_code text,
	house_number integer,
	country text DEFAULT 'NL',
	from_date date DEFAULT ((now() AT TIME ZONE 'Europe/Amsterdam')::date + 1),
	to_date date DEFAULT ((now() AT TIME ZONE 'Europe/Amsterdam')::date + 7),
	options text[] DEFAULT '{Daytime,Evening}',
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	sunday_sorting boolean DEFAULT false,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_timeframes_json';
COMMENT ON FUNCTION @extschema@.postnl_timeframes_json(
	text, integer, text, date, date, text[], text, text, text, boolean, text) IS
	'PostNL''s answer to postnl_timeframes() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeframes_json(
	text, integer, text, date, date, text[], text, text, text, boolean, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_delivery_date(
	postal_code text,
	shipping_time timestamptz DEFAULT now(),
	country text DEFAULT 'NL',
	origin_country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	options text[] DEFAULT '{Daytime}',
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS TABLE (
	delivery_date date, options text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_date';
COMMENT ON FUNCTION @extschema@.postnl_delivery_date(
	text, timestamptz, text, text, integer, text, text, text, text[], integer, time,
	jsonb, text) IS
	'Asks PostNL when a parcel arrives that is shipped at a time.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_date(
	text, timestamptz, text, text, integer, text, text, text, text[], integer, time,
	jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_delivery_date_json(
	postal_code text,
	shipping_time timestamptz DEFAULT now(),
	country text DEFAULT 'NL',
	origin_country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	options text[] DEFAULT '{Daytime}',
	shipping_duration integer DEFAULT 1,
	cut_off time DEFAULT '23:00',
	cut_offs jsonb DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_delivery_date_json';
COMMENT ON FUNCTION @extschema@.postnl_delivery_date_json(
	text, timestamptz, text, text, integer, text, text, text, text[], integer, time,
	jsonb, text) IS
	'PostNL''s answer to postnl_delivery_date() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_date_json(
	text, timestamptz, text, text, integer, text, text, text, text[], integer, time,
	jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_shipping_date(
	postal_code text,
	delivery_date date,
	country text DEFAULT 'NL',
	origin_country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	shipping_duration integer DEFAULT 1,
	account text DEFAULT NULL)
RETURNS TABLE (
	shipping_date date, options text[])
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_shipping_date';
COMMENT ON FUNCTION @extschema@.postnl_shipping_date(
	text, date, text, text, integer, text, text, text, integer, text) IS
	'Asks PostNL when to ship a parcel that has to arrive on a date.';
REVOKE ALL ON FUNCTION @extschema@.postnl_shipping_date(
	text, date, text, text, integer, text, text, text, integer, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_shipping_date_json(
	postal_code text,
	delivery_date date,
	country text DEFAULT 'NL',
	origin_country text DEFAULT 'NL',
	house_number integer DEFAULT NULL,
	house_number_addition text DEFAULT NULL,
	street text DEFAULT NULL,
	city text DEFAULT NULL,
	shipping_duration integer DEFAULT 1,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_shipping_date_json';
COMMENT ON FUNCTION @extschema@.postnl_shipping_date_json(
	text, date, text, text, integer, text, text, text, integer, text) IS
	'PostNL''s answer to postnl_shipping_date() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_shipping_date_json(
	text, date, text, text, integer, text, text, text, integer, text) FROM PUBLIC;
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
-- Which generation of PostNL's API answers what.

CREATE FUNCTION @extschema@.postnl_api_operations()
RETURNS TABLE (operation text, legacy text, v4 text)
LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_api_operations';
COMMENT ON FUNCTION @extschema@.postnl_api_operations() IS
	'The operations of PostNL''s API that functions use, in both generations; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_api_operations() FROM PUBLIC;

CREATE VIEW postnl.api_coverage AS
SELECT o.operation, o.legacy, o.v4, a.name AS account,
	CASE WHEN o.legacy IS NULL OR (a.api = 'v4' AND o.v4 IS NOT NULL) THEN 'v4'
		ELSE 'legacy' END AS uses
FROM @extschema@.postnl_api_operations() AS o
CROSS JOIN (SELECT name, api FROM postnl.account
	UNION ALL
	SELECT 'default', 'legacy'
	WHERE NOT EXISTS (SELECT FROM postnl.account WHERE name = 'default')) AS a;
COMMENT ON VIEW postnl.api_coverage IS
	'Which generation of PostNL''s API answers each operation for each account.';
COMMENT ON COLUMN postnl.api_coverage.operation IS 'What is asked.';
COMMENT ON COLUMN postnl.api_coverage.legacy IS
	'Method and path of the legacy operation; null where there is none.';
COMMENT ON COLUMN postnl.api_coverage.v4 IS
	'Method and path of the V4 operation; null where there is none.';
COMMENT ON COLUMN postnl.api_coverage.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.api_coverage.uses IS
	'The generation that this account uses: legacy or v4.';
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
-- PostNL's products, and the services that each is made of.

CREATE TABLE postnl.product
(
	code text NOT NULL CHECK (code ~ '^[0-9]{4,5}$'),
	origin text NOT NULL CHECK (origin IN ('NL', 'BE')),
	destination text NOT NULL CHECK (destination IN ('NL', 'BE', 'EU', 'ROW')),
	options text NOT NULL DEFAULT '',
	shipment_type text NOT NULL DEFAULT 'parcel',
	pickup boolean NOT NULL DEFAULT false,
	services text[],
	in_v4 boolean NOT NULL DEFAULT false,
	barcode_type text NOT NULL DEFAULT '3S',
	description text,
	added boolean NOT NULL DEFAULT true,
	PRIMARY KEY (code, origin, destination, options)
);
COMMENT ON TABLE postnl.product IS
	'PostNL''s products with the services that each is made of; rows may be added and '
	'changed. A code that is not here is passed through.';
COMMENT ON COLUMN postnl.product.code IS 'Product code of the legacy API.';
COMMENT ON COLUMN postnl.product.origin IS 'Country of the sender: NL or BE.';
COMMENT ON COLUMN postnl.product.destination IS
	'Where the receiver is: NL, BE, EU (the other members) or ROW (the rest of the world).';
COMMENT ON COLUMN postnl.product.options IS
	'Characteristics and options that belong to it, such as 002/014, with blanks between.';
COMMENT ON COLUMN postnl.product.shipment_type IS
	'V4''s word: parcel, letterbox, packet, letter, pallet or parcelnonstandard.';
COMMENT ON COLUMN postnl.product.pickup IS 'Whether the receiver picks it up at a location.';
COMMENT ON COLUMN postnl.product.services IS
	'Services that it is made of, as in a shipment; null when services cannot choose it.';
COMMENT ON COLUMN postnl.product.in_v4 IS 'Whether V4 has it.';
COMMENT ON COLUMN postnl.product.barcode_type IS
	'Type of its barcodes; other than 2S and 3S, PostNL issues them itself.';
COMMENT ON COLUMN postnl.product.description IS 'PostNL''s description.';
COMMENT ON COLUMN postnl.product.added IS
	'Whether the row is yours, not the extension''s; only such rows are dumped.';

-- Sources: PostNL's tables of product codes and options, and its mapping of
-- codes to V4.
INSERT INTO postnl.product
	(code, origin, destination, options, shipment_type, pickup, services, in_v4,
	barcode_type, description)
VALUES
	('3085', 'NL', 'NL', '', 'parcel', false, '{}', true, '3S',
		'Standard shipment'),
	('3385', 'NL', 'NL', '', 'parcel', false, '{stated_address_only}', true, '3S',
		'Deliver to stated address only'),
	('3090', 'NL', 'NL', '', 'parcel', false, '{return_when_not_home}', true, '3S',
		'Delivery to neighbour + Return when not home'),
	('3390', 'NL', 'NL', '', 'parcel', false, '{stated_address_only,return_when_not_home}',
		true, '3S', 'Deliver to stated address only + Return when not home'),
	('3189', 'NL', 'NL', '', 'parcel', false, '{signature}', true, '3S',
		'Signature on delivery'),
	('3089', 'NL', 'NL', '', 'parcel', false, '{signature,stated_address_only}',
		true, '3S', 'Signature on delivery + Deliver to stated address only'),
	('3389', 'NL', 'NL', '', 'parcel', false, '{signature,return_when_not_home}',
		true, '3S', 'Signature on delivery + Return when not home'),
	('3096', 'NL', 'NL', '', 'parcel', false,
		'{signature,stated_address_only,return_when_not_home}',
		true, '3S',
		'Signature on delivery + Deliver to stated address only + Return when not home'),
	('3087', 'NL', 'NL', '', 'parcel', false, '{insured}', true, '3S',
		'Extra Cover'),
	('3094', 'NL', 'NL', '', 'parcel', false, '{insured,return_when_not_home}',
		true, '3S', 'Extra cover + Return when not home'),
	('2928', 'NL', 'NL', '', 'letterbox', false, '{}', true, '3S',
		'Mailbox parcel + Unsorted (ongesorteerd aanleveren)'),
	('3533', 'NL', 'NL', '', 'parcel', true, '{}', true, '3S',
		'Pickup + Signature on Delivery'),
	('3534', 'NL', 'NL', '', 'parcel', true, '{insured}', true, '3S',
		'Pickup + Extra Cover'),
	('3543', 'NL', 'NL', '', 'parcel', true, '{notification}', false, '3S',
		'Pickup + Signature on Delivery + Notification'),
	('3544', 'NL', 'NL', '', 'parcel', true, '{insured,notification}', false, '3S',
		'Pickup + Extra Cover + Notification'),
	('3438', 'NL', 'NL', '002/014', 'parcel', false, '{age_check_18}', true, '3S',
		'Standard shipment + Age Check'),
	('3443', 'NL', 'NL', '002/014', 'parcel', false, '{age_check_18,insured}',
		true, '3S', 'Extra Cover + Age Check'),
	('3446', 'NL', 'NL', '002/014', 'parcel', false, '{age_check_18,insured,return_when_not_home}',
		true, '3S', 'Extra Cover + Return when not home + Age Check'),
	('3449', 'NL', 'NL', '002/014', 'parcel', false, '{age_check_18,return_when_not_home}',
		true, '3S', 'Return when not home + Age Check'),
	('3571', 'NL', 'NL', '002/014', 'parcel', true, '{age_check_18}', true, '3S',
		'Pickup + Age Check'),
	('3581', 'NL', 'NL', '002/014', 'parcel', true, '{age_check_18,insured}',
		false, '3S', 'Pickup + Extra Cover + Age Check'),
	('3574', 'NL', 'NL', '002/014', 'parcel', true, '{age_check_18,notification}',
		false, '3S', 'Pickup + Age Check + Notification'),
	('3584', 'NL', 'NL', '002/014', 'parcel', true, '{age_check_18,insured,notification}',
		false, '3S', 'Pickup + Extra Cover + Age Check + Notification'),
	('4946', 'NL', 'BE', '', 'parcel', false, '{}', true, '3S',
		'Belgium Standard delivery'),
	('4941', 'NL', 'BE', '', 'parcel', false, '{stated_address_only}', true, '3S',
		'Deliver to stated address only'),
	('4912', 'NL', 'BE', '', 'parcel', false, '{signature}', true, '3S',
		'Parcel Netherlands-Belgium + Signature upon delivery'),
	('4914', 'NL', 'BE', '', 'parcel', false, '{insured}', true, '3S',
		'Parcel Netherlands-Belgium + extra cover'),
	('4936', 'NL', 'BE', '', 'parcel', true, '{}', true, '3S',
		'Pick up at a PostNL location in Belgium'),
	('4961', 'BE', 'BE', '', 'parcel', false, '{}', true, '3S',
		'Belgium Delivery to neighbour'),
	('4960', 'BE', 'BE', '', 'parcel', false, '{stated_address_only}', true, '3S',
		'Belgium Deliver to stated address only'),
	('4963', 'BE', 'BE', '', 'parcel', false, '{signature}', true, '3S',
		'Belgium Signature on delivery'),
	('4962', 'BE', 'BE', '', 'parcel', false, '{signature,stated_address_only}',
		true, '3S', 'Belgium Signature on delivery + Deliver to stated address only'),
	('4965', 'BE', 'BE', '', 'parcel', false, '{insured,stated_address_only}',
		true, '3S', 'Belgium Extra cover (EUR 500) + Deliver to stated address only'),
	('4880', 'BE', 'BE', '', 'parcel', true, '{}', true, '3S',
		'Pickup at PostNL Location Belgium, no insurance'),
	('4878', 'BE', 'BE', '', 'parcel', true, '{insured}', true, '3S',
		'Pickup at PostNL Location Belgium insured'),
	('4890', 'BE', 'NL', '', 'parcel', false, '{}', true, '3S',
		'Standard shipment'),
	('4891', 'BE', 'NL', '', 'parcel', false, '{signature}', true, '3S',
		'Signature on delivery'),
	('4893', 'BE', 'NL', '', 'parcel', false, '{stated_address_only}', true, '3S',
		'Delivery to stated address only'),
	('4894', 'BE', 'NL', '', 'parcel', false, '{signature,stated_address_only}',
		true, '3S', 'Signature on delivery + Delivery to stated address only'),
	('4895', 'BE', 'NL', '002/014', 'parcel', false, '{age_check_18,stated_address_only}',
		false, '3S', 'Age check 18+ + Delivery to stated address only'),
	('4896', 'BE', 'NL', '', 'parcel', false,
		'{signature,stated_address_only,return_when_not_home}',
		true, '3S', 'Signature on delivery, Delivery to stated address only, Return when not home'),
	('4897', 'BE', 'NL', '', 'parcel', false,
		'{signature,stated_address_only,return_when_not_home,insured}',
		true, '3S', 'Extra cover'),
	('4898', 'BE', 'NL', '', 'parcel', true, '{signature}', true, '3S',
		'Pickup at PostNL location, Signature on delivery'),
	('4907', 'NL', 'EU', '005/025', 'parcel', false, '{track_trace}', true, '3S',
		'Parcel EU Track & Trace'),
	('4907', 'NL', 'EU', '004/015', 'parcel', false, '{insured}', true, '3S',
		'Parcel EU Track & Trace Insured'),
	('4907', 'NL', 'EU', '004/016', 'parcel', false, '{insured_plus}', true, '3S',
		'Parcel EU Track & Trace Insured Plus'),
	('4909', 'NL', 'ROW', '005/025', 'parcel', false, '{track_trace}', true, 'CC',
		'Parcel Non EU Track & Trace'),
	('4909', 'NL', 'ROW', '004/015', 'parcel', false, '{insured}', true, 'CC',
		'Parcel Non EU Track & Trace Insured'),
	('4909', 'NL', 'ROW', '004/016', 'parcel', false, '{insured_plus}', true, 'CC',
		'Parcel Non EU Track & Trace Insured Plus'),
	('4907', 'BE', 'EU', '005/025', 'parcel', false, '{track_trace}', true, '3S',
		'Parcel EU Track & Trace'),
	('4907', 'BE', 'EU', '004/015', 'parcel', false, '{insured}', true, '3S',
		'Parcel EU Track & Trace Insured'),
	('4907', 'BE', 'EU', '004/016', 'parcel', false, '{insured_plus}', true, '3S',
		'Parcel EU Track & Trace Insured Plus'),
	('4909', 'BE', 'ROW', '005/025', 'parcel', false, '{track_trace}', true, 'CC',
		'Parcel Non EU Track & Trace'),
	('4909', 'BE', 'ROW', '004/015', 'parcel', false, '{insured}', true, 'CC',
		'Parcel Non EU Track & Trace Insured'),
	('4909', 'BE', 'ROW', '004/016', 'parcel', false, '{insured_plus}', true, 'CC',
		'Parcel Non EU Track & Trace Insured Plus'),
	('6440', 'NL', 'ROW', '', 'letterbox', false, '{}', true, 'UE',
		'Boxable Untracked'),
	('6972', 'NL', 'ROW', '', 'letterbox', false, '{track_trace}', true, 'LA',
		'Boxable Track & Trace'),
	('6405', 'NL', 'ROW', '', 'packet', false, '{}', true, 'UE',
		'Packet Untracked'),
	('6350', 'NL', 'ROW', '', 'packet', false, '{track_trace}', true, 'LA',
		'Packet Track & Trace'),
	('6906', 'NL', 'ROW', '', 'packet', false, '{insured}', true, 'LA',
		'Packet Track & Trace insured'),
	('6440', 'NL', 'EU', '', 'letterbox', false, '{}', true, 'UE',
		'Boxable Untracked'),
	('6972', 'NL', 'EU', '', 'letterbox', false, '{track_trace}', true, 'LA',
		'Boxable Track & Trace'),
	('6405', 'NL', 'EU', '', 'packet', false, '{}', true, 'UE',
		'Packet Untracked'),
	('6350', 'NL', 'EU', '', 'packet', false, '{track_trace}', true, 'LA',
		'Packet Track & Trace'),
	('6906', 'NL', 'EU', '', 'packet', false, '{insured}', true, 'LA',
		'Packet Track & Trace insured'),
	('2929', 'NL', 'NL', '', 'letterbox', false, NULL, false, '3S',
		'Mailbox parcel + Sorted (gesorteerd aanleveren)'),
	('1010', 'NL', 'NL', '', 'letter', false, NULL, false, '3S',
		'Registered letter'),
	('1011', 'NL', 'NL', '', 'letter', false, NULL, false, '3S',
		'Registered letter'),
	('1020', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Registered parcels Losse Post'),
	('1410', 'NL', 'NL', '', 'letter', false, NULL, false, '3S',
		'Registered letters Partijen Post'),
	('1420', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Registered parcels Partijen Post'),
	('1175', 'NL', 'NL', '', 'letter', false, NULL, false, '3S',
		'Letter + ID check'),
	('3151', 'NL', 'NL', '', 'parcel', false, NULL, false, '2S',
		'Pickup Plus (collection order)'),
	('3160', 'NL', 'NL', '', 'parcel', false, NULL, false, '2S',
		'Pickup Basic (collection order)'),
	('3238', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Pickup Plus (delivery order)'),
	('3070', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Instant delivery'),
	('3250', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Single label variant (when your company is located in the Netherlands)'),
	('4882', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Single label variant (when your company is located in Belgium)'),
	('4999', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'Parcel EU Standard'),
	('4910', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'Easy Return Service, via PostNL directly returned to the customer'),
	('4911', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'Easy Return Service, consolidated by PostNL and returned to the customer'),
	('4915', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'Commercial Returns, consolidated by PostNL and returned to the customer'),
	('2484', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'IBRS'),
	('4905', 'NL', 'ROW', '', 'parcel', false, NULL, false, '3S',
		'DDU Delivery Duty Unpaid'),
	('6945', 'NL', 'ROW', '', 'letterbox', false, NULL, false, 'UE',
		'Boxable Untracked (contract)'),
	('6905', 'NL', 'ROW', '', 'packet', false, NULL, false, 'UE',
		'Packet Untracked (contract)'),
	('6942', 'NL', 'ROW', '', 'letterbox', false, NULL, false, 'LA',
		'Boxable Track & Trace (contract)'),
	('6550', 'NL', 'ROW', '', 'packet', false, NULL, false, 'LA',
		'Packet Track & Trace (contract)'),
	('6908', 'NL', 'ROW', '', 'packet', false, NULL, false, 'LA',
		'Packet Track & Trace insured (contract)'),
	('6408', 'NL', 'ROW', '', 'letter', false, NULL, false, 'RI',
		'Registered Letter'),
	('6605', 'NL', 'ROW', '', 'parcel', false, NULL, false, 'RI',
		'Registered Bulk Mail'),
	('3606', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet Pharma&Care 2-8 C'),
	('3607', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet Pharma&Care 15-25 C'),
	('3608', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'AVG Cargo Parcel Pharma&Care 2-8 C'),
	('3609', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'AVG Cargo Parcel Pharma&Care 15-25 C'),
	('3610', 'NL', 'NL', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet NL'),
	('3613', 'NL', 'NL', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet NL + ADR'),
	('3618', 'NL', 'BE', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet BE'),
	('3621', 'NL', 'BE', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet BE + ADR'),
	('3622', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet LU'),
	('3625', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Pallet LU + ADR'),
	('3626', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Euro Freight Pallet'),
	('3627', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'AVG Euro Freight Parcel Plus'),
	('3630', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus NL'),
	('3633', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus NL + ADR'),
	('3638', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus BE'),
	('3641', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus NL + ADR'),
	('3642', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus LU'),
	('3645', 'NL', 'EU', '', 'parcel', false, NULL, false, '3S',
		'AVG Parcel Plus LU + ADR'),
	('3657', 'NL', 'NL', '', 'pallet', false, NULL, false, '3S',
		'AVG Half Europallet NL'),
	('3658', 'NL', 'BE', '', 'pallet', false, NULL, false, '3S',
		'AVG Half Europallet BE'),
	('3659', 'NL', 'EU', '', 'pallet', false, NULL, false, '3S',
		'AVG Half Europallet LU'),
	('3696', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'AVG Roll Cage container NL'),
	('3697', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'AVG Roll Cage container Full BE'),
	('3698', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'AVG Roll Cage container Empty NL'),
	('3699', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'AVG Roll Cage container Empty BE'),
	('2285', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Single label'),
	('3285', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Single return label to home address'),
	('3628', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Top service 2 person delivery NL'),
	('3629', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Top service Btl 2 person delivery'),
	('3653', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Top service 1 person delivery NL'),
	('3783', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Top service Btl 1 person delivery'),
	('3790', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Drempelservice 1 person delivery NL'),
	('3791', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Drempelservice 2 person delivery NL'),
	('3792', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Drempelservice Btl 1 person delivery'),
	('3793', 'NL', 'BE', '', 'parcel', false, NULL, false, '3S',
		'Extra@Home Drempelservice Btl 2 persons delivery'),
	('3794', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Doorstep Service 1 man Pick Up'),
	('3795', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Doorstep Service 2 men Pick Up'),
	('3781', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Topservice 1 man Pick Up'),
	('3780', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Topservice 2 men Pick Up'),
	('3796', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Doorstep Service 1 man foreign Pick Up'),
	('3797', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Doorstep Service 2 men foreign Pick Up'),
	('3784', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Topservice 1 man foreign Pick Up'),
	('3782', 'NL', 'NL', '', 'parcel', false, NULL, false, '3S',
		'Extra @ Home Topservice 2 men foreign Pick Up');
UPDATE postnl.product SET added = false;

SELECT pg_catalog.pg_extension_config_dump('postnl.product', 'WHERE added');

-- Backends keep the products that they have read; this tells them to read again.
CREATE FUNCTION postnl.product_changed()
RETURNS trigger
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_product_changed';
COMMENT ON FUNCTION postnl.product_changed() IS
	'Tells all sessions that postnl.product was changed.';
REVOKE ALL ON FUNCTION postnl.product_changed() FROM PUBLIC;

CREATE TRIGGER product_changed
	AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON postnl.product
	FOR EACH STATEMENT EXECUTE FUNCTION postnl.product_changed();
COMMENT ON TRIGGER product_changed ON postnl.product IS
	'Tells all sessions that the products were changed.';
-- Shipments, their parcels and labels, and the calls that were made for them.

CREATE TABLE postnl.shipment
(
	shipment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	reference text,
	state text NOT NULL
		CHECK (state IN ('queued', 'sending', 'labelled', 'announced', 'rejected', 'failed',
			'cancelled', 'watched')),
	kind text NOT NULL DEFAULT 'shipment' CHECK (kind IN ('shipment', 'return', 'watched')),
	api text NOT NULL CHECK (api IN ('legacy', 'v4')),
	product text,
	description jsonb,
	created_at timestamptz NOT NULL DEFAULT now(),
	announced_at timestamptz,
	outbox boolean CHECK (outbox),
	queued_at timestamptz,
	next_attempt_at timestamptz,
	attempts integer NOT NULL DEFAULT 0,
	claimed_by integer,
	claimed_until timestamptz,
	crashes integer NOT NULL DEFAULT 0,
	alone boolean NOT NULL DEFAULT false,
	in_doubt boolean NOT NULL DEFAULT false,
	lookups integer NOT NULL DEFAULT 0,
	error_code text,
	error text,
	status text,
	status_code text,
	status_at timestamptz,
	expected_on date,
	eta_from timestamptz,
	eta_to timestamptz,
	delivered_at timestamptz,
	delivered_on date,
	lead_hours integer,
	closed_at timestamptz,
	UNIQUE (reference, account, environment, outbox),
	CHECK (state <> 'queued' OR (next_attempt_at IS NOT NULL AND queued_at IS NOT NULL)),
	CHECK (state <> 'sending' OR (claimed_by IS NOT NULL AND claimed_until IS NOT NULL)),
	CHECK ((state = 'watched') = (kind = 'watched'))
)
-- a queue: rows change a few times within seconds, and then rest
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX shipment_queued ON postnl.shipment
	(account, environment, next_attempt_at, shipment_id)
	WHERE state = 'queued';
CREATE INDEX shipment_suspect ON postnl.shipment (account, environment)
	WHERE state = 'queued' AND crashes >= 2;
CREATE INDEX shipment_sending ON postnl.shipment (claimed_until) WHERE state = 'sending';
CREATE INDEX shipment_described ON postnl.shipment ((coalesce(announced_at, queued_at, created_at)))
	WHERE description IS NOT NULL AND state NOT IN ('queued', 'sending');
CREATE INDEX shipment_attention ON postnl.shipment (state)
	WHERE state IN ('rejected', 'failed', 'labelled');
COMMENT ON SEQUENCE postnl.shipment_shipment_id_seq IS 'Numbers of shipments.';
COMMENT ON TABLE postnl.shipment IS 'Shipments: what was asked for, and how far it came.';
COMMENT ON COLUMN postnl.shipment.shipment_id IS 'Number of the shipment.';
COMMENT ON COLUMN postnl.shipment.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.shipment.environment IS 'The account''s environment at that time.';
COMMENT ON COLUMN postnl.shipment.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.shipment.state IS
	'How far it came: labelled has a label and is not announced to PostNL yet; watched was not '
	'shipped from here.';
COMMENT ON COLUMN postnl.shipment.kind IS
	'A shipment to a receiver, a return by itself, or one that postnl_watch() follows.';
COMMENT ON COLUMN postnl.shipment.api IS 'Generation of PostNL''s API that was used.';
COMMENT ON COLUMN postnl.shipment.product IS 'Product code.';
COMMENT ON COLUMN postnl.shipment.description IS
	'The description that was given; cleared postnl.keep_personal_data after the end.';
COMMENT ON COLUMN postnl.shipment.created_at IS 'When it was asked for.';
COMMENT ON COLUMN postnl.shipment.announced_at IS 'When it was announced to PostNL.';
COMMENT ON COLUMN postnl.shipment.outbox IS
	'True when it went through the outbox, where a reference is taken once; null when it was '
	'shipped at once.';
COMMENT ON COLUMN postnl.shipment.queued_at IS
	'Since when it waits to be announced; postnl.ship_deadline counts from here.';
COMMENT ON COLUMN postnl.shipment.next_attempt_at IS 'When a queued shipment may be claimed.';
COMMENT ON COLUMN postnl.shipment.attempts IS
	'Times that it was claimed and PostNL, or it, was to blame for the outcome.';
COMMENT ON COLUMN postnl.shipment.claimed_by IS
	'Number of the process that is sending it; it holds a lock of this number while it lives.';
COMMENT ON COLUMN postnl.shipment.claimed_until IS
	'When the claim of the process that is sending it runs out.';
COMMENT ON COLUMN postnl.shipment.crashes IS
	'Times in a row that the process which was sending it ended without an outcome.';
COMMENT ON COLUMN postnl.shipment.alone IS
	'Whether it gets a call of its own, since one that it shared was refused as a whole.';
COMMENT ON COLUMN postnl.shipment.in_doubt IS
	'Whether PostNL may know it already although no answer said so; such a shipment is never '
	'cancelled.';
COMMENT ON COLUMN postnl.shipment.lookups IS
	'How often PostNL was asked for its reference since the last call of unclear outcome.';
COMMENT ON COLUMN postnl.shipment.error_code IS
	'SQLSTATE of the last failure; null after a success.';
COMMENT ON COLUMN postnl.shipment.error IS
	'What failed last: the key of the description, or PostNL''s words.';
COMMENT ON COLUMN postnl.shipment.status IS
	'Canonical status, of the parcel that is worst off; null while PostNL does not know of it.';
COMMENT ON COLUMN postnl.shipment.status_code IS 'PostNL''s code of that parcel''s status.';
COMMENT ON COLUMN postnl.shipment.status_at IS 'Since when that parcel has it.';
COMMENT ON COLUMN postnl.shipment.expected_on IS
	'Day for which delivery was ordered, else the one that PostNL told first.';
COMMENT ON COLUMN postnl.shipment.eta_from IS 'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment.delivered_at IS 'When its last parcel was delivered.';
COMMENT ON COLUMN postnl.shipment.delivered_on IS
	'The day in the Netherlands on which that was.';
COMMENT ON COLUMN postnl.shipment.lead_hours IS
	'Hours that it took from the announcement until then, rounded.';
COMMENT ON COLUMN postnl.shipment.closed_at IS
	'When the last of its parcels was closed: nothing more is expected of it.';
COMMENT ON INDEX postnl.shipment_reference_account_environment_outbox_key IS
	'Finds a shipment by its reference; in the outbox a reference is there once an account.';
COMMENT ON INDEX postnl.shipment_queued IS 'Finds what is to be claimed, oldest first.';
COMMENT ON INDEX postnl.shipment_suspect IS
	'Finds what ended the process that was sending it, more than once.';
COMMENT ON INDEX postnl.shipment_sending IS 'Finds claims that have run out.';
COMMENT ON INDEX postnl.shipment_described IS
	'Finds the shipments whose personal data is kept, oldest first.';
COMMENT ON INDEX postnl.shipment_attention IS 'Finds what needs somebody''s attention.';

CREATE TABLE postnl.parcel
(
	parcel_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	followed_by text NOT NULL,
	followed_in text NOT NULL,
	number integer NOT NULL,
	barcode text,
	product text,
	partner_barcode text,
	partner_id text,
	coding_text text,
	return_barcode text,
	warnings jsonb,
	announced_at timestamptz,
	status text,
	status_code text,
	status_description text,
	phase_code text,
	phase_description text,
	status_at timestamptz,
	delivery_date date,
	eta_from timestamptz,
	eta_to timestamptz,
	delivered_at timestamptz,
	closed_at timestamptz,
	fed boolean NOT NULL DEFAULT true,
	checked_at timestamptz,
	check_at timestamptz,
	news_at timestamptz,
	failures integer NOT NULL DEFAULT 0,
	check_error_code text,
	check_error text,
	UNIQUE (shipment_id, number)
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX parcel_barcode ON postnl.parcel (barcode);
CREATE INDEX parcel_open ON postnl.parcel (followed_by, followed_in, fed, check_at)
	WHERE check_at IS NOT NULL;
CREATE INDEX parcel_news ON postnl.parcel (followed_by, followed_in, news_at)
	WHERE news_at IS NOT NULL;
CREATE INDEX parcel_failing ON postnl.parcel (failures) WHERE check_error_code IS NOT NULL;
CREATE INDEX parcel_unknown ON postnl.parcel (status_code) WHERE status = 'unknown';
COMMENT ON SEQUENCE postnl.parcel_parcel_id_seq IS 'Numbers of parcels.';
COMMENT ON TABLE postnl.parcel IS 'The parcels of shipments, a row each.';
COMMENT ON COLUMN postnl.parcel.parcel_id IS 'Number of the parcel.';
COMMENT ON COLUMN postnl.parcel.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.parcel.followed_by IS 'Name of the account that follows it.';
COMMENT ON COLUMN postnl.parcel.followed_in IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.parcel.number IS 'Its place in the shipment, from 1.';
COMMENT ON COLUMN postnl.parcel.barcode IS 'Its barcode.';
COMMENT ON COLUMN postnl.parcel.product IS 'The product as PostNL''s answer names it.';
COMMENT ON COLUMN postnl.parcel.partner_barcode IS 'Barcode of the carrier abroad.';
COMMENT ON COLUMN postnl.parcel.partner_id IS 'The carrier abroad.';
COMMENT ON COLUMN postnl.parcel.coding_text IS 'Coding text of mailbox parcels.';
COMMENT ON COLUMN postnl.parcel.return_barcode IS 'Barcode of the return label with it.';
COMMENT ON COLUMN postnl.parcel.warnings IS 'PostNL''s warnings: code and text.';
COMMENT ON COLUMN postnl.parcel.announced_at IS
	'When it was announced to PostNL; a barcode without is kept for the next attempt.';
COMMENT ON COLUMN postnl.parcel.status IS
	'Canonical status; registered from the announcement on, null where PostNL was not asked yet.';
COMMENT ON COLUMN postnl.parcel.status_code IS 'PostNL''s code of it; null until PostNL told one.';
COMMENT ON COLUMN postnl.parcel.status_description IS 'PostNL''s words for it.';
COMMENT ON COLUMN postnl.parcel.phase_code IS 'PostNL''s code of the phase that it is in.';
COMMENT ON COLUMN postnl.parcel.phase_description IS 'PostNL''s words for the phase.';
COMMENT ON COLUMN postnl.parcel.status_at IS 'Since when it has the status, by PostNL.';
COMMENT ON COLUMN postnl.parcel.delivery_date IS 'Day of delivery, as PostNL tells it.';
COMMENT ON COLUMN postnl.parcel.eta_from IS 'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.parcel.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.parcel.delivered_at IS 'When it was delivered, or picked up.';
COMMENT ON COLUMN postnl.parcel.closed_at IS
	'When PostNL was last to be asked for it: its status is final, or nothing was heard of it '
	'for 90 days.';
COMMENT ON COLUMN postnl.parcel.fed IS
	'Whether the account''s bulk feed tells of it; else it is asked for by its barcode.';
COMMENT ON COLUMN postnl.parcel.checked_at IS 'When PostNL was last asked for it by its barcode.';
COMMENT ON COLUMN postnl.parcel.check_at IS
	'When PostNL is asked for it next, unless the feed tells of it; null when it is not followed.';
COMMENT ON COLUMN postnl.parcel.news_at IS
	'Since when PostNL is to be asked for it, as there is news of it; null when there is none.';
COMMENT ON COLUMN postnl.parcel.failures IS 'How often in a row the question for it failed.';
COMMENT ON COLUMN postnl.parcel.check_error_code IS
	'SQLSTATE of the failure of the last question; null after a success.';
COMMENT ON COLUMN postnl.parcel.check_error IS 'What failed then, in PostNL''s words.';
COMMENT ON INDEX postnl.parcel_barcode IS 'Finds a parcel by its barcode.';
COMMENT ON INDEX postnl.parcel_open IS 'Finds what PostNL is to be asked for, by account.';
COMMENT ON INDEX postnl.parcel_news IS 'Finds the parcels of which there is news, by account.';
COMMENT ON INDEX postnl.parcel_failing IS 'Finds parcels for which PostNL does not answer.';
COMMENT ON INDEX postnl.parcel_unknown IS 'Finds status codes that are not known here.';

CREATE TABLE postnl.label
(
	label_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	barcode text,
	label_type text,
	format text,
	content bytea NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX label_barcode ON postnl.label (barcode);
CREATE INDEX label_shipment_id ON postnl.label (shipment_id);
COMMENT ON SEQUENCE postnl.label_label_id_seq IS 'Numbers of labels.';
COMMENT ON TABLE postnl.label IS
	'Labels and documents, byte for byte as PostNL sent them. Kept for postnl.keep_labels.';
COMMENT ON COLUMN postnl.label.label_id IS 'Number of the label.';
COMMENT ON COLUMN postnl.label.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.label.barcode IS 'The parcel''s barcode.';
COMMENT ON COLUMN postnl.label.label_type IS
	'PostNL''s word, such as Label, Return Label, CN23 or CommercialInvoice.';
COMMENT ON COLUMN postnl.label.format IS 'pdf, gif, jpg, png or zpl, by its first bytes.';
COMMENT ON COLUMN postnl.label.content IS 'The label itself.';
COMMENT ON COLUMN postnl.label.created_at IS 'When it came.';
COMMENT ON INDEX postnl.label_barcode IS 'Finds the labels of a parcel.';
COMMENT ON INDEX postnl.label_shipment_id IS 'Finds the labels of a shipment.';

CREATE TABLE postnl.attempt
(
	attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	operation text NOT NULL,
	http_status integer,
	ms integer,
	error text,
	made_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
CREATE INDEX attempt_shipment_id ON postnl.attempt (shipment_id);
CREATE INDEX attempt_made_at ON postnl.attempt USING brin (made_at) WITH (autosummarize = on);
COMMENT ON SEQUENCE postnl.attempt_attempt_id_seq IS 'Numbers of calls.';
COMMENT ON TABLE postnl.attempt IS
	'Every call that was made for a shipment, written before it is made; holds no key and no '
	'address. Kept for postnl.keep_attempts.';
COMMENT ON COLUMN postnl.attempt.attempt_id IS 'Number of the call.';
COMMENT ON COLUMN postnl.attempt.shipment_id IS 'The shipment that it was made for.';
COMMENT ON COLUMN postnl.attempt.operation IS 'What PostNL was asked to do.';
COMMENT ON COLUMN postnl.attempt.http_status IS 'HTTP status of the answer.';
COMMENT ON COLUMN postnl.attempt.ms IS
	'How long it took in milliseconds; null while no outcome is known.';
COMMENT ON COLUMN postnl.attempt.error IS 'SQLSTATE of the failure.';
COMMENT ON COLUMN postnl.attempt.made_at IS 'When it was made.';
COMMENT ON INDEX postnl.attempt_made_at IS 'Finds the calls of a period.';
COMMENT ON INDEX postnl.attempt_shipment_id IS 'Finds the calls made for a shipment.';

CREATE VIEW postnl.unconfirmed AS
SELECT p.barcode, s.shipment_id, s.reference, s.account, s.created_at
FROM postnl.shipment AS s
JOIN postnl.parcel AS p USING (shipment_id)
WHERE s.state = 'labelled';
COMMENT ON VIEW postnl.unconfirmed IS
	'Parcels that have a label and are not announced; postnl_confirm() announces them.';
COMMENT ON COLUMN postnl.unconfirmed.barcode IS 'Barcode of the parcel.';
COMMENT ON COLUMN postnl.unconfirmed.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.unconfirmed.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.unconfirmed.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.unconfirmed.created_at IS 'When the label was made.';

SELECT pg_catalog.pg_extension_config_dump('postnl.shipment', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.shipment_shipment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.parcel', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.parcel_parcel_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.label', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.label_label_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.attempt', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.attempt_attempt_id_seq', '');
-- Events: what happened to parcels, and the state of the sync that fetches them.

CREATE TABLE postnl.event
(
	event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	parcel_id bigint NOT NULL REFERENCES postnl.parcel ON DELETE CASCADE,
	shipment_id bigint NOT NULL,
	barcode text NOT NULL,
	at timestamptz NOT NULL,
	code text NOT NULL,
	description text,
	location_code text,
	destination_location_code text,
	route_code text,
	route_name text,
	received_at timestamptz NOT NULL DEFAULT now(),
	error_code text,
	error text
);
-- In PostNL's local time: an hour that the clock shows twice may be read in two
-- ways, and is the same event all the same.
CREATE UNIQUE INDEX event_once ON postnl.event
	(parcel_id, (at AT TIME ZONE 'Europe/Amsterdam'), code);
CREATE INDEX event_failed ON postnl.event (event_id) WHERE error_code IS NOT NULL;
COMMENT ON SEQUENCE postnl.event_event_id_seq IS 'Numbers of events.';
COMMENT ON TABLE postnl.event IS
	'What happened to parcels, each event once. An AFTER trigger on it is your own action. Kept '
	'for postnl.keep_events.';
COMMENT ON COLUMN postnl.event.event_id IS 'Number of the event, in the order they were told.';
COMMENT ON COLUMN postnl.event.parcel_id IS 'The parcel that it happened to.';
COMMENT ON COLUMN postnl.event.shipment_id IS 'The shipment that the parcel belongs to.';
COMMENT ON COLUMN postnl.event.barcode IS 'The parcel''s barcode.';
COMMENT ON COLUMN postnl.event.at IS 'When it happened.';
COMMENT ON COLUMN postnl.event.code IS 'PostNL''s code, such as J05.';
COMMENT ON COLUMN postnl.event.description IS 'PostNL''s description.';
COMMENT ON COLUMN postnl.event.location_code IS 'Where it happened.';
COMMENT ON COLUMN postnl.event.destination_location_code IS 'Where the parcel goes from there.';
COMMENT ON COLUMN postnl.event.route_code IS 'Code of the route.';
COMMENT ON COLUMN postnl.event.route_name IS 'Name of the route.';
COMMENT ON COLUMN postnl.event.received_at IS 'When PostNL told of it.';
COMMENT ON COLUMN postnl.event.error_code IS
	'SQLSTATE of a trigger of yours that failed; the event was then stored without it.';
COMMENT ON COLUMN postnl.event.error IS 'What the trigger failed with.';
COMMENT ON INDEX postnl.event_once IS 'An event of a parcel is there once.';
COMMENT ON INDEX postnl.event_failed IS 'Finds events whose trigger failed.';

CREATE TABLE postnl.sync_state
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	fed_until timestamptz,
	feed_at timestamptz,
	retry_at timestamptz,
	polls_paid_until timestamptz,
	synced_at timestamptz,
	feed_calls bigint NOT NULL DEFAULT 0,
	detail_calls bigint NOT NULL DEFAULT 0,
	poll_calls bigint NOT NULL DEFAULT 0,
	failures integer NOT NULL DEFAULT 0,
	failing_since timestamptz,
	error_code text,
	error text,
	PRIMARY KEY (account, environment)
)
WITH (fillfactor = 50);
COMMENT ON TABLE postnl.sync_state IS
	'How far the tables follow PostNL, by account; a row that is deleted is made anew.';
COMMENT ON COLUMN postnl.sync_state.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.sync_state.environment IS 'The environment that its parcels are in.';
COMMENT ON COLUMN postnl.sync_state.fed_until IS
	'Until when the bulk feed was read: all that PostNL told of before is in the tables.';
COMMENT ON COLUMN postnl.sync_state.feed_at IS 'When the feed is read next.';
COMMENT ON COLUMN postnl.sync_state.retry_at IS
	'When PostNL is asked again, after a failure that all calls share.';
COMMENT ON COLUMN postnl.sync_state.polls_paid_until IS
	'How far the calls reach that are spent on parcels of which the feed would tell; in the '
	'past while some may be made.';
COMMENT ON COLUMN postnl.sync_state.synced_at IS 'When all that was due was last done.';
COMMENT ON COLUMN postnl.sync_state.feed_calls IS 'Calls made for the feed.';
COMMENT ON COLUMN postnl.sync_state.detail_calls IS 'Calls made for the events of a parcel.';
COMMENT ON COLUMN postnl.sync_state.poll_calls IS
	'Calls made for a parcel of which there was no news.';
COMMENT ON COLUMN postnl.sync_state.failures IS 'Failures in a row that all calls share.';
COMMENT ON COLUMN postnl.sync_state.failing_since IS 'Since when they, or the feed, fail.';
COMMENT ON COLUMN postnl.sync_state.error_code IS 'SQLSTATE of the last failure.';
COMMENT ON COLUMN postnl.sync_state.error IS 'What failed last, in PostNL''s words.';

-- sync_state is left out: in a restored database it is made anew
SELECT pg_catalog.pg_extension_config_dump('postnl.event', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.event_event_id_seq', '');
-- What a shipment's status follows from: its parcels, and PostNL's codes.

CREATE FUNCTION postnl.status_rank(status text)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
RETURN CASE status
	WHEN 'problem' THEN 1
	WHEN 'returning' THEN 2
	WHEN 'not_found' THEN 3
	WHEN 'unknown' THEN 4
	WHEN 'registered' THEN 5
	WHEN 'in_transit' THEN 6
	WHEN 'out_for_delivery' THEN 7
	WHEN 'at_pickup_point' THEN 8
	WHEN 'delivered' THEN 9
END;
COMMENT ON FUNCTION postnl.status_rank(text) IS
	'How well a parcel with a canonical status is off, from 1 (problem) to 9 (delivered).';
REVOKE ALL ON FUNCTION postnl.status_rank(text) FROM PUBLIC;

CREATE FUNCTION postnl.follow_parcels(shipment_ids bigint[])
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE postnl.shipment AS s SET status = w.status, status_code = w.status_code,
		status_at = w.status_at, eta_from = a.eta_from, eta_to = a.eta_to,
		delivered_at = a.delivered_at, closed_at = a.closed_at,
		delivered_on = (a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date,
		lead_hours = round(extract(epoch FROM a.delivered_at - s.announced_at) / 3600)::integer,
		expected_on = coalesce(s.expected_on, a.expected_on)
	FROM (
		SELECT DISTINCT ON (p.shipment_id) p.shipment_id, p.status, p.status_code, p.status_at
		FROM postnl.parcel AS p
		WHERE p.shipment_id = ANY (shipment_ids) AND p.status IS NOT NULL
		ORDER BY p.shipment_id, postnl.status_rank(p.status), p.status_at DESC NULLS LAST,
			p.number) AS w
	JOIN (
		SELECT p.shipment_id, min(p.eta_from) AS eta_from, max(p.eta_to) AS eta_to,
			CASE WHEN bool_and(p.delivered_at IS NOT NULL) THEN max(p.delivered_at) END
				AS delivered_at,
			CASE WHEN bool_and(p.closed_at IS NOT NULL) THEN max(p.closed_at) END AS closed_at,
			coalesce(max(p.delivery_date), max((p.eta_to AT TIME ZONE 'Europe/Amsterdam')::date))
				AS expected_on
		FROM postnl.parcel AS p
		WHERE p.shipment_id = ANY (shipment_ids) AND p.status IS NOT NULL
		GROUP BY p.shipment_id) AS a USING (shipment_id)
	WHERE s.shipment_id = w.shipment_id
		AND (s.status, s.status_code, s.status_at, s.eta_from, s.eta_to, s.delivered_at,
			s.closed_at) IS DISTINCT FROM (w.status, w.status_code, w.status_at, a.eta_from,
			a.eta_to, a.delivered_at, a.closed_at);
END
$$;
COMMENT ON FUNCTION postnl.follow_parcels(bigint[]) IS
	'Makes the status of shipments that of their parcels: the one that is worst off decides.';
REVOKE ALL ON FUNCTION postnl.follow_parcels(bigint[]) FROM PUBLIC;

-- A row of ours that is changed becomes the user's, and one that is added to ours
-- changes it: so a dump holds it, and restoring the dump puts it back.
CREATE FUNCTION postnl.status_code_changes()
RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP = 'UPDATE' THEN
		NEW.added := true;
		RETURN NEW;
	END IF;
	UPDATE postnl.status_code AS c
	SET status = NEW.status, phase_code = NEW.phase_code, description_nl = NEW.description_nl,
		description_en = NEW.description_en, final = NEW.final,
		poll_interval = NEW.poll_interval, detail = NEW.detail
	WHERE c.status_code = NEW.status_code AND NOT c.added AND NEW.added;
	RETURN CASE WHEN FOUND THEN NULL ELSE NEW END;
END
$$;
COMMENT ON FUNCTION postnl.status_code_changes() IS
	'Trigger function that keeps account of whose a row of postnl.status_code is.';
REVOKE ALL ON FUNCTION postnl.status_code_changes() FROM PUBLIC;

CREATE TRIGGER status_code_changes BEFORE INSERT OR UPDATE ON postnl.status_code
	FOR EACH ROW EXECUTE FUNCTION postnl.status_code_changes();
COMMENT ON TRIGGER status_code_changes ON postnl.status_code IS
	'Keeps account of whose a row is.';

-- Parcels that have the code follow.
CREATE FUNCTION postnl.status_code_changed()
RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	new_status text := CASE WHEN TG_OP = 'DELETE' THEN 'unknown' ELSE NEW.status END;
	code text := CASE WHEN TG_OP = 'DELETE' THEN OLD.status_code ELSE NEW.status_code END;
	changed bigint[];
BEGIN
	WITH followed AS (
		UPDATE postnl.parcel AS p
		SET status = new_status,
			delivered_at = CASE WHEN new_status = 'delivered' THEN p.status_at END
		WHERE p.status_code = code AND p.status <> new_status
			AND (TG_OP <> 'INSERT' OR p.status = 'unknown')
		RETURNING p.shipment_id)
	SELECT array_agg(DISTINCT f.shipment_id) INTO changed FROM followed AS f;
	PERFORM postnl.follow_parcels(changed);
	IF TG_OP = 'UPDATE' AND NEW.poll_interval IS DISTINCT FROM OLD.poll_interval THEN
		UPDATE postnl.parcel AS p
		SET check_at = coalesce(p.checked_at, p.announced_at, now())
			+ coalesce(NEW.poll_interval, '6 hours')
		WHERE p.status_code = code AND p.check_at IS NOT NULL AND p.news_at IS NULL;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION postnl.status_code_changed() IS
	'Trigger function that lets parcels follow the row of their status code.';
REVOKE ALL ON FUNCTION postnl.status_code_changed() FROM PUBLIC;

CREATE TRIGGER status_code_changed
	AFTER INSERT OR DELETE OR UPDATE OF status, poll_interval ON postnl.status_code
	FOR EACH ROW EXECUTE FUNCTION postnl.status_code_changed();
COMMENT ON TRIGGER status_code_changed ON postnl.status_code IS
	'Lets parcels follow the row of their status code.';
-- Shipping now, and what belongs to it.

CREATE FUNCTION @extschema@.postnl_ship_now(
	shipment jsonb,
	confirm boolean DEFAULT true,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship_now';
COMMENT ON FUNCTION @extschema@.postnl_ship_now(jsonb, boolean, text) IS
	'Ships now: announces a shipment to PostNL and returns its labels; a ROLLBACK does not '
	'undo it.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship_now(jsonb, boolean, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_confirm(barcode text)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_confirm';
COMMENT ON FUNCTION @extschema@.postnl_confirm(text) IS
	'Announces a shipment that has labels only; false when it was announced before.';
REVOKE ALL ON FUNCTION @extschema@.postnl_confirm(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_label(barcode text)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE COST 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT l.content
	FROM postnl.label AS l
	WHERE l.barcode = postnl_label.barcode
	ORDER BY l.label_type IS DISTINCT FROM 'Label', l.label_id DESC
	LIMIT 1
$$;
COMMENT ON FUNCTION @extschema@.postnl_label(text) IS
	'The label of a parcel that was shipped here; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_label(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_labels(
	barcodes text[],
	format text DEFAULT 'pdf',
	"position" text DEFAULT 'A')
RETURNS TABLE (sheet integer, barcode text, format text, content bytea)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_labels';
COMMENT ON FUNCTION @extschema@.postnl_labels(text[], text, text) IS
	'Asks PostNL for sheets of A4 with up to four labels of parcels that were shipped here.';
REVOKE ALL ON FUNCTION @extschema@.postnl_labels(text[], text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_barcode(
	type text DEFAULT NULL,
	serie text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS text
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcode';
COMMENT ON FUNCTION @extschema@.postnl_barcode(text, text, text) IS
	'Asks PostNL for a barcode of the account''s own.';
REVOKE ALL ON FUNCTION @extschema@.postnl_barcode(text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_barcodes(
	n integer,
	type text DEFAULT NULL,
	serie text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS SETOF text
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcodes';
COMMENT ON FUNCTION @extschema@.postnl_barcodes(integer, text, text, text) IS
	'Asks PostNL for several barcodes: calls side by side, or one call of V4.';
REVOKE ALL ON FUNCTION @extschema@.postnl_barcodes(integer, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(
	shipment jsonb,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return';
COMMENT ON FUNCTION @extschema@.postnl_return(jsonb, text) IS
	'Makes a return now: the label, or the code, with which a consumer sends a parcel back.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return_activate(
	barcode text,
	account text DEFAULT NULL)
RETURNS TABLE (barcode text, activated boolean)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_activate';
COMMENT ON FUNCTION @extschema@.postnl_return_activate(text, text) IS
	'Activates a return label that was made blocked.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return_activate(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return_activate_json(
	barcode text,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_activate_json';
COMMENT ON FUNCTION @extschema@.postnl_return_activate_json(text, text) IS
	'PostNL''s answer to postnl_return_activate() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return_activate_json(text, text) FROM PUBLIC;
-- The outbox: what the workers keep beside the shipments themselves.

CREATE TABLE postnl.barcode_pool
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	serie text NOT NULL DEFAULT '',
	barcode text NOT NULL,
	reserved_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (account, environment, serie, barcode)
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
COMMENT ON TABLE postnl.barcode_pool IS
	'Barcodes that were reserved and belong to no parcel yet; may be emptied at any time.';
COMMENT ON COLUMN postnl.barcode_pool.account IS 'Name of the account that they are for.';
COMMENT ON COLUMN postnl.barcode_pool.environment IS 'The environment that issued them.';
COMMENT ON COLUMN postnl.barcode_pool.serie IS
	'The serie that they are of; empty is PostNL''s choice.';
COMMENT ON COLUMN postnl.barcode_pool.barcode IS 'The barcode.';
COMMENT ON COLUMN postnl.barcode_pool.reserved_at IS 'When it was reserved.';

CREATE TABLE postnl.pause
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	since timestamptz NOT NULL DEFAULT now(),
	until timestamptz NOT NULL,
	failures integer NOT NULL,
	error_code text NOT NULL,
	error text NOT NULL,
	PRIMARY KEY (account, environment)
)
WITH (fillfactor = 50);
COMMENT ON TABLE postnl.pause IS
	'Accounts for which nothing is sent, since PostNL fails or refuses the key. Deleting a row '
	'ends the pause.';
COMMENT ON COLUMN postnl.pause.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.pause.environment IS 'The environment that fails.';
COMMENT ON COLUMN postnl.pause.since IS 'When the failures began.';
COMMENT ON COLUMN postnl.pause.until IS 'When the next call is made, to see whether it is over.';
COMMENT ON COLUMN postnl.pause.failures IS 'Calls that failed since it began.';
COMMENT ON COLUMN postnl.pause.error_code IS 'SQLSTATE of the last failure.';
COMMENT ON COLUMN postnl.pause.error IS 'What failed last, in PostNL''s words.';

-- The database whose outbox this is.  A copy (CREATE DATABASE ... TEMPLATE, a
-- restored dump) has the row of the original, by which its worker knows that
-- the queued shipments are somebody else's.
CREATE TABLE postnl.home
(
	database oid NOT NULL
);
COMMENT ON TABLE postnl.home IS
	'The database whose shipments these are, so that a copy of it does not ship them again.';
COMMENT ON COLUMN postnl.home.database IS 'Oid of the database.';
INSERT INTO postnl.home SELECT oid FROM pg_catalog.pg_database
	WHERE datname = pg_catalog.current_database();

SELECT pg_catalog.pg_extension_config_dump('postnl.home', '');
-- Into the outbox: shipping with the transaction.

CREATE FUNCTION @extschema@.postnl_ship(shipment jsonb, account text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship';
COMMENT ON FUNCTION @extschema@.postnl_ship(jsonb, text) IS
	'Queues one shipment; it is announced to PostNL after this transaction commits.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship(jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_ship(
	reference text,
	name text,
	street text,
	house_number text,
	postal_code text,
	city text,
	country text DEFAULT 'NL',
	email text DEFAULT NULL,
	mobile text DEFAULT NULL,
	product text DEFAULT NULL,
	weight_g integer DEFAULT NULL,
	options jsonb DEFAULT '{}',
	account text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship_address';
COMMENT ON FUNCTION @extschema@.postnl_ship(text, text, text, text, text, text, text, text, text,
	text, integer, jsonb, text) IS
	'Queues one shipment by its address; it is announced to PostNL after this transaction commits.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship(text, text, text, text, text, text, text, text, text,
	text, integer, jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_ship_trigger()
RETURNS trigger
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship_trigger';
COMMENT ON FUNCTION @extschema@.postnl_ship_trigger() IS
	'Trigger function that queues a shipment for each row, by arguments path=column and '
	'path:=literal.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship_trigger() FROM PUBLIC;
-- What may be done with shipments in the outbox, and how to watch it.

CREATE FUNCTION @extschema@.postnl_cancel(id bigint)
RETURNS boolean
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel';
COMMENT ON FUNCTION @extschema@.postnl_cancel(bigint) IS
	'Cancels a shipment that is queued; false when it is too late, or when PostNL may know it.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_requeue(id bigint, shipment jsonb DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_requeue';
COMMENT ON FUNCTION @extschema@.postnl_requeue(bigint, jsonb) IS
	'Queues a rejected, failed or cancelled shipment again, with another description if one is '
	'given; false when it is in another state.';
REVOKE ALL ON FUNCTION @extschema@.postnl_requeue(bigint, jsonb) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_await(id bigint, timeout interval DEFAULT '30 s')
RETURNS postnl.shipment
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_await';
COMMENT ON FUNCTION @extschema@.postnl_await(bigint, interval) IS
	'Waits until a shipment that was committed has an outcome, and returns its row; as it is '
	'when the time is over.';
REVOKE ALL ON FUNCTION @extschema@.postnl_await(bigint, interval) FROM PUBLIC;

-- without SET: a procedure with settings of its own may not commit
CREATE PROCEDURE @extschema@.postnl_process()
LANGUAGE c
AS 'MODULE_PATHNAME', 'postnl_process';
COMMENT ON PROCEDURE @extschema@.postnl_process() IS
	'Sends what is queued from this session, where no worker runs; returns when nothing is due.';
REVOKE ALL ON PROCEDURE @extschema@.postnl_process() FROM PUBLIC;

CREATE VIEW postnl.queue AS
WITH lane AS (
	SELECT name AS account, environment FROM postnl.account
	UNION
	SELECT account, environment FROM postnl.shipment WHERE state = 'queued'
	UNION
	SELECT account, environment FROM postnl.shipment WHERE state = 'sending'
	UNION
	SELECT 'default', pg_catalog.current_setting('postnl.environment')
	WHERE NOT EXISTS (SELECT FROM postnl.account)
)
SELECT lane.account, lane.environment, q.depth, q.due, s.sending, q.oldest_at, q.next_retry_at,
	p.until AS paused_until, p.error_code, p.error
FROM lane
CROSS JOIN LATERAL (
	SELECT count(*) AS depth,
		count(*) FILTER (WHERE queued.next_attempt_at <= pg_catalog.clock_timestamp()) AS due,
		min(queued.queued_at) AS oldest_at,
		min(queued.next_attempt_at) FILTER (WHERE queued.attempts > 0) AS next_retry_at
	FROM postnl.shipment AS queued
	WHERE queued.state = 'queued' AND queued.account = lane.account
		AND queued.environment = lane.environment) AS q
CROSS JOIN LATERAL (
	SELECT count(*) AS sending
	FROM postnl.shipment AS sending
	WHERE sending.state = 'sending' AND sending.account = lane.account
		AND sending.environment = lane.environment) AS s
LEFT JOIN postnl.pause AS p USING (account, environment);
COMMENT ON VIEW postnl.queue IS 'The outbox by account: what waits, since when, and until when.';
COMMENT ON COLUMN postnl.queue.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.queue.environment IS 'The environment that the shipments are for.';
COMMENT ON COLUMN postnl.queue.depth IS 'Shipments that are queued.';
COMMENT ON COLUMN postnl.queue.due IS 'Of them, those that may be sent now.';
COMMENT ON COLUMN postnl.queue.sending IS 'Shipments that a worker has in hand.';
COMMENT ON COLUMN postnl.queue.oldest_at IS 'Since when the oldest waits.';
COMMENT ON COLUMN postnl.queue.next_retry_at IS
	'When the first of those that were tried before is tried again.';
COMMENT ON COLUMN postnl.queue.paused_until IS
	'Until when nothing is sent, since PostNL fails or refuses the key.';
COMMENT ON COLUMN postnl.queue.error_code IS 'SQLSTATE of the failure that paused it.';
COMMENT ON COLUMN postnl.queue.error IS 'What failed, in PostNL''s words.';
-- The workers: what they do, or why none runs.

CREATE FUNCTION @extschema@.postnl_stat_worker()
RETURNS TABLE (pid integer, number integer, database text, state text,
	started_at timestamptz, calls bigint, barcodes bigint, claimed bigint, announced bigint,
	rejected bigint, failed bigint, retried bigint, wakeups bigint, in_flight integer,
	last_outcome_at timestamptz, detail text, remedy text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100 ROWS 4
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_stat_worker';
COMMENT ON FUNCTION @extschema@.postnl_stat_worker() IS
	'The rows of view postnl.stat_worker, which says what they mean.';
REVOKE ALL ON FUNCTION @extschema@.postnl_stat_worker() FROM PUBLIC;

CREATE VIEW postnl.stat_worker AS
SELECT pid, number, database, state, started_at, calls, barcodes, claimed, announced, rejected,
	failed, retried, wakeups, in_flight, last_outcome_at, detail, remedy
FROM @extschema@.postnl_stat_worker();
COMMENT ON VIEW postnl.stat_worker IS
	'The background workers of all databases, and a row without pid when none runs in this one, '
	'with the reason and the remedy. Counts are since the worker started.';
COMMENT ON COLUMN postnl.stat_worker.pid IS 'Process of the worker; null when none runs here.';
COMMENT ON COLUMN postnl.stat_worker.number IS
	'Which of its database''s workers it is, from 1 to postnl.workers.';
COMMENT ON COLUMN postnl.stat_worker.database IS 'Database that it works for.';
COMMENT ON COLUMN postnl.stat_worker.state IS
	'starting: looks whether its database has the extension; running; stopped: none runs here.';
COMMENT ON COLUMN postnl.stat_worker.started_at IS 'When it started.';
COMMENT ON COLUMN postnl.stat_worker.calls IS
	'Calls made to PostNL, for barcodes and look-ups included.';
COMMENT ON COLUMN postnl.stat_worker.barcodes IS 'Barcodes reserved.';
COMMENT ON COLUMN postnl.stat_worker.claimed IS 'Shipments taken up, once for each attempt.';
COMMENT ON COLUMN postnl.stat_worker.announced IS 'Shipments announced to PostNL.';
COMMENT ON COLUMN postnl.stat_worker.rejected IS 'Shipments that PostNL refused.';
COMMENT ON COLUMN postnl.stat_worker.failed IS 'Shipments given up.';
COMMENT ON COLUMN postnl.stat_worker.retried IS 'Attempts whose outcome led to another one.';
COMMENT ON COLUMN postnl.stat_worker.wakeups IS 'Times that it woke up.';
COMMENT ON COLUMN postnl.stat_worker.in_flight IS 'Calls on the way now.';
COMMENT ON COLUMN postnl.stat_worker.last_outcome_at IS
	'When a shipment last had an outcome; null for none yet.';
COMMENT ON COLUMN postnl.stat_worker.detail IS 'Why no worker runs here; null when one does.';
COMMENT ON COLUMN postnl.stat_worker.remedy IS 'What to do about it.';
-- The sync: what workers do to keep status and events in step, by hand.

-- PostNL writes local times.  Where the clock shows one twice, it is the instant that
-- was known for it before; else not one that lay in the future when it was told.
CREATE FUNCTION postnl.told_at(at timestamptz, asked_at timestamptz, known timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE COST 1
RETURN CASE
	WHEN (at AT TIME ZONE 'Europe/Amsterdam') = (known AT TIME ZONE 'Europe/Amsterdam')
	THEN known
	WHEN at > asked_at + interval '5 minutes'
		AND (at AT TIME ZONE 'Europe/Amsterdam')
			= ((at - interval '1 hour') AT TIME ZONE 'Europe/Amsterdam')
	THEN at - interval '1 hour'
	ELSE at
END;
COMMENT ON FUNCTION postnl.told_at(timestamptz, timestamptz, timestamptz) IS
	'The instant of a local time of the past that PostNL told when it was asked; known is the '
	'instant that is stored already.';
REVOKE ALL ON FUNCTION postnl.told_at(timestamptz, timestamptz, timestamptz) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_sync(account text DEFAULT NULL)
RETURNS TABLE (account text, environment text, feed_calls integer, detail_calls integer,
	poll_calls integer, changed integer, events integer, failed integer,
	fed_until timestamptz, error_code text, error text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 2
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_sync';
COMMENT ON FUNCTION @extschema@.postnl_sync(text) IS
	'Brings status and events of the parcels that are followed up to date, and tells what it did; '
	'a row for each account that has any.';
REVOKE ALL ON FUNCTION @extschema@.postnl_sync(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_watch(
	barcode text,
	reference text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_watch';
COMMENT ON FUNCTION @extschema@.postnl_watch(text, text, text) IS
	'Follows a parcel that was not shipped from here; false when it is followed already.';
REVOKE ALL ON FUNCTION @extschema@.postnl_watch(text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_unwatch(barcode text, account text DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_unwatch';
COMMENT ON FUNCTION @extschema@.postnl_unwatch(text, text) IS
	'Forgets a parcel that postnl_watch() added, with its events; false when there is none.';
REVOKE ALL ON FUNCTION @extschema@.postnl_unwatch(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_event_retry()
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_event_retry';
COMMENT ON FUNCTION @extschema@.postnl_event_retry() IS
	'Stores the events again whose trigger failed, so that it runs anew; returns how many.';
REVOKE ALL ON FUNCTION @extschema@.postnl_event_retry() FROM PUBLIC;
-- What needs somebody's attention, of shipping and of following parcels.

CREATE VIEW postnl.attention AS
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.queued_at AS since,
	s.error_code, s.error AS reason,
	CASE s.state
		WHEN 'rejected' THEN
			'Correct it: postnl_requeue(' || s.shipment_id || ', shipment => ...).'
		ELSE
			'See what postnl.attempt says, and when the cause is gone: postnl_requeue('
			|| s.shipment_id || ').'
	END AS remedy
FROM postnl.shipment AS s
WHERE s.state IN ('rejected', 'failed')
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.created_at,
	NULL, 'it has a label, and PostNL does not expect it',
	'postnl_confirm() announces it; see view postnl.unconfirmed for its barcode.'
FROM postnl.shipment AS s
WHERE s.state = 'labelled'
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.claimed_until,
	s.error_code, 'stuck: the process that was sending it ended, and none has taken over',
	'See view postnl.stat_worker; CALL postnl_process() sends it from a session.'
FROM postnl.shipment AS s
WHERE s.state = 'sending' AND s.claimed_until < pg_catalog.clock_timestamp()
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.next_attempt_at,
	s.error_code, 'overdue: it could have been sent for more than five minutes',
	'See view postnl.stat_worker; CALL postnl_process() sends it from a session.'
FROM postnl.shipment AS s
LEFT JOIN postnl.pause AS p USING (account, environment)
WHERE s.state = 'queued' AND p.account IS NULL
	AND s.next_attempt_at < pg_catalog.clock_timestamp() - '5 min'::interval
UNION ALL
SELECT NULL, p.account, p.environment, NULL, 'paused', p.since, p.error_code, p.error,
	CASE WHEN p.error_code LIKE 'PN4%' THEN
			'Correct the account with postnl_account_set(); postnl_doctor() tells what is '
				'in the way.'
		ELSE 'It is tried again by itself; nothing is lost.'
	END
FROM postnl.pause AS p
UNION ALL
SELECT NULL, y.account, y.environment, NULL, 'sync', y.failing_since, y.error_code,
	'its parcels are not followed: ' || y.error,
	CASE WHEN y.error_code LIKE 'PN4%' THEN
			'Correct the account with postnl_account_set(); postnl_doctor() tells what is '
				'in the way.'
		ELSE 'It is tried again by itself; postnl_sync() tries at once.'
	END
FROM postnl.sync_state AS y
WHERE y.failing_since < pg_catalog.clock_timestamp() - '15 min'::interval
	OR (y.error_code LIKE 'PN4%' AND y.error_code <> 'PN429')
UNION ALL
SELECT p.shipment_id, s.account, s.environment, s.reference, 'parcel', p.checked_at,
	p.check_error_code,
	'PostNL does not answer for parcel ' || p.barcode || ': ' || p.check_error,
	'It is asked for again by itself; postnl_track() shows the answer, postnl_unwatch() ends it.'
FROM postnl.parcel AS p
JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.check_error_code IS NOT NULL AND p.failures >= 3
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'status code', min(p.status_at), NULL,
	'PostNL''s status code ' || p.status_code || ' (' || coalesce(max(p.status_description), '')
		|| ') is not in postnl.status_code; ' || count(*) || ' parcels have it',
	'INSERT INTO postnl.status_code (status_code, status) says what it stands for.'
FROM postnl.parcel AS p
WHERE p.status = 'unknown' AND p.status_code IS NOT NULL
	AND NOT EXISTS (SELECT FROM postnl.status_code AS c WHERE c.status_code = p.status_code)
GROUP BY p.status_code
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'trigger', min(e.received_at), e.error_code,
	'a trigger on postnl.event failed for ' || count(*) || ' events: ' || e.error,
	'Mend the trigger; postnl_event_retry() then runs it for these events.'
FROM postnl.event AS e
WHERE e.error_code IS NOT NULL
GROUP BY e.error_code, e.error;
COMMENT ON VIEW postnl.attention IS
	'What needs somebody: shipments that are rejected, failed, stuck, overdue, or labelled but not '
	'announced, paused accounts, parcels that cannot be followed, unknown status codes and '
	'triggers that fail, each with the reason and the remedy.';
COMMENT ON COLUMN postnl.attention.shipment_id IS
	'Number of the shipment; null for what concerns several.';
COMMENT ON COLUMN postnl.attention.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.attention.environment IS 'The environment that it is for.';
COMMENT ON COLUMN postnl.attention.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.attention.state IS
	'State of the shipment, or what else it is: paused, sync, parcel, status code or trigger.';
COMMENT ON COLUMN postnl.attention.since IS 'Since when.';
COMMENT ON COLUMN postnl.attention.error_code IS 'SQLSTATE of the failure.';
COMMENT ON COLUMN postnl.attention.reason IS 'What is the matter.';
COMMENT ON COLUMN postnl.attention.remedy IS 'What to do.';
-- What reports read: a row a shipment, without a call, and what finds the rows.

CREATE INDEX shipment_delivered ON postnl.shipment (kind, delivered_on, product)
	INCLUDE (expected_on, lead_hours) WHERE delivered_on IS NOT NULL;
CREATE INDEX shipment_due ON postnl.shipment (expected_on)
	WHERE expected_on IS NOT NULL AND delivered_at IS NULL AND closed_at IS NULL;
CREATE INDEX parcel_phase ON postnl.parcel (phase_code, status_at)
	WHERE status IS NOT NULL AND closed_at IS NULL;
COMMENT ON INDEX postnl.shipment_delivered IS
	'Tells of what was delivered, by day and product, without the table.';
COMMENT ON INDEX postnl.shipment_due IS
	'Finds what is still to be delivered, by the day for which it was ordered.';
COMMENT ON INDEX postnl.parcel_phase IS
	'Tells of open parcels by phase and age, without the table.';

CREATE FUNCTION postnl.known_at(shipment_id bigint)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE COST 10
RETURN (SELECT min(greatest(p.announced_at, p.checked_at,
		CASE WHEN p.fed AND p.news_at IS NULL THEN y.fed_until END))
	FROM postnl.parcel AS p
	LEFT JOIN postnl.sync_state AS y
		ON y.account = p.followed_by AND y.environment = p.followed_in
	WHERE p.shipment_id = known_at.shipment_id);
COMMENT ON FUNCTION postnl.known_at(bigint) IS
	'As of when the status of a shipment is known: PostNL was asked, or would have told.';
REVOKE ALL ON FUNCTION postnl.known_at(bigint) FROM PUBLIC;

CREATE VIEW postnl.shipment_status AS
SELECT s.shipment_id, s.account, s.environment, s.reference, s.kind, s.state, s.product,
	s.status, s.status_code,
	(SELECT p.status_description FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.status = s.status
			AND p.status_code IS NOT DISTINCT FROM s.status_code
		ORDER BY p.status_at DESC NULLS LAST, p.number LIMIT 1) AS status_description,
	(SELECT p.phase_code FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.status = s.status
			AND p.status_code IS NOT DISTINCT FROM s.status_code
		ORDER BY p.status_at DESC NULLS LAST, p.number LIMIT 1) AS phase_code,
	s.status_at,
	(SELECT p.barcode FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id ORDER BY p.number LIMIT 1) AS barcode,
	(SELECT count(*)::integer FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id) AS parcel_count,
	s.announced_at, s.expected_on, s.eta_from, s.eta_to, s.delivered_at, s.delivered_on,
	s.lead_hours, s.closed_at,
	(SELECT e.at FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event_at,
	(SELECT e.code FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event_code,
	(SELECT e.description FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event,
	(SELECT @extschema@.postnl_track_url(p.barcode, s.description #>> '{receiver,postal_code}',
			coalesce(s.description #>> '{receiver,country}', 'NL'))
		FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id ORDER BY p.number LIMIT 1) AS track_url,
	postnl.known_at(s.shipment_id) AS known_at,
	now() - postnl.known_at(s.shipment_id) AS age
FROM postnl.shipment AS s;
COMMENT ON VIEW postnl.shipment_status IS
	'Shipments with their status, to be joined to your own tables: a row each, without a call.';
COMMENT ON COLUMN postnl.shipment_status.shipment_id IS 'Number of the shipment.';
COMMENT ON COLUMN postnl.shipment_status.account IS
	'Name of the account that ships or follows it.';
COMMENT ON COLUMN postnl.shipment_status.environment IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.shipment_status.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.shipment_status.kind IS
	'shipment, return, or watched: followed by postnl_watch().';
COMMENT ON COLUMN postnl.shipment_status.state IS 'How far it came in the outbox.';
COMMENT ON COLUMN postnl.shipment_status.product IS 'Product code.';
COMMENT ON COLUMN postnl.shipment_status.status IS
	'Canonical status, of the parcel that is worst off; null before the announcement.';
COMMENT ON COLUMN postnl.shipment_status.status_code IS
	'PostNL''s code of that parcel''s status; null until PostNL told one.';
COMMENT ON COLUMN postnl.shipment_status.status_description IS 'PostNL''s words for it.';
COMMENT ON COLUMN postnl.shipment_status.phase_code IS
	'PostNL''s code of the phase that it is in.';
COMMENT ON COLUMN postnl.shipment_status.status_at IS 'Since when it has the status, by PostNL.';
COMMENT ON COLUMN postnl.shipment_status.barcode IS 'Barcode of its first parcel.';
COMMENT ON COLUMN postnl.shipment_status.parcel_count IS 'How many parcels it has.';
COMMENT ON COLUMN postnl.shipment_status.announced_at IS 'When it was announced to PostNL.';
COMMENT ON COLUMN postnl.shipment_status.expected_on IS
	'Day for which delivery was ordered, else the one that PostNL told first.';
COMMENT ON COLUMN postnl.shipment_status.eta_from IS
	'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment_status.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment_status.delivered_at IS
	'When its last parcel was delivered; null until all are.';
COMMENT ON COLUMN postnl.shipment_status.delivered_on IS
	'The day in the Netherlands on which that was.';
COMMENT ON COLUMN postnl.shipment_status.lead_hours IS
	'Hours that it took from the announcement until then, rounded.';
COMMENT ON COLUMN postnl.shipment_status.closed_at IS
	'When the last of its parcels was closed: nothing more is expected of it.';
COMMENT ON COLUMN postnl.shipment_status.last_event_at IS
	'When the latest event of its parcels happened.';
COMMENT ON COLUMN postnl.shipment_status.last_event_code IS 'PostNL''s code of the latest event.';
COMMENT ON COLUMN postnl.shipment_status.last_event IS
	'PostNL''s description of the latest event.';
COMMENT ON COLUMN postnl.shipment_status.track_url IS
	'The page on which the consignee follows it; null once personal data is cleared.';
COMMENT ON COLUMN postnl.shipment_status.known_at IS
	'As of when this is known: PostNL was asked, or would have told.';
COMMENT ON COLUMN postnl.shipment_status.age IS 'How old the knowledge is.';

CREATE FUNCTION @extschema@.postnl_timeline(barcode text)
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10
BEGIN ATOMIC
	WITH happened AS (
		SELECT e.at, e.event_id, e.code, e.description, min(e.at) OVER () AS first,
			greatest(extract(epoch FROM max(e.at) OVER () - min(e.at) OVER ()), 1) AS seconds
		FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.barcode = postnl_timeline.barcode)
	SELECT concat_ws('  ', to_char(h.at, 'YYYY-MM-DD HH24:MI'),
		overlay(repeat('.', 24) PLACING '*'
			FROM 1 + floor(23 * extract(epoch FROM h.at - h.first) / h.seconds)::integer FOR 1),
		rpad(h.code, 3), h.description)
	FROM happened AS h
	ORDER BY h.at, h.event_id;
END;
COMMENT ON FUNCTION @extschema@.postnl_timeline(text) IS
	'The events of a parcel as a picture for psql: a line each, with its place in time.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeline(text) FROM PUBLIC;
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
-- Rights: nothing is granted to PUBLIC, postnl_grant() gives a role what it
-- needs.

CREATE TABLE postnl.privilege
(
	level text NOT NULL CHECK (level IN ('reader', 'caller', 'shipper', 'admin')),
	kind text NOT NULL CHECK (kind IN ('function', 'table')),
	name text NOT NULL,
	PRIMARY KEY (kind, name)
);
COMMENT ON TABLE postnl.privilege IS
	'What each level of postnl_grant() may use; a level has the rights of those below it.';
COMMENT ON COLUMN postnl.privilege.level IS 'Lowest level that has the right.';
COMMENT ON COLUMN postnl.privilege.kind IS
	'function, to be called, or table (or view), to be read.';
COMMENT ON COLUMN postnl.privilege.name IS 'Name of the object, without schema and arguments.';

INSERT INTO postnl.privilege (level, kind, name) VALUES
	('reader', 'function', 'postnl_api_operations'),
	('reader', 'table', 'account'),
	('reader', 'table', 'api_coverage'),
	('reader', 'table', 'attempt'),
	('reader', 'table', 'attention'),
	('reader', 'table', 'event'),
	('reader', 'table', 'pause'),
	('reader', 'table', 'queue'),
	('reader', 'table', 'label'),
	('reader', 'table', 'parcel'),
	('reader', 'table', 'product'),
	('reader', 'table', 'shipment'),
	('reader', 'table', 'shipment_status'),
	('reader', 'table', 'stat_worker'),
	('reader', 'function', 'postnl_stat_worker'),
	('reader', 'table', 'status_code'),
	('reader', 'table', 'sync_state'),
	('reader', 'function', 'status_rank'),
	('reader', 'function', 'told_at'),
	('reader', 'table', 'unconfirmed'),
	('reader', 'function', 'known_at'),
	('reader', 'function', 'postnl_label'),
	('reader', 'function', 'postnl_timeline'),
	('reader', 'function', 'postnl_track_url'),
	('reader', 'table', 'privilege'),
	('caller', 'function', 'postnl_barcode_info'),
	('caller', 'function', 'postnl_doctor'),
	('caller', 'function', 'postnl_address'),
	('caller', 'function', 'postnl_address_json'),
	('caller', 'function', 'postnl_address_nl'),
	('caller', 'function', 'postnl_address_nl_json'),
	('caller', 'function', 'postnl_delivery_date'),
	('caller', 'function', 'postnl_delivery_date_json'),
	('caller', 'function', 'postnl_delivery_options'),
	('caller', 'function', 'postnl_delivery_options_json'),
	('caller', 'function', 'postnl_location'),
	('caller', 'function', 'postnl_location_json'),
	('caller', 'function', 'postnl_locations'),
	('caller', 'function', 'postnl_locations_json'),
	('caller', 'function', 'postnl_locations_near'),
	('caller', 'function', 'postnl_locations_near_json'),
	('caller', 'function', 'postnl_locations_within'),
	('caller', 'function', 'postnl_locations_within_json'),
	('caller', 'function', 'postnl_postal_code'),
	('caller', 'function', 'postnl_postal_code_json'),
	('caller', 'function', 'postnl_shipping_date'),
	('caller', 'function', 'postnl_shipping_date_json'),
	('caller', 'function', 'postnl_timeframes'),
	('caller', 'function', 'postnl_timeframes_json'),
	('caller', 'function', 'postnl_signature'),
	('caller', 'function', 'postnl_signature_json'),
	('caller', 'function', 'postnl_track'),
	('caller', 'function', 'postnl_track_json'),
	('caller', 'function', 'postnl_track_events'),
	('caller', 'function', 'postnl_track_events_json'),
	('caller', 'function', 'postnl_track_reference'),
	('caller', 'function', 'postnl_track_reference_json'),
	('caller', 'function', 'postnl_track_updates'),
	('caller', 'function', 'postnl_track_updates_json'),
	('shipper', 'function', 'postnl_await'),
	('shipper', 'function', 'postnl_cancel'),
	('shipper', 'function', 'postnl_process'),
	('shipper', 'function', 'postnl_requeue'),
	('shipper', 'function', 'postnl_ship'),
	('shipper', 'function', 'postnl_ship_trigger'),
	('shipper', 'function', 'postnl_sync'),
	('shipper', 'function', 'postnl_unwatch'),
	('shipper', 'function', 'postnl_watch'),
	('shipper', 'function', 'postnl_barcode'),
	('shipper', 'function', 'postnl_barcodes'),
	('shipper', 'function', 'postnl_confirm'),
	('shipper', 'function', 'postnl_labels'),
	('shipper', 'function', 'postnl_request'),
	('shipper', 'function', 'postnl_return'),
	('shipper', 'function', 'postnl_return_activate'),
	('shipper', 'function', 'postnl_return_activate_json'),
	('shipper', 'function', 'postnl_ship_now'),
	('admin', 'function', 'follow_parcels'),
	('admin', 'function', 'postnl_event_retry'),
	('admin', 'function', 'postnl_forget'),
	('admin', 'function', 'product_changed'),
	('admin', 'function', 'status_code_changed'),
	('admin', 'function', 'status_code_changes'),
	('admin', 'function', 'postnl_account_delete'),
	('admin', 'function', 'postnl_account_key_set'),
	('admin', 'function', 'postnl_account_set');

CREATE FUNCTION @extschema@.postnl_grant(role regrole, level text)
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	levels CONSTANT text[] := ARRAY['reader', 'caller', 'shipper', 'admin'];
	owner oid := (SELECT extowner FROM pg_extension WHERE extname = 'postnl');
	object record;
BEGIN
	IF role IS NULL OR level IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'role and level must not be null';
	END IF;
	IF NOT level = ANY (levels) THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = 'level must be one of reader, caller, shipper, admin';
	END IF;
	IF NOT pg_has_role(owner, 'USAGE') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = 'permission denied to grant rights on extension "postnl"',
			HINT = 'Only superusers and the owner of the extension may.';
	END IF;

	EXECUTE format('GRANT USAGE ON SCHEMA postnl, @extschema@ TO %s', role);
	FOR object IN
		SELECT 'TABLE postnl.' || quote_ident(p.name) AS identity
		FROM postnl.privilege p
		WHERE p.kind = 'table'
			AND array_position(levels, p.level) <= array_position(levels, level)
		UNION ALL
		SELECT 'ROUTINE ' || f.oid::regprocedure::text
		FROM postnl.privilege p
		JOIN pg_proc f ON f.proname = p.name
		JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = f.oid
			AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
		JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
		WHERE p.kind = 'function'
			AND array_position(levels, p.level) <= array_position(levels, level)
	LOOP
		EXECUTE format('GRANT %s ON %s TO %s',
			CASE WHEN object.identity LIKE 'TABLE %' THEN 'SELECT' ELSE 'EXECUTE' END,
			object.identity, role);
	END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.postnl_grant(regrole, text) IS
	'Grants a role what a level needs: reader, caller, shipper or admin. For superusers '
	'and the extension''s owner.';
REVOKE ALL ON FUNCTION @extschema@.postnl_grant(regrole, text) FROM PUBLIC;
