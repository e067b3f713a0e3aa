-- Locations near many addresses, in a new session; prints one line of
-- key=value.  Answers are not kept, so that each address is a call.
--
-- psql variables: url, size.

\set ON_ERROR_STOP 1
SET postnl.base_url = :'url';
SET postnl.cache_ttl = 0;

SELECT cpu_s() AS cpu, clock_timestamp() AS began \gset
SELECT count(DISTINCT ordinal) AS addresses, count(*) AS rows, max(length(opening_hours::text))
FROM postnl_locations((SELECT addresses FROM address_batch WHERE size = :size)) \gset
SELECT extract(epoch FROM clock_timestamp() - :'began') AS seconds,
	cpu_s() - :cpu AS cpu \gset

SELECT format('requests=%s failed=%s seconds=%s requests_per_s=%s cpu_s=%s cpu_s_per_1000=%s',
	:size, :size - :addresses, round(:seconds, 4),
	round(:size / :seconds, 1), round(:cpu::numeric, 6),
	round((:cpu / :size * 1000)::numeric, 5));
