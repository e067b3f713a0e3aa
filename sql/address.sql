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

-- A line is told apart where it can be read in one way.
\pset null '(null)'
SELECT l AS line, s.street, s.house_number, s.house_number_addition, s.confident
FROM unnest(ARRAY['2e Jan Steenstraat 12', 'Plein 1944 3', 'Straat van Mozambique 4 hs',
	'Laan 1940-1945 17b', 'Kerkstraat 12-3', 'Boulevard 1945 12 II', '12 rue de la Paix',
	E'Kerkstraat\u00a012 ']) WITH ORDINALITY AS t (l, n),
	LATERAL postnl_split_address(l) AS s
ORDER BY n;
SELECT street, house_number, house_number_addition AS addition FROM postnl_split_address('Rue de la Loi 12 bte 3', 'België');
SELECT street, house_number FROM postnl_split_address('Schönhauser Allee 36-39', 'DEU');
SELECT l AS line, s.confident, s.street, s.readings
FROM unnest(ARRAY['Plein 1944', 'Kerkstraat 12-14', 'Hoofdstraat 12 3', 'Straatweg', '']) WITH ORDINALITY AS t (l, n),
	LATERAL postnl_split_address(l) AS s
ORDER BY n;
SELECT confident, readings FROM postnl_split_address('10 Downing Street', 'UK');
SELECT * FROM postnl_split_address(NULL);
\set VERBOSITY terse
SELECT * FROM postnl_split_address('Kerkstraat 12', 'Nowhere');
