-- product.sql
--		postnl.product, as the core reads it.

-- statement find_products
-- Services come as their bits' words, joined.
-- returns code text, origin text, destination text null, shipment_type text null,
-- returns services text null, options text null, barcode_type text null, pickup boolean null,
-- returns in_v4 boolean null
-- read only
SELECT code, origin, destination, shipment_type, array_to_string(services, ' ') AS services,
	options, barcode_type, pickup, in_v4
FROM postnl.product
ORDER BY code, origin, destination, options;
