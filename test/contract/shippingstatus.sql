-- requests: 14
-- Every operation of Shippingstatus v2: with all optional arguments, and with
-- none.
SELECT * FROM postnl_track('3SDEVC172649258');
SELECT * FROM postnl_track('3SDEVC172649258', true, 'EN', 14);
SELECT * FROM postnl_track(ARRAY['3SDEVC172649258', '3SDEVC172649259', '3S/..?x=1 é'], false, 'cn', 1);
SELECT * FROM postnl_track_events('3SDEVC172649258');
SELECT * FROM postnl_track_events('3SDEVC172649258', 'DE', 30);
SELECT * FROM postnl_track_reference('REF-12345');
SELECT * FROM postnl_track_reference('REF 12345/é', true, 'FR', 14);
SELECT * FROM postnl_track_updates(now() - interval '3 hours', now());
SELECT * FROM postnl_track_updates(now() - interval '10 minutes');
SELECT * FROM postnl_signature('3SDEVC172649258');
SELECT postnl_signature_json('3SDEVC172649258');
