-- By a reference or an order: cancel, requeue, release, label, return.
\pset null '(null)'
DELETE FROM postnl.account;
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 930001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('other', customer_code => 'DEVC', customer_number => '11223344');
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference) || '{"receiver": {"last_name": "de Ruiter",
	"street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}}' || more $$;

-- A literal without a type is a name, a number is a number
BEGIN;
SELECT postnl_ship(description('A-1')) AS id \gset
SELECT postnl_ship(description('17')) > 0 AS queued, count(postnl_ship(description('B-' || i, '{"order": "B", "hold": true}'))) AS held
FROM generate_series(1, 3) AS i;
SELECT postnl_cancel('A-1'), postnl_cancel('A-1');
SELECT postnl_requeue('A-1'), postnl_cancel(:id), postnl_requeue(:id), postnl_cancel('17');
PREPARE cancel AS SELECT postnl_cancel($1);
EXECUTE cancel('A-1');
PREPARE cancel_id AS SELECT postnl_cancel($1::bigint);
EXECUTE cancel_id(:id);
-- an order: all that can be
SELECT postnl_cancel('B-2'), postnl_release('B'), postnl_cancel('B'), postnl_requeue('B');
SELECT reference, state FROM postnl.shipment ORDER BY shipment_id;
SELECT postnl_cancel('B-1'), postnl_requeue('B-1', description('B-1', '{"hold": true, "order": "C"}')), postnl_release('C');
SAVEPOINT s;
\set VERBOSITY terse
SELECT postnl_requeue('B', description('B-1'));
ROLLBACK TO s;
SELECT postnl_cancel('D');
ROLLBACK TO s;
SELECT postnl_release('18');
ROLLBACK TO s;
SELECT postnl_requeue('');
ROLLBACK TO s;
SELECT postnl_ship(description('A-1'), 'other') > 0 AS queued;
SELECT postnl_cancel('A-1');
ROLLBACK TO s;
\set VERBOSITY default
SELECT postnl_cancel(NULL::text), postnl_requeue(NULL::text), postnl_release(NULL::text);
DEALLOCATE ALL;
ROLLBACK;

-- Labels: of a barcode as ever, of a name where it has one parcel
SELECT shipment_id AS id, barcode FROM postnl_ship_now(description('L-1', '{"order": "L"}')) \gset
SELECT count(*) FROM postnl_ship_now(description('L-2', '{"parcels": [{"weight_g": 1000}, {"weight_g": 1000}]}'));
SELECT postnl_label('L-1') = content AS by_reference, postnl_label('L') = content AS by_order, postnl_label(:id) = content AS by_id,
	postnl_label(:'barcode') = content AS by_barcode, postnl_label(lower(left(:'barcode', 6)) || ' ' || substr(:'barcode', 7)) = content AS as_typed
FROM postnl.label WHERE shipment_id = :id;
SELECT postnl_label('nobody'), postnl_label(-1), postnl_label(NULL::text), postnl_label(NULL::bigint);
SELECT postnl_label('L-2');
-- what is lost does not count
SELECT postnl_reship('L-1') AS again \gset
CALL postnl_process();
SELECT state FROM postnl_await(:again);
SELECT postnl_label('L') = (SELECT content FROM postnl.label WHERE shipment_id = :again) AS of_the_second,
	postnl_label('L-1') = (SELECT content FROM postnl.label WHERE shipment_id = :id) AS of_the_first;

-- Returns: to the account's sender, or to what the shipment says
SELECT * FROM postnl_return('L-1');
SELECT postnl_account_set('shop', sender => '{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');
SELECT label_type, barcode IS NOT NULL AS barcode, content IS NOT NULL AS content FROM postnl_return('L-1');
SELECT label_type FROM postnl_return(:id);
SELECT postnl_ship(description(repeat('x', 35), '{"return_address": {"company": "Depot", "street": "Siriusdreef", "house_number": "44", "postal_code": "2132WT", "city": "Hoofddorp"}}')) AS id \gset
SELECT state FROM postnl_await(:id, '1 min');
SELECT label_type FROM postnl_return(repeat('x', 35));
SELECT kind, reference, order_ref, description #>> '{sender,last_name}' AS "from", description #>> '{receiver,company}' AS "to"
FROM postnl.shipment WHERE kind = 'return' ORDER BY shipment_id;
SELECT order_ref, shipment_count FROM postnl.order_status;
-- a description without a type is one still
SELECT label_type FROM postnl_return('
	{"sender": {"last_name": "Jansen", "street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"},
	"receiver": {"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}}');
\set VERBOSITY terse
SELECT * FROM postnl_return('{');
SELECT * FROM postnl_return('nobody');
SELECT * FROM postnl_return(-1);
SELECT * FROM postnl_return(NULL::text);
SELECT postnl_ship(description('H-1', '{"hold": true}')) > 0 AS held;
SELECT * FROM postnl_return('H-1');
SELECT * FROM postnl_return('L-1-RET');
SELECT postnl_forget('L-1') > 0 AS erased;
SELECT * FROM postnl_return('L-1');
BEGIN READ ONLY;
SELECT * FROM postnl_return('L');
SELECT postnl_label('L') IS NOT NULL AS label;
ROLLBACK;

-- Who may
CREATE ROLE by_name_reader;
SELECT postnl_grant('by_name_reader', 'reader');
SET ROLE by_name_reader;
SELECT postnl_label('L') IS NOT NULL AS label;
SELECT postnl_cancel('L');
SELECT postnl_requeue('L');
SELECT postnl_release('L');
SELECT * FROM postnl_return('L');
RESET ROLE;
DROP OWNED BY by_name_reader;
DROP ROLE by_name_reader;
DROP FUNCTION description(text, jsonb);
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
