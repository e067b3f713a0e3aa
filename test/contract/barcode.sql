-- requests: 5
-- postnl_barcode() and postnl_barcodes(): with all optional arguments, and
-- with none.
-- left out: Range
SELECT postnl_barcode();
SELECT postnl_barcode('3S', '1000-9999', 'default');
SELECT postnl_barcode('LA');
SELECT * FROM postnl_barcodes(1);
SELECT * FROM postnl_barcodes(1, '2S', NULL, 'default');
