-- sync_state.sql
--		postnl.sync_state, and the parcels that are due.

-- include base/fragments.sql

-- fragment of_lane
-- A parcel that is followed has a check_at.
p.check_at IS NOT NULL /* since 1.1 */ AND p.node = {own_node} /* end */
			AND p.followed_by = lane.account AND p.followed_in = lane.environment

-- fragment due: condition
(SELECT p.check_at FROM postnl.parcel AS p
		WHERE {of_lane} AND {condition} AND p.news_at IS NULL
		ORDER BY p.check_at LIMIT 1)

-- statement find_states
-- The accounts by a skip scan along the index, each with what is due first.
-- @account text null, @environment text null
-- returns account text, environment text, fed_until timestamptz null, feed_at timestamptz null,
-- returns retry_at timestamptz null, polls_paid_until timestamptz null, failures integer null,
-- returns news_due timestamptz null, poll_due timestamptz null, fed_poll_due timestamptz null,
-- returns known_since timestamptz null
WITH RECURSIVE lane AS (
	(SELECT p.followed_by AS account, p.followed_in AS environment
	FROM postnl.parcel AS p
	WHERE p.check_at IS NOT NULL /* since 1.1 */ AND p.node = {own_node} /* end */
		AND (@account IS NULL OR p.followed_by = @account)
		AND (@environment IS NULL OR p.followed_in = @environment)
	ORDER BY p.followed_by, p.followed_in LIMIT 1)
	UNION ALL
	SELECT next.account, next.environment
	FROM lane CROSS JOIN LATERAL (
		SELECT p.followed_by AS account, p.followed_in AS environment
		FROM postnl.parcel AS p
		WHERE p.check_at IS NOT NULL /* since 1.1 */ AND p.node = {own_node} /* end */
			AND (p.followed_by, p.followed_in) > (lane.account, lane.environment)
			AND (@account IS NULL OR p.followed_by = @account)
			AND (@environment IS NULL OR p.followed_in = @environment)
		ORDER BY p.followed_by, p.followed_in LIMIT 1) AS next)
SELECT lane.account, lane.environment, y.fed_until, y.feed_at, y.retry_at, y.polls_paid_until,
	y.failures,
	(SELECT min(p.check_at) FROM postnl.parcel AS p
		WHERE {of_lane} AND p.news_at IS NOT NULL) AS news_due,
	{due: NOT p.fed} AS poll_due,
	{due: p.fed} AS fed_poll_due,
	CASE WHEN y.fed_until IS NULL THEN (
		SELECT min(coalesce(p.checked_at, p.announced_at)) FROM postnl.parcel AS p
		WHERE {of_lane}) END AS known_since
FROM lane
LEFT JOIN postnl.sync_state AS y
	ON y.account = lane.account AND y.environment = lane.environment;

-- row due_parcel
-- returns parcel_id bigint, shipment_id bigint, barcode text, reference text null

-- fragment due_parcels: condition, order
SELECT p.parcel_id, p.shipment_id, p.barcode, s.reference
FROM postnl.parcel AS p
JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.followed_by = @account AND p.followed_in = @environment
	/* since 1.1 */ AND p.node = {own_node} /* end */
	AND p.check_at <= clock_timestamp()
	AND p.shipment_id <> ALL (@in_hand) AND {condition}
ORDER BY {order} LIMIT @most

-- statement find_news
-- @account text, @environment text, @most integer, @in_hand bigint[]
-- returns row due_parcel
{due_parcels: p.news_at IS NOT NULL | p.news_at DESC};

-- statement find_polls
-- @account text, @environment text, @most integer, @in_hand bigint[], @fed boolean
-- returns row due_parcel
{due_parcels: p.news_at IS NULL AND p.fed = @fed | p.check_at};

-- row busy
-- returns shipment_id bigint

-- statement find_busy
-- @shipment_id bigint
-- returns row busy
{locked_by_others: shipment | shipment_id | x.shipment_id = @shipment_id}
UNION
{locked_by_others: parcel | parcel_id | x.shipment_id = @shipment_id};

-- statement find_busy_of_feed
-- @barcodes text[]
-- returns row busy
{locked_by_others: shipment | shipment_id | x.shipment_id = ANY (ARRAY(
	SELECT p.shipment_id FROM postnl.parcel AS p WHERE p.barcode = ANY (@barcodes)))}
UNION
{locked_by_others: parcel | parcel_id | x.barcode = ANY (@barcodes)};

-- statement save
-- What failed is believed to be so until a round is over.
-- @account text, @environment text, @fed_until timestamptz null, @feed_at timestamptz null,
-- @retry_at timestamptz null, @polls_paid_until timestamptz null, @synced_at timestamptz null,
-- @feed_calls bigint, @detail_calls bigint, @poll_calls bigint, @failures integer,
-- @error_code text null, @error text null, @over boolean
INSERT INTO postnl.sync_state AS y (account, environment, fed_until, feed_at, retry_at,
	polls_paid_until, synced_at, feed_calls, detail_calls, poll_calls, failures, failing_since,
	error_code, error)
VALUES (@account, @environment, @fed_until, @feed_at, @retry_at, @polls_paid_until, @synced_at,
	@feed_calls, @detail_calls, @poll_calls, @failures,
	CASE WHEN @error_code IS NOT NULL THEN clock_timestamp() END, @error_code, @error)
ON CONFLICT (account, environment) DO UPDATE SET
	fed_until = excluded.fed_until,
	feed_at = excluded.feed_at,
	retry_at = excluded.retry_at,
	polls_paid_until = excluded.polls_paid_until,
	synced_at = coalesce(excluded.synced_at, y.synced_at),
	feed_calls = y.feed_calls + excluded.feed_calls,
	detail_calls = y.detail_calls + excluded.detail_calls,
	poll_calls = y.poll_calls + excluded.poll_calls,
	failures = excluded.failures,
	failing_since = CASE WHEN excluded.error_code IS NOT NULL OR NOT @over
		THEN coalesce(y.failing_since, excluded.failing_since) END,
	error_code = CASE WHEN @over THEN excluded.error_code ELSE y.error_code END,
	error = CASE WHEN @over THEN excluded.error ELSE y.error END;

-- statement fail
-- An account that cannot be used.
-- @account text, @environment text, @retry_at timestamptz, @error_code text, @error text
INSERT INTO postnl.sync_state AS y (account, environment, retry_at, failures, failing_since,
	error_code, error)
VALUES (@account, @environment, @retry_at, 1, clock_timestamp(), @error_code, @error)
ON CONFLICT (account, environment) DO UPDATE SET
	retry_at = excluded.retry_at,
	failures = y.failures + 1,
	failing_since = coalesce(y.failing_since, clock_timestamp()),
	error_code = excluded.error_code,
	error = excluded.error;
