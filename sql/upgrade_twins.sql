-- Barcodes that 1.0 let two parcels have: the update leaves each to the newest, tells of the
-- others, and gives back what PostNL was not told of.
CREATE DATABASE upgrade_twins;
\c upgrade_twins
CREATE EXTENSION postnl VERSION '1.0';
CREATE FUNCTION description(reference text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('reference', reference, 'receiver', jsonb_build_object('last_name', 'de Ruiter',
		'street', 'Bilderdijkstraat', 'house_number', '9', 'postal_code', '3572ZZ', 'city', 'Utrecht'))
$$;
CREATE FUNCTION barcode_of(reference text) RETURNS text LANGUAGE sql AS $$
	SELECT p.barcode FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id) WHERE s.reference = $1
$$;
CREATE VIEW parcels AS
	SELECT s.reference, s.kind, s.state, p.barcode IS NOT NULL AS barcode,
		count(*) FILTER (WHERE p.barcode IS NOT NULL) OVER (PARTITION BY p.barcode) AS have_it
	FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id);
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);

-- One is announced three times, and followed once more
SELECT count(postnl_ship(description('SENT-' || i))) FROM generate_series(1, 4) AS i;
CALL postnl_process();
SELECT (postnl_await(shipment_id)).state, count(*) FROM postnl.shipment GROUP BY 1;
SELECT barcode_of('SENT-3') AS three, barcode_of('SENT-4') AS four \gset
UPDATE postnl.parcel SET barcode = :'three' WHERE barcode IN (barcode_of('SENT-1'), barcode_of('SENT-2'));
INSERT INTO postnl.shipment (account, environment, state, kind, api) VALUES ('shop', 'sandbox', 'watched', 'watched', 'legacy');
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)
SELECT shipment_id, account, environment, 1, :'three' FROM postnl.shipment WHERE kind = 'watched';

-- Kept for the next attempt: two have one, and two have one that is announced, which PostNL
-- may have been told of again
BEGIN;
SELECT count(postnl_ship(description('KEPT-' || i))) FROM generate_series(1, 4) AS i;
UPDATE postnl.shipment SET next_attempt_at = 'infinity' WHERE state = 'queued';
UPDATE postnl.shipment SET in_doubt = true, lookups = 2 WHERE reference = 'KEPT-4';
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)
SELECT shipment_id, account, environment, 1, CASE WHEN reference < 'KEPT-3' THEN '3SDEVC9999999' ELSE :'four' END
FROM postnl.shipment WHERE reference LIKE 'KEPT-%' ORDER BY reference;
COMMIT;

-- In stock, though used or there twice
INSERT INTO postnl.barcode_pool (account, environment, serie, barcode) VALUES
	('shop', 'sandbox', '', '3SDEVC7777777'),
	('shop', 'sandbox', '', '3SDEVC8888888'), ('shop', 'sandbox', '000-999', '3SDEVC8888888'),
	('shop', 'sandbox', '', :'three'), ('shop', 'production', '', :'three');
SELECT * FROM parcels ORDER BY kind, reference;

ALTER EXTENSION postnl UPDATE;
SELECT * FROM parcels ORDER BY kind, reference;
SELECT reference, state, replace(reason, :'three', 'BARCODE') AS reason FROM postnl.attention ORDER BY 1;
SELECT environment, barcode = :'three' AS used, count(*) FROM postnl.barcode_pool
WHERE barcode IN ('3SDEVC7777777', '3SDEVC8888888', :'three') GROUP BY 1, 2 ORDER BY 1;
\set VERBOSITY sqlstate
SELECT * FROM postnl_ship_now(description('NEW') || jsonb_build_object('parcels', jsonb_build_array(jsonb_build_object('barcode', :'three'))));
\set VERBOSITY default

-- Each is announced once, under a barcode of its own; PostNL was asked for the fourth before
UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued';
CALL postnl_process();
SELECT (postnl_await(shipment_id)).state, count(*) FROM postnl.shipment WHERE reference LIKE 'KEPT-%' GROUP BY 1;
SELECT * FROM parcels WHERE reference LIKE 'KEPT-%' ORDER BY reference;
SELECT reference, array_agg(DISTINCT operation ORDER BY operation) AS calls
FROM postnl.attempt JOIN postnl.shipment USING (shipment_id) WHERE reference LIKE 'KEPT-%' GROUP BY 1 ORDER BY 1;

-- And as the remedy has it
SELECT substring(remedy, 'DELETE.*\d') FROM postnl.attention WHERE reference = 'SENT-1' \gexec
SELECT reference FROM postnl.attention;
SELECT reference FROM parcels WHERE reference LIKE 'SENT-%' ORDER BY 1;
\c regression
DROP DATABASE upgrade_twins WITH (FORCE);
