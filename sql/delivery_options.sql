-- Checkout: delivery and pick-up options, against the simulator.  The dates
-- lie far ahead, so that no answer depends on the day of the run.
\pset null '(null)'
SET datestyle = 'ISO';
SET timezone = 'Europe/Amsterdam';

-- Days, times and places for an address
SELECT kind, option, delivery_date, from_time, to_time, location_code, location_name,
	distance_m, sustainability_code, sustainability
FROM postnl_delivery_options('3532VA', 9, order_time => '2031-03-03 10:00');
SELECT partner_id, address, opening_hours
FROM postnl_delivery_options('3532VA', 9, order_time => '2031-03-03 10:00',
	options => '{Pickup}', days => 1, locations => 1) \gx

-- Belgium; blanks and lower case in a postal code
SELECT kind, option, count(*)
FROM postnl_delivery_options(' 2000 ', 5, 'BE', order_time => '2031-03-03 10:00') GROUP BY 1, 2;
SELECT count(*) FROM postnl_delivery_options('3532 va', 9, order_time => '2031-03-03 10:00');

-- After the cut-off time of the day, and on a day without hand-over
SELECT min(delivery_date) FROM postnl_delivery_options('3532VA', 9,
	order_time => '2031-03-03 18:00', cut_off => '17:00');
SELECT min(delivery_date) FROM postnl_delivery_options('3532VA', 9,
	order_time => '2031-03-03 10:00', cut_offs => '{"monday": null}');
SELECT min(delivery_date) FROM postnl_delivery_options('3532VA', 9,
	order_time => '2031-03-03 10:00', cut_offs => '{"monday": "09:00", "default": "20:00"}');

-- A warning of PostNL's is a WARNING with its code
SELECT status FROM postnl_request('POST', '/_sim/quirks', body => '{"checkout_warnings": "live"}');
SELECT count(*) FROM postnl_delivery_options('3532VA', 9,
	order_time => '2031-03-07 10:00', options => '{Daytime,Evening}', days => 3);
SELECT status FROM postnl_request('DELETE', '/_sim/quirks');

-- Many addresses at the same time
SELECT ordinal, kind, count(*), min(delivery_date) AS first, error_code
FROM postnl_delivery_options('[
	{"postal_code": "3532VA", "house_number": 9},
	{"postal_code": "2000", "house_number": 5, "country": "BE"},
	{"postal_code": "no", "house_number": 5},
	{"postal_code": "3532VA", "house_number": 0},
	{"postal_code": "3532VA", "house_number": "10", "city": "Utrecht"}]',
	order_time => '2031-03-03 10:00', options => '{Daytime,Pickup}', on_error => 'report')
GROUP BY ordinal, kind, error_code ORDER BY ordinal, kind;
SELECT count(*) FROM postnl_delivery_options('[]'::jsonb);
SELECT count(*) FROM postnl_delivery_options(NULL::jsonb);

-- For each row of a table
CREATE TEMP TABLE customer (name text, postal_code text, house_number integer);
INSERT INTO customer VALUES ('de Ruiter', '3532VA', 9), ('Bakker', '2132WT', 42), ('nobody', NULL, NULL);
SELECT c.name, o.option, o.delivery_date
FROM customer AS c
LEFT JOIN LATERAL postnl_delivery_options(c.postal_code, c.house_number,
	order_time => '2031-03-03 10:00', days => 1, options => '{Daytime}') AS o ON true
ORDER BY c.name DESC;

-- As it came
SELECT key, jsonb_typeof(value) FROM jsonb_each(postnl_delivery_options_json('3532VA', 9,
	order_time => '2031-03-03 10:00')) ORDER BY key;
SELECT jsonb_typeof(j->'DeliveryOptions') FROM postnl_delivery_options_json(
	'[{"postal_code": "3532VA", "house_number": 9}, {"postal_code": "2132WT", "house_number": 42}]',
	order_time => '2031-03-03 10:00') AS j;

-- The senders that PostNL's file allows
SELECT count(*) > 0 AS options FROM postnl_delivery_options('3532VA', 9, order_time => '2031-03-03 10:00',
	sender => '{"street": "Siriusdreef", "house_number": 42, "postal_code": "2132WT", "country": "NL"}');

-- Bad input is told before a call is made, with the name of the argument
\set VERBOSITY terse
SELECT * FROM postnl_delivery_options('3532V', 9);
SELECT * FROM postnl_delivery_options('0532VA', 9);
SELECT * FROM postnl_delivery_options('', 9);
SELECT * FROM postnl_delivery_options('3532VA', 0);
SELECT * FROM postnl_delivery_options('3532VA', -5);
SELECT * FROM postnl_delivery_options('3532VA', 9, 'DE');
SELECT * FROM postnl_delivery_options('3532VA', 9, 'BE');
SELECT * FROM postnl_delivery_options('3532VA', 9, days => 10);
SELECT * FROM postnl_delivery_options('3532VA', 9, days => 0);
SELECT * FROM postnl_delivery_options('3532VA', 9, locations => 4);
SELECT * FROM postnl_delivery_options('3532VA', 9, options => '{Daytime,Nighttime}');
SELECT * FROM postnl_delivery_options('3532VA', 9, options => '{}');
SELECT * FROM postnl_delivery_options('3532VA', 9, shipping_duration => 0);
SELECT * FROM postnl_delivery_options('3532VA', 9, house_number_addition => 'much too long');
SELECT * FROM postnl_delivery_options('3532VA', 9, cut_offs => '{"maandag": "17:00"}');
SELECT * FROM postnl_delivery_options('3532VA', 9, cut_offs => '{"monday": "25:00"}');
SELECT * FROM postnl_delivery_options('3532VA', 9, cut_offs => '["17:00"]');
SELECT * FROM postnl_delivery_options('3532VA', 9, sender => '{"house_number": "x"}');
SELECT * FROM postnl_delivery_options('3532VA', 9, sender => '{"house_number": 1}');
SELECT * FROM postnl_delivery_options('{"postal_code": "3532VA"}'::jsonb);
SELECT * FROM postnl_delivery_options('["3532VA"]'::jsonb);
SELECT * FROM postnl_delivery_options('[{"postal_code": "3532VA", "house_number": 9, "zip": 1}]');
SELECT * FROM postnl_delivery_options('[{"postal_code": "3532VA"}]');
SELECT * FROM postnl_delivery_options('[{"postal_code": "3532VA", "house_number": "nine"}]');
\set VERBOSITY default

-- NULL asks nothing
SELECT count(*) FROM postnl_delivery_options(NULL, 9);
SELECT count(*) FROM postnl_delivery_options('3532VA', NULL::integer);
SELECT postnl_delivery_options_json(NULL, 9);
