-- What is kept of failures: every error and warning of an answer, and labels
-- that cannot be read.
\pset null '(null)'
\set VERBOSITY default
DELETE FROM postnl.account;
DELETE FROM postnl.barcode_pool;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
SELECT postnl_account_set('four', customer_code => 'DEVC', customer_number => '11223344', api => 'v4');
CREATE FUNCTION pg_temp.answer(path text, status integer, body text, times integer DEFAULT 1) RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('POST', '/_sim/answer', NULL, jsonb_build_object(
	'match', jsonb_build_object('path', path), 'status', status, 'body', body, 'times', times)) $$;
CREATE FUNCTION pg_temp.clear() RETURNS integer LANGUAGE sql
AS $$ SELECT status FROM postnl_request('DELETE', '/_sim/answer') $$;
CREATE FUNCTION shipment(reference text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference, 'receiver', '{"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3532VA", "city": "Utrecht", "email": "p@example.org"}'::jsonb) || more $$;

-- Every error of a refusal, in both generations
SELECT pg_temp.answer('/label', 400, '{"Errors": [
	{"Error": "Invalid", "Code": "10302", "Description": "The postal code is not valid."},
	{"Error": "Invalid", "Code": 11101, "Description": "Barcode missing"}],
	"Warnings": [{"Code": "17810", "Description": "Amount removed"}], "RequestId": "r-1"}');
SELECT postnl_ship(shipment('E-1')) AS id \gset
SELECT state, error_code, error, jsonb_pretty(error_detail) AS error_detail FROM postnl_await(:id);
SELECT reason, error_detail = (SELECT error_detail FROM postnl.shipment WHERE shipment_id = :id) AS same_detail
FROM postnl.attention WHERE shipment_id = :id;
SELECT pg_temp.answer('/labelconfirm', 400, '{"type": "about:blank", "title": "One or more validation errors occurred.", "status": 400,
	"traceId": "00-abc-01", "errors": {"receiver.city": ["too long", "17701: not known"], "weight": "too low"}}');
SELECT postnl_ship(shipment('E-2'), account => 'four') AS four \gset
SELECT state, error_code, error, jsonb_pretty(error_detail) AS error_detail FROM postnl_await(:four);
SELECT reason FROM postnl.attention WHERE shipment_id = :four;
-- and in the detail of an error
SELECT pg_temp.answer('/label', 400, '{"Errors": [{"Code": "10302", "Description": "The postal code is not valid."},
	{"Code": 11101, "Description": "Barcode missing"}], "Warnings": [{"Code": "17810", "Description": "Amount removed"}]}');
SELECT * FROM postnl_ship_now(shipment('E-3'));

-- A correction, and an erasure, take it away
SELECT postnl_requeue(:id);
SELECT state, error, error_detail FROM postnl_await(:id);
SELECT postnl_forget('E-2');
SELECT error, error_detail FROM postnl.shipment WHERE shipment_id = :four;

-- A check of ours names its key
CREATE TABLE orders (order_no text, customer text, postal_code text);
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name=customer', 'receiver.postal_code=postal_code', 'receiver.street:=Bilderdijkstraat',
	'receiver.house_number:=9', 'receiver.city:=Utrecht');
INSERT INTO orders VALUES ('E-4', 'de Ruiter', '35 VA');
SELECT state, error_code, error, error_detail FROM postnl.shipment WHERE reference = 'E-4';
SELECT reason FROM postnl.attention WHERE reference = 'E-4';
INSERT INTO orders SELECT 'E-4-' || i, 'de Ruiter', '3532VA' || i FROM generate_series(1, 40) AS i;
SELECT error_detail, count(*) FROM postnl.shipment WHERE reference LIKE 'E-4-%' GROUP BY 1;
DROP TABLE orders;

-- A refusal after a call of unclear outcome is what stands, once PostNL was asked
SELECT pg_temp.answer('/label', 400, '{"Errors": [{"Code": "1", "Description": "One: and"}, {"Code": "2", "Description": "two"}]}');
SELECT pg_temp.answer('/label', 500, 'Hello');
SELECT postnl_ship(shipment('E-5')) AS id \gset
SELECT state, error_code, error, error_detail FROM postnl_await(:id);
SELECT operation, http_status, error FROM postnl.attempt WHERE shipment_id = :id ORDER BY attempt_id;

-- Warnings: beside errors in a success, of an announcement, of a confirmation
SELECT pg_temp.answer('/label', 200, '{"ResponseShipments": [{"Barcode": "3SDEVC0000601", "Labels": [],
	"Errors": [{"Code": "111", "Description": "No label available, Direct Infeed"}, {"Code": "112", "Description": "Nor another"}],
	"Warnings": [{"Code": "500", "Description": "Beware"}]}]}', 3);
SELECT postnl_ship(shipment('E-6', '{"parcels": [{"barcode": "3SDEVC0000601"}]}')) AS id \gset
SELECT state, error, jsonb_pretty(error_detail) AS error_detail FROM postnl_await(:id);
SELECT pg_temp.clear();
SELECT pg_temp.answer('/label', 200, '{"ResponseShipments": [{"Barcode": "3SDEVC0000605", "Errors": [{"Code": "111", "Description": "No label"},
	{"Code": "112", "Description": "Nor another"}], "Warnings": [{"Code": "500", "Description": "Beware"}]}]}');
SELECT * FROM postnl_ship_now(shipment('E-6', '{"parcels": [{"barcode": "3SDEVC0000605"}]}'));
SELECT pg_temp.answer('/labelconfirm', 200, jsonb_build_object('warnings', '["Of all", ""]'::jsonb, 'items', jsonb_build_array(
	jsonb_build_object('barcode', '3SDEVC0000602', 'warnings', '["Beware", {"code": "5", "description": "of this"}]'::jsonb,
		'labels', jsonb_build_array(jsonb_build_object('labelType', 'Label', 'label', encode('%PDF-1', 'base64'))))))::text);
SELECT postnl_ship(shipment('E-7', '{"parcels": [{"barcode": "3SDEVC0000602"}]}'), account => 'four') AS id \gset
SELECT state, error_detail FROM postnl_await(:id);
SELECT barcode, warnings FROM postnl.parcel WHERE shipment_id = :id;
SELECT pg_temp.answer('/label', 200, jsonb_build_object('ResponseShipments', jsonb_build_array(jsonb_build_object(
	'Barcode', '3SDEVC0000603', 'Warnings', '{"Code": "1", "Description": "of the label"}'::jsonb,
	'Labels', jsonb_build_array(jsonb_build_object('Labeltype', 'Label', 'Content', encode('%PDF-1', 'base64'))))))::text);
SELECT warnings FROM postnl_ship_now(shipment('E-8', '{"parcels": [{"barcode": "3SDEVC0000603"}]}'), confirm => false);
SELECT pg_temp.answer('/confirm', 200, '{"ResponseShipments": [{"Barcode": "3SDEVC0000603", "Errors": [],
	"Warnings": [{"Code": "2", "Description": "of the confirmation"}, {"Code": "", "Description": ""}]}]}');
SELECT postnl_confirm('3SDEVC0000603');
SELECT state, warnings FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE barcode = '3SDEVC0000603';
-- which may quote what is personal
SELECT postnl_forget('E-8');
SELECT warnings FROM postnl.parcel WHERE barcode = '3SDEVC0000603';

-- Base64 in lines of 76 characters, with blanks; the key is in no warning
SELECT pg_temp.clear();
SELECT pg_temp.answer('/label', 200, jsonb_build_object('ResponseShipments', jsonb_build_array(jsonb_build_object(
	'Barcode', '3SDEVC0000604', 'Warnings', jsonb_build_array(jsonb_build_object('Code', '1',
		'Description', 'apikey ' || current_setting('postnl.api_key'))),
	'Labels', jsonb_build_array(jsonb_build_object('Labeltype', 'Label', 'Content',
		E' \t' || replace(encode(convert_to(repeat('%PDF-1 ', 40), 'UTF8'), 'base64'), E'\n', E'\r\n') || E'\r\n')))))::text);
SELECT format, convert_from(content, 'UTF8') = repeat('%PDF-1 ', 40) AS whole,
	warnings #>> '{0,text}' ~ '^apikey \*+$' AS redacted
FROM postnl_ship_now(shipment('E-9', '{"parcels": [{"barcode": "3SDEVC0000604"}]}'));

-- What is broken names its field; the others of the call are settled
CREATE FUNCTION pg_temp.two_labels(barcode text, first jsonb, second jsonb) RETURNS text LANGUAGE sql
AS $$ SELECT jsonb_build_object('ResponseShipments', jsonb_build_array(
	jsonb_build_object('Barcode', barcode || 1, 'Labels', first), jsonb_build_object('Barcode', barcode || 2, 'Labels', second)))::text $$;
SELECT pg_temp.answer('/label', 200, pg_temp.two_labels('3SDEVC000070', '[{"Labeltype": "Label", "Content": "JVBERi0x!"}]',
	jsonb_build_array(jsonb_build_object('Labeltype', 'Label', 'Content', encode('%PDF-2', 'base64')))));
BEGIN;
SELECT postnl_ship(shipment('E-10', '{"parcels": [{"barcode": "3SDEVC0000701"}]}')) AS broken \gset
SELECT postnl_ship(shipment('E-11', '{"parcels": [{"barcode": "3SDEVC0000702"}]}')) AS good \gset
COMMIT;
SELECT state, error_detail FROM postnl_await(:good);
SELECT convert_from(postnl_label('3SDEVC0000702'), 'UTF8') AS label;
SELECT state <> 'announced' AS not_yet, in_doubt, error_code, error, error_detail FROM postnl.shipment WHERE shipment_id = :broken;
SELECT state, attempts, error_detail FROM postnl_await(:broken);
SELECT barcode, announced_at IS NOT NULL AS announced, count(l.label_id) AS labels
FROM postnl.parcel AS p LEFT JOIN postnl.label AS l USING (shipment_id, barcode) WHERE p.shipment_id IN (:broken, :good) GROUP BY 1, 2 ORDER BY 1;
-- of another shape, or of nothing
SELECT pg_temp.answer('/label', 200, pg_temp.two_labels('3SDEVC000071', '"none"',
	'[{"Labeltype": "Label", "Content": "JVBERi0x"}, {"Labeltype": "Label", "Content": " "}]'));
BEGIN;
SELECT postnl_ship(shipment('E-12', '{"parcels": [{"barcode": "3SDEVC0000711"}]}')) AS first \gset
SELECT postnl_ship(shipment('E-13', '{"parcels": [{"barcode": "3SDEVC0000712"}]}')) AS second \gset
COMMIT;
SELECT state, attempts FROM postnl_await(:first);
SELECT state, attempts FROM postnl_await(:second);
SELECT shipment_id - :first AS shipment, http_status, error FROM postnl.attempt WHERE shipment_id IN (:first, :second) ORDER BY 1, attempt_id;
SELECT pg_temp.clear();
SELECT pg_temp.answer('/label', 200, '{"ResponseShipments": [{"Barcode": "3SDEVC0000703", "Labels": [{"Labeltype": "Label", "Content": "JVBERi0x!"}]}]}', 9);
SELECT * FROM postnl_ship_now(shipment('E-14', '{"parcels": [{"barcode": "3SDEVC0000703"}]}'));
SELECT pg_temp.clear();

-- the barcode that PostNL issued is known all the same: it is sent under that again
SELECT postnl_account_set('issued', customer_code => 'DEVC', customer_number => '11223344', barcode_source => 'postnl');
SELECT pg_temp.answer('/v1/shipment', 200, '{"ResponseShipments": [{"Barcode": "3SDEVC0000721", "Labels": [{"Labeltype": "Label", "Content": "JVBERi0x!"}]}]}');
SELECT postnl_ship(shipment('E-16'), account => 'issued') AS id \gset
SELECT state, attempts FROM postnl_await(:id);
SELECT operation, http_status, error FROM postnl.attempt WHERE shipment_id = :id ORDER BY attempt_id;
SELECT barcode, announced_at IS NOT NULL AS announced FROM postnl.parcel WHERE shipment_id = :id;

-- How a reply begins that cannot be read, without the key
SELECT pg_temp.answer('/label', 200, '<html><head><title>x</title></head><body><h1>Down</h1> for ' || repeat('maintenance ', 20) || '</body></html>', 9);
SELECT * FROM postnl_ship_now(shipment('E-15', '{"parcels": [{"barcode": "3SDEVC0000704"}]}'));
SELECT pg_temp.answer('/label', 200, 'key ' || current_setting('postnl.api_key') || E'\x01\r\nend', 9);
SELECT * FROM postnl_ship_now(shipment('E-15', '{"parcels": [{"barcode": "3SDEVC0000704"}]}'));
SELECT pg_temp.clear();

DROP FUNCTION shipment(text, jsonb);
DELETE FROM postnl.shipment;
SELECT state, reason FROM postnl.attention;
