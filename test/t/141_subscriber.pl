# A subscriber of logical replication, with workers that run: it sends nothing
# of what is replicated, and asks PostNL for none of it.  Two shops and their
# reporting server are set up as docs/reports.md says.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;


my $conf = "max_worker_processes = 20\n";
my ($shop_a, $sim) = outbox_node('shop_a', conf => $conf, init => { allows_streaming => 'logical' });

# Another server that calls the same PostNL.
sub other_server
{
	my ($name) = @_;
	my $other = PostgreSQL::Test::Cluster->new($name);

	$other->init(allows_streaming => 'logical');
	$other->append_conf('postgresql.conf',
		"shared_preload_libraries = 'postnl'\npostnl.worker_naptime = '1d'\n$conf" . postnl_settings($sim));
	$other->start;
	return $other;
}

my $shop_b  = other_server('shop_b');
my $reports = other_server('reports');
$shop_b->safe_psql('postgres', "CREATE EXTENSION postnl; $PostnlOutbox::FUNCTIONS");
my %shops = (shop_a => $shop_a, shop_b => $shop_b);

# The blocks of the section, in order, that are not run by the documents' own test.
my ($section) = slurp_file("$FindBin::RealBin/../../docs/reports.md") =~ /^## One reporting database for several shops\n(.*?)(?=^## |\z)/ms;
my @blocks = $section =~ /^```\n(.*?)^```$/msg;
is(scalar(@blocks), 5, 'the document has five steps');
my ($publish, $publish_less, $subscribe, $import, $unite) = @blocks;
my ($role) = $publish =~ /\A(.*;\n)CREATE PUBLICATION/s;

# Runs a step of the reporting server for a shop; \connect separates databases.
sub run_step
{
	my ($sql, $shop, $skip_database) = @_;
	my ($before, $database, $after) = $sql =~ /\A(.*?)^\\connect (\w+)\n(.*)\z/ms;

	$_ =~ s/shop_a/$shop/g foreach ($before, $database, $after);
	my $from = $shops{$shop};
	my $connection = sprintf 'host=%s port=%s dbname=postgres', $from->host, $from->port;
	$after =~ s/'host=shop-a\.example dbname=shop user=reporting'/'$connection user=reporting'/;
	$after =~ s/OPTIONS \(dbname/sprintf "OPTIONS (host '%s', port '%s', dbname", $reports->host, $reports->port/e;
	$after =~ s/^CREATE EXTENSION postgres_fdw;\n//m if $skip_database;
	$reports->safe_psql('postgres', $before) unless $skip_database;
	$reports->safe_psql($database, $after);
	return;
}

sub configure_workers
{
	my ($count, @servers) = @_;
	foreach my $server (@servers)
	{
		configure($server, $count ? 'postnl.workers' : 'postnl.workers = 0');
		wait_for_workers($server, $count);
	}
	return;
}

sub states
{
	my ($database) = @_;
	return $reports->safe_psql($database,
		q{SELECT string_agg(reference || ':' || state, ' ' ORDER BY reference) FROM postnl.shipment WHERE shipment_id < 1000});
}

sub replicated
{
	my ($shop) = @_;
	$shops{$shop}->wait_for_catchup($shop);
	return;
}

# Requests that are about a parcel or a shipment of the shops.
sub calls
{
	return scalar @{ $sim->requests(1000) };
}

# ----------
# Set up
# ----------

configure_workers(0, values %shops);
ship_many($shops{$_}, uc($_) . '-', 3) foreach sort keys %shops;
$_->safe_psql('postgres', q{SELECT postnl_watch('3SDEMO0000003', 'WATCHED')}) foreach values %shops;
$shop_a->safe_psql('postgres', $publish);
$shop_b->safe_psql('postgres', "$role$publish_less");
run_step($subscribe, $_) foreach sort keys %shops;
run_step($import, 'shop_a');
run_step($import, 'shop_b', 1);
$reports->safe_psql('reports', $unite);
$reports->wait_for_subscription_sync($shops{$_}, $_, $_) foreach sort keys %shops;
wait_for_workers($reports, 1, $_) foreach sort keys %shops;

# ----------
# Nothing is sent
# ----------

foreach my $shop (sort keys %shops)
{
	my $name   = uc $shop;
	my $queued = "$name-1:queued $name-2:queued $name-3:queued WATCHED:watched";
	my $before = calls();

	is(states($shop), $queued, "$shop: what is queued is there");
	$reports->safe_psql($shop, 'CALL postnl_process(); SELECT * FROM postnl_sync()');
	is(calls(), $before, 'a session that looks for something to send, or to follow, makes no call');
	# what the worker finds due comes before this one, which is the last
	$reports->safe_psql($shop, "$PostnlOutbox::FUNCTIONS ALTER SEQUENCE postnl.shipment_shipment_id_seq RESTART 1000");
	$reports->safe_psql($shop, 'ALTER SEQUENCE postnl.parcel_parcel_id_seq RESTART 1000');
	ship($reports, "OWN-$shop", database => $shop);
	wait_for_state($reports, 'announced', "reference = 'OWN-$shop'", $shop);
	is(states($shop), $queued, 'nor does the worker');
	is($reports->safe_psql($shop, 'SELECT depth, sending, elsewhere FROM postnl.queue'), '0|0|3', 'postnl.queue shows what is elsewhere');
	is($reports->safe_psql($shop, q{SELECT sum(split_part(reason, ' ', 1)::int), sum(split_part(reason, ' ', 5)::int) FROM postnl.attention WHERE state = 'elsewhere'}), '3|1', 'and postnl.attention');
	is(sqlstate($reports, "SELECT postnl_$_(1)", database => $shop), '55000', "postnl_$_() is refused") foreach qw(cancel requeue);
}
is($reports->safe_psql('shop_b', 'SELECT count(*) FROM postnl.shipment WHERE shipment_id < 1000 AND (description IS NOT NULL OR node IS NOT NULL)'), '0',
	'what the shop does not publish is not there');

# In hand at the shop
my $slow = $sim->fault(fault => 'DELAY', delay_ms => 60_000, match => { method => 'POST', path => 'shipment' });
configure_workers(1, $shop_a);
$shop_a->poll_query_until('postgres', q{SELECT count(*) = 3 FROM postnl.attempt WHERE operation = 'label'});
replicated('shop_a');
my $sending = 'SHOP_A-1:sending SHOP_A-2:sending SHOP_A-3:sending WATCHED:watched';
is(states('shop_a'), $sending, 'what is in hand at the shop');
$reports->safe_psql('shop_a', 'CALL postnl_process()');
is(states('shop_a'), $sending, 'is taken by nobody, though its sender is not here');
$sim->clear_faults($slow);
configure_workers(0, $shop_a);

# ----------
# The shops send it
# ----------

configure_workers(1, values %shops);
foreach my $shop (sort keys %shops)
{
	my $name = uc $shop;

	announced_once($shops{$shop}, $sim, 3, $shop, q{kind = 'shipment'});
	replicated($shop);
	is(states($shop), "$name-1:announced $name-2:announced $name-3:announced WATCHED:watched", 'and the reporting server hears of it');
}
is($reports->safe_psql('shop_a', 'SELECT reference FROM postnl.shipment WHERE shipment_id < 1000 AND node = (SELECT node FROM postnl.here)'), '', 'whose they are has not changed');

# ----------
# Side by side
# ----------

my $columns = 'shipment_id, reference, state, status, barcode, parcel_count';
my $all = $reports->safe_psql('reports', "SELECT shop, $columns FROM shipment_status WHERE shipment_id < 1000 ORDER BY shop, shipment_id");
is($all, join("\n", map { my $shop = $_; map { "$shop|$_" } split /\n/, $shops{$shop}->safe_psql('postgres', "SELECT $columns FROM postnl.shipment_status ORDER BY shipment_id") } sort keys %shops),
	'one view has the shipments of both');
is($reports->safe_psql('reports', 'SELECT count(*), count(DISTINCT shipment_id), count(DISTINCT (shop, shipment_id)) FROM shipment_status WHERE shipment_id < 1000'), '8|4|8',
	'whose numbers are the same, and with the shop are not');
my ($barcode) = $reports->safe_psql('reports', q{SELECT barcode FROM shipment_status WHERE reference = 'SHOP_B-2'});
is($reports->safe_psql('reports', "SELECT count(*) FROM shop_b.parcel WHERE barcode = '$barcode'"), '1', 'and their parcels');

# ----------
# A shop that publishes too much
# ----------

my $here = $reports->safe_psql('shop_a', 'SELECT node FROM postnl.here');
$shop_a->safe_psql('postgres', 'ALTER PUBLICATION postnl_reports ADD TABLE postnl.home; GRANT SELECT ON postnl.home TO reporting');
$reports->safe_psql('shop_a', 'ALTER SUBSCRIPTION shop_a REFRESH PUBLICATION');
$reports->wait_for_subscription_sync($shop_a, 'shop_a', 'shop_a');
is($reports->safe_psql('shop_a', 'SELECT count(*) FROM postnl.home'), '2', 'the row that says who the shop is, replicated');
is($reports->safe_psql('shop_a', 'SELECT node FROM postnl.here'), $here, 'makes nobody the shop');
configure_workers(0, $shop_a);
ship($shop_a, 'LATER');
replicated('shop_a');
$reports->safe_psql('shop_a', 'CALL postnl_process()');
is(row($reports, 'state', 'LATER', 'shop_a'), 'queued', 'nothing is sent');
is($reports->safe_psql('shop_a', 'SELECT node FROM postnl.home'), $here, 'and whoever sends forgets it');

# ----------
# Orders that are replicated, and shipped by the subscriber
# ----------

my $orders = q{CREATE TABLE orders (order_no text PRIMARY KEY, postal_code text)};
my $trigger = q{CREATE TRIGGER ship AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat', 'receiver.house_number:=9',
	'receiver.postal_code=postal_code', 'receiver.city:=Utrecht')};
my $to_shop_b = sprintf 'host=%s port=%s dbname=postgres', $shop_b->host, $shop_b->port;
$shop_b->safe_psql('postgres', $_) foreach ($orders, q{INSERT INTO orders VALUES ('BEFORE', '3532VA')}, 'CREATE PUBLICATION orders FOR TABLE orders');
$reports->safe_psql('postgres', 'CREATE DATABASE shipping');
$reports->safe_psql('shipping', $_) foreach ('CREATE EXTENSION postnl', $orders, $trigger);
$reports->safe_psql('shipping', "CREATE SUBSCRIPTION orders CONNECTION '$to_shop_b' PUBLICATION orders WITH (copy_data = false)");
$reports->wait_for_subscription_sync($shop_b, 'orders', 'shipping');
$shop_b->safe_psql('postgres', q{INSERT INTO orders VALUES ('UNSEEN', '3532VA')});
$shop_b->wait_for_catchup('orders');
is($reports->safe_psql('shipping', q{SELECT (SELECT string_agg(order_no, ' ') FROM orders), (SELECT count(*) FROM postnl.shipment)}), 'UNSEEN|0',
	'a trigger of the subscriber fires for nothing that is applied');
$reports->safe_psql('shipping', 'ALTER TABLE orders ENABLE ALWAYS TRIGGER ship');
$shop_b->safe_psql('postgres', q{INSERT INTO orders VALUES ('PLACED', 'nowhere')});
$shop_b->wait_for_catchup('orders');
is($reports->safe_psql('shipping', 'SELECT reference, state FROM postnl.shipment'), 'PLACED|rejected', 'unless it is to fire always');
$shop_b->safe_psql('postgres', q{UPDATE orders SET postal_code = '3532VA' WHERE order_no = 'PLACED'});
wait_for_state($reports, 'announced', q{reference = 'PLACED'}, 'shipping');
is(scalar(label_calls($sim, 'PLACED')), 1, 'and then it follows the order');
$reports->safe_psql('shipping', 'DROP SUBSCRIPTION orders');

# ----------
# A shop that is lost
# ----------

$shop_a->stop('immediate');
$reports->safe_psql('shop_a', $_)
  foreach ('ALTER SUBSCRIPTION shop_a DISABLE', 'ALTER SUBSCRIPTION shop_a SET (slot_name = NONE)', 'DROP SUBSCRIPTION shop_a');
cmp_ok($reports->safe_psql('shop_a', 'SELECT postnl_adopt()'), '>', 4, 'its shipments, adopted');
wait_for_state($reports, 'announced', q{reference = 'LATER'}, 'shop_a');
is(scalar(label_calls($sim, 'LATER')), 1, 'what was left is sent, once');

done_testing();
