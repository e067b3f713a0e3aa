=pod

=head1 NAME

PostnlSync - what the TAP tests of the sync share

=head1 SYNOPSIS

  my ($node, $sim, $clock) = sync_node('main', clock => '2026-07-15T12:00:00');
  follow($node, $sim, map { { barcode => barcode($_) } } 1 .. 10);
  $clock->advance(300);
  wait_for_sync($node);
  tables_are_true($node, $sim, 'ten parcels');

=cut

package PostnlSync;

use strict;
use warnings;

use Exporter 'import';
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

our @EXPORT = qw(
  sync_node barcode follow wait_for_sync let_pass tables_are_true wait_for_truth differences
  feed_calls parcel_calls
);

# A server whose worker syncs every five minutes of its clock, and looks at
# nothing else.
sub sync_node
{
	my ($name, %options) = @_;
	return postnl_node($name, %options,
		conf => "postnl.sync_interval = '5min'\npostnl.worker_naptime = '1d'\n" . ($options{conf} || ''));
}

# A barcode that the simulator does not give out itself in a test.
sub barcode
{
	my ($number) = @_;
	return sprintf '3SDEVC5%08d', $number;
}

# Gives the simulator parcels, and follows them.
sub follow
{
	my ($node, $sim, @parcels) = @_;
	my @barcodes = $sim->seed(@parcels);
	$node->safe_psql('postgres', 'SELECT postnl_watch(b) FROM unnest(string_to_array($$' . join(' ', @barcodes) . q{$$, ' ')) AS b});
	return;
}

# Whether all that PostNL knew at an instant of the server's is in the tables.
sub _synced
{
	my ($instant) = @_;
	return qq{
		SELECT bool_and(y.fed_until > '$instant'::timestamptz - interval '2 seconds'
			AND y.synced_at > y.fed_until - interval '1 second' AND y.error_code IS NULL)
			AND NOT EXISTS (SELECT FROM postnl.parcel WHERE news_at IS NOT NULL AND check_at <= now())
		FROM postnl.sync_state AS y};
}

# Waits until all that PostNL knows now is in the tables.
sub wait_for_sync
{
	my ($node) = @_;
	my $now = $node->safe_psql('postgres', 'SELECT now()');
	local $Test::Builder::Level = $Test::Builder::Level + 1;

	$node->poll_query_until('postgres', _synced($now))
	  or die "the tables were not brought up to date after $now:\n"
	  . $node->safe_psql('postgres', 'SELECT now(); SELECT * FROM postnl.sync_state')
	  . $node->safe_psql('postgres', 'SELECT barcode, status_code, checked_at, check_at, news_at, failures, check_error'
		  . ' FROM postnl.parcel WHERE news_at IS NOT NULL LIMIT 10');
	return;
}

# Lets time pass, and waits until the tables are up to date.
sub let_pass
{
	my ($node, $clock, $seconds) = @_;
	$clock->advance($seconds);
	wait_for_sync($node);
	return;
}

# What PostNL knows of a parcel, in a line: status code, its time, events.  Of
# the events of a parcel that nobody has had in hands nothing is asked.
sub _line
{
	my ($truth) = @_;
	my @past = grep { $_->{past} } @{ $truth->{changes} };
	my $code = $truth->{status_code} // '';
	my %rank;
	$rank{ $_->{at} } //= keys %rank for @past;
	my @events = $code =~ /^(1|13)$/ ? () : grep { defined $_->{event} } @past;
	return join ' ', $truth->{barcode}, $code, $truth->{status_at} // '', join ',', map { "$_->{at} $_->{event}" }
	  sort { $rank{ $a->{at} } <=> $rank{ $b->{at} } || $a->{event} cmp $b->{event} } @events;
}

# The same from the tables; written as the simulator writes instants.
my $LINES = q{
	SELECT concat_ws(' ', p.barcode, p.status_code, to_char(p.status_at, 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM'),
		CASE WHEN p.status_code IN ('1', '13') THEN '' ELSE coalesce((
			SELECT string_agg(to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM') || ' ' || e.code, ',' ORDER BY e.at, e.code COLLATE "C")
			FROM postnl.event AS e WHERE e.parcel_id = p.parcel_id), '') END)
	FROM postnl.parcel AS p WHERE p.check_at IS NOT NULL OR p.closed_at IS NOT NULL ORDER BY p.barcode};

# The parcels of which the tables tell something else than the simulator: pairs.
sub differences
{
	my ($node, $sim) = @_;
	my @ours = split /\n/, $node->safe_psql('postgres', "SET timezone = 'Europe/Amsterdam'; $LINES");
	my @truths = map { _line($_) } $sim->truths(map { (split / /)[0] } @ours);
	return scalar @ours, grep { $_->[0] ne $_->[1] } map { [ $ours[$_], $truths[$_] ] } 0 .. $#ours;
}

# Tests that the tables tell of each parcel what the simulator does, and that
# shipments follow their parcels.
sub tables_are_true
{
	my ($node, $sim, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my ($count, @differences) = differences($node, $sim);

	ok($count > 0 && !@differences, "$name: the tables tell the truth of $count parcels")
	  or diag(join "\n", map { ("ours  $_->[0]", "truth $_->[1]") } splice @differences, 0, 5);
	is($node->safe_psql('postgres', q{
		SELECT count(*) FROM postnl.shipment AS s JOIN postnl.parcel AS p USING (shipment_id)
		WHERE p.status IS NOT NULL AND NOT EXISTS (SELECT FROM postnl.parcel AS o WHERE o.shipment_id = s.shipment_id AND o.number > 1)
			AND (s.status, s.status_code, s.status_at, s.delivered_at, s.closed_at)
				IS DISTINCT FROM (p.status, p.status_code, p.status_at, p.delivered_at, p.closed_at)}),
		0, "$name: shipments follow");
	return;
}

# Waits until the tables tell the truth, where the server's clock does not say
# up to when that is.
sub wait_for_truth
{
	my ($node, $sim, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;

	while (time < $deadline)
	{
		my ($count, @differences) = differences($node, $sim);
		last unless @differences;
		select(undef, undef, undef, 0.05);
	}
	return tables_are_true($node, $sim, $name);
}

# What was asked for, by the simulator's count.
sub _calls
{
	my ($sim, $pattern) = @_;
	my $routes = $sim->counters->{routes};
	my $calls = 0;
	$calls += $routes->{$_}{requests} for grep { $_ =~ $pattern } keys %$routes;
	return $calls;
}

sub feed_calls   { return _calls($_[0], qr/updatedshipments/); }
sub parcel_calls { return _calls($_[0], qr/status\/(barcode|reference)/); }

1;
