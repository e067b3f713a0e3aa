-- enqueue.sql
--		Into the outbox.  The relation "batch" is the caller's.

-- include base/fragments.sql

-- fragment columns
account, environment, api, reference, state, product, description, error_code, error, outbox,
	queued_at, next_attempt_at
	/* since 1.1 */, description_hash, error_detail, order_ref, normalised, not_before /* end */

-- fragment unless_taken
ON CONFLICT (reference, account, environment, outbox) DO NOTHING

-- row added
-- returns shipment_id bigint

-- statement insert_batch
-- from batch (account text, environment text, api text, reference text, state text,
-- product text, description jsonb, error_code text, error text, outbox boolean,
-- queued_at timestamptz, next_attempt_at timestamptz, description_hash bytea,
-- error_detail jsonb, order_ref text, normalised jsonb, not_before timestamptz)
-- returns row added
INSERT INTO postnl.shipment ({columns})
SELECT {columns} FROM batch
{unless_taken}
RETURNING shipment_id;

-- statement insert_one
-- @account text, @environment text, @api text, @reference text null, @state text,
-- @product text null, @description jsonb, @error_code text null, @error text null,
-- @queued_at timestamptz, @next_attempt_at timestamptz null, @description_hash bytea,
-- @error_detail jsonb null, @order_ref text null, @normalised jsonb null,
-- @not_before timestamptz null, @replaced bigint null
-- returns row added
INSERT INTO postnl.shipment ({columns} /* since 1.1 */, reship_of /* end */)
VALUES (@account, @environment, @api, @reference, @state, @product, @description, @error_code,
	@error, true, @queued_at, @next_attempt_at
	/* since 1.1 */, @description_hash, @error_detail, @order_ref, @normalised, @not_before,
	@replaced /* end */)
{unless_taken}
RETURNING shipment_id;

-- statement group_under
-- @shipment_id bigint, @order_ref text
/* since 1.1 */ UPDATE postnl.shipment SET order_ref = @order_ref
WHERE shipment_id = @shipment_id AND order_ref IS NULL /* end */;
