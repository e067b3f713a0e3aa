# Few calls: 10 000 open parcels of which 500 change within an hour, counted by
# the simulator.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlSync;
use PostnlTest;
use Test::More;

use constant {
	OPEN           => 10_000,
	CHANGED        => 500,
	MOST_CALLS     => 600,
	STEP_S         => 300,
	POLLS_AN_HOUR  => 4,
};

# For a shop that polls each of them every 15 minutes.
my $polling = OPEN * POLLS_AN_HOUR;

my ($node, $sim, $clock) = sync_node('main', clock => '2026-07-15T08:00:00+02:00', conf => "log_statement = none\n");

# Parcels that are not yet accepted, on their way and out for delivery, and as
# many of others; what is known of ours comes from the first sync.
my %lives = (
	0 => [ [ 0, 'A01' ] ],
	1 => [ [ 0, 'A01' ], [ 60, 'B01' ] ],
	2 => [ [ 0, 'A01' ], [ 60, 'B01' ], [ 120, 'J01' ] ],
	3 => [ [ 0, 'A01' ], [ 60, 'B01' ], [ 120, 'J05' ] ]);
my @parcels = map { { barcode => barcode($_), schedule => $lives{ $_ % 4 }, age_seconds => 7200 } } 1 .. OPEN;
follow($node, $sim, @parcels);
$sim->seed(map { { barcode => barcode(OPEN + $_), schedule => $lives{1}, age_seconds => 7200 } } 1 .. CHANGED);
wait_for_sync($node);
tables_are_true($node, $sim, 'before the hour');

# The hour after a quiet one, so that calls which had been saved up are counted.
let_pass($node, $clock, STEP_S) for 1 .. 12;
my ($feed, $parcel) = (feed_calls($sim), parcel_calls($sim));
my $steps = 3600 / STEP_S;
my $begin = $node->safe_psql('postgres', q{SELECT now() - interval '1 second'});
foreach my $step (1 .. $steps)
{
	my @changed = grep { $_ % $steps == $step % $steps } 1 .. CHANGED;
	$sim->events(map { { barcode => barcode(20 * $_), code => 'J30' }, { barcode => barcode(20 * $_), code => 'J05' },
		{ barcode => barcode(OPEN + $_), code => 'J05' } } @changed);
	let_pass($node, $clock, STEP_S);
}
tables_are_true($node, $sim, 'after the hour');
$feed   = feed_calls($sim) - $feed;
$parcel = parcel_calls($sim) - $parcel;
is($node->safe_psql('postgres', "SELECT count(*) FROM postnl.parcel WHERE status_code = '7' AND status_at > '$begin'"),
	CHANGED, 'so many changed');
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.parcel WHERE check_at IS NOT NULL'), OPEN, 'so many are open');
diag("calls in the hour: $feed for the feed + $parcel for parcels = " . ($feed + $parcel) . "; polling would need $polling");
cmp_ok($feed + $parcel, '<=', MOST_CALLS, 'few calls');

no_damage($node);
done_testing();
