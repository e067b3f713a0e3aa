# Clocks and feeds as they are: nights in which the clock is set, a server
# whose clock is wrong and mended, a feed in disarray.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlSync;
use PostnlTest;
use Test::More;

# Every parcel gets one of these at each step.
my @codes = qw(B01 J01 J05 J08 J05 I01);

my ($node, $sim, $clock) = sync_node('main', clock => '2026-10-24T23:00:00+02:00', conf => "log_statement = none\n");

sub query { return $node->safe_psql('postgres', $_[0]); }

# Lets parcels change every few minutes, and the tables follow.  Steps that do not
# divide an hour: the same event at the same time on the wall is one event.
sub go_on
{
	my ($first, $count, $steps, $step_s) = @_;

	foreach my $step (0 .. $steps - 1)
	{
		my @changed = grep { ($_ + $step) % 3 == 0 } $first .. $first + $count - 1;
		$sim->events(map { { barcode => barcode($_), code => $codes[ ($_ + $step) / 3 % @codes ] } } @changed);
		let_pass($node, $clock, $step_s);
	}
	return;
}

sub new_parcels
{
	my ($first, $count) = @_;
	follow($node, $sim, map { { barcode => barcode($_), schedule => [ [ 0, 'A01' ], [ 60, 'B01' ] ], age_seconds => 3600 } }
		$first .. $first + $count - 1);
	return;
}

# ----------
# The night in which an hour is shown twice, and the one that lacks one
# ----------

new_parcels(1, 30);
go_on(1, 30, 30, 590);
tables_are_true($node, $sim, 'the clock was set back, and followed all the time');
is(query(q{SELECT count(*) > 0 FROM postnl.event WHERE at >= '2026-10-25 02:00+02' AND at < '2026-10-25 02:00+01'}), 't',
	'there were events in the first of the two hours');
is(query(q{SELECT count(*) > 0 FROM postnl.event WHERE at >= '2026-10-25 02:00+01' AND at < '2026-10-25 03:00+01'}), 't',
	'and in the second');

$clock->set('2027-03-27T23:00:00+01:00');
new_parcels(101, 30);
wait_for_sync($node);
go_on(101, 30, 30, 590);
tables_are_true($node, $sim, 'the clock was set forward');

# Nobody is there during the night: each window is read all the same, and no
# event is there twice.  Which of the two hours it was, nobody can tell.
$clock->set('2027-10-30T20:00:00+02:00');
new_parcels(201, 30);
wait_for_sync($node);
$node->stop;
foreach my $step (1 .. 20)
{
	$sim->advance(1800);
	$sim->event(barcode(200 + $step), 'J05');
}
$clock->advance(600);
$clock->start($node);
wait_for_sync($node);
is(query('SELECT count(*) FROM postnl.parcel WHERE barcode BETWEEN $$' . barcode(201) . '$$ AND $$' . barcode(220) . q{$$ AND status_code = '7'}),
	20, 'a feed of the whole night tells of all that changed');
is(query(q{SELECT count(*) FROM postnl.event WHERE code = 'J05' AND at > '2027-10-30 20:00+02'}), 20, 'each of them once');
my ($count, @differences) = differences($node, $sim);
is(scalar(grep { $_->[0] =~ s/\.000\+0[12]:00//gr ne $_->[1] =~ s/\.000\+0[12]:00//gr } @differences), 0,
	'with the times that the clock on the wall showed');
query(q{SELECT postnl_unwatch(barcode) FROM postnl.parcel WHERE barcode BETWEEN '} . barcode(201) . q{' AND '} . barcode(230) . q{'});

# ----------
# A server whose clock is wrong
# ----------

$clock->set('2027-12-01T12:00:00+01:00');
new_parcels(301, 30);
go_on(301, 30, 3, 300);

# an hour ahead of PostNL
$clock->lead(3600);
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 301 .. 310);
$clock->advance(600);
wait_for_truth($node, $sim, 'an hour ahead');

# and then set right
$clock->lead(0);
$sim->events(map { { barcode => barcode($_), code => 'J08' } } 305 .. 315);
$clock->advance(600);
wait_for_truth($node, $sim, 'set back to what it is');

# an hour behind
$clock->lead(-3600);
$sim->events(map { { barcode => barcode($_), code => 'J05' } } 310 .. 320);
$clock->advance(600);
$clock->lead(0);
$clock->advance(600);
wait_for_truth($node, $sim, 'an hour behind, and set right');

# ----------
# A feed in disarray
# ----------

$sim->control('POST', 'quirks', { feed_order => 'unordered', feed_repeat => JSON::PP::true, feed_strangers => JSON::PP::true,
	every_update => JSON::PP::true, events => 'unordered' });
new_parcels(401, 60);
go_on(401, 60, 12, 300);
tables_are_true($node, $sim, 'a feed that repeats itself, unordered, with strangers');
is(query(q{SELECT count(*) FROM postnl.parcel WHERE barcode LIKE '3SELSE%'}), 0, 'strangers are not stored');

no_damage($node);
done_testing();
