-- requests: 4
-- postnl_postal_code(): with all optional arguments, and with none.
SELECT * FROM postnl_postal_code('3532VA', 9);
SELECT * FROM postnl_postal_code('3532 va', 9, 'bis', 'default');
SELECT postnl_postal_code_json('3532VA', 9);
SELECT postnl_postal_code_json('3532VA', 9, 'A', 'default');
