-- func_account.sql
--		What postnl_account_set() and its companions change.

-- statement clear_default
-- @name text
UPDATE postnl.account SET is_default = false WHERE is_default AND name <> @name;

-- statement upsert_account
-- What is NULL stays as it was, or is the default of a new account.
-- @name text, @environment text null, @api text null, @key_source text null,
-- @customer_code text null, @customer_number text null, @collection_location text null,
-- @sender jsonb null, @product text null, @label_format text null,
-- @requests_per_minute integer null, @barcode_source text null, @allowed regrole[] null,
-- @is_default boolean null
-- returns api text, sender jsonb null, product text null
INSERT INTO postnl.account AS a (name, environment, api, key_source, customer_code,
	customer_number, collection_location, sender, product, label_format, requests_per_minute,
	barcode_source, allowed, is_default)
VALUES (@name, coalesce(@environment, 'sandbox'), coalesce(@api, 'legacy'),
	coalesce(@key_source, 'guc'), @customer_code, @customer_number, @collection_location, @sender,
	@product, @label_format, @requests_per_minute, @barcode_source, @allowed,
	coalesce(@is_default, false))
ON CONFLICT (name) DO UPDATE SET
	environment = coalesce(@environment, a.environment),
	api = coalesce(@api, a.api),
	key_source = coalesce(@key_source, a.key_source),
	customer_code = coalesce(@customer_code, a.customer_code),
	customer_number = coalesce(@customer_number, a.customer_number),
	collection_location = coalesce(@collection_location, a.collection_location),
	sender = coalesce(@sender, a.sender),
	product = coalesce(@product, a.product),
	label_format = coalesce(@label_format, a.label_format),
	requests_per_minute = coalesce(@requests_per_minute, a.requests_per_minute),
	barcode_source = coalesce(@barcode_source, a.barcode_source),
	allowed = coalesce(@allowed, a.allowed),
	is_default = coalesce(@is_default, a.is_default)
RETURNING api, sender, product;

-- statement use_table_key
-- @name text
UPDATE postnl.account SET key_source = 'table' WHERE name = @name;

-- statement upsert_key
-- @account text, @key text
INSERT INTO postnl.account_key (account, key) VALUES (@account, @key)
ON CONFLICT (account) DO UPDATE SET key = excluded.key;

-- statement end_pauses
-- @account text
DELETE FROM postnl.pause WHERE account = @account;

-- statement delete_account
-- @name text
DELETE FROM postnl.account WHERE name = @name;
