-- Orders that are deleted or cancelled: their shipments are cancelled while that is possible.
\pset null '(null)'
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 950001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('other', customer_code => 'DEVC', customer_number => '11223344');
CREATE TABLE orders (order_no text PRIMARY KEY, account text, status text, basket text);
\set ship 'postnl_ship_trigger(''reference=order_no'', ''receiver.last_name:=de Ruiter'', ''receiver.street:=Bilderdijkstraat'', ''receiver.house_number:=9'', ''receiver.postal_code:=3532VA'', ''receiver.city:=Utrecht'', ''account=account'', ''order=basket'')'
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION :ship;
CREATE VIEW shipped AS SELECT reference, account, state FROM postnl.shipment ORDER BY shipment_id;

-- Row by row
BEGIN;
CREATE TRIGGER cancel AFTER DELETE OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=order_no', 'account=account');
INSERT INTO orders SELECT 'A-' || i FROM generate_series(1, 9) AS i;
INSERT INTO orders VALUES ('A-10', 'other');
SELECT postnl_ship('A-10', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht', account => 'shop') > 0 AS queued;
UPDATE postnl.shipment SET state = 'sending', claimed_by = 1, claimed_until = now() + interval '1 hour' WHERE reference = 'A-2';
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'A-3';
UPDATE postnl.shipment SET state = 'announced', closed_at = now() WHERE reference = 'A-4';
UPDATE postnl.shipment SET in_doubt = true WHERE reference = 'A-5';
UPDATE postnl.shipment SET node = NULL WHERE reference = 'A-6';
UPDATE postnl.shipment SET state = 'rejected' WHERE reference = 'A-7';
UPDATE postnl.shipment SET state = 'cancelled' WHERE reference = 'A-8';
UPDATE postnl.shipment SET state = 'held' WHERE reference = 'A-9';
INSERT INTO orders VALUES ('A-0');
DELETE FROM postnl.shipment WHERE reference = 'A-0';
DELETE FROM orders;
TABLE shipped;
-- what the row was counts
INSERT INTO orders VALUES ('A-11');
UPDATE orders SET order_no = 'A-12';
SELECT reference, state FROM shipped WHERE reference ~ 'A-1[12]';
-- an order that is placed and cancelled by one statement, and one that a savepoint brings back
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM orders WHERE order_no = NEW.order_no;
	RETURN NULL;
END $$;
CREATE TRIGGER then_refuse AFTER INSERT ON orders FOR EACH ROW WHEN (NEW.status = 'fraud') EXECUTE FUNCTION refuse();
INSERT INTO orders (order_no, status) VALUES ('B-1', NULL), ('B-2', 'fraud'), ('B-3', NULL);
SAVEPOINT s;
DELETE FROM orders WHERE order_no = 'B-3';
ROLLBACK TO s;
SELECT reference, state FROM shipped WHERE reference ~ 'B-';
-- of many some are named
INSERT INTO orders SELECT 'C-' || i FROM generate_series(10, 24) AS i;
UPDATE postnl.shipment SET state = 'announced' WHERE reference ~ '^C-(1|20|21)';
DELETE FROM orders WHERE order_no ~ '^C-';
SELECT state, count(*) FROM shipped WHERE reference ~ '^C-' GROUP BY 1 ORDER BY 1;
ROLLBACK;

-- Statement by statement, and by a table of cancellations
BEGIN;
CREATE TRIGGER cancel AFTER DELETE ON orders REFERENCING OLD TABLE AS old FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_cancel_trigger('reference=order_no', 'account=account');
CREATE TABLE cancellations (id integer, what text);
CREATE TRIGGER cancel AFTER INSERT ON cancellations REFERENCING NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_cancel_trigger('order=what', 'account:=shop');
INSERT INTO orders (order_no, account, basket) SELECT 'D-' || i, CASE i WHEN 4 THEN 'other' END, 'basket ' || i % 2 FROM generate_series(1, 6) AS i;
DELETE FROM orders WHERE order_no IN ('D-3', 'D-4');
SELECT * FROM shipped WHERE reference ~ '^D';
INSERT INTO cancellations VALUES (1, 'basket 0'), (2, 'no such one'), (3, NULL);
SELECT * FROM shipped WHERE reference ~ '^D';
ROLLBACK;

-- A reference is found whatever the type of its column
BEGIN;
CREATE TABLE keys (id uuid, n integer, c char(8));
INSERT INTO keys VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 7, 'E-1');
SELECT postnl_ship(r, 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht') > 0 AS queued FROM keys, unnest(ARRAY[id::text, n::text, c]) AS r;
CREATE TRIGGER by_id AFTER DELETE ON keys FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=id');
CREATE TRIGGER by_n AFTER DELETE ON keys FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=n');
CREATE TRIGGER by_c AFTER DELETE ON keys FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=c');
DELETE FROM keys;
TABLE shipped;
ROLLBACK;

-- Too late is an error where that is asked for
BEGIN;
CREATE TRIGGER cancel AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=order_no', 'on_late:=error');
INSERT INTO orders VALUES ('F-1'), ('F-2');
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'F-2';
DELETE FROM orders WHERE order_no = 'F-1';
DELETE FROM orders WHERE order_no = 'F-2';
ROLLBACK;

-- The rights are those of the table's owner; nobody needs any to delete an order
BEGIN;
CREATE ROLE cancel_owner;
CREATE ROLE cancel_clerk;
SELECT postnl_grant('cancel_owner', 'shipper'), postnl_account_set('shop', allowed => '{cancel_owner}');
GRANT CREATE ON SCHEMA public TO cancel_owner;
SET LOCAL ROLE cancel_owner;
CREATE TABLE desk (order_no text, account text);
CREATE TRIGGER cancel AFTER DELETE ON desk FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=order_no', 'account=account');
GRANT SELECT, DELETE ON desk TO cancel_clerk;
INSERT INTO desk VALUES ('G-1', 'shop'), ('G-2', 'other');
RESET ROLE;
INSERT INTO orders VALUES ('G-1', 'shop'), ('G-2', 'other');
SELECT postnl_account_set('other', allowed => '{cancel_clerk}');
SET LOCAL ROLE cancel_clerk;
DELETE FROM desk WHERE order_no = 'G-1';
SAVEPOINT s;
DELETE FROM desk WHERE order_no = 'G-2';
ROLLBACK TO s;
RESET ROLE;
TABLE shipped;
-- one whose account is gone is cancelled by anybody
SELECT postnl_account_delete('other');
SET LOCAL ROLE cancel_clerk;
DELETE FROM desk WHERE order_no = 'G-2';
RESET ROLE;
TABLE shipped;
CREATE SCHEMA clerks AUTHORIZATION cancel_clerk;
SET LOCAL ROLE cancel_clerk;
CREATE TABLE clerks.mine (order_no text);
CREATE TRIGGER cancel AFTER DELETE ON clerks.mine FOR EACH ROW EXECUTE FUNCTION postnl_cancel_trigger('reference=order_no');
ROLLBACK;

-- What is wrong with a trigger
CREATE FUNCTION try_cancel(clauses text, VARIADIC arguments text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE format('CREATE TRIGGER try %s EXECUTE FUNCTION postnl_cancel_trigger(%s)', clauses,
		(SELECT string_agg(quote_literal(a), ', ') FROM unnest(arguments) AS a));
	INSERT INTO orders (order_no) VALUES ('X');
	UPDATE orders SET status = 'x';
	DELETE FROM orders;
	TRUNCATE orders;
	RAISE EXCEPTION 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', SQLSTATE || ': ' || SQLERRM, NULLIF(hint, ''));
END $$;
\pset tuples_only
\set row 'AFTER DELETE ON orders FOR EACH ROW'
SELECT try_cancel('BEFORE DELETE ON orders FOR EACH ROW', 'reference=order_no');
SELECT try_cancel('AFTER TRUNCATE ON orders', 'reference=order_no');
SELECT try_cancel('AFTER DELETE ON orders FOR EACH STATEMENT', 'reference=order_no');
SELECT try_cancel('AFTER UPDATE ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT', 'reference=order_no');
SELECT try_cancel('AFTER INSERT ON orders FOR EACH STATEMENT', 'reference=order_no');
SELECT try_cancel(:'row', 'account:=shop');
SELECT try_cancel(:'row', 'reference=no_such_column');
SELECT try_cancel(:'row', 'reference');
SELECT try_cancel(:'row', 'reference=order_no', 'order=basket');
SELECT try_cancel(:'row', 'reference=order_no', 'receiver.city=status');
SELECT try_cancel(:'row', 'reference=order_no', 'on_invalid:=error');
SELECT try_cancel(:'row', 'reference=order_no', 'on_late:=never');
SELECT try_cancel(:'row', 'reference=order_no', 'account:=shop', 'account=account');
SELECT postnl_cancel_trigger();
\pset tuples_only off

DROP FUNCTION try_cancel;
DROP VIEW shipped;
DROP TABLE orders;
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
