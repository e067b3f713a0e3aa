# Answers that are not about what was asked: one by one in both generations,
# and thousands of them over a queue of distinct orders.  No label ever stands
# with an order whose barcode it does not carry, and nothing is announced twice.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;
use Time::HiRes qw(gettimeofday tv_interval);

# Without workers: calls are made when a test says so, one after another.
my ($node, $sim) = outbox_node('main', preload => 0,
	conf => "postnl.max_connections = 1\npostnl.ship_attempts = 1000\npostnl.ship_deadline = '30d'\n");
add_accounts($node, q{, api => 'v4'},                        qw(v4));
add_accounts($node, q{, barcode_source => 'reserve'},        qw(reserve));
add_accounts($node, q{, barcode_source => 'reserve_v4'},     qw(reserve_v4));
add_accounts($node, q{, barcode_source => 'postnl'},         qw(issued));
add_accounts($node, q{, api => 'v4', barcode_source => 'postnl'}, qw(v4_issued));

# What is due is sent, whatever it waits for; once.
sub send_all
{
	$node->safe_psql('postgres', q{
		DELETE FROM postnl.pause;
		UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued';
		CALL postnl_process();});
	return;
}

# ----------
# One by one
# ----------

# Sends an order whose first answer is made of those parts, given its barcode.
sub answered
{
	my ($account, $reference, $answer, %options) = @_;
	my $barcode = sprintf '3SDEVC%09d', 500_000_000 + unpack '%32C*', "$account$reference" . ($options{salt} // '');
	my $more    = JSON::PP::encode_json({ parcels => [ { barcode => $barcode } ] });

	$sim->answer(match => { path => '/(label|shipment|labelconfirm)$' }, times => 1,
		body => JSON::PP::encode_json($answer->($barcode)));
	ship($node, $reference, account => $account, more => $more);
	send_all();
	return $barcode;
}

my $label = 'JVBERi0xLjQK';
my %makes = (
	reserve => sub { return { ResponseShipments => [ map { { Labels => [ { Labeltype => 'Label', Content => $label } ], %$_ } } @_ ] } },
	v4      => sub { return { items => [ map { { labels => [ { labelType => 'Label', label => $label } ], %$_ } } @_ ] } });
foreach my $account (qw(reserve v4))
{
	my $make = $makes{$account};
	my $name = $account eq 'v4' ? 'barcode' : 'Barcode';
	my %cases = (
		OTHER  => sub { $make->({ $name => '3SDEVC999999999' }) },
		NONE   => sub { $make->({}) },
		TWICE  => sub { $make->({ $name => $_[0] }, { $name => $_[0] }) },
		MORE   => sub { $make->({ $name => $_[0] }, { $name => '3SDEVC999999999' }) },
		NOTHING => sub { $make->() },
		BARE   => sub { {} },
		($account eq 'v4' ? (FOREIGN => sub { $make->({ $name => $_[0], shipmentReference => 'ORDER-OF-ANOTHER' }) }) : ()));

	foreach my $case (sort keys %cases)
	{
		my $reference = "$case-$account";
		my $barcode   = answered($account, $reference, $cases{$case});

		is(row($node, 'state, error_code, in_doubt', $reference), 'queued|PN502|t', "$reference: not believed, and in doubt");
		is($node->safe_psql('postgres', "SELECT count(*) FROM postnl.label JOIN postnl.shipment USING (shipment_id) WHERE reference = '$reference'"),
			'0', 'its label is not kept');
		send_all();
		is(row($node, 'state, error_code', $reference), 'announced|', 'then announced again');
		is(join(' ', map { "$_->{barcode} $_->{announced}" } register($sim, $reference)), "$barcode 1", 'under the same barcode');
	}
	my $beside = answered($account, "ERRORS-$account", sub { return { %{ $make->({ $name => $_[0] }) }, Errors => [ { Code => '1', Description => 'x' } ] } });
	is(row($node, 'state, error_code', "ERRORS-$account"), 'rejected|PN400', 'errors beside labels, and PostNL does not know the parcel: rejected');
	is(calls_for($node, "ERRORS-$account"), ($account eq 'v4' ? 'label and confirm' : 'label') . ':200:PN400, status by barcode:200',
		'after PostNL was asked for it');

	my $unlabelled = answered($account, "BLANK-$account", sub { $make->({ $name => $_[0], ($account eq 'v4' ? 'labels' : 'Labels') => [] }) });
	is(row($node, 'state, error_code', "BLANK-$account"), 'announced|', 'no label where one was asked for: announced');
	like($node->safe_psql('postgres', "SELECT state, reason, remedy FROM postnl.attention WHERE reference = 'BLANK-$account'"),
		qr/^announced\|parcel $unlabelled is announced, and PostNL sent no label for it\|postnl_fetch_label\('$unlabelled'\) asks for it/,
		'postnl.attention tells it, and what to do');
	my $fetched = $node->safe_psql('postgres', "SELECT md5(postnl_fetch_label('$unlabelled'))");
	is($node->safe_psql('postgres', "SELECT md5(postnl_label('$unlabelled'))"), $fetched, 'postnl_fetch_label() gets it, and keeps it');
	is(join(' ', map { "$_->{announced} $_->{labelled}" } register($sim, "BLANK-$account")), '0 1', 'and announces nothing');
	is($node->safe_psql('postgres', "SELECT count(*) FROM postnl.attention WHERE reference = 'BLANK-$account'"), '0', 'all is well then');
}

# A gateway that gives order 2 the answer to order 1
my $first = answered('reserve', 'REPLAYED-1', sub { $makes{reserve}->({ Barcode => $_[0] }) });
answered('reserve', 'REPLAYED-2', sub { $makes{reserve}->({ Barcode => $first }) });
is(row($node, 'state, in_doubt', 'REPLAYED-1') . ' ' . row($node, 'state, in_doubt', 'REPLAYED-2'), 'announced|f queued|t',
	'the answer to order 1 is not that to order 2');

# ----------
# Barcodes that are in use
# ----------

empty_outbox($node, $sim);
$sim->answer(match => { path => '/shipment/v1_1/barcode' }, body => '{"Barcode": "3SDEVC700000001"}');
ship($node, "REPEATED-$_", account => 'reserve') foreach 1 .. 3;
send_all() foreach 1 .. 4;
is($node->safe_psql('postgres', q{SELECT string_agg(state, ' ' ORDER BY state) FROM postnl.shipment}), 'announced queued queued',
	'a barcode service that repeats itself: one order is announced');
is(join(' ', map { $_->{barcode} } register($sim)), '3SDEVC700000001', 'under its barcode, and no other');
cmp_ok(scalar(grep { $_->{path} =~ /barcode/ } @{ $sim->requests(1000) }), '<', 30, 'it is not asked for more without end');
like($node->safe_psql('postgres', 'SELECT error_code, reason FROM postnl.attention'), qr/^PN502\|.*in use already/, 'postnl.attention says so');
$sim->clear_answers;
send_all();
announced_once($node, $sim, 3, 'when it gives others');

ship($node, "GIVEN-$_", account => 'reserve', more => '{"parcels": [{"barcode": "3SDEVC700000009"}]}') foreach 1 .. 2;
send_all();
is(row($node, 'state', 'GIVEN-1') . ' ' . row($node, 'state, error_code, error', 'GIVEN-2'),
	'announced rejected|22023|parcels[0].barcode must not be that of another shipment', 'a barcode that two orders were given is the first one\'s');
is(sqlstate($node, q{SELECT * FROM postnl_ship_now(description('GIVEN-3', '{"parcels": [{"barcode": "3SDEVC700000009"}]}'), account => 'reserve')}), '23505',
	'and for postnl_ship_now() an error');

# ----------
# Thousands
# ----------

empty_outbox($node, $sim);
my $seed   = $ENV{POSTNL_SEED}   || 1;
my $orders = $ENV{POSTNL_ORDERS} || 160;
my @accounts = qw(reserve reserve_v4 issued v4 v4_issued);
my $began    = [gettimeofday];

ship_many($node, "$_-", $orders, account => $_) foreach @accounts;
$sim->control('POST', 'disorder', { seed => $seed, share => 0.75 });
my $rounds = 0;
while ($rounds++ < 400)
{
	send_all();
	last if $node->safe_psql('postgres', q{SELECT count(*) FROM postnl.shipment WHERE state = 'queued'}) == 0;
}
my $counts   = $sim->control('DELETE', 'disorder');
my $changed  = 0;
$changed += $counts->{$_} foreach grep { $_ ne 'unchanged' } keys %$counts;
diag("seed $seed: " . @accounts * $orders . " orders, $rounds rounds, $changed answers changed in " . sprintf('%.1f s', tv_interval($began)));
diag(join ', ', map { "$_ $counts->{$_}" } sort keys %$counts);
cmp_ok($changed, '>', 2 * @accounts * $orders, 'thousands of answers were changed') unless $ENV{POSTNL_ORDERS};
cmp_ok($counts->{$_} // 0, '>', 0, "answers were changed: $_")
  foreach qw(swap drop double more replay reorder cut nameless rename empty errors unlabelled misspelt);
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT state, ' ') FROM postnl.shipment}), 'announced', 'each order was announced in the end');

# A label shows its barcode and its order's reference, in plain text.
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM postnl.label AS l JOIN postnl.shipment AS s USING (shipment_id)
	WHERE position(convert_to(l.barcode, 'UTF8') IN l.content) = 0
		OR NOT EXISTS (SELECT FROM postnl.parcel AS p WHERE p.shipment_id = l.shipment_id AND p.barcode = l.barcode)}),
	'0', 'no label stands with an order whose barcode it does not carry');
is($node->safe_psql('postgres', q{
	SELECT string_agg(DISTINCT s.account, ' ') FROM postnl.label AS l JOIN postnl.shipment AS s USING (shipment_id)
	WHERE position(convert_to('(' || s.reference || ')', 'UTF8') IN l.content) = 0}), '', 'nor whose reference it does not show');
is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.parcel GROUP BY barcode HAVING count(*) > 1'), '', 'no barcode is that of two orders');
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM postnl.parcel AS p WHERE NOT EXISTS (SELECT FROM postnl.label AS l WHERE l.barcode = p.barcode)
		AND p.unlabelled_at IS NULL}), '0', 'a parcel without a label is told in postnl.attention');
my %twice;
$twice{ $_->{reference} }++ foreach grep { $_->{announced} } register($sim);
is(join(' ', grep { $twice{$_} > 1 } sort keys %twice), '', 'nothing is announced under two barcodes');
announced_once($node, $sim, @accounts * $orders, 'after all of them');

no_damage($node);
done_testing();
