-- account.sql
--		Accounts and their keys, as a call looks them up.

-- statement find_account
-- The row of that name, or the default row when the name is null.
-- @name text null
-- returns name text, environment text, key_source text, customer_code text null,
-- returns customer_number text null, collection_location text null,
-- returns has_limit boolean, requests_per_minute integer null, allowed oid[] null,
-- returns api text, sender text null, product text null, label_format text null,
-- returns barcode_source text null
-- read only
SELECT name, environment, key_source, customer_code, customer_number, collection_location,
	requests_per_minute IS NOT NULL AS has_limit, requests_per_minute, allowed::oid[] AS allowed,
	api, sender::text AS sender, product, label_format, barcode_source
FROM postnl.account
WHERE CASE WHEN @name IS NULL THEN is_default ELSE name = @name END;

-- statement find_key
-- @account text
-- returns key text null
-- read only
SELECT key FROM postnl.account_key WHERE account = @account;
