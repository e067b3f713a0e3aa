-- Following parcels by hand: postnl_sync(), postnl_watch(), events, triggers
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
SET TIME ZONE 'Europe/Amsterdam';
CREATE FUNCTION sim(method text, path text, body jsonb DEFAULT NULL) RETURNS integer
LANGUAGE sql AS $$ SELECT status FROM postnl_request(method, '/_sim/' || path, body => body) $$;
-- Minutes before now; PostNL's times have no fractions of a second
CREATE FUNCTION happens(barcode text, code text, minutes_ago integer) RETURNS integer
LANGUAGE sql AS $$ SELECT sim('POST', 'parcels/' || barcode || '/events',
	jsonb_build_object('code', code, 'at', now() - minutes_ago * interval '1 minute')) $$;
CREATE VIEW followed AS
SELECT s.reference, p.number, p.barcode, p.status, p.status_code, p.check_error_code AS error_code,
	p.check_at IS NOT NULL AS open, p.closed_at IS NOT NULL AS closed,
	(SELECT count(*) FROM postnl.event AS e WHERE e.parcel_id = p.parcel_id) AS events
FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id);

-- Nothing to follow
SELECT * FROM postnl_sync();

-- What is watched is asked for once: all parcels of a shipment, and those that
-- PostNL does not know or does not answer for
SELECT postnl_watch('3SDEMO0000003', 'W-1'), postnl_watch(' 3SDEMO0000004 '),
	postnl_watch('3SDEMO0000090', 'W-2'), postnl_watch('3SNONE0000001', 'W-3'),
	postnl_watch('3SF4000001', 'W-4'), postnl_watch('3SGARBAGE0001', 'W-5'), postnl_watch(NULL);
SELECT postnl_watch('3SDEMO0000003');
SELECT kind, state, status, count(*) FROM postnl.shipment GROUP BY kind, state, status;
SELECT account, environment, feed_calls, detail_calls, poll_calls, changed, failed, error_code FROM postnl_sync();
SELECT * FROM followed ORDER BY reference, number;
SELECT reference, status, parcel_count, last_event_code, known_at IS NOT NULL AS known, age < interval '1 minute' AS fresh
FROM postnl.shipment_status ORDER BY reference;
SELECT reference, eta_from > now() AS eta, expected_on = (eta_to AT TIME ZONE 'Europe/Amsterdam')::date AS expected
FROM postnl.shipment WHERE reference = 'W-1';

-- Again: nothing new, no further call but the feed's
SELECT feed_calls, detail_calls, poll_calls, changed, events, failed FROM postnl_sync();

-- What fails again and again is told
UPDATE postnl.parcel SET check_at = now(), failures = 5 WHERE check_error_code IS NOT NULL;
SELECT detail_calls, failed FROM postnl_sync();
SELECT reference, check_at - now() BETWEEN interval '25 minutes' AND interval '32 minutes' AS sixth_wait,
	check_at - now() BETWEEN interval '5 minutes' AND interval '10 minutes' AS first_wait
FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE check_error_code IS NOT NULL OR parcel.status = 'not_found' ORDER BY reference;
SELECT reference, state, error_code, reason FROM postnl.attention WHERE state = 'parcel' ORDER BY reference;
SELECT count(postnl_unwatch(barcode)) FROM followed WHERE error_code IS NOT NULL OR status = 'not_found';
SELECT postnl_unwatch('3SNONE0000001'), postnl_unwatch(NULL);

-- Polls: what the status codes say, never what is final
UPDATE postnl.status_code SET poll_interval = '0' WHERE status_code IN ('7', '11', '5');
SELECT feed_calls, detail_calls, poll_calls, changed FROM postnl_sync();
UPDATE postnl.status_code SET poll_interval = '1 day' WHERE poll_interval = '0';
SELECT feed_calls, detail_calls, poll_calls FROM postnl_sync();

-- The feed tells of changes; a code that is not known is kept and told of
SELECT sim('POST', 'parcels', '[{"barcode": "3SDEVC1000001", "reference": "F-1", "schedule": [[0, "A01"], [60, "B01"]], "age_seconds": 3600},
	{"barcode": "3SDEVC1000002", "reference": "F-2", "schedule": [[0, "A01"]], "age_seconds": 3600}]');
SELECT postnl_watch('3SDEVC1000001'), postnl_watch('3SDEVC1000002');
SELECT detail_calls, changed, events FROM postnl_sync();
SELECT happens('3SDEVC1000001', 'J05', 4), happens('3SDEVC1000002', '=77', 4);
SELECT feed_calls, detail_calls, changed, events FROM postnl_sync();
SELECT reference, status, status_code, events FROM followed WHERE reference LIKE 'F-%' ORDER BY reference;
SELECT state, reason, remedy FROM postnl.attention WHERE state = 'status code';
INSERT INTO postnl.status_code (status_code, status, final) VALUES ('77', 'returning', true);
SELECT reference, status, status_code FROM postnl.shipment_status WHERE reference LIKE 'F-%' ORDER BY reference;
SELECT count(*) FROM postnl.attention WHERE state = 'status code';

-- A user's trigger: it sees the status; one that fails stops nothing
CREATE TABLE seen (reference text, code text, status text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.seen SELECT reference, NEW.code, status FROM postnl.shipment_status WHERE shipment_id = NEW.shipment_id;
	RETURN NULL;
END $$;
CREATE TRIGGER see AFTER INSERT ON postnl.event FOR EACH ROW EXECUTE FUNCTION see();
SELECT happens('3SDEVC1000001', 'J08', 3);
SELECT changed, events, failed FROM postnl_sync();
SELECT * FROM seen;
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no mail today' USING ERRCODE = 'ZZ001'; END $$;
CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON postnl.event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail();
SELECT happens('3SDEVC1000001', 'J05', 2);
SELECT changed, events, failed FROM postnl_sync();
SELECT reference, status FROM followed WHERE reference = 'F-1';
SELECT code, error_code, error FROM postnl.event WHERE error_code IS NOT NULL;
SELECT state, error_code, reason, remedy FROM postnl.attention WHERE state = 'trigger';
SELECT count(*) FROM seen;
\set VERBOSITY sqlstate
SELECT postnl_event_retry();
\set VERBOSITY default
DROP TRIGGER fail ON postnl.event;
SELECT postnl_event_retry();
SELECT * FROM seen ORDER BY ctid;
SELECT count(*) FROM postnl.event WHERE error_code IS NOT NULL;

-- What is delivered is closed, with all of its parcels
SELECT happens('3SDEVC1000001', 'I01', 1);
SELECT detail_calls, changed FROM postnl_sync();
SELECT reference, status, delivered_at IS NOT NULL AS delivered, closed_at IS NOT NULL AS closed
FROM postnl.shipment_status WHERE reference = 'F-1';

-- Shipped from here: registered at once, followed by the feed
SELECT count(*) FROM postnl_ship_now(jsonb_build_object('delivery_date', (now() AT TIME ZONE 'Europe/Amsterdam')::date + 7) || '{"reference": "S-1", "receiver":
	{"last_name": "de Ruiter", "street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}}');
SELECT status, status_code, expected_on - (now() AT TIME ZONE 'Europe/Amsterdam')::date AS days, track_url IS NOT NULL AS url FROM postnl.shipment_status WHERE reference = 'S-1';
SELECT detail_calls, changed FROM postnl_sync();
SELECT status, status_code, known_at IS NOT NULL AS known FROM postnl.shipment_status WHERE reference = 'S-1';

-- Accounts: an error of one is a row, and told
SELECT postnl_account_set('other', customer_code => 'OTHR', customer_number => '99999999', key_source => 'env:NO_SUCH_VARIABLE');
SELECT postnl_watch('3SDEMO0000000', 'O-1', account => 'other');
SELECT account, feed_calls, detail_calls, error_code, error FROM postnl_sync() ORDER BY account;
SELECT account, feed_calls FROM postnl_sync('default');
SELECT account, state, error_code, reason FROM postnl.attention WHERE state = 'sync';
SELECT postnl_unwatch('3SDEMO0000000'), postnl_unwatch('3SDEMO0000000', 'other');

-- Bad input, read-only transactions, rights
\set VERBOSITY sqlstate
SELECT postnl_watch('');
SELECT postnl_watch(repeat('3', 36));
SELECT postnl_watch('3SDEMO0000000', account => 'nobody');
SELECT * FROM postnl_sync('nobody');
START TRANSACTION READ ONLY;
SELECT * FROM postnl_sync();
ROLLBACK;
START TRANSACTION READ ONLY;
SELECT postnl_watch('3SDEMO0000000');
ROLLBACK;
CREATE ROLE sync_reader;
CREATE ROLE sync_shipper;
SELECT postnl_grant('sync_reader', 'reader'), postnl_grant('sync_shipper', 'shipper');
SET ROLE sync_reader;
SELECT count(*) > 0 FROM postnl.event;
SELECT count(*) FROM postnl.sync_state;
SELECT * FROM postnl_sync();
SELECT postnl_watch('3SDEMO0000000');
RESET ROLE;
SET ROLE sync_shipper;
SELECT postnl_watch('3SDEMO0000001', 'W-9');
SELECT account, detail_calls FROM postnl_sync();
INSERT INTO postnl.event DEFAULT VALUES;
UPDATE postnl.parcel SET status = 'delivered';
SELECT postnl_event_retry();
RESET ROLE;
\set VERBOSITY default
SELECT postnl_account_set('default', allowed => '{sync_reader}', customer_code => 'DEVC', customer_number => '11223344');
SET ROLE sync_shipper;
SELECT account FROM postnl_sync();
RESET ROLE;

DELETE FROM postnl.barcode_pool;
SELECT sim('POST', 'reset');
DROP OWNED BY sync_reader, sync_shipper;
DROP ROLE sync_reader, sync_shipper;
DROP VIEW followed;
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
DELETE FROM postnl.sync_state;
DELETE FROM postnl.status_code WHERE status_code = '77';
UPDATE postnl.status_code SET poll_interval = CASE status_code WHEN '7' THEN interval '15 minutes' WHEN '5' THEN '2 hours' END
WHERE status_code IN ('5', '7', '11');
DROP TRIGGER see ON postnl.event;
DROP FUNCTION sim, happens, see, fail;
DROP TABLE seen;
