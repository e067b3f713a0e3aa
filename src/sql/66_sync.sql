-- The sync: what workers do to keep status and events in step, by hand.

-- PostNL writes local times.  Where the clock shows one twice, it is the instant that
-- was known for it before; else not one that lay in the future when it was told.
CREATE FUNCTION postnl.told_at(at timestamptz, asked_at timestamptz, known timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE COST 1
RETURN CASE
	WHEN (at AT TIME ZONE 'Europe/Amsterdam') = (known AT TIME ZONE 'Europe/Amsterdam')
	THEN known
	WHEN at > asked_at + interval '5 minutes'
		AND (at AT TIME ZONE 'Europe/Amsterdam')
			= ((at - interval '1 hour') AT TIME ZONE 'Europe/Amsterdam')
	THEN at - interval '1 hour'
	ELSE at
END;
COMMENT ON FUNCTION postnl.told_at(timestamptz, timestamptz, timestamptz) IS
	'The instant of a local time of the past that PostNL told when it was asked; known is the '
	'instant that is stored already.';
REVOKE ALL ON FUNCTION postnl.told_at(timestamptz, timestamptz, timestamptz) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_sync(account text DEFAULT NULL)
RETURNS TABLE (account text, environment text, feed_calls integer, detail_calls integer,
	poll_calls integer, changed integer, events integer, failed integer,
	fed_until timestamptz, error_code text, error text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 2
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_sync';
COMMENT ON FUNCTION @extschema@.postnl_sync(text) IS
	'Brings status and events of the parcels that are followed up to date, and tells what it did; '
	'a row for each account that has any.';
REVOKE ALL ON FUNCTION @extschema@.postnl_sync(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_watch(
	barcode text,
	reference text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_watch';
COMMENT ON FUNCTION @extschema@.postnl_watch(text, text, text) IS
	'Follows a parcel that was not shipped from here; false when it is followed already.';
REVOKE ALL ON FUNCTION @extschema@.postnl_watch(text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_watch(
	barcode text,
	reference bigint,
	account text DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_watch';
COMMENT ON FUNCTION @extschema@.postnl_watch(text, bigint, text) IS
	'Follows a parcel, whose reference is a number, that was not shipped from here; false '
	'when it is followed already.';
REVOKE ALL ON FUNCTION @extschema@.postnl_watch(text, bigint, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_unwatch(barcode text, account text DEFAULT NULL)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_unwatch';
COMMENT ON FUNCTION @extschema@.postnl_unwatch(text, text) IS
	'Forgets a parcel that postnl_watch() added, with its events; false when there is none.';
REVOKE ALL ON FUNCTION @extschema@.postnl_unwatch(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_event_retry()
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_event_retry';
COMMENT ON FUNCTION @extschema@.postnl_event_retry() IS
	'Stores the events again whose trigger failed, so that it runs anew; returns how many.';
REVOKE ALL ON FUNCTION @extschema@.postnl_event_retry() FROM PUBLIC;
