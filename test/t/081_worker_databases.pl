# Workers are in nobody's way: of statements that need a database without
# connections, of a standby and its promotion, of pg_upgrade.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

# No naps within the time of a test: what happens, happens because it was told.
my $settled = "postnl.worker_naptime = '1d'\nmax_worker_processes = 20\n";
my ($node) = postnl_node('primary', conf => $settled, init => { allows_streaming => 1 });
wait_for_workers($node, 1);

# A statement that PostgreSQL would refuse after 5 s while a worker is there
sub in_time
{
	my ($sql, $name) = @_;
	my $began = time;
	my ($status, undef, $error) = $node->psql('postgres', $sql);
	my $took = time - $began;

	is($error, '', $name);
	cmp_ok($took, '<', 4.5, sprintf 'without a wait for connections to go: %.2f s', $took);
	return;
}

my $log_offset = -s $node->logfile;
in_time('CREATE DATABASE copy TEMPLATE postgres', 'CREATE DATABASE ... TEMPLATE, where a worker runs');
wait_for_workers($node, 1);
wait_for_workers($node, 1, 'copy');
pass('workers in the original and in the copy');
in_time('ALTER DATABASE copy RENAME TO renamed', 'ALTER DATABASE ... RENAME');
wait_for_workers($node, 1, 'renamed');
is($node->safe_psql('renamed', q{SELECT database, state FROM postnl.stat_worker WHERE database = current_database()}),
	'renamed|running', 'the worker is back under the new name');
my $directory = temporary_path('tablespace');
mkdir $directory;
$node->safe_psql('postgres', "CREATE TABLESPACE elsewhere LOCATION '$directory'");
in_time('ALTER DATABASE renamed SET TABLESPACE elsewhere', 'ALTER DATABASE ... SET TABLESPACE');
wait_for_workers($node, 1, 'renamed');
in_time('DROP DATABASE renamed', 'DROP DATABASE');
is(scalar workers($node, 'renamed'), 0, 'its worker is gone');

# template1
$node->safe_psql('template1', 'CREATE EXTENSION postnl');
wait_for_workers($node, 1, 'template1');
in_time('CREATE DATABASE offspring', 'CREATE DATABASE, with a worker in template1');
wait_for_workers($node, 1, 'offspring');
wait_for_workers($node, 1, 'template1');
pass('every copy has its worker');

# Statements that fail
my ($worker) = workers($node, 'offspring');
is(sqlstate($node, 'BEGIN; DROP DATABASE offspring'), '25001', 'DROP DATABASE that fails');
is(sqlstate($node, 'ALTER DATABASE offspring RENAME TO postgres'), '42P04', 'a new name that is taken');
is(sqlstate($node, 'CREATE DATABASE postgres TEMPLATE offspring'), '42P04', 'a copy whose name is taken');
wait_for_workers($node, 1, 'offspring');
pass('the worker comes back after a statement that fails');
($worker) = workers($node, 'offspring');
$node->safe_psql('postgres', 'CREATE ROLE nobody LOGIN; CREATE ROLE maker LOGIN CREATEDB');
is(sqlstate($node, 'DROP DATABASE offspring', role => 'nobody'), '42501', 'DROP DATABASE by who may not');
is(sqlstate($node, 'ALTER DATABASE offspring RENAME TO mine', role => 'nobody'), '42501', 'RENAME');
is(sqlstate($node, 'ALTER DATABASE offspring SET TABLESPACE elsewhere', role => 'nobody'), '42501', 'SET TABLESPACE');
is(sqlstate($node, 'CREATE DATABASE mine', role => 'nobody'), '42501', 'CREATE DATABASE');
is(sqlstate($node, 'CREATE DATABASE mine TEMPLATE offspring', role => 'maker'), '42501', 'TEMPLATE of another');
is((workers($node, 'offspring'))[0], $worker, 'nobody but who may can end a worker');
is(sqlstate($node, 'DROP DATABASE nowhere'), '3D000', 'a database that does not exist');
is(sqlstate($node, q{BEGIN; SAVEPOINT s; ALTER DATABASE postgres RENAME TO other}), '0A000', 'a new name for the own database');
wait_for_workers($node, 1);
pass('whose worker is back then');
is(slurp_file($node->logfile, $log_offset) =~ /FATAL.*postnl worker/ ? 1 : 0, 0,
	'workers that make way leave no error in the log');

in_time('DROP DATABASE offspring', 'DROP DATABASE in the end');
$node->safe_psql('postgres', 'DROP TABLESPACE elsewhere');

# A standby
my $backup = 'backup';
$node->backup($backup);
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, $backup, has_streaming => 1);
$standby->start;
is($standby->safe_psql('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'postnl%'}),
	'0', 'nothing runs on a standby');
like($standby->safe_psql('postgres', 'SELECT state, detail, remedy FROM postnl.stat_worker'),
	qr/^stopped\|this server is a standby\|/, 'stat_worker says why');
like($standby->safe_psql('postgres', q{SELECT ok, detail FROM postnl_doctor() WHERE "check" = 'worker'}),
	qr/^f\|this server is a standby/, 'and so does the doctor');
$standby->promote;
wait_for_workers($standby, 1);
wait_for_workers($standby, 1, 'template1');
pass('workers start at the promotion');
$standby->stop;

# pg_upgrade, to the same version
$node->safe_psql('postgres', q{INSERT INTO postnl.shipment (account, environment, state, api, reference)
	VALUES ('a', 'sandbox', 'announced', 'legacy', 'upgraded')});
$node->safe_psql('postgres', q{DROP FUNCTION debug_transfers; ALTER SYSTEM RESET ALL});
$node->stop;
my $new = PostgreSQL::Test::Cluster->new('upgraded');
$new->init;
$new->append_conf('postgresql.conf', "shared_preload_libraries = 'postnl'\n$settled");
my $bindir = $node->config_data('--bindir');
my $began = time;
chdir $PostgreSQL::Test::Utils::tmp_check;
command_ok(
	[
		"$bindir/pg_upgrade", '--no-sync', '-d', $node->data_dir, '-D', $new->data_dir, '-b', $bindir, '-B', $bindir,
		'-p', $node->port, '-P', $new->port, '-s', $new->host
	],
	'pg_upgrade, with the library preloaded on both sides');
note(sprintf 'it took %.1f s', time - $began);
$new->start;
wait_for_workers($new, 1);
wait_for_workers($new, 1, 'template1');
is($new->safe_psql('postgres', q{SELECT state FROM postnl.shipment WHERE reference = 'upgraded'}), 'announced',
	'shipments are there after it');
pass('and the workers run');
$new->stop;

no_damage($node, $standby, $new);
done_testing();
