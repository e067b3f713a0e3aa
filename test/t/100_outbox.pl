# The outbox: from postnl_ship() to the parcel that PostNL knows, and what may
# be done with a shipment on the way.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

my ($node, $sim) = outbox_node('main', conf => "max_prepared_transactions = 2\n");
wait_for_workers($node, 1);

# ----------
# A shipment
# ----------

my $listener = $node->background_psql('postgres');
$listener->query_safe('LISTEN postnl');
my $id = ship($node, 'ORDER-1');
wait_for_state($node, 'announced');
my $barcode = $node->safe_psql('postgres', "SELECT barcode FROM postnl.parcel WHERE shipment_id = $id AND announced_at IS NOT NULL");
like($barcode, qr/^3SDEVC[0-9]{9}$/, 'a shipment is announced, and its parcel has a barcode');
is($sim->truth($barcode)->{reference}, 'ORDER-1', 'under which PostNL knows it');
is(row($node, 'announced_at IS NOT NULL, claimed_by IS NULL, attempts, error', 'ORDER-1'), 't|t|1|',
	'its row says when, and that it took one attempt');
is($node->safe_psql('postgres', "SELECT convert_from(substr(postnl_label('$barcode'), 1, 5), 'LATIN1')"), '%PDF-',
	'the label is there');
is($node->safe_psql('postgres', "SELECT operation, http_status, ms >= 0, error FROM postnl.attempt WHERE shipment_id = $id"),
	'label|200|t|', 'and the call that was made');

# What listeners are told
my $told = '';
my @states;
foreach (1 .. 100)
{
	$told .= $listener->query('SELECT 1');
	@states = $told =~ /Asynchronous notification "postnl" with payload "(\{.*?\})" received/g;
	last if "@states" =~ /announced/;
}
@states = map { JSON::PP::decode_json($_) } @states;
is_deeply(\@states, [ map { { id => $id, reference => 'ORDER-1', state => $_ } } qw(sending announced) ],
	'listeners are told of the claim and of the outcome, and not when it is queued');
$listener->quit;

# ----------
# With the transaction
# ----------

$node->safe_psql('postgres', q{BEGIN; SELECT ship('GONE-1'); ROLLBACK});
$node->safe_psql('postgres', <<'SQL');
BEGIN;
SELECT ship('ORDER-2');
SAVEPOINT a;
SELECT ship('GONE-2');
ROLLBACK TO a;
COMMIT;
SQL
wait_for_state($node, 'announced');
is(join(' ', map { $_->{reference} } register($sim)), 'ORDER-1 ORDER-2', 'nothing is sent of what was rolled back');

my $again = $node->safe_psql('postgres', q{SELECT ship('ORDER-1')});
is($again, $id, 'the same reference again is the same shipment');
is(sqlstate($node, q{SELECT ship('ORDER-1', '{"remark": "another"}')}), '23505', 'and must have the same description');
is(sqlstate($node, q{SELECT ship('ORDER-3', '{"parcels": "many"}')}), '22023', 'a description that makes no sense is refused at once');
is($node->safe_psql('postgres', q{SELECT count(*) FROM postnl.shipment}), '2', 'and leaves no row');

# ----------
# Refused
# ----------

empty_outbox($node, $sim);
ship($node, 'BAD-PRODUCT', more => '{"product": "9999"}');
wait_for_state($node, 'rejected');
like(row($node, q{error_code, error}, 'BAD-PRODUCT'), qr/^PN400\|.*9999 not found/, 'what PostNL refuses is rejected, in its words');
is(calls_for($node, 'BAD-PRODUCT'), 'label:400:PN400', 'after one call');
my $bad = q{'{"product": "9999"}'};
foreach my $refusals (qw(mixed call))
{
	# The second form refuses the three good ones with it: they go alone then.
	empty_outbox($node, $sim);
	$sim->quirks(refusals => $refusals);
	$node->safe_psql('postgres', qq{SELECT ship('GOOD-1'), ship('GOOD-2'), ship('BAD', $bad), ship('GOOD-3')});
	wait_for_state($node, 'rejected', q{reference = 'BAD'});
	announced_once($node, $sim, 3, "one bad among four ($refusals)", q{reference <> 'BAD'});
	like(row($node, q{error_code, attempts, error}, 'BAD'), qr/^PN400\|1\|.*9999 not found/, 'and the bad one is rejected');
	is(row($node, q{attempts, error IS NULL}, 'GOOD-2'), '1|t', 'the others are not the worse for it');
}
like($node->safe_psql('postgres', q{SELECT state, error_code, reason, remedy FROM postnl.attention WHERE reference = 'BAD'}),
	qr/^rejected\|PN400\|.*9999 not found.*\|Correct it: postnl_requeue\([0-9]+, shipment => ...\)\.$/,
	'postnl.attention tells of it, and what to do');
is($node->safe_psql('postgres', q{SELECT count(*) FROM postnl.attention}), '1', 'and of nothing else');

# Corrected
my $bad_id = row($node, 'shipment_id', 'BAD');
is(sqlstate($node, qq{SELECT postnl_requeue($bad_id, '{"reference": "BAD"}')}), '22023', 'a correction is checked, too');
is($node->safe_psql('postgres', qq{SELECT postnl_requeue($bad_id, description('BAD', '{"remark": "right"}'))}), 't',
	'a rejected shipment is queued again, corrected');
wait_for_state($node, 'announced');
is(row($node, q{description->>'remark', error, error_code}, 'BAD'), 'right||', 'and announced');
is($node->safe_psql('postgres', qq{SELECT postnl_requeue($bad_id)}), 'f', 'an announced one is not queued again');
is(sqlstate($node, 'SELECT postnl_requeue(0)'), '42704', 'nor one that does not exist');

# ----------
# Cancelled
# ----------

empty_outbox($node, $sim);
configure($node, 'postnl.workers = 0');
wait_for_workers($node, 0);
$id = ship($node, 'LATER-1');
is($node->safe_psql('postgres', "SELECT postnl_cancel($id), postnl_cancel($id)"), 't|f', 'a queued shipment is cancelled, once');
is(row($node, 'state', 'LATER-1'), 'cancelled', 'and stays as such');
my (undef, undef, $notice) = $node->psql('postgres', q{SELECT ship('LATER-1')});
like($notice, qr/WARNING:  shipment $id with reference "LATER-1" is cancelled/, 'which one is told who ships it again');
is(sqlstate($node, 'SELECT postnl_cancel(0)'), '42704', 'one that does not exist is an error');
my $later = ship($node, 'LATER-2');
is($node->safe_psql('postgres', 'SELECT account, environment, depth, due, sending, oldest_at = (SELECT queued_at FROM postnl.shipment'
	  . " WHERE shipment_id = $later), next_retry_at, paused_until FROM postnl.queue"), 'default|sandbox|1|1|0|t||',
	'postnl.queue tells what waits');
$node->safe_psql('postgres', "UPDATE postnl.shipment SET next_attempt_at = now() - '6 min'::interval WHERE shipment_id = $later");
like($node->safe_psql('postgres', 'SELECT reference, state, reason FROM postnl.attention'), qr/^LATER-2\|queued\|overdue/,
	'and postnl.attention what waits too long');
configure($node, 'postnl.workers');
wait_for_state($node, 'announced', "shipment_id = $later");
is(scalar register($sim), 1, 'a cancelled shipment is not sent');
is($node->safe_psql('postgres', "SELECT postnl_cancel($later), postnl_requeue($id)"), 'f|t',
	'an announced one is not cancelled; a cancelled one is queued again');
announced_once($node, $sim, 2, 'and then sent');

# In flight, and after an unclear outcome
my $flying = ship($node, 'HANG-1');
wait_for_calls($sim, 1, 'HANG-1');
is($node->safe_psql('postgres', "SELECT postnl_cancel($flying)"), 'f', 'a shipment in flight is not cancelled');
is($node->safe_psql('postgres', 'SELECT depth, sending FROM postnl.queue'), '0|1', 'postnl.queue counts it');
my $doubtful = ship($node, 'F503-1');
wait_for_state($node, 'queued', "shipment_id = $doubtful AND in_doubt");
is($node->safe_psql('postgres', "SELECT postnl_cancel($doubtful)"), 'f', 'nor is one that PostNL may know');
is(row($node, q{attempts, error_code, next_attempt_at > now()}, 'F503-1'), '1|PN500|t', 'which is tried again later');

# ----------
# Awaited
# ----------

my $awaited = ship($node, 'DELAY200-1');
is($node->safe_psql('postgres', "SELECT reference, state FROM postnl_await($awaited)"), 'DELAY200-1|announced',
	'postnl_await() returns the shipment with its outcome');
is($node->safe_psql('postgres', "SELECT state FROM postnl_await($flying, '50 ms')"), 'sending',
	'or as it is when the time is over');
is($node->safe_psql('postgres', "SELECT state FROM postnl_await($awaited, '-1 s')"), 'announced', 'no time is a look');
is(sqlstate($node, 'SELECT postnl_await(0)'), '42704', 'what does not exist is not waited for');
is(sqlstate($node, q{SELECT postnl_await(ship('SOON-1'))}), '55000', 'nor what is not committed');
is(sqlstate($node, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT postnl_await($awaited)"), '55000',
	'nor where the outcome would not be seen');
is(sqlstate($node, "SET statement_timeout = '100ms'; SELECT postnl_await($flying)"), '57014', 'a wait can be cancelled');

# ----------
# Of several parcels, and abroad
# ----------

empty_outbox($node, $sim);
my $sender = q{'{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}'};
$node->safe_psql('postgres', "SELECT postnl_account_set('$_', api => '$_', customer_code => 'DEVC', customer_number => '11223344', sender => $sender)")
  foreach qw(legacy v4);
my $three = '{"parcels": [{"weight_g": 500}, {"weight_g": 600}, {"weight_g": 700}]}';
my $began = time;
my $many = ship($node, 'MANY-1', more => $three, account => 'legacy');
wait_for_state($node, 'announced');
# the second call is not left to whatever wakes the worker next
cmp_ok(time - $began, '<', 15, 'a shipment of three parcels is sent without a break');
my @entries = register($sim);
is(scalar @entries, 3, 'PostNL has its three parcels');
is($node->safe_psql('postgres', "SELECT string_agg(barcode, ' ' ORDER BY number) FROM postnl.parcel WHERE shipment_id = $many AND announced_at IS NOT NULL"),
	join(' ', map { $_->{barcode} } @entries), 'and we their barcodes');
is($node->safe_psql('postgres', "SELECT count(DISTINCT barcode), count(*) FROM postnl.label WHERE shipment_id = $many"), '3|3', 'and a label of each');
my @groups = map { $_->{Shipments}[0]{Groups}[0] } map { JSON::PP::decode_json($_->{body}) } label_calls($sim);
is(join(' ', map { join ':', @{$_}{qw(GroupType GroupSequence GroupCount MainBarcode)} } @groups),
	join(' ', map { "03:$_:3:$entries[0]{barcode}" } 1 .. 3), 'the legacy API gets a call for each, and which it is of the group');
is($node->safe_psql('postgres', "SELECT attempts FROM postnl.shipment WHERE shipment_id = $many"), '1', 'in one attempt');

my $many4 = ship($node, 'MANY-4', more => $three, account => 'v4');
wait_for_state($node, 'announced');
is(scalar(label_calls($sim, 'MANY-4')), 1, 'V4 gets one call for all three');
announced_once($node, $sim, 3, 'a shipment of three parcels with V4', "shipment_id = $many4");

my $germany = '{"receiver": {"last_name": "Schmidt", "street": "Hauptstrasse", "house_number": "1", "postal_code": "10115", "city": "Berlin", "country": "DE", "email": "s@example.org"}, "parcels": [{"weight_g": 500}]}';
my $america = '{"receiver": {"last_name": "Smith", "street": "Main Street", "house_number": "1", "postal_code": "10001", "city": "New York", "region": "NY", "country": "US", "phone": "+12125551234"}, "customs": {"shipment_type": "gift", "currency": "USD", "content": [{"description": "Book", "quantity": 2, "weight_g": 300, "value": 12.5, "hs_code": "49019900", "country_of_origin": "NL"}]}, "parcels": [{"weight_g": 800}]}';
foreach my $account (qw(legacy v4))
{
	my ($de, $us) = map { ship($node, "$_-$account", more => $_ eq 'DE' ? $germany : $america, account => $account) } qw(DE US);
	announced_once($node, $sim, 2, "abroad with $account", "shipment_id IN ($de, $us)");
	like($node->safe_psql('postgres', "SELECT barcode FROM postnl.parcel WHERE shipment_id = $de"), qr/^3S[A-Z0-9]{11}$/,
		'a parcel within the EU has a barcode of 13 characters');
	my ($entry) = register($sim, "US-$account");
	ok($entry->{issued}, 'that of a parcel to the rest of the world is issued by PostNL');
	is($node->safe_psql('postgres', "SELECT count(*) > 1 FROM postnl.label WHERE barcode = '$entry->{barcode}'"), 't', 'which has customs documents');
}

# ----------
# Rights
# ----------

$node->safe_psql('postgres', <<'SQL');
CREATE ROLE nobody LOGIN;
CREATE ROLE reader LOGIN;
CREATE ROLE shipper LOGIN;
SELECT postnl_grant('reader', 'caller'), postnl_grant('shipper', 'shipper');
SELECT postnl_account_set('closed', customer_code => 'DEVC', customer_number => '11223344', allowed => '{reader}');
SQL
my $mine = $node->safe_psql('postgres', q{SELECT ship('MINE-1')}, extra_params => [ '-U', 'shipper' ]);
my $closed = ship($node, 'CLOSED-1', account => 'closed');
announced_once($node, $sim, 2, 'by a role of level shipper, and of an account that it may not use', "shipment_id IN ($mine, $closed)");
foreach my $role (qw(nobody reader))
{
	is(sqlstate($node, $_, role => $role), '42501', "$role may not: $_")
	  foreach q{SELECT ship('NOT-1')}, "SELECT postnl_cancel($mine)", "SELECT postnl_requeue($mine)", "SELECT postnl_await($mine)", 'CALL postnl_process()';
}
is(sqlstate($node, 'SELECT FROM postnl.shipment', role => 'nobody'), '42501', 'nobody may not read shipments');
is(sqlstate($node, 'SELECT FROM postnl.shipment, postnl.queue, postnl.attention', role => 'reader'), '', 'a reader may');
is(sqlstate($node, "UPDATE postnl.shipment SET state = 'announced'", role => 'shipper'), '42501', 'a shipper may not write to them');
is(sqlstate($node, q{SELECT ship('NOT-1', account => 'closed')}, role => 'shipper'), '42501', 'nor use an account that is closed to it');
is(sqlstate($node, "SELECT $_($closed)", role => 'shipper'), '42501', "nor do $_() with its shipments")
  foreach qw(postnl_cancel postnl_requeue);

# ----------
# By hand
# ----------

my ($bare, $bare_sim) = outbox_node('bare', preload => 0);
$bare->safe_psql('postgres', <<'SQL');
CREATE ROLE shipper LOGIN;
CREATE ROLE other;
SELECT postnl_grant('shipper', 'shipper');
SELECT postnl_account_set('closed', customer_code => 'DEVC', customer_number => '11223344', allowed => '{other}');
SELECT postnl_account_key_set('closed', 'another-key');
SQL
ship_many($bare, 'HAND-', 9);
ship_many($bare, 'CLOSED-', 3, account => 'closed');
ship($bare, 'BAD-1', more => '{"product": "9999"}');
is(sqlstate($bare, 'BEGIN; CALL postnl_process()', role => 'shipper'), '2D000', 'not preloaded: postnl_process() is not for a transaction block');
is(sqlstate($bare, 'DO $$ BEGIN PERFORM 1; CALL postnl_process(); END $$', role => 'shipper'), '', 'but for a block of PL/pgSQL');
is(scalar(register($bare_sim)), 12, 'with it a role of level shipper has sent all');
announced_once($bare, $bare_sim, 12, 'by hand', q{reference <> 'BAD-1'});
is(row($bare, 'state, attempts', 'BAD-1'), 'rejected|1', 'and knows what was refused');
ship($bare, 'HAND-10');
is(sqlstate($bare, 'CALL postnl_process()', role => 'shipper'), '', 'a call by itself');
wait_for_state($bare, 'announced', q{reference = 'HAND-10'});
ship($bare, 'F503-1');
is(sqlstate($bare, 'CALL postnl_process()'), '', 'it ends although something is to be tried again');
is(row($bare, 'state, attempts', 'F503-1'), 'queued|1', 'later');
is($bare->safe_psql('postgres', "SELECT state FROM postnl_await((SELECT shipment_id FROM postnl.shipment WHERE reference = 'HAND-10'))"),
	'announced', 'postnl_await() is there too');

no_damage($node, $bare);
done_testing();
