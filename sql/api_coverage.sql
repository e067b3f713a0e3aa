-- Which generation of PostNL's API answers what.
\pset null '(null)'
SELECT operation, legacy, v4 FROM postnl_api_operations();
SELECT DISTINCT account, uses FROM postnl.api_coverage ORDER BY 1, 2;
SELECT postnl_account_set('new', api => 'v4', customer_code => 'DEVC', customer_number => '11223344');
SELECT operation, uses FROM postnl.api_coverage WHERE account = 'new' AND uses = 'v4' ORDER BY operation;
DELETE FROM postnl.account;
