-- One statement of many calls in a new session; prints one line of key=value.
--
-- psql variables: url, size.

\set ON_ERROR_STOP 1
SET postnl.base_url = :'url';

SELECT cpu_s() AS cpu, clock_timestamp() AS began \gset
SELECT count(*) AS rows, count(status_code) AS statuses, max(length(receiver::text))
FROM postnl_track((SELECT barcodes FROM batch WHERE size = :size)) \gset
SELECT extract(epoch FROM clock_timestamp() - :'began') AS seconds,
	cpu_s() - :cpu AS cpu \gset

SELECT format('requests=%s failed=%s seconds=%s requests_per_s=%s cpu_s=%s cpu_s_per_1000=%s',
	:size, 2 * :size - :rows - :statuses, round(:seconds, 4),
	round(:size / :seconds, 1), round(:cpu::numeric, 6),
	round((:cpu / :size * 1000)::numeric, 5));
