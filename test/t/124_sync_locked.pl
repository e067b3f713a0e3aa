# A user has a parcel locked that the sync has news of: the others are brought
# up to date, shipments are sent, and that parcel follows when it is free.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlSync;
use PostnlTest;
use Test::More;

my ($node, $sim, $clock) = sync_node('main', clock => '2026-07-15T08:00:00+02:00');
$node->safe_psql('postgres', $PostnlOutbox::FUNCTIONS);
follow($node, $sim, map { { barcode => barcode($_), schedule => [ [ 0, 'A01' ] ], age_seconds => 7200 } } 1 .. 3);
wait_for_sync($node);
tables_are_true($node, $sim, 'before');

sub status
{
	my ($number) = @_;
	return $node->safe_psql('postgres', "SELECT status_code FROM postnl.parcel WHERE barcode = '" . barcode($number) . "'");
}

my $event = 0;
foreach my $lock (
	[ 'the parcel', 'SELECT FROM postnl.parcel WHERE barcode = $$' . barcode(1) . '$$ FOR UPDATE' ],
	[ 'its shipment', 'UPDATE postnl.shipment SET product = product WHERE shipment_id = (SELECT shipment_id FROM postnl.parcel WHERE barcode = $$'
		  . barcode(1) . '$$)' ])
{
	my ($name, $statement) = @$lock;
	my $user = $node->background_psql('postgres');
	my $before = status(1);
	my $code = $event++ ? 'J05' : 'B01';

	$user->query_safe("BEGIN; $statement;");
	$sim->events(map { { barcode => barcode($_), code => $code } } 1 .. 3);
	$clock->advance(300);
	$node->poll_query_until('postgres', "SELECT status_code <> '$before' FROM postnl.parcel WHERE barcode = '" . barcode($_) . "'")
	  or die "parcel $_ was not followed" foreach 2 .. 3;
	is(status(1), $before, "$name is locked: the others are followed, and it is not");
	ship($node, "SHIPPED-$event");
	wait_for_state($node, 'announced', "reference = 'SHIPPED-$event'");
	$user->query_safe('COMMIT');
	$user->quit;
	$clock->advance(3600);
	$node->reload;
	wait_for_truth($node, $sim, "$name is free");
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.sync_state WHERE error_code IS NOT NULL'), '0',
	'nobody was told of a failure');

no_damage($node);
done_testing();
