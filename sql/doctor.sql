-- postnl_doctor: a row for each check, with the remedy where it failed.
\pset null '(null)'
SELECT "check", ok, remedy FROM postnl_doctor() WHERE "check" <> 'libcurl';
SET postnl.api_key = '';
SELECT "check", ok, remedy FROM postnl_doctor() WHERE "check" <> 'libcurl';
SET postnl.api_key = 'wrong';
SELECT "check", ok, remedy FROM postnl_doctor() WHERE "check" <> 'libcurl';
RESET postnl.api_key;
SET postnl.base_url = 'http://127.0.0.1:1';
SELECT "check", ok FROM postnl_doctor() WHERE "check" <> 'libcurl';
RESET postnl.base_url;
SELECT * FROM postnl_doctor('nobody');
-- An old libcurl cannot interrupt a lookup, and then the row says so.
SELECT detail ~ '^libcurl [0-9.]+' AS version, ok = (detail !~ 'cannot interrupt') AS told, ok = (remedy IS NULL) AS remedied
FROM postnl_doctor() WHERE "check" = 'libcurl';
