# The API key is nowhere but in the request: not in logs, messages, statistics,
# settings of other roles or dumps, whatever fails.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

# One key for each place in which keys are kept
my %keys = (
	guc   => 'secret-in-the-guc-0123',
	file  => 'secret-in-a-file-4567',
	env   => 'secret-in-the-env-89ab',
	table => 'secret-in-a-table-cdef',
);
my $pattern = join('|', values %keys);

$ENV{POSTNL_TAP_KEY} = $keys{env};
my ($node, $sim) = postnl_node('secrets', conf => qq{
shared_preload_libraries = 'postnl,pg_stat_statements,auto_explain'
auto_explain.log_min_duration = 0
auto_explain.log_analyze = on
log_statement = 'all'
pg_stat_statements.track = all
postnl.api_key = '$keys{guc}'
postnl.retries = 0
postnl.request_timeout = '300ms'
log_min_duration_statement = 0
log_error_verbosity = verbose
log_parameter_max_length_on_error = -1
track_activity_query_size = 10000
});
delete $ENV{POSTNL_TAP_KEY};
# not from the start: the postmaster then logs its whole environment
$node->append_conf('postgresql.conf', "log_min_messages = debug5\n");
$node->reload;
my $key_file = "$PostgreSQL::Test::Utils::tmp_check/key";
append_to_file($key_file, "$keys{file}\n");

# The key of the table comes from a file, so that no statement holds it.
my $table_file = "$PostgreSQL::Test::Utils::tmp_check/table_key";
append_to_file($table_file, $keys{table});
$node->safe_psql('postgres', qq{
CREATE EXTENSION pg_stat_statements;
SELECT postnl_account_set('file', key_source => 'file:$key_file', requests_per_minute => -1);
SELECT postnl_account_set('env', key_source => 'env:POSTNL_TAP_KEY', requests_per_minute => -1);
SELECT postnl_account_set('table', requests_per_minute => -1, customer_code => 'DEVC', is_default => true);
SELECT postnl_account_key_set('table', pg_read_file('$table_file'));
CREATE ROLE reader LOGIN; CREATE ROLE caller LOGIN; CREATE ROLE shipper LOGIN; CREATE ROLE admin LOGIN;
SELECT postnl_grant('reader', 'reader'), postnl_grant('caller', 'caller'),
	postnl_grant('shipper', 'shipper'), postnl_grant('admin', 'admin');
CREATE ROLE monitor LOGIN IN ROLE pg_monitor, pg_read_all_settings, pg_read_all_stats;
});

# A server that sends back what it was sent
foreach my $source (keys %keys)
{
	$sim->answer(
		match => { path => "ECHO\U$source" }, status => 400, anonymous => JSON::PP::true,
		body => qq({"fault":{"faultstring":"bad key $keys{$source}","detail":{"errorcode":"$keys{$source}"}}}));
}

my @seen;
foreach my $account ('default', 'file', 'env', 'table')
{
	my $source = $account eq 'default' ? 'guc' : $account;

	is( $node->safe_psql('postgres',
			"SELECT status FROM postnl_track('3SDEMO0000004', account => '$account')"),
		'delivered', "the key from $source works");
	foreach my $barcode ("3SECHO\U$source\E", qw(3SF4010001 3SF5000001 3SHANG0001 3SRESET0001
		3SGARBAGE01 3SRFC94570001 3SHTML0001 3STYPE00001))
	{
		my (undef, $error) = failure($node,
			"SELECT * FROM postnl_track('$barcode', account => '$account')");
		push @seen, $error;
		push @seen, $node->safe_psql('postgres',
			"SELECT error FROM postnl_track(ARRAY['$barcode'], account => '$account', on_error => 'report')");
	}
	push @seen, $node->safe_psql('postgres', "SELECT postnl_doctor('$account')");
}
push @seen, $node->safe_psql('postgres', q{SELECT * FROM postnl_request('GET', '/x')});

unlike(join("\n", @seen), qr/$pattern/, 'no message holds a key');
like(join("\n", @seen), qr/bad key \*+/, 'one that comes back is starred');

# While a call is on the way
my ($psql, $pid) = start_query($node);
$psql->query_until(qr/started/, "\\echo started\nSELECT * FROM postnl_track('3SHANG0009', account => 'table');\n");
wait_for_request($sim, qr/3SHANG0009/);
unlike($node->safe_psql('postgres', 'SELECT * FROM pg_stat_activity'), qr/$pattern/,
	'nor does pg_stat_activity');
eval { $psql->quit };

unlike($node->safe_psql('postgres', 'SELECT query FROM pg_stat_statements'), qr/$pattern/,
	'nor pg_stat_statements');

# Settings, as roles that are no superusers
foreach my $role ('reader', 'caller', 'admin', 'monitor')
{
	my $shown = '';
	foreach my $sql ('SHOW postnl.api_key', q{SELECT current_setting('postnl.api_key')},
		'SHOW ALL', 'SELECT * FROM pg_settings',
		'SELECT * FROM postnl.account', 'SELECT * FROM postnl.account_key')
	{
		my ($status, $out, $error) = $node->psql('postgres', "LOAD 'postnl'; $sql",
			extra_params => [ '-U', $role ]);
		($status, $out, $error) = $node->psql('postgres', $sql, extra_params => [ '-U', $role ])
		  if $status != 0;
		$shown .= "$out$error\n";
	}
	unlike($shown, qr/$pattern/, "nor any setting or table that $role can read");
}

# A consignee's data: in the tables, and nowhere else.  It comes from a file,
# so that no statement holds it.
my $person = 'Zonderlingvanderveen';
my $orders = "$PostgreSQL::Test::Utils::tmp_check/orders";
append_to_file($orders, qq({"reference": "ORDER-1", "receiver": {"last_name": "$person", "street": "${person}straat",
	"house_number": "9", "postal_code": "3532VA", "city": "Utrecht", "email": "$person\@example.org"}}));
$node->safe_psql('postgres', qq{CREATE TABLE shop_order AS SELECT pg_read_file('$orders')::jsonb AS shipment;
	SELECT postnl_account_set('table', customer_number => '11223344');});
my $told = '';
foreach my $change (
	q{'{}'}, q{'{"product": "9901"}'}, q{'{"remark": "<"}'}, q{'{"delivery_window": {"service": "evening"}}'},
	q{'{"reciever": 1}'}, q{jsonb_build_object('receiver', shipment->'receiver' || jsonb_build_object('last_name', repeat(shipment->'receiver'->>'last_name', 3)))},
	q{jsonb_build_object('receiver', shipment->'receiver' || jsonb_build_object('email', shipment->'receiver'->>'last_name'))})
{
	my (undef, $error) = failure($node, "SELECT count(*) FROM shop_order, postnl_ship_now(shipment || $change)");
	$told .= $error;
}
foreach my $fault ('HANG', 'RESET', 'GARBAGE', 'F500', 'F400')
{
	$sim->fault(match => { path => '/shipment/v2_2/label' }, fault => $fault);
	my (undef, $error) = failure($node, 'SELECT count(*) FROM shop_order, postnl_ship_now(shipment)');
	$told .= $error;
	$sim->clear_faults;
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.shipment'), '1', 'one shipment of many tries went out');
like($told, qr/must not be longer than 35 characters/, 'the others were refused');
unlike($told, qr/$person/i, 'no message holds data of the consignee');
unlike(slurp_file($node->logfile), qr/$person/i, 'nor does the log');
unlike($node->safe_psql('postgres', 'SELECT * FROM postnl.attempt'), qr/$person/i, 'nor the calls that are kept');

# Dumps
$node->safe_psql('postgres', q{INSERT INTO postnl.status_code (status_code, status) VALUES ('97', 'problem');
	INSERT INTO postnl.product (code, origin, destination, services) VALUES ('9876', 'NL', 'NL', '{registered}')});
my $dump = "$PostgreSQL::Test::Utils::tmp_check/dump.sql";
command_ok([ 'pg_dump', '-f', $dump, $node->connstr('postgres') ], 'pg_dump works');
my $dumped = slurp_file($dump);
unlike($dumped, qr/$pattern/, 'a dump holds no key');
like($dumped, qr/env:POSTNL_TAP_KEY/, 'but the accounts');
command_ok([ 'pg_dumpall', '-f', "$dump.all", '-h', $node->host, '-p', $node->port ], 'pg_dumpall works');
unlike(slurp_file("$dump.all"), qr/$pattern/, 'nor does a dump of everything');

# Restored: the accounts as they were, without keys
$node->safe_psql('postgres', 'CREATE DATABASE restored');
my ($status, undef, $error) = $node->psql('restored', $dumped, on_error_stop => 1);
is($status, 0, 'the dump can be restored') or diag $error;
is( $node->safe_psql('restored', 'SELECT a FROM postnl.account a ORDER BY name'),
	$node->safe_psql('postgres', 'SELECT a FROM postnl.account a ORDER BY name'),
	'with the same accounts');
is($node->safe_psql('restored', 'SELECT count(*) FROM postnl.account_key'), '0', 'and no keys');
is( $node->safe_psql('restored', q{SELECT s.status, p.services FROM postnl.status_code s, postnl.product p WHERE status_code = '97' AND code = '9876'}),
	'problem|{registered}', 'with the codes and products that were added');
is( $node->safe_psql('restored', 'SELECT count(*) FROM postnl.status_code'),
	$node->safe_psql('postgres', 'SELECT count(*) FROM postnl.status_code'),
	'and the data of the extension itself once');
is( $node->safe_psql('restored', 'SELECT s, p, md5(l::text) FROM postnl.shipment s JOIN postnl.parcel p USING (shipment_id) JOIN postnl.label l USING (shipment_id)'),
	$node->safe_psql('postgres', 'SELECT s, p, md5(l::text) FROM postnl.shipment s JOIN postnl.parcel p USING (shipment_id) JOIN postnl.label l USING (shipment_id)'),
	'shipments and labels too');
is($node->safe_psql('restored', q{SELECT nextval('postnl.shipment_shipment_id_seq') > max(shipment_id) FROM postnl.shipment}),
	't', 'and their numbers go on');

# A key in a role's or database's settings can be read by all: told, not hidden
($status, undef, $error) = $node->psql('postgres', "ALTER ROLE reader SET postnl.api_key = 'other'");
like($error, qr/WARNING:.*readable by every role/, 'a key in a role setting is warned about');

# A reload that changes the key, takes it away and sets it again
foreach my $setting ("'$keys{guc}-2'", "''", "'$keys{guc}'")
{
	$node->append_conf('postgresql.conf', "postnl.api_key = $setting\n");
	$node->reload;
	is($node->safe_psql('postgres', 'SHOW postnl.api_key'), $setting =~ s/'//gr, "the key is $setting now");
}
# and one that changes in a session, and goes back
is($node->safe_psql('postgres', q{BEGIN; SET LOCAL postnl.api_key = 'other'; SHOW postnl.api_key; ROLLBACK; SHOW postnl.api_key}),
	"other\n$keys{guc}", 'a key that is set for a transaction ends with it');

# A statement that fails is logged, but for one that holds a key
foreach my $arguments ("'nobody', '$keys{table}'", "'table', '$keys{table} '", "NULL, '$keys{table}'")
{
	my ($code) = $node->psql('postgres',
		qq{SET log_statement = 'none'; SET log_min_duration_statement = -1; SET auto_explain.log_min_duration = -1;
			SELECT postnl_account_key_set($arguments)}, on_error_stop => 1);
	is($code, 3, 'a key cannot be set for ' . $arguments =~ s/, .*//r);
}

$node->stop;
unlike(slurp_file($node->logfile), qr/$pattern/, 'the server log holds no key');
unlike(slurp_file($sim->log_file), qr/$pattern/, 'nor does the log of the simulator');

done_testing();
