-- Which generation of PostNL's API answers what.

CREATE FUNCTION @extschema@.postnl_api_operations()
RETURNS TABLE (operation text, legacy text, v4 text)
LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 ROWS 20
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_api_operations';
COMMENT ON FUNCTION @extschema@.postnl_api_operations() IS
	'The operations of PostNL''s API that functions use, in both generations; calls nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_api_operations() FROM PUBLIC;

CREATE FUNCTION @extschema@.postnl_api_access(account text DEFAULT NULL)
RETURNS TABLE (
	product text, operation text, call text, version text, newest text, newer boolean,
	access text, http_status integer, reason text)
LANGUAGE c VOLATILE PARALLEL RESTRICTED COST 100000 ROWS 12
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_api_access';
COMMENT ON FUNCTION @extschema@.postnl_api_access(text) IS
	'Asks PostNL, by calls that change nothing, which of its operations the account''s key may '
	'use.';
REVOKE ALL ON FUNCTION @extschema@.postnl_api_access(text) FROM PUBLIC;

CREATE VIEW postnl.api_coverage AS
SELECT o.operation, o.legacy, o.v4, a.name AS account,
	CASE WHEN o.legacy IS NULL OR (a.api = 'v4' AND o.v4 IS NOT NULL) THEN 'v4'
		ELSE 'legacy' END AS uses
FROM @extschema@.postnl_api_operations() AS o
CROSS JOIN (SELECT name, api FROM postnl.account
	UNION ALL
	SELECT 'default', 'legacy'
	WHERE NOT EXISTS (SELECT FROM postnl.account WHERE name = 'default')) AS a;
COMMENT ON VIEW postnl.api_coverage IS
	'Which generation of PostNL''s API answers each operation for each account.';
COMMENT ON COLUMN postnl.api_coverage.operation IS 'What is asked.';
COMMENT ON COLUMN postnl.api_coverage.legacy IS
	'Method and path of the legacy operation; null where there is none.';
COMMENT ON COLUMN postnl.api_coverage.v4 IS
	'Method and path of the V4 operation; null where there is none.';
COMMENT ON COLUMN postnl.api_coverage.account IS 'Name of the account.';
COMMENT ON COLUMN postnl.api_coverage.uses IS
	'The generation that this account uses: legacy or v4.';
