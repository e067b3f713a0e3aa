-- Orders that are too old to be shipped: imports and restores do not ship history.
\pset null '(null)'
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 940001;
CREATE TABLE orders (order_no text PRIMARY KEY, postal_code text DEFAULT '3532VA', placed timestamptz DEFAULT now(), day date, local timestamp, note text);
\set mapping '''reference=order_no'', ''receiver.last_name:=de Ruiter'', ''receiver.street:=Bilderdijkstraat'', ''receiver.house_number:=9'', ''receiver.postal_code=postal_code'', ''receiver.city:=Utrecht'''
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'account:=shop', 'since=placed', 'max_age:=7 days');
CREATE VIEW shipped AS SELECT reference, state, description #>> '{receiver,postal_code}' AS postal_code FROM postnl.shipment ORDER BY shipment_id;

BEGIN;
-- A restore of what is old needs not even the account
INSERT INTO orders (order_no, placed) SELECT 'H-' || i, now() - interval '8 days' FROM generate_series(1, 20) AS i;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
-- A day, a minute and what is not known
INSERT INTO orders (order_no, placed) VALUES ('A-1', now() - interval '7 days'), ('A-2', now() - interval '7 days 1 microsecond'),
	('A-3', NULL), ('A-4', 'infinity'), ('A-5', '-infinity'), ('A-6', now() + interval '1 year');
TABLE shipped;
-- An UPDATE of one that is old ships nothing, and says so; it corrects what is there
UPDATE orders SET note = 'x', postal_code = '2132WT' WHERE order_no IN ('H-1', 'H-2');
UPDATE orders SET placed = '2020-01-01';
UPDATE postnl.shipment SET state = 'rejected' WHERE reference = 'A-1';
UPDATE postnl.shipment SET state = 'announced' WHERE reference = 'A-3';
UPDATE orders SET postal_code = '2132WT' WHERE order_no IN ('H-3', 'A-1', 'A-3');
UPDATE orders SET note = 'y' WHERE order_no IN ('A-1', 'A-3');
TABLE shipped;
-- What is young again is shipped
UPDATE orders SET placed = now() WHERE order_no = 'H-1';
-- COPY, and triggers that are put off
\! printf 'K-1\t2020-01-01\nK-2\t2020-01-01\nK-3\t\\N\n' > copy.data
\copy orders (order_no, placed) FROM 'copy.data'
\! rm copy.data
SELECT reference FROM shipped WHERE reference ~ '^[HK]';
DROP TRIGGER ship ON orders;
CREATE CONSTRAINT TRIGGER ship AFTER INSERT OR UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'since=placed');
INSERT INTO orders (order_no, placed) VALUES ('D-1', '2020-01-01'), ('D-2', now() - interval '6 days'), ('D-3', '2020-01-01');
UPDATE orders SET note = 'x' WHERE order_no = 'D-1';
SET CONSTRAINTS ALL IMMEDIATE;
SELECT reference FROM shipped WHERE reference ~ '^D';
DROP TRIGGER ship ON orders;
-- Statements; seven days unless another age is given
CREATE TRIGGER ship AFTER INSERT ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'since=day');
CREATE TRIGGER ship_changed AFTER UPDATE ON orders REFERENCING OLD TABLE AS old NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'since=day');
INSERT INTO orders (order_no, day) SELECT 'S-' || i, current_date - i FROM generate_series(0, 50, 3) AS i;
SELECT reference FROM shipped WHERE reference ~ '^S';
UPDATE orders SET postal_code = '2132WT', day = '2020-01-01' WHERE order_no IN ('S-3', 'S-30', 'S-33');
SELECT reference, postal_code FROM shipped WHERE reference ~ '^S';
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'since=local', 'max_age:=2 hours');
INSERT INTO orders (order_no, local) VALUES ('L-1', localtimestamp - interval '1 hour'), ('L-2', localtimestamp - interval '3 hours');
SELECT reference FROM shipped WHERE reference ~ '^L';
-- what is old is not looked at, so it is no error either
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(:mapping, 'since=placed', 'on_invalid:=error');
INSERT INTO orders (order_no, postal_code, placed) VALUES ('I-1', 'nowhere', '2020-01-01');
ROLLBACK;

-- What is wrong with it
CREATE FUNCTION try_age(VARIADIC arguments text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER try AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(''reference=order_no'', %s)',
		(SELECT string_agg(quote_literal(a), ', ') FROM unnest(arguments) AS a));
	INSERT INTO orders (order_no) VALUES ('X');
	RAISE EXCEPTION 'no error';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
DROP TRIGGER ship ON orders;
\pset tuples_only
SELECT try_age('max_age:=7 days');
SELECT try_age('since=created_at');
SELECT try_age('since=note');
SELECT try_age('since:=2020-01-01');
SELECT try_age('since=placed', 'since=day');
SELECT try_age('since=placed', 'max_age=note');
SELECT try_age('since=placed', 'max_age:=0');
SELECT try_age('since=placed', 'max_age:=-1 day');
SELECT try_age('since=placed', 'max_age:=a week or so');
SELECT try_age('since=placed', 'max_age:=1 day', 'max_age:=2 days');
\pset tuples_only off

DROP FUNCTION try_age;
DROP VIEW shipped;
DROP TABLE orders;
DELETE FROM postnl.account;
