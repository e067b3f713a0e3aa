-- parcel.sql
--		Rows of postnl.parcel, from a barcode to what PostNL said when it took them on.

-- statement add
-- Nothing where another parcel has the barcode, or the shipment this number.
-- @shipment_id bigint, @number integer, @barcode text null
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode)
SELECT s.shipment_id, s.account, s.environment, @number, @barcode
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id
ON CONFLICT DO NOTHING;

-- statement replace_barcode
-- A parcel that is there already; nothing where another has the barcode.
-- @shipment_id bigint, @number integer, @barcode text
UPDATE postnl.parcel AS p SET barcode = @barcode
WHERE p.shipment_id = @shipment_id AND p.number = @number AND (p.barcode = @barcode
	OR (p.barcode IS NULL AND NOT EXISTS (SELECT FROM postnl.parcel AS o
		WHERE o.barcode = @barcode AND o.followed_in = p.followed_in
			/* since 1.1 */ AND o.barcode_shared IS NULL /* end */)));

-- statement find_holder
-- @barcode text, @environment text
-- returns shipment_id bigint, state text
SELECT s.shipment_id, s.state
FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id)
WHERE p.barcode = @barcode /* since 1.1 */ AND p.barcode_shared IS NULL /* end */
	AND p.followed_in = @environment;

-- fragment first_asked
-- PostNL is first asked for a parcel by its barcode when the feed has not told of it.
clock_timestamp() + (SELECT coalesce(min(poll_interval), make_interval(hours => @poll_hours))
	FROM postnl.status_code WHERE status = 'registered')

-- statement store
-- What PostNL said of a parcel; one that it has not taken on yet is not followed.
-- @shipment_id bigint, @number integer, @barcode text null, @product text null,
-- @partner_barcode text null, @partner_id text null, @coding_text text null,
-- @return_barcode text null, @warnings jsonb null, @labelled boolean, @announced boolean,
-- @poll_hours integer
INSERT INTO postnl.parcel (shipment_id, followed_by, followed_in, number, barcode, product,
	partner_barcode, partner_id, coding_text, return_barcode, warnings, announced_at, status,
	check_at /* since 1.1 */ , unlabelled_at /* end */)
SELECT s.shipment_id, s.account, s.environment, @number, @barcode, @product, @partner_barcode,
	@partner_id, @coding_text, @return_barcode, @warnings,
	CASE WHEN @announced THEN clock_timestamp() END, CASE WHEN @announced THEN 'registered' END,
	CASE WHEN @announced THEN {first_asked} END
	/* since 1.1 */
	, CASE WHEN NOT @labelled AND NOT EXISTS (SELECT FROM postnl.label AS l
		WHERE l.shipment_id = s.shipment_id AND l.barcode = @barcode) THEN clock_timestamp() END
	/* end */
FROM postnl.shipment AS s WHERE s.shipment_id = @shipment_id
ON CONFLICT (shipment_id, number) DO UPDATE SET barcode = excluded.barcode,
	product = excluded.product, partner_barcode = excluded.partner_barcode,
	partner_id = excluded.partner_id, coding_text = excluded.coding_text,
	return_barcode = excluded.return_barcode, warnings = excluded.warnings,
	announced_at = excluded.announced_at,
	status = coalesce(parcel.status, excluded.status),
	check_at = coalesce(parcel.check_at, excluded.check_at)
	/* since 1.1 */ , unlabelled_at = excluded.unlabelled_at /* end */;

-- statement announce_all
-- From now on the sync follows them.
-- @shipment_id bigint, @poll_hours integer
UPDATE postnl.parcel SET announced_at = clock_timestamp(), status = 'registered',
	check_at = {first_asked}
WHERE shipment_id = @shipment_id AND barcode IS NOT NULL;

-- statement note_labels
-- @shipment_id bigint
/* since 1.1 */ UPDATE postnl.parcel AS p SET unlabelled_at = NULL
WHERE p.shipment_id = @shipment_id AND p.unlabelled_at IS NOT NULL
	AND EXISTS (SELECT FROM postnl.label AS l
		WHERE l.shipment_id = p.shipment_id
			AND p.barcode = ANY (string_to_array(l.barcode, ','))) /* end */;

-- statement add_warnings
-- Warnings that are not there yet, behind those that are.
-- @shipment_id bigint, @number integer, @warnings jsonb
UPDATE postnl.parcel SET warnings = coalesce(warnings, '[]') || @warnings
WHERE shipment_id = @shipment_id AND number = @number
	AND (warnings IS NULL OR NOT warnings @> @warnings);
