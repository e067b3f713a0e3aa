-- PostNL spells the same things in several ways; the rows are the same.
SET datestyle = 'ISO';
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SET postnl.cache_ttl = 0;

CREATE VIEW answer AS
SELECT a.service, a.generation, a.rows FROM (VALUES ('legacy', NULL), ('v4', 'v4')) AS g (generation, account),
LATERAL (
	SELECT 'timeframes' AS service, g.generation, (SELECT jsonb_agg(to_jsonb(t) ORDER BY t) AS rows
		FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-08', '{Daytime}', account => g.account) AS t)
	UNION ALL
	SELECT 'one timeframe', g.generation, (SELECT jsonb_agg(to_jsonb(t) ORDER BY t)
		FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-07', '{Daytime}', account => g.account) AS t)
	UNION ALL
	SELECT 'locations', g.generation, (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.location_code)
		FROM postnl_locations('3532VA', delivery_date => '2031-03-05', account => g.account) AS l)
	UNION ALL
	SELECT 'location', g.generation, (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.location_code)
		FROM postnl_location('166152', account => g.account) AS l)
	UNION ALL
	SELECT 'delivery date', g.generation, (SELECT jsonb_agg(to_jsonb(d))
		FROM postnl_delivery_date('3532VA', '2031-03-03 10:00+01', house_number => 9, account => g.account) AS d)
	UNION ALL
	SELECT 'delivery options', g.generation, (SELECT jsonb_agg(to_jsonb(o) ORDER BY o)
		FROM postnl_delivery_options('3532VA', 9, order_time => '2031-03-03 10:00+01', days => 2, account => g.account) AS o)
) AS a;
CREATE TABLE usual AS SELECT * FROM answer;
SELECT service, generation, jsonb_array_length(rows) > 0 AS some FROM usual ORDER BY 1, 2;

CREATE FUNCTION differences(quirks jsonb) RETURNS TABLE (service text, generation text)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
	PERFORM postnl_request('POST', '/_sim/quirks', body => quirks);
	RETURN QUERY SELECT service, generation FROM usual
		WHERE NOT EXISTS (SELECT FROM answer AS a
			WHERE a.service = usual.service AND a.generation = usual.generation AND a.rows = usual.rows);
	PERFORM postnl_request('DELETE', '/_sim/quirks');
END
$$;

SELECT q.quirks, d.service, d.generation
FROM unnest(ARRAY[
	'{"single": "list"}', '{"single": "everywhere"}', '{"empty": "null"}', '{"empty": "string"}',
	'{"empty": "list"}', '{"empty": "absent"}', '{"key_case": "lower_first"}',
	'{"key_case": "upper"}', '{"html_entities": true}', '{"strings": "bare"}', '{"strings": "objects"}',
	'{"spelling": "spec"}', '{"spelling": "2018"}', '{"reason_code": "string"}', '{"location_code": "string"}',
	'{"opening_seconds": true}', '{"v4_dates": "dutch"}', '{"v4_days": "flat"}',
	'{"pickup_id": "pickupLocationId"}', '{"opening_times": "flat"}']::jsonb[]) AS q (quirks)
LEFT JOIN LATERAL differences(q.quirks) AS d ON true
ORDER BY q.quirks::text COLLATE "C", d.service, d.generation;

-- Nothing found is no row, in whichever shape; an error inside a 200 is one
CREATE FUNCTION nothing_found(shape text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	found bigint;
BEGIN
	PERFORM postnl_request('POST', '/_sim/quirks', body => jsonb_build_object('nothing', shape));
	SELECT count(*) INTO found FROM postnl_locations_within(54.001, 4.0, 54.0, 4.001);
	RETURN found || ' rows';
EXCEPTION WHEN SQLSTATE 'PN400' THEN
	RETURN SQLSTATE;
END
$$;
SET client_min_messages = error;
SELECT shape, nothing_found(shape) FROM unnest(ARRAY['live', 'error', 'empty_list', 'empty_object']) AS shape;
RESET client_min_messages;
SELECT status FROM postnl_request('DELETE', '/_sim/quirks');

DROP FUNCTION nothing_found(text);
DROP FUNCTION differences(jsonb);
DROP VIEW answer;
DROP TABLE usual;
DELETE FROM postnl.account;
DELETE FROM postnl.cache;
