# The hostile set: whatever a server does, the statement ends with the
# SQLSTATE that is promised, with PostNL's words where it has any, and the
# backend goes on.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

my ($node, $sim) = postnl_node('hostile',
	conf => "postnl.retries = 0\npostnl.request_timeout = '300ms'\n");

# Fault, SQLSTATE, what message and detail must hold
my @cases = (
	# connections
	[ 'HANG', '08006', qr/connected, but no reply came/ ],
	[ 'HANGBODY', '08006', qr/the reply began, but did not end/ ],
	[ 'DRIP', '08006', qr/the reply began, but did not end/ ],
	[ 'DRIPHEAD', '08006', qr/PostNL did not answer in time/ ],
	[ 'RESET', '08006', qr/lost the connection to PostNL/ ],
	[ 'RESETBODY', '08006', qr/lost the connection to PostNL/ ],
	[ 'CLOSE', '08006', qr/lost the connection to PostNL/ ],
	[ 'TRUNC', 'PN502', qr/could not understand PostNL's reply/ ],
	[ 'CHUNKTRUNC', 'PN502', qr/could not understand PostNL's reply/ ],
	# HTTP status
	[ 'F400', 'PN400', qr/PostNL rejected the request: Invalid request\n.*HTTP status: 400; code: Validation Fault/s ],
	[ 'F401', 'PN401', qr/PostNL did not accept the API key: Invalid ApiKey\n.*HTTP status: 401/s ],
	[ 'F403', 'PN401', qr/API key: Invalid ApiKey for given resource\n.*code: oauth\.v2\.InvalidApiKeyForGivenResource/s ],
	[ 'F404', 'PN404', qr/PostNL does not know this operation: Not Found\n.*HTTP status: 404/s ],
	[ 'F405', 'PN404', qr/this operation: Only POST requests allowed\n.*HTTP status: 405/s ],
	[ 'F408', '08006', qr/PostNL did not answer in time: Request timed out\n.*HTTP status: 408/s ],
	[ 'F418', 'PN400', qr/PostNL rejected the request: the request was not accepted\n.*HTTP status: 418/s ],
	[ 'F422', 'PN400', qr/PostNL rejected the request: Input field 'housenumber' must be a number.*HTTP status: 422/s ],
	[ 'F500', 'PN500', qr/PostNL failed: Unexpected token in object literal\n.*code: steps\.javascript/s ],
	[ 'F501', 'PN500', qr/PostNL failed: Not implemented\n.*HTTP status: 501/s ],
	[ 'F502', 'PN500', qr/PostNL failed: Bad Gateway\n.*HTTP status: 502/s ],
	[ 'F503', 'PN500', qr/PostNL failed: The Service is temporarily unavailable\n.*HTTP status: 503/s ],
	[ 'F504', 'PN500', qr/PostNL failed: Gateway Timeout\n.*HTTP status: 504/s ],
	[ 'F521', 'PN500', qr/PostNL failed: error code: 521\n.*HTTP status: 521/s ],
	# contents
	[ 'HTML', 'PN500', qr/PostNL failed: 500 Error The service cannot be reached/ ],
	[ 'HTML200', 'PN502', qr/the reply is no JSON but text\/html/ ],
	[ 'PLAIN', 'PN502', qr/invalid at byte 1/ ],
	[ 'PLAIN500', 'PN500', qr/PostNL failed: Service temporarily unavailable/ ],
	[ 'EMPTY200', 'PN502', qr/the reply is empty/ ],
	[ 'EMPTY400', 'PN400', qr/PostNL rejected the request: bad request/ ],
	[ 'GARBAGE', 'PN502', qr/could not understand/ ],
	[ 'NOTJSON', 'PN502', qr/could not understand/ ],
	[ 'HUGE', '54000', qr/PostNL's reply is too large: more than 8388608 bytes/ ],
	[ 'DEEP', 'PN502', qr/nests deeper than 16 levels/ ],
	[ 'UTF8', 'PN502', qr/could not understand/ ],
	[ 'NUL', 'PN502', qr/NUL character/ ],
	[ 'RAWNUL', 'PN502', qr/NUL character/ ],
	[ 'TYPE', 'PN502', qr/something else where a row is looked for/ ],
	[ 'BOM', 'PN502', qr/invalid at byte 1/ ],
	[ 'REDIRECT', 'PN502', qr/redirect, which is not followed.*HTTP status: 301/s ],
	[ 'ERROR200', 'PN400', qr/request: No delivery options for this address\n.*HTTP status: 200; code: 0010/s ],
	# PostNL's shapes of errors
	[ 'FAULT', 'PN400', qr/no barcode supplied in path\n.*code: Validation Fault/s ],
	[ 'FAULTARRAY', 'PN400', qr/request: Receiver is required\n.*\nValidation Fault: Sender is required/s ],
	[ 'FAULTSTRING', 'PN400', qr/request: Invalid request\n.*HTTP status: 200/s ],
	[ 'GATEWAY', 'PN401', qr/key: Failed to resolve API Key variable 'request\.header\.apikey'/ ],
	[ 'MESSAGE', 'PN400', qr/request: The request is invalid\./ ],
	[ 'MESSAGECAP', 'PN500', qr/PostNL failed: An error has occurred\./ ],
	[ 'ERRORMESSAGE', 'PN400', qr/No delivery options for this address\n.*HTTP status: 200; code: 0010; trace id: 6f2c1f8e/s ],
	[ 'ERRORMESSAGE400', 'PN400', qr/No delivery options for this address\n.*HTTP status: 400; code: 0010; trace id: 6f2c1f8e/s ],
	[ 'ERRORDESCRIPTION', 'PN400', qr/No delivery options for this address\n.*code: 0010/s ],
	[ 'ERRORCODE', 'PN400', qr/HTTP status: 200; code: 0010/ ],
	[ 'ERRORMSG', 'PN400', qr/request: PostalCode is not valid\n.*code: 1021/s ],
	[ 'ERRORSLIST', 'PN400', qr/request: Receiver zipcode is missing\n.*code: 10302.*\n10702: Barcode is required/s ],
	[ 'ERRORSERROR', 'PN500', qr/failed: (?:The message could not be handled|CIF Framework).*code: 1001/s ],
	[ 'ERRORSMSG', 'PN400', qr/request: Too many numbers in series\n.*code: 8/s ],
	[ 'TITLEDETAIL', 'PN400', qr/request: Input field 'housenumber' must be a number/ ],
	[ 'ERRORSTRINGS', 'PN400', qr/request: Shipment is invalid\n.*code: 17701.*17702: Barcode is not unique/s ],
	[ 'ERRORSTRING', 'PN400', qr/request: Shipment is invalid\n.*HTTP status: 200; code: 17701/s ],
	[ 'ARRAYMSG', 'PN400', qr/request: Parameter 'City' may not be null\n.*code: 7.*\n4: Required parameter 'Street'/s ],
	[ 'BAREMSG', 'PN400', qr/request: ShippingDate lies in the past\n.*code: 2060/s ],
	[ 'ARRAYITEM', 'PN400', qr/request: Option is not known\n.*code: 26.*\n7: Parameter 'Options'/s ],
	[ 'ARRAYITEMONE', 'PN400', qr/request: Option is not known\n.*code: 26/s ],
	[ 'SHIPMENTERRORS', 'PN400', qr/request: Barcode is required\n.*HTTP status: 200; code: 10702/s ],
	[ 'SHIPMENTERRORS400', 'PN400', qr/request: Barcode is required\n.*HTTP status: 400; code: 10702/s ],
	[ 'BARCODEERRORS', 'PN400', qr/request: Barcode is not known\n.*HTTP status: 200; code: 21501/s ],
	[ 'RFC9457', 'PN400', qr/request: The request is invalid\.\n.*trace id: 00-4bf92f.*\nreceiver\.address\.postalCode: The field postalCode is required\..*\nitems\[0\]\.barcode: Not a barcode\.\nitems\[0\]\.barcode: Too long\./s ],
	[ 'RFC9457AUTH', 'PN401', qr/key: The key is not valid\.\n.*trace id: 00-4bf92f/s ],
	[ 'ENVELOPE', 'PN500', qr/failed: The message could not be processed/ ],
	[ 'SOAP', 'PN500', qr/failed: .*Check CIFException in the detail section/ ],
);

foreach my $case (@cases)
{
	my ($fault, $expected, $message) = @$case;
	# only what never ends is to run out of time, however slow the machine is
	my $timeout = $fault =~ /^(?:HANG|DRIP)/ ? '300ms' : '30s';
	my ($state, $error) = failure($node,
		"SET postnl.request_timeout = '$timeout'; SELECT * FROM postnl_track('3S${fault}0001')");

	is($state, $expected, "$fault is $expected");
	like($error, $message, "$fault: the message says it");
}

# 429 pauses the key for a moment, so these come last of their kind
foreach my $case (
	[ 'F429', qr/Too many requests\. Rate limit exceeded!/ ],
	[ 'F429RETRY', qr/Too many requests\. Rate limit exceeded!/ ],
	[ 'HTML429', qr/429 Error The service cannot be reached/ ])
{
	my ($fault, $message) = @$case;
	my ($state, $error) = failure($node, "SELECT * FROM postnl_track('3S${fault}0001')");

	is($state, 'PN429', "$fault is PN429");
	like($error, qr/too many requests for PostNL: $message/, "$fault: the message says it");
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

# Replies that no HTTP library would send: name, bytes, bytes that are
# repeated until we hang up, SQLSTATE ('' is a normal answer), message
my $body = '{"CurrentStatus":{}}';
my $ok   = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
my @raw  = (
	[ 'OLDHTTP', "hello\n", undef, 'PN502', qr/HTTP\/0\.9/ ],
	[ 'ENDLESSHEAD', $ok, "X-Header: " . ('x' x 900) . "\r\n", '08006', qr/Too large response headers/ ],
	[ 'ENDLESSCONTINUE', '', "HTTP/1.1 100 Continue\r\n\r\n", '08006', qr/Too large response headers/ ],
	[ 'ENDLESSCHUNKS', "${ok}Transfer-Encoding: chunked\r\n\r\n", "1000\r\n" . (' ' x 4096) . "\r\n",
		'54000', qr/more than 8388608 bytes/ ],
	[ 'ENDLESSBODY', "$ok\r\n", ' ' x 4096, '54000', qr/more than 8388608 bytes/ ],
	[ 'LENGTHLIE', "${ok}Content-Length: 99999999999\r\n\r\n$body", undef, '54000', qr/more than 8388608 bytes/ ],
	[ 'LENGTHMINUS', "${ok}Content-Length: -5\r\n\r\n$body", undef, 'PN502', qr/Content-Length/ ],
	[ 'CHUNKSIZE', "${ok}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n$body", undef, '08006|PN502', qr/chunk/ ],
	[ 'NULHEAD', "${ok}X-Header: a\0b\r\nContent-Length: 20\r\n\r\n$body", undef, 'PN502', qr/Nul byte in header/i ],
	[ 'HALFHEAD', "HTTP/1.1 200 OK\r\nContent-Ty", undef, 'PN502', qr/partial/ ],
	[ 'HALFMISSING', "HTTP/1.1 404 Not Found\r\nContent-Le", undef, 'PN502', qr/partial/ ],
	[ 'HALFSTATUS', "HTTP/1.1 404 Not Fou", undef, '08006', qr/Empty reply/ ],
	[ 'HALFSECOND', "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n", undef, 'PN502', qr/partial/ ],
	[ 'WHOLEMISSING', "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", undef, '', qr/^not_found$/ ],
	[ 'TRAILERS', "${ok}Transfer-Encoding: chunked\r\n\r\n14\r\n$body\r\n0\r\nX-Sum: 1\r\n\r\n", undef, '', qr/^not_found$/ ],
	[ 'ODDSTATUS', "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", undef, 'PN502', qr/unexpected HTTP status/ ],
	[ 'NOSTATUS', "HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n", undef, 'PN502', qr/could not understand/ ],
	[ 'CONTROL', "HTTP/1.1 200 OK\r\nContent-Type: text/\e[31mred\r\nContent-Length: 4\r\n\r\nnone", undef,
		'PN502', qr/no JSON but text\/ \[31mred/ ],
	[ 'TWOREPLIES', "${ok}Content-Length: 20\r\n\r\n$body${ok}Content-Length: 3\r\n\r\nxyz", undef, '', qr/^not_found$/ ],
	[ 'NOLENGTH', "$ok\r\n$body", undef, '', qr/^not_found$/ ],
	[ 'LINEFEEDS', "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 20\n\n$body", undef, '', qr/^not_found$/ ],
);
my $replies = temporary_path('replies.json');
append_to_file($replies, encode_json(
	{ map { $_->[0] => [ map { unpack('H*', $_) } grep { defined } @$_[ 1, 2 ] ] } @raw }));
my $raw_port = start_helper('raw_server.pl', $replies);
foreach my $case (@raw)
{
	my ($name, undef, undef, $expected, $message) = @$case;
	my ($state, $error) = failure($node, qq{
		SET postnl.base_url = 'http://127.0.0.1:$raw_port';
		SET postnl.request_timeout = '20s';
		SELECT status FROM postnl_track('3S${name}0001')});

	like($state, qr/^(?:$expected)$/, "$name is " . ($expected || 'an answer'));
	like($error, $message, "$name: the message says it");
}

# Nobody listens
my ($state, $error) = failure($node, q{
	SET postnl.base_url = 'http://127.0.0.1:1';
	SELECT * FROM postnl_track('3SDEMO0000001')});
is($state, '08001', 'refused is 08001');
like($error, qr/could not connect to PostNL/, 'refused: the message says it');
my $began = time;
is( sqlstate($node, q{
		SET postnl.base_url = 'http://127.0.0.1:1'; SET postnl.retries = 1;
		SELECT * FROM postnl_track('3SDEMO0000001')}),
	'08001', 'and again after a retry');
cmp_ok(time - $began, '>', 0.37, 'which comes after the delay');
($state, $error) = failure($node, q{
	SET postnl.base_url = 'http://host.invalid';
	SELECT * FROM postnl_track('3SDEMO0000001')});
is($state, '08001', 'a name that does not exist is 08001');

# Retries: what may pass is tried again, what will not is not.  All of them
# in one statement, so that the delays run side by side.
# The right answer under another type is one
is($node->safe_psql('postgres', q{SELECT status IS NOT NULL FROM postnl_track('3SCTYPE0001')}),
	't', 'CTYPE is an answer');

sub count_requests
{
	my ($barcode) = @_;
	return scalar(requests_for($sim, $barcode));
}

$sim->reset;
my @repeated = qw(F408 F500 F502 F503 F504 F521 MESSAGECAP HTML ENVELOPE);
my @once     = qw(F400 F401 F403 F404 F405 F418 F422 F501 HANG HANGBODY RESETBODY TRUNC CHUNKTRUNC
  HUGE DEEP GARBAGE REDIRECT ERROR200 RFC9457 EMPTY200 HTML200);
my @barcodes = map { "3S${_}0077" } @repeated, @once;
is( $node->safe_psql('postgres', sprintf(q{SET postnl.retries = 1; SET postnl.max_connections = 32;
		SELECT count(error_code) FROM postnl_track('{%s}'::text[], on_error => 'report')},
		join(',', @barcodes))),
	scalar(@barcodes), 'with one retry all fail');
is(count_requests("3S${_}0077"), 2, "$_ was tried again") for @repeated;
is(count_requests("3S${_}0077"), 1, "$_ was sent once")   for @once;

# Gaps between the requests for a barcode, in seconds
sub gaps
{
	my @at = map { $_->{at} } requests_for($sim, $_[0]);
	return map { $at[ $_ + 1 ] - $at[$_] } 0 .. $#at - 1;
}

is($node->safe_psql('postgres', q{SET postnl.retries = 2;
	SELECT status IS NOT NULL FROM postnl_track('3SF500TWICE0001')}),
	't', 'failures that pass are not seen');
my @gaps = gaps('3SF500TWICE0001');
is(scalar(@gaps), 2, 'after two retries');
cmp_ok($gaps[0], '>=', 0.37, 'the first after half a second, less a quarter');
cmp_ok($gaps[1], '>=', 0.74, 'the second after twice that');
is(sqlstate($node, q{SET postnl.retries = 0; SELECT * FROM postnl_track('3SF500ONCE0002')}),
	'PN500', 'without retries one is');
is(count_requests('3SF500ONCE0002'), 1, 'and there is one request');
is($node->safe_psql('postgres', q{SET postnl.retries = 2;
	SELECT status IS NOT NULL FROM postnl_track('3SF429RETRYONCE01')}),
	't', 'a 429 with Retry-After is not seen');
@gaps = gaps('3SF429RETRYONCE01');
is(scalar(@gaps), 1, 'after one retry');
cmp_ok($gaps[0], '>=', 0.99, 'for which it waited as long as PostNL said');
is($node->safe_psql('postgres', q{SET postnl.retries = 2;
	SELECT status IS NOT NULL FROM postnl_track('3SF429ONCE0001')}),
	't', 'nor is one without');
is(count_requests('3SF429ONCE0001'), 2, 'after one retry');
is(sqlstate($node, q{SET postnl.retries = 1; SELECT * FROM postnl_track('3SF4290077')}),
	'PN429', 'a 429 that stays is PN429');
is(count_requests('3SF4290077'), 2, 'after all retries');

# A server may say when to come back, but not hold a session or a key for ever
foreach my $case (
	[ 'hour', '3600' ],
	[ 'date', 'Fri, 31 Dec 2099 23:59:59 GMT' ],
	[ 'overflow', '9223372036854775807' ])
{
	my ($name, $retry_after) = @$case;
	my $key = "key-of-$name";

	foreach my $status (503, 429)
	{
		$sim->answer(match => { path => uc("LATER$name$status") }, status => $status,
			headers => { 'Retry-After' => $retry_after }, body => '{"message": "later"}');
		$state = sqlstate($node, qq{SET postnl.api_key = '$key'; SET postnl.limiter_wait = '500ms';
			SET postnl.retries = 2; SET statement_timeout = '2500ms';
			SELECT * FROM postnl_track('3SLATER$name$status')});
		is($state, $status == 429 ? 'PN429' : 'PN500',
			"Retry-After, $name, with $status: not waited for");
	}
	($state, $error) = failure($node, qq{SET postnl.api_key = '$key'; SET postnl.limiter_wait = 0;
		SELECT * FROM postnl_track('3SDEMO0000004')});
	is($state, 'PN429', "Retry-After, $name: the key pauses");
	my ($seconds) = $error =~ /would come in (-?\d+) seconds/;
	cmp_ok($seconds // -1, '>', 0, 'for a time');
	cmp_ok($seconds // 1e9, '<=', 3600, 'that is bounded');
}

# A kept connection that breaks: what may not be repeated goes out once
sub posts
{
	return $sim->counters->{routes}{'POST /v1/shipment'}{requests} // 0;
}
$sim->fault(fault => 'ACCEPTDROP', match => { path => '/v1/shipment' }, times => 2);
my $before = posts();
is(sqlstate($node, q{SELECT status FROM postnl_track('3SDEMO0000004');
		SELECT * FROM postnl_request('POST', '/v1/shipment', body => '{}')}),
	'08006', 'a POST whose connection breaks is an error');
is(posts() - $before, 1, 'and was sent once, although the connection was a kept one');
$sim->clear_faults;
$sim->fault(fault => 'ACCEPTDROP', match => { path => '/v1/shipment' }, times => 1);
(undef, my $after_break) = $node->psql('postgres', q{
	SELECT status FROM postnl_track('3SDEMO0000004');
	SELECT 'no error' FROM postnl_request('POST', '/v1/shipment', body => '{}');
	SELECT status FROM postnl_request('POST', '/v1/shipment', body => '{}');
	SELECT status FROM postnl_track('3SDEMO0000004')}, on_error_stop => 0);
like($after_break, qr/^delivered\n[1-5]\d\d\ndelivered$/, 'what the session sends next is sent');
$sim->clear_faults;

# Dots that a user gives are a name like any other, whatever libcurl makes of
# them: none leaves its segment of the path
foreach my $dots ('.', '..')
{
	(my $encoded = $dots) =~ s/\./%2E/g;
	my @paths = map { $_->{path} } @{ $sim->requests(1000) };
	my $seen  = grep { m{/reference/\Q$encoded\E$} } @paths;

	$node->psql('postgres', "SELECT * FROM postnl_track_reference('$dots')");
	@paths = map { $_->{path} } @{ $sim->requests(1000) };
	is(scalar(grep { m{/reference/\Q$encoded\E$} } @paths), $seen + 1, "'$dots' reaches PostNL as a name")
	  or diag("asked for $paths[-1]");
}
my ($base_url) = $sim->quoted_url =~ /'(.*)'/;
$node->psql('postgres', "SET postnl.base_url = '$base_url/a/../b/./c'; SELECT * FROM postnl_track('3SDEMO0000004')");
like($sim->requests(1)->[-1]{path}, qr{^/a/\.\./b/\./c/shipment}, 'and a path goes out as it is set');

# Many at a time: rows in the order asked, each failure in its place
is( $node->safe_psql('postgres', q{
		SELECT string_agg(coalesce(error_code, status), ' ' ORDER BY n)
		FROM (SELECT row_number() OVER () AS n, * FROM postnl_track(ARRAY[
			'3SDEMO0000004', '3SHANG0002', '3SF4000002', '3SDEMO0000001', '3SNOBODY00001',
			'3SGARBAGE0002', '3SF5030002', '3SDEMO0000006'], on_error => 'report')) t}),
	'delivered 08006 PN400 in_transit not_found PN502 PN500 at_pickup_point',
	'report: each failure keeps its place');
is( $node->safe_psql('postgres', q{
		SELECT string_agg(coalesce(j->>'error_code', 'answer'), ' ' ORDER BY n)
		FROM postnl_track_json(ARRAY['3SDEMO0000004', '3SF4000002', '3SGARBAGE0002', '3SDEMO0000006'],
			on_error => 'report') WITH ORDINALITY AS t (j, n)}),
	'answer PN400 PN502 answer', 'as jsonb too');

# What is JSON but no jsonb
$sim->answer(match => { path => '3SSURROGATE' }, status => 200,
	body => '{"CurrentStatus":{"Shipment":{"Barcode":"3SSURROGATE"}},"Note":"\ud800"}');
is(sqlstate($node, q{SELECT postnl_track_json('3SSURROGATE')}), 'PN502', 'half a surrogate pair is no jsonb');
is( $node->safe_psql('postgres', q{
		SELECT string_agg(coalesce(j->>'error_code', 'answer'), ' ')
		FROM postnl_track_json(ARRAY['3SDEMO0000004', '3SSURROGATE'], on_error => 'report') j}),
	'answer PN502', 'report: a reply that is no jsonb keeps its place');

# After all of it this server is as it was
is($node->safe_psql('postgres', q{SELECT status FROM postnl_track('3SDEMO0000004')}),
	'delivered', 'the server goes on');
no_damage($node);

done_testing();
