-- What is refused before anything is asked, and how failures look.
\pset null '(null)'
\set VERBOSITY default

-- Arguments: the message names them
SELECT * FROM postnl_track('');
SELECT * FROM postnl_track('   ');
SELECT * FROM postnl_track(repeat('3', 36));
SELECT * FROM postnl_track(E'3SDEMO\r\nX-Evil: 1');
SELECT * FROM postnl_track('3SDEMO0000001', language => 'IT');
SELECT * FROM postnl_track('3SDEMO0000001', language => '');
SELECT * FROM postnl_track('3SDEMO0000001', max_days => 0);
SELECT * FROM postnl_track(ARRAY['3SDEMO0000001'], on_error => 'ignore');
SELECT * FROM postnl_track(ARRAY[['3SDEMO0000001'], ['3SDEMO0000002']]);
SELECT * FROM postnl_track_reference('');
SELECT * FROM postnl_track_updates(now() - interval '49 hours');
SELECT * FROM postnl_track_updates(now(), now() - interval '1 second');
SELECT * FROM postnl_track_updates('-infinity');
SELECT * FROM postnl_track('3SDEMO0000001', account => 'nobody');
SET postnl.customer_number = '';
SELECT * FROM postnl_track_reference('REF-1');
SELECT * FROM postnl_track_updates(now() - interval '1 hour');
RESET postnl.customer_number;

-- What has to be escaped stays inside its segment: asked for, and not found
SELECT reference, status FROM unnest(ARRAY['3S/../x', '3S?x=y', '3S%0d%0aX', '3S é€', '..', '3S#x', '3S x']) AS r,
	postnl_track_reference(r);
SELECT barcode, status FROM postnl_track('  3SDEMO0000004  ');

-- Failures: PostNL's words, codes in the detail
SET postnl.retries = 0;
SELECT * FROM postnl_track('3SFAULT0001');
SELECT * FROM postnl_track('3SF4010001');
SELECT * FROM postnl_track('3SF4290001');
SELECT * FROM postnl_track('3SF5030001');
SELECT * FROM postnl_track('3SHTML0001');
SELECT * FROM postnl_track('3STYPE0001');
SELECT * FROM postnl_track('3SGARBAGE1');
SELECT * FROM postnl_track('3SERROR2000001');

-- Only SQLSTATEs from here on
\set VERBOSITY sqlstate
SELECT * FROM postnl_track('');
SELECT * FROM postnl_track('3SDEMO0000001', account => 'nobody');
SELECT * FROM postnl_track('3SF4000001');
SELECT * FROM postnl_track('3SF4010001');
SELECT * FROM postnl_track('3SF4040001');
SELECT * FROM postnl_track('3SF4290002');
SELECT * FROM postnl_track('3SF5000001');
SELECT * FROM postnl_track('3STRUNC0001');
SELECT * FROM postnl_track('3SRESET0001');
SELECT * FROM postnl_track('3SHUGE0001');
\set VERBOSITY default

-- on_error => 'report' keeps the row
SELECT barcode, status, error_code, error
FROM postnl_track(ARRAY['3SDEMO0000004', '3SF4000001', '', '3SNOBODY000001', '3SF5030001'], on_error => 'report');
SELECT j->>'error_code' AS error_code, j ? 'CurrentStatus' AS answered
FROM postnl_track_json(ARRAY['3SDEMO0000004', '3SF4000001'], on_error => 'report') AS j;
SELECT * FROM postnl_track(ARRAY['3SDEMO0000004', '3SF4000001']);

-- An error leaves the backend able to go on, in subtransactions too
DO $$
BEGIN
	FOR i IN 1 .. 3 LOOP
		BEGIN
			PERFORM * FROM postnl_track(ARRAY['3SDEMO0000001', '3SF4000001']);
		EXCEPTION WHEN SQLSTATE 'PN400' THEN
			RAISE NOTICE '% %', i, SQLERRM;
		END;
	END LOOP;
END $$;
SELECT status FROM postnl_track('3SDEMO0000004');

-- No key: told before anything is sent
SET postnl.api_key = '';
SELECT * FROM postnl_track('3SDEMO0000001');
SET postnl.api_key = 'bad key';
SELECT * FROM postnl_track('3SDEMO0000001');
RESET postnl.api_key;
RESET postnl.retries;
