-- PostNL's own example answers (its OpenAPI files, and those of V4), served by
-- the simulator as they are, give the rows that they describe; and a list of
-- one gives the rows of what it holds.
\pset null '(null)'
SET timezone = 'Europe/Amsterdam';
SET datestyle = 'ISO';
SET postnl.cache_ttl = 0;
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');

-- serve(pattern of the path, body)
CREATE FUNCTION pg_temp.serve(path text, body text) RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('POST', '/_sim/answer', NULL,
	jsonb_build_object('match', jsonb_build_object('path', path), 'body', body)) $$;
CREATE FUNCTION pg_temp.clear() RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('DELETE', '/_sim/answer') $$;

-- Checkout
\set body `cat test/fixtures/checkout/both.json`
SELECT pg_temp.serve('/shipment/v1/checkout', :'body');
SELECT * FROM postnl_delivery_options('2132WT', 42) \gx

-- Timeframes: PostNL's file, and the same with objects for its lists
\set body `cat test/fixtures/timeframe/both.json`
SELECT pg_temp.clear(), pg_temp.serve('/calculate/timeframes', :'body');
SELECT * FROM postnl_timeframes('2132WT', 42);
SELECT pg_temp.clear(), pg_temp.serve('/calculate/timeframes',
	regexp_replace(regexp_replace(:'body', '\[\s*\{', '{', 'g'), '\}\s*\]', '}', 'g'));
SELECT * FROM postnl_timeframes('2132WT', 42);
\set body `cat test/fixtures/timeframe/v4_multipleservices.json`
SELECT pg_temp.clear(), pg_temp.serve('/timeframe/multipleservices', :'body');
SELECT * FROM postnl_timeframes('2132WT', 42, account => 'v4');

-- Dates
\set body `cat test/fixtures/delivery_date/delivery.json`
SELECT pg_temp.clear(), pg_temp.serve('/date/delivery', :'body');
SELECT * FROM postnl_delivery_date('2132WT');
\set body `cat test/fixtures/delivery_date/shipping.json`
SELECT pg_temp.clear(), pg_temp.serve('/date/shipping', :'body');
SELECT * FROM postnl_shipping_date('2132WT', current_date + 7);
\set body `cat test/fixtures/delivery_date/v4_singleservice.json`
SELECT pg_temp.clear(), pg_temp.serve('/timeframe/singleservice', :'body');
SELECT * FROM postnl_delivery_date('2132WT', house_number => 42, account => 'v4');

-- Locations
\set body `cat test/fixtures/location/nearest.json`
SELECT pg_temp.clear(), pg_temp.serve('/locations/nearest', :'body');
SELECT * FROM postnl_locations('2132WT') \gx
SELECT pg_temp.clear(), pg_temp.serve('/locations/nearest',
	regexp_replace(regexp_replace(:'body', '\[\s*\{', '{', 'g'), '\}\s*\]', '}', 'g'));
SELECT count(*), count(address), count(opening_hours) FROM postnl_locations('2132WT');
\set body `cat test/fixtures/location/lookup.json`
SELECT pg_temp.clear(), pg_temp.serve('/locations/lookup', :'body');
SELECT * FROM postnl_location('163043') \gx
\set body `cat test/fixtures/location/v4_near_address.json`
SELECT pg_temp.clear(), pg_temp.serve('/locations/near-address', :'body');
SELECT * FROM postnl_locations('2132WT', delivery_options => '{PG}', account => 'v4') \gx

-- Postal codes
\set body `cat test/fixtures/address/single.json`
SELECT pg_temp.clear(), pg_temp.serve('/postalcodecheck', :'body');
SELECT * FROM postnl_postal_code('3571ZZ', 74);
\set body `cat test/fixtures/address/multiple.json`
SELECT pg_temp.clear(), pg_temp.serve('/postalcodecheck', :'body');
SELECT * FROM postnl_postal_code('3532VA', 9);
\set body `cat test/fixtures/address/none.json`
SELECT pg_temp.clear(), pg_temp.serve('/postalcodecheck', :'body');
SELECT * FROM postnl_postal_code('2132WT', 42);
SELECT pg_temp.clear();
DELETE FROM postnl.account;
