-- Postal codes and address checks, against the simulator.
\pset null '(null)'
SET datestyle = 'ISO';

SELECT * FROM postnl_postal_code('3532VA', 9);
SELECT * FROM postnl_postal_code(' 3532 va', 9, 'a');
SELECT jsonb_array_length(postnl_postal_code_json('3532VA', 9)) AS addresses;
SELECT * FROM postnl_address_nl('3532VA', 9) \gx
SELECT result_number, street, city, postal_code FROM postnl_address_nl(street => 'Bilderdijkstraat', city => 'Utrecht', house_number => 9);
SELECT result_number, street, house_number, postal_code, city, country, country_iso3, country_name
FROM postnl_address('nl', 'Utrecht', street => 'Bilderdijkstraat', house_number => '9');
SELECT jsonb_typeof(postnl_address_nl_json('3532VA', 9)) AS nl, jsonb_typeof(postnl_address_json('NL', 'Utrecht', '3532VA', 'Bilderdijkstraat', '9')) AS international;

\set VERBOSITY terse
SELECT * FROM postnl_postal_code('3532', 9);
SELECT * FROM postnl_postal_code('3532VA', 0);
SELECT * FROM postnl_postal_code('2000', 9);
SELECT * FROM postnl_address_nl(house_number => 9);
SELECT * FROM postnl_address_nl(street => 'Bilderdijkstraat', house_number => 9);
SELECT * FROM postnl_address('');
SELECT * FROM postnl_address('NEDERLAND', 'Utrecht');
\set VERBOSITY default
SELECT count(*) FROM postnl_postal_code(NULL, 9);
SELECT count(*) FROM postnl_address(NULL);
