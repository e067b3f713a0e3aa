-- cache.sql
--		postnl.cache: answers that hold for some minutes.

-- statement find_answer
-- @request bytea, @max_age_s integer
-- returns answer bytea, age_s bigint
-- read only
SELECT answer, extract(epoch FROM clock_timestamp() - stored_at)::bigint AS age_s
FROM postnl.cache
WHERE request = sha256(@request)
	AND stored_at > clock_timestamp() - make_interval(secs => @max_age_s)
ORDER BY stored_at DESC LIMIT 1;

-- statement add_answer
-- @request bytea, @answer bytea
INSERT INTO postnl.cache (request, answer) VALUES (sha256(@request), @answer);

-- statement sweep
-- @max_age_s integer
DELETE FROM postnl.cache WHERE ctid = ANY (ARRAY(
	SELECT ctid FROM postnl.cache
	WHERE stored_at < clock_timestamp() - make_interval(secs => @max_age_s)
	LIMIT 1000 FOR UPDATE SKIP LOCKED));
