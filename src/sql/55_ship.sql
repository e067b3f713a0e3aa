-- Shipping now, and what belongs to it.

CREATE FUNCTION @extschema@.postnl_ship_now(
	shipment jsonb,
	confirm boolean DEFAULT true,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_ship_now';
COMMENT ON FUNCTION @extschema@.postnl_ship_now(jsonb, boolean, text) IS
	'Ships now: announces a shipment to PostNL and returns its labels; a ROLLBACK does not '
	'undo it.';
REVOKE ALL ON FUNCTION @extschema@.postnl_ship_now(jsonb, boolean, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_confirm(barcode text)
RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_confirm';
COMMENT ON FUNCTION @extschema@.postnl_confirm(text) IS
	'Announces a shipment that has labels only; false when it was announced before.';
REVOKE ALL ON FUNCTION @extschema@.postnl_confirm(text) FROM PUBLIC;

CREATE FUNCTION postnl.named_shipments(name text)
RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE COST 10 ROWS 1
BEGIN ATOMIC
	WITH referred AS (
		SELECT s.shipment_id FROM postnl.shipment AS s
		WHERE s.reference = named_shipments.name AND s.kind <> 'watched')
	SELECT r.shipment_id FROM referred AS r
	UNION ALL
	SELECT s.shipment_id FROM postnl.shipment AS s
	WHERE s.order_ref = named_shipments.name AND s.kind = 'shipment'
		AND NOT EXISTS (SELECT FROM referred)
		AND NOT EXISTS (
			SELECT FROM postnl.shipment AS other
			WHERE other.reship_of = s.shipment_id
				AND other.state NOT IN ('cancelled', 'rejected', 'failed'));
END;
COMMENT ON FUNCTION postnl.named_shipments(text) IS
	'Numbers of the shipments with a reference; where none has it, of the shipments of an order, '
	'without those that another was sent in place of.';
REVOKE ALL ON FUNCTION postnl.named_shipments(text) FROM PUBLIC;

CREATE FUNCTION postnl.only_label(shipment_ids bigint[])
RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 20
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF (SELECT count(*) FROM postnl.parcel AS p WHERE p.shipment_id = ANY (shipment_ids)) > 1 THEN
		RAISE EXCEPTION USING ERRCODE = 'cardinality_violation',
			MESSAGE = 'there are several parcels, each with its label',
			HINT = 'Use the barcode of one, or postnl_shipment_labels(), which returns all.';
	END IF;
	RETURN (
		SELECT l.content FROM postnl.label AS l
		WHERE l.shipment_id = ANY (shipment_ids)
		ORDER BY l.label_type IS DISTINCT FROM 'Label', l.label_id DESC
		LIMIT 1);
END
$$;
COMMENT ON FUNCTION postnl.only_label(bigint[]) IS
	'The label of shipments that have one parcel together.';
REVOKE ALL ON FUNCTION postnl.only_label(bigint[]) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_label(barcode text)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE COST 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE
		WHEN EXISTS (SELECT FROM postnl.label AS l
			WHERE l.barcode = upper(replace(postnl_label.barcode, ' ', ''))) THEN (
			SELECT l.content
			FROM postnl.label AS l
			WHERE l.barcode = upper(replace(postnl_label.barcode, ' ', ''))
			ORDER BY l.label_type IS DISTINCT FROM 'Label', l.label_id DESC
			LIMIT 1)
		ELSE postnl.only_label(ARRAY(SELECT postnl.named_shipments(postnl_label.barcode)))
	END
$$;
COMMENT ON FUNCTION @extschema@.postnl_label(text) IS
	'The label of a parcel that was shipped here, by its barcode, or the reference or order of its '
	'shipment; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_label(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_label(id bigint)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE COST 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT postnl.only_label(ARRAY[postnl_label.id])
$$;
COMMENT ON FUNCTION @extschema@.postnl_label(bigint) IS
	'The label of a shipment of one parcel, by its number; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_label(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_fetch_label(barcode text)
RETURNS bytea
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_fetch_label';
COMMENT ON FUNCTION @extschema@.postnl_fetch_label(text) IS
	'Asks PostNL once more for the label of a parcel that was shipped here, keeps it and '
	'returns it; announces nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_fetch_label(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_labels(
	barcodes text[],
	format text DEFAULT 'pdf',
	start_at text DEFAULT 'A')
RETURNS TABLE (sheet integer, barcode text, format text, content bytea)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_labels';
COMMENT ON FUNCTION @extschema@.postnl_labels(text[], text, text) IS
	'Asks PostNL for sheets of A4 with up to four labels of parcels that were shipped here.';
REVOKE ALL ON FUNCTION @extschema@.postnl_labels(text[], text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_labels_to_print(
	account text DEFAULT NULL,
	most integer DEFAULT 100)
RETURNS TABLE (
	label_id bigint, shipment_id bigint, reference text, order_ref text, barcode text,
	label_type text, format text, content bytea)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 1000 ROWS 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_labels_to_print';
COMMENT ON FUNCTION @extschema@.postnl_labels_to_print(text, integer) IS
	'Labels of an account that were not printed yet, oldest first: marks and returns them, and no '
	'two callers the same.';
REVOKE ALL ON FUNCTION @extschema@.postnl_labels_to_print(text, integer) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_shipment_labels(reference text)
RETURNS TABLE (
	label_id bigint, shipment_id bigint, reference text, order_ref text, barcode text,
	label_type text, format text, content bytea, printed_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE COST 100 ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT l.label_id, l.shipment_id, s.reference, s.order_ref, l.barcode, l.label_type, l.format,
		l.content, l.printed_at
	FROM postnl.named_shipments(postnl_shipment_labels.reference) AS n (shipment_id)
	JOIN postnl.shipment AS s USING (shipment_id)
	JOIN postnl.label AS l USING (shipment_id)
	ORDER BY l.label_id
$$;
COMMENT ON FUNCTION @extschema@.postnl_shipment_labels(text) IS
	'All labels of the shipments with a reference, or of an order; calls and marks nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_shipment_labels(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_barcode(
	type text DEFAULT NULL,
	serie text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS text
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcode';
COMMENT ON FUNCTION @extschema@.postnl_barcode(text, text, text) IS
	'Asks PostNL for a barcode of the account''s own.';
REVOKE ALL ON FUNCTION @extschema@.postnl_barcode(text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_barcodes(
	n integer,
	type text DEFAULT NULL,
	serie text DEFAULT NULL,
	account text DEFAULT NULL)
RETURNS SETOF text
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_barcodes';
COMMENT ON FUNCTION @extschema@.postnl_barcodes(integer, text, text, text) IS
	'Asks PostNL for several barcodes: calls side by side, or one call of V4.';
REVOKE ALL ON FUNCTION @extschema@.postnl_barcodes(integer, text, text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(
	shipment jsonb,
	account text DEFAULT NULL)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return';
COMMENT ON FUNCTION @extschema@.postnl_return(jsonb, text) IS
	'Makes a return now: the label, or the code, with which a consumer sends a parcel back.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(jsonb, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(id bigint)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_of';
COMMENT ON FUNCTION @extschema@.postnl_return(bigint) IS
	'Makes the return of a shipment now: from its receiver to its return address or sender, else '
	'the account''s sender.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(bigint) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return(reference text)
RETURNS TABLE (
	barcode text, label_type text, format text, content bytea, warnings jsonb,
	shipment_id bigint, product text, partner_barcode text, return_barcode text)
LANGUAGE c VOLATILE PARALLEL UNSAFE COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_named';
COMMENT ON FUNCTION @extschema@.postnl_return(text) IS
	'postnl_return() by the reference of a shipment, or by an order that has one.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return(text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return_activate(
	barcode text,
	account text DEFAULT NULL)
RETURNS TABLE (barcode text, activated boolean)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_activate';
COMMENT ON FUNCTION @extschema@.postnl_return_activate(text, text) IS
	'Activates a return label that was made blocked.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return_activate(text, text) FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_return_activate_json(
	barcode text,
	account text DEFAULT NULL)
RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_return_activate_json';
COMMENT ON FUNCTION @extschema@.postnl_return_activate_json(text, text) IS
	'PostNL''s answer to postnl_return_activate() as it came.';
REVOKE ALL ON FUNCTION @extschema@.postnl_return_activate_json(text, text) FROM PUBLIC;
