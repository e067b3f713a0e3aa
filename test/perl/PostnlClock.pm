=pod

=head1 NAME

PostnlClock - one clock for a server and its simulator, which a test moves

=head1 SYNOPSIS

  my $clock = PostnlClock->new($sim, '2026-07-15T12:00:00');
  $clock->start($node);
  $clock->advance(3600);
  $clock->set('2026-10-25T02:59:00+02:00');
  $clock->lead(60);

=head1 DESCRIPTION

The server runs with F<test/preload/clock.c>, which is told in a file how far its
clock is from the real one; the simulator has a clock of its own.  Both run on
between moves.  What the server measures with timers goes by real time.

=cut

package PostnlClock;

use strict;
use warnings;

use PostnlTest;
use Time::HiRes qw(time);

# A clock that shows an instant from now on; without a zone it is Dutch time.
sub new
{
	my ($class, $sim, $instant) = @_;
	my $self = bless { sim => $sim, nodes => [], lead => 0 }, $class;

	$self->{library} = preload_library('clock');
	open $self->{file}, '+>', temporary_path('clock') or die "no file for the clock: $!";
	$self->set($instant);
	return $self;
}

# Starts a server with this clock; what starts it otherwise gives it the real one.
sub start
{
	my ($self, $node) = @_;
	local $ENV{LD_PRELOAD}        = $self->{library};
	local $ENV{POSTNL_TEST_CLOCK} = temporary_path('clock');
	push @{ $self->{nodes} }, $node unless grep { $_ == $node } @{ $self->{nodes} };
	return $node->start;
}

# Moves both; workers wake up to look at what is due by then.
sub _moved
{
	my ($self, $answer) = @_;

	sysseek $self->{file}, 0, 0;
	syswrite $self->{file}, pack('q', 1_000_000 * ($answer->{epoch} + $self->{lead} - time));
	kill 'USR1', map { workers($_) } grep { defined $_->{_pid} } @{ $self->{nodes} };
	return;
}

# Jumps to an instant, backward too.
sub set
{
	my ($self, $instant) = @_;
	return $self->_moved($self->{sim}->set_clock($instant));
}

# Puts the servers' clock so many seconds ahead of the simulator's.
sub lead
{
	my ($self, $seconds) = @_;
	$self->{lead} = $seconds;
	return $self->advance(0);
}

# Jumps by a number of seconds.
sub advance
{
	my ($self, $seconds) = @_;
	return $self->_moved($self->{sim}->advance($seconds));
}

1;
