# The sync in the worker: what it stores, what it asks for, and what stops it.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox qw(configure);
use PostnlSync;
use PostnlTest;
use Test::More;

use constant {
	HOUR => 3600,
	DAY  => 86400,
};

my ($node, $sim, $clock) = sync_node('main', clock => '2026-07-15T12:00:00+02:00');

sub query { return $node->safe_psql('postgres', $_[0]); }

# A life without an end within days, of which the test tells the rest.
sub parcel
{
	my ($number, @more) = @_;
	return { barcode => barcode($number), schedule => [ [ 0, 'A01' ], [ 60, 'B01' ] ], age_seconds => HOUR, @more };
}

# ----------
# From the announcement to the delivery
# ----------

query(q{SELECT postnl_ship('{"reference": "ORDER-1", "receiver": {"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3572ZZ", "city": "Utrecht"}}')});
$node->poll_query_until('postgres', q{SELECT state FROM postnl.shipment}, 'announced') or die 'not announced';
my $shipped = query('SELECT barcode FROM postnl.parcel');
is(query('SELECT status, status_code FROM postnl.shipment_status'), 'registered|', 'an announced parcel is registered');
my ($listener) = start_query($node);
$listener->query_safe('LISTEN postnl');
$sim->event($shipped, 'B01');
let_pass($node, $clock, 300);
is(query('SELECT status, status_code FROM postnl.shipment_status'), 'in_transit|2', 'the feed tells that it was accepted');
$sim->event($shipped, 'J05');
let_pass($node, $clock, 300);
is(query('SELECT status, last_event_code FROM postnl.shipment_status'), 'out_for_delivery|J05', 'it is out for delivery');
$sim->event($shipped, 'I01');
let_pass($node, $clock, 300);
is(query('SELECT status, delivered_at IS NOT NULL, closed_at IS NOT NULL FROM postnl.shipment_status'),
	'delivered|t|t', 'it is delivered, and closed');
tables_are_true($node, $sim, 'delivered');
my $told = $listener->query('SELECT 1');
like($told, qr/"status" ?: ?"$_"/, "a notification said $_") for qw(in_transit out_for_delivery delivered);
$listener->quit;

# ----------
# Few calls
# ----------

$clock->advance(DAY);
is(query('SELECT count(*) FROM postnl.parcel WHERE check_at IS NOT NULL'), 0, 'nobody will ask for a parcel that is delivered');
follow($node, $sim, map { parcel($_) } 1 .. 200);
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'watched');
is(requests_for($sim, $shipped), 3, 'nobody did ask for the one that is delivered');
$sim->seed(map { parcel($_) } 1001 .. 1050);
my $before = parcel_calls($sim);
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 1 .. 10, 1001 .. 1050);
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'ten of them changed');
is(parcel_calls($sim) - $before, 10, 'only changed parcels of ours are asked for');

# one that the feed does not tell of is polled, the oftener the nearer it is
follow($node, $sim, parcel(300, customer_number => '99887766'));
let_pass($node, $clock, 300);
$sim->event(barcode(300), 'J05');
let_pass($node, $clock, 2 * HOUR);
is(query("SELECT status, fed FROM postnl.parcel WHERE barcode = '@{[ barcode(300) ]}'"), 'out_for_delivery|f',
	'a parcel of another customer is polled');
$before = requests_for($sim, barcode(300));
let_pass($node, $clock, 300) for 1 .. 6;
is(requests_for($sim, barcode(300)) - $before, 2, 'every quarter of an hour when it is out for delivery');
query(q{UPDATE postnl.status_code SET poll_interval = '1 hour' WHERE status_code = '7'});
$before = requests_for($sim, barcode(300));
let_pass($node, $clock, 300) for 1 .. 11;
is(requests_for($sim, barcode(300)) - $before, 0, 'or as the interval of the code says');
$sim->event(barcode(300), 'I01');
let_pass($node, $clock, HOUR);
$before = requests_for($sim, barcode(300));
let_pass($node, $clock, DAY);
is(requests_for($sim, barcode(300)) - $before, 0, 'and no more when it is delivered');

# ----------
# Gaps
# ----------

$sim->events(map { { barcode => barcode($_), code => 'J08' } } 11 .. 20);
$node->stop;
$sim->advance(5 * HOUR);
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 21 .. 30);
$clock->advance(5 * HOUR);
$before = feed_calls($sim);
$clock->start($node);
wait_for_sync($node);
tables_are_true($node, $sim, 'after ten hours without a server');
cmp_ok(feed_calls($sim) - $before, '>=', 6, 'the feed is read in windows of two hours');

$sim->events(map { { barcode => barcode($_), code => 'J30' } } 31 .. 40);
$node->stop;
$clock->advance(50 * HOUR);
$before = feed_calls($sim);
$clock->start($node);
wait_for_sync($node);
tables_are_true($node, $sim, 'after 50 hours, of which the feed tells 48');
is(feed_calls($sim) - $before, 24, 'which are 24 windows');

# ----------
# What stops it, and for how long
# ----------

my $feed = { path => 'updatedshipments' };
$sim->fault(match => $feed, fault => 'F500');
$clock->advance(300);
$node->poll_query_until('postgres', "SELECT error_code FROM postnl.sync_state", 'PN500') or die 'no failure';
is(query(q{SELECT count(*) FROM postnl.attention WHERE state = 'sync'}), 0, 'a feed that just failed needs nobody');
$clock->advance(1000);
$node->poll_query_until('postgres', "SELECT state, error_code FROM postnl.attention WHERE state = 'sync'", 'sync|PN500')
  or die 'no attention';
pass('one that fails for a quarter of an hour does');
$sim->clear_faults;
let_pass($node, $clock, 20 * 60);
is(query(q{SELECT count(*) FROM postnl.attention WHERE state = 'sync'}), 0, 'until it is read again');

configure($node, q{postnl.api_key = 'wrong'});
$sim->events({ barcode => barcode(50), code => 'J05' });
$clock->advance(400);
$node->poll_query_until('postgres', "SELECT state, error_code FROM postnl.attention WHERE state = 'sync'", 'sync|PN401')
  or die 'no attention';
pass('a wrong key needs somebody at once');
$clock->advance(10);
cmp_ok($sim->counters->{by_status}{401}, '<=', 5, 'and is not tried over and over');
configure($node, 'postnl.api_key = ' . qq{'$PostnlTest::KEY'});
let_pass($node, $clock, 20 * 60);
tables_are_true($node, $sim, 'with the right key again');

# one parcel that PostNL cannot answer for does not stop the others
$sim->fault(match => { path => 'status/barcode', barcode => barcode(60) }, fault => 'F500');
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 60 .. 65);
$clock->advance(300);
$node->poll_query_until('postgres', q{
	SELECT count(*) FROM postnl.parcel WHERE status_code = '7' AND news_at IS NULL
		AND barcode BETWEEN '} . barcode(61) . q{' AND '} . barcode(65) . q{'}, 5) or die 'the others did not follow';
pass('one parcel that PostNL cannot answer for does not stop others');
is(query("SELECT check_error_code FROM postnl.parcel WHERE barcode = '@{[ barcode(60) ]}'"), 'PN500', 'it is noted with it');
$sim->clear_faults;
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'once it answers');

# ----------
# Accounts, and the limit that is shared
# ----------

query(q{SELECT postnl_account_set('default', customer_code => 'DEVC', customer_number => '11223344', is_default => true);
	SELECT postnl_account_set('other', customer_code => 'OTHR', customer_number => '55667788');});
$sim->seed(map { parcel($_, customer_number => '55667788', customer_code => 'OTHR') } 400 .. 410);
query("SELECT postnl_watch('" . barcode($_) . "', account => 'other')") for 400 .. 410;
let_pass($node, $clock, 300);
$before = parcel_calls($sim);
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 400 .. 404, 70 .. 74);
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'two accounts');
is(parcel_calls($sim) - $before, 10, 'each is told by its own feed');

# A minute of the limiter passes in real time: shipping has to come first.
configure($node, 'postnl.requests_per_minute = 60');
$sim->events(map { { barcode => barcode($_), code => 'J30' } } 80 .. 180);
$clock->advance(300);
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.parcel WHERE news_at IS NOT NULL}) or die 'no backlog';
query(q{SELECT postnl_ship('{"reference": "ORDER-2", "receiver": {"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3572ZZ", "city": "Utrecht"}}')});
$node->poll_query_until('postgres', q{SELECT state FROM postnl.shipment WHERE reference = 'ORDER-2'}, 'announced') or die 'not announced';
cmp_ok(query(q{SELECT count(*) FROM postnl.parcel WHERE news_at IS NOT NULL}), '>', 0, 'an order is shipped before a backlog of status is done');
configure($node, 'postnl.requests_per_minute = -1');
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'without the limit');

# ----------
# Triggers
# ----------

query(q{
	CREATE TABLE mail (barcode text, code text);
	CREATE VIEW endless AS WITH RECURSIVE i AS (SELECT 1 AS n UNION ALL SELECT n FROM i) SELECT n FROM i;
	CREATE FUNCTION mail() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		IF NEW.code = 'J08' THEN
			PERFORM * FROM public.endless;
		END IF;
		INSERT INTO public.mail VALUES (NEW.barcode, NEW.code);
		RETURN NULL;
	END $$;
	CREATE TRIGGER mail AFTER INSERT ON postnl.event FOR EACH ROW EXECUTE FUNCTION mail();});
configure($node, q{postnl.trigger_timeout = '100ms'});
$sim->event(barcode(190), 'J08');
$sim->event(barcode(191), 'J05');
let_pass($node, $clock, 300);
tables_are_true($node, $sim, 'a trigger that does not end');
is(query('SELECT code FROM mail'), 'J05', 'the other event had its trigger');
is(query(q{SELECT state, error_code FROM postnl.attention WHERE state = 'trigger'}), 'trigger|57014', 'it is shown');
is(query(q{SELECT usename FROM pg_stat_activity WHERE backend_type = 'postnl worker'}),
	query(q{SELECT rolname FROM pg_roles WHERE oid = 10}), 'the worker runs it as the owner');

# ----------
# What has been kept for its time
# ----------

query('DROP TRIGGER mail ON postnl.event');
is(query(q{SELECT description IS NOT NULL, (SELECT count(*) FROM postnl.label AS l WHERE l.shipment_id = s.shipment_id)
	FROM postnl.shipment AS s WHERE reference = 'ORDER-1'}), 't|1', 'who received an order is known');
$clock->advance(100 * DAY);
$node->poll_query_until('postgres', q{SELECT count(*) FROM postnl.shipment WHERE reference = 'ORDER-1' AND description IS NOT NULL}, 0)
  or die 'the personal data stays';
is(query(q{SELECT (SELECT count(*) FROM postnl.label AS l WHERE l.shipment_id = s.shipment_id), status, last_event_code
	FROM postnl.shipment_status AS s WHERE reference = 'ORDER-1'}), '0|delivered|I01', 'and cleared 90 days after its end');

no_damage($node);
done_testing();
