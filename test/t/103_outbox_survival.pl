# The outbox and what may happen to its server: killed workers, shutdowns,
# copies, encodings, prepared transactions.  Nothing is lost, nothing is sent
# twice.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

my ($node, $sim) = outbox_node('main', conf => <<'CONF');
max_prepared_transactions = 2
max_worker_processes = 12
restart_after_crash = on
CONF
my ($worker) = wait_for_workers($node, 1);
add_accounts($node, '', qw(poison moving));

# ----------
# Killed
# ----------

sub kill_worker
{
	my ($pid) = workers($node);
	my $offset = -s $node->logfile;

	kill 'KILL', $pid;
	$node->wait_for_log(qr/all server processes terminated; reinitializing/, $offset);
	$node->poll_query_until('postgres', 'SELECT true') or die 'the server did not come back';
	wait_for_workers($node, 1);
	return;
}

ship($node, 'ACCEPTHANGONCE-1');
ship($node, 'HANG-1', account => 'poison');
wait_for_calls($sim, 1, $_) foreach qw(ACCEPTHANGONCE-1 HANG-1);
kill_worker();
announced_once($node, $sim, 1, 'a worker is killed', q{reference = 'ACCEPTHANGONCE-1'});
is(calls_for($node, 'ACCEPTHANGONCE-1'), 'label:57P02, label:200', 'the call without an outcome is noted');
is(row($node, 'attempts, crashes, in_doubt, error', 'ACCEPTHANGONCE-1'), '2|0|f|', 'and the shipment is not in doubt any more');
wait_for_calls($sim, 2, 'HANG-1');
is(row($node, 'state, attempts, crashes, in_doubt, error_code', 'HANG-1'), 'sending|2|1|t|57P02',
	'one whose call hangs again is in doubt, and its crash is counted');
kill_worker();
wait_for_state($node, 'failed', q{reference = 'HANG-1'});
is($node->safe_psql('postgres', q{SELECT error_code, reason FROM postnl.attention WHERE reference = 'HANG-1'}),
	'57P02|the server crashed twice while it was being sent, the last time with nothing else in hand;'
	  . ' see the server log, then postnl_requeue() tries again', 'what is alone in hand at a second crash is failed');
is(scalar(label_calls($sim, 'HANG-1')), 2, 'and not sent any more');

# ----------
# With calls in flight
# ----------

sub in_flight
{
	my ($prefix) = @_;
	my $offset = scalar label_calls($sim);

	ship_many($node, $prefix, 30);
	wait_for_calls($sim, $offset + 1);
	return time;
}

empty_outbox($node, $sim);
$sim->fault(fault => 'DELAY', delay_ms => 20_000, match => { method => 'POST' });
my $began = in_flight('STOP-');
$node->stop('fast');
cmp_ok(time - $began, '<', 5, 'a fast shutdown does not wait for calls in flight');
$node->start;
($worker) = wait_for_workers($node, 1);
wait_for_calls($sim, 2);
$began = time;
$node->safe_psql('postgres', "SELECT pg_terminate_backend($worker)");
$node->poll_query_until('postgres', "SELECT count(*) FROM pg_stat_activity WHERE pid = $worker", '0');
cmp_ok(time - $began, '<', 5, 'nor does the end of a worker');
$node->poll_query_until('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'postnl worker' AND state = 'active'}, '1')
  or die 'no worker took over';
$began = time;
configure($node, 'postnl.workers = 0');
wait_for_workers($node, 0);
cmp_ok(time - $began, '<', 5, 'nor a reload that turns the workers off');
$sim->clear_faults;
configure($node, 'postnl.workers');
announced_once($node, $sim, 30, 'after all that');
is($node->safe_psql('postgres', q{SELECT count(*) FROM postnl.attempt WHERE ms IS NULL AND error IS NULL}), '0', 'no call is left without an end');
is($node->safe_psql('postgres', q{SELECT count(*) > 0 FROM postnl.attempt WHERE error = '57P01'}), 't', 'whose worker was stopped, are noted as that');
is($node->safe_psql('postgres', q{SELECT max(attempts) FROM postnl.shipment WHERE reference !~ 'HANG'}), '1', 'and being stopped uses up no attempt');

# A reload only
$sim->fault(fault => 'DELAY', delay_ms => 1_000, match => { method => 'POST' }, times => 8);
in_flight('RELOAD-');
$node->reload for 1 .. 3;
announced_once($node, $sim, 30, 'reloads with calls in flight', q{reference LIKE 'RELOAD-%'});
is($node->safe_psql('postgres', q{SELECT max(attempts) FROM postnl.shipment WHERE reference LIKE 'RELOAD-%'}), '1', 'end no call');

# ----------
# An account that changes
# ----------

empty_outbox($node, $sim);
configure($node, 'postnl.workers = 0');
wait_for_workers($node, 0);
ship_many($node, 'MOVING-', 3, account => 'moving');
$node->safe_psql('postgres', q{SELECT postnl_account_set('moving', environment => 'production')});
ship($node, 'MOVED-1', account => 'moving');
configure($node, 'postnl.workers');
announced_once($node, $sim, 1, 'an account goes into production', q{reference = 'MOVED-1'});
wait_for_state($node, 'failed', q{reference LIKE 'MOVING-%'});
is(row($node, 'environment, error_code, error', 'MOVING-1'),
	'sandbox|55000|the account is in production now, and the shipment was queued for sandbox', 'what was queued before is failed');
is(scalar(label_calls($sim, 'MOVING-1')), 0, 'and never sent');

# ----------
# Copies
# ----------

empty_outbox($node, $sim);
configure($node, 'postnl.workers = 0');
wait_for_workers($node, 0);
ship_many($node, 'COPIED-', 5);
$node->safe_psql('template1', 'CREATE DATABASE copy TEMPLATE postgres');
configure($node, 'postnl.workers');
announced_once($node, $sim, 5, 'the original of a copied database');
wait_for_workers($node, 1, 'copy');
like($node->safe_psql('copy', 'SELECT reason FROM postnl.attention'), qr/^5 queued shipments .* belong to node/, 'the copy says why it sends nothing');
is(join(' ', map { $_->{announced} } register($sim)), '1 1 1 1 1', 'each was announced once');
ship($node, 'COPY-1', database => 'copy');
wait_for_state($node, 'announced', q{reference = 'COPY-1'}, 'copy');
pass('what is queued in the copy itself is sent');
is($node->safe_psql('copy', q{SELECT string_agg(DISTINCT state, ' ') FROM postnl.shipment WHERE reference LIKE 'COPIED-%'}), 'queued',
	'and what it has of the original is left as it was');
is(join(' ', map { $_->{announced} } register($sim)), '1 1 1 1 1 1', 'each was announced once still');
$node->safe_psql('postgres', 'DROP DATABASE copy');

# ----------
# Encodings
# ----------

configure($node, 'postnl.ship_attempts = 2');
$node->safe_psql('postgres', q{CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0});
$node->safe_psql('latin', 'CREATE EXTENSION postnl');
$node->safe_psql('latin', $PostnlOutbox::FUNCTIONS);
wait_for_workers($node, 1, 'latin');
my $euro = "costs \x{20ac} 5";
$sim->answer(match => { reference => '^WARNED-' }, times => 20, body => { ResponseShipments => [ {
	Barcode => '3SDEVC987654321', Labels => [ { Content => 'JVBERi0=', Labeltype => 'Label', OutputType => 'PDF' } ],
	Warnings => [ { Code => '1', Description => $euro } ] } ] });
$sim->answer(match => { reference => '^REFUSED-' }, status => 400, times => 20, body => { Errors => [ { Code => '16', Description => $euro } ] });
ship($node, "$_-1", database => 'latin') foreach qw(WARNED REFUSED);
wait_for_state($node, 'rejected', q{reference = 'REFUSED-1'}, 'latin');
like(row($node, 'error', 'REFUSED-1', 'latin'), qr/costs .* 5/, 'words that the encoding of the database lacks are stored as far as possible');
$node->poll_query_until('latin', q{SELECT state IN ('announced', 'failed') FROM postnl.shipment WHERE reference = 'WARNED-1'})
  or die 'a warning that the encoding lacks is asked for again and again';
cmp_ok(scalar(label_calls($sim, 'WARNED-1')), '<=', 2, 'what cannot be stored is not asked for for ever');

# ----------
# Prepared transactions
# ----------

empty_outbox($node, $sim);
configure($node, q{postnl.worker_naptime = '200ms'});
$node->safe_psql('postgres', q{BEGIN; SELECT ship('PREPARED-1'); PREPARE TRANSACTION 'one'});
$node->safe_psql('postgres', q{BEGIN; SELECT ship('PREPARED-2'); PREPARE TRANSACTION 'two'});
$node->safe_psql('postgres', q{ROLLBACK PREPARED 'two'});
$node->safe_psql('postgres', q{COMMIT PREPARED 'one'});
announced_once($node, $sim, 1, 'of a prepared transaction');
is(join(' ', map { $_->{reference} } register($sim)), 'PREPARED-1', 'the one that was committed');

no_damage_but_kills();
done_testing();

# The server went through it unharmed, but for the two that the test killed.
sub no_damage_but_kills
{
	my $log = slurp_file($node->logfile);
	my $kills = () = $log =~ /was terminated by signal 9/g;

	is($kills, 2, 'only what was killed has crashed');
	unlike($log, qr/PANIC|TRAP:|terminated by signal (?!9)|was not ended|leak/, 'no crash and no leak');
	return;
}
