-- What is kept for a time only, and what is erased on request.
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
CREATE FUNCTION description(reference text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('reference', reference, 'receiver', jsonb_build_object('last_name', 'de Ruiter',
		'street', 'Bilderdijkstraat', 'house_number', '9', 'postal_code', '3532VA', 'city', 'Utrecht')) $$;
-- a shipment of some days ago, with a parcel, a label, a call and an event of that time
CREATE FUNCTION old(reference text, state text, days integer, closed_days integer DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
	WITH s AS (
		INSERT INTO postnl.shipment (account, environment, reference, state, api, description, created_at, announced_at,
			closed_at, error_code, error, node)
		VALUES ('default', 'sandbox', reference, state, 'legacy', description(reference), now() - days * interval '1 day',
			CASE WHEN state = 'announced' THEN now() - days * interval '1 day' END, now() - closed_days * interval '1 day',
			CASE WHEN state = 'rejected' THEN 'PN400' END, CASE WHEN state = 'rejected' THEN 'de Ruiter is not known here' END,
			(SELECT node FROM postnl.here))
		RETURNING shipment_id, created_at),
	p AS (
		INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)
		SELECT shipment_id, 'default', 'sandbox', 1, '3SOLD' || reference FROM s RETURNING parcel_id, shipment_id, barcode),
	l AS (
		INSERT INTO postnl.label (shipment_id, barcode, format, content, created_at)
		SELECT shipment_id, barcode, 'pdf', '%PDF', created_at FROM s JOIN p USING (shipment_id)),
	a AS (
		INSERT INTO postnl.attempt (shipment_id, operation, http_status, ms, made_at)
		SELECT shipment_id, 'shipment/v2_2/label', 200, 12, created_at FROM s)
	INSERT INTO postnl.event (parcel_id, shipment_id, barcode, at, code)
	SELECT parcel_id, shipment_id, barcode, created_at, 'J05' FROM s JOIN p USING (shipment_id) $$;
CREATE VIEW kept AS
SELECT s.reference, s.state, s.description IS NOT NULL AS description, s.error,
	(SELECT count(*) FROM postnl.label AS l WHERE l.shipment_id = s.shipment_id) AS labels,
	(SELECT count(*) FROM postnl.attempt AS a WHERE a.shipment_id = s.shipment_id) AS attempts,
	(SELECT count(*) FROM postnl.event AS e WHERE e.shipment_id = s.shipment_id) AS events
FROM postnl.shipment AS s;

-- Each for its time; without a worker, postnl_process() sees to it.
SELECT old('NEW', 'announced', 1, 0), old('MONTH', 'announced', 31, 20), old('CLOSED', 'announced', 95, 91),
	old('JUST-CLOSED', 'announced', 95, 89), old('OPEN', 'announced', 179), old('NO-END', 'announced', 181),
	old('REJECTED', 'rejected', 91), old('REJECTED-LATE', 'rejected', 89), old('CANCELLED', 'cancelled', 91),
	old('LABELLED', 'labelled', 91), old('ANCIENT', 'announced', 731, 725);
CALL postnl_process();
SELECT * FROM kept ORDER BY reference COLLATE "C";
-- what was cleared has nothing to be queued with
SELECT postnl_requeue(shipment_id) FROM postnl.shipment WHERE reference = 'CANCELLED';
-- more than a batch, at once
SELECT count(*) FROM (SELECT old('B-' || i, 'cancelled', 100) FROM generate_series(1, 2500) AS i) AS made;
CALL postnl_process();
SELECT description, count(*) FROM kept WHERE reference LIKE 'B-%' GROUP BY description;
DELETE FROM postnl.shipment WHERE reference LIKE 'B-%';

-- A sweep that fails stops nothing else.
SELECT old('IN-THE-WAY', 'announced', 95, 91);
CREATE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
CREATE TRIGGER in_the_way BEFORE DELETE ON postnl.label FOR EACH ROW EXECUTE FUNCTION in_the_way();
SELECT postnl_ship(description('SHIPPED')) > 0;
CALL postnl_process();
SELECT state FROM postnl_await((SELECT shipment_id FROM postnl.shipment WHERE reference = 'SHIPPED'));
DROP TRIGGER in_the_way ON postnl.label;
CALL postnl_process();
SELECT * FROM kept WHERE reference = 'IN-THE-WAY';

-- A parcel that nothing happens to for 90 days is closed; PostNL tells of it no longer.
SELECT status FROM postnl_request('POST', '/_sim/parcels', body => '{"barcode": "3SDEVC2000001", "schedule": [[0, "A01"], [60, "B01"]], "age_seconds": 7862400}');
SELECT postnl_watch('3SDEVC2000001', 'STUCK'), postnl_watch('3SDEVC2000002', 'UNKNOWN'), postnl_watch('3SDEVC2000003', 'UNKNOWN-YET');
UPDATE postnl.shipment SET created_at = now() - interval '91 days' WHERE reference = 'UNKNOWN';
SELECT detail_calls FROM postnl_sync();
SELECT s.reference, p.status, p.check_at IS NOT NULL AS open, s.closed_at IS NOT NULL AS closed
FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id) WHERE kind = 'watched' ORDER BY reference;
DELETE FROM postnl.shipment WHERE kind = 'watched';

-- On request, before its time.
SELECT postnl_forget('NEW'), postnl_forget('NEW'), postnl_forget('NOBODY'), postnl_forget(NULL);
SELECT * FROM kept WHERE reference = 'NEW';
SELECT postnl_forget('MONTH', account => 'other'), postnl_forget('MONTH', account => 'default');
BEGIN;
SELECT postnl_ship(description('WAITING')) > 0;
\set VERBOSITY sqlstate
SELECT postnl_forget('WAITING');
\set VERBOSITY default
ROLLBACK;
BEGIN;
SELECT postnl_ship(description('GONE')) > 0;
SELECT count(postnl_cancel(shipment_id)) FROM postnl.shipment WHERE reference = 'GONE';
SELECT postnl_forget('GONE');
-- the reference is taken all the same, and by the same shipment only
\set VERBOSITY sqlstate
SET client_min_messages = error;
SELECT postnl_ship(description('GONE')) = shipment_id FROM postnl.shipment WHERE reference = 'GONE';
SELECT postnl_ship('GONE', 'Somebody Else', 'Siriusdreef', '42', '2132WT', 'Hoofddorp') = shipment_id FROM postnl.shipment WHERE reference = 'GONE';
ROLLBACK;
\set VERBOSITY default

-- Who may.
CREATE ROLE retention_shipper;
CREATE ROLE retention_admin;
SELECT postnl_grant('retention_shipper', 'shipper'), postnl_grant('retention_admin', 'admin');
SET ROLE retention_shipper;
SELECT postnl_forget('OPEN');
SET ROLE retention_admin;
SELECT postnl_forget('OPEN');
RESET ROLE;
START TRANSACTION READ ONLY;
SELECT postnl_forget('OPEN');
ROLLBACK;

DROP OWNED BY retention_shipper, retention_admin;
DROP ROLE retention_shipper, retention_admin;
RESET client_min_messages;
DROP VIEW kept;
DROP FUNCTION old, description, in_the_way;
DELETE FROM postnl.sync_state;
DELETE FROM postnl.shipment;
