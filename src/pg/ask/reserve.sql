-- reserve.sql
--		Which barcodes are somebody's.

-- statement find_new
-- Counting keeps the planner at the indexes: no join reads the whole table.
-- @environment text, @barcodes text[]
-- returns barcode text
-- read only
SELECT b.barcode FROM unnest(@barcodes) WITH ORDINALITY AS b (barcode, place)
WHERE (SELECT count(*) FROM postnl.parcel AS p WHERE p.barcode = b.barcode
		AND p.followed_in = @environment /* since 1.1 */ AND p.barcode_shared IS NULL /* end */) = 0
	AND (SELECT count(*) FROM postnl.barcode_pool AS q WHERE q.barcode = b.barcode
		AND q.environment = @environment) = 0
ORDER BY b.place;

-- statement find_taken
-- @environment text, @barcode text
-- read only
SELECT FROM postnl.parcel AS p WHERE p.barcode = @barcode AND p.followed_in = @environment
	/* since 1.1 */ AND p.barcode_shared IS NULL /* end */;
