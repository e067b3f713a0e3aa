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

\echo '--- Is all well?'
SELECT "check", ok, detail FROM postnl_doctor();
