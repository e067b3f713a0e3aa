# The outbox and the calls that it makes: how many, by how many workers, which
# shipments share one, and at which pace.
use strict;
use warnings;

use Digest::SHA qw(sha256_hex);
use FindBin;
use lib "$FindBin::RealBin/../perl";
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;

my ($node, $sim) = outbox_node('main', conf => "max_worker_processes = 12\n");
wait_for_workers($node, 1);

my $sender = q{, sender => '{"company": "Shop", "street": "Siriusdreef", "house_number": "42", "postal_code": "2132WT", "city": "Hoofddorp"}'};
my %sources = (
	reserve    => [ q{, barcode_source => 'reserve'},    1.3 ],
	reserve_v4 => [ q{, barcode_source => 'reserve_v4'}, 0.3 ],
	issued     => [ q{, barcode_source => 'postnl'},     0.3 ],
	v4         => [ q{, api => 'v4'},                    1.05 ]);
add_accounts($node, "$sender$sources{$_}[0]", $_) foreach keys %sources;

# ----------
# How many
# ----------

foreach my $source (sort keys %sources)
{
	my $limit = $sources{$source}[1];

	empty_outbox($node, $sim);
	ship_many($node, 'MANY-', 1000, account => $source);
	wait_for_state($node, 'announced');
	my $calls = $sim->counters->{requests} / 1000;
	cmp_ok($calls, '<=', $limit, "$source: at most $limit calls a shipment");
	note("$source: $calls calls a shipment");
	announced_once($node, $sim, 1000, $source);
}

# ----------
# By whom
# ----------

empty_outbox($node, $sim);
configure($node, 'postnl.workers = 3');
wait_for_workers($node, 3);
# what PostNL needs for an answer, so that one worker does not do it all
$sim->fault(fault => 'DELAY', delay_ms => 20);
ship_many($node, 'SHARED-', 500, account => 'reserve_v4');
announced_once($node, $sim, 500, 'three workers');
is($node->safe_psql('postgres', 'SELECT sum(announced) >= 500, count(*) FILTER (WHERE claimed > 0) > 1 FROM postnl.stat_worker'), 't|t',
	'more than one of them had a share');
is(join(' ', grep { $_ != 1 } map { $_->{announced} } register($sim)), '', 'no shipment was sent by two');
is($node->safe_psql('postgres', 'SELECT max(attempts), max(crashes) FROM postnl.shipment'), '1|0', 'and none was taken away');
configure($node, 'postnl.workers');
wait_for_workers($node, 1);

# ----------
# Together
# ----------

# The references in each call for labels, in order.
sub calls
{
	return join ' | ', sort map { join ' ', sort map { $_->{Reference} } @{ JSON::PP::decode_json($_->{body})->{Shipments} } } label_calls($sim);
}

empty_outbox($node, $sim);
my $other = '{"sender": {"company": "Other", "street": "Meent", "house_number": "1", "postal_code": "3011JA", "city": "Rotterdam"}}';
$node->safe_psql('postgres', <<"SQL");
SELECT ship('A1', account => 'reserve'), ship('B1', '$other', 'reserve'), ship('C1', account => 'reserve_v4'),
	ship('A2', account => 'reserve'), ship('B2', '$other', 'reserve'), ship('C2', account => 'reserve_v4'),
	ship('Z1', '{"label": {"format": "zpl"}}', 'reserve'), ship('P1', '{"label": {"position": "B"}}', 'reserve'),
	ship('P2', '{"label": {"position": "B"}}', 'reserve');
SQL
announced_once($node, $sim, 9, 'shipments that differ');
is(calls(), 'A1 A2 | B1 B2 | C1 C2 | P1 | P2 | Z1',
	'what has the same account, sender and kind of label shares a call; what has a place on a sheet does not');

empty_outbox($node, $sim);
ship_many($node, 'FOUR-', 8, account => 'reserve');
announced_once($node, $sim, 8, 'eight alike');
is(scalar(label_calls($sim)), 2, 'go in two calls');

# ----------
# At which pace
# ----------

empty_outbox($node, $sim);
add_accounts($node, ", requests_per_minute => $_->[1]", $_->[0]) foreach [ slow => 15 ], [ fast => -1 ];
$node->safe_psql('postgres', "SELECT postnl_account_key_set('$_', 'the-$_-key')") foreach qw(slow fast);
$node->safe_psql('postgres', q{SELECT count(ship('SLOW-' || i, account => 'slow')), count(ship('FAST-' || i, account => 'fast')) FROM generate_series(1, 100) AS i});
announced_once($node, $sim, 100, 'an account without a limit', q{account = 'fast'});
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.shipment WHERE account = 'slow' AND state = 'announced'})
  or die 'the account with a limit was not served';
my $slow = $sim->counters->{apikeys}{ substr sha256_hex('the-slow-key'), 0, 8 };
cmp_ok($slow, '<=', 15, 'an account with a limit of 15 a minute makes no more calls');
cmp_ok($slow, '>', 1, 'but some');
is($node->safe_psql('postgres', q{SELECT count(*) > 50, max(attempts) < 2 FROM postnl.shipment WHERE account = 'slow' AND state <> 'announced'}), 't|t',
	'and the rest waits');
is($node->safe_psql('postgres', q{SELECT count(*) FROM postnl.pause}), '0', 'which is no pause');

no_damage($node);
done_testing();
