-- named.sql
--		Shipments by a reference or an order.

-- statement find_named
-- With the sender, since a name may be that of several.
-- @name text
-- returns shipment_id bigint, account text, environment text
/* since 1.1 */
SELECT s.shipment_id, s.account, s.environment
FROM postnl.named_shipments(@name) AS named (shipment_id)
JOIN postnl.shipment AS s USING (shipment_id)
ORDER BY s.shipment_id
/* end */;
