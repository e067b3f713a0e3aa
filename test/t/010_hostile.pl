# The hostile set: whatever a server does, the statement ends with the
# SQLSTATE that is promised, with PostNL's words where it has any, and the
# backend goes on.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my ($node, $sim) = postnl_node('hostile',
	conf => "postnl.retries = 0\npostnl.request_timeout = '400ms'\n");

# Fault, SQLSTATE, what the message must hold
my @cases = (
	# connections
	[ 'HANG', '08006', qr/connected, but no reply came/ ],
	[ 'HANGBODY', '08006', qr/the reply began, but did not end/ ],
	[ 'DRIP', '08006', qr/the reply began, but did not end/ ],
	[ 'RESET', '08006', qr/lost the connection to PostNL/ ],
	[ 'RESETBODY', '08006', qr/lost the connection to PostNL/ ],
	[ 'CLOSE', '08006', qr/lost the connection to PostNL/ ],
	[ 'TRUNC', 'PN502', qr/could not understand PostNL's reply/ ],
	[ 'CHUNKTRUNC', 'PN502', qr/could not understand PostNL's reply/ ],
	# HTTP status
	[ 'F400', 'PN400', qr/PostNL rejected the request: Invalid request/ ],
	[ 'F401', 'PN401', qr/PostNL did not accept the API key: Invalid ApiKey/ ],
	[ 'F403', 'PN401', qr/PostNL did not accept the API key/ ],
	[ 'F404', 'PN404', qr/PostNL does not know this operation/ ],
	[ 'F405', 'PN404', qr/requests allowed/ ],
	[ 'F408', '08006', qr/PostNL did not answer in time/ ],
	[ 'F418', 'PN400', qr/PostNL rejected the request/ ],
	[ 'F422', 'PN400', qr/PostNL rejected the request/ ],
	[ 'F500', 'PN500', qr/PostNL failed: / ],
	[ 'F501', 'PN500', qr/PostNL failed: / ],
	[ 'F502', 'PN500', qr/PostNL failed: / ],
	[ 'F503', 'PN500', qr/PostNL failed: The Service is temporarily unavailable/ ],
	[ 'F504', 'PN500', qr/PostNL failed: / ],
	[ 'F521', 'PN500', qr/PostNL failed: / ],
	# contents
	[ 'HTML', 'PN500', qr/PostNL failed: 500 Error The service cannot be reached/ ],
	[ 'HTML200', 'PN502', qr/the reply is no JSON but text\/html/ ],
	[ 'PLAIN', 'PN502', qr/invalid at byte 1/ ],
	[ 'PLAIN500', 'PN500', qr/PostNL failed: / ],
	[ 'EMPTY200', 'PN502', qr/the reply is empty/ ],
	[ 'EMPTY400', 'PN400', qr/PostNL rejected the request: bad request/ ],
	[ 'GARBAGE', 'PN502', qr/could not understand/ ],
	[ 'NOTJSON', 'PN502', qr/could not understand/ ],
	[ 'CTYPE', 'PN502', qr/no JSON but text\/html/ ],
	[ 'HUGE', '54000', qr/PostNL's reply is too large/ ],
	[ 'DEEP', 'PN502', qr/nests deeper than 16 levels/ ],
	[ 'UTF8', 'PN502', qr/could not understand/ ],
	[ 'NUL', 'PN502', qr/NUL character/ ],
	[ 'RAWNUL', 'PN502', qr/NUL character/ ],
	[ 'TYPE', 'PN502', qr/something else where a row is looked for/ ],
	[ 'BOM', 'PN502', qr/invalid at byte 1/ ],
	[ 'REDIRECT', 'PN502', qr/redirect, which is not followed/ ],
	[ 'ERROR200', 'PN400', qr/PostNL rejected the request: No delivery options/ ],
	# PostNL's shapes of errors
	[ 'FAULT', 'PN400', qr/no barcode supplied in path.*Validation Fault/s ],
	[ 'FAULTARRAY', 'PN400', qr/PostNL rejected the request: \S/ ],
	[ 'FAULTSTRING', 'PN400', qr/PostNL rejected the request: \S/ ],
	[ 'GATEWAY', 'PN401', qr/API key: \S/ ],
	[ 'MESSAGE', 'PN400', qr/PostNL rejected the request: \S/ ],
	[ 'MESSAGECAP', 'PN500', qr/An error has occurred/ ],
	[ 'ERRORMESSAGE', 'PN400', qr/code: 0010/ ],
	[ 'ERRORMESSAGE400', 'PN400', qr/code: 0010/ ],
	[ 'ERRORDESCRIPTION', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'ERRORCODE', 'PN400', qr/code: \d/ ],
	[ 'ERRORMSG', 'PN400', qr/code: 1021/ ],
	[ 'ERRORSLIST', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'ERRORSERROR', 'PN500', qr/PostNL failed: \S.*code: \d/s ],
	[ 'ERRORSMSG', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'TITLEDETAIL', 'PN400', qr/PostNL rejected the request: \S/ ],
	[ 'ERRORSTRINGS', 'PN400', qr/code: 17701/ ],
	[ 'ERRORSTRING', 'PN400', qr/PostNL rejected the request: \S/ ],
	[ 'ARRAYMSG', 'PN400', qr/code: 7/ ],
	[ 'BAREMSG', 'PN400', qr/code: 2060/ ],
	[ 'ARRAYITEM', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'ARRAYITEMONE', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'SHIPMENTERRORS', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'SHIPMENTERRORS400', 'PN400', qr/PostNL rejected the request: \S.*code: \d/s ],
	[ 'BARCODEERRORS', 'PN400', qr/PostNL rejected the request: \S.*code: \w/s ],
	[ 'RFC9457', 'PN400', qr/PostNL rejected the request: \S.*trace id: \S/s ],
	[ 'RFC9457AUTH', 'PN401', qr/trace id: \S/ ],
	[ 'ENVELOPE', 'PN500', qr/PostNL failed: \S/ ],
	[ 'SOAP', 'PN500', qr/PostNL failed: \S/ ],
);

foreach my $case (@cases)
{
	my ($fault, $expected, $message) = @$case;
	my ($state, $error) = failure($node, "SELECT * FROM postnl_track('3S${fault}0001')");

	is($state, $expected, "$fault is $expected");
	like($error, $message, "$fault: the message says it");
}

# 429 pauses the key for a moment, so these come last of their kind
foreach my $fault ('F429', 'F429RETRY', 'HTML429')
{
	my ($state, $error) = failure($node, "SELECT * FROM postnl_track('3S${fault}0001')");

	is($state, 'PN429', "$fault is PN429");
	like($error, qr/too many requests for PostNL: \S/, "$fault: the message says it");
}

# No row, no warning turned into a row
foreach my $case (
	[ 'WARNINGS', 'not_found' ], [ 'WARNINGSWRAPPED', 'not_found' ],
	[ 'E204', 'not_found' ], [ 'F404EMPTY', 'not_found' ])
{
	my ($fault, $status) = @$case;

	is($node->safe_psql('postgres', "SELECT status FROM postnl_track('3S${fault}0001')"),
		$status, "$fault: the parcel is not known");
}

# Of duplicate keys the last one counts, as in jsonb
is( $node->safe_psql('postgres', q{
		SELECT t.barcode = j->'CurrentStatus'->'Shipment'->>'Barcode'
		FROM postnl_track('3SDUP0001') t, postnl_track_json('3SDUP0001') j}),
	't', 'duplicate keys: as jsonb reads them');

# A redirect is not followed
is($sim->counters->{redirect_visits}, 0, 'no redirect was followed');

# Nobody listens
my ($state, $error) = failure($node, q{
	SET postnl.base_url = 'http://127.0.0.1:1';
	SELECT * FROM postnl_track('3SDEMO0000001')});
is($state, '08001', 'refused is 08001');
like($error, qr/could not connect to PostNL/, 'refused: the message says it');
($state, $error) = failure($node, q{
	SET postnl.base_url = 'http://host.invalid';
	SELECT * FROM postnl_track('3SDEMO0000001')});
is($state, '08001', 'a name that does not exist is 08001');

# Retries: what may pass is tried again, what will not is not
sub requests_for
{
	my ($barcode) = @_;
	return scalar grep { $_->{path} =~ /\Q$barcode\E$/ } @{ $sim->requests };
}

is($node->safe_psql('postgres', q{SET postnl.retries = 2;
	SELECT status IS NOT NULL FROM postnl_track('3SF500ONCE0001')}),
	't', 'a failure that passes is not seen');
is(requests_for('3SF500ONCE0001'), 2, 'after one retry');
is($node->safe_psql('postgres', q{SET postnl.retries = 2;
	SELECT status IS NOT NULL FROM postnl_track('3SF429RETRYONCE01')}),
	't', 'nor is a 429 with Retry-After');
is(requests_for('3SF429RETRYONCE01'), 2, 'after one retry');
is(sqlstate($node, q{SET postnl.retries = 1; SELECT * FROM postnl_track('3SF5030077')}),
	'PN500', 'one that does not pass is');
is(requests_for('3SF5030077'), 2, 'after all retries');
is(sqlstate($node, q{SET postnl.retries = 5; SELECT * FROM postnl_track('3SF4000077')}),
	'PN400', 'a rejected request is an error at once');
is(requests_for('3SF4000077'), 1, 'and was sent once');
is(sqlstate($node, q{SET postnl.retries = 5; SELECT * FROM postnl_track('3SF5010077')}),
	'PN500', 'so is 501');
is(requests_for('3SF5010077'), 1, 'and was sent once');

# Many at a time: rows in the order asked, each failure in its place
is( $node->safe_psql('postgres', q{
		SELECT string_agg(coalesce(error_code, status), ' ' ORDER BY n)
		FROM (SELECT row_number() OVER () AS n, * FROM postnl_track(ARRAY[
			'3SDEMO0000004', '3SHANG0002', '3SF4000002', '3SDEMO0000001', '3SNOBODY00001',
			'3SGARBAGE0002', '3SF5030002', '3SDEMO0000006'], on_error => 'report')) t}),
	'delivered 08006 PN400 in_transit not_found PN502 PN500 at_pickup_point',
	'report: each failure keeps its place');

# After all of it this server is as it was
is($node->safe_psql('postgres', q{SELECT status FROM postnl_track('3SDEMO0000004')}),
	'delivered', 'the server goes on');
unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|was not ended/,
	'no crash and no leak in the log');

done_testing();
