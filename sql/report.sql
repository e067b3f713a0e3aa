-- What reports read: postnl.shipment_status, and pictures.
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
SET TIME ZONE 'Europe/Amsterdam';
CREATE FUNCTION shipped(reference text, expected date, VARIADIC delivered timestamptz[]) RETURNS bigint LANGUAGE sql AS $$
	WITH s AS (
		INSERT INTO postnl.shipment (account, environment, reference, state, api, product, description, announced_at, expected_on)
		VALUES ('default', 'sandbox', reference, 'announced', 'legacy', '3085', jsonb_build_object('receiver',
			jsonb_build_object('postal_code', '3532VA', 'country', 'NL')), '2026-03-02 20:00+01', expected) RETURNING *),
	p AS (
		INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, announced_at, status, status_code,
			status_description, phase_code, status_at, delivered_at, closed_at, check_at)
		SELECT shipment_id, account, environment, n, '3SRPT' || reference || n, announced_at,
			CASE WHEN d IS NULL THEN 'in_transit' ELSE 'delivered' END, CASE WHEN d IS NULL THEN '5' ELSE '11' END,
			CASE WHEN d IS NULL THEN 'Zending gesorteerd' ELSE 'Zending afgeleverd' END,
			CASE WHEN d IS NULL THEN '2' ELSE '4' END,
			coalesce(d, '2026-03-03 02:00+01'), d, d, CASE WHEN d IS NULL THEN '2026-03-03 02:00+01'::timestamptz END
		FROM s, unnest(delivered) WITH ORDINALITY AS u (d, n) RETURNING *)
	SELECT DISTINCT shipment_id FROM p $$;

-- The parcel that is worst off decides; a shipment is delivered when all of it is.
CREATE TEMP TABLE made AS SELECT ref, shipped(ref, '2026-03-03', VARIADIC times) AS id FROM (VALUES
	('ONE', ARRAY['2026-03-03 15:10+01'::timestamptz]), ('TWO', ARRAY['2026-03-03 15:10+01'::timestamptz, NULL]),
	('LATE', ARRAY['2026-03-04 00:20+01'::timestamptz, '2026-03-03 23:50+01'])) AS v (ref, times);
SELECT postnl.follow_parcels(array_agg(id)) FROM made;
SELECT reference, status, status_code, status_description, phase_code, status_at, barcode, parcel_count,
	delivered_at, delivered_on, lead_hours, closed_at, known_at
FROM postnl.shipment_status ORDER BY reference \gx
SELECT reference, delivered_on <= expected_on AS on_time FROM postnl.shipment_status WHERE delivered_on IS NOT NULL ORDER BY reference;
SELECT reference, track_url FROM postnl.shipment_status ORDER BY reference LIMIT 1;
-- a code that stands for something else now takes its shipments along
UPDATE postnl.status_code SET status = 'problem' WHERE status_code = '11';
SELECT reference, status, delivered_on, lead_hours FROM postnl.shipment_status ORDER BY reference;
UPDATE postnl.status_code SET status = 'delivered' WHERE status_code = '11';
SELECT reference, status, delivered_on, lead_hours FROM postnl.shipment_status ORDER BY reference;
DELETE FROM postnl.shipment;

-- By the feed, in the night in which the clock is set forward the day is the Dutch one.
SELECT shipped('NIGHT', '2026-03-29', '2026-03-29 00:30+01') > 0;
SELECT postnl.follow_parcels(array_agg(shipment_id)) FROM postnl.shipment;
SET TIME ZONE 'America/New_York';
SELECT delivered_on FROM postnl.shipment_status;
SET TIME ZONE 'Europe/Amsterdam';

-- As of when: what the feed would have told, or when PostNL was asked; the worst of several.
INSERT INTO postnl.sync_state (account, environment, fed_until) VALUES ('default', 'sandbox', '2026-04-01 10:00+02');
SELECT known_at FROM postnl.shipment_status;
UPDATE postnl.parcel SET checked_at = '2026-04-01 11:00+02';
SELECT known_at FROM postnl.shipment_status;
-- there is news of it, and PostNL was not asked since
UPDATE postnl.parcel SET checked_at = '2026-04-01 09:00+02', news_at = '2026-04-01 09:55+02';
SELECT known_at FROM postnl.shipment_status;
UPDATE postnl.parcel SET announced_at = NULL, checked_at = NULL;
SELECT known_at, age FROM postnl.shipment_status;
UPDATE postnl.parcel SET announced_at = '2026-03-02 20:00+01', news_at = NULL;
UPDATE postnl.parcel SET checked_at = NULL, fed = false;
SELECT known_at = announced_at AS announced FROM postnl.shipment_status;
SELECT age = now() - known_at AS age FROM postnl.shipment_status;
DELETE FROM postnl.sync_state;

-- A picture.
SELECT postnl_timeline('3SRPTNIGHT1');
INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description)
SELECT parcel_id, shipment_id, barcode, at::timestamptz, code, description FROM postnl.parcel, (VALUES
	('2026-03-28 23:00+01', 'J05', 'Bezorger is onderweg'), ('2026-03-27 20:00+01', 'A01', 'Zending is aangemeld'),
	('2026-03-29 00:30+01', 'I01', NULL), ('2026-03-28 02:00+01', 'B01', 'Zending is ontvangen door PostNL')) AS e (at, code, description);
SELECT postnl_timeline('3SRPTNIGHT1');
SET TIME ZONE 'UTC';
SELECT postnl_timeline('3SRPTNIGHT1') LIMIT 1;
SET TIME ZONE 'Europe/Amsterdam';
DELETE FROM postnl.event WHERE code <> 'B01';
SELECT postnl_timeline('3SRPTNIGHT1');
SELECT postnl_timeline('3SNOBODY'), postnl_timeline(NULL);
SELECT last_event_at, last_event_code, last_event FROM postnl.shipment_status;

-- Reports need no more than a reader has, and write nothing.
CREATE ROLE report_reader;
SELECT postnl_grant('report_reader', 'reader');
SET ROLE report_reader;
START TRANSACTION READ ONLY;
SELECT reference, track_url IS NOT NULL AS url, age > '0' AS aged FROM postnl.shipment_status;
SELECT count(*) FROM postnl_timeline('3SRPTNIGHT1');
COMMIT;
RESET ROLE;

DROP OWNED BY report_reader;
DROP ROLE report_reader;
DROP FUNCTION shipped;
DELETE FROM postnl.shipment;
