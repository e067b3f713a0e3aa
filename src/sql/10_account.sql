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
