-- The backend's memory around one large call, after a small one.
--
-- psql variables: url, size, pid_file.  Prints kB before the large call, kB
-- after it, and how many statuses it gave.

\set ON_ERROR_STOP 1
SET postnl.base_url = :'url';

SELECT count(*), count(status_code), max(length(receiver::text))
FROM postnl_track((SELECT barcodes FROM batch WHERE size = 100)) \gset
SELECT process_kb('RssAnon') AS before \gset

-- from here on the script that reads the file takes samples
\o :pid_file
SELECT pg_backend_pid();
\o

SELECT count(status_code) AS statuses, max(length(receiver::text))
FROM postnl_track((SELECT barcodes FROM batch WHERE size = :size)) \gset
SELECT :before, process_kb('RssAnon'), :statuses;
