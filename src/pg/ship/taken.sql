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

-- fragment begins_anew
-- Whether shipment "s" gives up its place in the queue for that of the new one.
({ended} OR s.state = 'held' OR b.state = 'held')

-- fragment elsewhere
-- Whether shipment "s" is another node's.
/* since 1.1 */ s.node IS DISTINCT FROM {own_node} /* end */ /* before 1.1 */ false /* end */

-- fragment changeable
-- Whether shipment "s" may get another description: PostNL was told of none of its parcels.
s.state IN ('held', 'queued', 'rejected', 'failed') AND NOT s.in_doubt AND NOT {elsewhere}
	AND NOT EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.announced_at IS NOT NULL)

-- row existing
-- A shipment that has the reference of a new one.
-- returns shipment_id bigint, reference text, account text, state text, differs boolean,
-- returns known boolean

-- row before
-- The shipment that a row had.
-- returns shipment_id bigint, state text

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

-- fragment become: new
-- What is held becomes another shipment.
state = {new}.state, product = {new}.product, description = {new}.description,
	error_code = {new}.error_code, error = {new}.error, error_detail = {new}.error_detail,
	queued_at = {new}.queued_at, next_attempt_at = {new}.next_attempt_at,
	description_hash = {new}.description_hash, order_ref = {new}.order_ref,
	normalised = {new}.normalised, not_before = {new}.not_before

-- fragment held_here
-- Whether shipment "s" is held, and nobody else has sent it.
s.state = 'held' AND NOT s.in_doubt AND s.node = {own_node}

-- statement change_held_one
-- @shipment_id bigint, @state text, @product text null, @description jsonb,
-- @error_code text null, @error text null, @error_detail jsonb null, @queued_at timestamptz,
-- @next_attempt_at timestamptz null, @description_hash bytea, @order_ref text null,
-- @normalised jsonb null, @not_before timestamptz null
/* since 1.1 */
UPDATE postnl.shipment AS s SET {become: new}
FROM (SELECT @state AS state, @product AS product, @description AS description,
	@error_code AS error_code, @error AS error, @error_detail AS error_detail,
	@queued_at AS queued_at, @next_attempt_at AS next_attempt_at,
	@description_hash AS description_hash, @order_ref AS order_ref,
	@normalised AS normalised, @not_before AS not_before) AS new
WHERE s.shipment_id = @shipment_id AND {held_here}
/* end */;

-- statement change_held
-- Those of a batch that were there and held, but for the ones that it has just added.
-- from batch (account text, environment text, api text, reference text, state text,
-- product text, description jsonb, error_code text, error text, queued_at timestamptz,
-- next_attempt_at timestamptz, description_hash bytea, error_detail jsonb, order_ref text,
-- normalised jsonb, not_before timestamptz)
-- @added bigint[]
/* since 1.1 */
UPDATE postnl.shipment AS s SET {become: b}
FROM batch AS b
WHERE {has_reference_of: b} AND s.description_hash IS DISTINCT FROM b.description_hash
	AND {held_here} AND s.shipment_id <> ALL (@added)
/* end */;

-- statement find_changed
-- Those of a batch that were there, and are another one.
-- from batch (account text, environment text, reference text, description jsonb,
-- description_hash bytea)
-- returns shipment_id bigint
SELECT DISTINCT s.shipment_id FROM batch AS b
JOIN postnl.shipment AS s ON {has_reference_of: b} AND {differs: b};

-- statement find_by_reference
-- @reference text, @account text, @environment text
-- returns row before
SELECT s.shipment_id, s.state FROM postnl.shipment AS s
WHERE s.reference = @reference AND s.account = @account AND s.environment = @environment
	AND s.outbox;

-- statement find_by_hash
-- Of several one that may be changed, since orders that are the same in all are the same to us.
-- In a database of 1.0, which has no hashes, there is none.
-- @account text, @environment text, @description_hash bytea
-- returns row before
SELECT s.shipment_id, s.state FROM postnl.shipment AS s
WHERE s.reference IS NULL AND s.account = @account AND s.environment = @environment
	AND s.outbox AND /* since 1.1 */ s.description_hash = /* end */ @description_hash
		/* before 1.1 */ IS NULL /* end */
ORDER BY ({changeable}) DESC, s.shipment_id DESC LIMIT 1;

-- statement retire
-- @shipment_ids bigint[]
UPDATE postnl.shipment SET state = 'cancelled' WHERE shipment_id = ANY (@shipment_ids);

-- statement rename_announced
-- Else the next UPDATE of its order would find none under the new reference, and ship a second one.
-- @shipment_id bigint, @reference text, @account text
UPDATE postnl.shipment AS s SET reference = @reference
WHERE s.shipment_id = @shipment_id AND s.state = 'announced' AND s.account = @account
	AND NOT EXISTS (SELECT FROM postnl.shipment AS o WHERE o.reference = @reference
		AND o.account = s.account AND o.environment = s.environment AND o.outbox);

-- statement count_missing
-- from batch (account text, environment text, reference text)
-- returns missing bigint
SELECT count(*) AS missing FROM batch AS b
WHERE NOT EXISTS (SELECT FROM postnl.shipment AS s WHERE {has_reference_of: b});

-- statement find_fixed
-- Those that keep their description.
-- @shipment_ids bigint[]
-- returns shipment_id bigint, reference text null, state text, elsewhere boolean
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
-- normalised jsonb, not_before timestamptz)
-- @shipment_ids bigint[]
UPDATE postnl.shipment AS s SET state = b.state, api = b.api, product = b.product,
	description = b.description, error_code = b.error_code, error = b.error,
	/* since 1.1 */
	description_hash = b.description_hash, error_detail = b.error_detail,
	order_ref = coalesce(b.order_ref, s.order_ref), normalised = b.normalised,
	not_before = b.not_before,
	/* end */
	queued_at = CASE WHEN {begins_anew} THEN b.queued_at ELSE s.queued_at END,
	next_attempt_at = CASE WHEN {begins_anew} THEN b.next_attempt_at ELSE s.next_attempt_at END,
	crashes = CASE WHEN {ended} THEN 0 ELSE s.crashes END,
	attempts = 0, lookups = 0, alone = false
FROM batch AS b
WHERE {has_reference_of: b} AND s.shipment_id = ANY (@shipment_ids);
