-- Shipping from triggers: mappings, rows and statements, and what is wrong.
\pset null '(null)'
DELETE FROM postnl.account;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
-- the day that is wanted is in a week; it is shown as one of 2030
CREATE VIEW queued AS SELECT reference, account, api, state, product,
	replace(description::text, to_char(current_date + 7, 'YYYY-MM-DD'), '2030-12-01')::jsonb AS description, error_code, error
	FROM postnl.shipment ORDER BY shipment_id;
CREATE TABLE orders (gone text, order_no text PRIMARY KEY, customer text, street text, house_number integer,
	house_letter char(3), postal_code text, city text, weight numeric, wanted date, account text, paid boolean DEFAULT true,
	label text GENERATED ALWAYS AS (upper(customer)) STORED);
ALTER TABLE orders DROP COLUMN gone;
-- One statement, and one insert into the outbox
CREATE TRIGGER ship AFTER INSERT ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger('reference = order_no', 'receiver.last_name=customer', 'receiver.company=label',
	'receiver.street=street', 'receiver.house_number=house_number', 'receiver.house_number_addition=house_letter',
	'receiver.postal_code=postal_code', 'receiver.city=city', 'parcels.weight_g=weight', 'delivery_date=wanted',
	'account=account', 'services:=signature', 'label.dpi:=300');
BEGIN;
SET LOCAL DateStyle = 'German';
INSERT INTO orders VALUES ('T-1', 'de Ruiter', 'Bilderdijkstraat', 9, 'a', '3532VA', 'Utrecht', 1500, current_date + 7, NULL),
	('T-2', 'Bakker', 'Siriusdreef', 42, NULL, '2132WT', 'Hoofddorp', NULL, NULL, 'v4'),
	('T-3', NULL, 'Siriusdreef', 42, NULL, '2132', 'Hoofddorp', NULL, NULL, NULL);
TABLE queued;
-- no rows, and no complaint
INSERT INTO orders (order_no) SELECT order_no FROM orders WHERE false;
SELECT count(*) FROM queued;
-- the same once more is the same shipment; another one is an error
DELETE FROM orders WHERE order_no = 'T-1';
INSERT INTO orders VALUES ('T-1', 'de Ruiter', 'Bilderdijkstraat', 9, 'a', '3532VA', 'Utrecht', 1500, current_date + 7, NULL);
SELECT count(*) FROM queued;
DELETE FROM orders WHERE order_no = 'T-1';
\set VERBOSITY terse
INSERT INTO orders VALUES ('T-1', 'de Ruiter', 'Bilderdijkstraat', 10, 'a', '3532VA', 'Utrecht', 1500, current_date + 7, NULL);
ROLLBACK;
\set VERBOSITY default
SELECT count(*) FROM queued WHERE reference LIKE 'T-%';

-- Many at once, with references that are there: both ways through
BEGIN;
INSERT INTO orders SELECT 'M-' || i, 'de Ruiter', 'Bilderdijkstraat', 9, NULL, '3532VA', 'Utrecht' FROM generate_series(1, 10) AS i;
DELETE FROM orders;
INSERT INTO orders SELECT 'M-' || i, 'de Ruiter', 'Bilderdijkstraat', 9, NULL, '3532VA', 'Utrecht' FROM generate_series(1, 100) AS i;
SELECT count(*), count(DISTINCT reference) FROM queued WHERE reference LIKE 'M-%';
-- COPY of many with one in a hundred that will not do
DELETE FROM orders;
\! awk 'BEGIN { for (i = 1; i <= 10000; i++) print "C-" i "\tBakker\tSiriusdreef\t42\t\\N\t" (i % 100 == 0 ? "nowhere" : "2132WT") "\tHoofddorp" }' > copy.data
\copy orders (order_no, customer, street, house_number, house_letter, postal_code, city) FROM 'copy.data'
\! rm copy.data
SELECT state, error_code, error, count(*) FROM queued WHERE reference LIKE 'C-%' GROUP BY 1, 2, 3 ORDER BY 1;
-- a reference that is none
INSERT INTO orders VALUES (repeat('x', 10000), 'Bakker', 'Siriusdreef', 42, NULL, '2132WT', 'Hoofddorp');
SELECT reference, length(description->>'reference'), state, error FROM queued WHERE length(description->>'reference') > 100;
-- a subtransaction takes its shipments with it
SAVEPOINT s;
INSERT INTO orders VALUES ('S-1', 'Bakker', 'Siriusdreef', 42, NULL, '2132WT', 'Hoofddorp');
ROLLBACK TO s;
INSERT INTO orders VALUES ('S-2', 'Bakker', 'Siriusdreef', 42, NULL, '2132WT', 'Hoofddorp');
SELECT reference FROM queued WHERE reference LIKE 'S-%';
ROLLBACK;

-- Row by row, WHEN, UPDATE
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT OR UPDATE OF paid ON orders FOR EACH ROW WHEN (NEW.paid)
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
	'receiver.house_number=house_number', 'receiver.postal_code=postal_code', 'receiver.city=city', 'product:=3085');
BEGIN;
INSERT INTO orders (order_no, customer, street, house_number, postal_code, city, paid) VALUES
	('R-1', 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht', true),
	('R-2', 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht', false),
	('R-3', 'de Ruiter', 'Bilderdijkstraat', 9, 'x', 'Utrecht', true);
SELECT reference, state, product, error FROM queued WHERE reference LIKE 'R-%';
UPDATE orders SET paid = true WHERE order_no = 'R-2';
SELECT reference, state FROM queued WHERE reference LIKE 'R-%';
-- from inside a function, whose own statements have triggers too
CREATE FUNCTION place(first integer, last integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN first .. last LOOP
		BEGIN
			INSERT INTO orders (order_no, customer, street, house_number, postal_code, city)
			VALUES ('P-' || i, 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht');
			IF i % 2 = 0 THEN
				RAISE EXCEPTION 'no';
			END IF;
		EXCEPTION WHEN raise_exception THEN
			NULL;
		END;
	END LOOP;
END $$;
SELECT place(1, 5);
SELECT reference FROM queued WHERE reference LIKE 'P-%';
-- a trigger that is put off and fires inside another statement's trigger: what is rolled back there is not shipped
CREATE TABLE baskets_paid (order_no text, fails boolean);
CREATE TABLE late (LIKE orders);
CREATE CONSTRAINT TRIGGER ship AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
	'receiver.house_number=house_number', 'receiver.postal_code=postal_code', 'receiver.city=city');
CREATE FUNCTION place_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO orders (order_no, customer, street, house_number, postal_code, city)
	VALUES ('N-' || NEW.order_no, 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht');
	BEGIN
		INSERT INTO late (order_no, customer, street, house_number, postal_code, city)
		VALUES ('L-' || NEW.order_no, 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht');
		SET CONSTRAINTS ALL IMMEDIATE;
		IF NEW.fails THEN
			RAISE EXCEPTION 'no';
		END IF;
		SET CONSTRAINTS ALL DEFERRED;
	EXCEPTION WHEN raise_exception THEN
		SET CONSTRAINTS ALL DEFERRED;
	END;
	RETURN NULL;
END $$;
CREATE TRIGGER place AFTER INSERT ON baskets_paid FOR EACH ROW EXECUTE FUNCTION place_paid();
-- the basket's own trigger comes first, so that its statement has a batch
CREATE TRIGGER also AFTER INSERT ON baskets_paid FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=order_no', 'receiver.street:=Siriusdreef',
	'receiver.house_number:=42', 'receiver.postal_code:=2132WT', 'receiver.city:=Hoofddorp');
INSERT INTO baskets_paid VALUES ('kept', false), ('undone', true);
SELECT reference, state FROM queued WHERE reference ~ '(kept|undone)' ORDER BY reference;
SELECT order_no FROM late;
-- what fails while many are stored at once is undone by the block that catches it, all of it
ALTER TABLE postnl.shipment ADD CONSTRAINT full_up CHECK (reference <> 'F-40');
DO $$
BEGIN
	INSERT INTO late (order_no) VALUES ('before');
	INSERT INTO orders (order_no, customer, street, house_number, postal_code, city)
	SELECT 'F-' || i, 'de Ruiter', 'Bilderdijkstraat', 9, '3532VA', 'Utrecht' FROM generate_series(1, 40) AS i;
EXCEPTION WHEN check_violation THEN
	RAISE NOTICE 'caught';
END $$;
SELECT order_no FROM late UNION ALL SELECT reference FROM queued WHERE reference LIKE 'F-%';
ALTER TABLE postnl.shipment DROP CONSTRAINT full_up;
\! awk 'BEGIN { for (i = 1; i <= 3; i++) print "K-" i "\tBakker\tSiriusdreef\t42\t2132WT\tHoofddorp" }' > copy.data
\copy orders (order_no, customer, street, house_number, postal_code, city) FROM 'copy.data'
\! rm copy.data
SELECT reference, state FROM queued WHERE reference LIKE 'K-%';
ROLLBACK;

-- An address that will not do stops the order, when that is wanted
DROP TRIGGER ship ON orders;
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'on_invalid:=error');
INSERT INTO orders (order_no, customer) VALUES ('E-1', 'de Ruiter');
SELECT count(*) FROM orders;
DROP TRIGGER ship ON orders;

-- Whole objects and lists from json
CREATE TABLE baskets (id bigint, receiver jsonb, parcels json, options text[], extra boolean);
CREATE TRIGGER ship AFTER INSERT ON baskets FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=id', 'receiver=receiver', 'parcels=parcels', 'options=options', 'customs.handle_as_non_deliverable=extra',
	'product:=3085', 'account:=v4', 'sender:={"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');
BEGIN;
INSERT INTO baskets VALUES (12, '{"last_name": "Bakker", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}',
	'[{"weight_g": 100}, {"weight_g": 200}]', NULL, NULL), (13, '"x"', NULL, '{118/006,NULL}', true);
SELECT reference, account, api, state, description, error FROM queued WHERE reference IN ('12', '13');
ROLLBACK;

-- A partitioned table, whose partitions have their columns in another order
CREATE TABLE parted (order_no text, city text, street text, house_number text, postal_code text, customer text) PARTITION BY LIST (city);
CREATE TABLE parted_u PARTITION OF parted FOR VALUES IN ('Utrecht');
CREATE TABLE parted_h (customer text, dropped text, postal_code text, house_number text, street text, city text, order_no text);
ALTER TABLE parted_h DROP COLUMN dropped;
ALTER TABLE parted ATTACH PARTITION parted_h FOR VALUES IN ('Hoofddorp');
CREATE TRIGGER ship AFTER INSERT ON parted FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
	'receiver.house_number=house_number', 'receiver.postal_code=postal_code', 'receiver.city=city');
BEGIN;
INSERT INTO parted VALUES ('H-1', 'Hoofddorp', 'Siriusdreef', '42', '2132WT', 'Bakker'), ('H-2', 'Utrecht', 'Bilderdijkstraat', '9', '3532VA', 'de Ruiter');
SELECT reference, state, description->'receiver' AS receiver FROM queued WHERE reference LIKE 'H-%';
DROP TRIGGER ship ON parted;
CREATE TRIGGER ship AFTER INSERT ON parted REFERENCING NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
	'receiver.house_number=house_number', 'receiver.postal_code=postal_code', 'receiver.city=city');
INSERT INTO parted VALUES ('H-3', 'Hoofddorp', 'Siriusdreef', '42', '2132WT', 'Bakker'), ('H-4', 'Utrecht', 'Bilderdijkstraat', '9', '3532VA', 'de Ruiter');
SELECT reference, state, description->'receiver' AS receiver FROM queued WHERE reference IN ('H-3', 'H-4');
ROLLBACK;

-- A foreign table
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN EXECUTE format('CREATE SERVER loopback FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
	split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER loopback;
CREATE TABLE far (order_no text, customer text, postal_code text);
CREATE FOREIGN TABLE near (order_no text, customer text, postal_code text) SERVER loopback OPTIONS (table_name 'far');
CREATE TRIGGER ship AFTER INSERT ON near FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name=customer', 'receiver.postal_code=postal_code',
	'receiver.street:=Bilderdijkstraat', 'receiver.house_number:=9', 'receiver.city:=Utrecht');
INSERT INTO near VALUES ('F-1', 'de Ruiter', 'nowhere');
SELECT reference, state, error FROM queued WHERE reference LIKE 'F-%';
DROP EXTENSION postgres_fdw CASCADE;

-- What is wrong with a trigger is said when it first fires, rows or none
CREATE FUNCTION try_trigger(clauses text, VARIADIC arguments text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE format('CREATE TRIGGER ship %s EXECUTE FUNCTION postnl_ship_trigger(%s)', clauses,
		(SELECT string_agg(quote_literal(a), ', ') FROM unnest(arguments) AS a));
	INSERT INTO orders (order_no, customer) SELECT 'X', 'x' WHERE clauses !~ 'STATEMENT';
	RAISE EXCEPTION 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', SQLSTATE || ': ' || SQLERRM, NULLIF(hint, ''));
END $$;
\pset tuples_only
\set row 'AFTER INSERT ON orders FOR EACH ROW'
\set statement 'AFTER INSERT ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT'
SELECT try_trigger(:'row', 'reference=no_such_column');
SELECT try_trigger(:'statement', 'reference=no_such_column');
SELECT try_trigger(:'row', 'reference=gone');
SELECT try_trigger(:'row', 'receiver.stret=street');
SELECT try_trigger(:'statement', 'reciever.street=street');
SELECT try_trigger(:'row', 'receiver.street.name=street');
SELECT try_trigger(:'row', 'parcels[1].weight_g=weight');
SELECT try_trigger(:'row', 'reference');
SELECT try_trigger(:'row', '=order_no');
SELECT try_trigger(:'row', 'reference=order_no', 'reference=customer');
SELECT try_trigger(:'row', 'receiver.city=city', 'receiver:={}');
SELECT try_trigger(:'row', 'receiver:=Utrecht');
SELECT try_trigger(:'row', 'receiver:={"city"');
SELECT try_trigger(:'row', 'on_invalid:=ignore');
SELECT try_trigger(:'row', 'account:=nobody', 'reference=order_no');
SELECT try_trigger('BEFORE INSERT ON orders FOR EACH ROW', 'reference=order_no');
SELECT try_trigger('AFTER INSERT ON orders FOR EACH STATEMENT', 'reference=order_no');
SELECT try_trigger('AFTER INSERT OR DELETE ON orders FOR EACH STATEMENT', 'reference=order_no');
\pset tuples_only off
CREATE TRIGGER ship AFTER DELETE ON orders FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger('reference=order_no');
DELETE FROM orders;
DROP TRIGGER ship ON orders;
SELECT postnl_ship_trigger();

-- The rights are those of the table's owner
CREATE ROLE trigger_owner;
CREATE ROLE trigger_clerk;
SELECT postnl_grant('trigger_owner', 'shipper'), postnl_account_set('shop', allowed => '{trigger_owner}');
GRANT CREATE ON SCHEMA public TO trigger_owner;
SET ROLE trigger_clerk;
CREATE TEMP TABLE mine (order_no text);
CREATE TRIGGER ship AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no');
SET ROLE trigger_owner;
CREATE TABLE desk (order_no text);
CREATE TRIGGER ship AFTER INSERT ON desk FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'account:=shop');
GRANT INSERT ON desk TO trigger_clerk;
SET ROLE trigger_clerk;
INSERT INTO desk VALUES ('G-1');
RESET ROLE;
SELECT reference, state, error FROM queued WHERE reference = 'G-1';
SELECT postnl_account_set('shop', allowed => '{trigger_clerk}');
SET ROLE trigger_clerk;
INSERT INTO desk VALUES ('G-2');
RESET ROLE;

-- A hostile search_path changes nothing
CREATE SCHEMA evil;
CREATE TABLE evil.shipment (LIKE postnl.shipment);
CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '-infinity'::timestamptz $$;
CREATE FUNCTION evil.never(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
CREATE OPERATOR evil.= (FUNCTION = evil.never, LEFTARG = text, RIGHTARG = text);
GRANT USAGE ON SCHEMA evil TO PUBLIC;
SET search_path = evil, public, pg_catalog;
SELECT public.postnl_account_set('shop', allowed => '{trigger_owner}');
INSERT INTO orders (order_no) VALUES ('V-1');
\set VERBOSITY sqlstate
INSERT INTO desk VALUES ('G-3');
INSERT INTO desk VALUES ('G-3');
ALTER TABLE desk ADD COLUMN remark text DEFAULT 'x';
DROP TRIGGER ship ON desk;
CREATE TRIGGER ship AFTER INSERT ON desk FOR EACH ROW EXECUTE FUNCTION public.postnl_ship_trigger('reference=order_no', 'remark=remark', 'account:=shop');
INSERT INTO desk VALUES ('G-3');
\set VERBOSITY default
SELECT count(*) FROM evil.shipment;
RESET search_path;
SELECT reference, queued_at > '2000-01-01' AS queued FROM postnl.shipment WHERE reference = 'G-3';

DROP SCHEMA evil CASCADE;
DROP TABLE orders, baskets, parted, far, desk CASCADE;
DROP TABLE mine;
DROP VIEW queued;
DROP FUNCTION try_trigger;
DROP OWNED BY trigger_owner, trigger_clerk;
DROP ROLE trigger_owner, trigger_clerk;
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
