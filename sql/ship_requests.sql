-- What shipments become on the wire, in both generations of PostNL's API: the
-- scenarios of PostNL's own collection of requests.
\pset null '(null)'
\t on
\pset format unaligned
SET postnl.max_connections = 1;
SELECT postnl_account_set('legacy', customer_code => 'DEVC', customer_number => '11223344', collection_location => '123456',
	sender => '{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344', barcode_source => 'postnl',
	sender => '{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}');

-- A week from today is written as 2 December 2031
CREATE FUNCTION day(days integer, form text DEFAULT 'YYYY-MM-DD') RETURNS text LANGUAGE sql
AS $$ SELECT to_char(now() AT TIME ZONE 'Europe/Amsterdam' + make_interval(days => days), form) $$;
CREATE FUNCTION dated(shipment jsonb) RETURNS jsonb LANGUAGE sql
AS $$ SELECT replace(replace(shipment::text, '2031-12-02', day(7)), '2031-12-01', day(6))::jsonb $$;
CREATE FUNCTION undated(body text) RETURNS text LANGUAGE sql
AS $$ SELECT replace(replace(replace(body, day(7), '2031-12-02'), day(6), '2031-12-01'), day(7, 'DD-MM-YYYY'), '02-12-2031') $$;

-- The body of the last request to a path; times and barcodes differ each time
CREATE FUNCTION sent(path text) RETURNS jsonb
LANGUAGE sql
AS $$
	SELECT regexp_replace(regexp_replace(undated(r->>'body'), '"MessageTimeStamp":"[^"]*"', '"MessageTimeStamp":"now"'),
		'"MessageID":"[^"]*"', '"MessageID":"n"')::jsonb
	FROM postnl_request('GET', '/_sim/requests', '{"limit": 3}'), jsonb_array_elements(body) WITH ORDINALITY AS e (r, n)
	WHERE r->>'path' LIKE '%' || sent.path || '%' AND r->>'body' <> '' ORDER BY n DESC LIMIT 1
$$;

CREATE TABLE scenario (number integer GENERATED ALWAYS AS IDENTITY, name text, shipment jsonb, api text DEFAULT 'both');
CREATE FUNCTION party(name text) RETURNS jsonb
LANGUAGE sql
AS $$
	SELECT CASE name
		WHEN 'nl' THEN '{"receiver": {"type": "consumer", "first_name": "Peter", "last_name": "de Ruiter", "street": "Bilderdijkstraat", "house_number": "9", "house_number_addition": "a bis", "postal_code": "3532 va", "city": "Utrecht", "country": "NL", "email": "p@example.org", "mobile": "+31612345678", "language": "NL"}}'
		WHEN 'be' THEN '{"receiver": {"last_name": "Peeters", "street": "Meir", "house_number": "5", "postal_code": "2000", "city": "Antwerpen", "country": "be"}}'
		WHEN 'from be' THEN '{"sender": {"company": "Winkel", "street": "Meir", "house_number": "6", "postal_code": "2000", "city": "Antwerpen", "country": "BE"}}'
		WHEN 'de' THEN '{"receiver": {"last_name": "Schmidt", "street": "Hauptstrasse", "house_number": "1", "postal_code": "10115", "city": "Berlin", "country": "DE", "email": "s@example.org"}, "parcels": [{"weight_g": 500}]}'
		WHEN 'us' THEN '{"receiver": {"last_name": "Smith", "street": "Main Street", "house_number": "1", "postal_code": "10001", "city": "New York", "region": "NY", "country": "US", "phone": "+12125551234"}, "customs": {"shipment_type": "gift", "currency": "USD", "content": [{"description": "Book", "quantity": 2, "weight_g": 300, "value": 12.5, "hs_code": "49019900", "country_of_origin": "NL"}]}, "parcels": [{"weight_g": 800}]}'
		WHEN 'pickup' THEN '{"pickup_location": {"location_code": "166152", "retail_network_id": "PNPNL-01", "company": "Primera", "street": "Emmastraat", "house_number": "149", "postal_code": "3513SK", "city": "Utrecht"}}'
		WHEN 'consumer' THEN '{"sender": {"first_name": "Peter", "last_name": "de Ruiter", "street": "Bilderdijkstraat", "house_number": "9", "postal_code": "3532VA", "city": "Utrecht", "email": "p@example.org"}}'
		WHEN 'shop' THEN '{"receiver": {"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}}'
		WHEN 'reply number' THEN '{"receiver": {"company": "Shop", "street": "Antwoordnummer", "house_number": "1234", "postal_code": "2132WT", "city": "Hoofddorp"}}'
	END::jsonb
$$;

INSERT INTO scenario (name, shipment) VALUES
	('plain', party('nl') || '{"reference": "ORDER-1"}'),
	('all that a domestic shipment may say', party('nl') || '{"reference": "ORDER-1", "return_address": {"company": "Depot", "street": "Industrieweg", "house_number": "1", "postal_code": "3542AD", "city": "Utrecht"}, "delivery_date": "2031-12-02", "remark": "Bij de buren", "cost_center": "CC-1", "label": {"format": "zpl", "dpi": 300}}'),
	('dimensions', party('nl') || '{"parcels": [{"weight_g": 2000, "length_mm": 250, "width_mm": 200, "height_mm": 125, "volume_cm3": 6250}]}'),
	('multi-collo', party('nl') || '{"parcels": [{"weight_g": 500}, {"weight_g": 700}]}'),
	('insured', party('nl') || '{"insured_value": 250.50}'),
	('stated address only', party('nl') || '{"services": ["stated_address_only"]}'),
	('signature', party('nl') || '{"services": ["signature"]}'),
	('the same by its code', party('nl') || '{"product": "3189"}'),
	('delivery code', party('nl') || '{"insured_value": 250, "services": ["delivery_code"]}'),
	('return when not home', party('nl') || '{"services": ["return_when_not_home"]}'),
	('dangerous goods', party('nl') || '{"services": ["adr_lq"]}'),
	('18+', party('nl') || '{"services": ["age_check_18"]}'),
	('guaranteed before 10', party('nl') || '{"delivery_date": "2031-12-02", "delivery_window": {"guaranteed_before": "10:00"}}'),
	('guaranteed before 12', party('nl') || '{"delivery_date": "2031-12-02", "delivery_window": {"guaranteed_before": "12:00"}}'),
	('guaranteed before 17', party('nl') || '{"delivery_date": "2031-12-02", "delivery_window": {"guaranteed_before": "17:00"}}'),
	('evening', party('nl') || '{"delivery_date": "2031-12-02", "delivery_window": {"service": "evening"}}'),
	('pick-up point', party('nl') || party('pickup')),
	('pick-up point, insured', party('nl') || party('pickup') || '{"insured_value": 100}'),
	('letterbox', party('nl') || '{"shipment_type": "letterbox"}'),
	('label in the box', party('nl') || '{"returns": {"label": "label_in_the_box", "barcode": "3SDEVC7654321"}}'),
	('shipment and return', party('nl') || '{"returns": {"label": "shipment_and_return", "blocked": true, "period_days": 35}}'),
	('to Belgium', party('be')),
	('to Belgium, signature', party('be') || '{"services": ["signature"]}'),
	('from Belgium', party('nl') || party('from be')),
	('in Belgium', party('be') || party('from be')),
	('EU', party('de')),
	('EU, insured', party('de') || '{"services": ["insured"]}'),
	('EU, insured plus', party('de') || '{"insured_value": 400}'),
	('EU, packet', party('de') || '{"shipment_type": "packet"}'),
	('Belgium, letterbox', party('be') || '{"shipment_type": "letterbox"}'),
	('Belgium, letterbox, tracked', party('be') || '{"shipment_type": "letterbox", "services": ["track_trace"]}'),
	('EU, letterbox', party('de') || '{"shipment_type": "letterbox"}'),
	('world', party('us')),
	('world, insured plus', party('us') || '{"insured_value": 400}'),
	('world, letterbox', party('us') || '{"shipment_type": "letterbox"}'),
	('a product that we do not know', party('nl') || '{"product": "9876"}'),
	('raw', party('nl') || '{"raw": {"Reference": "raw", "remark": "raw"}}'),
	('as people write it', '{"reference": 1001, "receiver": {"type": "Consumer", "last_name": "Peeters", "street": "Meir", "house_number": 5,
		"postal_code": "B-2000", "city": "Antwerpen", "country": "België", "email": "p@example.org", "mobile": 32470123456, "language": "nl"},
		"services": ["Signature"], "label": {"format": "ZPL", "dpi": "300"}, "parcels": [{"weight_g": "500"}]}'
		|| jsonb_build_object('delivery_date', timestamptz '2031-12-01 23:30+00', 'cost_center', 42)),
	('the Canary Islands as a part of Spain', party('us') || '{"receiver": {"last_name": "García", "street": "Calle Mayor", "house_number": "1",
		"postal_code": "E-35001", "city": "Las Palmas", "country": "Spanje"}}');
INSERT INTO scenario (name, shipment, api) VALUES
	('Sunday', party('nl') || '{"delivery_date": "2031-12-02", "delivery_window": {"service": "sunday"}}', 'legacy'),
	('options', party('nl') || '{"product": "3085", "options": ["118/006"], "delivery_date": "2031-12-02"}', 'legacy'),
	('16+', party('nl') || '{"services": ["age_check_16"]}', 'v4'),
	('letterbox of 48 hours', party('nl') || '{"shipment_type": "letterbox", "delivery_window": {"duration": "non24hours"}}', 'v4'),
	('registered', party('nl') || '{"services": ["registered"]}', 'v4');
INSERT INTO scenario (name, shipment, api) VALUES
	('return', party('consumer') || party('shop'), 'return'),
	('return, smart', party('consumer') || party('shop') || '{"returns": {"kind": "smart"}}', 'return'),
	('return, reply number', party('consumer') || party('reply number'), 'return'),
	('return, valuable', party('consumer') || party('shop') || '{"returns": {"valuable": true, "period_days": 20}}', 'return');

UPDATE scenario SET shipment = dated(shipment);
CREATE TABLE request (number integer, name text, api text, body jsonb, error text);
DO $$
DECLARE
	s record;
	a text;
	failure text;
BEGIN
	FOR s IN SELECT * FROM scenario ORDER BY number LOOP
		FOREACH a IN ARRAY ARRAY['legacy', 'v4'] LOOP
			CONTINUE WHEN s.api IN ('legacy', 'v4') AND s.api <> a;
			failure := NULL;
			BEGIN
				IF s.api = 'return' THEN
					PERFORM postnl_return(s.shipment, a);
				ELSE
					PERFORM postnl_ship_now(s.shipment, account => a);
				END IF;
			EXCEPTION WHEN OTHERS THEN
				failure := SQLSTATE || ' ' || SQLERRM;
			END;
			INSERT INTO request VALUES (s.number, s.name, a,
				CASE WHEN failure IS NULL OR failure LIKE 'PN%' THEN sent(CASE WHEN a = 'v4' THEN '/v4/' ELSE 'shipment' END) END, failure);
		END LOOP;
	END LOOP;
END $$;

-- All but the parts that are the same each time
SELECT format(E'%s, %s\n%s', name, api, coalesce(error || E'\n', '') || coalesce(CASE api
	WHEN 'v4' THEN regexp_replace(jsonb_strip_nulls(body #- '{sender,address}' #- '{sender,customerCode}' #- '{sender,customerNumber}')::text,
		'"barcode": "3S[A-Z0-9]*"', '"barcode": "3S"', 'g')
	ELSE regexp_replace((body->'Shipments')::text, '"Barcode": "3S[A-Z0-9]*"|"MainBarcode": "3S[A-Z0-9]*"', '"Barcode": "3S"', 'g') || ' ' || (body#>>'{Message,Printertype}') END, ''))
FROM request ORDER BY number, api;

-- What is the same: customer, sender, message
SELECT DISTINCT body->'Customer', body->'Message' FROM request WHERE api = 'legacy' AND name = 'plain';
SELECT DISTINCT body->'sender' FROM request WHERE api = 'v4' AND name = 'plain';

-- V4: no key that PostNL's field tables do not have (Shipment V4 and Return V4)
CREATE FUNCTION leaves(path text, value jsonb) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
	member record;
BEGIN
	IF jsonb_typeof(value) = 'object' THEN
		FOR member IN SELECT * FROM jsonb_each(value) LOOP
			RETURN QUERY SELECT leaves(path || '.' || member.key, member.value);
		END LOOP;
	ELSIF jsonb_typeof(value) = 'array' THEN
		FOR member IN SELECT e.value FROM jsonb_array_elements(value) AS e LOOP
			RETURN QUERY SELECT leaves(path || '[]', member.value);
		END LOOP;
	ELSE
		RETURN NEXT path || ' ' || jsonb_typeof(value);
	END IF;
END
$$;
CREATE TABLE field AS SELECT unnest(string_to_array(
	'shipmentType string,handOverDate string,itemCount number,'
	'labelSettings.outputType string,labelSettings.resolution number,labelSettings.pageOrientation string,'
	'labelSettings.mergeType string,labelSettings.positioning string,labelSettings.printMethod string,'
	'sender.customerNumber string,sender.customerCode string,receiver.customerNumber string,receiver.customerCode string,receiver.type string,'
	'items[].barcode string,items[].customerReferences.shipmentReference string,items[].customerReferences.costCenter string,'
	'items[].customerReferences.returnReference string,items[].dimensions.length number,items[].dimensions.width number,'
	'items[].dimensions.height number,items[].dimensions.volume number,items[].dimensions.weight number,'
	'services.insuredValue number,services.statedAddressOnly boolean,services.returnWhenNotHome boolean,services.minimalAgeCheck string,'
	'services.deliveryConfirmation string,services.deliveryWindow.service string,services.deliveryWindow.guaranteedBefore string,'
	'services.deliveryWindow.duration string,services.adrLq boolean,services.registered boolean,deliveryLocation.pickupLocationId string,'
	'returnOptions.labelType string,returnOptions.returnBarcode string,returnOptions.returnBlock boolean,returnOptions.returnPeriod number,'
	'returnOptions.domestic.returnPeriod number,returnOptions.domestic.valuableReturn boolean,'
	'internationalShipmentData.bundle string,internationalShipmentData.customs.transactionCode string,internationalShipmentData.customs.currency string,'
	'internationalShipmentData.customs.content[].description string,internationalShipmentData.customs.content[].quantity number,'
	'internationalShipmentData.customs.content[].weight number,internationalShipmentData.customs.content[].value number,'
	'internationalShipmentData.customs.content[].countryOfOrigin string,internationalShipmentData.customs.content[].hsTariffNumber string', ',')) AS name;
INSERT INTO field SELECT party || part || key || ' string' FROM unnest(ARRAY['sender.', 'receiver.', 'sender.undeliverableReturnAddress.']) AS party,
	(SELECT 'address.' AS part, unnest(ARRAY['countryIso', 'street', 'houseNumber', 'houseNumberAddition', 'postalCode', 'city',
		'companyName', 'departmentName', 'addressLine', 'internationalAddressData.region']) AS key
	UNION ALL SELECT 'contact.', unnest(ARRAY['firstName', 'lastName', 'email', 'mobileNumber', 'phoneNumber', 'language'])
	UNION ALL SELECT '', unnest(ARRAY['countryIso', 'street', 'houseNumber', 'postalCode', 'city', 'companyName'])) AS k;
SELECT DISTINCT ltrim(leaf, '.') AS not_a_field FROM request, leaves('', body) AS leaf
WHERE api = 'v4' AND name <> 'raw' AND body IS NOT NULL AND NOT EXISTS (SELECT FROM field WHERE field.name = ltrim(leaf, '.')) ORDER BY 1;

-- Both generations gave the same rows for the same description
SELECT s.name, count(DISTINCT l.labels) AS different
FROM scenario AS s JOIN (
	SELECT sh.description, sh.account, array_agg(la.label_type || la.format ORDER BY la.label_id) AS labels
	FROM postnl.shipment AS sh JOIN postnl.label AS la USING (shipment_id) WHERE sh.kind = 'shipment'
	GROUP BY sh.shipment_id) AS l ON l.description = s.shipment
WHERE s.api = 'both' GROUP BY s.number, s.name HAVING count(DISTINCT l.labels) > 1 ORDER BY s.number;

\t off
\pset format aligned
DROP TABLE scenario, request, field;
DROP FUNCTION sent(text), dated(jsonb), undated(text), day(integer, text), party(text), leaves(text, jsonb);
DELETE FROM postnl.account;
DELETE FROM postnl.shipment;
