-- From 1.0 to 1.1: what it leaves is what a fresh 1.1 has, which sql/upgrade.sql checks.
\echo Use "ALTER EXTENSION postnl UPDATE TO '1.1'" to load this file. \quit

-- A return label that is activated is looked for among the shipments.
CREATE INDEX parcel_return_barcode ON postnl.parcel (return_barcode)
	WHERE return_barcode IS NOT NULL;
COMMENT ON INDEX postnl.parcel_return_barcode IS
	'Finds a parcel by the barcode of the return label with it.';
