-- PostNL's status codes and the canonical status of each.

CREATE TABLE postnl.status_code
(
	status_code text PRIMARY KEY,
	status text NOT NULL CHECK (status IN ('registered', 'in_transit',
		'out_for_delivery', 'at_pickup_point', 'delivered', 'returning', 'problem',
		'unknown')),
	phase_code text,
	description_nl text,
	description_en text,
	added boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE postnl.status_code IS
	'PostNL''s status codes with the canonical status that each stands for; rows may be '
	'added and changed.';
COMMENT ON COLUMN postnl.status_code.status_code IS 'Code in PostNL''s answers.';
COMMENT ON COLUMN postnl.status_code.status IS
	'Canonical status; a code that has no row is unknown.';
COMMENT ON COLUMN postnl.status_code.phase_code IS
	'Phase that PostNL gives the code; 4 is not always delivered.';
COMMENT ON COLUMN postnl.status_code.description_nl IS 'PostNL''s description in Dutch.';
COMMENT ON COLUMN postnl.status_code.description_en IS 'PostNL''s description in English.';
COMMENT ON COLUMN postnl.status_code.added IS
	'Whether the row is yours, not the extension''s; only such rows are dumped.';

-- Source: PostNL's reference tables of status and event codes.  27, 28 and 31
-- are in the table of events only.
INSERT INTO postnl.status_code
	(status_code, status, phase_code, description_nl, description_en)
VALUES
	('1', 'registered', '1', 'Zending voorgemeld', 'Shipment pre-alerted'),
	('2', 'in_transit', '1', 'Zending in ontvangst genomen', 'Shipment accepted'),
	('3', 'in_transit', '1', 'Zending afgehaald', 'Shipment collected'),
	('4', 'problem', '1', 'Zending niet afgehaald', 'Shipment not collected'),
	('5', 'in_transit', '2', 'Zending gesorteerd', 'Shipment sorted'),
	('6', 'problem', '2', 'Zending niet gesorteerd', 'Shipment not sorted'),
	('7', 'out_for_delivery', '3', 'Zending in distributieproces', 'Shipment out for delivery'),
	('8', 'problem', '3', 'Zending niet afgeleverd', 'Shipment not delivered'),
	('9', 'in_transit', '3', 'Zending bij douane', 'Shipment at customs'),
	('11', 'delivered', '4', 'Zending afgeleverd', 'Shipment delivered'),
	('12', 'at_pickup_point', '4', 'Zending beschikbaar op afhaallocatie',
		'Shipment at pick-up location'),
	('13', 'registered', '1', 'Voorgemeld: nog niet aangenomen', 'Pre-alerted shipment'),
	('14', 'problem', '1', 'Voorgemeld: definitief niet aangenomen', 'Shipment pre-alerted'),
	('15', 'problem', '1', 'Manco collectie', 'Missing collection'),
	('16', 'problem', '2', 'Manco sortering', 'Missing in sorting'),
	('17', 'problem', '3', 'Manco distributie', 'Missing in distribution'),
	('18', 'problem', '1', 'Definitief manco', 'Definitely missing'),
	('19', 'problem', '1', 'Zending afgekeurd', 'Shipment rejected'),
	('20', 'in_transit', '3', 'Zending in inklaringsproces', 'Shipment in clearance process'),
	('21', 'in_transit', '2', 'Zending in voorraad', 'Shipment in storage'),
	('22', 'delivered', '4', 'Zending afgehaald van Postkantoor',
		'Shipment picked up from post office'),
	('23', 'in_transit', '4', 'Afhaalopdracht gecollecteerd', 'Parcel collected'),
	('27', 'returning', NULL, 'Retour Onbestelbaar', NULL),
	('28', 'returning', NULL, 'Retour Foutieve aflevercode', NULL),
	('31', 'in_transit', NULL, 'Zending klaar voor transport naar land van bestemming', NULL),
	('99', 'unknown', '99', 'Niet van toepassing', 'Not applicable');
UPDATE postnl.status_code SET added = false;

SELECT pg_catalog.pg_extension_config_dump('postnl.status_code', 'WHERE added');
