# PostNL's limit of calls a minute is kept: by all sessions together where the
# library is preloaded, by each for itself where it is not.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my $conf = "postnl.requests_per_minute = 5\npostnl.limiter_wait = 0\npostnl.retries = 0\n";
my ($node, $sim) = postnl_node('shared', conf => $conf);
my $ask = q{SELECT status FROM postnl_track('3SDEMO0000004')};

sub with_key
{
	my ($key, $sql) = @_;
	return "SET postnl.api_key = '$key'; $sql";
}

sub requests
{
	return $sim->counters->{requests};
}

# Five calls by three sessions, then none by any
my ($one, $two) = map { (start_query($node))[0] } (1, 2);
is($one->query_safe($ask), 'delivered', 'session 1') for (1 .. 2);
is($two->query_safe($ask), 'delivered', 'session 2') for (1 .. 2);
is($node->safe_psql('postgres', $ask), 'delivered', 'session 3');
my ($state, $error) = failure($node, $ask);
is($state, 'PN429', 'the sixth call is refused');
like($error, qr/This key may make 5 calls a minute/, 'and says why');
$one->query($ask);
like($one->{stderr}, qr/too many requests/, 'in the first session too');
is(requests(), 5, 'five calls arrived');
is( $node->safe_psql('postgres',
		q{SELECT count(*) FILTER (WHERE error_code = 'PN429') FROM postnl_track(ARRAY['3SDEMO0000001', '3SDEMO0000002'], on_error => 'report')}),
	'2', 'report gives a row for each');

# Another key has a share of its own, and an account's figure goes first
is($node->safe_psql('postgres', with_key('another-key', $ask)), 'delivered', 'another key is not held');
$node->safe_psql('postgres', q{
	SELECT postnl_account_set('slow', requests_per_minute => 1, key_source => 'table');
	SELECT postnl_account_key_set('slow', 'slow-key');
	SELECT postnl_account_set('fast', requests_per_minute => -1, key_source => 'table');
	SELECT postnl_account_key_set('fast', 'fast-key');});
is($node->safe_psql('postgres', q{SELECT status FROM postnl_track('3SDEMO0000004', account => 'slow')}),
	'delivered', 'an account with one call a minute has one');
is(sqlstate($node, q{SELECT status FROM postnl_track('3SDEMO0000004', account => 'slow')}),
	'PN429', 'and no second');
is( $node->safe_psql('postgres', q{SELECT count(*) FROM generate_series(1, 20), LATERAL postnl_track('3SDEMO0000004', account => 'fast')}),
	'20', 'an account without limit has none');
$node->safe_psql('postgres', 'DELETE FROM postnl.account');

# What PostNL allows: 15 calls a minute in the sandbox
$sim->reset;
is( $node->safe_psql('postgres', with_key('sandbox-key', q{
		SET postnl.requests_per_minute = 0;
		SELECT count(error_code) FROM postnl_track(array_fill('3SDEMO0000004'::text, ARRAY[20]), on_error => 'report')})),
	'5', 'of 20 calls in the sandbox 5 are refused');
is(requests(), 15, '15 arrived');

# A 429 of PostNL's stops the key for everybody
$sim->reset;
is(sqlstate($node, with_key('paused-key', "SET postnl.requests_per_minute = -1; SELECT * FROM postnl_track('3SF429RETRY01')")),
	'PN429', 'PostNL refuses');
is(sqlstate($node, with_key('paused-key', "SET postnl.requests_per_minute = -1; $ask")),
	'PN429', 'and another session does not even ask');
is(requests(), 1, 'one call arrived');
is($node->safe_psql('postgres', with_key('paused-key', "SET postnl.limiter_wait = '10s'; SET postnl.requests_per_minute = -1; $ask")),
	'delivered', 'one that may wait gets through when the pause is over');

# A call waits for its turn
$sim->reset;
is( $node->safe_psql('postgres', with_key('waiting-key', q{
		SET postnl.requests_per_minute = 2; SET postnl.limiter_wait = '70s';
		SET statement_timeout = '300s';
		SELECT string_agg(status, ' ') FROM postnl_track(ARRAY['3SDEMO0000001', '3SDEMO0000004'])})),
	'in_transit delivered', 'calls within the limit do not wait');
is(sqlstate($node, with_key('waiting-key', "SET postnl.requests_per_minute = 2; SET postnl.limiter_wait = '10s'; $ask")),
	'PN429', 'one whose turn would come too late is refused at once');
is(sqlstate($node, with_key('waiting-key', "SET postnl.requests_per_minute = 2; SET postnl.limiter_wait = '70s'; SET statement_timeout = '200ms'; $ask")),
	'57014', 'one that waits can be cancelled');

$one->quit;
$two->quit;
$node->stop;

# Without preload each session keeps the limit for itself, and the doctor says so
my ($alone, $sim2) = postnl_node('alone', preload => 0, conf => $conf);
foreach my $session (1 .. 2)
{
	is( $alone->safe_psql('postgres',
			q{SELECT count(error_code) FROM postnl_track(array_fill('3SDEMO0000004'::text, ARRAY[7]), on_error => 'report')}),
		'2', "session $session has five calls");
}
is($alone->safe_psql('postgres', q{SET postnl.requests_per_minute = -1; SELECT ok FROM postnl_doctor() WHERE "check" = 'limiter'}),
	'f', 'the doctor says that the limiter is not shared');

done_testing();
