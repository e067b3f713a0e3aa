-- named.sql
--		Shipments by a reference or an order.

-- fragment among
s.kind = 'shipment' AND (s.outbox OR @shipped)

-- statement find_named
-- With the sender, since a name may be that of several.
-- @name text, @shipped boolean
-- returns shipment_id bigint, account text, environment text
/* since 1.1 */
WITH named AS (
	SELECT s.shipment_id, s.account, s.environment FROM postnl.shipment AS s
	WHERE s.reference = @name AND {among})
SELECT n.shipment_id, n.account, n.environment FROM named AS n
UNION ALL
SELECT s.shipment_id, s.account, s.environment FROM postnl.shipment AS s
WHERE s.order_ref = @name AND {among} AND NOT EXISTS (SELECT FROM named)
ORDER BY shipment_id
/* end */;
