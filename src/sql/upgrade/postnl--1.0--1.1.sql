-- From 1.0 to 1.1: what it leaves is what a fresh 1.1 has, which sql/upgrade.sql checks.
\echo Use "ALTER EXTENSION postnl UPDATE TO '1.1'" to load this file. \quit

SET LOCAL search_path = pg_catalog, pg_temp;

-- The script of 1.0 found operators and functions by a path with the target schema in it.
-- Whoever could create some there could have others bound into these three.
DO $$
DECLARE
	bound record;
BEGIN
	FOR bound IN
		WITH member AS (
			SELECT m.classid, m.objid
			FROM pg_depend AS m JOIN pg_extension AS e ON e.oid = m.refobjid
			WHERE m.refclassid = 'pg_extension'::regclass AND m.deptype = 'e'
				AND e.extname = 'postnl')
		SELECT DISTINCT pg_describe_object(d.refclassid, d.refobjid, 0) AS theirs,
			coalesce('view ' || r.ev_class::regclass,
				pg_describe_object(d.classid, d.objid, 0)) AS ours
		FROM pg_depend AS d
		LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
		WHERE d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
			AND ((d.classid, d.objid) IN (TABLE member)
				OR ('pg_class'::regclass::oid, r.ev_class) IN (TABLE member))
			AND (d.refclassid, d.refobjid) NOT IN (TABLE member)
	LOOP
		RAISE WARNING USING
			MESSAGE = format('%s uses %s, which is not of PostgreSQL', bound.ours, bound.theirs),
			HINT = 'This update mends it. Find out who made that and why: it ran with the rights '
				'of all who used this.';
	END LOOP;
END
$$;

-- A shipment that was in hand at a crash is tried by itself from then on.
COMMENT ON COLUMN postnl.shipment.crashes IS
	'Times in a row that the process which had it in hand crashed, or was stuck; after the second '
	'with nothing else in hand it is failed.';

-- A return label that is activated is looked for among the shipments.
CREATE INDEX parcel_return_barcode ON postnl.parcel (return_barcode)
	WHERE return_barcode IS NOT NULL;
COMMENT ON INDEX postnl.parcel_return_barcode IS
	'Finds a parcel by the barcode of the return label with it.';

-- A shipment is told from another one of the same reference by a mark of its description,
-- which stays when the description is cleared.  Where it has been, there is none.
CREATE FUNCTION postnl.description_hash(description jsonb)
RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_description_hash';
COMMENT ON FUNCTION postnl.description_hash(jsonb) IS
	'SHA-256 of a description: the same for those that are equal as jsonb, on every machine.';
REVOKE ALL ON FUNCTION postnl.description_hash(jsonb) FROM PUBLIC;
ALTER TABLE postnl.shipment ADD COLUMN description_hash bytea;
COMMENT ON COLUMN postnl.shipment.description_hash IS
	'Mark of the description, by which another one with the same reference is told from it; stays '
	'when the description is cleared. Null where that was so before version 1.1.';
UPDATE postnl.shipment SET description_hash = postnl.description_hash(description)
	WHERE outbox AND description IS NOT NULL;

-- Nodes.  What 1.0 has queued is this database's, where postnl.home says so: a restored
-- dump has added the original's row to it, and what a subscription brings is another's.
CREATE FUNCTION postnl.own_node()
RETURNS uuid
LANGUAGE c STABLE PARALLEL RESTRICTED COST 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_own_node';
COMMENT ON FUNCTION postnl.own_node() IS
	'The node that this database is, to the extension itself, for what it adds and takes; null to '
	'everybody else, so that rows which come in another way are nobody''s.';
REVOKE ALL ON FUNCTION postnl.own_node() FROM PUBLIC;

ALTER TABLE postnl.home
	ADD COLUMN node uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
	ADD COLUMN system_identifier bigint,
	ADD COLUMN server_version integer,
	ADD UNIQUE (system_identifier, database);
DO $$
DECLARE
	here oid := (SELECT oid FROM pg_catalog.pg_database
		WHERE datname = pg_catalog.current_database());
	ours boolean := (SELECT count(*) = 1 AND bool_and(database = here) FROM postnl.home)
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel
			WHERE srrelid = 'postnl.shipment'::regclass);
	new_node uuid;
	marked text;
BEGIN
	DELETE FROM postnl.home;
	INSERT INTO postnl.home (database, system_identifier, server_version)
		SELECT here, c.system_identifier,
			pg_catalog.current_setting('server_version_num')::integer / 10000
		FROM pg_catalog.pg_control_system() AS c
		RETURNING node INTO new_node;
	-- a constant costs nothing, however many rows there are
	FOREACH marked IN ARRAY ARRAY['shipment', 'parcel', 'barcode_pool'] LOOP
		EXECUTE pg_catalog.format('ALTER TABLE postnl.%I ADD COLUMN node uuid DEFAULT %L', marked,
			CASE WHEN ours THEN new_node END);
		EXECUTE pg_catalog.format(
			'ALTER TABLE postnl.%I ALTER COLUMN node SET DEFAULT postnl.own_node()', marked);
	END LOOP;
END
$$;
COMMENT ON TABLE postnl.home IS
	'The node that this database is: its shipments are sent from here. Emptied, it is a new one.';
COMMENT ON COLUMN postnl.home.node IS 'What its rows are marked with.';
COMMENT ON COLUMN postnl.home.system_identifier IS 'System identifier of its server.';
COMMENT ON COLUMN postnl.home.server_version IS
	'Major version of its server, which pg_upgrade raises.';
COMMENT ON INDEX postnl.home_pkey IS 'Finds a node.';
COMMENT ON INDEX postnl.home_system_identifier_database_key IS
	'Finds the node of this database.';
COMMENT ON COLUMN postnl.shipment.node IS
	'The node that it was queued on; no other sends or follows it until postnl_adopt().';
COMMENT ON COLUMN postnl.parcel.node IS 'The node that follows it: that of its shipment.';
COMMENT ON COLUMN postnl.barcode_pool.node IS 'The node that reserved it.';
SELECT pg_catalog.pg_extension_config_dump('postnl.home', 'WHERE false');

DROP INDEX postnl.shipment_queued, postnl.shipment_suspect, postnl.parcel_open,
	postnl.parcel_news;
CREATE INDEX shipment_queued ON postnl.shipment
	(node, account, environment, next_attempt_at, shipment_id)
	WHERE state = 'queued';
CREATE INDEX shipment_suspect ON postnl.shipment (node, account, environment)
	WHERE state = 'queued' AND crashes > 0;
CREATE INDEX parcel_open ON postnl.parcel (node, followed_by, followed_in, fed, check_at)
	WHERE check_at IS NOT NULL;
CREATE INDEX parcel_news ON postnl.parcel (node, followed_by, followed_in, news_at)
	WHERE news_at IS NOT NULL;
COMMENT ON INDEX postnl.shipment_queued IS 'Finds what is to be claimed, oldest first.';
COMMENT ON INDEX postnl.shipment_suspect IS
	'Finds what was in hand when the process that was sending it crashed.';
COMMENT ON INDEX postnl.parcel_open IS 'Finds what PostNL is to be asked for, by account.';
COMMENT ON INDEX postnl.parcel_news IS 'Finds the parcels of which there is news, by account.';

CREATE VIEW postnl.here AS
SELECT h.node, h.database, h.system_identifier
FROM postnl.home AS h
JOIN pg_catalog.pg_control_system() AS c ON c.system_identifier = h.system_identifier
JOIN pg_catalog.pg_database AS d ON d.oid = h.database
WHERE d.datname = pg_catalog.current_database();
COMMENT ON VIEW postnl.here IS
	'The node that this database is now; no row before the first shipment of a new copy.';
COMMENT ON COLUMN postnl.here.node IS 'What its rows are marked with.';
COMMENT ON COLUMN postnl.here.database IS 'Oid of the database.';
COMMENT ON COLUMN postnl.here.system_identifier IS 'System identifier of the server.';

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

-- A barcode is one parcel's; see what version 1.0 left.

ALTER TABLE postnl.parcel ADD COLUMN unlabelled_at timestamptz,
	ADD COLUMN barcode_shared boolean CHECK (barcode_shared);
-- What PostNL was not told of takes another one with the next attempt.  Where it may have
-- been told of it, a reference to ask by is needed; what is in hand is left alone.
UPDATE postnl.parcel AS p SET barcode = NULL
FROM postnl.shipment AS s
WHERE s.shipment_id = p.shipment_id AND p.announced_at IS NULL
	AND s.state IN ('queued', 'failed', 'rejected', 'cancelled')
	AND (s.reference IS NOT NULL OR NOT s.in_doubt)
	AND EXISTS (
		SELECT FROM postnl.parcel AS o JOIN postnl.shipment AS t USING (shipment_id)
		WHERE o.barcode = p.barcode AND o.followed_in = p.followed_in AND t.kind <> 'watched'
			AND o.parcel_id <> p.parcel_id
			AND (o.announced_at IS NOT NULL OR o.parcel_id > p.parcel_id));
UPDATE postnl.parcel AS p SET barcode_shared = true
FROM postnl.shipment AS s
WHERE s.shipment_id = p.shipment_id AND s.kind = 'watched';
-- of several shipped ones the newest has it for itself
UPDATE postnl.parcel AS p SET barcode_shared = true
WHERE p.barcode_shared IS NULL AND EXISTS (
	SELECT FROM postnl.parcel AS newer
	WHERE newer.barcode = p.barcode AND newer.followed_in = p.followed_in
		AND newer.parcel_id > p.parcel_id AND newer.barcode_shared IS NULL);
DO $$
DECLARE
	shared bigint;
BEGIN
	SELECT count(*) INTO shared FROM postnl.parcel
	WHERE barcode_shared AND announced_at IS NOT NULL;
	IF shared > 0 THEN
		RAISE WARNING '% parcels have the barcode of another shipment', shared
			USING HINT = 'View postnl.attention lists them, and what to do.';
	END IF;
END
$$;
DELETE FROM postnl.barcode_pool AS pool
WHERE EXISTS (
		SELECT FROM postnl.parcel AS p
		WHERE p.barcode = pool.barcode AND p.followed_in = pool.environment)
	OR EXISTS (
		SELECT FROM postnl.barcode_pool AS other
		WHERE other.barcode = pool.barcode AND other.environment = pool.environment
			AND other.ctid < pool.ctid);
CREATE UNIQUE INDEX parcel_own_barcode ON postnl.parcel (barcode, followed_in, node)
	WHERE barcode_shared IS NULL;
CREATE INDEX parcel_twin ON postnl.parcel (shipment_id)
	WHERE barcode_shared AND announced_at IS NOT NULL;
CREATE INDEX parcel_unlabelled ON postnl.parcel (unlabelled_at) WHERE unlabelled_at IS NOT NULL;
COMMENT ON COLUMN postnl.parcel.unlabelled_at IS
	'Since when it is announced without its label, which PostNL did not send; null otherwise.';
COMMENT ON COLUMN postnl.parcel.barcode_shared IS
	'True where another parcel may have the barcode too: it is watched, or was shipped by version '
	'1.0, which did not see to it; null otherwise.';
COMMENT ON INDEX postnl.parcel_own_barcode IS
	'Keeps a barcode to one parcel of those that are shipped from a node.';
COMMENT ON INDEX postnl.parcel_twin IS 'Finds shipped parcels whose barcode another one has too.';
COMMENT ON INDEX postnl.parcel_unlabelled IS 'Finds parcels whose label did not come.';
CREATE UNIQUE INDEX barcode_pool_barcode ON postnl.barcode_pool (barcode, environment, node);
COMMENT ON INDEX postnl.barcode_pool_barcode IS 'Keeps a barcode in the pool of a node once.';

CREATE FUNCTION @extschema@.postnl_fetch_label(barcode text)
RETURNS bytea
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_fetch_label';
COMMENT ON FUNCTION @extschema@.postnl_fetch_label(text) IS
	'Asks PostNL once more for the label of a parcel that was shipped here, keeps it and '
	'returns it; announces nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_fetch_label(text) FROM PUBLIC;

-- Every error of a failure is kept, not the first one's text only.
ALTER TABLE postnl.shipment ADD COLUMN error_detail jsonb;
COMMENT ON COLUMN postnl.shipment.error_detail IS
	'Every error of the last failure, with code, field and text, HTTP status and trace id; '
	'docs/errors.md has its keys.';
ALTER TABLE postnl.pause ADD COLUMN error_detail jsonb;
COMMENT ON COLUMN postnl.pause.error_detail IS
	'Every error of it, as in postnl.shipment.error_detail.';

-- Letterbox parcels to Belgium, and pick-up with age check and extra cover in V4.
INSERT INTO postnl.product
	(code, origin, destination, options, shipment_type, pickup, services, in_v4,
	barcode_type, description, added)
VALUES
	('6440', 'NL', 'BE', '', 'letterbox', false, '{}', true, 'UE',
		'Boxable Untracked', false),
	('6972', 'NL', 'BE', '', 'letterbox', false, '{track_trace}', true, 'LA',
		'Boxable Track & Trace', false)
ON CONFLICT DO NOTHING;
UPDATE postnl.product SET in_v4 = true
WHERE code = '3581' AND origin = 'NL' AND destination = 'NL' AND options = '002/014'
	AND NOT added;

CREATE FUNCTION @extschema@.postnl_api_access(account text DEFAULT NULL)
RETURNS TABLE (
	product text, operation text, call text, version text, newest text, newer boolean,
	access text, http_status integer, reason text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 12
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_api_access';
COMMENT ON FUNCTION @extschema@.postnl_api_access(text) IS
	'Asks PostNL, by calls that change nothing, which of its operations the account''s key may '
	'use.';
REVOKE ALL ON FUNCTION @extschema@.postnl_api_access(text) FROM PUBLIC;
INSERT INTO postnl.privilege (level, kind, name) VALUES
	('caller', 'function', 'postnl_api_access');

-- Barcodes are found however they are typed.
CREATE FUNCTION postnl.barcode_spelled(barcode text)
RETURNS text
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcode_spelled';
COMMENT ON FUNCTION postnl.barcode_spelled(text) IS
	'A barcode as it is kept: without blanks, in capital letters.';
REVOKE ALL ON FUNCTION postnl.barcode_spelled(text) FROM PUBLIC;
CREATE OR REPLACE FUNCTION @extschema@.postnl_timeline(barcode text)
RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10
BEGIN ATOMIC
	WITH happened AS (
		SELECT e.at, e.event_id, e.code, e.description, min(e.at) OVER () AS first,
			greatest(extract(epoch FROM max(e.at) OVER () - min(e.at) OVER ()), 1) AS seconds
		FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.barcode = postnl.barcode_spelled(postnl_timeline.barcode))
	SELECT concat_ws('  ', to_char(h.at, 'YYYY-MM-DD HH24:MI'),
		overlay(repeat('.', 24) PLACING '*'
			FROM 1 + floor(23 * extract(epoch FROM h.at - h.first) / h.seconds)::integer FOR 1),
		rpad(h.code, 3), h.description)
	FROM happened AS h
	ORDER BY h.at, h.event_id;
END;

-- position is a keyword of SQL.  The function stays, with its rights and what depends on it.
UPDATE pg_proc SET proargnames[3] = 'start_at'
WHERE oid = '@extschema@.postnl_labels(text[], text, text)'::regprocedure;

-- What drivers send: references that are numbers, house numbers that are numbers or texts.  Who
-- may call a function may call its new forms.
CREATE FUNCTION postnl.script_grants(users boolean) RETURNS void
LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'postnl_script_grants';
DO $$
DECLARE
	form record;
	old regprocedure;
	made regprocedure;
	role text;
BEGIN
	FOR form IN
		VALUES
			('postnl_track_reference', 'text, boolean, text, integer, text',
				'bigint, boolean, text, integer, text', 'reference text', 'reference bigint',
				'Asks PostNL for the status of the parcels with a reference that is a number.'),
			('postnl_track_reference_json', 'text, boolean, text, integer, text',
				'bigint, boolean, text, integer, text', 'reference text', 'reference bigint',
				'PostNL''s answer to postnl_track_reference() of a number as it came.'),
			('postnl_watch', 'text, text, text', 'text, bigint, text',
				'reference text DEFAULT NULL::text', 'reference bigint',
				'Follows a parcel, whose reference is a number, that was not shipped from here; '
				'false when it is followed already.'),
			('postnl_ship',
				'text, text, text, text, text, text, text, text, text, text, integer, jsonb, text',
				'bigint, text, text, text, text, text, text, text, text, text, integer, jsonb, '
				'text',
				'reference text', 'reference bigint',
				'Queues one shipment, whose reference is a number, by its address.'),
			('postnl_ship',
				'text, text, text, text, text, text, text, text, text, text, integer, jsonb, text',
				'text, text, text, bigint, text, text, text, text, text, text, integer, jsonb, '
				'text',
				'house_number text', 'house_number bigint',
				'Queues one shipment by an address whose house number is a number.'),
			('postnl_ship',
				'text, text, text, text, text, text, text, text, text, text, integer, jsonb, text',
				'bigint, text, text, bigint, text, text, text, text, text, text, integer, jsonb, '
				'text',
				'reference text(.*)house_number text', 'reference bigint\1house_number bigint',
				'Queues one shipment, whose reference is a number, by an address whose house '
				'number is one.'),
			('postnl_delivery_options',
				'text, integer, text, text, text, text, timestamptz, integer, text[], integer, '
				'integer, time, jsonb, boolean, jsonb, text',
				'text, text, text, text, text, text, timestamptz, integer, text[], integer, '
				'integer, time, jsonb, boolean, jsonb, text',
				'house_number integer', 'house_number text',
				'Asks PostNL when and how it can deliver to an address, whose house number is a '
				'text, and where the parcel could be picked up.'),
			('postnl_delivery_options_json',
				'text, integer, text, text, text, text, timestamptz, integer, text[], integer, '
				'integer, time, jsonb, boolean, jsonb, text',
				'text, text, text, text, text, text, timestamptz, integer, text[], integer, '
				'integer, time, jsonb, boolean, jsonb, text',
				'house_number integer', 'house_number text',
				'PostNL''s answer to postnl_delivery_options() of a text as it came.'),
			('postnl_timeframes',
				'text, integer, text, date, date, text[], text, text, text, boolean, text',
				'text, text, text, date, date, text[], text, text, text, boolean, text',
				'house_number integer', 'house_number text',
				'Asks PostNL in which hours it can deliver to an address, whose house number is a '
				'text, on each day; a day without delivery is a row that says why.'),
			('postnl_timeframes_json',
				'text, integer, text, date, date, text[], text, text, text, boolean, text',
				'text, text, text, date, date, text[], text, text, text, boolean, text',
				'house_number integer', 'house_number text',
				'PostNL''s answer to postnl_timeframes() of a text as it came.'),
			('postnl_postal_code', 'text, integer, text, text', 'text, text, text, text',
				'house_number integer', 'house_number text',
				'Asks PostNL for the Dutch addresses with a postal code and a house number that '
				'is a text.'),
			('postnl_postal_code_json', 'text, integer, text, text', 'text, text, text, text',
				'house_number integer', 'house_number text',
				'PostNL''s answer to postnl_postal_code() of a text as it came.')
	LOOP
		old := format('@extschema@.%s(%s)', form.column1, form.column2);
		EXECUTE regexp_replace(pg_get_functiondef(old), form.column4, form.column5);
		made := format('@extschema@.%s(%s)', form.column1, form.column3);
		EXECUTE format('COMMENT ON FUNCTION %s IS %L', made, form.column6);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
		FOR role IN
			SELECT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END
			FROM pg_proc AS f, aclexplode(f.proacl) AS acl
			WHERE f.oid = old
		LOOP
			PERFORM postnl.script_grants(true);
			EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', made, role);
			PERFORM postnl.script_grants(false);
		END LOOP;
	END LOOP;
	FOR role IN
		SELECT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END
		FROM pg_proc AS f, aclexplode(f.proacl) AS acl
		WHERE f.oid = '@extschema@.postnl_timeline(text)'::regprocedure
	LOOP
		PERFORM postnl.script_grants(true);
		EXECUTE format('GRANT EXECUTE ON FUNCTION postnl.barcode_spelled(text) TO %s', role);
		PERFORM postnl.script_grants(false);
	END LOOP;
END
$$;
DROP FUNCTION postnl.script_grants(boolean);

CREATE FUNCTION @extschema@.postnl_split_address(
	line text,
	country text DEFAULT 'NL',
	OUT street text,
	OUT house_number text,
	OUT house_number_addition text,
	OUT confident boolean,
	OUT readings text)
RETURNS record
LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_split_address';
COMMENT ON FUNCTION @extschema@.postnl_split_address(text, text) IS
	'Tells street, house number and addition of a line apart where it can be read in one way; '
	'calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_split_address(text, text) FROM PUBLIC;

-- Several shipments of an order, and a shipment in place of another.
ALTER TABLE postnl.shipment ADD COLUMN order_ref text, ADD COLUMN reship_of bigint;
CREATE INDEX shipment_order ON postnl.shipment (order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX shipment_reship_of ON postnl.shipment (reship_of) WHERE reship_of IS NOT NULL;
COMMENT ON COLUMN postnl.shipment.order_ref IS
	'Your own order that it is of, with others; stays when the description is cleared.';
COMMENT ON COLUMN postnl.shipment.reship_of IS
	'Number of the shipment that it was sent in place of; null otherwise.';
COMMENT ON INDEX postnl.shipment_order IS 'Finds the shipments of an order.';
COMMENT ON INDEX postnl.shipment_reship_of IS 'Finds what was sent in place of a shipment.';

CREATE OR REPLACE VIEW postnl.shipment_status AS
SELECT s.shipment_id, s.account, s.environment, s.reference, s.kind, s.state, s.product,
	s.status, s.status_code,
	(SELECT p.status_description FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.status = s.status
			AND p.status_code IS NOT DISTINCT FROM s.status_code
		ORDER BY p.status_at DESC NULLS LAST, p.number LIMIT 1) AS status_description,
	(SELECT p.phase_code FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.status = s.status
			AND p.status_code IS NOT DISTINCT FROM s.status_code
		ORDER BY p.status_at DESC NULLS LAST, p.number LIMIT 1) AS phase_code,
	s.status_at,
	(SELECT p.barcode FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id ORDER BY p.number LIMIT 1) AS barcode,
	(SELECT count(*)::integer FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id) AS parcel_count,
	s.announced_at, s.expected_on, s.eta_from, s.eta_to, s.delivered_at, s.delivered_on,
	s.lead_hours, s.closed_at,
	(SELECT e.at FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event_at,
	(SELECT e.code FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event_code,
	(SELECT e.description FROM postnl.parcel AS p JOIN postnl.event AS e USING (parcel_id)
		WHERE p.shipment_id = s.shipment_id
		ORDER BY e.at DESC, e.event_id DESC LIMIT 1) AS last_event,
	(SELECT @extschema@.postnl_track_url(p.barcode, s.description #>> '{receiver,postal_code}',
			coalesce(s.description #>> '{receiver,country}', 'NL'))
		FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id ORDER BY p.number LIMIT 1) AS track_url,
	postnl.known_at(s.shipment_id) AS known_at,
	now() - postnl.known_at(s.shipment_id) AS age,
	s.order_ref
FROM postnl.shipment AS s;
COMMENT ON COLUMN postnl.shipment_status.order_ref IS 'Your own order that it is of.';

CREATE VIEW postnl.order_status AS
SELECT s.account, s.environment, s.order_ref, count(*)::integer AS shipment_count,
	pg_catalog.array_agg(s.shipment_id ORDER BY s.shipment_id) AS shipment_ids,
	(SELECT count(*)::integer FROM postnl.parcel AS p
		WHERE p.shipment_id = ANY (pg_catalog.array_agg(s.shipment_id))) AS parcel_count,
	CASE WHEN bool_and(s.announced_at IS NOT NULL) THEN max(s.announced_at) END AS announced_at,
	(pg_catalog.array_agg(s.status ORDER BY postnl.status_rank(s.status) NULLS LAST))[1] AS status,
	CASE WHEN bool_and(s.delivered_at IS NOT NULL) THEN max(s.delivered_at) END AS delivered_at,
	count(s.reship_of)::integer AS reshipped_count
FROM postnl.shipment AS s
WHERE s.order_ref IS NOT NULL AND s.kind = 'shipment' AND s.state <> 'cancelled'
	AND NOT EXISTS (
		SELECT FROM postnl.shipment AS r
		WHERE r.reship_of = s.shipment_id AND r.state NOT IN ('cancelled', 'rejected', 'failed'))
GROUP BY s.account, s.environment, s.order_ref;
COMMENT ON VIEW postnl.order_status IS
	'Orders with their status, a row each: without returns, what was cancelled, and shipments that '
	'another was sent in place of.';
COMMENT ON COLUMN postnl.order_status.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.order_status.environment IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.order_status.order_ref IS 'Your own order.';
COMMENT ON COLUMN postnl.order_status.shipment_count IS 'How many shipments it has.';
COMMENT ON COLUMN postnl.order_status.shipment_ids IS 'Their numbers.';
COMMENT ON COLUMN postnl.order_status.parcel_count IS
	'How many parcels they have, as far as barcodes are known.';
COMMENT ON COLUMN postnl.order_status.announced_at IS
	'When the last of them was announced to PostNL; null until all are.';
COMMENT ON COLUMN postnl.order_status.status IS
	'Canonical status, of the shipment that is worst off; null before an announcement.';
COMMENT ON COLUMN postnl.order_status.delivered_at IS
	'When the last of them was delivered; null until all are.';
COMMENT ON COLUMN postnl.order_status.reshipped_count IS
	'How many of them were sent in place of another.';

CREATE FUNCTION @extschema@.postnl_reship(id bigint)
RETURNS bigint
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_reship';
COMMENT ON FUNCTION @extschema@.postnl_reship(bigint) IS
	'Queues a shipment once more whose parcel is lost: under a reference and barcodes of its own, '
	'and the same order.';
REVOKE ALL ON FUNCTION @extschema@.postnl_reship(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_reship(reference text)
RETURNS bigint
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_reship_named';
COMMENT ON FUNCTION @extschema@.postnl_reship(text) IS
	'postnl_reship() by the reference of a shipment, or by an order that has one.';
REVOKE ALL ON FUNCTION @extschema@.postnl_reship(text) FROM PUBLIC;

-- What was changed of a description is told.
ALTER TABLE postnl.shipment ADD COLUMN normalised jsonb;
COMMENT ON COLUMN postnl.shipment.normalised IS
	'What was changed of the description before it was checked: key, given, taken and, where it '
	'was left out, because. Null for nothing; cleared with the description.';

-- What waits to be queued: until somebody releases it, or for its time.
ALTER TABLE postnl.shipment ADD COLUMN not_before timestamptz,
	DROP CONSTRAINT shipment_state_check,
	ADD CONSTRAINT shipment_state_check CHECK (state IN ('held', 'queued', 'sending', 'labelled',
		'announced', 'rejected', 'failed', 'cancelled', 'watched'));
CREATE INDEX shipment_held ON postnl.shipment (node, next_attempt_at) WHERE state = 'held';
DROP INDEX postnl.shipment_described;
CREATE INDEX shipment_described ON postnl.shipment ((coalesce(announced_at, queued_at, created_at)))
	WHERE description IS NOT NULL AND state NOT IN ('held', 'queued', 'sending');
COMMENT ON COLUMN postnl.shipment.state IS
	'How far it came: held waits to be queued; labelled has a label and is not announced to PostNL '
	'yet; watched was not shipped from here.';
COMMENT ON COLUMN postnl.shipment.next_attempt_at IS
	'When a queued shipment may be claimed, and a held one is queued; null of a held one that '
	'postnl_release() queues.';
COMMENT ON COLUMN postnl.shipment.not_before IS
	'When it was to be announced at the earliest; null where that was not said.';
COMMENT ON INDEX postnl.shipment_held IS 'Finds what is held, by the time until when.';
COMMENT ON INDEX postnl.shipment_described IS
	'Finds the shipments whose personal data is kept, oldest first.';

CREATE FUNCTION @extschema@.postnl_release(id bigint)
RETURNS boolean
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_release';
COMMENT ON FUNCTION @extschema@.postnl_release(bigint) IS
	'Queues a held shipment, or lets it wait for its not_before alone; false when it is not held.';
REVOKE ALL ON FUNCTION @extschema@.postnl_release(bigint) FROM PUBLIC;

COMMENT ON FUNCTION @extschema@.postnl_cancel(bigint) IS
	'Cancels a shipment that is held or queued; false when it is too late, or when PostNL may know '
	'it.';

CREATE OR REPLACE VIEW postnl.queue AS
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
COMMENT ON COLUMN postnl.queue.elsewhere IS
	'Shipments that are held, queued or in hand on another node, and are not sent from here.';
COMMENT ON COLUMN postnl.queue.held IS 'Shipments that wait to be released, or for their time.';
COMMENT ON COLUMN postnl.queue.next_release_at IS
	'When the first of these that wait for their time is queued.';

CREATE OR REPLACE VIEW postnl.attention AS
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.queued_at AS since,
	s.error_code,
	pg_catalog.rtrim(s.error, '.')
		|| coalesce(' (' || (s.error_detail #>> '{errors,0,code}') || ')', '') || coalesce((
		SELECT pg_catalog.string_agg('; ' || coalesce((e.entry ->> 'field') || ': ', '')
			|| coalesce(pg_catalog.rtrim(e.entry ->> 'text', '.'), '')
			|| coalesce(' (' || (e.entry ->> 'code') || ')', ''), '' ORDER BY e.place)
		FROM pg_catalog.jsonb_array_elements(s.error_detail -> 'errors')
			WITH ORDINALITY AS e (entry, place)
		WHERE e.place > 1), '') AS reason,
	CASE s.state
		WHEN 'rejected' THEN
			'Correct it: postnl_requeue(' || s.shipment_id || ', shipment => ...).'
		ELSE
			'See what postnl.attempt says, and when the cause is gone: postnl_requeue('
			|| s.shipment_id || ').'
	END AS remedy,
	s.error_detail
FROM postnl.shipment AS s
WHERE s.state IN ('rejected', 'failed') AND s.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.created_at,
	NULL, 'it has a label, and PostNL does not expect it',
	'postnl_confirm() announces it; see view postnl.unconfirmed for its barcode.',
	NULL
FROM postnl.shipment AS s
WHERE s.state = 'labelled' AND s.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.claimed_until,
	s.error_code, 'stuck: the process that was sending it ended, and none has taken over',
	'See view postnl.stat_worker; CALL postnl_process() sends it from a session.',
	s.error_detail
FROM postnl.shipment AS s
WHERE s.state = 'sending' AND s.claimed_until < pg_catalog.clock_timestamp()
	AND s.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT s.shipment_id, s.account, s.environment, s.reference, s.state, s.next_attempt_at,
	s.error_code, 'overdue: it could have been sent for more than five minutes',
	'See view postnl.stat_worker; CALL postnl_process() sends it from a session.',
	s.error_detail
FROM postnl.shipment AS s
LEFT JOIN postnl.pause AS p USING (account, environment)
WHERE s.state IN ('held', 'queued') AND p.account IS NULL
	AND s.next_attempt_at < pg_catalog.clock_timestamp() - '5 min'::interval
	AND s.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT p.shipment_id, s.account, s.environment, s.reference, s.state, p.unlabelled_at, NULL,
	'parcel ' || p.barcode || ' is announced, and PostNL sent no label for it',
	CASE s.kind
		WHEN 'return' THEN 'postnl_return() makes another one; this one is of no use.'
		ELSE 'postnl_fetch_label(''' || p.barcode || ''') asks for it, and announces nothing.'
	END,
	NULL
FROM postnl.parcel AS p
JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.unlabelled_at IS NOT NULL AND p.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT p.shipment_id, s.account, s.environment, s.reference, s.state, p.announced_at, NULL,
	'another shipment has the barcode of its parcel, ' || p.barcode,
	'postnl_track(''' || p.barcode || ''') tells whose parcel PostNL has; ship the other one anew, '
		'under another reference, and DELETE FROM postnl.parcel WHERE parcel_id = '
		|| p.parcel_id || '.',
	NULL
FROM postnl.parcel AS p
JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.barcode_shared AND p.announced_at IS NOT NULL
	AND p.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT NULL, p.account, p.environment, NULL, 'paused', p.since, p.error_code, p.error,
	CASE WHEN p.error_code LIKE 'PN4%' THEN
			'Correct the account with postnl_account_set(); postnl_doctor() tells what is '
				'in the way.'
		ELSE 'It is tried again by itself; nothing is lost.'
	END,
	p.error_detail
FROM postnl.pause AS p
UNION ALL
SELECT NULL, y.account, y.environment, NULL, 'sync', y.failing_since, y.error_code,
	'its parcels are not followed: ' || y.error,
	CASE WHEN y.error_code LIKE 'PN4%' THEN
			'Correct the account with postnl_account_set(); postnl_doctor() tells what is '
				'in the way.'
		ELSE 'It is tried again by itself; postnl_sync() tries at once.'
	END,
	NULL
FROM postnl.sync_state AS y
WHERE y.failing_since < pg_catalog.clock_timestamp() - '15 min'::interval
	OR (y.error_code LIKE 'PN4%' AND y.error_code <> 'PN429')
UNION ALL
SELECT p.shipment_id, s.account, s.environment, s.reference, 'parcel', p.checked_at,
	p.check_error_code,
	'PostNL does not answer for parcel ' || p.barcode || ': ' || p.check_error,
	'It is asked for again by itself; postnl_track() shows the answer, postnl_unwatch() ends it.',
	NULL
FROM postnl.parcel AS p
JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.check_error_code IS NOT NULL AND p.failures >= 3 AND p.node = (SELECT node FROM postnl.here)
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'status code', min(p.status_at), NULL,
	'PostNL''s status code ' || p.status_code || ' (' || coalesce(max(p.status_description), '')
		|| ') is not in postnl.status_code; ' || count(*) || ' parcels have it',
	'INSERT INTO postnl.status_code (status_code, status) says what it stands for.',
	NULL
FROM postnl.parcel AS p
WHERE p.status = 'unknown' AND p.status_code IS NOT NULL
	AND NOT EXISTS (SELECT FROM postnl.status_code AS c WHERE c.status_code = p.status_code)
GROUP BY p.status_code
UNION ALL
SELECT NULL, NULL, NULL, NULL, 'trigger', min(e.received_at), e.error_code,
	'a trigger on postnl.event failed for ' || count(*) || ' events: ' || e.error,
	'Mend the trigger; postnl_event_retry() then runs it for these events.',
	NULL
FROM postnl.event AS e
WHERE e.error_code IS NOT NULL
GROUP BY e.error_code, e.error
UNION ALL
SELECT NULL, o.account, o.environment, NULL, 'elsewhere', min(o.since), NULL,
	sum(o.queued)::text || ' queued shipments and ' || sum(o.followed)::text
		|| ' parcels that are followed belong to '
		|| coalesce('node ' || o.node::text, 'no node'),
	'The node that queued them sends and follows them. After a move, when it is gone: '
		'postnl_adopt(account => ' || pg_catalog.quote_literal(o.account) || ').',
	NULL
FROM (
	SELECT s.account, s.environment, s.node, s.queued_at AS since, 1 AS queued, 0 AS followed
	FROM postnl.shipment AS s
	WHERE s.state IN ('held', 'queued', 'sending')
	UNION ALL
	SELECT p.followed_by, p.followed_in, p.node, p.announced_at, 0, 1
	FROM postnl.parcel AS p
	WHERE p.check_at IS NOT NULL) AS o
WHERE o.node IS DISTINCT FROM (SELECT node FROM postnl.here)
GROUP BY o.account, o.environment, o.node;
COMMENT ON COLUMN postnl.attention.state IS
	'State of the shipment, or what else it is: paused, sync, parcel, status code, trigger or '
	'elsewhere.';
COMMENT ON COLUMN postnl.attention.reason IS
	'What is the matter, with PostNL''s codes and every error of an answer.';
COMMENT ON COLUMN postnl.attention.error_detail IS
	'Every error of the failure, as in postnl.shipment.error_detail.';
COMMENT ON VIEW postnl.attention IS
	'What needs somebody: shipments that are rejected, failed, stuck, overdue, or labelled but not '
	'announced, parcels without their label or with another''s barcode, paused accounts, parcels '
	'that cannot be followed, unknown status codes, triggers that fail and shipments of another '
	'node, each with the reason and the remedy.';

CREATE FUNCTION @extschema@.postnl_cancel_trigger()
RETURNS trigger
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel_trigger';
COMMENT ON FUNCTION @extschema@.postnl_cancel_trigger() IS
	'Trigger function that cancels what is held or queued for each row, by argument '
	'reference=column or order=column.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel_trigger() FROM PUBLIC;

-- By a reference or an order.
CREATE FUNCTION postnl.named_shipments(name text)
RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE COST 10 ROWS 1
BEGIN ATOMIC
	WITH referred AS (
		SELECT s.shipment_id FROM postnl.shipment AS s
		WHERE s.reference = named_shipments.name AND s.kind <> 'watched')
	SELECT r.shipment_id FROM referred AS r
	UNION ALL
	SELECT s.shipment_id FROM postnl.shipment AS s
	WHERE s.order_ref = named_shipments.name AND s.kind = 'shipment'
		AND NOT EXISTS (SELECT FROM referred)
		AND NOT EXISTS (
			SELECT FROM postnl.shipment AS other
			WHERE other.reship_of = s.shipment_id
				AND other.state NOT IN ('cancelled', 'rejected', 'failed'));
END;
COMMENT ON FUNCTION postnl.named_shipments(text) IS
	'Numbers of the shipments with a reference; where none has it, of the shipments of an order, '
	'without those that another was sent in place of.';
REVOKE ALL ON FUNCTION postnl.named_shipments(text) FROM PUBLIC;

CREATE FUNCTION postnl.only_label(shipment_ids bigint[])
RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 20
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF (SELECT count(*) FROM postnl.parcel AS p WHERE p.shipment_id = ANY (shipment_ids)) > 1 THEN
		RAISE EXCEPTION USING ERRCODE = 'cardinality_violation',
			MESSAGE = 'there are several parcels, each with its label',
			HINT = 'Use the barcode of one, or postnl_shipment_labels(), which returns all.';
	END IF;
	RETURN (
		SELECT l.content FROM postnl.label AS l
		WHERE l.shipment_id = ANY (shipment_ids)
		ORDER BY l.label_type IS DISTINCT FROM 'Label', l.label_id DESC
		LIMIT 1);
END
$$;
COMMENT ON FUNCTION postnl.only_label(bigint[]) IS
	'The label of shipments that have one parcel together.';
REVOKE ALL ON FUNCTION postnl.only_label(bigint[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION @extschema@.postnl_label(barcode text)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE COST 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE
		WHEN EXISTS (SELECT FROM postnl.label AS l
			WHERE l.barcode = upper(replace(postnl_label.barcode, ' ', ''))) THEN (
			SELECT l.content
			FROM postnl.label AS l
			WHERE l.barcode = upper(replace(postnl_label.barcode, ' ', ''))
			ORDER BY l.label_type IS DISTINCT FROM 'Label', l.label_id DESC
			LIMIT 1)
		ELSE postnl.only_label(ARRAY(SELECT postnl.named_shipments(postnl_label.barcode)))
	END
$$;
COMMENT ON FUNCTION @extschema@.postnl_label(text) IS
	'The label of a parcel that was shipped here, by its barcode, or the reference or order of its '
	'shipment; calls nothing.';

CREATE FUNCTION @extschema@.postnl_label(id bigint)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE COST 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT postnl.only_label(ARRAY[postnl_label.id])
$$;
COMMENT ON FUNCTION @extschema@.postnl_label(bigint) IS
	'The label of a shipment of one parcel, by its number; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_label(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(id bigint)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_of';
COMMENT ON FUNCTION @extschema@.postnl_return(bigint) IS
	'Makes the return of a shipment now: from its receiver to its return address or sender, else '
	'the account''s sender.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(reference text)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_named';
COMMENT ON FUNCTION @extschema@.postnl_return(text) IS
	'postnl_return() by the reference of a shipment, or by an order that has one.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_cancel(reference text)
RETURNS integer
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_cancel_named';
COMMENT ON FUNCTION @extschema@.postnl_cancel(text) IS
	'postnl_cancel() by a reference, or an order: of all its shipments; returns how many it '
	'cancelled.';
REVOKE ALL ON FUNCTION @extschema@.postnl_cancel(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_requeue(reference text, shipment jsonb DEFAULT NULL)
RETURNS integer
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_requeue_named';
COMMENT ON FUNCTION @extschema@.postnl_requeue(text, jsonb) IS
	'postnl_requeue() by a reference, or an order: of all its shipments; returns how many it '
	'queued.';
REVOKE ALL ON FUNCTION @extschema@.postnl_requeue(text, jsonb) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_release(reference text)
RETURNS integer
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_release_named';
COMMENT ON FUNCTION @extschema@.postnl_release(text) IS
	'postnl_release() by a reference, or an order: of all its shipments; returns how many it '
	'released.';
REVOKE ALL ON FUNCTION @extschema@.postnl_release(text) FROM PUBLIC;

-- Printing.  What is there has been printed, or never will be.
ALTER TABLE postnl.label ADD COLUMN printed_at timestamptz DEFAULT now();
ALTER TABLE postnl.label ALTER COLUMN printed_at DROP DEFAULT;
CREATE INDEX label_unprinted ON postnl.label (label_id) WHERE printed_at IS NULL;
COMMENT ON COLUMN postnl.label.printed_at IS
	'When it was handed out to be printed, by postnl_labels_to_print() or to whoever shipped it '
	'now; null until then.';
COMMENT ON INDEX postnl.label_unprinted IS 'Finds what is to be printed, oldest first.';

CREATE FUNCTION @extschema@.postnl_labels_to_print(
	account text DEFAULT NULL,
	most integer DEFAULT 100)
RETURNS TABLE (
	label_id bigint, shipment_id bigint, reference text, order_ref text, barcode text,
	label_type text, format text, content bytea)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_labels_to_print';
COMMENT ON FUNCTION @extschema@.postnl_labels_to_print(text, integer) IS
	'Labels of an account that were not printed yet, oldest first: marks and returns them, and no '
	'two callers the same.';
REVOKE ALL ON FUNCTION @extschema@.postnl_labels_to_print(text, integer) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_shipment_labels(reference text)
RETURNS TABLE (
	label_id bigint, shipment_id bigint, reference text, order_ref text, barcode text,
	label_type text, format text, content bytea, printed_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT l.label_id, l.shipment_id, s.reference, s.order_ref, l.barcode, l.label_type, l.format,
		l.content, l.printed_at
	FROM postnl.named_shipments(postnl_shipment_labels.reference) AS n (shipment_id)
	JOIN postnl.shipment AS s USING (shipment_id)
	JOIN postnl.label AS l USING (shipment_id)
	ORDER BY l.label_id
$$;
COMMENT ON FUNCTION @extschema@.postnl_shipment_labels(text) IS
	'All labels of the shipments with a reference, or of an order; calls and marks nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_shipment_labels(text) FROM PUBLIC;

CREATE VIEW postnl.packing_list AS
SELECT s.account, s.environment, s.order_ref, s.reference, s.shipment_id, p.number,
	(SELECT count(*)::integer FROM postnl.parcel AS o WHERE o.shipment_id = s.shipment_id)
		AS parcel_count,
	p.barcode, s.product, r.company,
	nullif(pg_catalog.concat_ws(' ', r.first_name, r.last_name), '') AS name,
	r.postal_code, r.city,
	CASE WHEN s.description IS NOT NULL THEN coalesce(r.country, 'NL') END AS country,
	s.description #>> ARRAY['parcels', (p.number - 1)::text, 'weight_g'] AS weight_g,
	s.description ->> 'content' AS content, s.description ->> 'remark' AS remark,
	s.announced_at,
	(SELECT max(l.printed_at) FROM postnl.label AS l
		WHERE l.shipment_id = s.shipment_id AND l.barcode = p.barcode) AS printed_at
FROM postnl.shipment AS s
JOIN postnl.parcel AS p USING (shipment_id)
CROSS JOIN LATERAL pg_catalog.jsonb_to_record(s.description -> 'receiver') AS r (
	company text, first_name text, last_name text, postal_code text, city text, country text)
WHERE s.kind = 'shipment' AND s.state = 'announced' AND p.status = 'registered';
COMMENT ON VIEW postnl.packing_list IS
	'What is to be packed and handed over: parcels that are announced and that PostNL has not '
	'received, a row each, with who they are for.';
COMMENT ON COLUMN postnl.packing_list.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.packing_list.environment IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.packing_list.order_ref IS 'Your own order that it is of.';
COMMENT ON COLUMN postnl.packing_list.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.packing_list.shipment_id IS 'Number of the shipment.';
COMMENT ON COLUMN postnl.packing_list.number IS 'Which of its parcels it is, from 1.';
COMMENT ON COLUMN postnl.packing_list.parcel_count IS 'How many parcels the shipment has.';
COMMENT ON COLUMN postnl.packing_list.barcode IS 'Its barcode.';
COMMENT ON COLUMN postnl.packing_list.product IS 'Product code.';
COMMENT ON COLUMN postnl.packing_list.company IS 'Company that receives it.';
COMMENT ON COLUMN postnl.packing_list.name IS 'First and last name of the receiver.';
COMMENT ON COLUMN postnl.packing_list.postal_code IS 'Postal code of the receiver.';
COMMENT ON COLUMN postnl.packing_list.city IS 'City of the receiver.';
COMMENT ON COLUMN postnl.packing_list.country IS 'Country of the receiver.';
COMMENT ON COLUMN postnl.packing_list.weight_g IS 'Its weight, as the description has it.';
COMMENT ON COLUMN postnl.packing_list.content IS 'What is in it, as the description has it.';
COMMENT ON COLUMN postnl.packing_list.remark IS 'The remark of the description.';
COMMENT ON COLUMN postnl.packing_list.announced_at IS 'When it was announced to PostNL.';
COMMENT ON COLUMN postnl.packing_list.printed_at IS 'When its label was handed out.';

INSERT INTO postnl.privilege (level, kind, name) VALUES
	('admin', 'function', 'description_hash'),
	('reader', 'table', 'here'),
	('admin', 'function', 'own_node'),
	('admin', 'function', 'postnl_adopt'),
	('shipper', 'function', 'postnl_fetch_label'),
	('reader', 'function', 'barcode_spelled'),
	('caller', 'function', 'postnl_split_address'),
	('reader', 'table', 'order_status'),
	('shipper', 'function', 'postnl_reship'),
	('shipper', 'function', 'postnl_release'),
	('shipper', 'function', 'postnl_cancel_trigger'),
	('reader', 'function', 'named_shipments'),
	('reader', 'function', 'only_label'),
	('reader', 'table', 'packing_list'),
	('reader', 'function', 'postnl_shipment_labels'),
	('shipper', 'function', 'postnl_labels_to_print');
