-- Labels that are to be printed: handed out once, by account, and what is to be packed.
\pset null '(null)'
DELETE FROM postnl.account;
DELETE FROM postnl.label;
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 940001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('other', customer_code => 'DEVC', customer_number => '11223344');
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference) || '{"receiver": {"first_name": "Peter", "last_name": "de Ruiter",
	"street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}}' || more $$;
SELECT count(postnl_ship(description('P-' || i, jsonb_build_object('order', 'P' || i % 2)))) AS queued FROM generate_series(1, 4) AS i;
SELECT count(postnl_ship(description('O-' || i), 'other')) AS queued FROM generate_series(1, 2) AS i;
CALL postnl_process();
SELECT DISTINCT (postnl_await(shipment_id, '1 min')).state FROM postnl.shipment;
CREATE TEMP TABLE handed_out (reference text);

-- In order, no more than asked for, each once
SELECT count(*) FROM postnl.label WHERE printed_at IS NOT NULL;
WITH taken AS (INSERT INTO handed_out SELECT reference FROM postnl_labels_to_print(most => 3) RETURNING 1) SELECT count(*) FROM taken;
WITH taken AS (INSERT INTO handed_out SELECT reference FROM postnl_labels_to_print() RETURNING 1) SELECT count(*) FROM taken;
SELECT count(*) FROM postnl_labels_to_print();
SELECT count(*), count(DISTINCT reference) FROM handed_out WHERE reference LIKE 'P-%';
SELECT count(*), bool_and(l.content = p.content AND l.barcode = p.barcode) AS the_label
FROM postnl_labels_to_print('other') AS p JOIN postnl.label AS l USING (label_id);
-- a printer that jammed
UPDATE postnl.label SET printed_at = NULL FROM postnl.shipment AS s WHERE label.shipment_id = s.shipment_id AND reference = 'P-2';
BEGIN;
SELECT reference, order_ref, label_type, format FROM postnl_labels_to_print();
SELECT count(*) FROM postnl_labels_to_print();
ROLLBACK;
SELECT reference FROM postnl_labels_to_print();
-- what was handed out at once is not to be printed; what is fetched once more is
SELECT barcode FROM postnl_ship_now(description('N-1')) \gset
SELECT count(*) FROM postnl_labels_to_print();
SELECT octet_length(postnl_fetch_label(:'barcode')) > 0 AS label;
SELECT reference FROM postnl_labels_to_print();

-- Those of a name, as often as you like
SELECT reference, order_ref, label_type, content = postnl_label(reference) AS same, printed_at IS NOT NULL AS printed FROM postnl_shipment_labels('P1') ORDER BY 1;
SELECT reference FROM postnl_shipment_labels('P-2');
SELECT count(*) FROM postnl_shipment_labels('nobody');

-- What is to be packed: announced, and not with PostNL yet
SELECT postnl_ship(description('M-1', '{"parcels": [{"weight_g": 1000}, {"weight_g": 2500}], "content": "Boeken", "remark": "Fragiel",
	"receiver": {"company": "Bedrijf", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp", "country": "NL"}}')) AS id \gset
SELECT state FROM postnl_await(:id, '1 min');
SELECT postnl_ship(description('M-2', '{"hold": true}')) > 0 AS held;
UPDATE postnl.parcel SET status = 'in_transit' FROM postnl.shipment AS s WHERE parcel.shipment_id = s.shipment_id AND reference IN ('P-3', 'P-4');
SELECT order_ref, reference, number, parcel_count, company, name, postal_code, city, country, weight_g, content, remark, printed_at IS NOT NULL AS printed
FROM postnl.packing_list WHERE account = 'shop' ORDER BY shipment_id, number;
SELECT postnl_forget('P-1');
SELECT reference, name, city, country, printed_at FROM postnl.packing_list WHERE reference = 'P-1';

-- The oldest are found by the index of what is not printed
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT q.label_id FROM postnl.label AS q WHERE q.printed_at IS NULL ORDER BY q.label_id LIMIT 1;
RESET enable_seqscan;

-- What is wrong is said, and who may
\set VERBOSITY terse
SELECT * FROM postnl_labels_to_print('nobody');
SELECT * FROM postnl_labels_to_print(most => -1);
SELECT * FROM postnl_labels_to_print(most => NULL);
SELECT count(*) FROM postnl_labels_to_print(most => 0);
BEGIN READ ONLY;
SELECT * FROM postnl_labels_to_print();
ROLLBACK;
CREATE ROLE printing_reader;
CREATE ROLE printing_shipper;
SELECT postnl_grant('printing_reader', 'reader'), postnl_grant('printing_shipper', 'shipper');
SELECT postnl_account_set('other', allowed => '{printing_reader}');
SET ROLE printing_reader;
SELECT count(*) > 0 AS rows FROM postnl.packing_list;
SELECT count(*) > 0 AS rows FROM postnl_shipment_labels('P-2');
SELECT * FROM postnl_labels_to_print();
SET ROLE printing_shipper;
SELECT count(*) FROM postnl_labels_to_print();
SELECT count(*) FROM postnl_labels_to_print('other');
RESET ROLE;
DROP OWNED BY printing_reader, printing_shipper;
DROP ROLE printing_reader, printing_shipper;
DROP TABLE handed_out;
DROP FUNCTION description(text, jsonb);
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
