# From 1.0 to 1.1 on a server that ships: version 1.0 as it was released, then the new
# library with the old SQL, then ALTER EXTENSION while workers have shipments in hand.
use strict;
use warnings;

use File::Copy qw(copy);
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;

my $work = $ENV{POSTNL_WORK};
my $old  = "$work/1.0";
-e $_ && plan skip_all => 'left out: ' . slurp_file($_) for "$old/left_out", "$old/not_built";

my $scripts = "$FindBin::RealBin/../upgrade";
is(slurp_file("$scripts/postnl--1.0.sql"), join('', map { slurp_file($_) } sort glob "$old/src/sql/*.sql"),
	'the script that tests install 1.0 by is that of the release');

# ----------
# An installation of 1.0, of its own, for other tests use the one that is there
# ----------

system('cp', '-al', "$work/stage", "$work/stage_1_0") == 0 or die 'no copy of the installation';
my $bindir = $ENV{POSTNL_BINDIR} =~ s{^\Q$work\E/stage}{$work/stage_1_0}r;

sub directory
{
	my ($what) = @_;
	chomp(my $path = `$bindir/pg_config --$what`);
	return $path;
}
my $extension = directory('sharedir') . '/extension';
my $library   = directory('pkglibdir') . '/postnl.so';

# As packages do: a file is replaced, not written over, for it may be in use.
sub install
{
	my ($from, $to) = @_;
	copy($from, "$to.new") && rename("$to.new", $to) or die "$from is not installed as $to: $!";
	return;
}
unlink glob "$extension/postnl*";
install("$old/postnl.so",      $library);
install("$old/postnl.control", "$extension/postnl.control");
install("$old/postnl--1.0.sql", "$extension/postnl--1.0.sql");

my $sim  = PostnlSim->new->start;
my $node = PostgreSQL::Test::Cluster->new('main', install_path => $bindir =~ s{/bin$}{}r);
$node->init;
$node->append_conf('postgresql.conf', postnl_settings($sim) . <<'CONF');
shared_preload_libraries = 'postnl'
postnl.worker_naptime = '1d'
max_worker_processes = 16
CONF
$node->start;
$node->safe_psql('postgres', "CREATE EXTENSION postnl; $PostnlOutbox::FUNCTIONS");

# ----------
# A database that has been used
# ----------

sub version
{
	return $node->safe_psql('postgres', q{SELECT extversion FROM pg_extension WHERE extname = 'postnl'});
}
is(version(), '1.0', 'version 1.0, built from the history');
$node->safe_psql('postgres', <<'SQL');
SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true,
	sender => '{"company": "Shop", "street": "Kade", "house_number": "1", "postal_code": "3532VA", "city": "Utrecht"}'),
	postnl_account_set('four', customer_code => 'DEVC', customer_number => '11223344', api => 'v4'),
	postnl_account_key_set('four', 'key-of-four');
CREATE ROLE clerk;
SELECT postnl_grant('clerk', 'shipper');
UPDATE postnl.status_code SET status = 'problem', poll_interval = '1 hour' WHERE status_code = '3';
INSERT INTO postnl.status_code (status_code, status) VALUES ('77', 'returning');
UPDATE postnl.product SET description = 'Ours' WHERE code = '3085' AND destination = 'NL';
CREATE VIEW report AS SELECT reference, state, status, track_url FROM postnl.shipment_status;
CREATE TABLE seen (barcode text, code text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN INSERT INTO seen VALUES (NEW.barcode, NEW.code); RETURN NULL; END $$;
CREATE TRIGGER see AFTER INSERT ON postnl.event FOR EACH ROW EXECUTE FUNCTION see();
CREATE TABLE orders (order_no text, house_number text);
CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',
	'receiver.last_name:=de Ruiter', 'receiver.street:=Bilderdijkstraat', 'receiver.house_number=house_number',
	'receiver.postal_code:=3572ZZ', 'receiver.city:=Utrecht');
SQL
ship_many($node, 'SENT-', 3);
ship($node, 'FOUR-1', account => 'four');
wait_for_state($node, 'announced');
$node->safe_psql('postgres', <<'SQL');
INSERT INTO orders VALUES ('TRIGGER-1', '9'), ('REFUSED-1', NULL);
BEGIN; SELECT postnl_cancel(ship('CANCELLED-1')); COMMIT;
BEGIN; SELECT ship('FAILED-1');
UPDATE postnl.shipment SET state = 'failed', attempts = 8, error_code = 'PN500', error = 'given up' WHERE reference = 'FAILED-1'; COMMIT;
BEGIN; SELECT ship('LATER-1'); UPDATE postnl.shipment SET next_attempt_at = 'infinity' WHERE reference = 'LATER-1'; COMMIT;
SELECT count(*) FROM postnl_ship_now(description('LABELLED-1'), confirm => false);
SELECT postnl_watch('3SDEMO0000004');
SQL
wait_for_state($node, 'announced', q{reference = 'TRIGGER-1'});
$node->safe_psql('postgres', 'SELECT * FROM postnl_sync()');
ship($node, 'ACCEPTHANGONCE-1');
wait_for_calls($sim, 1, 'ACCEPTHANGONCE-1');
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT state, ' ') FROM postnl.shipment}),
	'announced cancelled failed labelled queued rejected sending watched', 'shipments in every state');
cmp_ok($node->safe_psql('postgres', 'SELECT count(*) FROM seen'), '>', 0, 'events that a trigger has seen');

# ----------
# The new library, with the old SQL
# ----------

install("$work/stage" . ($library   =~ s{^\Q$work\E/stage_1_0}{}r),               $library);
install("$work/stage" . ($extension =~ s{^\Q$work\E/stage_1_0}{}r) . "/$_", "$extension/$_")
  for 'postnl.control', 'postnl--1.0--1.1.sql', 'postnl--1.1.sql';
$node->restart;
wait_for_workers($node, 1);
wait_for_state($node, 'announced', q{reference = 'ACCEPTHANGONCE-1'});
pass('what was in hand is announced by the new library');
is(version(), '1.0', 'whose extension is of 1.0 still');
ship($node, 'OLD-SQL-1');
$node->safe_psql('postgres', q{INSERT INTO orders VALUES ('OLD-SQL-2', '9'), ('REFUSED-2', NULL)});
wait_for_state($node, 'announced', q{reference LIKE 'OLD-SQL-%'});
pass('a worker ships');
configure($node, 'postnl.workers = 0');
wait_for_workers($node, 0);
ship($node, 'OLD-SQL-3');
$node->safe_psql('postgres', 'CALL postnl_process()');
is(row($node, 'state', 'OLD-SQL-3'), 'announced', 'so does postnl_process()');
configure($node, 'postnl.workers');
wait_for_workers($node, 1);
is($node->safe_psql('postgres', q{SELECT status FROM postnl_track('3SDEMO0000004')}), 'delivered', 'tracking works');
is($node->safe_psql('postgres', 'SELECT DISTINCT failed, error_code FROM postnl_sync()'), '0|', 'the sync works');

# ----------
# The update
# ----------

# A simulator that is stopped keeps the calls that have begun on the way.
my ($session) = start_query($node);
$session->query_safe(q{SELECT ship('SESSION-1')});
wait_for_state($node, 'announced', q{reference = 'SESSION-1'});
$node->safe_psql('postgres', slurp_file("$scripts/kept.sql"));
$sim->{handle}->signal('STOP');
ship_many($node, 'FLYING-', 3);
wait_for_state($node, 'sending', q{reference LIKE 'FLYING-%'});
cmp_ok($node->safe_psql('postgres', 'SELECT kept.keep()'), '>', 50, 'rows that are to be kept');
my ($worker) = workers($node);
$node->safe_psql('postgres', 'ALTER EXTENSION postnl UPDATE');
is(version(), '1.1', 'ALTER EXTENSION does not wait for the workers');
is(join(' ', workers($node)), $worker, 'which go on');
is($node->safe_psql('postgres', 'SELECT relation, data FROM kept.lost()'), '', 'no row is lost or changed');
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT state, ' ') FROM postnl.shipment WHERE reference LIKE 'FLYING-%'}),
	'sending', 'shipments are in flight meanwhile');
$sim->{handle}->signal('CONT');
announced_once($node, $sim, 3, 'what was in flight', q{reference LIKE 'FLYING-%'});
$session->query_safe(q{SELECT ship('SESSION-2')});
$session->quit;
ship($node, 'NEW-SQL-1');
$node->safe_psql('postgres', q{INSERT INTO orders VALUES ('NEW-SQL-2', '9');
	UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued'; SELECT postnl_requeue(shipment_id, description('REFUSED-1'))
	FROM postnl.shipment WHERE reference = 'REFUSED-1'});
announced_once($node, $sim, 18, 'all that was queued at any time', q{kind <> 'watched' AND state NOT IN ('rejected', 'failed', 'cancelled', 'labelled')});
is($node->safe_psql('postgres', q{SELECT DISTINCT node = (SELECT node FROM postnl.here) FROM postnl.shipment}), 't', 'all are this node\'s');
is($node->safe_psql('postgres', q{SELECT state FROM report WHERE reference = 'SENT-1'}), 'announced', 'a view on ours goes on');
is($node->safe_psql('postgres', q{SET ROLE clerk; SELECT ship('CLERK-1') > 0}), 't', 'so does a role that may ship');
$node->safe_psql('postgres', q{SELECT postnl_watch('3SDEMO0000003'); SELECT * FROM postnl_sync()});
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM seen WHERE barcode = '3SDEMO0000003'}), '>', 0, 'and a trigger on events');

# ----------
# The catalogue of a fresh one
# ----------

my $facts = PostgreSQL::Test::Utils::tempdir_short() . '/facts';
my $read  = "\\i $scripts/catalogue.sql\n";
$node->safe_psql('postgres', "$read\\copy (SELECT * FROM pg_temp.catalogue()) TO '$facts'");
$node->safe_psql('postgres', 'CREATE DATABASE fresh');
$node->safe_psql('fresh',    'CREATE EXTENSION postnl');
is($node->safe_psql('fresh', $read . <<SQL), <<'DIFFERENCES' =~ s/\n\z//r, 'the catalogue is that of a fresh 1.1, but for what users did');
CREATE TEMP TABLE fresh AS SELECT * FROM pg_temp.catalogue();
CREATE TEMP TABLE updated (LIKE fresh);
\\copy updated FROM '$facts'
SELECT concat_ws(' | ', object, part, fact, in_one, in_other) FROM pg_temp.differences('updated', 'fresh')
WHERE fact IS DISTINCT FROM 'relacl' AND fact IS DISTINCT FROM 'proacl' AND fact IS DISTINCT FROM 'nspacl'
	AND (coalesce(part, '') NOT LIKE 'row %' OR object ~ '\\.(privilege|product|status_code)\$')
SQL
table postnl.product | row 3085 NL  NL | description | Ours | Standard shipment
table postnl.status_code | row 3 | added | true | false
table postnl.status_code | row 3 | poll_interval | 01:00:00 | 02:00:00
table postnl.status_code | row 3 | status | problem | in_transit
table postnl.status_code | row 77 | there
trigger see on table postnl.event | there
DIFFERENCES

done_testing();
