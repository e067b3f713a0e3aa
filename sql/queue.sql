-- Shipments in the outbox: cancel, requeue, await, process, and the views.
\pset null '(null)'
DELETE FROM postnl.account;
SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
CREATE FUNCTION queue_one(reference text, product text DEFAULT '3085') RETURNS bigint LANGUAGE sql
AS $$ SELECT postnl_ship(reference, 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht', product => product) $$;

-- Queued, and out with the worker
SELECT queue_one('Q-1') AS id \gset
SELECT reference, state, attempts, error FROM postnl_await(:id);
SELECT count(*) FILTER (WHERE p.announced_at IS NOT NULL) AS announced, count(l.content) AS labels
FROM postnl.parcel AS p LEFT JOIN postnl.label AS l USING (barcode) WHERE p.shipment_id = :id;
SELECT operation, http_status, ms IS NOT NULL AS timed, error FROM postnl.attempt WHERE shipment_id = :id;
-- once it is announced, nothing brings it back
SELECT postnl_cancel(:id), postnl_requeue(:id);
SELECT queue_one('Q-1') = :id AS same;

-- Rejected by PostNL: its words, the remedy, and the way out
SELECT queue_one('Q-2', '9999') AS id \gset
SELECT state, error_code, error FROM postnl_await(:id);
SELECT reference, state, error_code, reason, remedy = 'Correct it: postnl_requeue(' || :id || ', shipment => ...).' AS remedy
FROM postnl.attention WHERE shipment_id = :id;
SELECT postnl_requeue(:id, '{"receiver": {"last_name": "x"}}');
SELECT postnl_requeue(:id, (SELECT jsonb_set(description, '{product}', '"3089"') FROM postnl.shipment WHERE shipment_id = :id));
SELECT state, product, attempts, error FROM postnl_await(:id);
SELECT count(*) FROM postnl.attention;

-- Not before it is committed
BEGIN;
SELECT queue_one('Q-3') AS id \gset
SAVEPOINT s;
\set VERBOSITY sqlstate
SELECT postnl_await(:id);
\set VERBOSITY default
ROLLBACK TO s;
SELECT account, environment, depth, due, sending, oldest_at = now() AS oldest, next_retry_at, paused_until FROM postnl.queue;
SELECT postnl_cancel(:id);
SELECT postnl_cancel(:id);
SET LOCAL client_min_messages = error;
SELECT queue_one('Q-3') = :id AS same;
RESET client_min_messages;
SELECT postnl_requeue(:id);
ROLLBACK;
SELECT depth, due, sending FROM postnl.queue;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT postnl_await(:id);
ROLLBACK;

-- What is wrong is said
\set VERBOSITY sqlstate
SELECT postnl_await(-1);
SELECT postnl_cancel(-1);
SELECT postnl_requeue(-1);
SELECT queue_one(NULL) = queue_one(NULL) AS same_without_reference;
SELECT postnl_ship(NULL::jsonb);
SELECT postnl_ship('[]');
SELECT postnl_cancel(NULL), postnl_requeue(NULL), postnl_await(NULL) IS NULL AS awaited;
SELECT postnl_ship('{"reference": "Q-4"}');
SELECT queue_one(repeat('x', 36));
SELECT queue_one('Q-1', '3089');
SELECT postnl_ship('{}', 'nobody');
BEGIN;
CALL postnl_process();
ROLLBACK;
BEGIN READ ONLY;
SELECT queue_one('Q-5');
ROLLBACK;
BEGIN READ ONLY;
SELECT postnl_cancel(1);
ROLLBACK;
\set VERBOSITY default
CALL postnl_process();

-- An account that is gone, or somewhere else: nothing is queued for it, and no correction is dropped
SELECT postnl_account_set('moving', customer_code => 'DEVC', customer_number => '11223344');
CREATE VIEW stopped AS SELECT reference, state, environment, product, description->'product' AS described FROM postnl.shipment
	WHERE account = 'moving' ORDER BY shipment_id;
BEGIN;
SELECT postnl_ship('M-1', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht', product => '3085', account => 'moving') AS first,
	postnl_ship('M-2', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht', product => '3085', account => 'moving') AS second \gset
SELECT postnl_cancel(:first);
SELECT postnl_account_set('moving', environment => 'production');
\set VERBOSITY sqlstate
SAVEPOINT s;
SELECT postnl_requeue(:first);
ROLLBACK TO s;
SELECT postnl_requeue(:first, (SELECT jsonb_set(description, '{product}', '"3089"') FROM postnl.shipment WHERE shipment_id = :first));
ROLLBACK TO s;
SELECT postnl_account_delete('moving');
SAVEPOINT s;
SELECT postnl_requeue(:first);
ROLLBACK TO s;
SELECT postnl_requeue(:first, (SELECT jsonb_set(description, '{product}', '"3089"') FROM postnl.shipment WHERE shipment_id = :first));
ROLLBACK TO s;
\set VERBOSITY default
-- it may be cancelled all the same
SELECT postnl_cancel(:second);
TABLE stopped;
ROLLBACK;
DROP VIEW stopped;
SELECT postnl_account_delete('moving');

-- Who may
CREATE ROLE queue_nobody;
CREATE ROLE queue_reader;
CREATE ROLE queue_shipper;
SELECT postnl_grant('queue_reader', 'reader'), postnl_grant('queue_shipper', 'shipper');
\set VERBOSITY sqlstate
SET ROLE queue_nobody;
SELECT postnl_ship('{}');
SELECT postnl_cancel(1);
CALL postnl_process();
SELECT count(*) FROM postnl.queue;
SET ROLE queue_reader;
SELECT count(*) FROM postnl.queue;
SELECT count(*) FROM postnl.attention;
SELECT postnl_requeue(1);
UPDATE postnl.shipment SET state = 'queued';
SET ROLE queue_shipper;
SELECT postnl_ship('Q-6', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht') AS id \gset
CALL postnl_process();
SELECT state FROM postnl_await(:id);
DELETE FROM postnl.pause;
RESET ROLE;
-- an account that is not for everybody
SELECT postnl_account_set('shop', allowed => '{queue_reader}');
SET ROLE queue_shipper;
SELECT postnl_ship('Q-7', 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht');
SELECT postnl_cancel(:id);
RESET ROLE;
\set VERBOSITY default
DROP OWNED BY queue_reader, queue_shipper;
DROP ROLE queue_nobody, queue_reader, queue_shipper;
DROP FUNCTION queue_one(text, text);
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
