=pod

=head1 NAME

PostnlPoints - kills at each point of a shipment's life

=head1 SYNOPSIS

  my $points = PostnlPoints->new('worker');
  $points->go_through($_) for PostnlPoints::sources();

=head1 DESCRIPTION

The points are those of F<src/pg/base/point.h>; F<test/modules/points.c> makes the kill,
of the worker that gets there, or of the worker and the postmaster.  For each source
of barcodes and each point there is an order of its own, of an account of its own, so
that nothing is in stock.  Afterwards it has exactly one parcel with PostNL, and the
barcode is the one that is stored here.

=cut

package PostnlPoints;

use strict;
use warnings;

use FindBin;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

# The sources of barcodes, as settings of an account.
my %settings = (
	reserve    => '',
	reserve_v4 => q{, barcode_source => 'reserve_v4'},
	v4         => q{, api => 'v4'},
	postnl     => q{, barcode_source => 'postnl'},
);

# What a shipment of a source goes through, and how it is brought there.
my @committed = qw(committing committed);
my @called    = qw(starting started answered);
my %ways      = (
	plain => [ (map { my $work = $_; map { "$work.$_" } @committed } qw(claim barcode attempt settle)),
		(map { my $call = $_; map { "$call.$_" } @called } qw(barcodes label)) ],
	spare    => [ map { "stock.$_" } @committed ],
	started  => [ map { "begin.$_" } @committed ],
	stopped  => [ map { "release.$_" } @committed ],
	dead     => [ map { "recover.$_" } @committed ],
	in_doubt => [ map { "lookup.$_" } @called ],
);

# Where PostNL issues the barcode, none is reserved; it is stored here before the
# announcement only when a look-up has found it.
my %absent = (postnl => [ $ways{spare}, [ map { "barcodes.$_" } @called ], [ map { "barcode.$_" } @committed ] ]);
my %brought = (postnl => { in_doubt => [ map { "barcode.$_" } @committed ] });

# The reference makes the simulator accept the parcel and fail to say so.
my %reference = (stopped => 'ACCEPTHANGONCE', in_doubt => 'ACCEPT500ONCE');

sub sources { return sort keys %settings; }

# A server with what kills; the victim is "worker" or "server".
sub new
{
	my ($class, $victim) = @_;
	my $self = bless { victim => $victim, number => 0, directory => temporary_path('points') }, $class;
	my $module = server_module('points');

	mkdir $self->{directory} or die "no directory for the points: $!";
	$ENV{POSTNL_TEST_POINTS} = $self->{directory};
	@$self{qw(node sim)} = outbox_node('main', conf => <<"CONF");
restart_after_crash = on
log_statement = none
shared_preload_libraries = 'postnl, $module'
CONF
	wait_for_workers($self->{node}, 1);
	return $self;
}

# The rows of a query, none where the server is not there.
sub _try
{
	my ($self, $sql) = @_;
	local $SIG{PIPE} = 'IGNORE';
	my ($status, $out) = eval { $self->{node}->psql('postgres', $sql) };
	return defined $status && $status == 0 ? split /\n/, $out : ();
}

sub _wait_until
{
	my ($self, $condition, $what) = @_;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;

	until ($condition->())
	{
		BAIL_OUT("$self->{what}: $what was waited for in vain") if time > $deadline;
		select(undef, undef, undef, 0.01);
	}
	return;
}

sub _lines
{
	my ($self, $file) = @_;
	my $path = "$self->{directory}/$file";
	return -e $path ? split /\n/, slurp_file($path) : ();
}

# Kills are made at these points, one after the other.
sub _arm
{
	my ($self, @kills) = @_;
	my $path = "$self->{directory}/armed";

	append_to_file("$path.next", join '', map { "$_\n" } @kills);
	rename "$path.next", $path or die "could not arm: $!";
	return;
}

# Waits for the kill, and for the server to be there again.
sub _survive
{
	my ($self) = @_;
	my $node = $self->{node};

	$self->_wait_until(sub { !$self->_lines('armed') }, 'the kill');
	if ($self->{victim} eq 'server')
	{
		my ($pid) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
		$self->_wait_until(sub { !kill 0, $pid }, 'the end of the postmaster');
		$node->kill9;
		# its children are in the way until they notice
		$self->_wait_until(sub { $node->start(fail_ok => 1) }, 'the start of the server');
	}
	$self->_wait_until(sub { ($self->_try("SELECT 1 FROM postnl.stat_worker WHERE state = 'running'"))[0] },
		'a new worker');
	return;
}

# Makes everything due that waits for its next attempt, until the order is sent.
# Returns whether it was given up meanwhile: after two crashes in which it was in
# hand alone, somebody has to say that it is to be sent.
sub _see_through
{
	my ($self, $reference) = @_;
	my $given_up = 0;

	$self->_wait_until(
		sub {
			my ($state) = $self->_try("SELECT state FROM postnl.shipment WHERE reference = '$reference'");
			return 0 unless defined $state;
			return 1 if $state eq 'announced' || $state eq 'rejected' || ($state eq 'failed' && $given_up);
			$given_up = 1 if $state eq 'failed';
			$self->_try(qq{
				SELECT postnl_requeue(shipment_id) FROM postnl.shipment
					WHERE reference = '$reference' AND state = 'failed' AND error_code = '57P02';
				DELETE FROM postnl.pause;
				UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued' AND next_attempt_at > now();
				SELECT pg_reload_conf()});
			return 0;
		},
		'the announcement');
	return $given_up;
}

# ----------
# Ways to a point
# ----------

sub _bring
{
	my ($self, $way, $reference, $account, $point) = @_;
	my $node = $self->{node};
	my $kill = "$point $self->{victim}";

	return $self->_bring_in_doubt($reference, $account, $kill) if $way eq 'in_doubt';
	if ($way eq 'stopped')
	{
		ship($node, $reference, account => $account);
		wait_for_calls($self->{sim}, 1, $reference);
		$self->_arm($kill);
		kill 'TERM', workers($node);
		return;
	}
	$self->_arm($way eq 'dead' ? 'label.started worker' : (), $kill);
	kill 'TERM', workers($node) if $way eq 'started';
	# what was killed at once had no time to answer
	$self->_try("SELECT ship('$reference', '{}', '$account')");
	return;
}

# PostNL has it and said so to nobody; where it has our barcode, it refuses to
# take it again, and is asked for it then.
sub _bring_in_doubt
{
	my ($self, $reference, $account, $kill) = @_;
	my $node = $self->{node};

	ship($node, $reference, account => $account);
	wait_for_state($node, 'queued', "reference = '$reference' AND in_doubt");
	$node->safe_psql('postgres', "UPDATE postnl.shipment SET next_attempt_at = now() + '1 hour' WHERE reference = '$reference'");
	$self->{sim}->event((register($self->{sim}, $reference))[0]{barcode}, 'B01')
	  unless $account =~ /^postnl/;
	$self->_arm($kill);
	hurry($node, "reference = '$reference'");
	return;
}

# ----------
# Going through
# ----------

# Points of a source as [ way, point ].
sub _points
{
	my ($source) = @_;
	my %absent = map { $_ => 1 } map { @$_ } @{ $absent{$source} || [] };
	my @points;

	foreach my $way (sort keys %ways)
	{
		push @points, map { [ $way, $_ ] } grep { !$absent{$_} } @{ $ways{$way} };
		push @points, map { [ $way, $_ ] } @{ $brought{$source}{$way} || [] };
	}
	return @points;
}

sub _check
{
	my ($self, $reference) = @_;
	my $node  = $self->{node};
	my @known = grep { $_->{state} eq 'confirmed' } register($self->{sim}, $reference);
	my $row   = $node->safe_psql('postgres', qq{
		SELECT state, (SELECT string_agg(barcode, ' ') FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id),
			(SELECT count(*) FROM postnl.label AS l WHERE l.shipment_id = s.shipment_id AND l.barcode NOT IN
				(SELECT barcode FROM postnl.parcel AS p WHERE p.shipment_id = s.shipment_id)),
			(SELECT count(*) FROM postnl.attempt AS a WHERE a.shipment_id = s.shipment_id AND a.ms IS NULL AND a.error IS NULL)
		FROM postnl.shipment AS s WHERE reference = '$reference'});
	my $calls = calls_for($node, $reference) // '';

	is($row, join('|', 'announced', join(' ', map { $_->{barcode} } @known), 0, 0),
		"$self->{what}: announced under the barcode that PostNL has");
	is(scalar @known, 1, "$self->{what}: once; $calls");
	return;
}

# Kills at each point of a source.
sub go_through
{
	my ($self, $source) = @_;
	my %passed;

	foreach my $point (_points($source))
	{
		my ($way, $name) = @$point;
		my $number    = ++$self->{number};
		my $reference = ($reference{$way} // 'POINT') . "-$number";

		$self->{what} = "$source, $name, $self->{victim}";
		add_accounts($self->{node}, $settings{$source}, "${source}_$number");
		$self->_bring($way, $reference, "${source}_$number", $name);
		$self->_survive;
		# where the session that queued it was killed with the server; the one here may be, too,
		# when the server notices only now that the worker is gone
		$self->_wait_until(sub { ($self->_try("SELECT 1 FROM ship('$reference', '{}', '${source}_$number')"))[0] },
			'the order');
		my $given_up = $self->_see_through($reference);
		$self->_check($reference);
		is($given_up, $name eq 'recover.committed' ? 1 : 0, "$self->{what}: " . ($given_up ? 'given up, and requeued' : 'by itself'));
		$passed{$_} = 1 foreach $self->_lines('passed');
		unlink "$self->{directory}/passed";
	}
	delete @passed{ map { $_->[1] } _points($source) };
	is(join(' ', sort keys %passed), '', "$source, $self->{victim}: there is no other point");
	return;
}

# The kills that were made, in order.
sub kills
{
	my ($self) = @_;
	return $self->_lines('killed');
}

1;
