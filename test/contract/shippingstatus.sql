-- requests: 30
-- Every function that calls Shippingstatus v2: with all optional arguments,
-- and with none.  A period of more than two hours is two requests.
SELECT * FROM postnl_track('3SDEVC172649258');
SELECT * FROM postnl_track('3SDEVC172649258', true, 'EN', 14, 'default');
SELECT * FROM postnl_track(ARRAY['3SDEVC172649258']);
SELECT * FROM postnl_track(ARRAY['3SDEVC172649258', '3SDEVC172649259', '3sdevc 172649260'], false, 'cn', 1, 'default', 'report');
SELECT postnl_track_json('3SDEVC172649258');
SELECT postnl_track_json('3SDEVC172649258', true, 'FR', 3650, 'default');
SELECT postnl_track_json(ARRAY['3SDEVC172649258']);
SELECT postnl_track_json(ARRAY['3SDEVC172649258', '3SDEVC172649259'], true, 'nl', 14, 'default', 'report');

SELECT * FROM postnl_track_events('3SDEVC172649258');
SELECT * FROM postnl_track_events('3SDEVC172649258', 'DE', 30, 'default');
SELECT postnl_track_events_json('3SDEVC172649258');
SELECT postnl_track_events_json('3SDEVC172649258', 'DE', 30, 'default');

SELECT * FROM postnl_track_reference('REF-12345');
SELECT * FROM postnl_track_reference('REF 12345/é', true, 'FR', 14, 'default');
SELECT postnl_track_reference_json('REF-12345');
SELECT postnl_track_reference_json('a+b&c=d#e%', false, 'EN', 1, 'default');

SELECT * FROM postnl_track_updates(now() - interval '10 minutes');
SELECT * FROM postnl_track_updates('2026-11-02 06:00+01', '2026-11-02 09:00+01', 'default');
SELECT postnl_track_updates_json(now() - interval '10 minutes');
SELECT postnl_track_updates_json('2026-11-02 06:00+01', '2026-11-02 09:00+01', 'default');

SELECT * FROM postnl_signature('3SDEVC172649258');
SELECT * FROM postnl_signature('3SDEVC172649258', 'default');
SELECT postnl_signature_json('3SDEVC172649258');
SELECT postnl_signature_json('3SDEVC172649258', 'default');

SELECT * FROM postnl_doctor();
