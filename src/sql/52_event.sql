-- Events: what happened to parcels, and the state of the sync that fetches them.

CREATE TABLE postnl.event
(
	event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	parcel_id bigint NOT NULL REFERENCES postnl.parcel ON DELETE CASCADE,
	shipment_id bigint NOT NULL,
	barcode text NOT NULL,
	at timestamptz NOT NULL,
	code text NOT NULL,
	description text,
	location_code text,
	destination_location_code text,
	route_code text,
	route_name text,
	received_at timestamptz NOT NULL DEFAULT now(),
	error_code text,
	error text
);
-- In PostNL's local time: an hour that the clock shows twice may be read in two
-- ways, and is the same event all the same.
CREATE UNIQUE INDEX event_once ON postnl.event
	(parcel_id, (at AT TIME ZONE 'Europe/Amsterdam'), code);
CREATE INDEX event_failed ON postnl.event (event_id) WHERE error_code IS NOT NULL;
COMMENT ON SEQUENCE postnl.event_event_id_seq IS 'Numbers of events.';
COMMENT ON TABLE postnl.event IS
	'What happened to parcels, each event once. An AFTER trigger on it is your own action. Kept '
	'for postnl.keep_events.';
COMMENT ON COLUMN postnl.event.event_id IS 'Number of the event, in the order they were told.';
COMMENT ON COLUMN postnl.event.parcel_id IS 'The parcel that it happened to.';
COMMENT ON COLUMN postnl.event.shipment_id IS 'The shipment that the parcel belongs to.';
COMMENT ON COLUMN postnl.event.barcode IS 'The parcel''s barcode.';
COMMENT ON COLUMN postnl.event.at IS 'When it happened.';
COMMENT ON COLUMN postnl.event.code IS 'PostNL''s code, such as J05.';
COMMENT ON COLUMN postnl.event.description IS 'PostNL''s description.';
COMMENT ON COLUMN postnl.event.location_code IS 'Where it happened.';
COMMENT ON COLUMN postnl.event.destination_location_code IS 'Where the parcel goes from there.';
COMMENT ON COLUMN postnl.event.route_code IS 'Code of the route.';
COMMENT ON COLUMN postnl.event.route_name IS 'Name of the route.';
COMMENT ON COLUMN postnl.event.received_at IS 'When PostNL told of it.';
COMMENT ON COLUMN postnl.event.error_code IS
	'SQLSTATE of a trigger of yours that failed; the event was then stored without it.';
COMMENT ON COLUMN postnl.event.error IS 'What the trigger failed with.';
COMMENT ON INDEX postnl.event_once IS 'An event of a parcel is there once.';
COMMENT ON INDEX postnl.event_failed IS 'Finds events whose trigger failed.';

CREATE TABLE postnl.sync_state
(
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	fed_until timestamptz,
	feed_at timestamptz,
	retry_at timestamptz,
	polls_paid_until timestamptz,
	synced_at timestamptz,
	feed_calls bigint NOT NULL DEFAULT 0,
	detail_calls bigint NOT NULL DEFAULT 0,
	poll_calls bigint NOT NULL DEFAULT 0,
	failures integer NOT NULL DEFAULT 0,
	failing_since timestamptz,
	error_code text,
	error text,
	PRIMARY KEY (account, environment)
)
WITH (fillfactor = 50);
COMMENT ON TABLE postnl.sync_state IS
	'How far the tables follow PostNL, by account; a row that is deleted is made anew.';
COMMENT ON COLUMN postnl.sync_state.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.sync_state.environment IS 'The environment that its parcels are in.';
COMMENT ON COLUMN postnl.sync_state.fed_until IS
	'Until when the bulk feed was read: all that PostNL told of before is in the tables.';
COMMENT ON COLUMN postnl.sync_state.feed_at IS 'When the feed is read next.';
COMMENT ON COLUMN postnl.sync_state.retry_at IS
	'When PostNL is asked again, after a failure that all calls share.';
COMMENT ON COLUMN postnl.sync_state.polls_paid_until IS
	'How far the calls reach that are spent on parcels of which the feed would tell; in the '
	'past while some may be made.';
COMMENT ON COLUMN postnl.sync_state.synced_at IS 'When all that was due was last done.';
COMMENT ON COLUMN postnl.sync_state.feed_calls IS 'Calls made for the feed.';
COMMENT ON COLUMN postnl.sync_state.detail_calls IS 'Calls made for the events of a parcel.';
COMMENT ON COLUMN postnl.sync_state.poll_calls IS
	'Calls made for a parcel of which there was no news.';
COMMENT ON COLUMN postnl.sync_state.failures IS 'Failures in a row that all calls share.';
COMMENT ON COLUMN postnl.sync_state.failing_since IS 'Since when they, or the feed, fail.';
COMMENT ON COLUMN postnl.sync_state.error_code IS 'SQLSTATE of the last failure.';
COMMENT ON COLUMN postnl.sync_state.error IS 'What failed last, in PostNL''s words.';

-- sync_state is left out: in a restored database it is made anew
SELECT pg_catalog.pg_extension_config_dump('postnl.event', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.event_event_id_seq', '');
