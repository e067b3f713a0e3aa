-- Single calls, one after the other; prints the median and the 99th
-- percentile in microseconds.
--
-- psql variables: url, size.

\set ON_ERROR_STOP 1
SET postnl.base_url = :'url';
SET client_min_messages = error;

CREATE TEMP TABLE call (us float8);
SELECT set_config('bench.size', :'size', false) \gset
DO $$
DECLARE
	began timestamptz;
	took interval;
	rows integer;
BEGIN
	FOR i IN 1 .. current_setting('bench.size')::integer LOOP
		began := clock_timestamp();
		rows := count(status_code) FROM postnl_track('3SDEVC000000001');
		took := clock_timestamp() - began;
		INSERT INTO call VALUES (extract(epoch FROM took) * 1e6);
		ASSERT rows = 1;
	END LOOP;
END
$$;
SELECT 'median_us=' || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY us)),
	'p99_us=' || round(percentile_cont(0.99) WITHIN GROUP (ORDER BY us))
FROM call;
