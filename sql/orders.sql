-- An order of several shipments: grouped, a lost parcel sent again, and what is kept of it.
\pset null '(null)'
DELETE FROM postnl.account;
SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 910001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('other', customer_code => 'DEVC', customer_number => '11223344');
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_strip_nulls(jsonb_build_object('reference', reference)) || '{"receiver": {"last_name": "de Ruiter",
	"street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}}' || more $$;
CREATE VIEW shipped AS SELECT s.reference, s.order_ref, s.state, r.reference AS in_place_of,
	replace((s.description - 'receiver')::text, to_char(current_date + 7, 'YYYY-MM-DD'), '2031-12-01')::jsonb AS described
FROM postnl.shipment AS s LEFT JOIN postnl.shipment AS r ON r.shipment_id = s.reship_of ORDER BY s.shipment_id;
CREATE VIEW orders AS SELECT account, order_ref, shipment_count, parcel_count, announced_at IS NOT NULL AS announced, status,
	delivered_at IS NOT NULL AS delivered, reshipped_count FROM postnl.order_status ORDER BY account, order_ref;

-- By function, by trigger, at once and by a correction
SELECT postnl_ship(description('A-1', '{"order": "A"}')) AS id \gset
SELECT postnl_ship(description('A-2', '{"order": "A"}')) > 0 AS queued;
CREATE TABLE shop_orders (order_no text, part integer, city text);
CREATE TRIGGER ship AFTER INSERT ON shop_orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT
EXECUTE FUNCTION postnl_ship_trigger('reference=part', 'order=order_no', 'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat',
	'receiver.house_number:=9', 'receiver.postal_code:=3532VA', 'receiver.city=city');
INSERT INTO shop_orders VALUES ('B', 1, 'Utrecht'), ('B', 2, 'Utrecht'), ('B', 3, NULL);
SELECT count(*) > 0 AS labels FROM postnl_ship_now(description('C-1', '{"order": "C"}'));
SELECT postnl_requeue(shipment_id, description('3', '{"order": "B too"}')) FROM postnl.shipment WHERE reference = '3';
CALL postnl_process();
SELECT count(postnl_await(shipment_id)) FROM postnl.shipment;
SELECT reference, order_ref, state FROM shipped;
TABLE orders;
-- a name of fifty characters will do, and is not sent to PostNL
SELECT postnl_ship(description('L', jsonb_build_object('order', repeat('x', 51))));

-- A lost parcel again: what was the first one's alone is left out
SELECT count(*) > 0 AS labels FROM postnl_ship_now(description('D-1', '{"parcels": [{"weight_g": 1000, "barcode": "3SDEVC0000001"}],
	"cost_center": "K"}') || jsonb_build_object('delivery_date', current_date + 7));
SELECT postnl_reship('D-1') AS id \gset
CALL postnl_process();
SELECT state FROM postnl_await(:id);
BEGIN;
-- lost too, and the first one once more
SELECT postnl_reship(:id) > :id AS third, postnl_reship('D-1') > :id AS fourth;
SELECT * FROM shipped WHERE reference LIKE 'D-1%';
-- grouped; what another one is sent in place of does not count
SELECT * FROM orders WHERE order_ref = 'D-1';
-- unless that is cancelled
SELECT postnl_cancel(shipment_id) FROM postnl.shipment WHERE reference = 'D-1-R3';
SELECT * FROM orders WHERE order_ref = 'D-1';
-- the next that is free
SELECT postnl_ship(description('D-1-R5')) > 0 AS queued, postnl_reship('D-1') > 0 AS again;
SELECT reference FROM shipped WHERE reference LIKE 'D-1-%';
ROLLBACK;
-- not longer than PostNL's
SELECT count(*) > 0 AS labels FROM postnl_ship_now(description(repeat('ë', 34) || '1')), LATERAL (SELECT postnl_reship(repeat('ë', 34) || '1')) AS again;
SELECT reference, length(reference), order_ref FROM shipped WHERE reference LIKE 'ë%';
-- one without a reference
SELECT shipment_id AS id FROM postnl_ship_now(description(NULL)) \gset
SELECT postnl_reship(:id) > 0 AS again;
SELECT reference, order_ref = :id::text AS by_number FROM postnl.shipment WHERE reship_of = :id OR shipment_id = :id;

-- What cannot be sent again, and names that are not one shipment's
\set VERBOSITY terse
SELECT postnl_reship('E-1');
SELECT postnl_reship('17');
SELECT postnl_reship(-1);
SELECT postnl_reship(NULL::text), postnl_reship(NULL::bigint);
BEGIN;
SELECT postnl_ship(description('E-1')) > 0 AS queued;
SELECT postnl_reship('E-1');
ROLLBACK;
SELECT shipment_id AS id FROM postnl_ship_now(description('E-2'), confirm => false) \gset
SELECT postnl_reship('E-2');
SELECT postnl_forget('A-1');
SELECT postnl_reship('A-1');
DO $$ BEGIN PERFORM postnl_reship('A'); EXCEPTION WHEN cardinality_violation THEN RAISE NOTICE '%', sqlerrm; END $$;
SELECT count(*) > 0 AS labels FROM postnl_ship_now(description('C-1'), account => 'other');
DO $$ BEGIN PERFORM postnl_reship('C-1'); EXCEPTION WHEN cardinality_violation THEN RAISE NOTICE '%', sqlerrm; END $$;

-- Kept when the personal data is gone
SELECT reference, order_ref, description FROM postnl.shipment WHERE reference = 'A-1';
SELECT * FROM orders WHERE order_ref = 'A';
SELECT reference, order_ref FROM postnl.shipment_status WHERE order_ref = 'A' ORDER BY 1;

-- Who may
CREATE ROLE shop_order_caller;
SELECT postnl_grant('shop_order_caller', 'caller');
SET ROLE shop_order_caller;
SELECT count(*) > 0 AS orders FROM postnl.order_status;
SELECT postnl_reship('D-1');
SELECT postnl_reship(1);
RESET ROLE;
DROP OWNED BY shop_order_caller;
DROP ROLE shop_order_caller;
BEGIN READ ONLY;
SELECT postnl_reship('D-1');
ROLLBACK;
DROP TABLE shop_orders;
DROP VIEW shipped, orders;
DROP FUNCTION description(text, jsonb);
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
