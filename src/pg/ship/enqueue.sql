-- enqueue.sql
--		Into the outbox.  The relation "batch" is the caller's.

-- fragment columns
account, environment, api, reference, state, product, description, error_code, error, outbox,
	queued_at, next_attempt_at
	/* since 1.1 */, description_hash, error_detail, order_ref /* end */

-- fragment unless_taken
ON CONFLICT (reference, account, environment, outbox) DO NOTHING

-- row added
-- returns shipment_id bigint

-- statement insert_batch
-- from batch (account text, environment text, api text, reference text, state text,
-- product text, description jsonb, error_code text, error text, outbox boolean,
-- queued_at timestamptz, next_attempt_at timestamptz, description_hash bytea,
-- error_detail jsonb, order_ref text)
-- returns row added
INSERT INTO postnl.shipment ({columns})
SELECT {columns} FROM batch
{unless_taken}
RETURNING shipment_id;

-- statement insert_one
-- @account text, @environment text, @api text, @reference text null, @state text,
-- @product text null, @description jsonb, @error_code text null, @error text null,
-- @queued_at timestamptz, @description_hash bytea, @error_detail jsonb null,
-- @order_ref text null, @replaced bigint null
-- returns row added
INSERT INTO postnl.shipment ({columns} /* since 1.1 */, reship_of /* end */)
VALUES (@account, @environment, @api, @reference, @state, @product, @description, @error_code,
	@error, true, @queued_at, @queued_at
	/* since 1.1 */, @description_hash, @error_detail, @order_ref, @replaced /* end */)
{unless_taken}
RETURNING shipment_id;

-- statement group_under
-- @shipment_id bigint, @order_ref text
/* since 1.1 */ UPDATE postnl.shipment SET order_ref = @order_ref
WHERE shipment_id = @shipment_id AND order_ref IS NULL /* end */;

-- fragment differs: new
-- Whether shipment "s" is another one than a new one; a database of 1.0 has no hashes yet.
/* since 1.1 */ s.description_hash IS DISTINCT FROM {new}.description_hash /* end */
	/* before 1.1 */ coalesce(s.description <> {new}.description, false) /* end */

-- fragment is_known
-- Whether that is known.
/* since 1.1 */ s.description_hash IS NOT NULL /* end */ /* before 1.1 */ true /* end */

-- row existing
-- A shipment that has the reference of a new one.
-- returns shipment_id bigint, reference text, account text, state text, differs boolean,
-- returns known boolean

-- statement find_conflicts
-- Those of a batch that were there, but for the ones that it has just added,
-- and for those that are the same and go on by themselves.
-- from batch (account text, environment text, reference text, description jsonb,
-- description_hash bytea)
-- @added bigint[], @most integer
-- returns row existing
SELECT s.shipment_id, s.reference, s.account, s.state, {differs: b} AS differs,
	{is_known} AS known
FROM batch AS b
JOIN postnl.shipment AS s ON s.reference = b.reference AND s.account = b.account
	AND s.environment = b.environment AND s.outbox
WHERE {differs: b}
	OR (s.state IN ('cancelled', 'rejected', 'failed') AND s.shipment_id <> ALL (@added))
ORDER BY differs DESC, s.shipment_id
LIMIT @most;

-- statement find_one
-- @reference text, @account text, @environment text, @description jsonb,
-- @description_hash bytea
-- returns row existing
SELECT s.shipment_id, s.reference, s.account, s.state, {differs: new} AS differs,
	{is_known} AS known
FROM postnl.shipment AS s
CROSS JOIN (SELECT @description AS description, @description_hash AS description_hash) AS new
WHERE s.reference = @reference AND s.account = @account AND s.environment = @environment
	AND s.outbox;
