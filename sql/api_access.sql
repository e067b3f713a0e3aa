-- What an account's key may use: found by calls that change nothing.
\pset null '(null)'
SELECT status FROM postnl_request('DELETE', '/_sim/faults');
SELECT jsonb_array_length(body) AS before FROM postnl_request('GET', '/_sim/register') \gset
SELECT product, operation, call, version, newest, newer, access FROM postnl_api_access();
SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT operation, version, newest, newer, access FROM postnl_api_access('v4') WHERE version = newest AND newest = '4';

-- Nothing came of them
SELECT jsonb_array_length(body) - :before AS registered FROM postnl_request('GET', '/_sim/register');

-- A product that the key is not linked to; PostNL down; no such operation
SELECT status FROM unnest(ARRAY[
	'{"fault": "F403", "match": {"path": "/shipment/v2/confirm"}}',
	'{"fault": "F401", "match": {"path": "/shipment/v2_1/locations"}}',
	'{"fault": "F503", "match": {"path": "/shipment/v1/checkout"}}',
	'{"fault": "F404", "match": {"path": "/shipment/v2/status"}}']::jsonb[]) AS fault,
	postnl_request('POST', '/_sim/faults', body => fault);
SELECT operation, access, http_status, reason FROM postnl_api_access() WHERE access <> 'allowed';
SELECT status FROM postnl_request('DELETE', '/_sim/faults');

-- A key that PostNL does not know, and none
SET postnl.api_key = 'wrong';
SELECT access, http_status, count(*) FROM postnl_api_access() GROUP BY 1, 2;
SET postnl.api_key = '';
SELECT count(*) FROM postnl_api_access();
RESET postnl.api_key;
DELETE FROM postnl.account;
