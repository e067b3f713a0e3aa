-- event_store.sql
--		Events, each once.

-- statement insert_events
-- The key is that of index event_once.  What is too old to be kept is not stored anew.
-- @parcel_id bigint, @shipment_id bigint, @barcode text, @asked_at timestamptz, @events jsonb,
-- @error_code text null, @error text null, @keep_s integer
INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description, location_code,
	destination_location_code, route_code, route_name, error_code, error)
SELECT @parcel_id, @shipment_id, @barcode, postnl.told_at(e.at, @asked_at, NULL), e.code,
	e.description, e.location_code, e.destination_location_code, e.route_code, e.route_name,
	@error_code, @error
FROM jsonb_to_recordset(@events) AS e (at timestamptz, code text, description text,
	location_code text, destination_location_code text, route_code text, route_name text)
WHERE e.at IS NOT NULL AND e.code IS NOT NULL
	AND (@keep_s = 0 OR e.at >= clock_timestamp() - make_interval(secs => @keep_s))
ORDER BY e.at
ON CONFLICT (parcel_id, (at AT TIME ZONE 'Europe/Amsterdam'), code) DO NOTHING;

-- statement end_deferral
-- Triggers that are put off to the commit would fail all of it.
SET CONSTRAINTS ALL IMMEDIATE;

-- statement retry_events
WITH gone AS (
	DELETE FROM postnl.event WHERE error_code IS NOT NULL RETURNING *)
INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code, description, location_code,
	destination_location_code, route_code, route_name, received_at)
SELECT parcel_id, shipment_id, barcode, at, code, description, location_code,
	destination_location_code, route_code, route_name, received_at
FROM gone ORDER BY event_id;
