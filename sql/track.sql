-- Tracking by barcode, against the simulator's demo world.
\pset null '(null)'

-- One parcel, all columns that do not depend on the clock
SELECT barcode, main_barcode, reference, status, status_code, status_description,
	phase_code, phase_description, product_code, product_description,
	parcel_number, parcel_count, weight_g, receiver, sender, events, error_code, error
FROM postnl_track('3SDEMO0000002') \gx

-- In each phase of its life; 12 is not "delivered" although its phase is 4
SELECT barcode, status, status_code, phase_code, status_at IS NOT NULL AS has_time
FROM postnl_track(ARRAY['3SDEMO0000000', '3SDEMO0000001', '3SDEMO0000002',
	'3SDEMO0000003', '3SDEMO0000004', '3SDEMO0000005', '3SDEMO0000006',
	'3SDEMO0000007', '3SDEMO0000008', '3SDEMO0000009']);

-- The full history only when asked for
SELECT events IS NULL AS without, eta_from IS NULL AS without_eta
FROM postnl_track('3SDEMO0000003');
SELECT jsonb_array_length(events) AS events,
	events->0->>'code' AS newest,
	(events->0->>'at')::timestamptz > (events->1->>'at')::timestamptz AS newest_first,
	eta_to - eta_from AS window
FROM postnl_track('3SDEMO0000003', detail => true);
SELECT barcode, code, description, location_code, destination_location_code, route_code, route_name,
	lag(at) OVER () >= at AS newest_first
FROM postnl_track_events('3SDEMO0000003');

-- Languages
SELECT language, status_description, product_description
FROM unnest(ARRAY['NL', 'EN', 'en', NULL]) AS language,
	LATERAL postnl_track('3SDEMO0000002', language => language);
SET postnl.language = 'EN';
SELECT status_description FROM postnl_track('3SDEMO0000002');
SELECT status_description FROM postnl_track('3SDEMO0000002', language => 'NL');
RESET postnl.language;

-- A shipment of two parcels: a row for each, whichever is asked for
SELECT barcode, main_barcode, parcel_number, parcel_count FROM postnl_track('3SDEMO0000090') ORDER BY parcel_number;
SELECT barcode, main_barcode, parcel_number, parcel_count FROM postnl_track('3SDEMO0000091') ORDER BY parcel_number;

-- Not known: a row that says so
SELECT barcode, status, status_code FROM postnl_track('3SNOBODY000001');
SELECT barcode, status FROM postnl_track(ARRAY['3SDEMO0000004', '3SNOBODY000001', '3SDEMO0000001']);
SELECT count(*) AS events FROM postnl_track_events('3SNOBODY000001');

-- Nothing asked, nothing answered
SELECT count(*) FROM postnl_track(NULL::text);
SELECT count(*) FROM postnl_track(NULL::text[]);
SELECT count(*) FROM postnl_track('{}'::text[]);
SELECT barcode FROM postnl_track(ARRAY[NULL, '3SDEMO0000004', NULL]);
SELECT count(*) FROM postnl_track_events(NULL);

-- The order asked, also when answers come in another one, duplicates too
SELECT barcode FROM postnl_track(ARRAY['3SDELAY0150X1', '3SDEMO0000001', '3SDELAY0050X2', '3SDEMO0000001']);

-- As it came
SELECT jsonb_path_query_first(postnl_track_json('3SDEMO0000004'), '$.CurrentStatus.Shipment.Status.StatusCode') AS status_code;
SELECT postnl_track_json('3SNOBODY000001');
SELECT j->'CurrentStatus'->'Shipment'->>'Barcode' AS barcode
FROM postnl_track_json(ARRAY['3SDEMO0000004', '3SDEMO0000001']) AS j;
SELECT postnl_track_events_json('3SDEMO0000004') ? 'CompleteStatus' AS complete;
SELECT postnl_track_json(NULL::text);

-- By reference; a reference may belong to several parcels
SELECT barcode, reference, status FROM postnl_track_reference('REF-3SDEMO0000004');
SELECT barcode, reference, status FROM postnl_track_reference('no such reference');
SELECT postnl_track_reference_json('REF-3SDEMO0000004')->'CurrentStatus'->'Shipment'->>'Barcode' AS barcode;

-- Signature: there, and not there
SELECT barcode, signed_at IS NOT NULL AS signed, mime_type, substr(image, 1, 6) AS magic, octet_length(image) > 20 AS whole
FROM postnl_signature('3SDEMO0000004');
SELECT count(*) FROM postnl_signature('3SDEMO0000001');
SELECT postnl_signature_json('3SDEMO0000001');

-- The consignee's page
SELECT postnl_track_url('3SDEVC0000001', '3532 va');
SELECT postnl_track_url('3sdevc0000001', '1000', 'BE', 'FR');
SELECT postnl_track_url('3SDEMO0000004', '3S/../?x=y&z#%0d%0aé', 'NL', 'EN');
SELECT postnl_track_url(NULL, '3532VA');
\set VERBOSITY sqlstate
SELECT postnl_track_url('', '3532VA');
\set VERBOSITY default

-- In joins, cursors and prepared statements
SELECT o.n, t.status
FROM (VALUES (1, '3SDEMO0000001'), (2, NULL), (3, '3SDEMO0000004')) AS o (n, barcode)
LEFT JOIN LATERAL postnl_track(o.barcode) AS t ON true
ORDER BY o.n;
PREPARE ask (text) AS SELECT status FROM postnl_track($1);
EXECUTE ask ('3SDEMO0000001');
EXECUTE ask ('3SDEMO0000004');
DEALLOCATE ask;
BEGIN READ ONLY;
DECLARE c CURSOR FOR SELECT barcode FROM postnl_track(ARRAY['3SDEMO0000001', '3SDEMO0000002', '3SDEMO0000003']);
FETCH 2 FROM c;
COMMIT;
