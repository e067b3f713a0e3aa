-- pause.sql
--		Pauses of accounts.

-- fragment of_account
account = @account AND environment = @environment

-- statement pause_account
-- @account text, @environment text, @pause_s float8, @failures integer, @error_code text,
-- @error text, @error_detail jsonb null
INSERT INTO postnl.pause AS p (account, environment, until, failures, error_code, error
	/* since 1.1 */ , error_detail /* end */)
VALUES (@account, @environment, clock_timestamp() + make_interval(secs => @pause_s), @failures,
	@error_code, @error /* since 1.1 */ , @error_detail /* end */)
ON CONFLICT (account, environment) DO UPDATE SET until = excluded.until,
	failures = excluded.failures, error_code = excluded.error_code, error = excluded.error
	/* since 1.1 */ , error_detail = excluded.error_detail /* end */;

-- statement find_locked
-- Somebody else has the row locked: ends the pause by hand, perhaps.
-- @account text, @environment text
SELECT FROM postnl.pause WHERE {of_account} AND ctid <> ALL (ARRAY(
	SELECT ctid FROM postnl.pause WHERE {of_account} FOR UPDATE SKIP LOCKED));

-- statement end_pause
-- @account text, @environment text
DELETE FROM postnl.pause WHERE {of_account};

-- statement end_blocked
-- What is not an outage of PostNL's, but waits for somebody to do something.
DELETE FROM postnl.pause WHERE ctid = ANY (ARRAY(
	SELECT ctid FROM postnl.pause
	WHERE error_code IN ('PN401', 'PN404', 'PN400', '22023', '58000')
	FOR UPDATE SKIP LOCKED));
