# Every statement of src/pg/*/*.sql is understood by the database that the
# extension makes, and by one of 1.0: with the types of the arguments that are
# declared, and giving the columns that are.  Executed or not.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my $top  = "$FindBin::RealBin/../..";
my $tool = "$top/src/tools/sql_to_c.pl";

# What sql_to_c.pl makes of files for a release, as a script of psql
sub describe
{
	my ($release, @files) = @_;
	my $script = qx($^X $tool --describe $release @files);
	die "$tool failed" if $?;
	return "SET search_path = pg_catalog, pg_temp;\n$script";
}

# Holds each statement of a script against a database: "FILE NAME" => fault, '' for none
sub try_statements
{
	my ($node, $database, $script) = @_;
	my (%fault, $out, $err);
	foreach my $one (split /^(?=\\echo statement )/m, $script)
	{
		my ($name, $declared) = $one =~ /\A\\echo statement (.*)\n\\echo declared '(.*)'\n/ or next;
		$node->psql($database, "SET search_path = pg_catalog, pg_temp;\n$one", stdout => \$out, stderr => \$err,
			on_error_stop => 0);
		my $seen = join ', ', map { tr/|/ /r } grep { /\|(?!void$)/ } split /\n/, $out;
		$fault{ $name =~ s{.*src/}{}r } = $err ne '' ? $err : $seen ne $declared ? "returns $seen, not $declared" : '';
	}
	return %fault;
}

my ($node) = postnl_node('main', conf => "postnl.workers = 0\n");
$node->safe_psql('postgres', 'CREATE DATABASE old');
$node->safe_psql('old', q{CREATE EXTENSION postnl VERSION '1.0'});

my @files = glob "$top/src/pg/*/*.sql";
@files = grep { !/fragments\.sql$/ } @files;
cmp_ok(scalar(@files), '>', 0, 'there are files of statements');
my %databases = ('1.0' => 'old', '1.1' => 'postgres');
foreach my $release (sort keys %databases)
{
	my %fault = try_statements($node, $databases{$release}, describe($release, @files));
	is($fault{$_}, '', "$_ in $release") foreach sort keys %fault;
}

# It would be noticed
my $planted = PostgreSQL::Test::Utils::tempdir() . '/planted.sql';
append_to_file($planted, <<'SQL');
-- statement no_column
-- returns nothing text
SELECT p.nothing FROM postnl.parcel AS p;

-- statement other_type
-- returns parcel_id integer
SELECT p.parcel_id FROM postnl.parcel AS p;

-- statement other_name
-- returns parcel bigint
SELECT p.parcel_id FROM postnl.parcel AS p;

-- statement other_argument
-- @parcel_id jsonb
-- returns parcel_id bigint
SELECT p.parcel_id FROM postnl.parcel AS p WHERE p.parcel_id = @parcel_id;

-- statement right
-- @parcel_id bigint
-- returns parcel_id bigint
SELECT p.parcel_id FROM postnl.parcel AS p WHERE p.parcel_id = @parcel_id;
SQL
my %found = try_statements($node, 'postgres', describe('1.1', $planted));
my %fault = map { s/^\S+ //r => $found{$_} } keys %found;
like($fault{no_column}, qr/column p\.nothing does not exist/, 'a column that is not there');
like($fault{other_type}, qr/^returns parcel_id bigint, not/, 'a column of another type');
like($fault{other_name}, qr/^returns parcel_id bigint, not/, 'a column of another name');
like($fault{other_argument}, qr/operator does not exist: bigint = jsonb/, 'an argument of another type');
is($fault{right}, '', 'and nothing where all is well');

# What cannot be turned into C is told with its place
foreach my $case (
	[ "-- statement x\nSELECT \@y;\n", qr/:1: parameter \@y of x is not declared/ ],
	[ "-- statement x\n-- \@y text\nSELECT 1;\n", qr/:1: parameter \@y of x is not used/ ],
	[ "-- statement x\n-- \@y txt\nSELECT \@y;\n", qr/:2: type txt of y is not in/ ],
	[ "-- statement x\nSELECT {y};\n", qr/:1: there is no fragment "y"/ ],
	[ "-- fragment y\nSELECT 1\n", qr/:1: fragment y is not used/ ],
	[ "-- statement x\nSELECT 1\n", qr/:1: x does not end with ;/ ])
{
	my ($text, $words) = @$case;
	my $path = PostgreSQL::Test::Utils::tempdir() . '/broken.sql';
	append_to_file($path, $text);
	my ($out, $err) = run_command([ $^X, $tool, $path ]);
	like($err, $words, 'told: ' . $err =~ s/^.*:\d+: //r);
}

done_testing();
