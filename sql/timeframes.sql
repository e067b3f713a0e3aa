-- Timeframes in both generations of PostNL's API, against the simulator.
\pset null '(null)'
SET datestyle = 'ISO';
SET timezone = 'Europe/Amsterdam';

-- A row for each day and option; a day without has one that says why
SELECT * FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-10', '{Daytime,Evening,Sunday}')
ORDER BY delivery_date, available DESC, options, from_time;

-- Sorting on Sundays makes a delivery on Monday possible
SELECT delivery_date, options, available FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-10', '2031-03-10',
	'{Daytime}', sunday_sorting => true);
SELECT count(*) FILTER (WHERE available) AS available
FROM postnl_timeframes('2000', 5, 'BE', '2031-03-03', '2031-03-08', '{Daytime}');

-- The other generation: the same columns, the same words
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT delivery_date, options, available, from_time < to_time AS has_times, reason
FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-09', '{Daytime,Evening}', account => 'v4')
ORDER BY delivery_date, options;
SELECT key FROM jsonb_each(postnl_timeframes_json('3532VA', 9, 'NL', '2031-03-07', '2031-03-09',
	'{Daytime,Evening}', account => 'v4')) ORDER BY key;

-- The default is the week to come
SELECT min(delivery_date) > current_date - 1 AS from_tomorrow, max(delivery_date) - min(delivery_date) AS days
FROM postnl_timeframes('3532VA', 9);

\set VERBOSITY terse
SELECT * FROM postnl_timeframes('35 32', 9);
SELECT * FROM postnl_timeframes('3532VA', 9, from_date => '2031-03-07', to_date => '2031-03-06');
SELECT * FROM postnl_timeframes('3532VA', 9, from_date => '2020-03-07', to_date => '2020-03-08');
SELECT count(*) > 0 AS some FROM postnl_timeframes('3532VA', 9, options => '{daytime}');
SELECT * FROM postnl_timeframes('3532VA', 9, 'FR');
SELECT * FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-30', account => 'v4');
SELECT * FROM postnl_timeframes('3532VA', 9, 'NL', '2031-03-07', '2031-03-08', '{Sunday}', account => 'v4');
\set VERBOSITY default

-- NULL asks nothing
SELECT count(*) FROM postnl_timeframes(NULL, 9);
SELECT count(*) FROM postnl_timeframes('3532VA', 9, options => NULL);
DELETE FROM postnl.account;
