-- queue.sql
--		Shipments in the outbox that no claimer of this process has in hand.

-- include base/fragments.sql
-- include outbox/fragments.sql

-- fragment queued_here
-- A shipment "s" waits in the queue of this node.
s.state = 'queued' /* since 1.1 */ AND s.node = {own_node} /* end */

-- fragment held_here
s.state = 'held' AND s.node = {own_node}

-- fragment clear: shipment_ids
-- Who receives a shipment stands in its description, in what PostNL said of
-- it, errors and warnings, and on its labels.
WITH cleared AS (
	UPDATE postnl.shipment SET description = NULL,
		error = CASE WHEN error IS NOT NULL THEN 'cleared with the personal data' END
		/* since 1.1 */ , error_detail = NULL, normalised = NULL /* end */
	WHERE shipment_id = ANY (ARRAY({shipment_ids}))
		AND description IS NOT NULL AND state NOT IN ('held', 'queued', 'sending')
	RETURNING shipment_id),
warnings AS (
	UPDATE postnl.parcel AS p SET warnings = NULL FROM cleared AS c
	WHERE p.shipment_id = c.shipment_id AND p.warnings IS NOT NULL),
labels AS (
	DELETE FROM postnl.label AS l USING cleared AS c WHERE l.shipment_id = c.shipment_id)
SELECT FROM cleared

-- fragment rests_since
-- When a shipment came to rest at the earliest; as in index shipment_described.
coalesce(announced_at, queued_at, created_at)

-- row changed
-- A shipment whose new state is told.
-- returns shipment_id bigint, reference text null, state text

-- ----------
-- Looking
-- ----------

-- statement find_due
-- The accounts in the queue, by a skip scan along the index.
-- @now timestamptz
-- returns account text, environment text, next_attempt_at timestamptz,
-- returns paused_until timestamptz null, pause_failures integer null,
-- returns later_at timestamptz null, suspects_due boolean
WITH RECURSIVE lane AS (
	(SELECT s.account, s.environment FROM postnl.shipment AS s WHERE {queued_here}
		ORDER BY s.account, s.environment LIMIT 1)
	UNION ALL
	SELECT next.account, next.environment FROM lane CROSS JOIN LATERAL (
		SELECT s.account, s.environment FROM postnl.shipment AS s WHERE {queued_here}
			AND (s.account, s.environment) > (lane.account, lane.environment)
		ORDER BY s.account, s.environment LIMIT 1) AS next)
SELECT lane.account, lane.environment, first.next_attempt_at, p.until AS paused_until,
	p.failures AS pause_failures,
	(SELECT s.next_attempt_at FROM postnl.shipment AS s WHERE {queued_here}
		AND s.account = lane.account AND s.environment = lane.environment
		AND s.next_attempt_at > @now ORDER BY s.next_attempt_at LIMIT 1) AS later_at,
	EXISTS (SELECT FROM postnl.shipment AS s WHERE {queued_here} AND s.crashes > 0
		AND s.account = lane.account AND s.environment = lane.environment
		AND s.next_attempt_at <= @now) AS suspects_due
FROM lane CROSS JOIN LATERAL (
	SELECT s.next_attempt_at FROM postnl.shipment AS s WHERE {queued_here}
		AND s.account = lane.account AND s.environment = lane.environment
	ORDER BY s.next_attempt_at LIMIT 1) AS first
LEFT JOIN postnl.pause AS p ON p.account = lane.account AND p.environment = lane.environment;

-- statement find_sender
-- @shipment_id bigint
-- returns account text, environment text
SELECT account, environment FROM postnl.shipment WHERE shipment_id = @shipment_id;

-- statement find_row
-- What is held without an end has no outcome to wait for.
-- @shipment_id bigint
-- returns shipment postnl.shipment, pending boolean, made_by xid
SELECT s AS shipment, s.state IN ('queued', 'sending')
		OR (s.state = 'held' AND s.next_attempt_at IS NOT NULL) AS pending, s.xmin AS made_by
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id;

-- statement find_foreign
-- @shipment_id bigint
/* since 1.1 */
SELECT FROM postnl.shipment WHERE shipment_id = @shipment_id
	AND node IS DISTINCT FROM {own_node}
/* end */;

-- statement find_unsent
-- What is about to be sent, or will be, cannot do without its description.  It
-- is looked for after the others were cleared, which waits for changes that
-- are under way, and is not locked: whoever sends it has to settle it.
-- @reference text, @account text null
-- returns shipment_id bigint
SELECT shipment_id FROM postnl.shipment WHERE reference = @reference
	AND (@account IS NULL OR account = @account) AND state IN ('held', 'queued', 'sending')
LIMIT 1;

-- ----------
-- Claims of the dead
-- ----------

-- statement find_claimers
-- returns claimed_by integer
SELECT DISTINCT claimed_by FROM postnl.shipment
WHERE state = 'sending' /* since 1.1 */ AND node = {own_node} /* end */;

-- statement find_expired
-- returns shipment_id bigint
SELECT shipment_id FROM postnl.shipment
WHERE state = 'sending' AND claimed_until < clock_timestamp()
	/* since 1.1 */ AND node = {own_node} /* end */;

-- statement recover
-- An attempt without an outcome: PostNL may have been told.  Without one it
-- was not, and the attempt does not count; the crash does.  A process that is
-- asked to end gives its claims back, so who is dead and has some has crashed.
-- @dead integer[], @attempts_allowed integer, @held bigint[]
-- returns row changed
WITH lost AS (
	SELECT s.shipment_id, {open_attempt}, s.claimed_by = ANY (@dead) AS crashed,
		s.claimed_by = ANY (@dead) AND s.crashes > 0 AND NOT EXISTS (
			SELECT FROM postnl.shipment AS other WHERE other.state = 'sending'
				AND other.claimed_by = s.claimed_by
				AND other.shipment_id <> s.shipment_id) AS guilty
	FROM postnl.shipment AS s
	WHERE s.state = 'sending' /* since 1.1 */ AND s.node = {own_node} /* end */
		AND (s.claimed_by = ANY (@dead)
			OR (s.claimed_until < clock_timestamp() AND s.shipment_id <> ALL (@held)))
	FOR NO KEY UPDATE SKIP LOCKED),
ended AS (UPDATE postnl.attempt SET error = '57P02' WHERE {unlocked_attempts: lost})
UPDATE postnl.shipment AS s SET
	state = CASE WHEN lost.guilty OR (lost.attempt_id IS NOT NULL
		AND attempts >= @attempts_allowed) THEN 'failed' ELSE 'queued' END,
	next_attempt_at = clock_timestamp() + make_interval(secs => least(crashes * crashes, 600)),
	crashes = crashes + (lost.crashed OR lost.attempt_id IS NOT NULL)::integer,
	attempts = attempts - (lost.attempt_id IS NULL)::integer,
	in_doubt = in_doubt OR lost.attempt_id IS NOT NULL,
	error_code = CASE WHEN lost.crashed OR lost.attempt_id IS NOT NULL THEN '57P02'
		ELSE error_code END,
	error = CASE
		WHEN lost.guilty THEN 'the server crashed twice while it was being sent, the last time'
			' with nothing else in hand; see the server log, then postnl_requeue() tries again'
		WHEN lost.attempt_id IS NOT NULL
			THEN 'the process that was sending it ended before an answer came'
		WHEN lost.crashed THEN 'the process that was to send it ended before PostNL was called'
		ELSE error END,
	/* since 1.1 */
	error_detail = CASE WHEN NOT lost.crashed AND lost.attempt_id IS NULL THEN error_detail END,
	/* end */
	claimed_by = NULL, claimed_until = NULL
FROM lost WHERE s.shipment_id = lost.shipment_id
RETURNING s.shipment_id, s.reference, s.state;

-- ----------
-- Changes
-- ----------

-- statement fail_queued
-- @account text, @environment text, @reason text
-- returns row changed
UPDATE postnl.shipment AS q SET state = 'failed', error_code = '55000', error = @reason
	/* since 1.1 */ , error_detail = NULL /* end */
WHERE q.shipment_id = ANY (ARRAY(
	SELECT s.shipment_id FROM postnl.shipment AS s
	WHERE {queued_here} AND s.account = @account AND s.environment = @environment
	LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED))
RETURNING q.shipment_id, q.reference, q.state;

-- statement fail_overdue
-- @deadline_s integer
-- returns row changed
UPDATE postnl.shipment AS q SET state = 'failed', error_code = p.error_code, error = p.error
	/* since 1.1 */ , error_detail = p.error_detail /* end */
FROM postnl.pause AS p
WHERE p.account = q.account AND p.environment = q.environment
	AND q.shipment_id = ANY (ARRAY(
		SELECT s.shipment_id FROM postnl.pause AS p2 JOIN postnl.shipment AS s
		ON {queued_here} AND s.account = p2.account AND s.environment = p2.environment
			AND s.queued_at < clock_timestamp() - make_interval(secs => @deadline_s)
		LIMIT 1000 FOR NO KEY UPDATE OF s SKIP LOCKED))
RETURNING q.shipment_id, q.reference, q.state;

-- statement lock_shipment
-- Waits for a claim or a settlement that is under way.
-- @shipment_id bigint
SELECT FROM postnl.shipment WHERE shipment_id = @shipment_id FOR NO KEY UPDATE;

-- statement cancel
-- What PostNL may know already is not cancelled.
-- @shipment_id bigint
-- returns row changed
UPDATE postnl.shipment SET state = 'cancelled'
WHERE shipment_id = @shipment_id AND state IN ('held', 'queued') AND NOT in_doubt
RETURNING shipment_id, reference, state;

-- statement requeue
-- One that is to wait is held again; another description says so anew.
-- @shipment_id bigint, @description jsonb null, @reference text null, @product text null,
-- @hash bytea null, @order_ref text null, @normalised jsonb null, @hold boolean,
-- @not_before timestamptz null
-- returns row changed
UPDATE postnl.shipment AS s SET state = /* since 1.1 */ CASE
		WHEN @hold OR w.not_before > now() THEN 'held' ELSE /* end */ 'queued'
		/* since 1.1 */ END /* end */,
	queued_at = now(),
	next_attempt_at = /* since 1.1 */ CASE WHEN NOT @hold THEN greatest(w.not_before, /* end */
		now() /* since 1.1 */ ) END /* end */,
	attempts = 0, crashes = 0, lookups = 0, alone = false, error_code = NULL, error = NULL,
	description = coalesce(@description, description),
	reference = coalesce(@reference, reference), product = coalesce(@product, product),
	outbox = true
	/* since 1.1 */
	, description_hash = coalesce(@hash, description_hash), error_detail = NULL,
	order_ref = coalesce(@order_ref, order_ref), not_before = w.not_before,
	normalised = CASE WHEN @hash IS NULL THEN normalised ELSE @normalised END
	/* end */
/* since 1.1 */
FROM (SELECT o.shipment_id,
		CASE WHEN @description IS NULL THEN o.not_before ELSE @not_before END AS not_before
	FROM postnl.shipment AS o WHERE o.shipment_id = @shipment_id) AS w
/* end */
WHERE s.shipment_id = @shipment_id AND s.state IN ('rejected', 'failed', 'cancelled')
	AND coalesce(@description, description) IS NOT NULL
RETURNING s.shipment_id, s.reference, s.state;

-- statement release
-- A concept is released, and then waits for its time; what waits for its time goes at once.
-- @shipment_id bigint
-- returns row changed
/* since 1.1 */
UPDATE postnl.shipment SET queued_at = now(),
	state = CASE WHEN next_attempt_at IS NULL AND not_before > now() THEN 'held' ELSE 'queued' END,
	next_attempt_at = CASE WHEN next_attempt_at IS NULL THEN greatest(not_before, now())
		ELSE now() END
WHERE shipment_id = @shipment_id AND state = 'held'
RETURNING shipment_id, reference, state
/* end */;

-- statement release_due
-- Whose time has come.  What somebody has locked is passed over.  The time is an
-- argument, so that the index ends the search: a volatile function would not.
-- @now timestamptz, @most integer
-- returns row changed
/* since 1.1 */
UPDATE postnl.shipment AS q SET state = 'queued', queued_at = clock_timestamp()
WHERE q.shipment_id = ANY (ARRAY(
	SELECT s.shipment_id FROM postnl.shipment AS s
	WHERE {held_here} AND s.next_attempt_at <= @now
	ORDER BY s.next_attempt_at LIMIT @most FOR NO KEY UPDATE SKIP LOCKED))
RETURNING q.shipment_id, q.reference, q.state
/* end */;

-- statement find_next_release
-- returns next_attempt_at timestamptz
/* since 1.1 */
SELECT s.next_attempt_at FROM postnl.shipment AS s
WHERE {held_here} AND s.next_attempt_at IS NOT NULL ORDER BY s.next_attempt_at LIMIT 1
/* end */;

-- statement adopt
-- After the copy was made the other node may have sent what is queued here, or
-- in hand: all of it is in doubt.  Where its barcode is not known here either,
-- PostNL is asked for the reference, once, since the other node is long gone;
-- without a reference it is for somebody to look at.
-- @account text null, @shipment_ids bigint[] null, @node uuid null, @lookups integer
-- returns shipment_id bigint, reference text null, state text, in_hand boolean
/* since 1.1 */
WITH found AS MATERIALIZED (
	SELECT s.shipment_id, s.state = 'sending' AS in_hand,
		s.state IN ('held', 'queued', 'sending') AS is_open,
		s.state IN ('held', 'queued', 'sending') AND s.reference IS NULL
			AND NOT EXISTS (SELECT FROM postnl.parcel AS p
				WHERE p.shipment_id = s.shipment_id AND p.barcode IS NOT NULL) AS unclear
	FROM postnl.shipment AS s WHERE s.node IS DISTINCT FROM {own_node}
		AND (@account IS NULL OR s.account = @account)
		AND (@shipment_ids IS NULL OR s.shipment_id = ANY (@shipment_ids))
		AND (@node IS NULL OR s.node = @node) FOR UPDATE),
ended AS (
	UPDATE postnl.attempt AS a SET error = '57P02' FROM found AS f
	WHERE f.in_hand AND a.shipment_id = f.shipment_id AND a.ms IS NULL AND a.error IS NULL),
parcels AS (
	UPDATE postnl.parcel AS p SET node = {own_node} FROM found AS f
	WHERE p.shipment_id = f.shipment_id)
UPDATE postnl.shipment AS s SET node = {own_node},
	state = CASE WHEN f.unclear THEN 'failed' WHEN f.in_hand THEN 'queued' ELSE s.state END,
	in_doubt = s.in_doubt OR f.is_open,
	lookups = CASE WHEN f.is_open THEN @lookups ELSE s.lookups END,
	next_attempt_at = CASE WHEN f.in_hand THEN clock_timestamp() ELSE s.next_attempt_at END,
	error_code = CASE WHEN f.is_open THEN '57P02' ELSE s.error_code END,
	error = CASE WHEN f.is_open
		THEN 'the node that it was adopted from may have sent it' ELSE s.error END,
	claimed_by = NULL, claimed_until = NULL
FROM found AS f WHERE s.shipment_id = f.shipment_id
RETURNING s.shipment_id, s.reference, s.state, f.in_hand
/* end */;

-- ----------
-- Personal data
-- ----------

-- statement clear_old
-- Old rows are found along an index.  A shipment of which PostNL never told an
-- end is over at last: it tells of parcels for so many days.
-- @keep_s integer, @tracked_days integer
{clear: SELECT shipment_id FROM postnl.shipment WHERE shipment_id = ANY (ARRAY(
	SELECT shipment_id FROM (
		SELECT shipment_id, state, closed_at, {rests_since} AS since
		FROM postnl.shipment WHERE description IS NOT NULL
			AND state NOT IN ('held', 'queued', 'sending')
			AND {rests_since} < clock_timestamp() - make_interval(secs => @keep_s)
		ORDER BY {rests_since} LIMIT 10000) AS oldest
	WHERE state <> 'announced'
		OR closed_at < clock_timestamp() - make_interval(secs => @keep_s)
		OR since < clock_timestamp() - make_interval(secs => @keep_s)
			- make_interval(days => @tracked_days)
	LIMIT 1000)) FOR NO KEY UPDATE SKIP LOCKED};

-- statement clear_reference
-- @reference text, @account text null
{clear: SELECT shipment_id FROM postnl.shipment WHERE reference = @reference
	AND (@account IS NULL OR account = @account)};
