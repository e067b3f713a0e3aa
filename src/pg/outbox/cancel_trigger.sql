-- cancel_trigger.sql
--		Shipments that are to be cancelled.

-- include base/fragments.sql

-- fragment still_open
-- What may be cancelled, and what it is too late for; not what has ended, here or at its door.
s.outbox AND s.account = @account AND s.state IN ('held', 'queued', 'sending', 'announced')
	AND s.closed_at IS NULL

-- row open
-- returns shipment_id bigint, reference text null, state text, elsewhere boolean

-- statement find_by_reference
-- @names text[], @account text
-- returns row open
/* since 1.1 */
SELECT s.shipment_id, s.reference, s.state, s.node IS DISTINCT FROM {own_node} AS elsewhere
FROM postnl.shipment AS s WHERE s.reference = ANY (@names) AND {still_open}
ORDER BY s.shipment_id
/* end */;

-- statement find_by_order
-- @names text[], @account text
-- returns row open
/* since 1.1 */
SELECT s.shipment_id, s.reference, s.state, s.node IS DISTINCT FROM {own_node} AS elsewhere
FROM postnl.shipment AS s WHERE s.order_ref = ANY (@names) AND {still_open}
ORDER BY s.shipment_id
/* end */;
