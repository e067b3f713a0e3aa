# From 1.0 to 1.1 on a server that ships.
use strict;
use warnings;

use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;

my $version_1_0 = "$ENV{POSTNL_WORK}/1.0";
plan skip_all => 'left out: ' . slurp_file("$version_1_0/left_out") if -e "$version_1_0/left_out";

is(slurp_file("$FindBin::RealBin/../upgrade/postnl--1.0.sql"),
	join('', map { slurp_file($_) } sort glob "$version_1_0/src/sql/*.sql"),
	'the script that tests install 1.0 by is that of the release');

done_testing();
