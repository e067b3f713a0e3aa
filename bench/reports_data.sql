-- A shop's year and a half for bench/reports.sh: a million shipments of a parcel
-- each, five events a parcel, and the orders that they belong to.  The last
-- ones are still on their way.
SET synchronous_commit = off;
CREATE TABLE orders (order_no text PRIMARY KEY, customer text NOT NULL);
INSERT INTO orders SELECT 'O-' || i, 'customer ' || i % 50000 FROM generate_series(1, 1000000) AS i;

CREATE TEMP TABLE life AS
SELECT i, at AS announced_at, at + lead * interval '1 hour' AS delivered_at,
	CASE WHEN i % 20 = 0 THEN 'return' ELSE 'shipment' END AS kind,
	(ARRAY['3085', '3087', '3089', '3189', '2928'])[1 + i % 5] AS product,
	lead, at + lead * interval '1 hour' < now() AND i % 400 <> 0 AS delivered
FROM (
	SELECT i, now() - (1000000 - i) * interval '47 seconds' AS at,
		(14 + 10 * (i * 37 % 100 / 60) + 24 * (i * 73 % 100 / 93) + 48 * (i * 91 % 100 / 99))::integer AS lead
	FROM generate_series(1, 1000000) AS i) AS made;

INSERT INTO postnl.shipment (account, environment, reference, state, kind, api, product, description, outbox,
	created_at, queued_at, announced_at, status, status_code, status_at, expected_on, delivered_at,
	delivered_on, lead_hours, closed_at)
SELECT 'default', 'production', 'O-' || i, 'announced', kind, 'legacy', product,
	jsonb_build_object('reference', 'O-' || i, 'receiver', jsonb_build_object('last_name', 'de Ruiter',
		'street', 'Bilderdijkstraat', 'house_number', '9', 'postal_code', '3532VA', 'city', 'Utrecht')), true,
	announced_at, announced_at, announced_at,
	CASE WHEN delivered THEN 'delivered' WHEN i % 4000 = 0 THEN 'returning' ELSE 'in_transit' END,
	CASE WHEN delivered THEN '11' WHEN i % 4000 = 0 THEN '27' ELSE '5' END,
	CASE WHEN delivered THEN delivered_at ELSE announced_at + interval '5 hours' END,
	(announced_at AT TIME ZONE 'Europe/Amsterdam')::date + 1,
	CASE WHEN delivered THEN delivered_at END,
	CASE WHEN delivered THEN (delivered_at AT TIME ZONE 'Europe/Amsterdam')::date END,
	CASE WHEN delivered THEN lead END,
	CASE WHEN delivered THEN delivered_at END
FROM life ORDER BY i;

INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, product, announced_at, status, status_code,
	phase_code, status_at, delivered_at, closed_at, check_at, checked_at)
SELECT shipment_id, account, environment, 1, '3SBNCH' || shipment_id, product, announced_at, status, status_code,
	CASE WHEN delivered_at IS NOT NULL THEN '4' ELSE (ARRAY['1', '2', '2', '3'])[1 + shipment_id % 4] END,
	status_at, delivered_at, closed_at, CASE WHEN closed_at IS NULL THEN now() END, status_at
FROM postnl.shipment ORDER BY shipment_id;

INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description)
SELECT p.parcel_id, p.shipment_id, p.barcode, p.announced_at + e.n * interval '2 hours', e.code, e.description
FROM postnl.parcel AS p
CROSS JOIN (VALUES (0, 'A01', 'Zending is aangemeld'), (1, 'B01', 'Zending is ontvangen'),
	(2, 'J01', 'Zending is gesorteerd'), (3, 'J05', 'Bezorger is onderweg'), (4, 'I01', 'Zending is bezorgd'))
	AS e (n, code, description);
VACUUM (ANALYZE) orders;
VACUUM (ANALYZE) postnl.shipment;
VACUUM (ANALYZE) postnl.parcel;
VACUUM (ANALYZE) postnl.event;
