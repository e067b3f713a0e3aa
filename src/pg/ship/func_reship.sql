-- func_reship.sql
--		What a shipment is made of that is sent again.

-- fragment base
-- The reference that those which replace it count on from.
regexp_replace(s.reference, '-R[0-9]+$', '')

-- fragment nth
-- The reference of the n-th of them, in PostNL's length.
substr({base}, 1, @longest - length('-R' || n.n)) || '-R' || n.n

-- statement lock_original
-- Two of the same wait for each other.
-- @shipment_id bigint
-- returns account text, environment text, state text, kind text, described boolean
SELECT s.account, s.environment, s.state, s.kind, s.description IS NOT NULL AS described
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id FOR NO KEY UPDATE;

-- statement describe_again
-- Without what was the first one's alone: its barcodes, and the days that it was for.
-- The number is the first that is free.
-- @shipment_id bigint, @longest integer
-- returns description jsonb
/* since 1.1 */
WITH original AS (
	SELECT s.account, s.environment, s.reference, s.shipment_id,
		coalesce(s.order_ref, s.reference, s.shipment_id::text) AS order_ref,
		s.description - ARRAY['hold', 'not_before', 'delivery_date', 'hand_over_date',
			'delivery_window'] #- '{returns,barcode}' AS description,
		(SELECT {nth} FROM generate_series(2, 99999) AS n (n)
			WHERE NOT EXISTS (SELECT FROM postnl.shipment AS t WHERE t.reference = {nth}
				AND t.account = s.account AND t.environment = s.environment)
			ORDER BY n.n LIMIT 1) AS next_reference
	FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id)
SELECT o.description || jsonb_strip_nulls(jsonb_build_object('reference', o.next_reference,
		'order', o.order_ref,
		'parcels', CASE WHEN jsonb_typeof(o.description -> 'parcels') = 'array' THEN (
			SELECT jsonb_agg(CASE WHEN jsonb_typeof(p.parcel) = 'object'
				THEN p.parcel - 'barcode' ELSE p.parcel END ORDER BY p.place)
			FROM jsonb_array_elements(o.description -> 'parcels')
				WITH ORDINALITY AS p (parcel, place)) END)) AS description
FROM original AS o
/* end */;
