-- shipment_store.sql
--		What is kept of shipments that a session makes and announces by itself.

-- statement insert_shipment
-- @account text, @environment text, @reference text null, @kind text, @api text,
-- @product text null, @description jsonb, @expected_on date null, @order_ref text null,
-- @normalised jsonb null
-- returns shipment_id bigint
INSERT INTO postnl.shipment (account, environment, reference, state, kind, api, product,
	description, expected_on /* since 1.1 */, order_ref, normalised /* end */)
VALUES (@account, @environment, @reference, 'labelled', @kind, @api, @product, @description,
	@expected_on /* since 1.1 */, @order_ref, @normalised /* end */)
RETURNING shipment_id;

-- statement insert_label
-- @shipment_id bigint, @barcode text null, @label_type text null, @format text null,
-- @content bytea, @handed_out boolean
INSERT INTO postnl.label (shipment_id, barcode, label_type, format, content
	/* since 1.1 */, printed_at /* end */)
VALUES (@shipment_id, @barcode, @label_type, @format, @content
	/* since 1.1 */, CASE WHEN @handed_out THEN clock_timestamp() END /* end */);

-- statement insert_attempt
-- @shipment_id bigint, @operation text, @http_status integer
INSERT INTO postnl.attempt (shipment_id, operation, http_status)
VALUES (@shipment_id, @operation, @http_status);

-- statement find_shipment
-- A row a parcel of the newest shipment that has the barcode, in order.
-- @barcode text
-- returns shipment_id bigint, account text, state text, kind text, description text null,
-- returns barcode text null, environment text
-- read only
SELECT s.shipment_id, s.account, s.state, s.kind, s.description::text AS description,
	p.barcode, s.environment
FROM postnl.shipment AS s JOIN postnl.parcel AS p USING (shipment_id)
WHERE s.shipment_id = (SELECT max(shipment_id)
	FROM postnl.parcel JOIN postnl.shipment USING (shipment_id)
	WHERE barcode = @barcode AND kind <> 'watched')
ORDER BY p.number;

-- statement find_environment
-- The newest shipment of an account's that a barcode is of, or of the return
-- that goes with it; where both environments have one, that of the argument.
-- @barcode text, @account text, @environment text
-- returns shipment_id bigint, environment text
-- read only
SELECT s.shipment_id, s.environment
FROM postnl.shipment AS s JOIN postnl.parcel AS p USING (shipment_id)
WHERE (p.barcode = @barcode OR p.return_barcode = @barcode)
	AND s.account = @account AND s.kind <> 'watched'
ORDER BY s.environment = @environment DESC, s.shipment_id DESC
LIMIT 1;

-- statement set_announced
-- @shipment_id bigint
UPDATE postnl.shipment SET
	state = 'announced',
	announced_at = clock_timestamp(),
	status = 'registered'
WHERE shipment_id = @shipment_id;
