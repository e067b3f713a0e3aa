\echo '--- CREATE EXTENSION'
CREATE EXTENSION postnl;

\echo
\echo '--- Where is a parcel?'
SELECT status, status_description, status_at::timestamp(0) AS status_at, receiver->>'city' AS city
FROM postnl_track('3SDEMO0000003');

\echo '--- What happened to it?'
SELECT at::timestamp(0) AS at, code, description
FROM postnl_track_events('3SDEMO0000003');

\echo '--- A report over orders: one statement, calls side by side'
CREATE TABLE orders (order_no text PRIMARY KEY, customer text, postal_code text, barcode text);
INSERT INTO orders
SELECT 'ORDER-' || 1000 + n, (ARRAY['Peter', 'Anna', 'Fatima', 'Daan', 'Noor'])[1 + n % 5],
	'3532VA', '3SDEMO000000' || n
FROM generate_series(0, 9) AS n;
INSERT INTO orders VALUES ('ORDER-1999', 'Willem', '1012JS', '3SDEMX0000001');

SELECT o.order_no, o.customer, t.status, t.status_description
FROM postnl_track((SELECT array_agg(barcode) FROM orders)) AS t
JOIN orders AS o USING (barcode)
ORDER BY o.order_no;

\echo '--- Who signed, and where does the customer look?'
SELECT o.order_no, s.mime_type, octet_length(s.image) AS bytes, postnl_track_url(o.barcode, o.postal_code)
FROM orders AS o, LATERAL postnl_signature(o.barcode) AS s
WHERE o.order_no = 'ORDER-1004';

\echo '--- A failure is an error with PostNL''s words ...'
\set ON_ERROR_STOP 0
SELECT status FROM postnl_track('3SF4000001');
\set ON_ERROR_STOP 1
\echo '--- ... or a row, where others must go on'
SELECT barcode, status, error_code, error
FROM postnl_track(ARRAY['3SDEMO0000004', '3SF4000001', '3SDEMO0000006'], on_error => 'report');

\echo '--- An order that is inserted ships itself: a trigger, and a worker after the commit'
CREATE TRIGGER ship AFTER INSERT ON orders REFERENCING NEW TABLE AS new
FOR EACH STATEMENT EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name=customer', 'receiver.postal_code=postal_code',
	'receiver.street:=Bilderdijkstraat', 'receiver.house_number:=9', 'receiver.city:=Utrecht',
	'services:=signature');
INSERT INTO orders VALUES ('ORDER-2001', 'Sanne', '3532VA'), ('ORDER-2002', 'Jan', '3532VA'),
	('ORDER-2003', 'Els', 'nowhere');
BEGIN;
INSERT INTO orders VALUES ('ORDER-2004', 'Never', '3532VA');
ROLLBACK;
SELECT (postnl_await(shipment_id)).state AS outcome, count(*)
FROM postnl.shipment GROUP BY 1 ORDER BY 1;

\echo '--- Barcodes and labels are here'
SELECT s.reference, s.state, p.barcode, l.format, octet_length(l.content) AS bytes, s.error
FROM postnl.shipment AS s
LEFT JOIN postnl.parcel AS p USING (shipment_id)
LEFT JOIN postnl.label AS l USING (shipment_id)
ORDER BY s.reference;

\echo '--- What needs somebody, and what to do'
SELECT reference, reason, remedy FROM postnl.attention;

\echo '--- A parcel is followed: its status is in a table, and reports are joins'
SELECT postnl_watch('3SDEMO0000004', reference => 'ORDER-1004') AS watched;
SELECT feed_calls, detail_calls, changed, events FROM postnl_sync();
SELECT o.order_no, o.customer, s.status, s.last_event
FROM orders AS o JOIN postnl.shipment_status AS s ON s.reference = o.order_no
WHERE s.status IS NOT NULL ORDER BY o.order_no;
SELECT postnl_timeline('3SDEMO0000004');

\echo '--- Delivery options, for a customer who chooses'
SELECT option, delivery_date, from_time, to_time
FROM postnl_delivery_options('3532VA', 9, days => 1) WHERE kind = 'delivery';

\echo '--- Is all well?'
SELECT "check", ok, detail FROM postnl_doctor();
