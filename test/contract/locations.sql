-- requests: 14
-- Every function that calls Locations v2_1: with all optional arguments, and
-- with none.
-- left out: RetailNetworkID
SELECT * FROM postnl_locations('3532VA');
SELECT * FROM postnl_locations('3532 va', 'NL', 9, 'bis', 'Bilderdijkstraat', 'Utrecht', current_date + 2, '09:00', '{PG,PA,PG_EX}', 'default');
SELECT * FROM postnl_locations(addresses => '[{"postal_code": "3532VA"}]');
SELECT * FROM postnl_locations(addresses => '[{"postal_code": "3532VA", "country": "NL", "house_number": 9, "house_number_addition": "bis", "street": "Bilderdijkstraat", "city": "Utrecht"}, {"postal_code": "2000", "country": "BE"}]', delivery_date => current_date + 2, opening_time => '18:30:00', delivery_options => '{PG}', account => 'default', on_error => 'report');
SELECT postnl_locations_json('3532VA', delivery_options => '{PA}');
SELECT postnl_locations_json(addresses => '[{"postal_code": "3532VB"}]');

SELECT * FROM postnl_locations_near(52.0864, 5.0968);
SELECT * FROM postnl_locations_near(52.0864, 5.0968, 'NL', current_date + 2, '09:00', '{PG_EX}', 'default');
SELECT postnl_locations_near_json(51.2194, 4.4025, 'BE');

SELECT * FROM postnl_locations_within(52.2, 5.0, 52.0, 5.2);
SELECT * FROM postnl_locations_within(52.2, 5.0, 52.0, 5.2, 'NL', current_date + 2, '09:00', '{PG,PA}', 'default');
SELECT postnl_locations_within_json(52.3, 5.0, 52.1, 5.2);

SELECT * FROM postnl_location('156863');
