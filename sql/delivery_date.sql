-- Delivery and shipping dates in both generations, against the simulator.
\pset null '(null)'
SET datestyle = 'ISO';
SET timezone = 'Europe/Amsterdam';

SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00');
SELECT * FROM postnl_delivery_date('3532 va', '2031-03-03 10:00', cut_offs => '{"monday": "09:00", "default": "22:00"}');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', cut_offs => '{"default": "09:00"}');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', shipping_duration => 3);
SELECT * FROM postnl_delivery_date('2000', '2031-03-03 10:00', 'BE');
SELECT * FROM postnl_shipping_date('3532VA', '2031-03-05');
SELECT * FROM postnl_shipping_date('3532VA', '2031-03-07', shipping_duration => 2);
SELECT key FROM jsonb_each(postnl_delivery_date_json('3532VA', '2031-03-03 10:00')) ORDER BY key;
SELECT postnl_shipping_date_json('3532VA', '2031-03-05') ? 'SentDate' AS sent;

-- The other generation has the first of the two; the second stays as it was
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', house_number => 9, account => 'v4');
SELECT * FROM postnl_shipping_date('3532VA', '2031-03-05', account => 'v4');

\set VERBOSITY terse
SELECT * FROM postnl_delivery_date('x', '2031-03-03 10:00');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', 'LU');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', origin_country => 'DE');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', options => '{DayTime}');
SELECT * FROM postnl_delivery_date('3532VA', '2031-03-03 10:00', house_number => 0);
SELECT * FROM postnl_shipping_date('3532VA', '2020-03-05');
SELECT * FROM postnl_shipping_date('3532VA', '2031-03-05', shipping_duration => 0);
\set VERBOSITY default
SELECT count(*) FROM postnl_delivery_date(NULL);
SELECT count(*) FROM postnl_shipping_date('3532VA', NULL);
DELETE FROM postnl.account;
