-- Places to pick up a parcel, in both generations, against the simulator.
\pset null '(null)'
SET datestyle = 'ISO';

SELECT location_code, name, partner_name, retail_network_id, distance_m, delivery_options, phone
FROM postnl_locations('3532VA', delivery_date => '2031-03-05') ORDER BY distance_m LIMIT 5;
SELECT address, latitude, longitude, opening_hours, sustainability_code, sustainability
FROM postnl_locations('3532VA', delivery_date => '2031-03-05') ORDER BY distance_m LIMIT 1 \gx

-- What is open at a time, and lockers only
SELECT count(*) > 0 AS some, bool_and(delivery_options @> '{PA}') AS lockers
FROM postnl_locations('3532VA', delivery_options => '{PA}');
SELECT count(*) > 0 AS some, bool_and((opening_hours->'wednesday'->-1->>1)::time >= '19:30') AS open
FROM postnl_locations('3532VA', delivery_date => '2031-03-05', opening_time => '19:30');

-- By coordinates, in an area, by code; in Belgium
SELECT location_code, distance_m FROM postnl_locations_near(52.0884, 5.1359) ORDER BY distance_m LIMIT 3;
SELECT count(*) > 0 AS some, bool_and(latitude BETWEEN 52.05 AND 52.12 AND longitude BETWEEN 5.0 AND 5.2) AS inside
FROM postnl_locations_within(52.12, 5.0, 52.05, 5.2);
SELECT l.location_code, l.name, l.address->>'postal_code' AS postal_code
FROM postnl_location('166152') AS l;
SELECT address->>'country' AS country, retail_network_id, count(*) > 0 AS some
FROM postnl_locations('2000', 'BE') GROUP BY 1, 2;

-- The other generation: the same columns
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT count(*) > 0 AS some, bool_and(location_code IS NOT NULL AND name IS NOT NULL AND distance_m IS NOT NULL
	AND address ? 'postal_code' AND opening_hours IS NOT NULL) AS complete
FROM postnl_locations('3532VA', delivery_date => '2031-03-05', account => 'v4');
SELECT DISTINCT unnest(delivery_options) AS delivery_option
FROM postnl_locations('3532VA', delivery_date => '2031-03-05', account => 'v4') ORDER BY 1;
SELECT legacy.location_code, legacy.opening_hours = v4.opening_hours AS same_hours,
	legacy.address->>'street' = v4.address->>'street' AS same_street
FROM postnl_locations('3532VA', delivery_date => '2031-03-05') AS legacy
JOIN postnl_locations('3532VA', delivery_date => '2031-03-05', account => 'v4') AS v4 USING (location_code)
ORDER BY legacy.distance_m LIMIT 3;
SELECT count(*) > 0 AS some FROM postnl_locations_near(52.0884, 5.1359, delivery_date => '2031-03-05', account => 'v4');

-- Many addresses at the same time
SELECT ordinal, count(location_code) > 0 AS some, error_code
FROM postnl_locations(addresses => '[{"postal_code": "3532VA"}, {"postal_code": "1"}, {"postal_code": "2000", "country": "BE"}]',
	delivery_date => '2031-03-05', on_error => 'report') GROUP BY ordinal, error_code ORDER BY ordinal;
SELECT ordinal, count(*) > 0 AS some
FROM postnl_locations(addresses => '[{"postal_code": "3532VA"}, {"postal_code": "2132WT"}]',
	delivery_date => '2031-03-05', account => 'v4') GROUP BY ordinal ORDER BY ordinal;

-- As it came
SELECT postnl_locations_json('3532VA', delivery_date => '2031-03-05') ? 'GetLocationsResult' AS legacy;
SELECT jsonb_typeof(postnl_location_json('166152')) AS type;
SELECT j ? 'GetLocationsResult' AS legacy FROM postnl_locations_json(addresses => '[{"postal_code": "3532VA"}]') AS j;
SELECT postnl_locations_within_json(52.12, 5.0, 52.05, 5.2) IS NOT NULL AS answered,
	postnl_locations_near_json(52.0884, 5.1359) IS NOT NULL AS answered;

\set VERBOSITY terse
SELECT * FROM postnl_locations('3532');
SELECT * FROM postnl_locations('3532VA', 'DE');
SELECT * FROM postnl_locations('3532VA', delivery_date => '2020-01-01');
SELECT * FROM postnl_locations('3532VA', delivery_options => '{PG,XX}');
SELECT * FROM postnl_locations_near(91, 5);
SELECT * FROM postnl_locations_near(52, 'NaN');
SELECT * FROM postnl_locations_near(52, 181);
SELECT * FROM postnl_locations_within(52.05, 5.0, 52.12, 5.2);
SELECT * FROM postnl_locations_within(52.12, 5.2, 52.05, 5.0);
SELECT * FROM postnl_location('');
SELECT count(*) FROM postnl_location('no such location');
\set VERBOSITY default
SELECT count(*) FROM postnl_locations(NULL);
SELECT count(*) FROM postnl_locations_near(NULL, 5);
DELETE FROM postnl.account;
