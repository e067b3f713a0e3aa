-- Whether rows are what they were: keep() takes all rows of the extension's tables that are
-- a user's, lost() has those that are not there any more, column by column.
CREATE SCHEMA kept;
CREATE TABLE kept.entry (relation regclass, data jsonb);

-- Which node a database is may change, and so may what the extension itself brings
CREATE FUNCTION kept.entries() RETURNS SETOF kept.entry
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	relation regclass;
BEGIN
	FOR relation IN
		SELECT c.oid FROM pg_class AS c JOIN pg_depend AS d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass
		JOIN pg_extension AS e ON e.oid = d.refobjid AND d.deptype = 'e' AND e.extname = 'postnl'
		WHERE c.relkind = 'r' AND c.relname NOT IN ('home', 'privilege')
	LOOP
		RETURN QUERY EXECUTE format('SELECT $1, to_jsonb(t) FROM %s AS t WHERE coalesce(to_jsonb(t) ->> ''added'', ''true'')::boolean',
			relation) USING relation;
	END LOOP;
END
$$;
CREATE FUNCTION kept.keep() RETURNS bigint LANGUAGE sql AS $$
	WITH kept AS (INSERT INTO kept.entry SELECT * FROM kept.entries() RETURNING relation)
	SELECT count(*) FROM kept
$$;
CREATE FUNCTION kept.lost() RETURNS SETOF kept.entry LANGUAGE sql AS $$
	SELECT * FROM kept.entry AS k
	WHERE NOT EXISTS (SELECT FROM kept.entries() AS n WHERE n.relation = k.relation AND n.data @> k.data)
$$;
