-- rows.sql
--		The rows of a claimer: claimed, attempted, settled and given back.

-- include base/fragments.sql
-- include outbox/fragments.sql

-- fragment own_unlocked
-- Of these shipments the claimer's that nobody else has locked.
shipment_id = ANY (ARRAY(
	SELECT shipment_id FROM postnl.shipment
	WHERE shipment_id = ANY (@shipment_ids) AND state = 'sending' AND claimed_by = @claimer
	FOR NO KEY UPDATE SKIP LOCKED))

-- fragment claim: suspects
-- The array keeps the planner at the primary key, whatever it guesses.
WITH claimed AS (
	UPDATE postnl.shipment AS s SET state = 'sending', claimed_by = @claimer,
		claimed_until = clock_timestamp() + make_interval(secs => @lease_s),
		attempts = attempts + 1
	WHERE s.shipment_id = ANY (ARRAY(
		SELECT q.shipment_id FROM postnl.shipment AS q
		WHERE q.state = 'queued' /* since 1.1 */ AND q.node = {own_node} /* end */
			AND q.account = @account AND q.environment = @environment
			AND q.next_attempt_at <= clock_timestamp() AND {suspects}
		ORDER BY q.next_attempt_at, q.shipment_id LIMIT @most FOR NO KEY UPDATE SKIP LOCKED))
	RETURNING s.shipment_id, s.reference, s.attempts, s.crashes, s.alone, s.in_doubt, s.lookups,
		s.queued_at, s.error_code, s.description)
SELECT c.shipment_id, c.reference, c.attempts, c.crashes, c.alone, c.in_doubt, c.lookups,
	c.queued_at, c.error_code, c.description::text AS description, p.numbers, p.barcodes,
	p.announced
FROM claimed AS c CROSS JOIN LATERAL (
	SELECT array_agg(p.number) AS numbers, array_agg(p.barcode) AS barcodes,
		array_agg(p.announced_at IS NOT NULL) AS announced
	FROM postnl.parcel AS p WHERE p.shipment_id = c.shipment_id) AS p

-- row claim
-- With the parcels that are known of it.
-- returns shipment_id bigint, reference text null, attempts integer, crashes integer,
-- returns alone boolean, in_doubt boolean, lookups integer, queued_at timestamptz,
-- returns error_code text null, description text null, numbers integer[] null,
-- returns barcodes text[] null, announced boolean[] null

-- ----------
-- Claims
-- ----------

-- statement claim_shipments
-- @account text, @environment text, @most integer, @claimer integer, @lease_s integer
-- returns row claim
{claim: q.crashes = 0};

-- statement claim_suspects
-- @account text, @environment text, @most integer, @claimer integer, @lease_s integer
-- returns row claim
{claim: q.crashes > 0};

-- statement begin_attempt
-- @shipment_id bigint, @operation text
-- returns attempt_id bigint
INSERT INTO postnl.attempt (shipment_id, operation) VALUES (@shipment_id, @operation)
RETURNING attempt_id;

-- ----------
-- Settling
-- ----------

-- statement find_busy
-- Of the claimer's shipments: their own row, one of a parcel or one of an open call.
-- @shipment_ids bigint[], @claimer integer
-- returns shipment_id bigint
{locked_by_others: shipment | shipment_id | x.shipment_id = ANY (@shipment_ids)
	AND x.state = 'sending' AND x.claimed_by = @claimer}
UNION ALL
{locked_by_others: parcel | parcel_id | x.shipment_id = ANY (@shipment_ids)}
UNION ALL
{locked_by_others: attempt | attempt_id | x.shipment_id = ANY (@shipment_ids)
	AND x.ms IS NULL AND x.error IS NULL};

-- statement end_attempt
-- @attempt_id bigint, @http_status integer null, @ms integer, @error text null
UPDATE postnl.attempt SET http_status = @http_status, ms = @ms, error = @error
WHERE attempt_id = @attempt_id;

-- statement settle
-- @shipment_id bigint, @claimer integer, @state text, @delay_s float8, @attempts integer,
-- @alone boolean, @in_doubt boolean, @error_code text null, @error text null,
-- @error_detail jsonb null, @product text null, @expected_on date null, @keeps_error boolean
UPDATE postnl.shipment SET state = @state,
	announced_at = CASE WHEN @state = 'announced' THEN clock_timestamp() END,
	next_attempt_at = clock_timestamp() + make_interval(secs => @delay_s),
	attempts = @attempts, alone = @alone, in_doubt = @in_doubt,
	error_code = CASE WHEN @keeps_error THEN error_code ELSE @error_code END,
	error = CASE WHEN @keeps_error THEN error ELSE @error END,
	/* since 1.1 */
	error_detail = CASE WHEN @keeps_error THEN error_detail ELSE @error_detail END,
	/* end */
	product = coalesce(product, @product),
	status = CASE WHEN @state = 'announced' THEN coalesce(status, 'registered') END,
	expected_on = coalesce(@expected_on, expected_on),
	crashes = 0, lookups = 0, claimed_by = NULL, claimed_until = NULL
WHERE shipment_id = @shipment_id AND state = 'sending' AND claimed_by = @claimer;

-- statement settle_lookup
-- @shipment_id bigint, @claimer integer, @delay_s float8, @lookups integer, @in_doubt boolean
UPDATE postnl.shipment SET state = 'queued',
	next_attempt_at = clock_timestamp() + make_interval(secs => @delay_s),
	attempts = attempts - 1, lookups = @lookups, in_doubt = @in_doubt,
	crashes = 0, claimed_by = NULL, claimed_until = NULL
WHERE shipment_id = @shipment_id AND state = 'sending' AND claimed_by = @claimer;

-- statement is_ours
-- @shipment_id bigint, @claimer integer
SELECT FROM postnl.shipment
WHERE shipment_id = @shipment_id AND state = 'sending' AND claimed_by = @claimer
FOR NO KEY UPDATE;

-- ----------
-- Claims that end otherwise
-- ----------

-- statement prolong
-- @claimer integer, @shipment_ids bigint[], @lease_s integer
UPDATE postnl.shipment SET claimed_until = clock_timestamp() + make_interval(secs => @lease_s)
WHERE {own_unlocked};

-- statement release
-- With the attempts that were written for calls that will not be made.
-- Returns those that somebody else has locked.
-- @claimer integer, @shipment_ids bigint[]
-- returns shipment_id bigint
WITH released AS (
	UPDATE postnl.shipment SET state = 'queued', attempts = attempts - 1, claimed_by = NULL,
		claimed_until = NULL
	WHERE {own_unlocked} RETURNING shipment_id),
unmade AS (
	DELETE FROM postnl.attempt AS a USING released AS r
	WHERE a.shipment_id = r.shipment_id AND a.ms IS NULL AND a.error IS NULL)
SELECT s.shipment_id FROM postnl.shipment AS s
WHERE s.shipment_id = ANY (@shipment_ids) AND s.state = 'sending' AND s.claimed_by = @claimer
	AND s.shipment_id <> ALL (ARRAY(SELECT r.shipment_id FROM released AS r));

-- statement abandon
-- Of these PostNL was told, and no answer came, or none could be stored.
-- @claimer integer, @shipment_ids bigint[]
WITH abandoned AS (
	UPDATE postnl.shipment SET state = 'queued', attempts = attempts - 1, in_doubt = true,
		next_attempt_at = clock_timestamp(), error_code = '57P01',
		error = 'the worker was stopped before an answer came',
		/* since 1.1 */ error_detail = NULL, /* end */
		claimed_by = NULL, claimed_until = NULL
	WHERE {own_unlocked} RETURNING shipment_id)
UPDATE postnl.attempt AS a SET error = '57P01' FROM abandoned AS b
WHERE a.shipment_id = b.shipment_id AND a.ms IS NULL AND a.error IS NULL;

-- statement let_go
-- The same for all of a claimer's, of which only the tables tell.
-- @claimer integer
WITH ours AS (
	SELECT s.shipment_id, {open_attempt} FROM postnl.shipment AS s
	WHERE s.state = 'sending' AND s.claimed_by = @claimer FOR NO KEY UPDATE SKIP LOCKED),
ended AS (UPDATE postnl.attempt SET error = '57P01' WHERE {unlocked_attempts: ours})
UPDATE postnl.shipment AS s SET state = 'queued', attempts = attempts - 1,
	in_doubt = in_doubt OR ours.attempt_id IS NOT NULL,
	error_code = CASE WHEN ours.attempt_id IS NOT NULL THEN '57P01' ELSE error_code END,
	error = CASE WHEN ours.attempt_id IS NOT NULL
		THEN 'the worker was stopped before an answer came' ELSE error END,
	/* since 1.1 */
	error_detail = CASE WHEN ours.attempt_id IS NULL THEN error_detail END,
	/* end */
	claimed_by = NULL, claimed_until = NULL
FROM ours WHERE s.shipment_id = ours.shipment_id;
