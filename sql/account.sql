-- Accounts, and what postnl_grant gives.
\pset null '(null)'
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', key_source => 'table');
SELECT postnl_account_key_set('shop', 'a-key');
SELECT status FROM postnl_track('3SDEMO0000004', account => 'shop');
-- what is not given stays
SELECT postnl_account_set('shop', environment => 'production', requests_per_minute => -1, is_default => true,
	sender => '{"company": "Shop", "street": " Meent 9 a", "postal_code": "3011 ja", "city": "Rotterdam", "phone": "-"}', allowed => ARRAY['pg_monitor']::regrole[]);
SELECT * FROM postnl.account \gx
-- one default at most
SELECT postnl_account_set('other', is_default => true);
SELECT name, is_default, environment, api, key_source FROM postnl.account ORDER BY name;
SELECT postnl_account_set('other', is_default => false);
-- setting postnl.account chooses
SET postnl.account = 'shop';
SELECT status FROM postnl_track('3SDEMO0000004');
SET postnl.account = 'nobody';
SELECT status FROM postnl_track('3SDEMO0000004');
SET postnl.account = 'default';
SELECT status FROM postnl_track('3SDEMO0000004');
RESET postnl.account;
-- refused
SELECT postnl_account_set(NULL);
SELECT postnl_account_set('');
SELECT postnl_account_set('x', environment => 'test');
SELECT postnl_account_set('x', api => 'v5');
SELECT postnl_account_set('x', key_source => 'file:relative');
SELECT postnl_account_set('x', key_source => 'secret-key-by-mistake');
SELECT postnl_account_set('x', requests_per_minute => -2);
SELECT postnl_account_set('x', label_format => 'doc');
SELECT postnl_account_set('x', sender => '{"stret": "Meent"}');
SELECT postnl_account_set('x', sender => '"Meent 9"');
SELECT postnl_account_set('x', sender => '{"street": "Meent 9 1", "postal_code": "3011JA"}');
SELECT postnl_account_set('x', sender => '{"street": "Meent 9", "postal_code": "301", "city": "Rotterdam"}');
SELECT postnl_account_set('x', sender => '{"street": "Meent 9", "postal_code": "3011JA"}');
SELECT postnl_account_set('x', product => 'box');
-- V4 can say more: what was taken for it is not for the other
BEGIN;
SELECT postnl_account_set('x', api => 'v4', sender => '{"street": "Meent 9", "postal_code": "3011JA"}');
SELECT sender FROM postnl.account WHERE name = 'x';
SELECT postnl_account_set('x', api => 'legacy');
ROLLBACK;
-- the sender of the settings' account
SET postnl.sender = '{"company": "Shop"}';
SET postnl.sender = 'Meent 9';
SET postnl.sender = '{"company": "Shop", "street": "Meent 9 a", "postal_code": "3011 ja", "city": "Rotterdam"}';
RESET postnl.sender;
SELECT postnl_account_key_set('nobody', 'k');
SELECT postnl_account_key_set('shop', NULL);
-- a key that cannot be a header's value is refused, and not shown
SELECT postnl_account_key_set('shop', E'a\nb');
SELECT postnl_account_key_set('shop', '');
-- no key
SELECT postnl_account_set('nokey', key_source => 'table');
SELECT * FROM postnl_track('3SDEMO0000004', account => 'nokey');
-- an environment or generation of the API that is none is not taken for another one
BEGIN;
ALTER TABLE postnl.account DROP CONSTRAINT account_environment_check, DROP CONSTRAINT account_api_check;
SAVEPOINT unchecked;
UPDATE postnl.account SET environment = 'staging' WHERE name = 'nokey';
SELECT * FROM postnl_track('3SDEMO0000004', account => 'nokey');
ROLLBACK TO unchecked;
UPDATE postnl.account SET api = 'v5' WHERE name = 'nokey';
SELECT * FROM postnl_track('3SDEMO0000004', account => 'nokey');
ROLLBACK;
SELECT postnl_account_set('file', key_source => 'file:/no/such/file');
SELECT * FROM postnl_track('3SDEMO0000004', account => 'file');
SELECT postnl_account_set('env', key_source => 'env:POSTNL_NO_SUCH_VARIABLE');
SELECT * FROM postnl_track('3SDEMO0000004', account => 'env');
SELECT postnl_account_delete('shop'), postnl_account_delete('shop');
SELECT count(*) FROM postnl.account_key;

-- Levels
CREATE ROLE regress_reader;
CREATE ROLE regress_caller;
CREATE ROLE regress_shipper;
CREATE ROLE regress_admin;
SELECT postnl_grant('regress_reader', 'reader'), postnl_grant('regress_caller', 'caller'),
	postnl_grant('regress_shipper', 'shipper'), postnl_grant('regress_admin', 'admin');
SELECT postnl_grant('regress_reader', 'owner');
SELECT postnl_grant(NULL, 'reader');
SELECT r AS role,
	has_table_privilege(r, 'postnl.status_code', 'SELECT') AS reads,
	has_function_privilege(r, 'postnl_track(text, boolean, text, integer, text)', 'EXECUTE') AS calls,
	has_function_privilege(r, 'postnl_request(text, text, jsonb, jsonb, text)', 'EXECUTE') AS ships,
	has_function_privilege(r, 'postnl_account_delete(text)', 'EXECUTE') AS administers,
	has_table_privilege(r, 'postnl.account_key', 'SELECT') AS reads_keys,
	has_table_privilege(r, 'postnl.account', 'UPDATE') AS writes_accounts
FROM unnest(ARRAY['public', 'regress_reader', 'regress_caller', 'regress_shipper', 'regress_admin']) AS r;
SET ROLE regress_caller;
SELECT status FROM postnl_track('3SDEMO0000004');
SELECT * FROM postnl_request('GET', '/a');
SELECT * FROM postnl.account_key;
SELECT postnl_grant('regress_caller', 'admin');
SET postnl.api_key = 'x';
\set VERBOSITY sqlstate
SHOW postnl.api_key;
\set VERBOSITY default
SET postnl.base_url = 'https://example.org';
SET postnl.environment = 'production';
SET postnl.requests_per_minute = -1;
SELECT name, setting FROM pg_settings WHERE name LIKE 'postnl.api%';
SET ROLE regress_admin;
SELECT postnl_account_set('mine', customer_code => 'DEVC');
SELECT postnl_account_set('mine', key_source => 'file:/etc/hostname');
SELECT postnl_account_set('mine', key_source => 'env:HOME');
SELECT postnl_account_key_set('mine', 'k');
SELECT status FROM postnl_track('3SDEMO0000004', account => 'mine');
RESET ROLE;
-- allowed roles
SELECT postnl_account_set('mine', allowed => ARRAY['regress_caller']::regrole[]);
SET ROLE regress_caller;
SELECT status FROM postnl_track('3SDEMO0000004', account => 'mine');
SET ROLE regress_shipper;
SELECT status FROM postnl_track('3SDEMO0000004', account => 'mine');
RESET ROLE;
DROP OWNED BY regress_reader, regress_caller, regress_shipper, regress_admin;
DELETE FROM postnl.account;
DROP ROLE regress_reader, regress_caller, regress_shipper, regress_admin;
