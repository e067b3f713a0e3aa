# Where it works: without preload, on a standby, in read-only transactions, in
# other encodings, for many rows with little memory; and how it goes away.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my $ask = q{SELECT status FROM postnl_track('3SDEMO0000004')};
my ($node, $sim) = postnl_node('primary', preload => 0, init => { allows_streaming => 1 });

# Not preloaded: settings of the session act although the library comes later
is($node->safe_psql('postgres', $ask), 'delivered', 'works without preload');
is(sqlstate($node, "SET postnl.api_key = 'wrong'; $ask"), 'PN401',
	'a setting from before the library was loaded acts');
is($node->safe_psql('postgres', "SET postnl.base_url = 'https://nowhere.invalid'; RESET postnl.base_url; $ask"),
	'delivered', 'and so does its reset');

# A hot standby
my $backup = 'backup';
$node->backup($backup);
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, $backup, has_streaming => 1);
$standby->start;
is($standby->safe_psql('postgres', $ask), 'delivered', 'works on a hot standby');
is($standby->safe_psql('postgres', q{SELECT count(*) FROM postnl_track_events('3SDEMO0000004') WHERE at < now()}),
	$node->safe_psql('postgres', q{SELECT count(*) FROM postnl_track_events('3SDEMO0000004') WHERE at < now()}),
	'with the same answers');
$standby->stop;

# What is loaded tells its version to those who ask
SKIP:
{
	skip 'modules tell their version since PostgreSQL 18', 1 if $node->pg_version < 18;
	is($node->safe_psql('postgres', qq{
			DO 'BEGIN PERFORM * FROM postnl_track(''3SDEMO0000004''); END';
			SELECT version = extversion FROM pg_get_loaded_modules(), pg_extension
			WHERE module_name = 'postnl' AND extname = 'postnl'}),
		't', 'the library is of the version of the extension');
}

# Transactions of all kinds
is($node->safe_psql('postgres', "BEGIN READ ONLY; $ask; COMMIT"), 'delivered', 'read only');
is($node->safe_psql('postgres', "BEGIN ISOLATION LEVEL SERIALIZABLE; $ask; COMMIT"), 'delivered', 'serializable');
my $debug_parallel = $node->pg_version < 16 ? 'force_parallel_mode' : 'debug_parallel_query';
is( $node->safe_psql('postgres', qq{
		CREATE TABLE orders AS SELECT i, '3SDEMO' || lpad(i::text, 7, '0') AS barcode FROM generate_series(1, 200) i;
		SET $debug_parallel = on; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
		SELECT count(*) FROM orders o, LATERAL postnl_track(o.barcode) t}) =~ /^\d+$/ ? 1 : 0,
	1, 'in a plan that would rather be parallel');
is( $node->safe_psql('postgres', q{
		PREPARE p AS SELECT count(status) FROM postnl_track((SELECT array_agg(barcode) FROM orders WHERE i % 100 < 90));
		} . ('EXECUTE p;' x 7)),
	join("\n", ($node->safe_psql('postgres', 'SELECT count(*) FROM orders WHERE i % 100 < 90')) x 7),
	'a prepared statement, executed often');

# A function of a user's own, with the rights of its owner
is( $node->safe_psql('postgres', q{
		CREATE ROLE owner; CREATE ROLE caller;
		SELECT postnl_grant('owner', 'caller');
		GRANT CREATE ON SCHEMA public TO owner;
		SET ROLE owner;
		CREATE FUNCTION where_is(text) RETURNS text LANGUAGE sql SECURITY DEFINER
			SET search_path = public, pg_temp AS 'SELECT status FROM postnl_track($1)';
		RESET ROLE; SET ROLE caller;
		SELECT where_is('3SDEMO0000004')}) =~ /delivered/ ? 1 : 0,
	1, 'a SECURITY DEFINER function may ask for others');

# A hostile search_path changes nothing
is( $node->safe_psql('postgres', q{
		CREATE SCHEMA evil;
		CREATE FUNCTION evil.eq(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
		CREATE OPERATOR evil.= (FUNCTION = evil.eq, LEFTARG = text, RIGHTARG = text);
		CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea';
		CREATE TABLE evil.account (LIKE postnl.account);
		SELECT postnl_account_set('a', requests_per_minute => -1), postnl_account_set('b', environment => 'production');
		SET search_path = evil, pg_catalog, public;
		SELECT status FROM public.postnl_track('3SDEMO0000004', account => 'a');}) =~ /delivered$/ ? 1 : 0,
	1, 'a hostile search_path changes nothing');
$node->safe_psql('postgres', 'DROP SCHEMA evil CASCADE; DELETE FROM postnl.account');

# Other encodings: texts are converted, or said to be impossible
$node->safe_psql('postgres', q{CREATE DATABASE latin1 ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'});
$node->safe_psql('postgres', q{CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'});
$sim->seed({ barcode => '3SLATIN0000001', reference => 'caf\x{e9}' },
	{ barcode => '3SEURO00000001', reference => "\x{20ac} 5" });
foreach my $database ('latin1', 'ascii')
{
	$node->safe_psql($database, 'CREATE EXTENSION postnl');
	is($node->safe_psql($database, $ask), 'delivered', "works in $database");
}
my (undef, undef, $error) = $node->psql('latin1', q{SELECT reference FROM postnl_track('3SEURO00000001')},
	extra_params => [ '-v', 'VERBOSITY=sqlstate' ]);
like($error, qr/22P05/, 'a character that the encoding lacks is told');
$node->safe_psql('latin1', q{
	CREATE TABLE heard (reference text);
	CREATE FUNCTION hear() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO public.heard SELECT reference FROM public.postnl_track('3SEURO00000001');
		RETURN NEW;
	EXCEPTION WHEN untranslatable_character THEN
		INSERT INTO public.heard VALUES (SQLSTATE);
		RETURN NEW;
	END $$;
	CREATE TRIGGER hear AFTER INSERT ON postnl.event FOR EACH ROW EXECUTE FUNCTION hear();
	SELECT postnl_watch('3SDEMO0000004');});
$node->safe_psql('latin1', 'SELECT * FROM postnl_sync()');
is($node->safe_psql('latin1', 'SELECT DISTINCT reference FROM heard'), '22P05',
	'also to what runs while an answer is stored that may lose such characters');

# Many rows, little memory
my ($psql, $pid) = start_query($node);
sub peak_kb
{
	my ($kb) = slurp_file("/proc/$pid/status") =~ /VmHWM:\s+(\d+)/;
	return $kb;
}
SKIP:
{
	skip 'no /proc', 2 unless -r "/proc/$pid/status";
	$psql->query_safe(q{SELECT count(*) FROM postnl_track(ARRAY(SELECT '3SDEMO' || lpad(i::text, 7, '0') FROM generate_series(1, 200) i))});
	my $before = peak_kb();
	is( $psql->query_safe(q{SELECT count(DISTINCT barcode) > 19000 FROM postnl_track(ARRAY(SELECT '3SDEMO' || lpad(i::text, 7, '0') FROM generate_series(1, 20000) i))}),
		't', '20 000 barcodes at once');
	cmp_ok(peak_kb() - $before, '<', 64 * 1024, 'within 64 MB');
	note(sprintf('%.1f MB over its start', (peak_kb() - $before) / 1024));
}
$psql->quit;

# A call that hangs does not hold the others back, but for memory
is( $node->safe_psql('postgres', q{
		SET postnl.request_timeout = '1s'; SET postnl.max_connections = 4; SET postnl.retries = 0;
		SELECT count(*) FILTER (WHERE status IS NOT NULL) || ' ' || count(error_code)
		FROM postnl_track('3SHANG0001'::text || ARRAY(SELECT '3SDEMO' || lpad(i::text, 7, '0') FROM generate_series(101, 1100) i
			WHERE i % 100 < 80), on_error => 'report')}),
	'800 1', 'one that hangs among many');

# And away
$node->safe_psql('postgres', 'DROP EXTENSION postnl CASCADE');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_namespace WHERE nspname = 'postnl'}), '0',
	'DROP EXTENSION leaves no schema');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_proc WHERE proname LIKE 'postnl%'}), '0',
	'and no function');

done_testing();
