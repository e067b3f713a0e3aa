-- func_sync.sql
--		Parcels that somebody else has shipped, and that are followed.

-- include base/fragments.sql

-- statement lock_barcode
-- Two sessions that watch the same barcode: the second one waits.
-- @barcode text
SELECT pg_advisory_xact_lock(hashtextextended('postnl_watch ' || @barcode, 0));

-- statement watch
-- @barcode text, @account text, @environment text, @reference text null, @api text
WITH new AS (
	INSERT INTO postnl.shipment (account, environment, reference, state, kind, api)
	SELECT @account, @environment, @reference, 'watched', 'watched', @api
	WHERE NOT EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.barcode = @barcode
			AND p.followed_by = @account AND p.followed_in = @environment
			/* since 1.1 */ AND p.node = {own_node} /* end */
			AND (p.check_at IS NOT NULL OR p.closed_at IS NOT NULL))
	RETURNING shipment_id, account, environment)
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, news_at,
	check_at /* since 1.1 */, barcode_shared /* end */)
SELECT shipment_id, account, environment, 1, @barcode, clock_timestamp(), clock_timestamp()
	/* since 1.1 */, true /* end */
FROM new;

-- statement unwatch
-- @barcode text, @account text, @environment text
DELETE FROM postnl.shipment AS s
WHERE s.kind = 'watched' AND s.account = @account AND s.environment = @environment
	AND EXISTS (SELECT FROM postnl.parcel AS p
		WHERE p.shipment_id = s.shipment_id AND p.barcode = @barcode);
