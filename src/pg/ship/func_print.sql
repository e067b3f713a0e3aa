-- func_print.sql
--		Labels on their way to a printer.

-- statement take_labels
-- Oldest first.  What another session has taken and not committed is passed over.
-- @account text, @environment text, @most integer
-- returns label_id bigint, shipment_id bigint, reference text null, order_ref text null,
-- returns barcode text null, label_type text null, format text null, content bytea
/* since 1.1 */
WITH taken AS (
	UPDATE postnl.label AS l SET printed_at = clock_timestamp()
	WHERE l.label_id = ANY (ARRAY(
		SELECT q.label_id FROM postnl.label AS q
		JOIN postnl.shipment AS s USING (shipment_id)
		WHERE q.printed_at IS NULL AND s.account = @account AND s.environment = @environment
		ORDER BY q.label_id LIMIT @most FOR NO KEY UPDATE OF q SKIP LOCKED))
	RETURNING l.label_id, l.shipment_id, l.barcode, l.label_type, l.format, l.content)
SELECT t.label_id, t.shipment_id, s.reference, s.order_ref, t.barcode, t.label_type, t.format,
	t.content
FROM taken AS t JOIN postnl.shipment AS s USING (shipment_id)
ORDER BY t.label_id
/* end */;
