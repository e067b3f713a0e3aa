-- From 1.0 to 1.1: what it leaves is what a fresh 1.1 has, which sql/upgrade.sql checks.
\echo Use "ALTER EXTENSION postnl UPDATE TO '1.1'" to load this file. \quit

-- A shipment that was in hand at a crash is tried by itself from then on.
DROP INDEX postnl.shipment_suspect;
CREATE INDEX shipment_suspect ON postnl.shipment (account, environment)
	WHERE state = 'queued' AND crashes > 0;
COMMENT ON INDEX postnl.shipment_suspect IS
	'Finds what was in hand when the process that was sending it crashed.';
COMMENT ON COLUMN postnl.shipment.crashes IS
	'Times in a row that the process which had it in hand crashed, or was stuck; after the second '
	'with nothing else in hand it is failed.';

-- A return label that is activated is looked for among the shipments.
CREATE INDEX parcel_return_barcode ON postnl.parcel (return_barcode)
	WHERE return_barcode IS NOT NULL;
COMMENT ON INDEX postnl.parcel_return_barcode IS
	'Finds a parcel by the barcode of the return label with it.';

-- A shipment is told from another one of the same reference by a mark of its description,
-- which stays when the description is cleared.  Where it has been, there is none.
CREATE FUNCTION postnl.description_hash(description jsonb)
RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_description_hash';
COMMENT ON FUNCTION postnl.description_hash(jsonb) IS
	'SHA-256 of a description: the same for those that are equal as jsonb, on every machine.';
REVOKE ALL ON FUNCTION postnl.description_hash(jsonb) FROM PUBLIC;
INSERT INTO postnl.privilege (level, kind, name) VALUES ('admin', 'function', 'description_hash');
ALTER TABLE postnl.shipment ADD COLUMN description_hash bytea;
COMMENT ON COLUMN postnl.shipment.description_hash IS
	'Mark of the description, by which another one with the same reference is told from it; stays '
	'when the description is cleared. Null where that was so before version 1.1.';
UPDATE postnl.shipment SET description_hash = postnl.description_hash(description)
	WHERE outbox AND description IS NOT NULL;
