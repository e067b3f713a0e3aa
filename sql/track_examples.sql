-- PostNL's own example answers (shippingstatus.json, its OpenAPI file), served
-- by the simulator as they are, give the rows that they describe.
\pset null '(null)'
SET timezone = 'Europe/Amsterdam';
SET datestyle = 'ISO';

-- serve(pattern of the path, body)
CREATE FUNCTION pg_temp.serve(path text, body text) RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('POST', '/_sim/answer', NULL,
	jsonb_build_object('match', jsonb_build_object('path', path), 'body', body)) $$;
CREATE FUNCTION pg_temp.clear() RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('DELETE', '/_sim/answer') $$;

-- The current status of one parcel
\set body `cat test/fixtures/status/single_current.json`
SELECT pg_temp.serve('/status/barcode/3SDEVC288882229', :'body');
SELECT * FROM postnl_track('3SDEVC288882229') \gx

-- Its whole history
\set body `cat test/fixtures/status/single_complete.json`
SELECT pg_temp.clear(), pg_temp.serve('/status/barcode/3SDEVC288882229', :'body');
SELECT * FROM postnl_track('3SDEVC288882229', detail => true) \gx
SELECT * FROM postnl_track_events('3SDEVC288882229');

-- Two parcels
\set body `cat test/fixtures/status/multicollo.json`
SELECT pg_temp.serve('/status/(barcode|reference)/3SDEVC7755088', :'body');
SELECT barcode, main_barcode, reference, status, status_code, status_at, product_code, parcel_number, parcel_count,
	weight_g, receiver->>'house_number_addition' AS addition, jsonb_array_length(events) AS events
FROM postnl_track('3SDEVC7755088', detail => true);
SELECT * FROM postnl_track_events('3SDEVC7755088');
SELECT barcode, reference FROM postnl_track_reference('3SDEVC7755088');

-- No shipment
\set body `cat test/fixtures/status/none.json`
SELECT pg_temp.serve('/status/barcode/3SNOTHING', :'body');
SELECT barcode, status FROM postnl_track('3SNOTHING');
SELECT count(*) FROM postnl_track_events('3SNOTHING');

-- A signature, and none.  The image in PostNL's example is cut off, so it is
-- no base64; here it is a whole one.
\set body `cat test/fixtures/status/signature.json`
SELECT pg_temp.serve('/status/signature/3SDEVC317858754', :'body');
SELECT * FROM postnl_signature('3SDEVC317858754');
SELECT pg_temp.clear(), pg_temp.serve('/status/signature/3SDEVC317858754',
	regexp_replace(:'body', '"iVBOR[^"]*"', '"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="'));
SELECT barcode, signed_at, octet_length(image) AS bytes, mime_type FROM postnl_signature('3SDEVC317858754');
\set body `cat test/fixtures/status/no_signature.json`
SELECT pg_temp.serve('/status/signature/3SUNSIGNED', :'body');
SELECT count(*) FROM postnl_signature('3SUNSIGNED');

-- Updates, and none
\set body `cat test/fixtures/status/updates.json`
SELECT pg_temp.serve('/updatedshipments', :'body');
SELECT * FROM postnl_track_updates('2022-11-08 00:00', '2022-11-08 01:00');
SELECT pg_temp.clear();
\set body `cat test/fixtures/status/no_updates.json`
SELECT pg_temp.serve('/updatedshipments', :'body');
SELECT * FROM postnl_track_updates('2022-11-08 00:00', '2022-11-08 01:00');
SELECT pg_temp.clear();

-- Both sides of a change of the clock: summer began on 27 March 2022 at 2:00,
-- and ended on 30 October at 3:00
SELECT pg_temp.serve('/status/barcode/3SCLOCK', $${"CompleteStatus": {"Shipment": {
	"Barcode": "3SCLOCK", "Status": {"StatusCode": "5", "TimeStamp": "27-03-2022 01:59:59"},
	"Expectation": {"ETAFrom": "2022-03-27T03:00:00", "ETATo": "2022-03-27T02:30:00"},
	"Event": [
		{"Code": "1", "TimeStamp": "30-10-2022 01:59:59"},
		{"Code": "2", "TimeStamp": "30-10-2022 02:30:00"},
		{"Code": "3", "TimeStamp": "30-10-2022 03:00:00"},
		{"Code": "4", "TimeStamp": "2018-03-07T13:52:45.000+01:00"},
		{"Code": "5", "TimeStamp": "2018-07-07T13:52:45Z"}]}}}$$);
SET timezone = 'UTC';
SELECT status_at, eta_from, eta_to FROM postnl_track('3SCLOCK');
SELECT code, at FROM postnl_track_events('3SCLOCK') ORDER BY code;
-- as PostgreSQL reads the same local times
SELECT '2022-03-27 01:59:59'::timestamp AT TIME ZONE 'Europe/Amsterdam' AS status_at,
	'2022-03-27 03:00:00'::timestamp AT TIME ZONE 'Europe/Amsterdam' AS eta_from,
	'2022-03-27 02:30:00'::timestamp AT TIME ZONE 'Europe/Amsterdam' AS eta_to,
	'2022-10-30 02:30:00'::timestamp AT TIME ZONE 'Europe/Amsterdam' AS event_2;

-- The periods that are asked for are local times: an hour that the clock shows
-- twice is asked for once and whole
CREATE FUNCTION pg_temp.periods() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT replace(r->>'query', '%3A', ':')
	FROM postnl_request('GET', '/_sim/requests', '{"limit": 30}') AS q,
		jsonb_array_elements(q.body) AS r
	WHERE r->>'path' LIKE '%updatedshipments' ORDER BY 1 $$;
SELECT status FROM postnl_request('POST', '/_sim/reset');
SELECT pg_temp.serve('/updatedshipments', '[]');
-- five hours, in windows of two that do not overlap
SELECT count(*) FROM postnl_track_updates('2026-06-01 10:00+02', '2026-06-01 15:00+02');
SELECT * FROM pg_temp.periods();
SELECT status FROM postnl_request('POST', '/_sim/reset');
SELECT pg_temp.serve('/updatedshipments', '[]');
-- from 2:30 before the clock is set back to 2:10 after it
SELECT count(*) FROM postnl_track_updates('2026-10-25 00:30+00', '2026-10-25 01:10+00');
SELECT * FROM pg_temp.periods();
SELECT status FROM postnl_request('POST', '/_sim/reset');
SELECT pg_temp.serve('/updatedshipments', '[]');
-- across the hour that is skipped in spring
SELECT count(*) FROM postnl_track_updates('2026-03-29 00:30+00', '2026-03-29 01:30+00');
SELECT * FROM pg_temp.periods();
SELECT pg_temp.clear();
