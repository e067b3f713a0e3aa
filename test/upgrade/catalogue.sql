-- What an installed postnl is made of: a row for each fact of each object, in words
-- that two installations have in common.  To be included by a test.
--
-- The facts are the columns of the system catalogues themselves, so that none can be
-- forgotten: references by number become names (pg_get_catalog_foreign_keys() tells
-- which those are), expressions become SQL, and what differs between any two
-- installations is left out.

-- The extension's members and what belongs to those: indexes, constraints, types, ...
CREATE FUNCTION pg_temp.objects() RETURNS TABLE (catalogue regclass, id oid)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH RECURSIVE part (classid, objid) AS (
		SELECT d.classid, d.objid
		FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
		WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'postnl'
		UNION
		SELECT d.classid, d.objid
		FROM part AS p JOIN pg_depend AS d ON d.refclassid = p.classid AND d.refobjid = p.objid
		WHERE d.deptype IN ('a', 'i')
			-- these have numbers for names; the table and the constraint tell of them
			AND NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = d.objid
				AND d.classid = 'pg_class'::regclass AND c.relnamespace = 'pg_toast'::regnamespace)
			AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.oid = d.objid
				AND d.classid = 'pg_trigger'::regclass AND t.tgisinternal))
	SELECT classid, objid FROM part
$$;

-- The definition of an object as SQL, where expressions are in it.
CREATE FUNCTION pg_temp.definition(catalogue regclass, id oid) RETURNS text
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT CASE catalogue
		WHEN 'pg_proc'::regclass THEN pg_get_functiondef(id)
		WHEN 'pg_rewrite'::regclass THEN pg_get_ruledef(id, true)
		WHEN 'pg_constraint'::regclass THEN pg_get_constraintdef(id)
		WHEN 'pg_trigger'::regclass THEN pg_get_triggerdef(id)
		WHEN 'pg_attrdef'::regclass THEN (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE oid = id)
		WHEN 'pg_policy'::regclass THEN (SELECT concat_ws('; ', pg_get_expr(polqual, polrelid),
			pg_get_expr(polwithcheck, polrelid)) FROM pg_policy WHERE oid = id)
		WHEN 'pg_statistic_ext'::regclass THEN pg_get_statisticsobjdef(id)
		WHEN 'pg_class'::regclass THEN (SELECT CASE
			WHEN relkind IN ('i', 'I') THEN pg_get_indexdef(id)
			WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(id) END FROM pg_class WHERE oid = id)
		END
$$;

-- A reference by number as a name; an array of them as an array.
CREATE FUNCTION pg_temp.name_of(catalogue regclass, reference jsonb) RETURNS text
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT CASE
		WHEN jsonb_typeof(reference) = 'array' THEN (SELECT string_agg(pg_temp.name_of(catalogue, r), ', ' ORDER BY i)
			FROM jsonb_array_elements(reference) WITH ORDINALITY AS e (r, i))
		WHEN reference #>> '{}' = '0' THEN '-'
		WHEN reference #>> '{}' ~ '^[0-9]+$' THEN
			(SELECT identity FROM pg_identify_object(catalogue, (reference #>> '{}')::oid, 0))
		ELSE reference #>> '{}' END
$$;

-- A row of a catalogue, column by column.
CREATE FUNCTION pg_temp.columns_of(catalogue regclass, entry jsonb) RETURNS TABLE (fact text, value text)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT c.key, CASE
		WHEN f.pktable IS NOT NULL THEN pg_temp.name_of(f.pktable, c.value)
		WHEN c.key ~ '(acl|options)$' AND jsonb_typeof(c.value) = 'array' THEN
			(SELECT string_agg(e, ', ' ORDER BY e) FROM jsonb_array_elements_text(c.value) AS e
				-- where in the log it was made, in minor releases of 2026
				WHERE e NOT LIKE 'pg_attver=%')
		ELSE c.value #>> '{}' END
	FROM jsonb_each(entry) AS c
	LEFT JOIN pg_get_catalog_foreign_keys() AS f ON f.fktable = catalogue AND f.fkcols = ARRAY[c.key]
	WHERE c.key NOT IN (
			'oid', 'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid',
			'relminmxid', 'reltoastrelid', 'attcacheoff',
			-- hints that outlive what they were set for, and what hangs on old snapshots
			'indcheckxmin',
			'relhasindex', 'relhasrules', 'relhastriggers', 'relhassubclass', 'atthasmissing', 'attmissingval',
			-- numbers of columns, which count dropped ones: the definition has their names
			'relnatts', 'attnum', 'adnum', 'conkey', 'confkey', 'confdelsetcols', 'indkey', 'tgattr', 'stxkeys')
		AND NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = catalogue AND a.attname = c.key
			AND a.atttypid = 'pg_node_tree'::regtype)
$$;

-- What one object is; part is a column of a table or view, else null.
CREATE FUNCTION pg_temp.object_facts(catalogue regclass, id oid) RETURNS TABLE (part text, fact text, value text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	entry jsonb;
	col record;
BEGIN
	EXECUTE format('SELECT to_jsonb(t) FROM %s AS t WHERE oid = $1', catalogue) INTO entry USING id;
	RETURN QUERY SELECT NULL, c.* FROM pg_temp.columns_of(catalogue, entry) AS c;
	RETURN QUERY VALUES (NULL, 'definition', pg_temp.definition(catalogue, id)),
		(NULL, 'comment', (SELECT d.description FROM pg_description AS d
			WHERE d.classoid = catalogue AND d.objoid = id AND d.objsubid = 0)),
		(NULL, 'initial rights', (SELECT string_agg(a, ', ' ORDER BY a) FROM pg_init_privs AS p, unnest(p.initprivs::text[]) AS a
			WHERE p.classoid = catalogue AND p.objoid = id AND p.objsubid = 0)),
		(NULL, 'depends on', (SELECT string_agg(n, ', ' ORDER BY n) FROM (
			SELECT concat(pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), ' (', d.deptype, ')') AS n
			FROM pg_depend AS d WHERE d.classid = catalogue AND d.objid = id) AS r)),
		(NULL, 'dumped', (SELECT coalesce(nullif(x.condition, ''), 'all rows')
			FROM pg_extension AS e, unnest(e.extconfig, e.extcondition) AS x (relation, condition)
			WHERE e.extname = 'postnl' AND x.relation = id AND catalogue = 'pg_class'::regclass));
	IF catalogue <> 'pg_class'::regclass THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT NULL, c.* FROM pg_index AS i, pg_temp.columns_of('pg_index', to_jsonb(i)) AS c
		WHERE i.indexrelid = id;
	RETURN QUERY SELECT NULL, c.* FROM pg_sequence AS s, pg_temp.columns_of('pg_sequence', to_jsonb(s)) AS c
		WHERE s.seqrelid = id;
	FOR col IN
		SELECT a.attname, a.attnum, row_number() OVER (ORDER BY a.attnum) AS place, to_jsonb(a) AS entry
		FROM pg_attribute AS a WHERE a.attrelid = id AND a.attnum > 0 AND NOT a.attisdropped
	LOOP
		RETURN QUERY SELECT col.attname::text, c.* FROM pg_temp.columns_of('pg_attribute', col.entry) AS c;
		RETURN QUERY VALUES (col.attname::text, 'place', col.place::text),
			(col.attname::text, 'comment', col_description(id, col.attnum));
	END LOOP;
END
$$;

-- The rows of a table, each by its primary key; that of postnl.home is random.
CREATE FUNCTION pg_temp.row_facts(relation regclass) RETURNS TABLE (part text, fact text, value text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	key_columns text[] := (SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_index AS i
		JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
		WHERE i.indrelid = relation AND i.indisprimary AND relation <> 'postnl.home'::regclass);
	random text := CASE WHEN relation = 'postnl.home'::regclass THEN 'node' ELSE '' END;
BEGIN
	RETURN QUERY EXECUTE format(
		'SELECT ''row '' || (SELECT string_agg(k.value, '' '' ORDER BY k.key)'
		'	FROM jsonb_each_text(to_jsonb(t) - $2) AS k WHERE $1 IS NULL OR k.key = ANY ($1)), c.key, c.value'
		' FROM %s AS t, jsonb_each_text(to_jsonb(t) - $2) AS c', relation) USING key_columns, random;
END
$$;

CREATE FUNCTION pg_temp.catalogue() RETURNS TABLE (object text, part text, fact text, value text)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT pg_describe_object(o.catalogue, o.id, 0), f.*
	FROM pg_temp.objects() AS o, pg_temp.object_facts(o.catalogue, o.id) AS f
	UNION ALL
	SELECT pg_describe_object(o.catalogue, o.id, 0), f.*
	FROM pg_temp.objects() AS o JOIN pg_class AS c ON c.oid = o.id AND o.catalogue = 'pg_class'::regclass,
		pg_temp.row_facts(o.id::regclass) AS f
	WHERE c.relkind = 'r'
$$;

-- What is not alike in two of those: an object, a part of one, or else a fact.
CREATE FUNCTION pg_temp.differences(one regclass, other regclass)
RETURNS TABLE (object text, part text, fact text, in_one text, in_other text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN QUERY EXECUTE format(
		'WITH object AS (SELECT DISTINCT object FROM %1$s),'
		'	other_object AS (SELECT DISTINCT object FROM %2$s),'
		'	part AS (SELECT DISTINCT object, part FROM %1$s WHERE object IN (TABLE other_object)),'
		'	other_part AS (SELECT DISTINCT object, part FROM %2$s WHERE object IN (TABLE object))'
		' SELECT coalesce(a.object, b.object), NULL, NULL,'
		'	CASE WHEN b.object IS NULL THEN ''there'' END, CASE WHEN a.object IS NULL THEN ''there'' END'
		' FROM object AS a FULL JOIN other_object AS b USING (object)'
		' WHERE a.object IS NULL OR b.object IS NULL'
		' UNION ALL'
		' SELECT coalesce(a.object, b.object), coalesce(a.part, b.part), NULL,'
		'	CASE WHEN b.object IS NULL THEN ''there'' END, CASE WHEN a.object IS NULL THEN ''there'' END'
		' FROM part AS a FULL JOIN other_part AS b ON a.object = b.object AND a.part IS NOT DISTINCT FROM b.part'
		' WHERE a.object IS NULL OR b.object IS NULL'
		' UNION ALL'
		' SELECT a.object, a.part, a.fact, a.value, b.value'
		' FROM %1$s AS a JOIN %2$s AS b ON a.object = b.object AND a.fact = b.fact'
		'	AND a.part IS NOT DISTINCT FROM b.part'
		' WHERE a.value IS DISTINCT FROM b.value'
		' ORDER BY 1, 2 NULLS FIRST, 3', one, other);
END
$$;
