-- Orders that change: what becomes of the shipment that was queued for one.
\pset null '(null)'
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 910001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_key_set('shop', 'simulator-key');
CREATE VIEW shipped AS SELECT s.shipment_id, s.reference, s.state, s.description #>> '{receiver,postal_code}' AS postal_code, s.product, s.error_code,
	s.description_hash = postnl.description_hash(s.description) AS marked FROM postnl.shipment AS s;
CREATE TABLE orders (order_no text PRIMARY KEY, house_number text DEFAULT '9', postal_code text DEFAULT '3532VA', product text, note text);
\set mapping '''reference=order_no'', ''receiver.last_name:=de Ruiter'', ''receiver.street:=Bilderdijkstraat'', ''receiver.house_number=house_number'', ''receiver.postal_code=postal_code'', ''receiver.city:=Utrecht'', ''product=product'''
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping);

-- All of it in transactions that are rolled back: the worker sees nothing of them
BEGIN;
-- What is not mapped does not matter, whatever became of the shipment; and nothing is said
INSERT INTO orders (order_no) SELECT 'U-' || i FROM generate_series(1, 4) AS i;
SELECT postnl_cancel(shipment_id) FROM postnl.shipment WHERE reference = 'U-1';
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'U-2';
UPDATE postnl.shipment SET state = 'rejected' WHERE reference = 'U-3';
UPDATE orders SET note = 'call first';
UPDATE orders SET postal_code = postal_code, note = NULL;
SELECT reference, state, count(*) FROM shipped GROUP BY 1, 2 ORDER BY 1;

-- What is mapped corrects what waits or was given up; the shipment is the same one
UPDATE postnl.shipment SET state = 'failed', attempts = 5, crashes = 2, error_code = '08006', error = 'gone', error_detail = '{}',
	queued_at = '2020-01-01', next_attempt_at = '2020-01-01' WHERE reference IN ('U-3', 'U-4');
UPDATE postnl.shipment SET state = 'queued', crashes = 1 WHERE reference = 'U-4';
UPDATE orders SET postal_code = '2132WT', product = '3089' WHERE order_no IN ('U-3', 'U-4');
SELECT *, (SELECT (attempts, crashes, error, error_detail, queued_at > '2020-01-01', next_attempt_at > '2020-01-01') FROM postnl.shipment AS s
	WHERE s.shipment_id = shipped.shipment_id) AS anew FROM shipped WHERE reference IN ('U-3', 'U-4') ORDER BY reference;
-- one that will not do any more is not sent
UPDATE orders SET postal_code = 'nowhere' WHERE order_no = 'U-4';
SELECT * FROM shipped WHERE reference = 'U-4';
ROLLBACK;

-- Nothing is left of what it was: a changed shipment is like a new one, both ways
CREATE VIEW whole AS SELECT to_jsonb(s) - 'shipment_id' AS row FROM postnl.shipment AS s;
BEGIN;
SAVEPOINT s;
INSERT INTO orders VALUES ('W-1', '9 bis', '3532 va', NULL);
SELECT row AS good FROM whole \gset
ROLLBACK TO s;
INSERT INTO orders VALUES ('W-1', '9 bis', 'nowhere', '9999');
SELECT row AS bad FROM whole \gset
UPDATE orders SET postal_code = '3532 va', product = NULL;
SELECT row = :'good' AS "like a good one", row -> 'state' AS state FROM whole;
UPDATE orders SET postal_code = 'nowhere', product = '9999';
SELECT row = :'bad' AS "like a bad one", row -> 'state' AS state FROM whole;
ROLLBACK;
DROP VIEW whole;

-- A rejected address is corrected by UPDATE alone, and is sent
INSERT INTO orders (order_no, postal_code) VALUES ('R-1', '3532 nowhere');
SELECT reference, state, error_code FROM shipped;
BEGIN;
UPDATE orders SET postal_code = '3572ZZ' WHERE order_no = 'R-1';
SELECT reference, state, error_code, marked FROM shipped;
COMMIT;
SELECT (postnl_await(shipment_id)).state FROM postnl.shipment;
SELECT state, (SELECT count(*) FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id) AS parcels FROM postnl.shipment AS s;
-- from here on it is PostNL's: the order goes through, and is told so
UPDATE orders SET postal_code = '3532VA' WHERE order_no = 'R-1';
SELECT reference, state, postal_code FROM shipped;
DELETE FROM postnl.shipment;
DELETE FROM orders;

-- Each of those that cannot be changed
BEGIN;
INSERT INTO orders (order_no) SELECT 'S-' || i FROM generate_series(1, 7) AS i;
UPDATE postnl.shipment SET state = 'sending', claimed_by = 1, claimed_until = now() + interval '1 hour' WHERE reference = 'S-1';
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'S-2';
UPDATE postnl.shipment SET state = 'cancelled' WHERE reference = 'S-3';
UPDATE postnl.shipment SET in_doubt = true WHERE reference = 'S-4';
UPDATE postnl.shipment SET node = NULL WHERE reference = 'S-5';
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, announced_at)
	SELECT shipment_id, account, environment, 0, '3SDEVC0000001', now() FROM postnl.shipment WHERE reference = 'S-6';
UPDATE orders SET postal_code = '2132WT';
SELECT reference, state, postal_code FROM shipped ORDER BY reference;
-- of many some are named
INSERT INTO orders (order_no) SELECT 'T-' || i FROM generate_series(10, 24) AS i;
UPDATE postnl.shipment SET state = 'announced' WHERE reference ~ '^T-1\d|T-20';
UPDATE orders SET postal_code = '2132WT' WHERE order_no LIKE 'T-%';
SELECT state, postal_code, count(*) FROM shipped WHERE reference LIKE 'T-%' GROUP BY 1, 2 ORDER BY 1;
ROLLBACK;

-- What object-relational mappers do: INSERT and UPDATEs in one transaction, ON CONFLICT, savepoints
BEGIN;
INSERT INTO orders (order_no, postal_code) VALUES ('O-1', NULL);
UPDATE orders SET postal_code = '3532VA' WHERE order_no = 'O-1';
UPDATE orders SET house_number = '10' WHERE order_no = 'O-1';
UPDATE orders SET note = 'paid' WHERE order_no = 'O-1';
INSERT INTO orders (order_no, postal_code) VALUES ('O-1', '2132WT'), ('O-2', '2132WT')
	ON CONFLICT (order_no) DO UPDATE SET postal_code = excluded.postal_code;
INSERT INTO orders (order_no) VALUES ('O-1') ON CONFLICT (order_no) DO UPDATE SET note = 'seen';
INSERT INTO orders (order_no) VALUES ('O-1') ON CONFLICT (order_no) DO NOTHING;
SELECT reference, state, postal_code, marked FROM shipped ORDER BY reference;
SAVEPOINT s;
UPDATE orders SET postal_code = '3512AB' WHERE order_no = 'O-1';
ROLLBACK TO s;
MERGE INTO orders AS o USING (VALUES ('O-2', '3512AB'), ('O-3', '3512AB')) AS n (order_no, postal_code) ON n.order_no = o.order_no
	WHEN MATCHED THEN UPDATE SET postal_code = n.postal_code
	WHEN NOT MATCHED THEN INSERT (order_no, postal_code) VALUES (n.order_no, n.postal_code);
SELECT reference, state, postal_code, marked FROM shipped ORDER BY reference;
-- a trigger of the shop's that changes the order while it is being placed
CREATE FUNCTION correct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE orders SET postal_code = '1234AB' WHERE order_no = NEW.order_no AND NEW.postal_code = '1234';
	RETURN NULL;
END $$;
CREATE TRIGGER then_correct AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION correct();
INSERT INTO orders (order_no, postal_code) VALUES ('O-4', '1234'), ('O-5', '1234'), ('O-6', '3532VA');
SELECT reference, state, postal_code FROM shipped WHERE reference > 'O-3' ORDER BY reference;
DROP TRIGGER then_correct ON orders;
-- one that was corrected by hand stays so while the order does
UPDATE postnl.shipment SET state = 'rejected' WHERE reference = 'O-3';
SELECT postnl_requeue(shipment_id, jsonb_set(description, '{receiver,postal_code}', '"2132WT"')) FROM postnl.shipment WHERE reference = 'O-3';
UPDATE orders SET note = 'x' WHERE order_no = 'O-3';
SELECT reference, state, postal_code FROM shipped WHERE reference = 'O-3';
-- another order with the reference is an error still, and so is it of postnl_ship()
DELETE FROM orders WHERE order_no = 'O-3';
\set VERBOSITY terse
SAVEPOINT s;
INSERT INTO orders (order_no, postal_code) VALUES ('O-3', '3512AB');
ROLLBACK TO s;
SELECT postnl_ship('O-3', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht');
\set VERBOSITY default
ROLLBACK;

-- An order that gets another number, or its first one, or another account, is one order still
BEGIN;
SELECT postnl_account_set('other', customer_code => 'DEVC', customer_number => '11223344');
CREATE TABLE numbered (id integer, order_no text, account text, postal_code text DEFAULT '3532VA', note text);
\set numbered '''reference=order_no'', ''account=account'', ''receiver.last_name:=de Ruiter'', ''receiver.street:=Bilderdijkstraat'', ''receiver.house_number:=9'', ''receiver.postal_code=postal_code'', ''receiver.city:=Utrecht'''
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:numbered);
CREATE VIEW known AS SELECT reference, account, state, description #>> '{receiver,postal_code}' AS postal_code FROM postnl.shipment ORDER BY shipment_id;
SAVEPOINT s;
INSERT INTO numbered (id) VALUES (1), (2);
UPDATE numbered SET note = 'no number yet';
TABLE known;
UPDATE numbered SET order_no = 'N-' || id;
UPDATE numbered SET note = 'a number';
TABLE known;
UPDATE numbered SET order_no = ' N-1 ' WHERE id = 1;
UPDATE numbered SET account = 'shop' WHERE id = 1;
UPDATE numbered SET account = 'other', postal_code = '2132WT' WHERE id = 1;
-- of what PostNL may have there is no second one
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'N-2';
UPDATE numbered SET order_no = 'N-3' WHERE id = 2;
UPDATE numbered SET note = 'y';
TABLE known;
ROLLBACK TO s;
-- without any number
INSERT INTO numbered (id, postal_code) VALUES (3, '3532VA'), (4, '2132WT');
UPDATE postnl.shipment SET state = 'announced' WHERE description #>> '{receiver,postal_code}' = '2132WT';
UPDATE numbered SET note = 'x';
UPDATE numbered SET postal_code = '3512AB';
TABLE known;
ROLLBACK TO s;
-- where it is asked for: nothing, or an error
INSERT INTO numbered (id, order_no) VALUES (5, 'N-5');
DROP TRIGGER ship ON numbered;
CREATE TRIGGER ship AFTER UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:numbered, 'on_change:=ignore');
UPDATE numbered SET order_no = 'N-6';
UPDATE numbered SET order_no = 'N-5';
TABLE known;
DROP TRIGGER ship ON numbered;
CREATE TRIGGER ship AFTER UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:numbered, 'on_change:=error');
UPDATE numbered SET note = 'x';
SAVEPOINT t;
\set VERBOSITY sqlstate
UPDATE numbered SET order_no = 'N-6';
ROLLBACK TO t;
\set VERBOSITY default
-- many at once
DROP TRIGGER ship ON numbered;
CREATE TRIGGER ship AFTER INSERT ON numbered REFERENCING NEW TABLE AS new FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger(:numbered);
CREATE TRIGGER ship_again AFTER UPDATE ON numbered REFERENCING OLD TABLE AS old NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger(:numbered);
INSERT INTO numbered SELECT i, 'M-' || i FROM generate_series(1, 40) AS i;
UPDATE numbered SET note = 'x' WHERE order_no ~ '^M';
UPDATE numbered SET order_no = 'L-' || id WHERE order_no ~ '^M';
SELECT left(reference, 1) AS reference, state, count(*) FROM known GROUP BY 1, 2 ORDER BY 1, 2;
ROLLBACK;

-- An order that would not do any more is no error as long as it stays as it is
BEGIN;
INSERT INTO orders (order_no, postal_code) VALUES ('V-1', 'nowhere');
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'on_invalid:=error');
UPDATE orders SET note = 'x';
\set VERBOSITY sqlstate
UPDATE orders SET postal_code = 'elsewhere';
\set VERBOSITY default
ROLLBACK;

-- Put off to the commit, one by one
BEGIN;
DROP TRIGGER ship ON orders;
CREATE CONSTRAINT TRIGGER ship AFTER INSERT OR UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger(:mapping);
INSERT INTO orders (order_no) VALUES ('D-1');
UPDATE orders SET postal_code = '2132WT';
UPDATE orders SET note = 'x';
SET CONSTRAINTS ALL IMMEDIATE;
SELECT reference, state, postal_code FROM shipped;
ROLLBACK;

-- Statement by statement: the old rows tell what was changed, where the trigger has them
BEGIN;
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger(:mapping);
CREATE TRIGGER ship_again AFTER UPDATE ON orders REFERENCING OLD TABLE AS old NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger(:mapping);
INSERT INTO orders (order_no) SELECT 'B-' || i FROM generate_series(1, 50) AS i;
UPDATE postnl.shipment SET state = 'announced' WHERE reference IN ('B-1', 'B-2');
UPDATE postnl.shipment SET state = 'rejected' WHERE reference IN ('B-3', 'B-4');
SELECT postnl_requeue(shipment_id, jsonb_set(description, '{receiver,postal_code}', '"3512AB"')) FROM postnl.shipment WHERE reference = 'B-4';
UPDATE orders SET postal_code = CASE WHEN order_no IN ('B-1', 'B-3') THEN '2132WT' ELSE postal_code END;
SELECT state, postal_code, count(*) FROM shipped GROUP BY 1, 2 ORDER BY 1, 2;
-- both at once, each by its trigger
INSERT INTO orders (order_no, postal_code) VALUES ('B-5', '2132WT'), ('B-51', '2132WT')
	ON CONFLICT (order_no) DO UPDATE SET postal_code = excluded.postal_code;
SELECT reference, state, postal_code FROM shipped WHERE reference IN ('B-5', 'B-51') ORDER BY 1;
-- without the old rows, what the shipment has is what counts
DROP TRIGGER ship_again ON orders;
CREATE TRIGGER ship_again AFTER UPDATE ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger(:mapping);
UPDATE orders SET note = 'x' WHERE order_no IN ('B-2', 'B-4', 'B-7');
SELECT reference, state, postal_code FROM shipped WHERE reference IN ('B-2', 'B-4', 'B-7') ORDER BY reference;
ROLLBACK;

-- What is asked for: an error
BEGIN;
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'on_change:=error');
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 920001;
INSERT INTO orders (order_no) VALUES ('E-1');
UPDATE orders SET note = 'x';
SAVEPOINT s;
UPDATE orders SET postal_code = '2132WT';
ROLLBACK TO s;
UPDATE postnl.shipment SET state = 'announced';
UPDATE orders SET postal_code = '2132WT';
ROLLBACK TO s;
UPDATE postnl.shipment SET state = 'announced';
-- nothing
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'on_change:=ignore');
UPDATE orders SET postal_code = '2132WT';
UPDATE postnl.shipment SET state = 'rejected';
UPDATE orders SET postal_code = '3512AB';
SELECT reference, state, postal_code FROM shipped;
-- a new order with the reference is told where nobody will send it
DELETE FROM orders;
INSERT INTO orders (order_no, postal_code) VALUES ('E-1', '3512AB');
-- or a change, of an order that is new too
DELETE FROM orders;
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'on_change:=update');
INSERT INTO orders (order_no, postal_code) VALUES ('E-1', '3512AB');
SELECT reference, state, postal_code FROM shipped;
\! printf 'E-1\t2132WT\nE-2\t2132WT\n' > copy.data
DELETE FROM orders;
\copy orders (order_no, postal_code) FROM 'copy.data'
\! rm copy.data
SELECT reference, state, postal_code FROM shipped ORDER BY reference;
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'on_change:=maybe');
SAVEPOINT s;
INSERT INTO orders (order_no) VALUES ('E-3');
ROLLBACK TO s;

-- Who updates orders needs no right on postnl
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping);
CREATE ROLE change_clerk;
GRANT SELECT, UPDATE ON orders TO change_clerk;
SET ROLE change_clerk;
UPDATE orders SET postal_code = '1234AB' WHERE order_no = 'E-1';
RESET ROLE;
SELECT reference, state, postal_code FROM shipped ORDER BY reference;
ROLLBACK;

DROP VIEW shipped;
DROP TABLE orders;
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;

-- A database of version 1.0 with this library
CREATE DATABASE one_zero;
\c one_zero
BEGIN;
CREATE EXTENSION postnl VERSION '1.0';
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
CREATE TABLE orders (order_no text, postal_code text);
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat', 'receiver.house_number:=9', 'receiver.postal_code=postal_code', 'receiver.city:=Utrecht');
INSERT INTO orders VALUES ('Z-1', 'x');
UPDATE orders SET postal_code = '3532VA';
SELECT reference, state, error, description #>> '{receiver,postal_code}' AS postal_code FROM postnl.shipment;
UPDATE orders SET order_no = 'Z-2';
INSERT INTO orders VALUES (NULL, '3532VA');
UPDATE orders SET order_no = 'Z-3' WHERE order_no IS NULL;
SELECT reference, state FROM postnl.shipment ORDER BY shipment_id;
ROLLBACK;
\c regression
DROP DATABASE one_zero;
