-- Orders as shops have them: what becomes of each row, and what is told.
\pset null '(null)'
DELETE FROM postnl.account;
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true,
	sender => '{"company": "Winkel", "street": "Meent 9 a", "postal_code": "3011 ja", "city": "Rotterdam", "country": "Nederland"}');
CREATE TABLE shop_order (id uuid, order_no text, customer text, address text, postal_code text, city text, country text,
	phone text, email text, weight numeric(8, 4), wanted timestamptz);
CREATE TRIGGER ship AFTER INSERT ON shop_order REFERENCING NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.company=customer', 'receiver.address_line=address',
	'receiver.postal_code=postal_code', 'receiver.city=city', 'receiver.country=country', 'receiver.phone=phone',
	'receiver.email=email', 'parcels.weight_kg=weight');
CREATE VIEW outcome AS
SELECT s.reference, s.state, s.error, n.change ->> 'key' AS key, n.change ->> 'given' AS given, n.change ->> 'taken' AS taken
FROM postnl.shipment AS s LEFT JOIN LATERAL jsonb_array_elements(s.normalised) WITH ORDINALITY AS n (change, place) ON true
ORDER BY s.shipment_id, n.place;
BEGIN;
INSERT INTO shop_order (order_no, customer, address, postal_code, city, country, phone, email, weight) VALUES
	('R-1', 'Noor Jansen', 'Prins  Hendriklaan 41 hs', '1075 bc', 'Amsterdam', 'Nederland', '06-23456789', 'noor@example.org', 1.25),
	('R-2', 'Wout Peeters', 'Diestsestraat 14 bus 2', 'B-3000', 'Leuven', E'Belgi\u00EB', '0471/23.45.67', '-', 0.35),
	('R-3', 'Chantal Muller', '8, rue de Bonnevoie', 'L-1260', 'Luxembourg', 'LUX', '', NULL, 12),
	('R-4', 'Anke Schulz', E'Torstra\u00DFe 36-39', '10119', 'Berlin', 'Germany', '+49 30 7654321', 'geen', 3),
	('R-5', 'Kees Vos', 'Plein 1944 7', '6511JA', 'Nijmegen', 'nl', 'n.v.t.', 'kees@example.org', 0.0501),
	('R-6', 'De Smid', E'Antwoordnummer\u00A01234 ', '3500 vb', 'Utrecht', NULL, NULL, NULL, NULL),
	('R-7', 'Ria Smit', 'Dorpsstraat 5 9', '1234AB', 'Ons Dorp', 'Holland', NULL, NULL, 1),
	('R-8', 'Ben Smit', 'Dorpsstraat', '1234AB', 'Ons Dorp', 'Holland', NULL, NULL, 1),
	('R-9', 'Vereniging tot Behoud van de Molens van Utrecht', 'Molenweg 1', '3512XA', 'Utrecht', 'NL', '12345', NULL, 1),
	('ORDER-2026-11-0000000000000000000000010', 'Ans Bos', 'Molenweg 1', '3512XA', 'Utrecht', 'NL', NULL, NULL, 1);
SELECT reference, state, error FROM outcome GROUP BY 1, 2, 3 ORDER BY min(reference);
SELECT reference, key, given, taken FROM outcome WHERE key IS NOT NULL;
-- a rejected one is joined by the reference that did not fit
SELECT o.customer, s.state FROM shop_order AS o JOIN postnl.shipment AS s ON s.reference = o.order_no WHERE s.state = 'rejected' ORDER BY 1;
-- the same once more is the same: the description is kept as it was given
DELETE FROM shop_order;
INSERT INTO shop_order (order_no, customer, address, postal_code, city, country, phone, weight)
VALUES ('R-10', 'Jo', 'Molenweg 1', '3512XA', 'Utrecht', 'NL', '030-2345678', 1), ('R-10', 'Jo', 'Molenweg 1', '3512XA', 'Utrecht', 'NL', '030-2345678', 1);
SELECT reference, description -> 'receiver' ->> 'phone' AS given, normalised #>> '{2,taken}' AS taken FROM postnl.shipment WHERE reference = 'R-10';
-- an order that is corrected
INSERT INTO shop_order (order_no, customer, address, postal_code, city) VALUES ('R-11', 'Jo', 'Dorpsstraat 5 9', '3512XA', 'Utrecht');
CREATE TRIGGER correct AFTER UPDATE ON shop_order REFERENCING OLD TABLE AS old NEW TABLE AS new FOR EACH STATEMENT
	EXECUTE FUNCTION postnl_ship_trigger('reference=order_no', 'receiver.company=customer', 'receiver.address_line=address',
	'receiver.postal_code=postal_code', 'receiver.city=city');
UPDATE shop_order SET address = 'Dorpsstraat 5 bis' WHERE order_no = 'R-11';
SELECT * FROM outcome WHERE reference = 'R-11';
-- warnings of many come to an end
INSERT INTO shop_order (order_no, customer, address, postal_code, city, country, phone)
SELECT 'M-' || i, 'Jo', 'Molenweg 1', '3512XA', 'Utrecht', 'NL', '-' FROM generate_series(1, 40) AS i;
SELECT count(*), count(*) FILTER (WHERE normalised @> '[{"key": "receiver.phone", "given": "-"}]') AS told
FROM postnl.shipment WHERE reference LIKE 'M-%';
-- personal data goes from here too
UPDATE postnl.shipment SET state = 'cancelled' WHERE reference = 'M-1';
SELECT postnl_forget('M-1');
SELECT description, normalised FROM postnl.shipment WHERE reference = 'M-1';
ROLLBACK;

-- A uuid as key, the day by a time, a row at a time, and names that are cut
DROP TRIGGER ship ON shop_order;
CREATE TRIGGER ship AFTER INSERT ON shop_order FOR EACH ROW
	EXECUTE FUNCTION postnl_ship_trigger('reference=id', 'receiver.company=customer', 'receiver.street=address',
	'receiver.postal_code=postal_code', 'receiver.city=city', 'delivery_date=wanted', 'on_long:=cut');
BEGIN;
SET LOCAL TimeZone = 'America/New_York';
INSERT INTO shop_order (id, customer, address, postal_code, city, wanted)
SELECT '0B0E3A6E-52A5-4B0B-9F0C-3C1B7F6A1D11', 'Vereniging tot Behoud van de Molens van Utrecht', 'Molenweg 1', '3512XA', 'Utrecht',
	(date_trunc('day', now() AT TIME ZONE 'Europe/Amsterdam') + interval '3 days 30 minutes') AT TIME ZONE 'Europe/Amsterdam';
SELECT reference, state, error, key, given, taken FROM outcome;
SELECT (description ->> 'delivery_date')::date - (now() AT TIME ZONE 'Europe/Amsterdam')::date AS days FROM postnl.shipment;
SELECT o.customer FROM shop_order AS o JOIN postnl.shipment_status AS s ON s.reference = replace(o.id::text, '-', '');
ROLLBACK;

-- What a person calls does the same
BEGIN;
SELECT postnl_ship('{"reference": "P-1", "receiver": {"last_name": "Vos", "street": "Molenweg 1 hs", "postal_code": "3512 xa", "city": "Utrecht",
	"email": "geen", "mobile": "0612345678"}, "parcels": [{"weight_g": 12.5}]}') > 0 AS queued;
SELECT key, given, taken FROM outcome;
SELECT count(*) FROM postnl_ship_now('{"reference": "P-2", "receiver": {"last_name": "Vos", "street": "Molenweg", "house_number": "1 hs",
	"postal_code": "3512XA", "city": "Utrecht", "phone": "-"}, "parcels": [{"barcode": "3SDEVC777000001"}]}');
SELECT key, given, taken FROM outcome WHERE reference = 'P-2';
-- a corrected description takes the place of both
UPDATE postnl.shipment SET state = 'rejected' WHERE reference = 'P-1';
SELECT postnl_requeue(shipment_id, description || '{"parcels": null, "receiver": {"last_name": "Vos", "street": "Molenweg", "house_number": "1",
	"postal_code": "3512XA", "city": "Utrecht"}}') FROM postnl.shipment WHERE reference = 'P-1';
SELECT normalised FROM postnl.shipment WHERE reference = 'P-1';
\set VERBOSITY terse
SELECT postnl_ship('{"receiver": {"last_name": "Vos", "address_line": "Dorpsstraat 5 9", "postal_code": "3512XA", "city": "Utrecht"}}');
ROLLBACK;
-- the account of the settings has a sender too
BEGIN;
DELETE FROM postnl.account;
SET LOCAL postnl.customer_code = 'DEVC';
SET LOCAL postnl.customer_number = '11223344';
SET LOCAL postnl.sender = '{"company": "Winkel", "street": "Meent 9 a", "postal_code": "3011 ja", "city": "Rotterdam"}';
SELECT count(*) FROM postnl_ship_now('{"receiver": {"last_name": "Vos", "street": "Molenweg", "house_number": "1", "postal_code": "3512XA",
	"city": "Utrecht"}, "parcels": [{"barcode": "3SDEVC777000002"}]}');
SELECT (r ->> 'body')::jsonb #>> '{Customer,Address}' AS sender
FROM postnl_request('GET', '/_sim/requests', '{"limit": 3}'), jsonb_array_elements(body) WITH ORDINALITY AS e (r, n)
WHERE r ->> 'path' LIKE '%shipment%' ORDER BY n DESC LIMIT 1;
ROLLBACK;
DROP VIEW outcome;
DROP TABLE shop_order;
DELETE FROM postnl.shipment;
DELETE FROM postnl.account;
