# Cancel, statement_timeout and termination end a waiting call at once,
# whatever it waits for, and leave nothing open.
#
# How long an interrupt takes is printed, and bounded loosely: the point is
# that it is not the ten seconds of a resolver or the timeout of a request.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use IO::Socket::INET;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Socket;
use Test::More;
use Time::HiRes qw(time);

# Long after the tests gave up on a call that does not end.
my $long = "postnl.request_timeout = '300s'\npostnl.connect_timeout = '300s'\n";

my $library = "$PostgreSQL::Test::Utils::tmp_check/silent_resolver.so";
my $source  = "$FindBin::RealBin/../preload/silent_resolver.c";
system('cc', '-shared', '-fPIC', '-o', $library, $source, '-ldl') == 0
  or die "could not compile $source";
$ENV{LD_PRELOAD} = $library;
my ($node, $sim) = postnl_node('interrupts', conf => $long);
delete $ENV{LD_PRELOAD};

# A port on which connections are neither taken nor refused: the backlog is
# full.
my $deaf = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', Proto => 'tcp')
  or die "could not listen: $!";
listen($deaf, 0);
my @fill;
for (1 .. 4)
{
	socket(my $filler, PF_INET, SOCK_STREAM, 0) or die $!;
	$filler->blocking(0);
	connect($filler, pack_sockaddr_in($deaf->sockport, inet_aton('127.0.0.1')));
	push @fill, $filler;
}
my $deaf_url = 'http://127.0.0.1:' . $deaf->sockport;

# Name, preparation, statement, what says that it waits
my @waits = (
	[ 'before the reply begins', '', q{SELECT * FROM postnl_track('3SHANG0001')}, 'PostnlTransfer' ],
	[ 'in the middle of a reply', '', q{SELECT * FROM postnl_track('3SHANGBODY0001')}, 'PostnlTransfer' ],
	[ 'while connecting', "SET postnl.base_url = '$deaf_url'",
		q{SELECT * FROM postnl_track('3SDEMO0000001')}, 'PostnlTransfer' ],
	[ 'while a name server is silent', "SET postnl.base_url = 'https://api.silent.test'",
		q{SELECT * FROM postnl_track('3SDEMO0000001')}, 'PostnlTransfer' ],
	[ 'for its turn', "SET postnl.requests_per_minute = 1; SET postnl.limiter_wait = '300s'; SET postnl.api_key = 'turn-key'",
		q{SELECT * FROM postnl_track(ARRAY['3SDEMO0000001', '3SDEMO0000002'])}, 'PostnlTurn' ],
	[ 'for a retry', "SET postnl.retries = 20; SET postnl.api_key = 'retry-key'",
		q{SELECT * FROM postnl_track('3SF5030001')}, 'PostnlTurn' ],
	[ 'among many calls', '',
		q{SELECT * FROM postnl_track(ARRAY(SELECT '3SHANG' || i FROM generate_series(1000, 1100) i))}, 'PostnlTransfer' ],
);

# The backend waits in our wait event (named since PostgreSQL 17).
sub wait_until_waiting
{
	my ($pid) = @_;

	$node->poll_query_until('postgres', qq{
		SELECT wait_event_type = 'Extension' FROM pg_stat_activity
		WHERE pid = $pid AND state = 'active'})
	  or die 'the backend does not wait';
}

# The session that interrupts the others.
my ($admin) = start_query($node);

# Runs a statement in a session, interrupts it once it waits, and returns
# (ms from the interrupt to the end, error).
sub interrupt
{
	my ($psql, $pid, $prepare, $sql, $function) = @_;

	$psql->query_safe($prepare) if $prepare;
	$psql->{stderr} = '';
	$psql->query_until(qr/started/, "\\echo started\n$sql;\n\\echo ended\n");
	wait_until_waiting($pid);
	my $began = time;
	$admin->query_safe("SELECT $function($pid)");
	until ($psql->{stdout} =~ /ended/ || $psql->{stderr} =~ /terminating connection/)
	{
		last unless eval { $psql->{run}->pump; 1 };
	}
	my $ms = (time - $began) * 1000;
	$psql->{stdout} = '';
	return ($ms, $psql->{stderr});
}

foreach my $wait (@waits)
{
	my ($name, $prepare, $sql) = @$wait;
	my ($psql, $pid) = start_query($node);

	$psql->query_safe(q{SELECT status FROM postnl_track('3SDEMO0000004')});
	my ($ms, $error) = interrupt($psql, $pid, $prepare, $sql, 'pg_cancel_backend');
	like($error, qr/canceling statement due to user request/, "cancelled $name");
	cmp_ok($ms, '<', 2000, "cancelled $name at once");
	note(sprintf('cancel %s: %.1f ms', $name, $ms));

	# the same backend goes on, and has nothing open but idle connections
	$psql->{stderr} = '';
	$psql->query_safe('RESET ALL');
	is($psql->query_safe(q{SELECT status FROM postnl_track('3SDEMO0000004')}), 'delivered',
		"the backend goes on after a cancel $name");
	like(debug_transfers($psql), qr/^0 0 1$/, "nothing is left open after a cancel $name");
	$psql->quit;

	# statement_timeout, measured by the server itself
	my $began = time;
	my ($state, $message) = failure($node, "$prepare; SET statement_timeout = '100ms'; $sql");
	is($state, '57014', "statement_timeout ends waiting $name");
	like($message, qr/statement timeout/, 'with its own words');
	note(sprintf('statement_timeout of 100 ms %s: %.1f ms, with connecting', $name, (time - $began) * 1000));
	cmp_ok(time - $began, '<', 3, 'at once');
}

# Termination, which has to get through the same waits
foreach my $wait (@waits[ 0, 2, 3, 4 ])
{
	my ($name, $prepare, $sql) = @$wait;
	my ($psql, $pid) = start_query($node);
	my ($ms) = interrupt($psql, $pid, $prepare, $sql, 'pg_terminate_backend');

	$node->poll_query_until('postgres',
		"SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $pid");
	pass("terminated $name");
	note(sprintf('terminate %s: %.1f ms', $name, $ms));
	eval { $psql->quit };
}

# The thread in which libcurl looks names up must get none of our signals
SKIP:
{
	skip 'no /proc', 3 unless -d '/proc/self/task';
	my ($psql, $pid) = start_query($node);

	$psql->query_until(qr/started/,
		"SET postnl.base_url = 'https://api.silent.test';\n\\echo started\n"
		. "SELECT * FROM postnl_track('3SDEMO0000001');\n");
	wait_until_waiting($pid);
	my %blocked;
	foreach my $task (glob "/proc/$pid/task/*")
	{
		my ($id) = $task =~ /(\d+)$/;
		my ($mask) = slurp_file("$task/status") =~ /SigBlk:\s+([0-9a-f]+)/;
		$blocked{ $id == $pid ? 'main' : 'resolver' } = hex($mask);
	}
	ok(exists $blocked{resolver}, 'a thread looks the name up');
	# HUP INT QUIT USR1 USR2 ALRM TERM
	my $ours = 0;
	$ours |= 1 << ($_ - 1) for (1, 2, 3, 10, 12, 14, 15);
	is($blocked{resolver} & $ours, $ours, 'it gets none of our signals');
	is($blocked{main} & $ours, 0, 'we get all of them');
	$node->safe_psql('postgres', "SELECT pg_cancel_backend($pid)");
	eval { $psql->quit };
}

# In subtransactions and loops: nothing adds up
my ($psql, $pid) = start_query($node);
$psql->query_safe(q{SELECT status FROM postnl_track('3SDEMO0000004')});
my $loop = q{
DO $$
BEGIN
	FOR i IN 1 .. 30 LOOP
		BEGIN
			PERFORM * FROM postnl_track(ARRAY['3SDEMO0000001', '3SF4000001', '3SDEMO0000002']);
		EXCEPTION WHEN SQLSTATE 'PN400' THEN
			NULL;
		END;
	END LOOP;
END
$$};
my $memory = q{SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE name LIKE 'postnl%'};
$psql->query_safe($loop);
my $before = $psql->query_safe('SELECT handles FROM debug_transfers()');
my $bytes  = $psql->query_safe($memory);
$psql->query_safe($loop) for 1 .. 5;
is($psql->query_safe('SELECT handles FROM debug_transfers()'), $before,
	'errors in a loop of subtransactions leave no handle');
is($psql->query_safe($memory), $bytes, 'and no memory context');
like(debug_transfers($psql), qr/^0 0 \d$/, 'and no transfer');

$psql->query_safe(q{
DO $$
BEGIN
	FOR i IN 1 .. 3 LOOP
		BEGIN
			SET LOCAL postnl.retries = 0;
			SET LOCAL postnl.request_timeout = '300ms';
			PERFORM * FROM postnl_track('3SHANG0003');
		EXCEPTION WHEN connection_failure THEN
			NULL;
		END;
	END LOOP;
END
$$});
like(debug_transfers($psql), qr/^0 0 [01]$/, 'timeouts in a loop leave no socket');

# A savepoint that is rolled back
$psql->{stderr} = '';
$psql->query(q{BEGIN; SAVEPOINT s; SELECT * FROM postnl_track('3SF4000001');});
$psql->{stderr} = '';
is($psql->query_safe(q{ROLLBACK TO s; SELECT status FROM postnl_track('3SDEMO0000004'); COMMIT;}),
	'delivered', 'a savepoint brings it back');
like(debug_transfers($psql), qr/^0 0 [01]$/, 'with nothing open');
$psql->quit;
$admin->quit;

unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|was not ended/,
	'no crash and no leak in the log');

done_testing();
