-- A reference is taken once: the same shipment again, another one, and one that will not be sent.
\pset null '(null)'
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 900001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference, 'receiver', '{"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}'::jsonb) || more $$;
CREATE TABLE orders (order_no text, house_number text, postal_code text);
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat',
	'receiver.house_number=house_number', 'receiver.postal_code=postal_code', 'receiver.city:=Utrecht');

-- What is hashed: it must never change
SELECT encode(postnl.description_hash('{"b": "1", "a": [1.50, null, true, false, "é", {}, []]}'), 'hex') AS hash;
SELECT postnl.description_hash('{"b": "1", "a": [1.50, null, true, false, "é", {}, []]}')
	= sha256(convert_to('{s1:a[#1.5;ntfs2:é{}[]]s1:bs1:1}', 'UTF8')) AS same;
SELECT postnl.description_hash('{"a": "1"}') = postnl.description_hash('{"a": 1}') AS text_and_number,
	postnl.description_hash('{"a": ["b", "c"]}') = postnl.description_hash('{"a": ["bs1:c"]}') AS one_and_two,
	postnl.description_hash('{"a": 1e2, "b": 2}') = postnl.description_hash('{"b": 2.00, "a": 100}') AS spelling,
	postnl.description_hash(NULL);

-- The same, however it is spelled; and another one
BEGIN;
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1500}]}'));
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1500.00}]}'));
SAVEPOINT s;
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1501}]}'));
ROLLBACK TO s;
-- also when it has been erased
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'R-1';
SELECT postnl_forget('R-1');
SELECT description, description_hash IS NOT NULL AS marked FROM postnl.shipment WHERE reference = 'R-1';
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1500}]}'));
SAVEPOINT s;
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1501}]}'));
ROLLBACK TO s;
-- where that was so before there were marks, nobody can tell
UPDATE postnl.shipment SET description_hash = NULL WHERE reference = 'R-1';
SELECT postnl_ship(description('R-1', '{"parcels": [{"weight_g": 1500}]}'));
ROLLBACK;

-- A correction: from then on it is the shipment of that
BEGIN;
SELECT postnl_ship(description('R-2')) AS id \gset
SELECT postnl_cancel(:id), postnl_requeue(:id, description('R-2', '{"product": "3089"}'));
SELECT postnl_ship(description('R-2', '{"product": "3089"}')) = :id AS same;
SELECT postnl_cancel(:id), postnl_requeue(:id);
SELECT postnl_ship(description('R-2', '{"product": "3089"}')) = :id AS same;
SELECT postnl_ship(description('R-2'));
ROLLBACK;

-- By trigger: the same once more is not sent, and says so where nobody will send it
BEGIN;
INSERT INTO orders SELECT 'T-' || i, '9', CASE i WHEN 4 THEN 'x' ELSE '3532VA' END FROM generate_series(1, 4) AS i;
SELECT min(shipment_id) AS id FROM postnl.shipment WHERE reference LIKE 'T-%' \gset
SELECT postnl_cancel(:id);
UPDATE postnl.shipment SET state = 'failed' WHERE reference = 'T-2';
INSERT INTO orders SELECT 'T-' || i, '9', CASE i WHEN 4 THEN 'x' ELSE '3532VA' END FROM generate_series(1, 4) AS i;
-- one by itself, and one that is new
INSERT INTO orders VALUES ('T-1', '9', '3532VA');
INSERT INTO orders VALUES ('T-5', '9', 'x');
SELECT reference, state FROM postnl.shipment WHERE reference LIKE 'T-%' ORDER BY shipment_id;
-- another one stops the order
SAVEPOINT s;
INSERT INTO orders VALUES ('T-6', '9', '3532VA'), ('T-1', '10', '3532VA');
ROLLBACK TO s;
-- also after it was erased
SELECT postnl_forget('T-1');
SAVEPOINT s;
INSERT INTO orders VALUES ('T-1', '10', '3532VA');
ROLLBACK TO s;
ROLLBACK;

-- Many of them: some are named
BEGIN;
SELECT setval('postnl.shipment_shipment_id_seq', 900100);
INSERT INTO orders SELECT 'M-' || i, '9', '3532VA' FROM generate_series(1, 40) AS i;
SELECT count(postnl_cancel(shipment_id)) FROM postnl.shipment WHERE reference ~ '^M-\d[02468]$';
SET LOCAL client_min_messages = error;
INSERT INTO orders SELECT 'M-' || i, '9', '3532VA' FROM generate_series(1, 11) AS i;
RESET client_min_messages;
INSERT INTO orders SELECT 'M-' || i, '9', '3532VA' FROM generate_series(1, 50) AS i;
SELECT count(*) FROM postnl.shipment WHERE reference LIKE 'M-%';
ROLLBACK;

-- A database of version 1.0 with this library, and what becomes of it
CREATE DATABASE one_zero;
\c one_zero
BEGIN;
CREATE EXTENSION postnl VERSION '1.0';
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
CREATE FUNCTION place(reference text, house_number text DEFAULT '9') RETURNS bigint LANGUAGE sql
AS $$ SELECT postnl_ship(reference, 'de Ruiter', 'Bilderdijkstraat', house_number, '3532VA', 'Utrecht') $$;
SELECT place('KEPT') AS kept, place('CANCELLED') AS cancelled, place('ERASED') AS erased;
SELECT place('KEPT');
SELECT postnl_cancel(2), postnl_requeue(2), postnl_cancel(2), postnl_cancel(3);
SELECT place('CANCELLED');
SELECT postnl_forget('ERASED');
SAVEPOINT s;
SELECT place('KEPT', '10');
ROLLBACK TO s;
CREATE TABLE orders (order_no text);
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name=order_no', 'receiver.street:=Bilderdijkstraat', 'receiver.house_number:=9', 'receiver.postal_code:=3532VA', 'receiver.city:=Utrecht');
INSERT INTO orders SELECT 'O-' || i FROM generate_series(1, 40) AS i;
INSERT INTO orders SELECT 'O-' || i FROM generate_series(1, 41) AS i;
ALTER EXTENSION postnl UPDATE;
SELECT count(*), count(*) FILTER (WHERE description_hash = postnl.description_hash(description)) AS marked FROM postnl.shipment;
INSERT INTO orders SELECT 'O-' || i FROM generate_series(1, 42) AS i;
SELECT count(*) FILTER (WHERE description_hash IS NULL) AS unmarked FROM postnl.shipment;
SELECT place('KEPT'), place('CANCELLED');
SAVEPOINT s;
SELECT place('ERASED');
ROLLBACK TO s;
SELECT place('KEPT', '10');
ROLLBACK;
\c regression
DROP DATABASE one_zero;

DROP TABLE orders;
DROP FUNCTION description(text, jsonb);
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
