-- Answers that are not about what was asked, and barcodes that are in use.
\pset null '(null)'
\pset format unaligned
\pset tuples_only on
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
SELECT postnl_account_set('legacy', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
SELECT postnl_account_set('v4', customer_code => 'DEVC', customer_number => '11223344', api => 'v4');

CREATE FUNCTION answer(path text, body text) RETURNS void LANGUAGE sql
AS $$ SELECT postnl_request('DELETE', '/_sim/answer'), postnl_request('POST', '/_sim/answer', NULL,
	jsonb_build_object('match', jsonb_build_object('path', path), 'body', body)) $$;
CREATE FUNCTION order_of(barcode text, reference text) RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('reference', reference, 'receiver', '{"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}'::jsonb, 'parcels', jsonb_build_array(jsonb_strip_nulls(
	jsonb_build_object('barcode', barcode)))) $$;
-- What a statement gives: SQLSTATE, message, what PostNL may have
CREATE FUNCTION try(statement text) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
	result text;
	detail text;
BEGIN
	EXECUTE statement INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' ', SQLSTATE, SQLERRM, substring(detail from 'PostNL may have .*'), substring(detail from 'Shipment \d+ is .*'));
END
$$;
CREATE FUNCTION ship_now(account text) RETURNS text LANGUAGE sql
AS $$ SELECT try(format('SELECT string_agg(concat_ws('' '', barcode, label_type), '','') FROM postnl_ship_now(order_of(%L, %L), account => %L)',
	'3SDEVC000000101', 'ORDER-1', account)) $$;

-- Shipping now: another barcode, none, one twice, more, none at all, and another order's reference
CREATE TABLE parts (n integer, says text, legacy text, v4 text);
INSERT INTO parts VALUES
	(1, 'another', '{"Barcode": "3SDEVC000000102"}', '{"barcode": "3SDEVC000000102"}'),
	(2, 'none', '{"ProductCodeDelivery": "3085"}', '{"shipmentReference": "ORDER-1"}'),
	(3, 'twice', '{"Barcode": "3SDEVC000000101"}, {"Barcode": "3SDEVC000000101"}', '{"barcode": "3SDEVC000000101"}, {"barcode": "3SDEVC000000101"}'),
	(4, 'more', '{"Barcode": "3SDEVC000000101"}, {"Barcode": "3SDEVC000000102"}', '{"barcode": "3SDEVC000000101"}, {"barcode": "3SDEVC000000102"}'),
	(5, 'no parts', '', ''),
	(6, 'another reference', '{"Barcode": "3SDEVC000000101", "Reference": "ORDER-2"}', '{"barcode": "3SDEVC000000101", "shipmentReference": "ORDER-2"}');
SELECT says, t.* FROM parts, LATERAL (SELECT answer('/shipment/v2_2/label', '{"ResponseShipments": [' || legacy || ']}')) AS a,
	LATERAL (SELECT ship_now('legacy') WHERE n > 0 OFFSET 0) AS t ORDER BY n;
SELECT says, t.* FROM parts, LATERAL (SELECT answer('/labelconfirm', '{"items": [' || v4 || ']}')) AS a,
	LATERAL (SELECT ship_now('v4') WHERE n > 0 OFFSET 0) AS t ORDER BY n;
SELECT answer('/(label|labelconfirm)$', '{}');
SELECT ship_now('legacy');
SELECT ship_now('v4');
-- errors beside labels
SELECT answer('/shipment/v2_2/label', '{"ResponseShipments": [{"Barcode": "3SDEVC000000101", "Labels": [{"Content": "JVBERi0x"}]}], "Errors": [{"Code": "1", "Description": "Nothing fits"}]}');
SELECT ship_now('legacy');
-- returns
SELECT answer('/(v1/shipment|return/generate)$', '{}');
SELECT try($$SELECT count(*)::text FROM postnl_return(order_of(NULL, 'RETURN-1'))$$);
SELECT try($$SELECT count(*)::text FROM postnl_return(order_of(NULL, 'RETURN-1'), 'v4')$$);
SELECT answer('/(v1/shipment|return/generate)$', '{"ResponseShipments": [{"Barcode": "X"}], "items": [{"barcode": "3SDEVC1 "}]}');
SELECT try($$SELECT count(*)::text FROM postnl_return(order_of(NULL, 'RETURN-1'))$$);
SELECT try($$SELECT count(*)::text FROM postnl_return(order_of(NULL, 'RETURN-1'), 'v4')$$);
SELECT count(*) FROM postnl.shipment;

-- A label that does not come: a warning, a row of postnl.attention, and a way to get it
SELECT answer('/shipment/v2_2/label', '{"ResponseShipments": [{"Barcode": "3SDEVC000000101", "Labels": []}]}');
SELECT barcode, label_type, content IS NULL FROM postnl_ship_now(order_of('3SDEVC000000101', 'ORDER-1'));
SELECT reference, state, reason, remedy FROM postnl.attention;
SELECT answer('/labelconfirm', '{"items": [{"barcode": "3SDEVC000000103", "labels": []}]}');
SELECT barcode, label_type, content IS NULL FROM postnl_ship_now(order_of('3SDEVC000000103', 'ORDER-3'), account => 'v4');
SELECT answer('/v1/shipment', '{"ResponseShipments": [{"Barcode": "3SDEVC000000104"}]}');
SELECT barcode, label_type, content IS NULL FROM postnl_return(order_of(NULL, 'RETURN-1'));
SELECT reference, remedy FROM postnl.attention ORDER BY shipment_id;
SELECT answer('/(label)$', '{"ResponseShipments": [{"Barcode": "3SDEVC000000101"}], "items": [{"barcode": "3SDEVC000000103"}]}');
SELECT try($$SELECT postnl_fetch_label('3SDEVC000000101')::text$$);
SELECT status FROM postnl_request('DELETE', '/_sim/answer');
SELECT try($$SELECT postnl_fetch_label('3SDEVC000000104')::text$$);
SELECT try($$SELECT postnl_fetch_label('3SDEVC000000999')::text$$);
SELECT substr(postnl_fetch_label('3SDEVC000000101'), 1, 5), substr(postnl_fetch_label('3SDEVC000000103'), 1, 5), postnl_fetch_label(NULL);
SELECT barcode, label_type, postnl_label(barcode) = content FROM postnl.label ORDER BY 1;
SELECT reference FROM postnl.attention;
SELECT e->>'barcode', e->>'announced', e->>'labelled' FROM postnl_request('GET', '/_sim/register') AS r, jsonb_array_elements(r.body) AS e ORDER BY 1;

-- Confirming: an answer without the parcel is none
SELECT count(*) FROM postnl_ship_now(order_of('3SDEVC000000105', 'ORDER-5'), confirm => false);
SELECT answer('/shipment/v2/confirm', '{"ResponseShipments": []}');
SELECT try($$SELECT postnl_confirm('3SDEVC000000105')::text$$);
SELECT answer('/shipment/v2/confirm', '{"ResponseShipments": [{"Barcode": "3SDEVC000000101"}]}');
SELECT try($$SELECT postnl_confirm('3SDEVC000000105')::text$$);
SELECT state FROM postnl.shipment WHERE reference = 'ORDER-5';
SELECT status FROM postnl_request('DELETE', '/_sim/answer');
SELECT postnl_confirm('3SDEVC000000105');
-- the label of the second parcel alone
SELECT barcode AS second FROM postnl_ship_now('{"reference": "TWO", "receiver": {"last_name": "X", "street": "Meent", "house_number": "1",
	"postal_code": "3011JA", "city": "Rotterdam"}, "parcels": [{}, {}]}') ORDER BY 1 DESC LIMIT 1 \gset
SELECT barcode = :'second' FROM postnl_labels(ARRAY[:'second']);
SELECT substr(postnl_fetch_label(:'second'), 1, 5);

-- Tracking
SELECT answer('/status/barcode/', '{"CurrentStatus": {"Shipment": {"Barcode": "3SDEVC000000102", "MainBarcode": "3SDEVC000000102", "Status": {"StatusCode": "11"}}}}');
SELECT try($$SELECT status FROM postnl_track('3SDEVC000000101')$$);
SELECT barcode, status, error_code FROM postnl_track(ARRAY['3SDEVC000000101', '3SDEVC000000102'], on_error => 'report');
SELECT try($$SELECT postnl_track_json('3SDEVC000000101')::text$$);
SELECT try($$SELECT count(*)::text FROM postnl_track_events('3SDEVC000000101')$$);
SELECT postnl_watch('3SDEVC000000106');
SELECT failed, error FROM postnl_sync('legacy');
SELECT p.barcode, p.status, p.check_error_code FROM postnl.parcel AS p JOIN postnl.shipment USING (shipment_id) WHERE kind = 'watched';
SELECT postnl_unwatch('3SDEVC000000106');

-- Barcodes: what is none, what came before, and what a parcel has
SELECT answer('/barcode$', '{"Barcode": "3SDEVC000000101 "}');
SELECT try('SELECT postnl_barcode()');
SELECT answer('/barcode$', '{"barcodes": ["<b>3SDEVC000000107</b>"]}');
SELECT try($$SELECT postnl_barcode(account => 'v4')$$);
SELECT answer('/barcode$', '{"Barcode": "3SDEVC000000108"}');
SELECT postnl_barcode();
SELECT try('SELECT string_agg(b, $$ $$) FROM postnl_barcodes(2) AS b');
SELECT answer('/barcode$', '{"barcodes": ["3SDEVC000000108", "3SDEVC000000108"]}');
SELECT try($$SELECT string_agg(b, ' ') FROM postnl_barcodes(2, account => 'v4') AS b$$);
SELECT answer('/barcode$', '{"Barcode": "3SDEVC000000101"}');
SELECT try('SELECT postnl_barcode()');
SELECT try($$SELECT count(*)::text FROM postnl_ship_now(order_of(NULL, 'ORDER-6'))$$);
SELECT status FROM postnl_request('DELETE', '/_sim/answer');
SELECT regexp_replace(try($$SELECT count(*)::text FROM postnl_ship_now(order_of('3SDEVC000000101', 'ORDER-6'))$$), 'Shipment \d+', 'Shipment n');
SELECT count(*) FROM postnl_request('GET', '/_sim/register') AS r, jsonb_array_elements(r.body) AS e WHERE e->>'reference' = 'ORDER-6';
-- one that is watched may be shipped by its barcode
SELECT postnl_watch('3SDEVC000000109');
SELECT count(*) FROM postnl_ship_now(order_of('3SDEVC000000109', 'ORDER-9'));
-- PostNL issues one that a parcel has
SELECT answer('/v1/shipment', '{"ResponseShipments": [{"Barcode": "3SDEVC000000101", "Labels": [{"Content": "JVBERi0x", "Labeltype": "Return Label"}]}]}');
SELECT try($$SELECT count(*)::text FROM postnl_return(order_of(NULL, 'RETURN-2'))$$);

SELECT status FROM postnl_request('POST', '/_sim/reset', body => '{}');
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
DELETE FROM postnl.sync_state;
DROP FUNCTION answer, order_of, try, ship_now;
DROP TABLE parts;
