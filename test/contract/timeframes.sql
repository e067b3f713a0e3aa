-- requests: 5
-- postnl_timeframes(): with all optional arguments, and with none.
SELECT * FROM postnl_timeframes('3532VA', 9);
SELECT * FROM postnl_timeframes('3532 va', 9, 'NL', current_date + 1, current_date + 9, '{Daytime,Today,Sameday,Evening,Morning,Noon,Sunday,Afternoon}', 'bis', 'Bilderdijkstraat', 'Utrecht', true, 'default');
SELECT * FROM postnl_timeframes('2000', 5, 'BE');
SELECT postnl_timeframes_json('3532VA', 10);
SELECT postnl_timeframes_json('3532VA', 10, 'NL', current_date + 1, current_date + 2, '{Evening}', 'A', 'Bilderdijkstraat', 'Utrecht', false, 'default');
