-- Prints statements that plant, in schema public, overloads of all operators and functions
-- that our SQL uses; to be run where the extension is installed, after catalogue.sql.
--
-- Somebody who may create objects there does so, in order that ours are bound to them
-- wherever they fit better than PostgreSQL's: text || bigint better than text || anynonarray.
-- What is used comes from the catalogue, which knows what expressions became, and from the
-- scripts, of which statements leave no trace there.

-- Expressions of all objects of the extension
CREATE FUNCTION pg_temp.expressions() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	place record;
BEGIN
	FOR place IN
		SELECT a.attrelid::regclass AS catalogue, a.attname,
			CASE a.attrelid WHEN 'pg_index'::regclass THEN 'indexrelid' ELSE 'oid' END AS key
		FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
		WHERE a.atttypid = 'pg_node_tree'::regtype AND c.relnamespace = 'pg_catalog'::regnamespace
			AND c.relkind = 'r' AND a.attrelid NOT IN ('pg_class'::regclass, 'pg_partitioned_table'::regclass)
	LOOP
		RETURN QUERY EXECUTE format('SELECT t.%I::text FROM %s AS t JOIN pg_temp.objects() AS o ON o.id = t.%I'
			' AND o.catalogue IN (%L::regclass, ''pg_class'') WHERE t.%1$I IS NOT NULL',
			place.attname, place.catalogue, place.key, place.catalogue);
	END LOOP;
END
$$;

SELECT string_agg(pg_read_file(dir || '/' || file), E'\n') AS scripts
FROM (SELECT setting || '/extension' FROM pg_config WHERE name = 'SHAREDIR') AS d (dir), pg_ls_dir(dir) AS file
WHERE file LIKE 'postnl--%.sql' \gset

CREATE TEMP TABLE expression AS SELECT e FROM pg_temp.expressions() AS e;
CREATE TEMP TABLE used AS
	SELECT DISTINCT m[1] AS what, m[2]::oid AS id
	FROM expression, regexp_matches(e, ':(\w+) ([0-9]+)(?=[ }])', 'g') AS m WHERE m[2] <> '0' AND length(m[2]) < 10;

CREATE TEMP TABLE types AS
	SELECT t.oid::regtype AS type FROM pg_type AS t
	WHERE t.oid IN (SELECT id FROM used WHERE what ~ 'type(id)?$') AND t.typtype = 'b'
		AND t.typnamespace = 'pg_catalog'::regnamespace AND t.typname <> 'unknown';

-- What a shadow gives: what PostgreSQL's own gives whose arguments are most like its
CREATE FUNCTION pg_temp.concrete(type oid) RETURNS text LANGUAGE sql AS $$
	SELECT CASE (SELECT typtype FROM pg_type WHERE oid = type) WHEN 'p' THEN 'text' ELSE type::regtype::text END
$$;

CREATE TEMP TABLE operators AS
	SELECT DISTINCT o.oprname AS name, o.oprleft <> 0 AS binary FROM pg_operator AS o
	WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND (
		o.oid IN (SELECT id FROM used WHERE what IN ('opno', 'eqop', 'sortop'))
		OR o.oprname IN (SELECT m[1] FROM regexp_matches(:'scripts', '[-+*/<>=~!@#%^&|`?]+', 'g') AS m));
CREATE TEMP TABLE operator_shadows AS
	SELECT o.name, l.type AS l, r.type AS r,
		(SELECT pg_temp.concrete(b.oprresult) FROM pg_operator AS b
			WHERE b.oprname = o.name AND (b.oprleft <> 0) = o.binary
			ORDER BY (b.oprleft = coalesce(l.type, 0))::int + (b.oprright = r.type)::int DESC,
				(b.oprresult = 'text'::regtype) DESC, b.oid LIMIT 1) AS result
	FROM operators AS o JOIN types AS r ON true LEFT JOIN types AS l ON o.binary;

CREATE TEMP TABLE functions AS
	SELECT p.oid AS id, p.proname AS name, p.prokind AS kind, p.proretset AS is_set, pg_temp.concrete(p.prorettype) AS result,
		ARRAY(SELECT unnest(p.proargtypes)) AS declared, n AS arguments
	FROM pg_proc AS p, generate_series(p.pronargs - p.pronargdefaults - (p.provariadic <> 0)::int,
		p.pronargs + CASE WHEN p.provariadic <> 0 THEN 5 ELSE 0 END) AS n
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a', 'w')
		AND NOT p.prorettype = ANY ('{internal,cstring,trigger,event_trigger,language_handler,fdw_handler,index_am_handler,table_am_handler,tsm_handler}'::regtype[])
		AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND NOT 'cstring'::regtype = ANY (p.proargtypes::oid[])
		AND (p.proname IN (SELECT q.proname FROM pg_proc AS q JOIN used ON q.oid = id AND what IN ('funcid', 'aggfnoid', 'winfnoid'))
			OR p.proname IN (SELECT lower(m[1]) FROM regexp_matches(:'scripts', '(\w+)\s*\(', 'g') AS m));

-- Arguments as declared, and with one or two of another type
CREATE TEMP TABLE base AS
	SELECT id, name, kind, is_set, result,
		ARRAY(SELECT pg_temp.concrete(coalesce(declared[i], declared[cardinality(declared)])) FROM generate_series(1, arguments) AS i) AS types
	FROM functions;
CREATE TEMP TABLE function_shadows AS
	SELECT DISTINCT ON (name, arguments) name, kind, is_set, result, arguments FROM (
		SELECT *, array_to_string(types, ', ') AS arguments FROM (
		SELECT *, 0 AS far FROM base
		UNION ALL
		SELECT b.id, name, kind, is_set, result, b.types[:i - 1] || t.type::text || b.types[i + 1:], 1
		FROM base AS b, generate_series(1, cardinality(b.types)) AS i, types AS t
		UNION ALL
		SELECT b.id, name, kind, is_set, result, b.types[:i - 1] || t.type::text || b.types[i + 1:j - 1] || u.type::text || b.types[j + 1:], 2
		FROM base AS b, generate_series(1, cardinality(b.types)) AS i, generate_series(i + 1, cardinality(b.types)) AS j, types AS t, types AS u
		WHERE cardinality(b.types) <= 3) AS s) AS a
	ORDER BY name, arguments, far, id;

\pset format unaligned
\pset tuples_only on
SELECT format('CREATE FUNCTION public.planted_%s(%s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS $p$BEGIN RAISE WARNING ''planted operator''; RETURN NULL; END$p$;',
	md5(result), concat_ws(', ', l, r), result)
FROM operator_shadows GROUP BY l, r, result;
SELECT format('CREATE OPERATOR public.%s (FUNCTION = public.planted_%s, %s RIGHTARG = %s);%s', name, md5(result), 'LEFTARG = ' || l || ',', r,
	CASE WHEN l = r THEN ' -- alike' END)
FROM operator_shadows;
SELECT format('CREATE FUNCTION public.%I(%s) RETURNS %s %s LANGUAGE plpgsql IMMUTABLE %s AS $p$BEGIN RAISE WARNING ''planted %s''; %s END$p$;',
	name, arguments, CASE WHEN is_set THEN 'SETOF' END, result, CASE WHEN kind = 'w' THEN '' END, name,
	CASE WHEN is_set THEN 'RETURN;' ELSE 'RETURN NULL;' END)
FROM function_shadows WHERE kind <> 'a';
SELECT format('CREATE FUNCTION public.planted_%s(%s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS $p$BEGIN RAISE WARNING ''planted aggregate''; RETURN NULL; END$p$;',
	md5('aggregate'), concat_ws(', ', result, nullif(arguments, '')), result)
FROM function_shadows WHERE kind = 'a' GROUP BY arguments, result;
SELECT format('CREATE AGGREGATE public.%I(%s) (SFUNC = public.planted_%s, STYPE = %s);',
	name, coalesce(nullif(arguments, ''), '*'), md5('aggregate'), result)
FROM function_shadows WHERE kind = 'a';
