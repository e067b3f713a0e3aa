-- sync_rows.sql
--		What the sync makes of parcels, and of shipments by them.

-- include base/fragments.sql

-- fragment next_wait: failures
-- The next one of the waits, in ms, after so many failures.
make_interval(secs => (@waits)[least({failures} + 1, cardinality(@waits))] / 1000.0)

-- row changed
-- What an update of postnl.parcel AS p returns; is_other: its status is another one than before.
-- returns parcel_id bigint, shipment_id bigint, barcode text, status text null,
-- returns reference text null, is_other boolean

-- fragment returning_changed
-- "t" holds the reference, and what was known before.
RETURNING p.parcel_id, p.shipment_id, p.barcode, p.status, t.reference,
	p.status IS DISTINCT FROM t.old_status
		OR (t.old_code IS NOT NULL AND p.status_code IS DISTINCT FROM t.old_code) AS is_other

-- statement store_answer
-- An answer on a parcel.  fresh: it was asked for after the last news came.
-- settled: nothing newer is known; the news is dealt with.  shown: the feed's
-- time may have been an hour earlier, by a clock that shows it twice; the
-- answer knows better.  accepted: its status is to be stored.
-- @shipment_id bigint, @asked_at timestamptz, @barcode text, @status_code text null,
-- @status_description text null, @phase_code text null, @phase_description text null,
-- @status_at timestamptz null, @delivery_date date null, @eta_from timestamptz null,
-- @eta_to timestamptz null, @fed boolean, @has_detail boolean, @tracked_days integer,
-- @poll_hours integer, @waits bigint[]
-- returns row changed
UPDATE postnl.parcel AS p SET
	status = CASE WHEN t.accepted THEN t.status ELSE p.status END,
	status_code = CASE WHEN t.accepted THEN @status_code ELSE p.status_code END,
	status_description = CASE WHEN t.accepted THEN @status_description
		ELSE p.status_description END,
	phase_code = CASE WHEN t.accepted THEN @phase_code ELSE p.phase_code END,
	phase_description = CASE WHEN t.accepted THEN @phase_description ELSE p.phase_description END,
	status_at = CASE WHEN t.accepted THEN t.at ELSE p.status_at END,
	delivery_date = CASE WHEN t.accepted THEN coalesce(@delivery_date, p.delivery_date)
		ELSE p.delivery_date END,
	eta_from = CASE WHEN t.accepted THEN coalesce(@eta_from, p.eta_from) ELSE p.eta_from END,
	eta_to = CASE WHEN t.accepted THEN coalesce(@eta_to, p.eta_to) ELSE p.eta_to END,
	delivered_at = CASE WHEN NOT t.accepted THEN p.delivered_at
		WHEN t.status = 'delivered' THEN coalesce(t.at, @asked_at) END,
	closed_at = CASE WHEN NOT t.accepted THEN p.closed_at
		WHEN t.final THEN coalesce(p.closed_at, clock_timestamp()) END,
	fed = @fed,
	checked_at = CASE WHEN t.settled THEN @asked_at ELSE p.checked_at END,
	news_at = CASE WHEN t.wants_detail THEN @asked_at WHEN NOT t.settled THEN p.news_at END,
	check_at = CASE WHEN t.wants_detail THEN clock_timestamp()
		WHEN t.settled AND t.final THEN NULL
		WHEN t.settled THEN clock_timestamp() + t.poll_interval
		WHEN t.fresh THEN clock_timestamp() + {next_wait: p.failures}
		ELSE p.check_at END,
	failures = CASE WHEN t.settled THEN 0 WHEN t.fresh THEN p.failures + 1 ELSE p.failures END,
	check_error_code = NULL,
	check_error = NULL
FROM (SELECT o.parcel_id, o.status AS old_status, o.status_code AS old_code, s.reference,
		told.at, fresh.fresh, settled.settled,
		coalesce(c.status, 'unknown') AS status,
		coalesce(c.final, false)
			OR told.at < @asked_at - make_interval(days => @tracked_days) AS final,
		coalesce(c.poll_interval, make_interval(hours => @poll_hours)) AS poll_interval,
		settled.settled OR told.at > o.status_at OR o.status_code IS NULL AS accepted,
		settled.settled AND NOT @has_detail AND coalesce(c.detail, true)
			AND (@status_code, told.at) IS DISTINCT FROM (o.status_code, o.status_at)
			AS wants_detail
	FROM postnl.parcel AS o
	JOIN postnl.shipment AS s USING (shipment_id)
	LEFT JOIN postnl.status_code AS c ON c.status_code = @status_code
	CROSS JOIN LATERAL (SELECT postnl.told_at(@status_at, @asked_at, o.status_at) AS at) AS told
	CROSS JOIN LATERAL (SELECT o.news_at IS NULL OR o.news_at <= @asked_at AS fresh) AS fresh
	CROSS JOIN LATERAL (SELECT (o.status_at AT TIME ZONE 'Europe/Amsterdam')
		= ((o.status_at - interval '1 hour') AT TIME ZONE 'Europe/Amsterdam') AS shown) AS twice
	CROSS JOIN LATERAL (SELECT fresh.fresh AND (o.news_at IS NULL OR o.failures >= 3
		OR (told.at < o.status_at) IS NOT TRUE OR twice.shown) AS settled) AS settled
	WHERE o.shipment_id = @shipment_id AND o.barcode = @barcode) AS t
WHERE p.parcel_id = t.parcel_id
{returning_changed};

-- statement store_not_found
-- What is known is kept; PostNL is asked again, at first soon.
-- @parcel_id bigint, @asked_at timestamptz, @tracked_days integer, @waits bigint[]
-- returns row changed
UPDATE postnl.parcel AS p SET
	status = coalesce(p.status, 'not_found'),
	checked_at = @asked_at,
	news_at = CASE WHEN p.news_at > @asked_at THEN p.news_at END,
	failures = p.failures + 1,
	check_error_code = NULL,
	check_error = NULL,
	closed_at = CASE WHEN t.given_up THEN coalesce(p.closed_at, clock_timestamp())
		ELSE p.closed_at END,
	check_at = CASE WHEN NOT t.given_up THEN clock_timestamp() + {next_wait: p.failures} END
FROM (SELECT o.parcel_id, o.status AS old_status, o.status_code AS old_code, s.reference,
		coalesce(o.status_at, o.announced_at, s.created_at)
			< @asked_at - make_interval(days => @tracked_days) AS given_up
	FROM postnl.parcel AS o
	JOIN postnl.shipment AS s USING (shipment_id)
	WHERE o.parcel_id = @parcel_id) AS t
WHERE p.parcel_id = t.parcel_id
{returning_changed};

-- statement store_failure
-- @parcel_id bigint, @error_code text, @error text, @waits bigint[]
UPDATE postnl.parcel SET
	failures = failures + 1,
	check_error_code = @error_code,
	check_error = @error,
	check_at = clock_timestamp() + {next_wait: failures}
WHERE parcel_id = @parcel_id AND check_at IS NOT NULL;

-- statement add_sibling
-- A shipment that is watched by one barcode has further parcels.
-- @shipment_id bigint, @barcode text
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, check_at
	/* since 1.1 */, barcode_shared /* end */)
SELECT s.shipment_id, s.account, s.environment,
	(SELECT max(p.number) + 1 FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id),
	@barcode, clock_timestamp()
	/* since 1.1 */, true /* end */
FROM postnl.shipment AS s
WHERE s.shipment_id = @shipment_id AND s.kind = 'watched'
	AND NOT EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.barcode = @barcode);

-- statement adopt_reference
-- One that is watched has its reference from PostNL, unless it was given one.
-- @shipment_id bigint, @reference text
UPDATE postnl.shipment SET reference = @reference
WHERE shipment_id = @shipment_id AND kind = 'watched' AND reference IS NULL;

-- statement store_feed
-- The feed, as an array a column.  A barcode that was used before is its newest
-- parcel's.  An entry is news when it is later than what is known, by the
-- later reading where the clock shows its time twice.  One with a code that
-- says nothing (99, not applicable) leaves the status to the answer on the
-- parcel; the feed's next period, which overlaps, may tell of it again.
-- @account text, @environment text, @barcodes text[], @status_codes text[],
-- @status_descriptions text[], @phase_codes text[], @phase_descriptions text[],
-- @told timestamptz[], @asked_at timestamptz, @passed_over bigint[], @poll_hours integer
-- returns row changed
WITH entry AS (
	SELECT e.*
	FROM unnest(@barcodes, @status_codes, @status_descriptions, @phase_codes,
		@phase_descriptions, @told) AS e (barcode, status_code, status_description, phase_code,
		phase_description, told)
	WHERE e.status_code IS NOT NULL),
ours AS (
	SELECT DISTINCT ON (o.barcode) o.*
	FROM postnl.parcel AS o
	WHERE o.barcode = ANY (@barcodes)
		/* since 1.1 */ AND o.node = {own_node} /* end */
		AND o.followed_by = @account AND o.followed_in = @environment
		AND (o.check_at IS NOT NULL OR o.closed_at IS NOT NULL)
		AND o.shipment_id <> ALL (@passed_over)
	ORDER BY o.barcode, o.parcel_id DESC)
UPDATE postnl.parcel AS p SET
	status = CASE WHEN t.newer THEN t.status ELSE p.status END,
	status_code = CASE WHEN t.newer THEN t.status_code ELSE p.status_code END,
	status_description = CASE WHEN t.newer THEN t.status_description
		ELSE p.status_description END,
	phase_code = CASE WHEN t.newer THEN t.phase_code ELSE p.phase_code END,
	phase_description = CASE WHEN t.newer THEN t.phase_description ELSE p.phase_description END,
	status_at = CASE WHEN t.newer THEN t.at ELSE p.status_at END,
	delivered_at = CASE WHEN NOT t.newer THEN p.delivered_at
		WHEN t.status = 'delivered' THEN coalesce(t.at, @asked_at) END,
	closed_at = CASE WHEN NOT t.newer THEN p.closed_at
		WHEN t.final THEN coalesce(p.closed_at, clock_timestamp()) END,
	fed = true,
	news_at = CASE WHEN t.detail THEN @asked_at ELSE p.news_at END,
	failures = CASE WHEN t.detail THEN 0 ELSE p.failures END,
	check_at = CASE WHEN t.detail OR p.news_at IS NOT NULL THEN clock_timestamp()
		WHEN t.final THEN NULL
		ELSE clock_timestamp() + t.poll_interval END
FROM (SELECT DISTINCT ON (o.parcel_id) o.parcel_id, o.status AS old_status,
		o.status_code AS old_code, s.reference, told.at, e.status_code, e.status_description,
		e.phase_code, e.phase_description,
		says.something AND (told.at IS NULL OR o.status_at IS NULL OR told.at > o.status_at)
			AS newer,
		coalesce(c.status, 'unknown') AS status,
		coalesce(c.final, false) AS final,
		coalesce(c.detail, true) AS detail,
		coalesce(c.poll_interval, make_interval(hours => @poll_hours)) AS poll_interval
	FROM ours AS o
	JOIN entry AS e USING (barcode)
	JOIN postnl.shipment AS s USING (shipment_id)
	LEFT JOIN postnl.status_code AS c ON c.status_code = e.status_code
	CROSS JOIN LATERAL (SELECT postnl.told_at(e.told, @asked_at, o.status_at) AS at) AS told
	CROSS JOIN LATERAL (SELECT coalesce(c.status, 'unknown') <> 'unknown' AS something) AS says
	WHERE (e.status_code, coalesce(told.at, o.status_at))
			IS DISTINCT FROM (o.status_code, o.status_at)
		AND (e.told IS NULL OR o.status_at IS NULL OR e.told >= o.status_at)
		AND (says.something OR o.checked_at IS NULL
			OR o.checked_at < told.at + interval '5 minutes')
	ORDER BY o.parcel_id, told.at DESC NULLS LAST) AS t
WHERE p.parcel_id = t.parcel_id
{returning_changed};

-- statement follow_parcels
-- Lets shipments follow their parcels.
-- @shipment_ids bigint[]
SELECT postnl.follow_parcels(@shipment_ids);

-- statement catch_up
-- Makes news of the parcels of which nothing is known since then.
-- @account text, @environment text, @before timestamptz
UPDATE postnl.parcel SET news_at = clock_timestamp(), check_at = clock_timestamp()
WHERE parcel_id = ANY (ARRAY(
	SELECT p.parcel_id FROM postnl.parcel AS p
	WHERE p.followed_by = @account AND p.followed_in = @environment
		/* since 1.1 */ AND p.node = {own_node} /* end */
		AND p.check_at IS NOT NULL AND p.news_at IS NULL AND p.fed
		AND coalesce(p.checked_at, p.announced_at, '-infinity') < @before
	FOR NO KEY UPDATE SKIP LOCKED));

-- statement lock_barcode
-- Two sessions that watch the same barcode: the second one waits.
-- @barcode text
SELECT pg_advisory_xact_lock(hashtextextended('postnl_watch ' || @barcode, 0));

-- statement watch
-- @barcode text, @account text, @environment text, @reference text null, @api text
WITH new AS (
	INSERT INTO postnl.shipment (account, environment, reference, state, kind, api)
	SELECT @account, @environment, @reference, 'watched', 'watched', @api
	WHERE NOT EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.barcode = @barcode
			AND p.followed_by = @account AND p.followed_in = @environment
			/* since 1.1 */ AND p.node = {own_node} /* end */
			AND (p.check_at IS NOT NULL OR p.closed_at IS NOT NULL))
	RETURNING shipment_id, account, environment)
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, news_at,
	check_at /* since 1.1 */, barcode_shared /* end */)
SELECT shipment_id, account, environment, 1, @barcode, clock_timestamp(), clock_timestamp()
	/* since 1.1 */, true /* end */
FROM new;

-- statement unwatch
-- @barcode text, @account text, @environment text
DELETE FROM postnl.shipment AS s
WHERE s.kind = 'watched' AND s.account = @account AND s.environment = @environment
	AND EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.barcode = @barcode);
