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
	final boolean NOT NULL DEFAULT false,
	poll_interval interval CHECK (poll_interval >= '0'),
	detail boolean NOT NULL DEFAULT true,
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
COMMENT ON COLUMN postnl.status_code.final IS
	'Whether a parcel rests in it: PostNL is not asked for such a parcel any more.';
COMMENT ON COLUMN postnl.status_code.poll_interval IS
	'How long after it was last heard of PostNL is asked for a parcel in it by its barcode; null '
	'is six hours.';
COMMENT ON COLUMN postnl.status_code.detail IS
	'Whether PostNL is asked for the events of a parcel that has got into it.';
COMMENT ON COLUMN postnl.status_code.added IS
	'Whether the row is yours, added or changed; only such rows are dumped.';

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
UPDATE postnl.status_code SET final = true WHERE status = 'delivered';

-- The events of a parcel that nobody has had in hands yet tell nothing.
UPDATE postnl.status_code SET detail = false WHERE status = 'registered';

-- Where the bulk feed tells of a parcel, this is seldom made use of.
UPDATE postnl.status_code AS c SET poll_interval = p.poll_interval
FROM (VALUES
	('registered', interval '12 hours'),
	('in_transit', '2 hours'),
	('out_for_delivery', '15 minutes'),
	('at_pickup_point', '2 hours'),
	('problem', '2 hours'),
	('returning', '6 hours'),
	('unknown', '6 hours')) AS p (status, poll_interval)
WHERE c.status = p.status;

-- Nothing comes of these within hours.
UPDATE postnl.status_code SET poll_interval = '6 hours'
	WHERE status_code IN ('9', '15', '16', '17', '20', '21', '31');
UPDATE postnl.status_code SET poll_interval = '1 day'
	WHERE status_code IN ('14', '18', '19', '99');

UPDATE postnl.status_code SET added = false;

SELECT pg_catalog.pg_extension_config_dump('postnl.status_code', 'WHERE added');
