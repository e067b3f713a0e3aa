-- Any operation: postnl_request.
\pset null '(null)'
SELECT status, body->'CurrentStatus'->'Shipment'->>'Barcode' AS barcode, headers->>'content-type' AS type
FROM postnl_request('GET', '/shipment/v2/status/barcode/3SDEMO0000004');
SELECT status, body ? 'CompleteStatus' AS complete
FROM postnl_request('get', '/shipment/v2/status/barcode/3SDEMO0000004', '{"detail": true, "language": "EN", "maxDays": 14, "none": null}');
-- an array repeats the name
SELECT status, jsonb_typeof(body) AS type
FROM postnl_request('GET', '/shipment/v2/status/11223344/updatedshipments',
	jsonb_build_object('period', jsonb_build_array(
		to_char(now() AT TIME ZONE 'Europe/Amsterdam' - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS'),
		to_char(now() AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM-DD"T"HH24:MI:SS'))));
-- the HTTP status is a column, whatever it is
SET postnl.retries = 0;
SELECT status, body FROM postnl_request('GET', '/no/such/path');
SELECT status, body FROM postnl_request('POST', '/shipment/v2/status/barcode/3SDEMO0000004', NULL, '{"a": 1}');
SELECT status, body FROM postnl_request('GET', '/shipment/v2/status/barcode/3SF4010001');
SELECT status, jsonb_typeof(body) AS type FROM postnl_request('GET', '/shipment/v2/status/barcode/3SHTML0001');
SELECT status, body FROM postnl_request('GET', '/shipment/v2/status/barcode/3SE2040001');
-- no reply is an error
\set VERBOSITY sqlstate
SELECT * FROM postnl_request('GET', '/shipment/v2/status/barcode/3SRESET0001');
\set VERBOSITY default
RESET postnl.retries;
-- only PostNL's host, only a path
SELECT * FROM postnl_request('GET', 'https://example.org/');
SELECT * FROM postnl_request('GET', '//example.org/x');
SELECT * FROM postnl_request('GET', '@example.org/');
SELECT * FROM postnl_request('GET', '/a/../b');
SELECT * FROM postnl_request('GET', '/a/%2e%2e/b');
SELECT * FROM postnl_request('GET', '/a?b=c');
SELECT * FROM postnl_request('GET', E'/a\r\nX: y');
SELECT * FROM postnl_request('GET', '/a%0d%0aX');
SELECT * FROM postnl_request('GET', '/a%zz');
SELECT * FROM postnl_request('GET', '');
SELECT * FROM postnl_request('TRACE', '/a');
SELECT * FROM postnl_request('GET', '/a', '[1]');
SELECT * FROM postnl_request('GET', '/a', '{"a": {"b": 1}}');
SELECT * FROM postnl_request('GET', '/a', NULL, '{}');
SELECT * FROM postnl_request('POST', '/a', NULL, to_jsonb(repeat('x', 210000)));
SELECT * FROM postnl_request(NULL, '/a');
