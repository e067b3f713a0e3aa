-- What is refused before a call: the key and its limit are named, never a
-- person's data but for a line of two readings; and what PostNL refuses, in its words.
\set VERBOSITY terse
CREATE FUNCTION shipment(more jsonb DEFAULT '{}', of_receiver jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT '{}'::jsonb || jsonb_build_object('receiver', '{"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3532VA", "city": "Utrecht"}'::jsonb || of_receiver) || more $$;
CREATE FUNCTION try(shipment jsonb) RETURNS text LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM postnl_ship_now(shipment);
	RETURN 'shipped';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
\pset format unaligned
\t on
SELECT try(s) FROM (VALUES
	(1, '[]'::jsonb), (2, '"x"'), (3, '{}'),
	-- keys
	(10, shipment('{"reciever": {}}')), (11, shipment('{"parcel": []}')), (12, shipment('{"zzzzzzzz": 1}')),
	(13, shipment('{}', '{"postalcode": "x"}')), (14, shipment('{"parcels": [{"weight": 1}]}')), (15, shipment('{"customs": {"contents": []}}')),
	-- the receiver
	(20, shipment('{}', '{"street": "Hoofdstraat 12 3", "house_number": null}')), (21, shipment('{}', '{"house_number": null}')),
	(22, shipment('{}', '{"postal_code": "1"}')), (23, shipment('{}', '{"postal_code": null}')), (24, shipment('{}', '{"city": ""}')),
	(25, shipment('{}', '{"last_name": null}')), (26, shipment('{}', '{"last_name": "<b>Peter</b>"}')), (27, shipment('{}', '{"last_name": "Peter >"}')),
	(28, shipment('{}', jsonb_build_object('last_name', repeat('é', 36)))), (29, shipment('{}', jsonb_build_object('last_name', repeat('é', 35)))),
	(30, shipment('{}', '{"country": "Nederwelt"}')), (31, shipment('{}', '{"mobile": "06-nummer"}')), (32, shipment('{}', '{"phone": "12345"}')),
	(33, shipment('{}', '{"email": "peter"}')), (34, shipment('{}', '{"house_number": {"a": 1}}')), (35, shipment('{"receiver": "Peter"}')),
	-- the rest
	(40, shipment('{"reference": "123456789012345678901234567890123456"}')), (41, shipment('{"parcels": [{"weight_g": 0}]}')),
	(42, shipment('{"parcels": [{"weight_g": 40000}]}')), (43, shipment('{"parcels": [{"weight_g": "licht"}]}')), (44, shipment('{"parcels": {}, "remark": 5}')),
	(45, shipment('{"insured_value": 12.345}')), (46, shipment('{"insured_value": -1}')), (47, shipment('{"insured_value": 100000}')),
	(48, shipment('{"services": ["sing"]}')), (49, shipment('{"services": "signature"}')), (50, shipment('{"services": ["signature", "age_check_18"]}')),
	(51, shipment('{"product": "30"}')), (52, shipment('{"options": ["118-006"]}')), (53, shipment('{"delivery_date": "morgen"}')),
	(54, shipment('{"delivery_window": {"service": "evening"}}')), (55, shipment('{"delivery_date": "2031-12-01", "delivery_window": {"service": "evening"}}')),
	(56, shipment('{"pickup_location": {"location_code": "166152"}}')), (57, shipment('{"label": {"format": "doc"}}')), (58, shipment('{"label": {"dpi": 100}}')),
	(58, shipment('{"label": {"dpi": 400}}')),
	(58, shipment('{"delivery_date": "2020-01-01"}')), (58, shipment('{"delivery_date": "2199-01-01"}')), (58, shipment('{"hand_over_date": "2020-01-01"}')),
	(58, shipment('{"receiver_date_of_birth": "2199-01-01"}')),
	(59, shipment('{"raw": []}')), (60, shipment('{"raw": [1]}')), (61, shipment('{"services": ["delivery_code"]}')),
	(62, shipment('{"services": ["age_check_16"]}')), (63, shipment('{"parcels": [{"barcode": "3S"}]}')),
	-- abroad
	(70, shipment('{}', '{"country": "US", "postal_code": "10118"}')), (71, shipment('{"customs": {"shipment_type": "gift"}}', '{"country": "US", "postal_code": "10118"}')),
	(72, shipment('{"customs": {"shipment_type": "gift", "content": [{"description": "Book", "quantity": 1}]}}', '{"country": "US", "postal_code": "10118"}')),
	(73, shipment('{"customs": {"shipment_type": "commercial_goods", "content": [{"description": "Book", "quantity": 1, "weight_g": 1, "value": 1}]}}', '{"country": "US", "postal_code": "10118"}')),
	(74, shipment('{"customs": {"shipment_type": "gift", "content": [{"description": "Book", "quantity": 1, "weight_g": 1, "value": 1.999, "hs_code": "12"}]}}', '{"country": "US", "postal_code": "10118"}')),
	(74, shipment('{"customs": {"shipment_type": "gift", "content": [{"description": "Book", "quantity": 1, "weight_g": 1, "value": 1}]}, "parcels": [{"weight_g": 30001}]}', '{"country": "US", "postal_code": "10118"}')),
	(74, shipment('{"customs": {"shipment_type": "gift", "content": [{"description": "Book", "quantity": 1, "weight_g": 1, "value": 1}]}, "parcels": [{"barcode": "3SDEVC1234567", "weight_g": 5}]}', '{"country": "US", "postal_code": "10118"}')),
	(74, shipment('{"insured_value": 501}', '{"country": "DE", "postal_code": "10115"}')),
	(74, shipment('{"parcels": [{}, {"barcode": "CD123456785NL"}]}')),
	(75, shipment('{}', '{"country": "BE"}')), (76, shipment('{}', '{"country": "DE", "postal_code": null}')), (77, shipment('{}', '{"country": "DE", "postal_code": "10115"}'))
) AS t (n, s) ORDER BY n;
-- Nothing was kept, and PostNL was not asked
SELECT count(*) FROM postnl.shipment WHERE description->'receiver'->>'last_name' IS DISTINCT FROM repeat('é', 35);

-- What PostNL refuses: as a whole, and inside an answer of success
SELECT try(shipment('{"product": "9901"}'));
SELECT try(shipment('{"parcels": [{"barcode": "3SDEVC/12345"}]}'));
SELECT try(shipment('{"raw": {"Barcode": "AA123456789"}}'));
SELECT try(shipment() || '{"raw": {"ProductCodeDelivery": "x"}}');
SELECT status FROM postnl_request('POST', '/_sim/quirks', body => '{"refusals": "shipment"}');
SELECT try(shipment('{"product": "9901"}'));
SELECT status FROM postnl_request('DELETE', '/_sim/quirks');
-- A request over 200 KB
SELECT try(shipment(jsonb_build_object('raw', jsonb_build_object('x', repeat('x', 210000)))));

-- What the wire cannot say is refused when it is asked for, not when it is sent:
-- barcodes of several parcels that PostNL would have to issue
SELECT postnl_account_set('legacy', customer_code => 'DEVC', customer_number => '11223344', is_default => true),
	postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
CREATE FUNCTION shipment_to(country text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT shipment('{"parcels": [{"weight_g": 500}, {"weight_g": 700}], "customs": {"shipment_type": "gift", "content":
	[{"description": "Boek", "quantity": 1, "weight_g": 400, "value": 10}]}}', jsonb_build_object('country', country,
	'postal_code', CASE country WHEN 'NL' THEN '3532VA' WHEN 'CH' THEN '8001' ELSE '10115' END)) || more $$;
CREATE FUNCTION try_all(shipment jsonb, account text DEFAULT 'legacy') RETURNS SETOF text LANGUAGE plpgsql
AS $$
DECLARE
	call text;
BEGIN
	FOREACH call IN ARRAY ARRAY['postnl_ship($1, $2)', 'postnl_ship_now($1, false, $2)', 'postnl_return($1, $2)'] LOOP
		BEGIN
			EXECUTE 'SELECT ' || call USING shipment, account;
			RETURN NEXT call || ' is done';
		EXCEPTION WHEN OTHERS THEN
			RETURN NEXT call || ' ' || SQLSTATE || ' ' || SQLERRM;
		END;
	END LOOP;
END
$$;
BEGIN;
SELECT try_all(shipment_to('CH'));
SELECT try_all(shipment_to('DE', '{"product": "6350"}'));
SELECT try_all(shipment_to('NL'));
SELECT try_all(shipment_to('CH'), 'v4');
SELECT try_all(shipment_to('CH', '{"parcels": [{"weight_g": 5, "barcode": "CC123456785NL"}, {"weight_g": 5, "barcode": "CC987654326NL"}]}'));
SELECT try_all(shipment('{"label": {"format": "PNG"}}'));
SELECT try_all(shipment('{"options": ["118/006"]}'), 'v4');
-- a correction
SELECT postnl_ship(shipment('{"reference": "CORRECTED"}')) AS corrected \gset
SELECT postnl_cancel(:corrected);
SAVEPOINT requeue;
SELECT postnl_requeue(:corrected, shipment => shipment_to('CH'));
ROLLBACK TO requeue;
-- rows by a trigger
CREATE TABLE orders (country text, account text);
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger(
	'receiver.country=country', 'account=account', 'receiver.last_name:=A', 'receiver.street:=B', 'receiver.house_number:=4',
	'receiver.postal_code:=8001', 'receiver.city:=C', 'product:=4909', 'parcels:=[{"weight_g": 500}, {"weight_g": 700}]',
	'customs:={"shipment_type": "gift", "content": [{"description": "Boek", "quantity": 1, "weight_g": 400, "value": 10}]}');
INSERT INTO orders VALUES ('CH', 'legacy'), ('CH', 'v4');
SELECT account, state, error_code, error FROM postnl.shipment WHERE description->'receiver'->>'last_name' = 'A' ORDER BY 1;
ROLLBACK;
DROP FUNCTION shipment_to(text, jsonb), try_all(jsonb, text);
-- a key that says nothing is nothing, also where the account has something to say
SELECT postnl_account_set('legacy', label_format => 'zpl');
SELECT try(shipment('{"label": ""}')), try(shipment('{"label": []}')), try(shipment('{"label": null}'));
DELETE FROM postnl.account;

-- An account without a customer
SELECT postnl_account_set('nobody', is_default => true);
SELECT try(shipment());
DELETE FROM postnl.account;

-- What was not shipped here
SELECT postnl_confirm('3SNOBODY0000001');
SELECT * FROM postnl_labels('{3SNOBODY0000001}');
SELECT * FROM postnl_labels('{3SNOBODY0000001}', 'pdf', 'E');
SELECT * FROM postnl_labels('{3SNOBODY0000001}', 'zpl');
SELECT * FROM postnl_barcodes(-1);
SELECT postnl_barcode('XX');
\t off
\pset format aligned
DROP FUNCTION shipment(jsonb, jsonb), try(jsonb);
DELETE FROM postnl.shipment;
