-- What reports read: a row a shipment, without a call, and what finds the rows.

CREATE INDEX shipment_delivered ON postnl.shipment (kind, delivered_on, product)
	INCLUDE (expected_on, lead_hours) WHERE delivered_on IS NOT NULL;
CREATE INDEX shipment_due ON postnl.shipment (expected_on)
	WHERE expected_on IS NOT NULL AND delivered_at IS NULL AND closed_at IS NULL;
CREATE INDEX parcel_phase ON postnl.parcel (phase_code, status_at)
	WHERE status IS NOT NULL AND closed_at IS NULL;
COMMENT ON INDEX postnl.shipment_delivered IS
	'Tells of what was delivered, by day and product, without the table.';
COMMENT ON INDEX postnl.shipment_due IS
	'Finds what is still to be delivered, by the day for which it was ordered.';
COMMENT ON INDEX postnl.parcel_phase IS
	'Tells of open parcels by phase and age, without the table.';

CREATE FUNCTION postnl.known_at(shipment_id bigint)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE COST 10
RETURN (SELECT min(greatest(p.announced_at, p.checked_at,
		CASE WHEN p.fed AND p.news_at IS NULL THEN y.fed_until END))
	FROM postnl.parcel AS p
	LEFT JOIN postnl.sync_state AS y
		ON y.account = p.followed_by AND y.environment = p.followed_in
	WHERE p.shipment_id = known_at.shipment_id);
COMMENT ON FUNCTION postnl.known_at(bigint) IS
	'As of when the status of a shipment is known: PostNL was asked, or would have told.';
REVOKE ALL ON FUNCTION postnl.known_at(bigint) FROM PUBLIC;

CREATE VIEW postnl.shipment_status AS
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
COMMENT ON VIEW postnl.shipment_status IS
	'Shipments with their status, to be joined to your own tables: a row each, without a call.';
COMMENT ON COLUMN postnl.shipment_status.shipment_id IS 'Number of the shipment.';
COMMENT ON COLUMN postnl.shipment_status.account IS
	'Name of the account that ships or follows it.';
COMMENT ON COLUMN postnl.shipment_status.environment IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.shipment_status.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.shipment_status.kind IS
	'shipment, return, or watched: followed by postnl_watch().';
COMMENT ON COLUMN postnl.shipment_status.state IS 'How far it came in the outbox.';
COMMENT ON COLUMN postnl.shipment_status.product IS 'Product code.';
COMMENT ON COLUMN postnl.shipment_status.status IS
	'Canonical status, of the parcel that is worst off; null before the announcement.';
COMMENT ON COLUMN postnl.shipment_status.status_code IS
	'PostNL''s code of that parcel''s status; null until PostNL told one.';
COMMENT ON COLUMN postnl.shipment_status.status_description IS 'PostNL''s words for it.';
COMMENT ON COLUMN postnl.shipment_status.phase_code IS
	'PostNL''s code of the phase that it is in.';
COMMENT ON COLUMN postnl.shipment_status.status_at IS 'Since when it has the status, by PostNL.';
COMMENT ON COLUMN postnl.shipment_status.barcode IS 'Barcode of its first parcel.';
COMMENT ON COLUMN postnl.shipment_status.parcel_count IS 'How many parcels it has.';
COMMENT ON COLUMN postnl.shipment_status.announced_at IS 'When it was announced to PostNL.';
COMMENT ON COLUMN postnl.shipment_status.expected_on IS
	'Day for which delivery was ordered, else the one that PostNL told first.';
COMMENT ON COLUMN postnl.shipment_status.eta_from IS
	'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment_status.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment_status.delivered_at IS
	'When its last parcel was delivered; null until all are.';
COMMENT ON COLUMN postnl.shipment_status.delivered_on IS
	'The day in the Netherlands on which that was.';
COMMENT ON COLUMN postnl.shipment_status.lead_hours IS
	'Hours that it took from the announcement until then, rounded.';
COMMENT ON COLUMN postnl.shipment_status.closed_at IS
	'When the last of its parcels was closed: nothing more is expected of it.';
COMMENT ON COLUMN postnl.shipment_status.last_event_at IS
	'When the latest event of its parcels happened.';
COMMENT ON COLUMN postnl.shipment_status.last_event_code IS 'PostNL''s code of the latest event.';
COMMENT ON COLUMN postnl.shipment_status.last_event IS
	'PostNL''s description of the latest event.';
COMMENT ON COLUMN postnl.shipment_status.track_url IS
	'The page on which the consignee follows it; null once personal data is cleared.';
COMMENT ON COLUMN postnl.shipment_status.known_at IS
	'As of when this is known: PostNL was asked, or would have told.';
COMMENT ON COLUMN postnl.shipment_status.age IS 'How old the knowledge is.';
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

CREATE FUNCTION @extschema@.postnl_timeline(barcode text)
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
COMMENT ON FUNCTION @extschema@.postnl_timeline(text) IS
	'The events of a parcel as a picture for psql: a line each, with its place in time.';
REVOKE ALL ON FUNCTION @extschema@.postnl_timeline(text) FROM PUBLIC;
