-- What a shipment's status follows from: its parcels, and PostNL's codes.

CREATE FUNCTION postnl.status_rank(status text)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
RETURN CASE status
	WHEN 'problem' THEN 1
	WHEN 'returning' THEN 2
	WHEN 'not_found' THEN 3
	WHEN 'unknown' THEN 4
	WHEN 'registered' THEN 5
	WHEN 'in_transit' THEN 6
	WHEN 'out_for_delivery' THEN 7
	WHEN 'at_pickup_point' THEN 8
	WHEN 'delivered' THEN 9
END;
COMMENT ON FUNCTION postnl.status_rank(text) IS
	'How well a parcel with a canonical status is off, from 1 (problem) to 9 (delivered).';
REVOKE ALL ON FUNCTION postnl.status_rank(text) FROM PUBLIC;

CREATE FUNCTION postnl.follow_parcels(shipment_ids bigint[])
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE postnl.shipment AS s SET status = w.status, status_code = w.status_code,
		status_at = w.status_at, eta_from = a.eta_from, eta_to = a.eta_to,
		delivered_at = a.delivered_at, closed_at = a.closed_at,
		delivered_on = (a.delivered_at AT TIME ZONE 'Europe/Amsterdam')::date,
		lead_hours = round(extract(epoch FROM a.delivered_at - s.announced_at) / 3600)::integer,
		expected_on = coalesce(s.expected_on, a.expected_on)
	FROM (
		SELECT DISTINCT ON (p.shipment_id) p.shipment_id, p.status, p.status_code, p.status_at
		FROM postnl.parcel AS p
		WHERE p.shipment_id = ANY (shipment_ids) AND p.status IS NOT NULL
		ORDER BY p.shipment_id, postnl.status_rank(p.status), p.status_at DESC NULLS LAST,
			p.number) AS w
	JOIN (
		SELECT p.shipment_id, min(p.eta_from) AS eta_from, max(p.eta_to) AS eta_to,
			CASE WHEN bool_and(p.delivered_at IS NOT NULL) THEN max(p.delivered_at) END
				AS delivered_at,
			CASE WHEN bool_and(p.closed_at IS NOT NULL) THEN max(p.closed_at) END AS closed_at,
			coalesce(max(p.delivery_date), max((p.eta_to AT TIME ZONE 'Europe/Amsterdam')::date))
				AS expected_on
		FROM postnl.parcel AS p
		WHERE p.shipment_id = ANY (shipment_ids) AND p.status IS NOT NULL
		GROUP BY p.shipment_id) AS a USING (shipment_id)
	WHERE s.shipment_id = w.shipment_id
		AND (s.status, s.status_code, s.status_at, s.eta_from, s.eta_to, s.delivered_at,
			s.closed_at) IS DISTINCT FROM (w.status, w.status_code, w.status_at, a.eta_from,
			a.eta_to, a.delivered_at, a.closed_at);
END
$$;
COMMENT ON FUNCTION postnl.follow_parcels(bigint[]) IS
	'Makes the status of shipments that of their parcels: the one that is worst off decides.';
REVOKE ALL ON FUNCTION postnl.follow_parcels(bigint[]) FROM PUBLIC;

-- A row of ours that is changed becomes the user's, and one that is added to ours
-- changes it: so a dump holds it, and restoring the dump puts it back.
CREATE FUNCTION postnl.status_code_changes()
RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP = 'UPDATE' THEN
		NEW.added := true;
		RETURN NEW;
	END IF;
	UPDATE postnl.status_code AS c
	SET status = NEW.status, phase_code = NEW.phase_code, description_nl = NEW.description_nl,
		description_en = NEW.description_en, final = NEW.final,
		poll_interval = NEW.poll_interval, detail = NEW.detail
	WHERE c.status_code = NEW.status_code AND NOT c.added AND NEW.added;
	RETURN CASE WHEN FOUND THEN NULL ELSE NEW END;
END
$$;
COMMENT ON FUNCTION postnl.status_code_changes() IS
	'Trigger function that keeps account of whose a row of postnl.status_code is.';
REVOKE ALL ON FUNCTION postnl.status_code_changes() FROM PUBLIC;

CREATE TRIGGER status_code_changes BEFORE INSERT OR UPDATE ON postnl.status_code
	FOR EACH ROW EXECUTE FUNCTION postnl.status_code_changes();
COMMENT ON TRIGGER status_code_changes ON postnl.status_code IS
	'Keeps account of whose a row is.';

-- Parcels that have the code follow.
CREATE FUNCTION postnl.status_code_changed()
RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	new_status text := CASE WHEN TG_OP = 'DELETE' THEN 'unknown' ELSE NEW.status END;
	code text := CASE WHEN TG_OP = 'DELETE' THEN OLD.status_code ELSE NEW.status_code END;
	changed bigint[];
BEGIN
	WITH followed AS (
		UPDATE postnl.parcel AS p
		SET status = new_status,
			delivered_at = CASE WHEN new_status = 'delivered' THEN p.status_at END
		WHERE p.status_code = code AND p.status <> new_status
			AND (TG_OP <> 'INSERT' OR p.status = 'unknown')
		RETURNING p.shipment_id)
	SELECT array_agg(DISTINCT f.shipment_id) INTO changed FROM followed AS f;
	PERFORM postnl.follow_parcels(changed);
	IF TG_OP = 'UPDATE' AND NEW.poll_interval IS DISTINCT FROM OLD.poll_interval THEN
		UPDATE postnl.parcel AS p
		SET check_at = coalesce(p.checked_at, p.announced_at, now())
			+ coalesce(NEW.poll_interval, '6 hours')
		WHERE p.status_code = code AND p.check_at IS NOT NULL AND p.news_at IS NULL;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION postnl.status_code_changed() IS
	'Trigger function that lets parcels follow the row of their status code.';
REVOKE ALL ON FUNCTION postnl.status_code_changed() FROM PUBLIC;

CREATE TRIGGER status_code_changed
	AFTER INSERT OR DELETE OR UPDATE OF status, poll_interval ON postnl.status_code
	FOR EACH ROW EXECUTE FUNCTION postnl.status_code_changed();
COMMENT ON TRIGGER status_code_changed ON postnl.status_code IS
	'Lets parcels follow the row of their status code.';
