-- stock.sql
--		postnl.barcode_pool: barcodes that were reserved ahead.

-- include base/fragments.sql

-- fragment of_serie
account = @account AND environment = @environment AND serie = @serie
	/* since 1.1 */ AND node = {own_node} /* end */

-- statement take_barcodes
-- @account text, @environment text, @serie text, @most integer
-- returns barcode text
DELETE FROM postnl.barcode_pool WHERE ctid = ANY (ARRAY(
	SELECT ctid FROM postnl.barcode_pool WHERE {of_serie}
	ORDER BY account, environment, serie, barcode LIMIT @most FOR UPDATE SKIP LOCKED))
RETURNING barcode;

-- statement put_barcodes
-- @account text, @environment text, @serie text, @barcodes text[]
INSERT INTO postnl.barcode_pool (account, environment, serie, barcode)
SELECT @account, @environment, @serie, unnest(@barcodes) ON CONFLICT DO NOTHING;

-- statement count_barcodes
-- @account text, @environment text, @serie text, @most integer
-- returns count integer
SELECT count(*)::integer AS count FROM (
	SELECT FROM postnl.barcode_pool WHERE {of_serie} LIMIT @most) AS counted;

-- statement clear_foreign
/* since 1.1 */ DELETE FROM postnl.barcode_pool WHERE node IS DISTINCT FROM {own_node} /* end */;
