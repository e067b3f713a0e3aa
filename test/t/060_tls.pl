# How PostNL is reached: TLS verified, one host, no detours, few connections.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my $ask = q{SELECT status FROM postnl_track('3SDEMO0000004')};
# the environment's proxy must not be used
$ENV{$_} = 'http://127.0.0.1:1' for qw(http_proxy https_proxy all_proxy);
my ($node, $sim) = postnl_node('tls', sim => { tls => 1 },
	conf => "postnl.retries = 0\n");
delete $ENV{$_} for qw(http_proxy https_proxy all_proxy);
my $ca = $sim->ca_file;

# Certificates
my ($state, $error) = failure($node, $ask);
is($state, '08001', 'an authority that is not known is refused');
like($error, qr/could not connect to PostNL: .*certificate/, 'and the message says so');
is($node->safe_psql('postgres', "SET postnl.ca_file = '$ca'; $ask"), 'delivered',
	'postnl.ca_file makes it known');
is(sqlstate($node, "SET postnl.ca_file = '/no/such/file'; $ask"), '08001',
	'a missing file of authorities is an error');
like((failure($node, "SET postnl.ca_file = 'relative.pem'"))[1], qr/The path must be absolute/,
	'a relative one is refused at once');

my $other = PostnlSim->new(tls => 1, tls_names => ['other.example'])->start;
is( sqlstate($node, sprintf("SET postnl.ca_file = '%s'; SET postnl.base_url = '%s'; $ask", $other->ca_file, $other->url)),
	'08001', 'a certificate for another host is refused');
$other->stop;

# The doctor on TLS
is( $node->safe_psql('postgres', qq{SET postnl.ca_file = '$ca';
		SELECT string_agg("check", ' ') FROM postnl_doctor() WHERE NOT ok AND "check" <> 'libcurl'}),
	'', 'the doctor finds all well over TLS');

# URLs that are no base URL
foreach my $url ('ftp://example.org', 'https://', 'https://user@example.org', 'https://example.org/',
	'https://example.org?x=y', 'https://example.org/#x', 'api.postnl.nl', 'file:///etc/passwd')
{
	is(sqlstate($node, "SET postnl.base_url = '$url'"), '22023', "$url is refused");
}

# Few connections: kept between statements, at most max_connections at a time
$node->append_conf('postgresql.conf', "postnl.ca_file = '$ca'\n");
$node->reload;
$sim->reset;
my ($psql) = start_query($node);
$psql->query_safe($ask) for (1 .. 20);
my $counters = $sim->counters;
is($counters->{requests}, 20, '20 calls');
is($counters->{connections}{opened}, 1, 'over one connection');
$psql->query_safe(q{SET postnl.max_connections = 4;
	SELECT count(*) FROM postnl_track(ARRAY(SELECT '3SDELAY0005X' || i FROM generate_series(1, 100) i))});
$counters = $sim->counters;
cmp_ok($counters->{connections}{opened}, '<=', 4, 'an array opens at most max_connections');
cmp_ok($counters->{max_concurrent_requests}, '<=', 4, 'and has no more calls on the way');
$psql->quit;

# What each request looks like
my ($request) = grep { $_->{path} =~ /3SDE/ } @{ $sim->requests };
my %headers = map { lc $_ => $request->{headers}{$_} } keys %{ $request->{headers} };
ok(exists $headers{apikey}, 'the key is in a header');
ok(exists $headers{accept}, 'and JSON is asked for');
like($headers{'user-agent'}, qr{^postnl/1\.\d+ PostgreSQL/}, 'the client says who it is');

# A proxy, when one is set: it carries TLS, and sees neither key nor barcode
like((failure($node, "SET postnl.proxy = 'http://127.0.0.1:1'; $ask"))[1], qr/could not connect to PostNL/,
	'postnl.proxy is used');
my $proxy_log  = temporary_path('proxy.log');
my $proxy_port = start_helper('proxy.pl', $proxy_log);
is($node->safe_psql('postgres', "SET postnl.proxy = 'http://127.0.0.1:$proxy_port'; $ask"), 'delivered',
	'a proxy carries the call');
my $seen = slurp_file($proxy_log);
my ($host) = $sim->url =~ m{//(.*)$};
like($seen, qr/^CONNECT \Q$host\E HTTP/, 'which asked it for a tunnel');
unlike($seen, qr/apikey|3SDEMO/i, 'through which it sees nothing');

# TLS below 1.2
SKIP:
{
	my $old = `openssl s_server -help 2>&1`;
	skip 'openssl has no TLS 1.1', 1 unless $old =~ /-tls1_1/;
	my $dir = "$PostgreSQL::Test::Utils::tmp_check/old";
	mkdir $dir;
	system(qq(openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout $dir/key -out $dir/cert 2>/dev/null)) == 0
	  or skip 'no certificate', 1;
	my ($in, $out, $err) = ('', '', '');
	my $port = PostgreSQL::Test::Cluster::get_free_port();
	my $server = IPC::Run::start(
		[ 'openssl', 's_server', '-accept', "127.0.0.1:$port", '-cert', "$dir/cert", '-key', "$dir/key",
			'-tls1_1', '-cipher', 'ALL:@SECLEVEL=0', '-www' ], \$in, \$out, \$err);
	IPC::Run::pump($server) until $out =~ /ACCEPT/ || !$server->pumpable;
	is( sqlstate($node, "SET postnl.ca_file = '$dir/cert'; SET postnl.base_url = 'https://127.0.0.1:$port'; $ask"),
		'08001', 'TLS 1.1 is refused');
	$server->kill_kill;
}

done_testing();
