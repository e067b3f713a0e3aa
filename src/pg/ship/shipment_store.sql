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

-- statement insert_parcel
-- Nothing where another parcel has the barcode.
-- @shipment_id bigint, @number integer, @barcode text null
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)
SELECT s.shipment_id, s.account, s.environment, @number, @barcode
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id
ON CONFLICT DO NOTHING;

-- statement find_holder
-- @barcode text, @environment text
-- returns shipment_id bigint, state text
SELECT s.shipment_id, s.state
FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.barcode = @barcode /* since 1.1 */ AND p.barcode_shared IS NULL /* end */
	AND p.followed_in = @environment;

-- statement update_parcel
-- @shipment_id bigint, @number integer, @barcode text null, @product text null,
-- @partner_barcode text null, @partner_id text null, @coding_text text null,
-- @return_barcode text null, @warnings jsonb null, @labelled boolean
UPDATE postnl.parcel SET
	barcode = @barcode,
	product = @product,
	partner_barcode = @partner_barcode,
	partner_id = @partner_id,
	coding_text = @coding_text,
	return_barcode = @return_barcode,
	warnings = @warnings
	/* since 1.1 */, unlabelled_at = CASE WHEN NOT @labelled THEN clock_timestamp() END /* end */
WHERE shipment_id = @shipment_id AND number = @number;

-- statement set_labelled
-- @shipment_id bigint
/* since 1.1 */ UPDATE postnl.parcel AS p SET unlabelled_at = NULL
WHERE p.shipment_id = @shipment_id AND p.unlabelled_at IS NOT NULL
	AND EXISTS (SELECT FROM postnl.label AS l
		WHERE l.shipment_id = p.shipment_id
			AND p.barcode = ANY (string_to_array(l.barcode, ','))) /* end */;

-- statement insert_label
-- @shipment_id bigint, @barcode text null, @label_type text null, @format text null,
-- @content bytea
INSERT INTO postnl.label (shipment_id, barcode, label_type, format, content)
VALUES (@shipment_id, @barcode, @label_type, @format, @content);

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

-- statement set_parcels_announced
-- From now on the sync follows them.
-- @shipment_id bigint, @poll_hours integer
UPDATE postnl.parcel SET
	announced_at = clock_timestamp(),
	status = 'registered',
	check_at = clock_timestamp()
		+ (SELECT coalesce(min(poll_interval), make_interval(hours => @poll_hours))
		FROM postnl.status_code WHERE status = 'registered')
WHERE shipment_id = @shipment_id AND barcode IS NOT NULL;

-- statement add_warnings
-- Warnings that are not there yet, behind those that are.
-- @shipment_id bigint, @number integer, @warnings jsonb
UPDATE postnl.parcel SET warnings = coalesce(warnings, '[]') || @warnings
WHERE shipment_id = @shipment_id AND number = @number
	AND (warnings IS NULL OR NOT warnings @> @warnings);
