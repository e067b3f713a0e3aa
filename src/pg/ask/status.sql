-- status.sql
--		postnl.status_code, as replies are read.

-- statement find_codes
-- returns status_code text, status text
-- read only
SELECT status_code, status FROM postnl.status_code;
