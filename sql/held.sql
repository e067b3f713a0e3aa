-- What is held: a concept until it is released, and what waits for its time.
\pset null '(null)'
SET timezone = 'Europe/Amsterdam';
DELETE FROM postnl.account;
DELETE FROM postnl.barcode_pool;
SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 920001;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference) || '{"receiver": {"last_name": "de Ruiter",
	"street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}}' || more $$;
CREATE VIEW waiting AS SELECT reference, state, not_before, next_attempt_at, product, order_ref, error
FROM postnl.shipment ORDER BY shipment_id;

-- A concept: no worker takes it, it may be changed, and it goes when it is released
SELECT postnl_ship(description('H-1', '{"hold": true, "product": "3085"}')) AS id \gset
CALL postnl_process();
TABLE waiting;
SELECT state FROM postnl_await(:id);
SELECT postnl_ship(description('H-1', '{"hold": true, "product": "3089", "order": "H"}')) = :id AS same;
SELECT postnl_ship(description('H-1', '{"hold": true, "product": "3089", "order": "H"}')) = :id AS again;
TABLE waiting;
SELECT account, depth, due, held, next_release_at FROM postnl.queue;
SELECT count(*) FROM postnl.attention;
SELECT postnl_forget('H-1');
SELECT postnl_requeue(:id);
SELECT postnl_release(:id), postnl_release(:id);
SELECT state, product, attempts FROM postnl_await(:id, '1 min');
SELECT postnl_release(:id);
-- then it is as any other
SELECT postnl_ship(description('H-1', '{"hold": true, "product": "3085"}'));
-- one that is changed into one that is not held goes
SELECT postnl_ship(description('H-2', '{"hold": true}')) AS id \gset
SELECT postnl_ship(description('H-2', '{"hold": false}')) = :id AS same;
SELECT state FROM postnl_await(:id, '1 min');
-- and one that is cancelled does not
SELECT postnl_ship(description('H-3', '{"hold": true}')) AS id \gset
SELECT postnl_cancel(:id), postnl_release(:id);
SELECT postnl_requeue(:id, description('H-3', '{"hold": true, "not_before": "2031-12-01"}'));
SELECT * FROM waiting WHERE reference = 'H-3';

-- A time: local in the Netherlands, whatever the session's zone
SET timezone = 'America/New_York';
SELECT postnl_release(:id);
SELECT postnl_ship(description('T-' || n, jsonb_build_object('not_before', t))) > 0 AS queued
FROM unnest(ARRAY['2031-07-01', '2031-12-01 16:30', '2031-12-01T16:30:00-05:00', '01-12-2031']) WITH ORDINALITY AS x (t, n);
SET timezone = 'Europe/Amsterdam';
SELECT reference, state, not_before, next_attempt_at = not_before AS by_itself FROM waiting WHERE not_before IS NOT NULL;
SELECT depth, held, next_release_at FROM postnl.queue;
\set VERBOSITY terse
SELECT postnl_ship(description('T-5', '{"not_before": "tomorrow"}'));
SELECT postnl_ship(description('T-5', '{"hold": 1}'));
SELECT postnl_ship_now(description('T-5', '{"hold": true}'));
SELECT postnl_ship_now(description('T-5', '{"not_before": "2031-12-01"}'));
\set VERBOSITY default
-- one that is over changes nothing, and one that comes is seen without a poll
SELECT postnl_ship(description('T-6', '{"not_before": "2001-12-01"}')) AS id \gset
SELECT state FROM postnl_await(:id, '1 min');
ALTER SYSTEM SET postnl.worker_naptime = '1 h';
SELECT pg_reload_conf();
SELECT postnl_ship(description('T-7', jsonb_build_object('not_before', clock_timestamp() + interval '1 s'))) AS id \gset
SELECT state FROM postnl_await(:id, '1 min');
ALTER SYSTEM RESET postnl.worker_naptime;
SELECT pg_reload_conf();
-- at once after all, and cancelled and brought back: it waits again
SELECT shipment_id AS id FROM postnl.shipment WHERE reference = 'T-1' \gset
SELECT postnl_cancel(:id), postnl_requeue(:id);
SELECT state, not_before FROM waiting WHERE reference = 'T-1';
SELECT postnl_release(:id);
SELECT state FROM postnl_await(:id, '1 min');
-- from a session, too
BEGIN;
UPDATE postnl.shipment SET next_attempt_at = clock_timestamp() WHERE reference = 'T-2';
COMMIT;
CALL postnl_process();
SELECT (postnl_await(shipment_id, '1 min')).state FROM postnl.shipment WHERE reference = 'T-2';

-- By trigger, in bulk, a few and a row; a correction of one that is held
CREATE TABLE held_orders (order_no text, ship_after timestamptz, day date, concept boolean, city text);
CREATE TRIGGER ship AFTER INSERT ON held_orders REFERENCING NEW TABLE AS new FOR EACH STATEMENT
EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat',
	'receiver.house_number:=9', 'receiver.postal_code:=3532VA', 'receiver.city=city', 'hold=concept', 'not_before=ship_after');
INSERT INTO held_orders SELECT 'B-' || i, '2031-12-01 16:30', NULL, false, 'Utrecht' FROM generate_series(1, 40) AS i;
INSERT INTO held_orders VALUES ('C-1', NULL, NULL, true, 'Utrecht'), ('C-2', 'infinity', NULL, true, 'Utrecht');
SELECT state, next_attempt_at, count(*) FROM waiting WHERE reference ~ '^[BC]-' AND state = 'held' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT reference, error FROM waiting WHERE state = 'rejected';
INSERT INTO held_orders SELECT 'B-' || i, '2031-12-02 16:30', NULL, false, 'Utrecht' FROM generate_series(1, 40) AS i;
INSERT INTO held_orders VALUES ('C-1', NULL, NULL, true, 'Hoofddorp'), ('C-3', NULL, NULL, true, 'Utrecht');
SELECT state, next_attempt_at, count(*) FROM waiting WHERE reference ~ '^[BC]-' AND state = 'held' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT reference, error FROM waiting WHERE state = 'rejected';
SELECT description #>> '{receiver,city}' AS city FROM postnl.shipment WHERE reference = 'C-1';
-- twice in a statement is two shipments all the same
\set VERBOSITY terse
INSERT INTO held_orders VALUES ('C-4', NULL, NULL, true, 'Utrecht'), ('C-4', NULL, NULL, true, 'Hoofddorp');
\set VERBOSITY default
-- one that will not do
INSERT INTO held_orders VALUES ('C-1', NULL, NULL, true, NULL);
SELECT state, error FROM waiting WHERE reference = 'C-1';
DROP TRIGGER ship ON held_orders;
CREATE TRIGGER ship AFTER INSERT OR UPDATE ON held_orders FOR EACH ROW
EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat',
	'receiver.house_number:=9', 'receiver.postal_code:=3532VA', 'receiver.city=city', 'hold=concept', 'not_before=day');
INSERT INTO held_orders VALUES ('D-1', NULL, '2031-12-24', true, 'Utrecht'), ('D-2', NULL, '2031-12-24', false, 'Utrecht'),
	('D-3', NULL, NULL, true, 'Utrecht');
SELECT reference, state, not_before, next_attempt_at FROM waiting WHERE reference LIKE 'D-%';
UPDATE held_orders SET day = '2031-12-25' WHERE order_no IN ('D-1', 'D-2');
SELECT reference, state, not_before, next_attempt_at FROM waiting WHERE reference LIKE 'D-%';
-- an order that is no concept any more is released
UPDATE held_orders SET concept = false WHERE order_no = 'D-3';
SELECT (postnl_await(shipment_id, '1 min')).state FROM postnl.shipment WHERE reference = 'D-3';
-- and one that becomes one is held back
BEGIN;
INSERT INTO held_orders VALUES ('D-4', NULL, NULL, false, 'Utrecht');
UPDATE held_orders SET concept = true WHERE order_no = 'D-4';
COMMIT;
CALL postnl_process();
SELECT reference, state, not_before, next_attempt_at FROM waiting WHERE reference = 'D-4';

-- Personal data of what is held is kept, and no other node's is released
UPDATE postnl.shipment SET queued_at = '2001-01-01', created_at = '2001-01-01' WHERE state = 'held';
CALL postnl_process();
SELECT count(*) FROM postnl.shipment WHERE state = 'held' AND description IS NULL;
UPDATE postnl.shipment SET node = gen_random_uuid() WHERE reference = 'D-1';
\set VERBOSITY sqlstate
SELECT postnl_release(shipment_id) FROM postnl.shipment WHERE reference = 'D-1';
\set VERBOSITY default
SELECT elsewhere FROM postnl.queue;
SELECT postnl_adopt();
SELECT state, in_doubt FROM postnl.shipment WHERE reference = 'D-1';

DROP TABLE held_orders;
DROP VIEW waiting;
DROP FUNCTION description(text, jsonb);
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
