-- returning.sql
--		The return of a shipment that went out from here.

-- statement find_original
-- @shipment_id bigint
-- returns account text, environment text, state text, kind text, described boolean
SELECT s.account, s.environment, s.state, s.kind, s.description IS NOT NULL AS described
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id;

-- statement describe_return
-- Where it goes is what the shipment says, else the account.
-- @shipment_id bigint, @sender jsonb null, @longest integer
-- returns description jsonb, shop jsonb null
/* since 1.1 */
SELECT jsonb_strip_nulls(jsonb_build_object(
		'reference', substr(s.reference, 1, @longest - length('-RET')) || '-RET',
		'order', s.order_ref, 'sender', s.description -> 'receiver', 'receiver', shop.address))
		AS description, shop.address AS shop
FROM postnl.shipment AS s
CROSS JOIN LATERAL (SELECT coalesce(s.description -> 'return_address', s.description -> 'sender',
	@sender) AS address) AS shop
WHERE s.shipment_id = @shipment_id
/* end */;
