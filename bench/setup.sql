-- What the measurements need in the database.

CREATE EXTENSION postnl;

-- CPU time of this backend in seconds.  /proc/self/stat has the same figure
-- in steps of 10 ms, too coarse for a few calls.
CREATE FUNCTION cpu_s() RETURNS float8
LANGUAGE sql VOLATILE
AS $$
	SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::float8 / 1e9
$$;

-- A figure of /proc/self/status in kB.
CREATE FUNCTION process_kb(figure text) RETURNS integer
LANGUAGE sql VOLATILE
AS $$
	SELECT substring(pg_read_file('/proc/self/status') FROM figure || ':\s+(\d+) kB')::integer
$$;

-- Arrays of barcodes, made beforehand: they are no part of what is measured.
CREATE TABLE batch (size integer PRIMARY KEY, barcodes text[] NOT NULL);
INSERT INTO batch
	SELECT size, ARRAY(SELECT '3SDEVC' || lpad(i::text, 9, '0')
					   FROM generate_series(1, size) AS i)
	FROM unnest(ARRAY[1, 16, 100, 10000, 30000, 100000]) AS size;
ANALYZE batch;

-- The same for addresses: a postal code each.
CREATE TABLE address_batch (size integer PRIMARY KEY, addresses jsonb NOT NULL);
INSERT INTO address_batch
	SELECT 1000, jsonb_agg(jsonb_build_object('postal_code', 1000 + i || 'AB', 'house_number', i))
	FROM generate_series(1, 1000) AS i;

-- Orders of a shop, made beforehand, and what they are inserted into.
CREATE TABLE new_order AS
	SELECT 'ORDER-' || i AS order_no, 'Customer ' || i AS customer, 'Bilderdijkstraat' AS street,
		(i % 300 + 1)::text AS house_number, '3532VA' AS postal_code, 'Utrecht' AS city,
		'customer' || i || '@example.org' AS email, (i % 10000) / 100.0 AS total
	FROM generate_series(1, 10000) AS i;
CREATE TABLE order_plain (
	order_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_no text NOT NULL UNIQUE,
	customer text NOT NULL,
	street text NOT NULL,
	house_number text,
	postal_code text,
	city text NOT NULL,
	email text,
	total numeric(10, 2) NOT NULL,
	ordered_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE order_by_statement (LIKE order_plain INCLUDING ALL);
CREATE TABLE order_by_row (LIKE order_plain INCLUDING ALL);
CREATE TABLE outbox (LIKE postnl.shipment INCLUDING ALL);
SELECT postnl_account_set('bench', customer_code => 'DEVC', customer_number => '11223344',
	is_default => true, sender => '{"company": "Shop", "street": "Siriusdreef",
		"house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');
CREATE TRIGGER ship AFTER INSERT ON order_by_statement
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger(
		'reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
		'receiver.house_number=house_number', 'receiver.postal_code=postal_code',
		'receiver.city=city');
CREATE TRIGGER ship AFTER INSERT ON order_by_row
	FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(
		'reference=order_no', 'receiver.last_name=customer', 'receiver.street=street',
		'receiver.house_number=house_number', 'receiver.postal_code=postal_code',
		'receiver.city=city');
ANALYZE new_order;
CHECKPOINT;
