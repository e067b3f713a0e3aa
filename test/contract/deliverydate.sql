-- requests: 9
-- postnl_delivery_date() and postnl_shipping_date(): with all optional
-- arguments, and with none.
SELECT * FROM postnl_delivery_date('3532VA');
SELECT * FROM postnl_delivery_date('3532 va', now() + interval '1 day', 'NL', 'NL', 9, 'bis', 'Bilderdijkstraat', 'Utrecht', '{Daytime,Evening,Morning,Noon,Sunday,Today,Afternoon}', 2, '16:15', '{"monday": "14:00", "tuesday": "14:00", "wednesday": "15:00", "thursday": "15:00", "friday": "16:00", "saturday": null, "sunday": "12:00"}', 'default');
SELECT * FROM postnl_delivery_date('3532VA', cut_offs => '{"monday": null, "tuesday": null, "wednesday": null, "thursday": null, "friday": null, "saturday": "10:00", "sunday": null}');
SELECT * FROM postnl_delivery_date('2000', country => 'BE', origin_country => 'NL');
SELECT postnl_delivery_date_json('3532VA');

SELECT * FROM postnl_shipping_date('3532VA', current_date + 3);
SELECT * FROM postnl_shipping_date('3532 va', current_date + 3, 'NL', 'NL', 9, 'bis', 'Bilderdijkstraat', 'Utrecht', 2, 'default');
SELECT * FROM postnl_shipping_date('2000', current_date + 3, 'BE', 'BE');
SELECT postnl_shipping_date_json('3532VA', current_date + 3);
