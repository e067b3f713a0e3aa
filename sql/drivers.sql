-- What drivers send: parameters without a type, numbers for texts, barcodes as they were typed.
\pset null '(null)'

-- Barcodes have one spelling, whoever takes them
SELECT barcode, status FROM postnl_track(' 3sdemo 0000004 ');
SELECT barcode, status FROM postnl_track(ARRAY['3Sdemo0000004', U&'3SDEMO\00A00000004', '3snobody000001']);
SELECT count(*) > 0 AS events, min(barcode) AS barcode FROM postnl_track_events('3s demo 0000004');
SELECT barcode FROM postnl_signature('3sdemo0000004');
SELECT postnl_track_url(' 3sdemo 0000004 ', '3532 va');
SELECT kind, valid FROM postnl_barcode_info(' 3sdemo 0000004 ');
SELECT postnl_watch('3sdemo 0000004', 1001), postnl_watch('3SDEMO0000004');
SELECT barcode, reference FROM postnl.parcel JOIN postnl.shipment USING (shipment_id);
SELECT account IS NOT NULL AS synced FROM postnl_sync();
SELECT count(*) > 0 AS lines FROM postnl_timeline('3s demo0000004');
SELECT postnl_unwatch('3SDEMO 0000004');
SELECT barcode FROM postnl_ship_now('{"reference": "D-1", "receiver": {"last_name": "X", "street": "Y",
	"house_number": "1", "postal_code": "3572ZZ", "city": "Utrecht"}, "parcels": [{"barcode": "3s devc 77 88991"}]}', confirm => false);
SELECT postnl_confirm('3sdevc7788991') AS confirmed, octet_length(postnl_fetch_label('3s devc 7788991')) > 0 AS label;
SELECT sheet, barcode FROM postnl_labels('{3s devc 7788991}', start_at => 'b');
-- (the simulator made no return of that barcode)
SELECT barcode, activated FROM postnl_return_activate('3s devc 0000001');

-- What is none is refused before anything is asked
SELECT * FROM postnl_track('3S-DEMO-0000004');
SELECT barcode, error_code, error FROM postnl_track(ARRAY['3S/../x', '3S?x=y', '..', 'none', '3SDEMO0000004,3SDEMO0000001'],
	on_error => 'report');
SELECT postnl_watch('see mail');
SELECT postnl_confirm('');
SELECT sheet FROM postnl_labels(ARRAY['3SDEVC7788991', '3SDEVC#1']);
SELECT sheet FROM postnl_labels(ARRAY['3SDEVC7788991'], start_at => 'E');

-- An array without its type is a text: what is missing is told
SELECT * FROM postnl_track('{3SDEMO0000004,3SDEMO0000001}');
PREPARE untyped AS SELECT barcode, status FROM postnl_track($1);
EXECUTE untyped('{3SDEMO0000004,3SDEMO0000001}');
PREPARE typed AS SELECT barcode, status FROM postnl_track($1::text[]);
EXECUTE typed('{3SDEMO0000004,3SDEMO0000001}');
PREPARE named AS SELECT barcode, status FROM postnl_track(barcodes => $1);
EXECUTE named('{3SDEMO0000004,3SDEMO0000001}');

-- References: f(1), f('1') and f($1)
SELECT reference, status FROM postnl_track_reference(1001);
SELECT reference, status FROM postnl_track_reference('1001');
PREPARE reference AS SELECT reference, status FROM postnl_track_reference($1);
EXECUTE reference(1001);
SELECT postnl_track_reference_json(1001) IS NOT NULL AS answered;
SELECT reference FROM postnl_track_reference(NULL);
SELECT postnl_track_reference_json(NULL::bigint);

-- House numbers: 9, '9' and $2
SELECT count(*) > 0 AS options FROM postnl_delivery_options('3532VA', 9);
SELECT count(*) > 0 AS options FROM postnl_delivery_options('3532VA', '9');
PREPARE house_number AS SELECT count(*) > 0 AS options FROM postnl_delivery_options($1, $2);
EXECUTE house_number('3532VA', '9');
SELECT street, house_number FROM postnl_postal_code('3532VA', '9');
EXECUTE house_number('3532VA', '9 hs');
SELECT count(*) > 0 AS frames FROM postnl_timeframes('3532VA', ' 9 '::text);
SELECT count(*) > 0 AS addresses FROM postnl_postal_code('3532VA'::varchar, '9.0'::varchar);
SELECT jsonb_typeof(postnl_postal_code_json('3532VA', '9')), postnl_delivery_options_json('3532VA', '9') ? 'DeliveryOptions' AS options,
	postnl_timeframes_json('3532VA', '9') IS NOT NULL AS frames;
SELECT count(*) AS rows FROM postnl_postal_code('3532VA', NULL);
SELECT ordinal, count(*) > 0 AS options FROM postnl_delivery_options('[{"postal_code": "3532VA", "house_number": "9"}]') GROUP BY 1;
PREPARE addresses AS SELECT count(*) > 0 AS options FROM postnl_delivery_options($1);
EXECUTE addresses('[{"postal_code": "3532VA", "house_number": 9}]');

-- Shipping with numbers, in each of the forms
CREATE VIEW forms AS SELECT reference, description #> '{receiver,house_number}' AS house_number
FROM postnl.shipment WHERE reference ~ '^[0-9]+$' ORDER BY shipment_id;
SELECT postnl_ship(2001, 'X', 'Y', 1, '3572ZZ', 'Utrecht') IS NOT NULL AS numbers,
	postnl_ship('2002', 'X', 'Y', '2', '3572ZZ', 'Utrecht') IS NOT NULL AS literals,
	postnl_ship(2003, 'X', 'Y', '3', '3572ZZ', 'Utrecht', weight_g => 5) IS NOT NULL AS reference,
	postnl_ship('2004', 'X', 'Y', 4, '3572ZZ', 'Utrecht', options => '{"remark": "x"}') IS NOT NULL AS house_number,
	postnl_ship(2005::bigint, 'X', 'Y', '5 a'::text, '3572ZZ', 'Utrecht') IS NOT NULL AS mixed;
PREPARE ship AS SELECT postnl_ship($1, $2, $3, $4, $5, $6) IS NOT NULL AS untyped;
EXECUTE ship(2006, 'X', 'Y', 6, '3572ZZ', 'Utrecht');
PREPARE ship_json AS SELECT postnl_ship($1) IS NOT NULL AS untyped;
EXECUTE ship_json('{"reference": 2007, "receiver": {"last_name": "X", "street": "Y", "house_number": 7, "postal_code": "3572ZZ", "city": "Utrecht"}}');
SELECT * FROM forms;
SELECT name, parameter_types FROM pg_prepared_statements ORDER BY name;

-- The same reference, however it is written, is the same shipment
SELECT postnl_ship(2001, 'X', 'Y', 1, '3572ZZ', 'Utrecht') = postnl_ship('2001', 'X', 'Y', '1', '3572ZZ', 'Utrecht') AS same;

-- NULL is no reference, and no number
SELECT postnl_ship(NULL, 'X', 'Y', NULL, '3572ZZ', 'Utrecht');
SELECT postnl_ship(NULL::bigint, 'X', 'Y', 9, '3572ZZ', 'Utrecht') IS NOT NULL AS queued;
DROP VIEW forms;
DEALLOCATE ALL;
