-- What needs somebody's attention, of shipping and of following parcels.

CREATE VIEW postnl.attention AS
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
COMMENT ON VIEW postnl.attention IS
	'What needs somebody: shipments that are rejected, failed, stuck, overdue, or labelled but not '
	'announced, parcels without their label or with another''s barcode, paused accounts, parcels '
	'that cannot be followed, unknown status codes, triggers that fail and shipments of another '
	'node, each with the reason and the remedy.';
COMMENT ON COLUMN postnl.attention.shipment_id IS
	'Number of the shipment; null for what concerns several.';
COMMENT ON COLUMN postnl.attention.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.attention.environment IS 'The environment that it is for.';
COMMENT ON COLUMN postnl.attention.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.attention.state IS
	'State of the shipment, or what else it is: paused, sync, parcel, status code, trigger or '
	'elsewhere.';
COMMENT ON COLUMN postnl.attention.since IS 'Since when.';
COMMENT ON COLUMN postnl.attention.error_code IS 'SQLSTATE of the failure.';
COMMENT ON COLUMN postnl.attention.reason IS
	'What is the matter, with PostNL''s codes and every error of an answer.';
COMMENT ON COLUMN postnl.attention.remedy IS 'What to do.';
COMMENT ON COLUMN postnl.attention.error_detail IS
	'Every error of the failure, as in postnl.shipment.error_detail.';
