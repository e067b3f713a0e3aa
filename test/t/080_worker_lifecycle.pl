# Launcher and workers: when they start, end and come back, and what the server
# says when they do not.
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
my $settled = "postnl.worker_naptime = '1d'\n";
my ($node) = postnl_node('main', preload => 0, conf => $settled . <<'CONF');
max_worker_processes = 12
max_prepared_transactions = 2
restart_after_crash = on
CONF

my $why = q{SELECT pid IS NULL, state, detail, remedy FROM postnl.stat_worker WHERE database = current_database()};
my $doctor = q{SELECT ok, detail, remedy FROM postnl_doctor() WHERE "check" = 'worker'};

sub settings
{
	my @settings = @_;
	$node->safe_psql('postgres', join '', map { "ALTER SYSTEM SET $_;\n" } @settings);
	$node->reload;
	return;
}

# Without preload
my $not_preloaded = 'postnl is not in shared_preload_libraries';
like($node->safe_psql('postgres', $why), qr/^t\|stopped\|$not_preloaded\|Add postnl to/,
	'without preload stat_worker says why nothing runs');
like($node->safe_psql('postgres', $doctor), qr/^f\|$not_preloaded\|Add postnl to/, 'and so does the doctor');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'postnl%'}),
	'0', 'and nothing runs');

# With preload; the extension was there before
settings(q{shared_preload_libraries = 'postnl'});
$node->restart;
my ($worker) = wait_for_workers($node, 1);
ok($worker, 'a worker starts with the server');
is($node->safe_psql('postgres', q{SELECT application_name, state FROM pg_stat_activity WHERE backend_type = 'postnl worker'}),
	'postnl worker|idle', 'and reports itself as idle');
like($node->safe_psql('postgres', $doctor), qr/^t\|/, 'the doctor is content');
is($node->safe_psql('postgres', q{SELECT pid, number, detail, remedy FROM postnl.stat_worker}),
	"$worker|1||", 'stat_worker has its row');

# The extension goes and comes
$node->safe_psql('postgres', 'DROP EXTENSION postnl CASCADE');
wait_for_workers($node, 0);
pass('DROP EXTENSION ends the worker');
$node->safe_psql('postgres', 'BEGIN; CREATE EXTENSION postnl; ROLLBACK');
$node->safe_psql('postgres', 'CREATE DATABASE witness');
$node->safe_psql('witness', 'CREATE EXTENSION postnl');
wait_for_workers($node, 1, 'witness');
is(scalar workers($node), 0, 'an aborted CREATE EXTENSION starts nothing');
$node->safe_psql('postgres', 'CREATE EXTENSION postnl');
($worker) = wait_for_workers($node, 1);
ok($worker, 'CREATE EXTENSION starts a worker, without a reload');
$node->safe_psql('postgres', 'BEGIN; DROP EXTENSION postnl; CREATE EXTENSION postnl; COMMIT');
wait_for_workers($node, 1);
$node->safe_psql('postgres', 'BEGIN; DROP EXTENSION postnl; ROLLBACK');
like($node->safe_psql('postgres', $doctor), qr/^t\|/, 'the worker survives a DROP EXTENSION that is aborted');
my (undef, undef, $notice) = $node->psql('postgres', 'ALTER EXTENSION postnl UPDATE');
like($notice, qr/is already installed/, 'ALTER EXTENSION ... UPDATE is not held up');
$node->safe_psql('postgres', q{BEGIN; DROP EXTENSION postnl; PREPARE TRANSACTION 'drop'});
$node->safe_psql('postgres', q{COMMIT PREPARED 'drop'});
wait_for_workers($node, 0);
pass('COMMIT PREPARED of a DROP EXTENSION ends the worker');
$node->safe_psql('postgres', q{BEGIN; CREATE EXTENSION postnl; PREPARE TRANSACTION 'create'});
is(scalar workers($node), 0, 'a prepared CREATE EXTENSION starts nothing yet');
$node->safe_psql('postgres', q{COMMIT PREPARED 'create'});
wait_for_workers($node, 1);
pass('its COMMIT PREPARED starts the worker');
$node->safe_psql('postgres', q{CREATE ROLE leaving SUPERUSER; SET ROLE leaving; CREATE DATABASE owned});
$node->safe_psql('owned', q{SET ROLE leaving; CREATE SCHEMA its; CREATE EXTENSION postnl SCHEMA its});
wait_for_workers($node, 1, 'owned');
$node->safe_psql('owned', 'DROP SCHEMA its CASCADE');
wait_for_workers($node, 0, 'owned');
pass('dropping the schema of the extension ends the worker');

# postnl.workers
my ($first) = workers($node);
settings('postnl.workers = 3');
my @three = wait_for_workers($node, 3);
wait_for_workers($node, 3, 'witness');
is($three[0], $first, 'more workers are started, the one that runs stays');
is($node->safe_psql('postgres', q{SELECT string_agg(number::text, ' ' ORDER BY number) FROM postnl.stat_worker WHERE database = 'postgres'}),
	'1 2 3', 'each has its number');
settings('postnl.workers = 0');
wait_for_workers($node, 0);
wait_for_workers($node, 0, 'witness');
like($node->safe_psql('postgres', $why), qr/^t\|stopped\|postnl.workers is 0\|/, 'none at 0, and stat_worker says why');
settings('postnl.workers = 1');
($worker) = wait_for_workers($node, 1);
my ($witness) = wait_for_workers($node, 1, 'witness');
pass('and they come back');

# Terminated and killed
sub wait_for_another
{
	my ($type, $database, $pid) = @_;
	$node->poll_query_until('postgres',
		"SELECT count(*) FROM pg_stat_activity WHERE backend_type = '$type'"
		  . " AND coalesce(datname, '') = '$database' AND pid <> $pid", '1')
	  or die "no other $type came";
	return;
}
$node->safe_psql('postgres', "SELECT pg_terminate_backend($worker)");
wait_for_another('postnl worker', 'postgres', $worker);
is((workers($node, 'witness'))[0], $witness, 'a terminated worker comes back, the others stay');
my $launcher = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'postnl launcher'});
($worker) = workers($node);
$node->safe_psql('postgres', "SELECT pg_terminate_backend($launcher)");
wait_for_another('postnl launcher', '', $launcher);
is(join(' ', workers($node), workers($node, 'witness')), "$worker $witness",
	'a terminated launcher comes back and takes the workers over');
$node->safe_psql('postgres', "SELECT pg_terminate_backend($witness)");
wait_for_another('postnl worker', 'witness', $witness);
pass('and looks after them');
my $offset = -s $node->logfile;
kill 'KILL', $worker;
$node->wait_for_log(qr/all server processes terminated; reinitializing/, $offset);
$node->poll_query_until('postgres', 'SELECT true') or die 'the server did not come back';
wait_for_workers($node, 1);
wait_for_workers($node, 1, 'witness');
pass('after a crash all of them come back');

# A worker that is in the middle of the tables, and is held up there
$offset = -s $node->logfile;
my ($holder)  = start_query($node);
my ($dropper) = start_query($node);
$holder->query_safe('BEGIN; LOCK TABLE postnl.event');
$node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . (wait_for_workers($node, 1))[0] . ')');
$node->poll_query_until('postgres', q{SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'postnl.event'::regclass}, 1)
  or die 'no worker waits';
$dropper->query_until(qr/begun/, "\\echo begun\nDROP EXTENSION postnl;\n");
$node->poll_query_until('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DROP EXT%' AND wait_event_type = 'Lock'}, 1)
  or die 'DROP EXTENSION does not wait';
$holder->query_safe('COMMIT');
$node->poll_query_until('postgres', q{SELECT count(*) FROM pg_extension WHERE extname = 'postnl'}, 0) or die 'the extension stays';
unlike(slurp_file($node->logfile, $offset), qr/deadlock/, 'DROP EXTENSION waits for a worker, and is not in its way');
$_->quit for $holder, $dropper;
$node->safe_psql('postgres', 'CREATE EXTENSION postnl');
wait_for_workers($node, 1);

# No hurry to end, no delay either
my $began = time;
$node->stop('fast');
cmp_ok(time - $began, '<', 20, 'a worker does not hold up a fast shutdown');
note(sprintf 'fast: %.2f s', time - $began);
$node->start;
wait_for_workers($node, 1);
$began = time;
$node->stop('immediate');
cmp_ok(time - $began, '<', 20, 'nor an immediate one');
note(sprintf 'immediate: %.2f s', time - $began);

# Too few worker processes: launcher, logical replication launcher, one worker
$node->append_conf('postgresql.conf', 'max_worker_processes = 3');
$offset = -s $node->logfile;
$node->start;
$node->wait_for_log(qr/WARNING:  could not start a postnl worker: out of background worker slots/, $offset);
my ($lucky, $unlucky) = workers($node) ? qw(postgres witness) : qw(witness postgres);
wait_for_workers($node, 1, $lucky);
$node->poll_query_until($unlucky, "SELECT detail FROM ($why) AS w", 'out of background worker slots')
  or die 'stat_worker does not tell of the shortage';
like($node->safe_psql($unlucky, $why), qr/\|Raise max_worker_processes and restart/, 'stat_worker tells of a shortage');
like($node->safe_psql($unlucky, $doctor), qr/^f\|out of background worker slots\|Raise/, 'and so does the doctor');
like($node->safe_psql($lucky, $doctor), qr/^t\|/, 'the database that has its worker keeps it');
$node->reload for 1 .. 3;
$node->safe_psql($lucky, 'DROP EXTENSION postnl');
wait_for_workers($node, 1, $unlucky);
pass('a process that is given back goes to who lacks one');
my $warnings = () = slurp_file($node->logfile, $offset) =~ /could not start a postnl worker/g;
is($warnings, 1, 'the log is told once');

$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|leak/, 'no damage');
done_testing();
