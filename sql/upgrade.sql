-- A 1.0 that is updated is a fresh 1.1, object by object.
\getenv abs_srcdir PG_ABS_SRCDIR
\set catalogue :abs_srcdir '/test/upgrade/catalogue.sql'
CREATE DATABASE upgrade;
\c upgrade
\set ECHO none
\i :catalogue
\set ECHO all

-- What 1.0 declares is in the library still
CREATE EXTENSION postnl VERSION '1.0';
ALTER EXTENSION postnl UPDATE;
SELECT extversion FROM pg_extension WHERE extname = 'postnl';
CREATE TEMP TABLE upgraded AS SELECT * FROM pg_temp.catalogue();
DROP EXTENSION postnl;
CREATE EXTENSION postnl;
CREATE TEMP TABLE fresh AS SELECT * FROM pg_temp.catalogue();
\pset format unaligned
\pset fieldsep ' | '
SELECT object, part, fact, in_one AS upgraded, in_other AS fresh FROM pg_temp.differences('upgraded', 'fresh');

-- The comparison knows all kinds of objects, and notices what is done to them
SELECT DISTINCT split_part(object, ' ', 1) AS kind FROM fresh ORDER BY 1;
DROP INDEX postnl.shipment_suspect;
CREATE TABLE hidden (x int);
ALTER EXTENSION postnl ADD TABLE hidden;
ALTER TABLE postnl.account ALTER COLUMN api SET DEFAULT 'v4', ALTER COLUMN product TYPE varchar,
	ADD COLUMN more text, DROP CONSTRAINT account_api_check;
COMMENT ON COLUMN postnl.account.sender IS 'Something else.';
COMMENT ON VIEW postnl.queue IS 'Something else.';
GRANT SELECT ON postnl.queue TO PUBLIC;
ALTER VIEW postnl.unconfirmed RENAME COLUMN barcode TO code;
ALTER FUNCTION postnl_stat_worker() ROWS 3 COST 7 VOLATILE PARALLEL SAFE RESET ALL;
ALTER FUNCTION postnl_stat_worker() SECURITY DEFINER;
ALTER TABLE postnl.event SET (fillfactor = 50);
ALTER SEQUENCE postnl.event_event_id_seq CACHE 7;
UPDATE postnl.status_code SET final = NOT final WHERE status_code = '11';
ALTER TABLE postnl.status_code DISABLE TRIGGER USER;
DELETE FROM postnl.product WHERE code = '3085';
UPDATE pg_extension SET extcondition[1] = 'WHERE false' WHERE extname = 'postnl';
CREATE TEMP TABLE changed AS SELECT * FROM pg_temp.catalogue();
SELECT object, part, fact FROM pg_temp.differences('fresh', 'changed');
\c regression
DROP DATABASE upgrade;
