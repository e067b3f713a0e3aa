# The outbox when PostNL fails, is slow, is gone, or answers with nonsense:
# each shipment becomes one parcel, and none holds up another.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlSim;
use PostnlTest;
use Test::More;

my ($node, $sim) = outbox_node('main');
wait_for_workers($node, 1);

# Accounts of their own, so that no trouble is another's.
add_accounts($node, '', qw(unavailable drop error hang refused), map { "garbage$_" } 1 .. 5);
add_accounts($node, q{, key_source => 'table'}, qw(throttled fellow));
add_accounts($node, q{, barcode_source => 'postnl'}, map { "issued_$_" } qw(drop error hang reset));
$node->safe_psql('postgres', "SELECT postnl_account_key_set(name, 'throttled-key') FROM postnl.account WHERE key_source = 'table'");

# ----------
# Hanging
# ----------

configure($node, q{postnl.request_timeout = '10s'});
$node->safe_psql('postgres', q{SELECT ship('HANGONCE-1'), (SELECT count(ship('QUICK-' || i)) FROM generate_series(1, 60) AS i)});
ok($node->poll_query_until('postgres', q{
		SELECT count(*) FILTER (WHERE state = 'announced') >= 57
			AND bool_or(reference = 'HANGONCE-1' AND state = 'sending')
		FROM postnl.shipment}), 'one call that hangs delays no other');
announced_once($node, $sim, 61, 'when it has timed out');
is(row($node, 'attempts', 'HANGONCE-1'), '2', 'that one is sent again');
like(calls_for($node, 'HANGONCE-1'), qr/^label:08006, label:200$/, 'after the call that timed out');

# ----------
# Failures that pass
# ----------

empty_outbox($node, $sim);
# What PostNL has in its hands, it does not take again
ship($node, 'ACCEPT500ONCE-3', account => 'refused');
wait_for_state($node, 'queued', q{reference = 'ACCEPT500ONCE-3' AND in_doubt});
$node->safe_psql('postgres', q{UPDATE postnl.shipment SET next_attempt_at = now() + '1 hour' WHERE reference = 'ACCEPT500ONCE-3'});
$sim->event((register($sim, 'ACCEPT500ONCE-3'))[0]{barcode}, 'B01');
hurry($node, q{reference = 'ACCEPT500ONCE-3'});
wait_for_state($node, 'announced', q{reference = 'ACCEPT500ONCE-3'});
is(calls_for($node, 'ACCEPT500ONCE-3'), 'label:500:PN500, label:400:PN400, status by barcode:200',
	'refused after a call of unclear outcome: PostNL is asked whether it has the parcel');
is((register($sim, 'ACCEPT500ONCE-3'))[0]{refused}, 1, 'as it refuses to take it again');
announced_once($node, $sim, 1, 'refused after doubt', q{reference = 'ACCEPT500ONCE-3'});

# How long it is to be waited for the next look-up, whenever this test gets to see it
$node->safe_psql('postgres', q{
	CREATE TABLE waits (look_ups integer, wait interval);
	CREATE FUNCTION note_wait() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO public.waits VALUES (new.lookups, new.next_attempt_at - clock_timestamp());
		RETURN NULL;
	END $$;
	CREATE TRIGGER note_wait AFTER UPDATE ON postnl.shipment FOR EACH ROW
		WHEN (new.reference = 'RESETONCE-2' AND old.state = 'sending' AND new.state = 'queued' AND new.lookups > old.lookups)
		EXECUTE FUNCTION note_wait();});
ship($node, 'F503ONCE-1', account => 'unavailable');
ship($node, 'F429RETRYTWICE-1', account => 'throttled');
my %lost = (drop => 'ACCEPTDROPONCE', error => 'ACCEPT500ONCE', hang => 'ACCEPTHANGONCE');
foreach my $account (sort keys %lost)
{
	ship($node, "$lost{$account}-1", account => $account);
	ship($node, "$lost{$account}-2", account => "issued_$account");
}
ship($node, 'RESETONCE-2', account => 'issued_reset');
$node->poll_query_until('postgres', 'SELECT count(*) > 0 FROM postnl.attempt WHERE http_status = 429') or die 'no 429 came';
ship($node, 'FELLOW-1', account => 'fellow');

wait_for_state($node, 'announced', q{reference <> 'RESETONCE-2'});
is(row($node, 'attempts, in_doubt, error', 'F503ONCE-1'), '2|f|', 'after a 503 it is tried again');
is(calls_for($node, 'F503ONCE-1'), 'label:503:PN500, label:200', 'and goes through');
is(row($node, 'attempts', 'F429RETRYTWICE-1'), '1', 'a call too many is no attempt');
my ($throttled) = label_calls($sim, 'F429RETRYTWICE-1');
my ($fellow) = label_calls($sim, 'FELLOW-1');
cmp_ok($fellow->{at} - $throttled->{at}, '>=', 0.9, 'no call is made with the same key before the time that PostNL names');
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.pause'), '0', 'no account is paused');

my @lost = map { $lost{$_} } sort keys %lost;
announced_once($node, $sim, 3, 'answers that were lost', "reference IN ('" . join("', '", map { "$_-1" } @lost) . "')");
is(join(' ', map { (register($sim, "$_-1"))[0]{announced} } @lost), '2 2 2', 'each was announced again, by its barcode');
announced_once($node, $sim, 3, 'answers with barcodes that were lost', "reference IN ('" . join("', '", map { "$_-2" } @lost) . "')");
foreach my $fault (@lost)
{
	like(calls_for($node, "$fault-2"), qr/^shipment:[0-9A-Z:]+, status by reference:200, label:200$/,
		"$fault: PostNL is asked for the reference, and has it");
}

# What PostNL does not know is asked for again, later and later, before it is
# announced again.
foreach my $look_ups (1, 2)
{
	wait_for_state($node, 'queued', "reference = 'RESETONCE-2' AND lookups = $look_ups") if $node->safe_psql('postgres',
		"SELECT coalesce(max(look_ups), 0) < $look_ups FROM waits") eq 't';
	hurry($node, q{reference = 'RESETONCE-2'});
}
announced_once($node, $sim, 1, 'not found', q{reference = 'RESETONCE-2'});
is(calls_for($node, 'RESETONCE-2'), 'shipment:08006, ' . 'status by reference:200, ' x 3 . 'shipment:200', 'three look-ups');
is($node->safe_psql('postgres', q{SELECT string_agg((wait > look_ups * look_ups * '5 s'::interval)::text, ' ' ORDER BY look_ups) FROM waits}),
	'true true', 'more than 5 and 20 s apart, were nobody in a hurry');

# ----------
# Nonsense
# ----------

empty_outbox($node, $sim);
configure($node, 'postnl.ship_attempts = 2', 'postnl.request_timeout');
my @garbage = qw(HTML200 TRUNC NOTJSON EMPTY200 UTF8);
ship($node, "$garbage[$_ - 1]-1", account => "garbage$_") foreach 1 .. @garbage;
wait_for_state($node, 'failed');
foreach my $fault (@garbage)
{
	like(calls_for($node, "$fault-1"), qr/^label:(200:)?PN502, label:(200:)?PN502$/, "$fault: tried twice");
	like($node->safe_psql('postgres', "SELECT state, error_code, length(reason) > 20, remedy FROM postnl.attention WHERE reference = '$fault-1'"),
		qr/^failed\|PN502\|t\|.*postnl_requeue\([0-9]+\)\.$/, 'then failed, for somebody to see');
}
is($node->safe_psql('postgres', 'SELECT string_agg(DISTINCT attempts::text, $$ $$), bool_and(in_doubt) FROM postnl.shipment'), '2|t',
	'as PostNL may know them');
my $garbage_id = row($node, 'shipment_id', 'TRUNC-1');
$sim->fault(fault => 'DELAY', match => { reference => 'TRUNC' });
is($node->safe_psql('postgres', "SELECT postnl_requeue($garbage_id)"), 't', 'a failed shipment can be queued again');
is($node->safe_psql('postgres', "SELECT in_doubt FROM postnl.shipment WHERE shipment_id = $garbage_id"), 't', 'and is still in doubt');

# ----------
# A key that is refused
# ----------

empty_outbox($node, $sim);
# The worker learns of both at once
my ($worker) = workers($node);
kill 'STOP', $worker or die "no worker $worker";
configure($node, q{postnl.api_key = 'wrong'});
ship_many($node, 'KEY-', 10);
kill 'CONT', $worker;
ok($node->poll_query_until('postgres', q{SELECT failures >= 2 FROM postnl.pause WHERE account = 'default'}), 'a refused key pauses the account');
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT state, ' '), max(attempts) < 2 FROM postnl.shipment}), 'queued|t',
	'its shipments stay in the queue, and no attempt is lost');
like($node->safe_psql('postgres', q{SELECT state, error_code, reason, remedy FROM postnl.attention}), qr/^paused\|PN401\|.+\|Correct the account/,
	'postnl.attention says what to do');
# however long the pause is
$node->safe_psql('postgres', q{UPDATE postnl.pause SET until = now() + '1 hour'});
configure($node, "postnl.api_key = '$PostnlTest::KEY'");
announced_once($node, $sim, 10, 'with the right key');
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.attention'), '0', 'all is well');

# ----------
# Gone
# ----------

my $port = PostgreSQL::Test::Cluster::get_free_port();
my ($far, $far_sim) = outbox_node('far', sim => { port => $port });
wait_for_workers($far, 1);
$far_sim->stop;
ship_many($far, 'GONE-', 40);
ok($far->poll_query_until('postgres', q{SELECT failures >= 2 FROM postnl.pause}), 'PostNL is gone: the account is paused');
like($far->safe_psql('postgres', q{SELECT error_code, paused_until IS NOT NULL, depth > 30 FROM postnl.queue}), qr/^08001\|t\|t$/, 'postnl.queue says so');
like($far->safe_psql('postgres', q{SELECT state, error_code, remedy FROM postnl.attention}), qr/^paused\|08001\|It is tried again by itself; nothing is lost\.$/,
	'and postnl.attention, that there is nothing to be done');
is($far->safe_psql('postgres', q{SELECT count(*) FROM postnl.shipment WHERE state NOT IN ('queued', 'sending') OR attempts > 1 OR in_doubt}), '0',
	'no shipment is the worse for it');
$far_sim->start;
announced_once($far, $far_sim, 40, 'when PostNL is back');
is($far->safe_psql('postgres', q{SELECT max(attempts) FROM postnl.shipment}), '1', 'and no attempt was lost');
is($far->safe_psql('postgres', q{SELECT count(*) FROM postnl.pause}), '0', 'nothing is paused any more');

# For too long
$far_sim->stop;
configure($far, q{postnl.ship_deadline = '1s'});
ship($far, 'LATE-1');
wait_for_state($far, 'failed', q{reference = 'LATE-1'});
is(row($far, 'error_code, attempts < 2', 'LATE-1'), '08001|t', 'after postnl.ship_deadline it is failed, with the reason');

no_damage($node, $far);
done_testing();
