# Shipments that end the server: each is found out at its second crash, and the
# others go on.  And ends of a process that are no crash.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;

# The server crashes when json-c reads or writes what the file says.
my $crash_file = temporary_path('crash');
$ENV{LD_PRELOAD}        = preload_library('crash');
$ENV{POSTNL_TEST_CRASH} = $crash_file;
my ($node, $sim) = outbox_node('main', conf => <<'CONF');
restart_after_crash = on
max_prepared_transactions = 2
log_statement = none
CONF
wait_for_workers($node, 1);

sub crashes
{
	my $log = slurp_file($node->logfile);
	return scalar(() = $log =~ /terminated by signal 11/g);
}

sub stop_workers
{
	configure($node, 'postnl.workers = 0');
	wait_for_workers($node, 0);
	return;
}

# Ends the worker while it waits for the lock, which it does not do for long, but again and
# again.  Returns its pid, and what the shipment was.
sub end_who_waits
{
	$node->safe_psql('postgres', 'CREATE TABLE IF NOT EXISTS ended (pid int, shipment text)');
	$node->poll_query_until('postgres', q{WITH
		waits AS MATERIALIZED (SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'postnl.product'::regclass),
		new AS (INSERT INTO ended SELECT pid, (SELECT concat_ws(' ', state, crashes) FROM postnl.shipment WHERE reference = 'LOCKED-1')
			FROM waits WHERE pg_terminate_backend(pid) RETURNING pid)
		SELECT count(*) FROM new}, '1') or die 'no worker waits';
	return split /\|/, $node->safe_psql('postgres', 'SELECT pid, shipment FROM ended ORDER BY ctid DESC LIMIT 1');
}

# ----------
# One among others
# ----------

my $parked = 'the server crashed twice while it was being sent, the last time with nothing else in hand;'
  . ' see the server log, then postnl_requeue() tries again';

# A shipment whose description ends whoever does something with it, among 20
# others; and the others that come meanwhile.
sub poison_among_others
{
	my ($doing, $workers, $attempts, $in_doubt) = @_;
	my $before = crashes();
	my $name   = "$doing by $workers";

	empty_outbox($node, $sim);
	stop_workers();
	ship_many($node, 'BEFORE-', 10);
	ship($node, 'POISON-1');
	ship_many($node, 'AFTER-', 10);
	append_to_file($crash_file, "$doing POISON-1");
	configure($node, "postnl.workers = $workers");
	wait_for_state($node, 'failed', q{reference = 'POISON-1'});
	announced_once($node, $sim, 20, "$name: the others", q{reference <> 'POISON-1'});
	is(crashes() - $before, 2, "$name: the server crashed twice, and no more");
	is(row($node, 'crashes, attempts, in_doubt, error_code, error', 'POISON-1'), "2|$attempts|$in_doubt|57P02|$parked",
		"$name: and says so");
	is($node->safe_psql('postgres', q{SELECT reference, state, remedy LIKE '%postnl_requeue(' || shipment_id || ')%' FROM postnl.attention}),
		'POISON-1|failed|t', "$name: with the remedy, in postnl.attention");
	is(scalar(label_calls($sim, 'POISON-1')), 0, "$name: it was never sent");
	unlink $crash_file;
	is($node->safe_psql('postgres', q{SELECT postnl_requeue(shipment_id) FROM postnl.shipment WHERE reference = 'POISON-1'}), 't',
		"$name: it can be queued again");
	announced_once($node, $sim, 1, "$name: once the cause is gone", q{reference = 'POISON-1'});
	return;
}

poison_among_others('read', 1, 0, 'f');
poison_among_others('write', 1, 2, 't');
poison_among_others('read', 3, 0, 'f');

# ----------
# Several
# ----------

# Each crash is one of theirs; whoever was with them comes through.
my $before = crashes();
empty_outbox($node, $sim);
stop_workers();
ship_many($node, 'FINE-', 5);
ship_many($node, 'POISON-', 3);
ship_many($node, 'GOOD-', 5);
append_to_file($crash_file, 'read POISON-');
configure($node, 'postnl.workers = 1');
wait_for_state($node, 'failed', q{reference LIKE 'POISON-%'});
announced_once($node, $sim, 10, 'three of them: the others', q{reference NOT LIKE 'POISON-%'});
is(crashes() - $before, 4, 'three of them: one crash together, and one each');
unlink $crash_file;

# ----------
# No crash
# ----------

# The shipment is alone in hand, and its process ends again and again.
empty_outbox($node, $sim);
ship($node, 'HANG-1');
foreach my $time (1 .. 3)
{
	wait_for_calls($sim, $time, 'HANG-1');
	$node->restart;
}
wait_for_calls($sim, 4, 'HANG-1');
foreach my $time (5 .. 7)
{
	my ($worker) = workers($node);
	$node->safe_psql('postgres', "SELECT pg_terminate_backend($worker)");
	wait_for_calls($sim, $time, 'HANG-1');
}
is(row($node, 'state, crashes, attempts', 'HANG-1'), 'sending|0|1', 'restarts and ends of the worker are no crashes');

# The same in the middle of a transaction, which waits for a lock
stop_workers();
empty_outbox($node, $sim);
ship($node, 'LOCKED-1');
$node->safe_psql('postgres', q{BEGIN; LOCK TABLE postnl.product; PREPARE TRANSACTION 'lock'});
configure($node, 'postnl.workers = 1');
foreach my $time (1 .. 3)
{
	my ($worker, $shipment) = end_who_waits();
	is($shipment, 'sending 0', "the worker has it and waits, time $time");
	$node->poll_query_until('postgres', "SELECT count(*) FROM pg_stat_activity WHERE pid = $worker", '0') or die 'it does not end';
}
$node->safe_psql('postgres', q{COMMIT PREPARED 'lock'});
announced_once($node, $sim, 1, 'what a worker had in a transaction that was ended');
is(row($node, 'attempts', 'LOCKED-1'), '1', 'has used up no attempt');

# And in a session
stop_workers();
empty_outbox($node, $sim);
ship($node, 'HANG-2');
foreach my $how (qw(cancel terminate cancel terminate))
{
	my ($session, $pid) = start_query($node);
	my $calls = () = label_calls($sim, 'HANG-2');

	$session->query_until(qr/started/, "\\echo started\nCALL postnl_process();\n");
	wait_for_calls($sim, $calls + 1, 'HANG-2');
	$node->safe_psql('postgres', "SELECT pg_${how}_backend($pid)");
	$node->poll_query_until('postgres', "SELECT state FROM postnl.shipment WHERE reference = 'HANG-2'", 'queued')
	  or die "pg_${how}_backend() does not give it back";
	is(row($node, 'crashes, attempts, in_doubt, error_code', 'HANG-2'), '0|0|t|57P01', "pg_${how}_backend() of postnl_process() is no crash");
	eval { $session->quit };
}

my $log = slurp_file($node->logfile);
unlike($log, qr/PANIC|TRAP:|terminated by signal (?!11)|was not ended|leak/, 'no crash but those, and no leak');
done_testing();
