# Copies of a database: restored dumps, also slow ones and with equal oids,
# templates, a standby that is promoted in the middle of it, and pg_upgrade.
# Each shipment is sent by the node on which it was queued, and by no other
# until somebody says so.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;

my $conf = "max_worker_processes = 16\n";
my ($node, $sim) = outbox_node('main', conf => $conf, init => { allows_streaming => 1 });
wait_for_workers($node, 1);

# Another server that calls the same PostNL.
sub other_server
{
	my ($name, %options) = @_;
	my $other = PostgreSQL::Test::Cluster->new($name, %options);

	$other->init;
	$other->append_conf('postgresql.conf',
		"shared_preload_libraries = 'postnl'\npostnl.worker_naptime = '1d'\n$conf" . postnl_settings($sim));
	$other->start;
	return $other;
}

sub announcements
{
	return join ' ', map { "$_->{reference}:$_->{announced}" }
	  sort { $a->{reference} cmp $b->{reference} } register($sim);
}

sub states
{
	my ($server, $database) = @_;
	return $server->safe_psql($database // 'postgres',
		q{SELECT string_agg(reference || ':' || state, ' ' ORDER BY reference) FROM postnl.shipment WHERE kind <> 'watched'});
}

# Whatever the worker was to claim it has claimed when it has sent this one,
# which is the last in its queue; and a session finds nothing more.
sub worker_has_looked
{
	my ($server, $reference, $database) = @_;
	$database //= 'postgres';

	$server->safe_psql($database, $PostnlOutbox::FUNCTIONS)
	  if $server->safe_psql($database, q{SELECT to_regproc('ship') IS NULL}) eq 't';
	ship($server, $reference, database => $database);
	wait_for_state($server, 'announced', "reference = '$reference'", $database);
	$server->safe_psql($database, 'CALL postnl_process()');
	return;
}

sub stop_workers
{
	my ($server) = @_;
	configure($server, 'postnl.workers = 0');
	wait_for_workers($server, 0);
	return;
}

my $path = temporary_path('dump');

# ----------
# A dump that is restored beside the original, slowly
# ----------

stop_workers($node);
ship_many($node, 'DUMPED-', 3);
$node->safe_psql('postgres', q{SELECT postnl_watch('3SDEMO0000003', 'WATCHED')});
$node->command_ok([ 'pg_dump', '-Fc', '-f', $path, 'postgres' ], 'a dump while three are queued');
configure($node, 'postnl.workers');
announced_once($node, $sim, 3, 'the original', q{kind <> 'watched'});
my $once = announcements();

my $other = other_server('other');
is( $other->safe_psql('postgres', q{SELECT oid FROM pg_database WHERE datname = 'postgres'}),
	$node->safe_psql('postgres', q{SELECT oid FROM pg_database WHERE datname = 'postgres'}),
	'the database of the other server has the same oid');
$other->safe_psql('postgres', 'CREATE DATABASE late; CREATE DATABASE early');

# Restores a dump in stages, with a worker running from the first on.
sub restore_slowly
{
	my ($database, @tables) = @_;
	my @restore = ('pg_restore', '--no-owner', '-d', $database);
	my $list = temporary_path('list');

	$other->command_ok([ @restore, '--section=pre-data', $path ], "restore into $database, stage 1");
	wait_for_workers($other, 1, $database);
	my ($entries, undef) = run_command([ 'pg_restore', '-l', $path ]);
	my @data = grep { /(?:TABLE DATA|SEQUENCE SET) / } split /\n/, $entries;
	my %first = map { $_ => [ grep { / postnl $_\b/ } @data ] } @tables;
	my %named = map { $_ => 1 } map { @$_ } values %first;
	my $stage = 1;
	foreach my $entries ((map { $first{$_} } @tables), [ grep { !$named{$_} } @data ])
	{
		$stage++;
		PostgreSQL::Test::Utils::append_to_file($list, '');
		open(my $file, '>', $list) or die $!;
		print $file join("\n", @$entries), "\n";
		close($file);
		$other->command_ok([ @restore, '-L', $list, $path ], "restore into $database, stage $stage");
		$other->reload;
		$other->safe_psql($database, 'CALL postnl_process()');
	}
	return;
}

restore_slowly('late', qw(shipment shipment_shipment_id_seq));
restore_slowly('early', qw(home account));
restore_slowly('postgres', qw(shipment shipment_shipment_id_seq));
my $queued = 'DUMPED-1:queued DUMPED-2:queued DUMPED-3:queued';
foreach my $database (qw(late early postgres))
{
	is(states($other, $database), $queued, "what a dump brings is left alone in $database");
	worker_has_looked($other, "OWN-$database", $database);
	is(states($other, $database), "$queued OWN-$database:announced", "and after the worker has looked in $database");
}
is(announcements(), "$once OWN-early:1 OWN-late:1 OWN-postgres:1", 'PostNL was told of each once');

my $attention = q{SELECT account, environment, reason ~ '^3 queued shipments and 1 parcels .* belong to node ', remedy
	FROM postnl.attention WHERE state = 'elsewhere'};
is( $other->safe_psql('postgres', $attention),
	'default|sandbox|t|The node that queued them sends and follows them. After a move, when it is gone: postnl_adopt(account => \'default\').',
	'postnl.attention says so');
is($other->safe_psql('postgres', 'SELECT depth, sending, elsewhere FROM postnl.queue'), '0|0|3', 'and postnl.queue');
is($node->safe_psql('postgres', $attention), '', 'not in the original');

# The sync
my $calls = () = map { $_->{path} =~ m{/status} } @{ $sim->requests(1000) };
is($other->safe_psql('postgres', q{SELECT count(*) FROM postnl.parcel WHERE check_at IS NOT NULL AND barcode = '3SDEMO0000003'}),
	'1', 'a parcel that the original follows');
$other->safe_psql('postgres', 'SELECT * FROM postnl_sync()');
is(scalar(grep { $_->{path} =~ /3SDEMO0000003/ } @{ $sim->requests(1000) }), 0, 'is not asked for');

# What others may do with them
my $id = $other->safe_psql('postgres', q{SELECT shipment_id FROM postnl.shipment WHERE reference = 'DUMPED-1'});
foreach my $call ("postnl_cancel($id)", "postnl_requeue($id)", q{postnl_forget('DUMPED-1')})
{
	my ($state, $error) = failure($other, "SELECT $call");
	is($state, '55000', "$call is refused");
	like($error, qr/belongs to another node.*HINT:.*postnl_adopt\(ids => '\{$id\}'\)/s, 'and the hint says what to do');
}
is(sqlstate($other, 'CREATE ROLE shipper LOGIN; SELECT postnl_grant($$shipper$$, $$shipper$$); SET ROLE shipper; SELECT postnl_adopt()'),
	'42501', 'who may ship may not adopt');

# ----------
# Adopted
# ----------

is($other->safe_psql('postgres', q{SELECT postnl_adopt('nobody')}), '0', 'adopt what an account has, and it has none');
is($other->safe_psql('postgres', q{SELECT postnl_adopt(node => '00000000-0000-0000-0000-000000000000')}), '0', 'what a node has');
is($other->safe_psql('postgres', "SELECT postnl_adopt('default', ids => '{$id}')"), '1', 'one by its number');
wait_for_state($other, 'announced', q{reference = 'DUMPED-1'});
is(states($other), "DUMPED-1:announced DUMPED-2:queued DUMPED-3:queued OWN-postgres:announced", 'is sent, and no other');
is($other->safe_psql('postgres', 'SELECT postnl_adopt(node => (SELECT node FROM postnl.shipment WHERE node <> (SELECT node FROM postnl.here) LIMIT 1))'),
	'3', 'the rest by its node');
wait_for_state($other, 'announced', q{kind <> 'watched'});
announced_once($other, $sim, 3, 'what the other had sent after the dump', q{reference LIKE 'DUMPED-%'});
$other->safe_psql('postgres', 'SELECT * FROM postnl_sync()');
cmp_ok(scalar(grep { $_->{path} =~ /3SDEMO0000003/ } @{ $sim->requests(1000) }), '>', 0, 'and what was followed is followed here');
is($other->safe_psql('postgres', $attention), '', 'nothing is left to be seen to');
is($other->safe_psql('postgres', 'SELECT postnl_adopt()'), '0', 'nor to be adopted');

# ----------
# Version 1.0, whose rows have no node
# ----------

empty_outbox($node, $sim);
stop_workers($other);
$other->safe_psql('postgres', 'DROP DATABASE late; DROP DATABASE early; CREATE DATABASE old; CREATE DATABASE restored; CREATE DATABASE again');
$other->safe_psql('old', "CREATE EXTENSION postnl VERSION '1.0'; $PostnlOutbox::FUNCTIONS");
ship($other, "OLD-$_", database => 'old') foreach 1 .. 2;
$other->command_ok([ 'pg_dump', '-Fc', '-f', "$path.old", 'old' ], 'a dump of version 1.0');
$other->command_ok([ 'pg_restore', '--no-owner', '-e', '-d', 'restored', "$path.old" ], 'restored as 1.1');
# The row of postnl.home that a dump of 1.0 adds tells it from an original, be
# the oid the same.
$other->safe_psql('again', "CREATE EXTENSION postnl VERSION '1.0'");
$other->command_ok([ 'pg_restore', '--data-only', '-e', '-d', 'again', "$path.old" ], 'restored as 1.0');
$other->safe_psql('again', q{UPDATE postnl.home SET database = (SELECT oid FROM pg_database WHERE datname = 'again')});
$other->safe_psql($_, 'ALTER EXTENSION postnl UPDATE') foreach qw(again old);
configure($other, 'postnl.workers');
announced_once($other, $sim, 2, 'what was queued in 1.0 and updated', q{reference LIKE 'OLD-%'}, 'old');
foreach my $database (qw(again restored))
{
	worker_has_looked($other, "NEW-$database", $database);
	is(states($other, $database), "NEW-$database:announced OLD-1:queued OLD-2:queued", "what it has queued is nobody's in $database");
}
is($other->safe_psql('restored', q{SELECT reason FROM postnl.attention WHERE state = 'elsewhere'}),
	'2 queued shipments and 0 parcels that are followed belong to no node', 'which is said');

# ----------
# In hand when the dump was made
# ----------

empty_outbox($node, $sim);
ship($node, 'ACCEPTHANGONCE-7');
wait_for_calls($sim, 1, 'ACCEPTHANGONCE-7');
$node->command_ok([ 'pg_dump', '-Fc', '-f', $path, 'postgres' ], 'a dump while a call is on the way');
my $hang = $sim->fault(fault => 'HANG', match => { path => 'barcode' });
$node->safe_psql('postgres', q{DELETE FROM postnl.barcode_pool});
ship($node, 'NO-BARCODE');
$node->poll_query_until('postgres', q{SELECT state = 'sending' FROM postnl.shipment WHERE reference = 'NO-BARCODE'})
  or die 'it was not claimed';
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$path.2", 'postgres' ], 'and one while a barcode is waited for');
$node->stop('immediate');
# all of them would make ACCEPTHANGONCE hang once more
$sim->clear_faults($hang);
$other->safe_psql('postgres', 'CREATE DATABASE moved; CREATE DATABASE moved2');
foreach my $move ([ 'moved', $path ], [ 'moved2', "$path.2" ])
{
	my ($database, $dump) = @$move;
	$other->command_ok([ 'pg_restore', '--no-owner', '-d', $database, $dump ], "restore into $database");
	wait_for_workers($other, 1, $database);
	$other->safe_psql($database, 'CALL postnl_process()');
}
is(states($other, 'moved'), 'ACCEPTHANGONCE-7:sending', 'what was in hand there is left alone');
is($other->safe_psql('moved', 'SELECT postnl_adopt()'), '1', 'adopted');
announced_once($other, $sim, 1, 'it is announced again under its own barcode', q{reference = 'ACCEPTHANGONCE-7'}, 'moved');
is(calls_for($other, 'ACCEPTHANGONCE-7', 'moved'), 'label:57P02, label:200', 'and the call without an outcome is noted');
is($other->safe_psql('moved2', q{SELECT postnl_adopt(ids => ARRAY(SELECT shipment_id FROM postnl.shipment WHERE reference = 'NO-BARCODE'))}),
	'1', 'one whose barcode is not known here, adopted');
wait_for_state($other, 'announced', q{reference = 'NO-BARCODE'}, 'moved2');
is(calls_for($other, 'NO-BARCODE', 'moved2'), 'status by reference:200, label:200', 'is asked for by its reference first');
$other->stop;

# ----------
# Promoted in the middle of it
# ----------

$node->start;
wait_for_workers($node, 1);
wait_for_state($node, 'announced', q{kind <> 'watched'});
empty_outbox($node, $sim);
$node->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'backup', has_streaming => 1);
$standby->start;
my $slow = $sim->fault(fault => 'DELAY', delay_ms => 60_000, match => { method => 'POST', path => 'shipment' });
ship($node, 'ACCEPTHANGONCE-8');
wait_for_calls($sim, 1, 'ACCEPTHANGONCE-8');
ship_many($node, 'STANDBY-', 200);
$node->safe_psql('postgres', q{BEGIN; SELECT ship('LOST'); ROLLBACK});
$node->poll_query_until('postgres', q{SELECT count(*) > 1 FROM postnl.shipment WHERE state = 'sending'});
$node->wait_for_catchup($standby);
my $home = $node->safe_psql('postgres', 'SELECT node FROM postnl.here');
is($standby->safe_psql('postgres', 'SELECT node FROM postnl.here'), $home, 'a standby is the same node');
$node->stop('immediate');
$sim->clear_faults($slow);
cmp_ok($standby->safe_psql('postgres', q{SELECT count(*) FROM postnl.shipment WHERE state = 'queued'}), '>', 0, 'some were queued');
$standby->promote;
wait_for_workers($standby, 1);
announced_once($standby, $sim, 201, 'after the promotion');
is($standby->safe_psql('postgres', q{SELECT DISTINCT node FROM postnl.shipment}), $home, 'by the same node');

# ----------
# pg_upgrade
# ----------

sub upgrade
{
	my ($old, $name) = @_;
	my $new    = PostgreSQL::Test::Cluster->new($name);

	$new->init;
	$new->append_conf('postgresql.conf',
		"shared_preload_libraries = 'postnl'\npostnl.worker_naptime = '1d'\n$conf" . postnl_settings($sim));
	$old->stop;
	chdir $PostgreSQL::Test::Utils::tmp_check;
	command_ok(
		[
			$new->config_data('--bindir') . '/pg_upgrade', '--no-sync', '-d', $old->data_dir, '-D', $new->data_dir,
			'-b', $old->config_data('--bindir'), '-B', $new->config_data('--bindir'),
			'-p', $old->port, '-P', $new->port, '-s', $new->host
		],
		"pg_upgrade, $name");
	$new->start;
	wait_for_workers($new, 1);
	return $new;
}

# There may be one version only, so the tables are made to look as if they
# came from the one before: the server is a new one in any case.
empty_outbox($standby, $sim);
$standby->safe_psql('postgres', 'DROP FUNCTION IF EXISTS debug_transfers');
ship($standby, 'ACCEPTHANGONCE-9');
wait_for_calls($sim, 1, 'ACCEPTHANGONCE-9');
$standby->safe_psql('postgres', 'UPDATE postnl.home SET server_version = server_version - 1');
$slow = $sim->fault(fault => 'DELAY', delay_ms => 60_000, match => { method => 'POST', path => 'shipment' });
ship_many($standby, 'UPGRADED-', 5);
$standby->stop('fast');
$sim->clear_faults($slow);
$standby->append_conf('postgresql.conf', "postnl.workers = 0\n");
$standby->start;
my $upgraded = upgrade($standby, 'upgraded');
announced_once($upgraded, $sim, 6, 'after pg_upgrade');
is($upgraded->safe_psql('postgres', 'SELECT node FROM postnl.here'), $home, 'a server that was upgraded is the same node');
is($upgraded->safe_psql('postgres', q{SELECT server_version = current_setting('server_version_num')::integer / 10000,
	system_identifier = (SELECT system_identifier FROM pg_control_system()) FROM postnl.home}), 't|t', 'which is noted');

# A copy of the files with a system identifier of its own looks the same, but
# for the version.
empty_outbox($upgraded, $sim);
stop_workers($upgraded);
ship_many($upgraded, 'SAME-', 2);
my $same = upgrade($upgraded, 'same');
worker_has_looked($same, 'NEW');
is(states($same), 'NEW:announced SAME-1:queued SAME-2:queued', 'without a higher version it is another node');
is($same->safe_psql('postgres', 'SELECT elsewhere FROM postnl.queue'), '2', 'which is to be seen');
$same->safe_psql('postgres', 'SELECT postnl_adopt()');
announced_once($same, $sim, 3, 'and adopts');

SKIP:
{
	skip 'pg_upgrade from a lower version: OLD_PG_CONFIG names none', 5 unless $ENV{POSTNL_OLD_INSTALL};

	$same->stop;
	$sim->reset;
	my $lower = other_server('lower', install_path => $ENV{POSTNL_OLD_INSTALL});
	$lower->safe_psql('postgres', "CREATE EXTENSION postnl; $PostnlOutbox::FUNCTIONS");
	ship($lower, 'ACCEPTHANGONCE-10');
	wait_for_calls($sim, 1, 'ACCEPTHANGONCE-10');
	$lower->stop('immediate');
	$lower->append_conf('postgresql.conf', "postnl.workers = 0\n");
	$lower->start;
	ship_many($lower, 'LOWER-', 5);
	$home = $lower->safe_psql('postgres', 'SELECT node FROM postnl.here');
	my $higher = upgrade($lower, 'higher');
	announced_once($higher, $sim, 6, 'after pg_upgrade from a lower version');
	is($higher->safe_psql('postgres', 'SELECT node FROM postnl.here'), $home, 'it is the same node');
	cmp_ok($higher->safe_psql('postgres', 'SELECT server_version FROM postnl.home'), '>', $lower->pg_version->major, 'of a higher version');
}

done_testing();
