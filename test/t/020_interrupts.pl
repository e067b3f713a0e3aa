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
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Socket;
use Test::More;
use Time::HiRes qw(time);

# An interrupt that takes longer than this was not one.
my $limit_ms = 1000;

# Long after the tests gave up on a call that does not end.
my $long = "postnl.request_timeout = '300s'\npostnl.connect_timeout = '300s'\npostnl.limiter_wait = '300s'\n";

$ENV{LD_PRELOAD} = preload_library('silent_resolver');
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

# PostNL says when to come back
$sim->answer(match => { path => '3SLATER' }, status => 503, headers => { 'Retry-After' => 60 },
	body => '{"message": "later"}');

my $ask = q{SELECT status FROM postnl_track('3SDEMO0000004')};

# An old libcurl waits for a lookup whatever happens, and the doctor says so
my $lookup_yields = $node->safe_psql('postgres', q{SELECT ok FROM postnl_doctor() WHERE "check" = 'libcurl'}) eq 't';

# Name, preparation, statement, wait event (named since PostgreSQL 17)
my @waits = (
	[ 'before the reply begins', '', q{SELECT * FROM postnl_track('3SHANG0001')}, 'PostnlTransfer' ],
	[ 'in the middle of a reply', '', q{SELECT * FROM postnl_track('3SHANGBODY0001')}, 'PostnlTransfer' ],
	[ 'while a reply drips', '', q{SELECT * FROM postnl_track('3SDRIPHEAD0001')}, 'PostnlTransfer' ],
	[ 'while connecting', "SET postnl.base_url = '$deaf_url'",
		q{SELECT * FROM postnl_track('3SDEMO0000001')}, 'PostnlTransfer' ],
	[ 'while a name server is silent', "SET postnl.base_url = 'https://api.silent.test'",
		q{SELECT * FROM postnl_track('3SDEMO0000001')}, 'PostnlTransfer' ],
	[ 'for its turn', "SET postnl.requests_per_minute = 1; SET postnl.api_key = 'turn-key'",
		q{SELECT * FROM postnl_track(ARRAY['3SDEMO0000001', '3SDEMO0000002'])}, 'PostnlTurn' ],
	[ 'for a retry', '', q{SELECT * FROM postnl_track('3SLATER0001')}, 'PostnlTurn' ],
	[ 'among many calls', '',
		q{SELECT * FROM postnl_track(ARRAY(SELECT '3SHANG' || i FROM generate_series(1000, 1100) i))}, 'PostnlTransfer' ],
);

@waits = grep { $_->[0] !~ /name server/ } @waits unless $lookup_yields;

# What psql calls for, measured where it happens: the statement is ended by
# statement_timeout, and the transaction goes on.
$node->safe_psql('postgres', q{
CREATE FUNCTION interrupted(prepare text, ask text, OUT state text, OUT ms numeric, OUT next text)
LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE prepare;
		EXECUTE ask;
		state := 'none';
	EXCEPTION WHEN query_canceled THEN
		state := SQLSTATE;
	END;
	ms := round(1000 * extract(epoch FROM clock_timestamp() - statement_timestamp())
		- extract(epoch FROM current_setting('statement_timeout')::interval) * 1000, 1);
	next := (SELECT status FROM postnl_track('3SDEMO0000004'));
END $$});

# The session that interrupts the others.
my ($admin) = start_query($node);

sub wait_until_waiting
{
	my ($pid, $event) = @_;
	my $deadline = time + 60;

	$event = 'Extension' if $node->pg_version < 17;
	until ($admin->query_safe(qq{
		SELECT wait_event_type = 'Extension' AND wait_event = '$event'
		FROM pg_stat_activity WHERE pid = $pid AND state = 'active'}) eq 't')
	{
		die 'the backend does not wait' if time > $deadline;
	}
	return;
}

# Sends a statement to a session and returns once it waits.
sub begin_waiting
{
	my ($psql, $pid, $prepare, $sql, $event) = @_;

	$psql->query_safe($prepare) if $prepare;
	$psql->{stderr} = '';
	$psql->query_until(qr/started/, "\\echo started\n$sql;\n\\echo ended\n");
	wait_until_waiting($pid, $event);
	return;
}

# Interrupts a session and returns (ms from the interrupt to the end, error).
sub interrupt
{
	my ($psql, $pid, $function) = @_;
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
	my ($name, $prepare, $sql, $event) = @$wait;
	my ($psql, $pid) = start_query($node);

	# pg_cancel_backend
	$psql->query_safe($ask);
	begin_waiting($psql, $pid, $prepare, $sql, $event);
	my ($cancel_ms, $error) = interrupt($psql, $pid, 'pg_cancel_backend');
	like($error, qr/canceling statement due to user request/, "cancelled $name");
	cmp_ok($cancel_ms, '<', $limit_ms, "cancelled $name at once");

	# the same backend goes on, and has nothing open but idle connections
	$psql->{stderr} = '';
	$psql->query_safe('RESET ALL');
	is($psql->query_safe($ask), 'delivered', "the backend goes on after a cancel $name");
	like(debug_transfers($psql), qr/^0 0 1$/, "nothing is left open after a cancel $name");

	# statement_timeout in a subtransaction, measured by the server itself
	$psql->query_safe(q{SET statement_timeout = '100ms'});
	my ($state, $timeout_ms, $next) = split /\|/,
	  $psql->query_safe(qq{SELECT * FROM interrupted(\$a\$$prepare;\$a\$, \$a\$$sql\$a\$)});
	is($state, '57014', "statement_timeout ends waiting $name, and can be caught");
	cmp_ok($timeout_ms, '<', $limit_ms, 'at once');
	is($next, 'delivered', 'and the transaction goes on');
	like(debug_transfers($psql), qr/^0 0 1$/, 'with nothing left open');
	$psql->query_safe('RESET statement_timeout');

	# pg_terminate_backend
	begin_waiting($psql, $pid, $prepare, $sql, $event);
	(my $terminate_ms, $error) = interrupt($psql, $pid, 'pg_terminate_backend');
	like($error, qr/terminating connection/, "terminated $name");
	cmp_ok($terminate_ms, '<', $limit_ms, "terminated $name at once");
	eval { $psql->quit };
	$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $pid")
	  or die 'the backend does not end';
	note(sprintf('latency in ms, %s: cancel %.1f, statement_timeout %.1f, terminate %.1f',
			$name, $cancel_ms, $timeout_ms, $terminate_ms));
}

# The thread in which libcurl looks names up must get none of our signals
SKIP:
{
	skip 'no /proc', 5 unless -d '/proc/self/task';
	skip 'this libcurl waits for its thread', 5 unless $lookup_yields;
	my ($psql, $pid) = start_query($node);

	sub blocked_signals
	{
		my ($task) = @_;
		my ($mask) = slurp_file("$task/status") =~ /SigBlk:\s+([0-9a-f]+)/;
		return hex($mask);
	}

	$psql->query_safe($ask);
	my $before = blocked_signals("/proc/$pid");
	begin_waiting($psql, $pid, "SET postnl.base_url = 'https://api.silent.test'", $ask, 'PostnlTransfer');
	my @threads = grep { !/\/$pid$/ } glob "/proc/$pid/task/*";
	# one for each kind of address, in some versions of libcurl
	cmp_ok(scalar(@threads), '>=', 1, 'a thread looks the name up');
	# HUP INT QUIT USR1 USR2 ALRM TERM, and others that a handler may get
	my $ours = 0;
	$ours |= 1 << ($_ - 1) for (1, 2, 3, 10, 12, 13, 14, 15, 17, 23);
	is(scalar(grep { (blocked_signals($_) & $ours) != $ours } @threads), 0, 'it gets none of our signals');
	is(blocked_signals("/proc/$pid"), $before, 'we get all that we got before');
	interrupt($psql, $pid, 'pg_cancel_backend');
	is(blocked_signals("/proc/$pid"), $before, 'after a cancel too');
	$psql->{stderr} = '';
	is($psql->query_safe("RESET postnl.base_url; $ask"), 'delivered', 'with the thread still looking, calls work');
	$psql->quit;
}

# A reply that is there before libcurl asks whether there is one: its
# connection is open like any other
my $early = temporary_path('early.json');
my $reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"CurrentStatus\":{}}";
append_to_file($early, encode_json({ '' => [ unpack('H*', $reply) ] }));
my $early_port = start_helper('raw_server.pl', $early);
{
	my ($psql, $pid) = start_query($node);

	is( $psql->query_safe("SET postnl.base_url = 'http://127.0.0.1:$early_port';"
			. "SELECT status FROM postnl_track('3SEARLY0001')"), 'not_found', 'a reply that is early');
	is(debug_transfers($psql), '0 0 1', 'its connection is counted');
	$psql->quit;
}

# A waiting session takes part in what all sessions have to agree to
my ($psql, $pid) = start_query($node);
begin_waiting($psql, $pid, '', q{SELECT * FROM postnl_track('3SHANG0005')}, 'PostnlTransfer');
is($admin->query_safe(q{SET statement_timeout = '60s'; CREATE DATABASE brief; DROP DATABASE brief; SELECT 'dropped'}),
	'dropped', 'a call that waits does not hold up DROP DATABASE');
$admin->query_safe("SELECT pg_log_backend_memory_contexts($pid)");
ok($node->wait_for_log(qr/level: \d+; postnl transfers: /), 'and tells of its memory when asked');
interrupt($psql, $pid, 'pg_cancel_backend');

# Savepoints
$psql->{stderr} = '';
$psql->query(qq{BEGIN; SAVEPOINT s; $ask; SET LOCAL statement_timeout = '50ms'; SELECT * FROM postnl_track('3SHANG0006')});
like($psql->{stderr}, qr/statement timeout/, 'a timeout after a savepoint');
$psql->{stderr} = '';
is($psql->query_safe("ROLLBACK TO s; $ask; COMMIT"), 'delivered', 'ROLLBACK TO SAVEPOINT brings the session back');
like(debug_transfers($psql), qr/^0 0 1$/, 'with nothing open');
$psql->query_safe('DO $$BEGIN BEGIN PERFORM * FROM postnl_track(ARRAY[\'3SDEMO0000001\', \'3SF4000001\']);'
	. ' EXCEPTION WHEN OTHERS THEN NULL; END; PERFORM * FROM postnl_track(\'3SDEMO0000002\'); END$$');
like(debug_transfers($psql), qr/^0 0 [12]$/, 'nor after an error in a subtransaction');

# Fifty failures of all kinds in a loop, again and again: nothing adds up
my $loop = qq{
DO \$\$
BEGIN
	FOR i IN 1 .. 50 LOOP
		BEGIN
			SET LOCAL postnl.retries = 0;
			SET LOCAL postnl.request_timeout = '20ms';
			SET LOCAL postnl.connect_timeout = '20ms';
			CASE i % 5
				WHEN 0 THEN
					PERFORM * FROM postnl_track('3SHANG0007');
				WHEN 1 THEN
					PERFORM * FROM postnl_track(ARRAY['3SDEMO0000001', '3SHANGBODY0007', '3SHANG0008', '3SDRIP0007']);
				WHEN 2 THEN
					PERFORM set_config('postnl.base_url', '$deaf_url', true);
					PERFORM * FROM postnl_track('3SDEMO0000001');
				WHEN 3 THEN
					PERFORM * FROM postnl_track(ARRAY['3SDEMO0000001', '3SF4000007', '3SDEMO0000002']);
				ELSE
					PERFORM * FROM postnl_track(ARRAY['3SRESET0007', '3SHUGE0007', '3SGARBAGE0007'], on_error => 'report');
			END CASE;
			RAISE 'no error';
		EXCEPTION WHEN connection_failure OR SQLSTATE '08001' OR SQLSTATE 'PN400' OR raise_exception THEN
			NULL;
		END;
	END LOOP;
END
\$\$};
my $contexts = q{SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'postnl%'};

# What a session has open after calls that work, seen from outside as well
sub figures
{
	$psql->query_safe($ask);
	my $open = $psql->query_safe('SELECT sets, running, sockets, reserved_fds, handles FROM debug_transfers()');

	# a handle that failed is thrown away, so how many are kept depends on the last calls
	cmp_ok($1, '<=', 5, 'no more handles than calls side by side') if $open =~ s/\|(\d+)$//;
	return ($open, $psql->query_safe($contexts), process_figures($pid));
}

$psql->query_safe($loop);
my ($open, $contexts_before, $before) = figures();
like($open, qr/^0\|0\|1\|1$/, 'one idle connection is left of fifty failures');
is($contexts_before, '0', 'and no memory context of ours');
$psql->query_safe($loop) for (1, 2);
my ($open_after, $contexts_after, $after) = figures();
is($open_after, $open, 'a hundred more leave no more');
is($contexts_after, '0', 'nor a memory context');
SKIP:
{
	skip 'no /proc', 3 unless $before;
	is($after->{files}, $before->{files}, 'nor an open file');
	is($after->{threads}, $before->{threads}, 'nor a thread');
	cmp_ok($after->{rss} - $before->{rss}, '<', 2048, 'and less than 2 MB');
	note(sprintf('memory of the session: %d kB after 50 failures, %d kB after 150', $before->{rss}, $after->{rss}));
}

# The same with statements that are cancelled
$psql->query_safe(q{SET statement_timeout = '20ms'});
foreach my $i (1 .. 20)
{
	$psql->query(q{SELECT * FROM postnl_track(ARRAY['3SHANG0009', '3SDEMO0000001', '3SHANGBODY0009'])});
	$psql->{stderr} = '';
}
$psql->query_safe('RESET statement_timeout');
my ($open_cancelled, $contexts_cancelled, $cancelled) = figures();
is($open_cancelled, $open, 'nor do cancelled statements');
is($contexts_cancelled, '0', 'nor their memory contexts');
SKIP:
{
	skip 'no /proc', 1 unless $before;
	is($cancelled->{files}, $before->{files}, 'nor their files');
}

no_damage($node);

# A session that waits does not outlive the postmaster
begin_waiting($psql, $pid, '', q{SELECT * FROM postnl_track('3SHANG0010')}, 'PostnlTransfer');
my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
my $began = time;
$node->kill9;
until ($psql->{stderr} =~ /server closed the connection/)
{
	last unless eval { $psql->{run}->pump; 1 };
}
like($psql->{stderr}, qr/server closed the connection/, 'a call that waits ends with the postmaster');
cmp_ok(time - $began, '<', 10, 'at once');
note(sprintf('latency in ms, end of the postmaster: %.1f', (time - $began) * 1000));
eval { $_->quit } for ($psql, $admin);
# its process entry is in the way of another one until somebody takes it away
until (!kill(0, $postmaster) || time - $began > 60)
{
	select(undef, undef, undef, 0.01);
}
$node->start;
is($node->safe_psql('postgres', $ask), 'delivered', 'and the server comes back');

done_testing();
