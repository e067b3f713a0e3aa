-- requests: 8
-- postnl_delivery_options() of one address and of many: with all optional
-- arguments, and with none.
SELECT * FROM postnl_delivery_options('3532VA', 9);
SELECT * FROM postnl_delivery_options('3532 va', 9, 'NL', 'bis', 'Bilderdijkstraat', 'Utrecht', now() + interval '1 hour', 9, '{Daytime,Evening,Sunday,Sameday,Today,08:00-10:00,08:00-12:00,08:00-17:00,Pickup}', 1, 2, '17:30', '{"monday": "14:00", "saturday": null, "sunday": {"sameday": "09:00", "today": "10:00", "regular": "12:00"}, "default": "22:00"}', false, '{"street": "Siriusdreef", "house_number": 42, "house_number_addition": "A", "postal_code": "2132WT", "city": "Hoofddorp", "country": "NL"}', 'default');
SELECT postnl_delivery_options_json('3532VA', 9);
SELECT postnl_delivery_options_json('2000', 5, 'BE', options => '{Daytime,Pickup}');
SELECT * FROM postnl_delivery_options('[{"postal_code": "3532VA", "house_number": 9}]');
SELECT * FROM postnl_delivery_options('[{"postal_code": "3532VA", "house_number": 9, "country": "NL", "house_number_addition": "bis", "street": "Bilderdijkstraat", "city": "Utrecht"}, {"postal_code": "2000", "house_number": 5, "country": "BE"}]', now(), 1, '{Daytime}', 2, 1, '12:00', '{"friday": null}', true, '{"house_number": "42", "postal_code": "2132WT", "country": "NL"}', 'default', 'report');
SELECT postnl_delivery_options_json('[{"postal_code": "3532VA", "house_number": 9}]');
