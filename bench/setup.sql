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
CHECKPOINT;
