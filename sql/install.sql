-- What CREATE EXTENSION makes: nothing for PUBLIC, a comment on everything.
CREATE EXTENSION postnl;

-- Objects of the extension that PUBLIC may use
SELECT p.oid::regprocedure AS function_for_public
FROM pg_proc p
JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
WHERE has_function_privilege('public', p.oid, 'EXECUTE');
SELECT c.oid::regclass AS table_for_public
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'postnl'
WHERE c.relkind IN ('r', 'v', 'm', 'S') AND has_table_privilege('public', c.oid, 'SELECT');

-- Objects without a comment
SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS without_comment
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
	AND d.classid IN ('pg_proc'::regclass, 'pg_class'::regclass, 'pg_namespace'::regclass)
	AND obj_description(d.objid, d.classid::regclass::name) IS NULL;
SELECT a.attrelid::regclass || '.' || a.attname AS column_without_comment
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'postnl'
WHERE a.attnum > 0 AND NOT a.attisdropped
	AND col_description(a.attrelid, a.attnum) IS NULL;

-- Functions that postnl_grant() gives to nobody: itself, and the trigger of our own table
SELECT p.proname AS at_no_level
FROM pg_proc p
JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
WHERE p.proname NOT IN (SELECT name FROM postnl.privilege WHERE kind = 'function')
ORDER BY 1;
-- Names at a level that do not exist
SELECT name AS does_not_exist FROM postnl.privilege v
WHERE v.kind = 'function' AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.proname = v.name)
	OR v.kind = 'table' AND to_regclass('postnl.' || v.name) IS NULL;

-- Functions run with a fixed search_path, and say how they may be used
SELECT p.oid::regprocedure AS without_search_path
FROM pg_proc p
JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'postnl'
-- a procedure with a SET could not commit; it sets the path itself.  A body that is
-- parsed when it is created needs none.
WHERE p.prokind = 'f' AND p.prosqlbody IS NULL AND NOT 'search_path=pg_catalog, pg_temp' = ANY (COALESCE(p.proconfig, '{}'));

-- The schema is ours alone
CREATE SCHEMA hostile;
DROP EXTENSION postnl;
SELECT nspname FROM pg_namespace WHERE nspname = 'postnl';
CREATE SCHEMA postnl;
\set SHOW_CONTEXT never
CREATE EXTENSION postnl;
\set SHOW_CONTEXT errors
DROP SCHEMA postnl;
CREATE EXTENSION postnl SCHEMA hostile;
SELECT proname FROM pg_proc WHERE pronamespace = 'hostile'::regnamespace AND proname LIKE 'postnl_track' ORDER BY 1 LIMIT 1;
SELECT status FROM hostile.postnl_track('3SDEMO0000004');
DROP EXTENSION postnl;
DROP SCHEMA hostile;
CREATE EXTENSION postnl;
