-- Answers that hold for some minutes, and those that are better than none.
\pset null '(null)'
DELETE FROM postnl.cache;

CREATE FUNCTION asked() RETURNS integer
LANGUAGE sql
AS $$ SELECT (body->>'requests')::integer FROM postnl_request('GET', '/_sim/counters') $$;

-- The second time nobody is asked, whichever way it is put
SELECT asked() AS before \gset
SELECT count(*) > 0 AS some FROM postnl_locations('3532VA', delivery_date => '2031-04-01');
SELECT count(*) > 0 AS some FROM postnl_locations(' 3532 va', delivery_date => '2031-04-01');
SELECT postnl_locations_json('3532VA', delivery_date => '2031-04-01') IS NOT NULL AS answered;
SELECT count(*) > 0 AS some FROM postnl_locations(addresses => '[{"postal_code": "3532VA"}]', delivery_date => '2031-04-01');
SELECT asked() - :before AS asked;
SELECT count(*) FROM postnl.cache;

-- Other arguments, another account and other services are asked for
SELECT asked() AS before \gset
SELECT count(*) > 0 AS some FROM postnl_locations('3532VA', delivery_date => '2031-04-02');
SELECT count(*) > 0 AS some FROM postnl_postal_code('3532VA', 9);
SELECT count(*) > 0 AS some FROM postnl_postal_code('3532VA', 9);
SELECT asked() - :before AS asked;

-- 0 switches it off
SET postnl.cache_ttl = 0;
SELECT asked() AS before \gset
SELECT count(*) > 0 AS some FROM postnl_locations('3532VA', delivery_date => '2031-04-01');
SELECT asked() - :before AS asked;

-- When PostNL fails, an old answer is given with a warning
UPDATE postnl.cache SET stored_at = stored_at - interval '1 hour';
SET postnl.retries = 0;
SELECT status FROM postnl_request('POST', '/_sim/faults',
	body => '{"fault": "F500", "match": {"path": "/shipment/v2_1/locations"}}');
\set VERBOSITY sqlstate
SELECT count(*) > 0 AS stale FROM postnl_locations('3532VA', delivery_date => '2031-04-01');
SET postnl.cache_stale = '10min';
SELECT count(*) FROM postnl_locations('3532VA', delivery_date => '2031-04-01');
RESET postnl.cache_stale;
-- a mistake of ours is not hidden
SELECT count(*) FROM postnl_locations('x', delivery_date => '2031-04-01');
\set VERBOSITY default

-- Nobody but the owner reads or writes it
SELECT status FROM postnl_request('DELETE', '/_sim/faults');
RESET postnl.cache_ttl;
CREATE ROLE regress_cache_caller;
SELECT postnl_grant('regress_cache_caller', 'caller');
SET ROLE regress_cache_caller;
\set VERBOSITY sqlstate
SELECT count(*) FROM postnl.cache;
\set VERBOSITY default
SELECT count(*) > 0 AS some FROM postnl_locations('3532VA', delivery_date => '2031-04-03');
-- a transaction that only reads is answered too
START TRANSACTION READ ONLY;
SELECT count(*) > 0 AS some FROM postnl_locations('3532VA', delivery_date => '2031-04-04');
COMMIT;
RESET ROLE;
DROP OWNED BY regress_cache_caller;
DROP ROLE regress_cache_caller;
DROP FUNCTION asked();
DELETE FROM postnl.cache;
