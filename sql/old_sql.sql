-- A new library with the SQL of 1.0: everything that 1.0 had goes on until ALTER EXTENSION.
CREATE DATABASE old_sql;
\c old_sql
CREATE EXTENSION postnl VERSION '1.0';
CREATE FUNCTION description(reference text, house_number text DEFAULT '9') RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('reference', reference, 'receiver', jsonb_build_object('last_name', 'de Ruiter',
		'street', 'Bilderdijkstraat', 'house_number', house_number, 'postal_code', '3572ZZ', 'city', 'Utrecht'))
$$;

-- Accounts, and asking
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_key_set('shop', 'simulator-key');
SELECT status FROM postnl_track('3SDEMO0000004');
SELECT count(*) > 0 AS options FROM postnl_delivery_options('3532VA', 9);
SELECT count(*) > 0 AS locations FROM postnl_locations('3532VA');
SELECT left(postnl_barcode(), 6) AS barcode;
SELECT "check", ok FROM postnl_doctor() WHERE "check" = 'key';

-- Shipping
SELECT postnl_ship(description('S-1')) AS id, postnl_ship(description('S-1')) AS again;
\set VERBOSITY terse
SELECT postnl_ship(description('S-1', '10'));
\set VERBOSITY default
CREATE TABLE orders (order_no text, house_number text);
CREATE TRIGGER ship AFTER INSERT ON orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT
EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name:=X', 'receiver.street:=Y',
	'receiver.house_number=house_number', 'receiver.postal_code:=3572ZZ', 'receiver.city:=Utrecht');
INSERT INTO orders SELECT 'T-' || i, i::text FROM generate_series(1, 5) AS i;
INSERT INTO orders VALUES ('T-6', NULL);
CALL postnl_process();
SELECT (postnl_await(shipment_id)).state, count(*) FROM postnl.shipment GROUP BY 1 ORDER BY 1;
SELECT count(DISTINCT barcode) AS barcodes FROM postnl.parcel;
SELECT octet_length(postnl_label(barcode)) > 0 AS label FROM postnl.parcel LIMIT 1;
BEGIN;
SELECT postnl_cancel(postnl_ship(description('C-1')));
COMMIT;
SELECT postnl_requeue(shipment_id) FROM postnl.shipment WHERE reference = 'C-1';
SELECT postnl_requeue(shipment_id, description('T-6')) FROM postnl.shipment WHERE reference = 'T-6';
CALL postnl_process();
SELECT (postnl_await(shipment_id)).state, reference FROM postnl.shipment WHERE reference IN ('C-1', 'T-6') ORDER BY 2;
SELECT label_type, octet_length(content) > 0 AS content FROM postnl_ship_now(description('N-1'), confirm => false);
SELECT reference, postnl_confirm(barcode) AS confirmed FROM postnl.unconfirmed;
SELECT count(*) > 0 AS returned FROM postnl_return(description('R-1'));

SELECT sheet, position('PDF' IN encode(content, 'escape')) > 0 AS pdf
FROM postnl_labels((SELECT array_agg(barcode) FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE reference = 'N-1'), "position" => 'b');

-- Following
SELECT postnl_watch('3SDEMO0000004');
SELECT account, detail_calls + poll_calls > 0 AS asked, failed, error_code FROM postnl_sync();
SELECT status FROM postnl.parcel WHERE barcode = '3SDEMO0000004';
SELECT count(*) > 0 AS lines FROM postnl_timeline('3SDEMO0000004');
SELECT postnl_event_retry(), postnl_unwatch('3SDEMO0000004');

-- What is told
SELECT state, count(*) FROM postnl.shipment_status GROUP BY 1 ORDER BY 1;
SELECT state, reason FROM postnl.attention;
SELECT depth FROM postnl.queue;
SELECT count(*) > 0 AS workers FROM postnl.stat_worker;
SELECT postnl_forget('S-1'), postnl_account_delete('shop');

-- And in a session that has done so, after the update, which a view on a function does not stop
CREATE VIEW sheets AS SELECT * FROM postnl_labels('{}', "position" => 'B');
CREATE ROLE old_shipper;
CREATE ROLE old_reader;
SELECT postnl_grant('old_shipper', 'shipper'), postnl_grant('old_reader', 'reader');
ALTER EXTENSION postnl UPDATE;
-- who may call a function may call its new forms
SELECT r.rolname, f.oid::regprocedure AS function FROM pg_roles AS r, pg_proc AS f
WHERE r.rolname IN ('old_shipper', 'old_reader') AND has_function_privilege(r.oid, f.oid, 'EXECUTE')
	AND (f.proname IN ('postnl_labels', 'barcode_spelled')
		OR f.proname ~ '^postnl_(ship|watch|track_reference(_json)?)$' AND 'bigint'::regtype = ANY (f.proargtypes)
		OR f.proname ~ '^postnl_(delivery_options|timeframes|postal_code)(_json)?$' AND f.proargtypes[1] = 'text'::regtype)
ORDER BY 1, f.oid::regprocedure::text COLLATE "C";
SELECT count(*) FROM sheets;
SELECT count(*) FROM postnl_labels('{}', start_at => 'B');
DROP VIEW sheets;
DROP OWNED BY old_shipper, old_reader;
DROP ROLE old_shipper;
DROP ROLE old_reader;
SELECT postnl_ship(description('U-1')) IS NOT NULL AS queued;
CALL postnl_process();
SELECT (postnl_await(shipment_id)).state FROM postnl.shipment WHERE reference = 'U-1';
SELECT reference FROM postnl.shipment WHERE node IS DISTINCT FROM (SELECT node FROM postnl.here);

-- A copy of such a database ships nothing
\c regression
CREATE DATABASE old_copy;
\c old_copy
CREATE EXTENSION postnl VERSION '1.0';
UPDATE postnl.home SET database = 1;
\set VERBOSITY terse
SELECT postnl_ship('{"reference": "X", "receiver": {"last_name": "X", "street": "Y", "house_number": "1", "postal_code": "3572ZZ", "city": "Utrecht"}}') IS NOT NULL AS queued;
CALL postnl_process();
SELECT state FROM postnl.shipment;
\c regression
DROP DATABASE old_sql;
DROP DATABASE old_copy;
