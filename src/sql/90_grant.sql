-- Rights: nothing is granted to PUBLIC, postnl_grant() gives a role what it
-- needs.

CREATE TABLE postnl.privilege
(
	level text NOT NULL CHECK (level IN ('reader', 'caller', 'shipper', 'admin')),
	kind text NOT NULL CHECK (kind IN ('function', 'table')),
	name text NOT NULL,
	PRIMARY KEY (kind, name)
);
COMMENT ON TABLE postnl.privilege IS
	'What each level of postnl_grant() may use; a level has the rights of those below it.';
COMMENT ON COLUMN postnl.privilege.level IS 'Lowest level that has the right.';
COMMENT ON COLUMN postnl.privilege.kind IS
	'function, to be called, or table (or view), to be read.';
COMMENT ON COLUMN postnl.privilege.name IS 'Name of the object, without schema and arguments.';

INSERT INTO postnl.privilege (level, kind, name) VALUES
	('reader', 'function', 'postnl_api_operations'),
	('reader', 'table', 'account'),
	('reader', 'table', 'api_coverage'),
	('reader', 'table', 'attempt'),
	('reader', 'function', 'barcode_spelled'),
	('reader', 'table', 'attention'),
	('reader', 'table', 'event'),
	('reader', 'table', 'here'),
	('reader', 'table', 'pause'),
	('reader', 'table', 'queue'),
	('reader', 'table', 'label'),
	('reader', 'table', 'order_status'),
	('reader', 'table', 'packing_list'),
	('reader', 'table', 'parcel'),
	('reader', 'table', 'product'),
	('reader', 'table', 'shipment'),
	('reader', 'table', 'shipment_status'),
	('reader', 'table', 'stat_worker'),
	('reader', 'function', 'postnl_stat_worker'),
	('reader', 'table', 'status_code'),
	('reader', 'table', 'sync_state'),
	('reader', 'function', 'status_rank'),
	('reader', 'function', 'told_at'),
	('reader', 'table', 'unconfirmed'),
	('reader', 'function', 'known_at'),
	('reader', 'function', 'named_shipments'),
	('reader', 'function', 'only_label'),
	('reader', 'function', 'postnl_label'),
	('reader', 'function', 'postnl_shipment_labels'),
	('reader', 'function', 'postnl_timeline'),
	('reader', 'function', 'postnl_track_url'),
	('reader', 'table', 'privilege'),
	('caller', 'function', 'postnl_barcode_info'),
	('caller', 'function', 'postnl_doctor'),
	('caller', 'function', 'postnl_api_access'),
	('caller', 'function', 'postnl_address'),
	('caller', 'function', 'postnl_address_json'),
	('caller', 'function', 'postnl_address_nl'),
	('caller', 'function', 'postnl_address_nl_json'),
	('caller', 'function', 'postnl_delivery_date'),
	('caller', 'function', 'postnl_delivery_date_json'),
	('caller', 'function', 'postnl_delivery_options'),
	('caller', 'function', 'postnl_delivery_options_json'),
	('caller', 'function', 'postnl_location'),
	('caller', 'function', 'postnl_location_json'),
	('caller', 'function', 'postnl_locations'),
	('caller', 'function', 'postnl_locations_json'),
	('caller', 'function', 'postnl_locations_near'),
	('caller', 'function', 'postnl_locations_near_json'),
	('caller', 'function', 'postnl_locations_within'),
	('caller', 'function', 'postnl_locations_within_json'),
	('caller', 'function', 'postnl_postal_code'),
	('caller', 'function', 'postnl_postal_code_json'),
	('caller', 'function', 'postnl_shipping_date'),
	('caller', 'function', 'postnl_shipping_date_json'),
	('caller', 'function', 'postnl_split_address'),
	('caller', 'function', 'postnl_timeframes'),
	('caller', 'function', 'postnl_timeframes_json'),
	('caller', 'function', 'postnl_signature'),
	('caller', 'function', 'postnl_signature_json'),
	('caller', 'function', 'postnl_track'),
	('caller', 'function', 'postnl_track_json'),
	('caller', 'function', 'postnl_track_events'),
	('caller', 'function', 'postnl_track_events_json'),
	('caller', 'function', 'postnl_track_reference'),
	('caller', 'function', 'postnl_track_reference_json'),
	('caller', 'function', 'postnl_track_updates'),
	('caller', 'function', 'postnl_track_updates_json'),
	('shipper', 'function', 'postnl_await'),
	('shipper', 'function', 'postnl_cancel'),
	('shipper', 'function', 'postnl_cancel_trigger'),
	('shipper', 'function', 'postnl_process'),
	('shipper', 'function', 'postnl_release'),
	('shipper', 'function', 'postnl_requeue'),
	('shipper', 'function', 'postnl_reship'),
	('shipper', 'function', 'postnl_ship'),
	('shipper', 'function', 'postnl_ship_trigger'),
	('shipper', 'function', 'postnl_sync'),
	('shipper', 'function', 'postnl_unwatch'),
	('shipper', 'function', 'postnl_watch'),
	('shipper', 'function', 'postnl_barcode'),
	('shipper', 'function', 'postnl_barcodes'),
	('shipper', 'function', 'postnl_confirm'),
	('shipper', 'function', 'postnl_fetch_label'),
	('shipper', 'function', 'postnl_labels'),
	('shipper', 'function', 'postnl_labels_to_print'),
	('shipper', 'function', 'postnl_request'),
	('shipper', 'function', 'postnl_return'),
	('shipper', 'function', 'postnl_return_activate'),
	('shipper', 'function', 'postnl_return_activate_json'),
	('shipper', 'function', 'postnl_ship_now'),
	('admin', 'function', 'description_hash'),
	('admin', 'function', 'follow_parcels'),
	('admin', 'function', 'own_node'),
	('admin', 'function', 'postnl_adopt'),
	('admin', 'function', 'postnl_event_retry'),
	('admin', 'function', 'postnl_forget'),
	('admin', 'function', 'product_changed'),
	('admin', 'function', 'status_code_changed'),
	('admin', 'function', 'status_code_changes'),
	('admin', 'function', 'postnl_account_delete'),
	('admin', 'function', 'postnl_account_key_set'),
	('admin', 'function', 'postnl_account_set');

CREATE FUNCTION @extschema@.postnl_grant(role regrole, level text)
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	levels CONSTANT text[] := ARRAY['reader', 'caller', 'shipper', 'admin'];
	owner oid := (SELECT extowner FROM pg_extension WHERE extname = 'postnl');
	object record;
BEGIN
	IF role IS NULL OR level IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'role and level must not be null';
	END IF;
	IF NOT level = ANY (levels) THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = 'level must be one of reader, caller, shipper, admin';
	END IF;
	IF NOT pg_has_role(owner, 'USAGE') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = 'permission denied to grant rights on extension "postnl"',
			HINT = 'Only superusers and the owner of the extension may.';
	END IF;

	EXECUTE format('GRANT USAGE ON SCHEMA postnl, @extschema@ TO %s', role);
	FOR object IN
		SELECT 'TABLE postnl.' || quote_ident(p.name) AS identity
		FROM postnl.privilege p
		WHERE p.kind = 'table'
			AND array_position(levels, p.level) <= array_position(levels, level)
		UNION ALL
		SELECT 'ROUTINE ' || f.oid::regprocedure::text
		FROM postnl.privilege p
		JOIN pg_proc f ON f.proname = p.name
		JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = f.oid
			AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
		JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
		WHERE p.kind = 'function'
			AND array_position(levels, p.level) <= array_position(levels, level)
	LOOP
		EXECUTE format('GRANT %s ON %s TO %s',
			CASE WHEN object.identity LIKE 'TABLE %' THEN 'SELECT' ELSE 'EXECUTE' END,
			object.identity, role);
	END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.postnl_grant(regrole, text) IS
	'Grants a role what a level needs: reader, caller, shipper or admin. For superusers '
	'and the extension''s owner.';
REVOKE ALL ON FUNCTION @extschema@.postnl_grant(regrole, text) FROM PUBLIC;
