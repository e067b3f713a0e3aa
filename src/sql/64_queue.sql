-- What may be done with shipments in the outbox, and how to watch it.

CREATE FUNCTION @extschema@.postnl_cancel(id bigint)
RETURNS boolean
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel';
COMMENT ON FUNCTION @extschema@.postnl_cancel(bigint) IS
	'Cancels a shipment that is held or queued; false when it is too late, or when PostNL may know '
	'it.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_cancel(reference text)
RETURNS integer
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel_named';
COMMENT ON FUNCTION @extschema@.postnl_cancel(text) IS
	'postnl_cancel() by a reference, or an order: of all its shipments; returns how many it '
	'cancelled.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_cancel_trigger()
RETURNS trigger
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel_trigger';
COMMENT ON FUNCTION @extschema@.postnl_cancel_trigger() IS
	'Trigger function that cancels what is held or queued for each row, by argument '
	'reference=column or order=column.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel_trigger() FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_requeue(id bigint, shipment jsonb DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_requeue';
COMMENT ON FUNCTION @extschema@.postnl_requeue(bigint, jsonb) IS
	'Queues a rejected, failed or cancelled shipment again, with another description if one is '
	'given; false when it is in another state.';
REVOKE ALL ON FUNCTION @extschema@.postnl_requeue(bigint, jsonb) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_requeue(reference text, shipment jsonb DEFAULT NULL)
RETURNS integer
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_requeue_named';
COMMENT ON FUNCTION @extschema@.postnl_requeue(text, jsonb) IS
	'postnl_requeue() by a reference, or an order: of all its shipments; returns how many it '
	'queued.';
REVOKE ALL ON FUNCTION @extschema@.postnl_requeue(text, jsonb) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_release(id bigint)
RETURNS boolean
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_release';
COMMENT ON FUNCTION @extschema@.postnl_release(bigint) IS
	'Queues a held shipment, or lets it wait for its not_before alone; false when it is not held.';
REVOKE ALL ON FUNCTION @extschema@.postnl_release(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_release(reference text)
RETURNS integer
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_release_named';
COMMENT ON FUNCTION @extschema@.postnl_release(text) IS
	'postnl_release() by a reference, or an order: of all its shipments; returns how many it '
	'released.';
REVOKE ALL ON FUNCTION @extschema@.postnl_release(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_await(id bigint, timeout interval DEFAULT '30 s')
RETURNS postnl.shipment
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_await';
COMMENT ON FUNCTION @extschema@.postnl_await(bigint, interval) IS
	'Waits until a shipment that was committed has an outcome, and returns its row; as it is '
	'when the time is over.';
REVOKE ALL ON FUNCTION @extschema@.postnl_await(bigint, interval) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_adopt(
	account text DEFAULT NULL,
	ids bigint[] DEFAULT NULL,
	node uuid DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_adopt';
COMMENT ON FUNCTION @extschema@.postnl_adopt(text, bigint[], uuid) IS
	'Makes shipments of another node this one''s, after a move: all, or those of an account, with '
	'these numbers, of that node; returns how many.';
REVOKE ALL ON FUNCTION @extschema@.postnl_adopt(text, bigint[], uuid) FROM PUBLIC;

-- without SET: a procedure with settings of its own may not commit
CREATE PROCEDURE @extschema@.postnl_process()
LANGUAGE c
AS 'MODULE_PATHNAME', 'postnl_process';
COMMENT ON PROCEDURE @extschema@.postnl_process() IS
	'Sends what is queued from this session, where no worker runs; returns when nothing is due.';
REVOKE ALL ON PROCEDURE @extschema@.postnl_process() FROM PUBLIC;

CREATE VIEW postnl.queue AS
WITH lane AS (
	SELECT name AS account, environment FROM postnl.account
	UNION
	SELECT account, environment FROM postnl.shipment WHERE state = 'queued'
	UNION
	SELECT account, environment FROM postnl.shipment WHERE state = 'held'
	UNION
	SELECT account, environment FROM postnl.shipment WHERE state = 'sending'
	UNION
	SELECT 'default', pg_catalog.current_setting('postnl.environment')
	WHERE NOT EXISTS (SELECT FROM postnl.account)
)
SELECT lane.account, lane.environment, q.depth, q.due, s.sending, q.oldest_at, q.next_retry_at,
	p.until AS paused_until, p.error_code, p.error, e.elsewhere, h.held, h.next_release_at
FROM lane
CROSS JOIN LATERAL (
	SELECT count(*) AS depth,
		count(*) FILTER (WHERE queued.next_attempt_at <= pg_catalog.clock_timestamp()) AS due,
		min(queued.queued_at) AS oldest_at,
		min(queued.next_attempt_at) FILTER (WHERE queued.attempts > 0) AS next_retry_at
	FROM postnl.shipment AS queued
	WHERE queued.state = 'queued' AND queued.node = (SELECT node FROM postnl.here)
		AND queued.account = lane.account
		AND queued.environment = lane.environment) AS q
CROSS JOIN LATERAL (
	SELECT count(*) AS sending
	FROM postnl.shipment AS sending
	WHERE sending.state = 'sending' AND sending.node = (SELECT node FROM postnl.here)
		AND sending.account = lane.account AND sending.environment = lane.environment) AS s
CROSS JOIN LATERAL (
	SELECT count(*) AS elsewhere
	FROM postnl.shipment AS other
	WHERE other.state IN ('held', 'queued', 'sending')
		AND other.node IS DISTINCT FROM (SELECT node FROM postnl.here)
		AND other.account = lane.account AND other.environment = lane.environment) AS e
CROSS JOIN LATERAL (
	SELECT count(*) AS held, min(held.next_attempt_at) AS next_release_at
	FROM postnl.shipment AS held
	WHERE held.state = 'held' AND held.node = (SELECT node FROM postnl.here)
		AND held.account = lane.account AND held.environment = lane.environment) AS h
LEFT JOIN postnl.pause AS p USING (account, environment);
COMMENT ON VIEW postnl.queue IS 'The outbox by account: what waits, since when, and until when.';
COMMENT ON COLUMN postnl.queue.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.queue.environment IS 'The environment that the shipments are for.';
COMMENT ON COLUMN postnl.queue.depth IS 'Shipments that are queued.';
COMMENT ON COLUMN postnl.queue.due IS 'Of them, those that may be sent now.';
COMMENT ON COLUMN postnl.queue.sending IS 'Shipments that a worker has in hand.';
COMMENT ON COLUMN postnl.queue.oldest_at IS 'Since when the oldest waits.';
COMMENT ON COLUMN postnl.queue.next_retry_at IS
	'When the first of those that were tried before is tried again.';
COMMENT ON COLUMN postnl.queue.paused_until IS
	'Until when nothing is sent, since PostNL fails or refuses the key.';
COMMENT ON COLUMN postnl.queue.error_code IS 'SQLSTATE of the failure that paused it.';
COMMENT ON COLUMN postnl.queue.error IS 'What failed, in PostNL''s words.';
COMMENT ON COLUMN postnl.queue.elsewhere IS
	'Shipments that are held, queued or in hand on another node, and are not sent from here.';
COMMENT ON COLUMN postnl.queue.held IS 'Shipments that wait to be released, or for their time.';
COMMENT ON COLUMN postnl.queue.next_release_at IS
	'When the first of these that wait for their time is queued.';
