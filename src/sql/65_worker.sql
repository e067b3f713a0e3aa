-- The workers: what they do, or why none runs.

CREATE FUNCTION @extschema@.postnl_stat_worker()
RETURNS TABLE (pid integer, number integer, database text, state text,
	started_at timestamptz, calls bigint, barcodes bigint, claimed bigint, announced bigint,
	rejected bigint, failed bigint, retried bigint, wakeups bigint, in_flight integer,
	last_outcome_at timestamptz, detail text, remedy text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100 ROWS 4
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_stat_worker';
COMMENT ON FUNCTION @extschema@.postnl_stat_worker() IS
	'The rows of view postnl.stat_worker, which says what they mean.';
REVOKE ALL ON FUNCTION @extschema@.postnl_stat_worker() FROM PUBLIC;

CREATE VIEW postnl.stat_worker AS
SELECT pid, number, database, state, started_at, calls, barcodes, claimed, announced, rejected,
	failed, retried, wakeups, in_flight, last_outcome_at, detail, remedy
FROM @extschema@.postnl_stat_worker();
COMMENT ON VIEW postnl.stat_worker IS
	'The background workers of all databases, and a row without pid when none runs in this one, '
	'with the reason and the remedy. Counts are since the worker started.';
COMMENT ON COLUMN postnl.stat_worker.pid IS 'Process of the worker; null when none runs here.';
COMMENT ON COLUMN postnl.stat_worker.number IS
	'Which of its database''s workers it is, from 1 to postnl.workers.';
COMMENT ON COLUMN postnl.stat_worker.database IS 'Database that it works for.';
COMMENT ON COLUMN postnl.stat_worker.state IS
	'starting: looks whether its database has the extension; running; stopped: none runs here.';
COMMENT ON COLUMN postnl.stat_worker.started_at IS 'When it started.';
COMMENT ON COLUMN postnl.stat_worker.calls IS
	'Calls made to PostNL, for barcodes and look-ups included.';
COMMENT ON COLUMN postnl.stat_worker.barcodes IS 'Barcodes reserved.';
COMMENT ON COLUMN postnl.stat_worker.claimed IS 'Shipments taken up, once for each attempt.';
COMMENT ON COLUMN postnl.stat_worker.announced IS 'Shipments announced to PostNL.';
COMMENT ON COLUMN postnl.stat_worker.rejected IS 'Shipments that PostNL refused.';
COMMENT ON COLUMN postnl.stat_worker.failed IS 'Shipments given up.';
COMMENT ON COLUMN postnl.stat_worker.retried IS 'Attempts whose outcome led to another one.';
COMMENT ON COLUMN postnl.stat_worker.wakeups IS 'Times that it woke up.';
COMMENT ON COLUMN postnl.stat_worker.in_flight IS 'Calls on the way now.';
COMMENT ON COLUMN postnl.stat_worker.last_outcome_at IS
	'When a shipment last had an outcome; null for none yet.';
COMMENT ON COLUMN postnl.stat_worker.detail IS 'Why no worker runs here; null when one does.';
COMMENT ON COLUMN postnl.stat_worker.remedy IS 'What to do about it.';
