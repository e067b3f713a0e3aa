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

CREATE FUNCTION @extschema@.postnl_ship(
	reference bigint,
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
COMMENT ON FUNCTION @extschema@.postnl_ship(
	bigint, text, text, text, text, text, text, text, text, text, integer, jsonb, text) IS
	'Queues one shipment, whose reference is a number, by its address.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship(
	bigint, text, text, text, text, text, text, text, text, text, integer, jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_ship(
	reference text,
	name text,
	street text,
	house_number bigint,
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
COMMENT ON FUNCTION @extschema@.postnl_ship(
	text, text, text, bigint, text, text, text, text, text, text, integer, jsonb, text) IS
	'Queues one shipment by an address whose house number is a number.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship(
	text, text, text, bigint, text, text, text, text, text, text, integer, jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_ship(
	reference bigint,
	name text,
	street text,
	house_number bigint,
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
COMMENT ON FUNCTION @extschema@.postnl_ship(
	bigint, text, text, bigint, text, text, text, text, text, text, integer, jsonb, text) IS
	'Queues one shipment, whose reference is a number, by an address whose house number is '
	'one.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship(
	bigint, text, text, bigint, text, text, text, text, text, text, integer, jsonb, text)
	FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_reship(id bigint)
RETURNS bigint
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_reship';
COMMENT ON FUNCTION @extschema@.postnl_reship(bigint) IS
	'Queues a shipment once more whose parcel is lost: under a reference and barcodes of its own, '
	'and the same order.';
REVOKE ALL ON FUNCTION @extschema@.postnl_reship(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_reship(reference text)
RETURNS bigint
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_reship_named';
COMMENT ON FUNCTION @extschema@.postnl_reship(text) IS
	'postnl_reship() by the reference of a shipment, or by an order that has one.';
REVOKE ALL ON FUNCTION @extschema@.postnl_reship(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_ship_trigger()
RETURNS trigger
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship_trigger';
COMMENT ON FUNCTION @extschema@.postnl_ship_trigger() IS
	'Trigger function that queues a shipment for each row, by arguments path=column and '
	'path:=literal.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship_trigger() FROM PUBLIC;
