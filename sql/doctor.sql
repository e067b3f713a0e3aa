-- postnl_doctor: a row for each check, with the remedy where it failed.
\pset null '(null)'
SELECT "check", ok, remedy FROM postnl_doctor();
SET postnl.api_key = '';
SELECT "check", ok, remedy FROM postnl_doctor();
SET postnl.api_key = 'wrong';
SELECT "check", ok, remedy FROM postnl_doctor();
RESET postnl.api_key;
SET postnl.base_url = 'http://127.0.0.1:1';
SELECT "check", ok FROM postnl_doctor();
RESET postnl.base_url;
SELECT * FROM postnl_doctor('nobody');
