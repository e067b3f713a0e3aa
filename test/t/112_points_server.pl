# Crashes by enumeration: the server is killed once at each point of a shipment's
# life, for each source of barcodes, and the order has one parcel in the end.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostnlPoints;
use Test::More;

my $points = PostnlPoints->new('server');

$points->go_through($_) foreach PostnlPoints::sources();
note('killed: ' . join ', ', $points->kills);
done_testing();
