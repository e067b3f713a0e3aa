-- taken.sql
--		References that are taken.  The relation "batch" is the caller's.

-- include base/fragments.sql

-- fragment differs: new
-- Whether shipment "s" is another one than a new one; a database of 1.0 has no hashes yet.
/* since 1.1 */ s.description_hash IS DISTINCT FROM {new}.description_hash /* end */
	/* before 1.1 */ coalesce(s.description <> {new}.description, false) /* end */

-- fragment is_known
-- Whether that is known.
/* since 1.1 */ s.description_hash IS NOT NULL /* end */ /* before 1.1 */ true /* end */

-- fragment has_reference_of: new
-- Whether shipment "s" has the reference of a new one.
s.reference = {new}.reference AND s.account = {new}.account
	AND s.environment = {new}.environment AND s.outbox

-- fragment ended
-- Whether nobody is going to send shipment "s".
s.state IN ('cancelled', 'rejected', 'failed')

-- fragment elsewhere
-- Whether shipment "s" is another node's.
/* since 1.1 */ s.node IS DISTINCT FROM {own_node} /* end */ /* before 1.1 */ false /* end */

-- fragment changeable
-- Whether shipment "s" may get another description: PostNL was told of none of its parcels.
s.state IN ('queued', 'rejected', 'failed') AND NOT s.in_doubt AND NOT {elsewhere}
	AND NOT EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.announced_at IS NOT NULL)

-- row existing
-- A shipment that has the reference of a new one.
-- returns shipment_id bigint, reference text, account text, state text, differs boolean,
-- returns known boolean

-- statement find_conflicts
-- Those of a batch that were there, and are another one where that is refused;
-- and where that is told those which have ended, but for the ones that the
-- batch has just added, and for those that are to be changed.
-- from batch (account text, environment text, reference text, description jsonb,
-- description_hash bytea)
-- @refused boolean, @told boolean, @changed boolean, @added bigint[], @most integer
-- returns row existing
SELECT s.shipment_id, s.reference, s.account, s.state, {differs: b} AS differs,
	{is_known} AS known
FROM batch AS b
JOIN postnl.shipment AS s ON {has_reference_of: b}
WHERE (@refused AND {differs: b})
	OR (@told AND {ended} AND s.shipment_id <> ALL (@added) AND NOT (@changed AND {differs: b}))
ORDER BY differs DESC, s.shipment_id
LIMIT @most;

-- statement find_one
-- @reference text, @account text, @environment text, @description jsonb,
-- @description_hash bytea
-- returns row existing
SELECT s.shipment_id, s.reference, s.account, s.state, {differs: new} AS differs,
	{is_known} AS known
FROM (SELECT @reference AS reference, @account AS account, @environment AS environment,
	@description AS description, @description_hash AS description_hash) AS new
JOIN postnl.shipment AS s ON {has_reference_of: new};

-- statement find_changed
-- Those of a batch that were there, and are another one.
-- from batch (account text, environment text, reference text, description jsonb,
-- description_hash bytea)
-- returns shipment_id bigint
SELECT DISTINCT s.shipment_id FROM batch AS b
JOIN postnl.shipment AS s ON {has_reference_of: b} AND {differs: b};

-- statement count_missing
-- from batch (account text, environment text, reference text)
-- returns missing bigint
SELECT count(*) AS missing FROM batch AS b
WHERE NOT EXISTS (SELECT FROM postnl.shipment AS s WHERE {has_reference_of: b});

-- statement find_fixed
-- Those that keep their description.
-- @shipment_ids bigint[]
-- returns shipment_id bigint, reference text, state text, elsewhere boolean
SELECT s.shipment_id, s.reference, s.state, {elsewhere} AS elsewhere FROM postnl.shipment AS s
WHERE s.shipment_id = ANY (@shipment_ids) AND NOT ({changeable})
ORDER BY s.shipment_id;

-- statement lock_changed
-- Waits for claims and settlements that are under way.
-- @shipment_ids bigint[]
SELECT FROM postnl.shipment AS s WHERE s.shipment_id = ANY (@shipment_ids)
ORDER BY s.shipment_id FOR NO KEY UPDATE;

-- statement change
-- What was given up begins anew; what waits keeps its place, and its turn.
-- from batch (account text, environment text, api text, reference text, state text,
-- product text, description jsonb, error_code text, error text, queued_at timestamptz,
-- next_attempt_at timestamptz, description_hash bytea, error_detail jsonb, order_ref text,
-- normalised jsonb)
-- @shipment_ids bigint[]
UPDATE postnl.shipment AS s SET state = b.state, api = b.api, product = b.product,
	description = b.description, error_code = b.error_code, error = b.error,
	/* since 1.1 */
	description_hash = b.description_hash, error_detail = b.error_detail,
	order_ref = coalesce(b.order_ref, s.order_ref), normalised = b.normalised,
	/* end */
	queued_at = CASE WHEN {ended} THEN b.queued_at ELSE s.queued_at END,
	next_attempt_at = CASE WHEN {ended} THEN b.next_attempt_at ELSE s.next_attempt_at END,
	crashes = CASE WHEN {ended} THEN 0 ELSE s.crashes END,
	attempts = 0, lookups = 0, alone = false
FROM batch AS b
WHERE {has_reference_of: b} AND s.shipment_id = ANY (@shipment_ids);
