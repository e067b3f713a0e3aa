-- retention.sql
--		What is swept when it is old.

-- fragment sweep: table, id, at
-- The oldest are the first by number; what somebody has locked stays.
DELETE FROM postnl.{table} WHERE {id} = ANY (ARRAY(
	SELECT {id} FROM postnl.{table} WHERE {id} = ANY (ARRAY(
		SELECT {id} FROM (SELECT {id}, {at} FROM postnl.{table} ORDER BY {id} LIMIT 1000) AS oldest
		WHERE {at} < clock_timestamp() - make_interval(secs => @keep_s)))
	FOR UPDATE SKIP LOCKED))

-- statement sweep_attempts
-- @keep_s integer
{sweep: attempt | attempt_id | made_at};

-- statement sweep_events
-- @keep_s integer
{sweep: event | event_id | at};

-- statement sweep_labels
-- @keep_s integer
{sweep: label | label_id | created_at};
