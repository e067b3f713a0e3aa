-- Shipping now: labels, what is kept, confirmation, sheets, barcodes, returns.
\pset null '(null)'
DELETE FROM postnl.account;
SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true,
	sender => '{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');
CREATE FUNCTION shipment(more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT '{"reference": "ORDER-1", "receiver": {"first_name": "Peter", "last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3532 va", "city": "Utrecht", "email": "p@example.org"}}'::jsonb || more $$;
-- The register of the simulator: what PostNL knows
CREATE FUNCTION registered() RETURNS TABLE (barcode text, reference text, announced integer, labelled integer) LANGUAGE sql
AS $$ SELECT e->>'barcode', e->>'reference', (e->>'announced')::integer, (e->>'labelled')::integer
	FROM postnl_request('GET', '/_sim/register'), jsonb_array_elements(body) AS e WHERE e->>'kind' = 'parcel' $$;

-- One parcel: a label, a row of each kind, and PostNL knows of it
SELECT barcode ~ '^3SDEVC\d{9}$' AS barcode, label_type, format, substr(content, 1, 5) AS magic, warnings, product
FROM postnl_ship_now(shipment());
SELECT account, environment, reference, state, kind, api, product, announced_at IS NOT NULL AS announced FROM postnl.shipment;
SELECT p.number, p.barcode = l.barcode AS same_barcode, l.label_type, l.format, postnl_label(p.barcode) = l.content AS same_label
FROM postnl.parcel AS p JOIN postnl.label AS l USING (shipment_id);
SELECT operation, http_status, error FROM postnl.attempt;
SELECT r.barcode = p.barcode AS same, r.reference, r.announced FROM registered() AS r, postnl.parcel AS p;
SELECT t.status, t.reference FROM postnl.parcel AS p, LATERAL postnl_track(p.barcode) AS t;
-- byte for byte, whatever the bytes are
SELECT '\x255044462d00ff0a0d1a80c3c328fe' AS bytes \gset
SELECT status FROM postnl_request('POST', '/_sim/answer', NULL, jsonb_build_object('match', '{"path": "/shipment/v2_2/label"}'::jsonb,
	'body', jsonb_build_object('ResponseShipments', jsonb_build_array(jsonb_build_object('Barcode', '3SDEVC1234567',
		'CodingText', 'S1|12345', 'DownPartnerID', 'LD-01', 'DownPartnerBarcode', 'CG000000000DE', 'Warnings', '[{"Code": "17810", "Description": "Removed"}]'::jsonb,
		'Labels', jsonb_build_array(jsonb_build_object('Labeltype', 'Label', 'Content', encode(:'bytes', 'base64'))))))::text));
SELECT content = :'bytes' AS same, format, warnings FROM postnl_ship_now(shipment('{"parcels": [{"barcode": "3SDEVC1234567"}]}'));
SELECT coding_text, partner_id, partner_barcode, warnings FROM postnl.parcel ORDER BY parcel_id DESC LIMIT 1;
SELECT postnl_label('3SDEVC1234567') = :'bytes' AS same;
SELECT status FROM postnl_request('DELETE', '/_sim/answer');

-- A rollback undoes what is kept here, not what PostNL knows
BEGIN;
SELECT count(*) FROM postnl_ship_now(shipment('{"reference": "ORDER-ROLLBACK"}'));
ROLLBACK;
SELECT count(*) FILTER (WHERE reference = 'ORDER-ROLLBACK') FROM postnl.shipment;
SELECT announced FROM registered() WHERE reference = 'ORDER-ROLLBACK';

-- An answer that is lost: the error tells the barcode, and tracking the truth
CREATE FUNCTION barcode_of_error(shipment jsonb) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
	detail text;
BEGIN
	PERFORM postnl_ship_now(shipment);
	RETURN 'no error';
EXCEPTION WHEN SQLSTATE 'PN500' OR connection_failure OR SQLSTATE 'PN400' THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN substring(detail FROM 'may have accepted parcel (3S[A-Z0-9]+)\.');
END
$$;
SET postnl.retries = 0;
SELECT status FROM postnl_request('POST', '/_sim/faults', body => '{"fault": "ACCEPT500", "match": {"path": "/shipment/v2_2/label"}}');
SELECT status FROM postnl_track(barcode_of_error(shipment()));
SELECT status FROM postnl_request('DELETE', '/_sim/faults');
SELECT status FROM postnl_request('POST', '/_sim/faults', body => '{"fault": "ACCEPTDROP", "match": {"path": "/shipment/v2_2/label"}}');
SELECT status FROM postnl_track(barcode_of_error(shipment()));
SELECT status FROM postnl_request('DELETE', '/_sim/faults');
SELECT barcode_of_error(shipment('{"product": "9901"}'));
-- with a retry the same barcode is sent again, which is the same parcel
SET postnl.retries = 1;
SELECT status FROM postnl_request('POST', '/_sim/faults', body => '{"fault": "ACCEPT500", "times": 1, "match": {"path": "/shipment/v2_2/label"}}');
SELECT label_type FROM postnl_ship_now(shipment('{"reference": "ORDER-TWICE"}'));
SELECT announced FROM registered() WHERE reference = 'ORDER-TWICE';
RESET postnl.retries;
SELECT status FROM postnl_request('DELETE', '/_sim/faults');
DROP FUNCTION barcode_of_error(jsonb);

-- Formats; ZPL as a text
SELECT f.format, s.format, substr(s.content, 1, 3) AS magic
FROM unnest(ARRAY['pdf', 'gif', 'jpg', 'zpl']) AS f (format),
	LATERAL postnl_ship_now(shipment(jsonb_build_object('label', jsonb_build_object('format', f.format)))) AS s;
SELECT convert_from(content, 'UTF8') LIKE '^XA%' || barcode || '%^XZ%' AS zpl
FROM postnl_ship_now(shipment('{"label": {"format": "zpl"}}'));

-- Several parcels: a call for each, one main barcode
SELECT count(*) AS labels, count(DISTINCT barcode) AS barcodes FROM postnl_ship_now(shipment('{"parcels": [{}, {}, {}, {}, {"weight_g": 3000}]}'));
SELECT count(*) AS calls FROM postnl.attempt WHERE shipment_id = (SELECT max(shipment_id) FROM postnl.shipment);

-- Abroad: barcodes of PostNL's own, customs documents, partners
SELECT label_type, format, barcode ~ '^CW\d{9}NL$' AS issued FROM postnl_ship_now(shipment('{"receiver":
	{"last_name": "Smith", "street": "Main Street", "house_number": "1", "postal_code": "10001", "city": "New York", "country": "US"},
	"parcels": [{"weight_g": 800}],
	"customs": {"shipment_type": "gift", "content": [{"description": "Book", "quantity": 1, "weight_g": 300, "value": 12.5, "hs_code": "49019900"}]}}'));
SELECT partner_barcode IS NOT NULL AS partner, length(barcode) FROM postnl_ship_now(shipment('{"receiver":
	{"last_name": "Schmidt", "street": "Hauptstrasse", "house_number": "1", "postal_code": "10115", "city": "Berlin", "country": "DE"}, "parcels": [{"weight_g": 500}]}'));
SELECT p.partner_id, p.partner_barcode IS NOT NULL AS partner FROM postnl.parcel AS p ORDER BY parcel_id DESC LIMIT 1;

-- Label first, announce later
SELECT label_type FROM postnl_ship_now(shipment(jsonb_build_object('reference', 'ORDER-2', 'delivery_date', (now() AT TIME ZONE 'Europe/Amsterdam')::date + 7)), confirm => false);
SELECT reference, account FROM postnl.unconfirmed;
SELECT announced, labelled FROM registered() WHERE reference = 'ORDER-2';
SELECT postnl_confirm(barcode) FROM postnl.unconfirmed;
SELECT announced, labelled FROM registered() WHERE reference = 'ORDER-2';
SELECT count(*) FROM postnl.unconfirmed;
SELECT postnl_confirm(p.barcode) FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id) WHERE s.reference = 'ORDER-2';
SELECT to_date((c.body->0->>'body')::jsonb->'Shipments'->0->>'DeliveryDate', 'DD-MM-YYYY') - (now() AT TIME ZONE 'Europe/Amsterdam')::date AS days
FROM postnl_request('GET', '/_sim/requests', '{"limit": 100}') AS r,
	LATERAL (SELECT jsonb_path_query_array(r.body, '$[*] ? (@.path == "/shipment/v2/confirm")')) AS c (body);

-- Sheets of four
SELECT sheet, array_length(string_to_array(barcode, ','), 1) AS labels, format, substr(content, 1, 5) AS magic
FROM postnl_labels(ARRAY(SELECT barcode FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE barcode LIKE '3S%' AND shipment.product = '3085' ORDER BY parcel_id LIMIT 6), 'pdf', 'B');
SELECT sheet, array_length(string_to_array(barcode, ','), 1) AS labels
FROM postnl_labels(ARRAY(SELECT barcode FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE barcode LIKE '3S%' AND shipment.product = '3085' ORDER BY parcel_id LIMIT 6), 'pdf', 'd');
SELECT count(*) FROM postnl_labels('{}');

-- Barcodes
SELECT postnl_barcode() ~ '^3SDEVC\d{9}$' AS domestic, (postnl_barcode_info(postnl_barcode('LA'))).kind AS mail;
SELECT count(*), count(DISTINCT b) FROM postnl_barcodes(20) AS b;
SELECT count(*) FROM postnl_barcodes(0);

-- Returns
SELECT label_type, format, barcode IS NOT NULL AS barcode FROM postnl_return(
	'{"sender": {"last_name": "Jansen", "street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht"},
	"receiver": {"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}}');
SELECT kind, state FROM postnl.shipment ORDER BY shipment_id DESC LIMIT 1;
SELECT label_type, return_barcode FROM postnl_ship_now(shipment('{"returns": {"label": "label_in_the_box", "barcode": "3SDEVC7654321"}}')) ORDER BY 1;
SELECT * FROM postnl_return_activate('3SDEVC7654321');
SELECT postnl_return_activate_json('3SDEVC7654321');

-- The other generation
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT count(*), count(DISTINCT b) FROM postnl_barcodes(20, account => 'v4') AS b;
SELECT label_type, format FROM postnl_ship_now(shipment('{"reference": "ORDER-3", "parcels": [{}, {}],
	"sender": {"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}}'), false, 'v4');
SELECT postnl_confirm(min(barcode)) FROM postnl.unconfirmed;
SELECT announced, labelled FROM registered() WHERE reference = 'ORDER-3';
SELECT array_agg(DISTINCT operation ORDER BY operation) FROM postnl.attempt JOIN postnl.shipment USING (shipment_id) WHERE account = 'v4';
SELECT format, substr(content, 1, 4) AS magic FROM postnl_ship_now(shipment('{"label": {"format": "png"},
	"sender": {"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}}'), account => 'v4');
SELECT * FROM postnl_return_activate('3SDEVC7654321', 'v4');

-- What was shipped in the sandbox stays there when the account goes into production
BEGIN;
SELECT barcode FROM postnl_ship_now(shipment('{"reference": "ORDER-4", "returns": {"label": "label_in_the_box", "barcode": "3SDEVC7654399"}}'), confirm => false)
	WHERE label_type = 'Label' \gset
SELECT count(*) AS before FROM postnl_request('GET', '/_sim/requests', '{"limit": 1000}'), jsonb_array_elements(body) \gset
SELECT postnl_account_set('shop', environment => 'production');
SELECT shipment_id AS id FROM postnl.unconfirmed WHERE barcode = :'barcode' \gset
SAVEPOINT s;
\set VERBOSITY sqlstate
SELECT postnl_confirm(:'barcode');
ROLLBACK TO s;
SELECT count(*) FROM postnl_labels(ARRAY[:'barcode']);
ROLLBACK TO s;
SELECT * FROM postnl_return_activate('3SDEVC7654399');
ROLLBACK TO s;
SELECT postnl_return_activate_json('3SDEVC7654399');
ROLLBACK TO s;
\set VERBOSITY default
DO $$ BEGIN
	PERFORM postnl_confirm(barcode) FROM postnl.unconfirmed WHERE reference = 'ORDER-4';
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	RAISE NOTICE '%', regexp_replace(SQLERRM, '\d+', 'N');
END $$;
-- nobody was asked
SELECT count(*) - :before AS calls FROM postnl_request('GET', '/_sim/requests', '{"limit": 1000}'), jsonb_array_elements(body);
-- a return that is not from here is PostNL's to know of; and back in the sandbox all goes on
\set VERBOSITY sqlstate
SELECT * FROM postnl_return_activate('3SDEVC7654398');
ROLLBACK TO s;
\set VERBOSITY default
SELECT postnl_account_set('shop', environment => 'sandbox');
SELECT activated FROM postnl_return_activate('3SDEVC7654399');
SELECT postnl_confirm(:'barcode');
ROLLBACK;

-- A transaction that cannot keep the answer asks nothing
SELECT count(*) AS before FROM registered() \gset
START TRANSACTION READ ONLY;
SELECT * FROM postnl_ship_now(shipment());
ROLLBACK;
START TRANSACTION READ ONLY;
SELECT postnl_confirm('3SNOBODY');
ROLLBACK;
SELECT count(*) - :before AS more FROM registered();

-- A role that may ship, and one that may only ask
CREATE ROLE regress_shipper;
CREATE ROLE regress_asker;
SELECT postnl_grant('regress_shipper', 'shipper'), postnl_grant('regress_asker', 'caller');
SET ROLE regress_shipper;
SELECT barcode, content AS label FROM postnl_ship_now(
	'{"receiver": {"last_name": "de Ruiter", "street": "Meent", "house_number": "9", "postal_code": "3011JA", "city": "Rotterdam"}}') \gset
SELECT postnl_label(:'barcode') = :'label' AS same;
INSERT INTO postnl.label (shipment_id, content) VALUES (1, 'x');
SET ROLE regress_asker;
SELECT postnl_ship_now('{}');
SELECT postnl_barcode();
RESET ROLE;
DROP OWNED BY regress_shipper, regress_asker;
DROP ROLE regress_shipper, regress_asker;

-- NULL asks nothing
SELECT count(*) FROM postnl_ship_now(NULL);
SELECT postnl_confirm(NULL);
SELECT postnl_label(NULL), postnl_label('3SNOBODY');
DROP FUNCTION shipment(jsonb), registered();
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
