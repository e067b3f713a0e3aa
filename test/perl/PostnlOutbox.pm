=pod

=head1 NAME

PostnlOutbox - what the TAP tests of the outbox share

=head1 SYNOPSIS

  my ($node, $sim) = outbox_node('main', conf => "...");
  my $id = ship($node, 'ORDER-1', more => '{"product": "3085"}');
  wait_for_state($node, 'announced');
  announced_once($node, $sim, 1, 'the shipment');

=cut

package PostnlOutbox;

use strict;
use warnings;

use Exporter 'import';
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

our @EXPORT = qw(
  outbox_node outbox_functions ship ship_many wait_for_state row configure
  register label_calls wait_for_calls announced_once calls_for empty_outbox hurry add_accounts
);

# A database has these beside the extension: a description, and in short what
# it is queued with.
our $FUNCTIONS = <<'SQL';
CREATE FUNCTION description(reference text, more jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE sql AS $$
	SELECT jsonb_build_object('reference', reference, 'receiver', jsonb_build_object(
		'last_name', 'de Ruiter', 'street', 'Bilderdijkstraat', 'house_number', '9',
		'postal_code', '3572ZZ', 'city', 'Utrecht')) || more
$$;
CREATE FUNCTION ship(reference text, more jsonb DEFAULT '{}', account text DEFAULT NULL) RETURNS bigint
LANGUAGE sql AS $$ SELECT postnl_ship(description(reference, more), account) $$;
SQL

# A server whose worker looks at the queue when it is told to, and not by
# itself; in the time of a test a nap does not end.
sub outbox_node
{
	my ($name, %options) = @_;
	my ($node, $sim) = postnl_node($name, %options,
		conf => "postnl.worker_naptime = '1d'\n" . ($options{conf} || ''));
	$node->safe_psql('postgres', $FUNCTIONS);
	return ($node, $sim);
}

sub _quote
{
	my ($text) = @_;
	return 'NULL' unless defined $text;
	$text =~ s/'/''/g;
	return "'$text'";
}

# The call that queues a shipment.  Options: more (JSON), account.
sub _call
{
	my ($reference, %options) = @_;
	return sprintf 'ship(%s, %s, %s)', $reference, _quote($options{more} // '{}'),
	  _quote($options{account});
}

# Queues a shipment; returns its number.  Options: more, account, database.
sub ship
{
	my ($node, $reference, %options) = @_;
	return $node->safe_psql($options{database} // 'postgres',
		'SELECT ' . _call(_quote($reference), %options));
}

# Queues shipments PREFIX1 to PREFIXn in one transaction.
sub ship_many
{
	my ($node, $prefix, $count, %options) = @_;
	$node->safe_psql($options{database} // 'postgres',
		sprintf 'SELECT count(%s) FROM generate_series(1, %d) AS i',
		_call(_quote($prefix) . ' || i', %options), $count);
	return;
}

# Waits until all shipments are in a state, or those that are picked.
sub wait_for_state
{
	my ($node, $state, $where, $database) = @_;
	$where //= 'true';
	local $Test::Builder::Level = $Test::Builder::Level + 1;

	$node->poll_query_until($database // 'postgres',
		"SELECT coalesce(string_agg(DISTINCT state, ' '), 'none') FROM postnl.shipment WHERE $where", $state)
	  or die "shipments where $where did not get to be $state:\n"
	  . $node->safe_psql($database // 'postgres',
		"SELECT shipment_id, reference, state, attempts, error FROM postnl.shipment WHERE $where LIMIT 20");
	return;
}

# Columns of the one shipment that is picked, by its reference or a condition.
sub row
{
	my ($node, $columns, $reference, $database) = @_;
	return $node->safe_psql($database // 'postgres',
		"SELECT $columns FROM postnl.shipment WHERE reference = " . _quote($reference));
}

# Settings of the server from now on.
sub configure
{
	my ($node, @settings) = @_;
	$node->safe_psql('postgres',
		join '', map { /=/ ? "ALTER SYSTEM SET $_;\n" : "ALTER SYSTEM RESET $_;\n" } @settings);
	$node->reload;
	return;
}

# What PostNL knows: entries of the register, in order.
sub register
{
	my ($sim, $reference) = @_;
	return @{ $sim->control('GET', 'register' . (defined $reference ? "?reference=$reference" : '')) };
}

# The requests for labels, oldest first; those that name a reference.
sub label_calls
{
	my ($sim, $reference) = @_;
	return grep { $_->{method} eq 'POST' && $_->{path} !~ /barcode/ && (!defined $reference || $_->{body} =~ /"\Q$reference\E"/) }
	  @{ $sim->requests(1000) };
}

# Waits until that many requests for labels have come that name a reference.
sub wait_for_calls
{
	my ($sim, $count, $reference) = @_;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;

	while (time < $deadline)
	{
		my @calls = label_calls($sim, $reference);
		return @calls if @calls >= $count;
		select(undef, undef, undef, 0.02);
	}
	die "$count calls for labels did not come";
}

# Operations of the calls that were made for a shipment, with their outcomes.
sub calls_for
{
	my ($node, $reference, $database) = @_;
	return $node->safe_psql($database // 'postgres',
		"SELECT string_agg(concat_ws(':', operation, http_status, a.error), ', ' ORDER BY attempt_id)"
		  . ' FROM postnl.attempt AS a JOIN postnl.shipment USING (shipment_id)'
		  . ' WHERE reference = ' . _quote($reference));
}

# Tests that all shipments are announced, and that PostNL knows each of them
# as one parcel, by the barcode that is stored here.
sub announced_once
{
	my ($node, $sim, $count, $name, $where, $database) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;

	wait_for_state($node, 'announced', $where, $database);
	my %references = map { $_ => 1 } split /\n/, $node->safe_psql($database // 'postgres',
		'SELECT reference FROM postnl.shipment WHERE ' . ($where // 'true'));
	my $known = join "\n", sort map { "$_->{reference} $_->{barcode}" }
	  grep { $references{ $_->{reference} } && $_->{state} eq 'confirmed' } register($sim);
	my $stored = join "\n", sort split /\n/, $node->safe_psql($database // 'postgres',
		'SELECT s.reference || $$ $$ || p.barcode FROM postnl.shipment AS s JOIN postnl.parcel AS p'
		  . ' USING (shipment_id) WHERE p.announced_at IS NOT NULL AND ' . ($where // 'true'));
	my @parcels = split /\n/, $known;
	is(scalar @parcels, $count, "$name: PostNL has $count parcels");
	is($stored, $known, "$name: their barcodes are ours");
	return;
}

# Makes what waits for its next attempt due.
sub hurry
{
	my ($node, $where) = @_;
	$node->safe_psql('postgres', "UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued' AND $where");
	$node->reload;
	return;
}

# Makes accounts, each with a queue of its own, alike but for what is given.
sub add_accounts
{
	my ($node, $settings, @names) = @_;
	$node->safe_psql('postgres', join '', map {
		"SELECT postnl_account_set('$_', customer_code => 'DEVC', customer_number => '11223344'$settings);" } @names);
	return;
}

# Forgets all shipments, and all that the simulator knows.
sub empty_outbox
{
	my ($node, $sim) = @_;
	$node->safe_psql('postgres', 'DELETE FROM postnl.shipment; DELETE FROM postnl.pause; DELETE FROM postnl.barcode_pool');
	$sim->reset;
	return;
}

1;
