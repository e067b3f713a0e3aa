-- The canonical status is data.
SELECT status_code, status, phase_code, description_en FROM postnl.status_code ORDER BY status_code::int;
BEGIN;
UPDATE postnl.status_code SET status = 'in_transit' WHERE status_code = '11';
DELETE FROM postnl.status_code WHERE status_code = '1';
SELECT barcode, status, status_code FROM postnl_track(ARRAY['3SDEMO0000004', '3SDEMO0000000']);
ROLLBACK;
INSERT INTO postnl.status_code (status_code, status) VALUES ('97', 'lost');
