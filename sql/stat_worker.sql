-- postnl.stat_worker: the worker of this database, for readers.
DO $$
BEGIN
	-- CREATE EXTENSION has started it; that takes a moment
	WHILE clock_timestamp() < now() + interval '1 minute' AND NOT EXISTS
		(SELECT FROM postnl.stat_worker WHERE state = 'running' AND database = current_database())
	LOOP
		PERFORM pg_sleep(0.01);
	END LOOP;
END $$;
SELECT s.pid = a.pid AS same_process, s.number, s.state, s.started_at <= now() AS started, s.claimed,
	s.in_flight, s.last_outcome_at, s.detail, s.remedy, a.application_name
FROM postnl.stat_worker AS s
JOIN pg_stat_activity AS a ON a.backend_type = 'postnl worker' AND a.datname = s.database
WHERE s.database = current_database();
SELECT backend_type, datname FROM pg_stat_activity WHERE backend_type = 'postnl launcher';

-- Nothing for PUBLIC, all of it for readers
CREATE ROLE stat_worker_reader;
SET ROLE stat_worker_reader;
\set VERBOSITY sqlstate
SELECT count(*) FROM postnl.stat_worker;
SELECT count(*) FROM postnl_stat_worker();
\set VERBOSITY default
RESET ROLE;
SELECT postnl_grant('stat_worker_reader', 'reader');
SET ROLE stat_worker_reader;
SELECT count(*) > 0 AS readable FROM postnl.stat_worker;
RESET ROLE;
DROP OWNED BY stat_worker_reader;
DROP ROLE stat_worker_reader;
