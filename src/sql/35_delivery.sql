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

CREATE FUNCTION @extschema@.postnl_delivery_options(
	postal_code text,
	house_number text,
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
	text, text, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) IS
	'Asks PostNL when and how it can deliver to an address, whose house number is a text, '
	'and where the parcel could be picked up.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options(
	text, text, text, text, text, text, timestamptz, integer, text[], integer, integer,
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

CREATE FUNCTION @extschema@.postnl_delivery_options_json(
	postal_code text,
	house_number text,
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
	text, text, text, text, text, text, timestamptz, integer, text[], integer, integer,
	time, jsonb, boolean, jsonb, text) IS
	'PostNL''s answer to postnl_delivery_options() of a text as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_delivery_options_json(
	text, text, text, text, text, text, timestamptz, integer, text[], integer, integer,
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

CREATE FUNCTION @extschema@.postnl_timeframes(
	postal_code text,
	house_number text,
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
	text, text, text, date, date, text[], text, text, text, boolean, text) IS
	'Asks PostNL in which hours it can deliver to an address, whose house number is a text, '
	'on each day; a day without delivery is a row that says why.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeframes(
	text, text, text, date, date, text[], text, text, text, boolean, text) FROM PUBLIC;

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

CREATE FUNCTION @extschema@.postnl_timeframes_json(
	postal_code text,
	house_number text,
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
	text, text, text, date, date, text[], text, text, text, boolean, text) IS
	'PostNL''s answer to postnl_timeframes() of a text as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeframes_json(
	text, text, text, date, date, text[], text, text, text, boolean, text) FROM PUBLIC;

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
