
=pod

=head1 NAME

PostnlSim - runs the PostNL simulator for a TAP test

=head1 SYNOPSIS

  use FindBin;
  use lib "$FindBin::RealBin/../perl";
  use PostnlSim;

  # Start a simulator whose clock stands still
  my $sim = PostnlSim->new(clock => '2026-07-15T12:00:00', frozen => 1)->start;

  # Point a server at it
  $node->append_conf('postgresql.conf',
	  'postnl.base_url = ' . $sim->quoted_url);

  # Let there be parcels, and let time pass
  $sim->seed(barcode => '3SDEVC0000001', story => 'picked_up');
  $sim->seed({ barcode => '3SDEVC0000002' }, { barcode => '3SDEVC0000003' });
  $sim->advance(3600);

  # Make PostNL fail twice, make it slow, make it answer something else
  $sim->fault(fault => 'F503', match => { barcode => '^3SDEVC' }, times => 2);
  $sim->fault(fault => 'DELAY', delay_ms => 40);
  $sim->answer(match => { path => '/status/' }, body => '{"weird":true}');

  # See what was asked
  is($sim->counters->{requests}, 3, 'three calls');
  like($sim->requests->[-1]{path}, qr/3SDEVC0000001/, 'for the right parcel');

  # Begin anew, and end
  $sim->reset;
  $sim->stop;

=head1 DESCRIPTION

A PostnlSim object is one simulator process on a port of its own.  It ends
when it is stopped, when the object goes away, and also when the test dies: the
simulator notices that its standard input has ended.

With PostgreSQL::Test::Utils loaded, the log of the requests and the standard
error of the simulator go to the log directory of the test.

What can be seeded, and which faults and quirks there are, is described in
F<test/sim/README.md>.

The modules IPC::Run, HTTP::Tiny and JSON::PP are required.  The control API is
always spoken without TLS, so that a test of TLS needs no further module.

=cut

package PostnlSim;

use strict;
use warnings;

use Carp;
use File::Basename qw(dirname);
use File::Spec;
use File::Temp ();
use HTTP::Tiny;
use IPC::Run;
use JSON::PP ();
use Scalar::Util qw(weaken);
use Test::More ();

# Absolute, because a test may change its directory.
my $sim_dir =
  File::Spec->catdir(File::Spec->rel2abs(dirname(__FILE__)), '..', 'sim');

# Seconds to wait for the simulator; the variable is PostgreSQL's own.
my $timeout_default = $ENV{PG_TEST_TIMEOUT_DEFAULT} || 180;

# Lines on the simulator's standard output when it is ready.
use constant {
	READY_LINES     => 1,
	READY_LINES_TLS => 3,

	# More barcodes than a simulator gives in a test.
	RESERVED_FOR_A_LIFE => 1_000_000,
};

my $json = JSON::PP->new->utf8->canonical->allow_nonref;

# For END, which must not keep an object alive.
my @all_sims;
my $count = 0;

=pod

=head1 METHODS

=over

=item PostnlSim->new(%params)

Makes an object; the simulator is not started yet.  The parameters are the
options of the simulator:

=over

=item keys => [ 'one', 'two' ]

The API keys that are accepted; by default every key but C<wrong>.

=item clock => '2026-07-15T12:00:00', frozen => 1

Where its clock starts, and whether it stands still.

=item tls => 1, tls_dir => $dir, tls_names => [ 'example.test' ]

Speak HTTPS; the directory and the host names of the certificate.

=item demo => 100

How many demo parcels there are from the start.

=item issued => 1000

How many barcodes of each serie were given before.

=item host => '127.0.0.1', port => 0

Where it listens; by default on a free port.

=item python => 'python3'

The interpreter; by default C<$ENV{PYTHON}> or C<python3>.

=back

=cut

sub new
{
	my ($class, %params) = @_;

	my $self = bless {
		host   => '127.0.0.1',
		port   => 0,
		python => $ENV{PYTHON} || 'python3',
		%params,
		requested_port => $params{port} || 0,
		name           => sprintf('postnl_sim_%d_%d', $$, ++$count),
		owner          => $$,
	}, $class;

	# A test need not use PostgreSQL's modules.
	my $dir = do { no warnings 'once'; $PostgreSQL::Test::Utils::log_path };
	if (!defined $dir)
	{
		$self->{temp_dir} = File::Temp->newdir('postnl-sim-XXXXXX', TMPDIR => 1);
		$dir = $self->{temp_dir}->dirname;
	}
	$self->{log_file}   = File::Spec->catfile($dir, "$self->{name}.requests");
	$self->{error_file} = File::Spec->catfile($dir, "$self->{name}.err");

	push @all_sims, $self;
	weaken($all_sims[-1]);
	return $self;
}

=pod

=item $sim->start()

Starts the simulator and waits until it is ready.  Dies if it does not come up.
Returns the object.

=cut

sub start
{
	my ($self) = @_;

	croak "simulator \"$self->{name}\" is already running" if $self->is_running;

	# A pipe of our own rather than IPC::Run's: Perl closes it on exec, so that
	# no server that the test starts keeps the simulator alive.
	pipe(my $stdin, my $keep_alive) or croak "could not make a pipe: $!";

	my $stdout = '';
	my $timer  = IPC::Run::timer($timeout_default);
	my $handle = IPC::Run::start([ $self->_command ],
		'<', $stdin, '>', \$stdout, '2>', $self->{error_file}, $timer);
	close $stdin;

	my $wanted = $self->{tls} ? READY_LINES_TLS : READY_LINES;
	while (($stdout =~ tr/\n//) < $wanted)
	{
		if ($timer->is_expired || !$handle->pumpable)
		{
			$handle->kill_kill;
			croak "simulator \"$self->{name}\" did not start: "
			  . _slurp($self->{error_file});
		}
		$handle->pump;
	}

	my ($port, $ca_file, $control_port) = split /\n/, $stdout;
	$self->{handle}       = $handle;
	$self->{keep_alive}   = $keep_alive;
	$self->{port}         = $port;
	$self->{ca_file}      = $ca_file;
	$self->{control_port} = defined $control_port ? $control_port : $port;
	Test::More::note("simulator \"$self->{name}\" listens on port $port");
	return $self;
}

# The command line of the simulator.
sub _command
{
	my ($self) = @_;

	my @command = (
		$self->{python}, $sim_dir, '--exit-with-stdin', '--host', $self->{host},
		'--port', $self->{requested_port}, '--log', $self->{log_file});
	push @command, '--tls'    if $self->{tls};
	push @command, '--frozen' if $self->{frozen};
	push @command, '--tls-dir', $self->{tls_dir} if defined $self->{tls_dir};
	push @command, '--clock', $self->{clock} if defined $self->{clock};
	push @command, '--demo',  $self->{demo}  if defined $self->{demo};
	push @command, '--issued', $self->{issued} if defined $self->{issued};
	push @command, map { ('--key',      $_) } @{ $self->{keys}      || [] };
	push @command, map { ('--tls-name', $_) } @{ $self->{tls_names} || [] };
	return @command;
}

=pod

=item $sim->stop()

Stops the simulator, which drops all of its connections.  Does nothing if it
is not running.  Returns the exit status of the process, 0 if all was well.

A simulator that was stopped can be started again; unless it was given a port,
it has another one then, and an empty world, which does not know what barcodes
the last one gave: see C<issued>.

=item $sim->start_again()

Starts a simulator that was stopped on the port that it had, with other
barcodes than those that it gave.

=cut

sub stop
{
	my ($self) = @_;

	# A forked child must not stop the simulator of its parent.
	return 0 unless $self->{handle} && $self->{owner} == $$;

	my $handle = delete $self->{handle};
	close delete $self->{keep_alive};
	$handle->signal('TERM');
	eval { $handle->finish; 1 } or Test::More::diag("simulator: $@");
	return $handle->full_result(0);
}

=pod

=item $sim->suspend()

Has the simulator answer nothing, not even what controls it.  Connections and
requests are taken by its system, and answered after C<resume>.

=item $sim->resume()

Has it go on.

=cut

sub suspend { $_[0]->{handle}->signal('STOP'); return; }
sub resume  { $_[0]->{handle}->signal('CONT'); return; }

=pod

=item $sim->is_running()

Whether the simulator was started and has not ended.

=cut

sub start_again
{
	my ($self) = @_;
	$self->{requested_port} = $self->{port};
	$self->{issued}         = ($self->{issued} || 0) + RESERVED_FOR_A_LIFE;
	return $self->start;
}

sub is_running
{
	my ($self) = @_;
	return $self->{handle} && $self->{handle}->pumpable ? 1 : 0;
}

=pod

=item $sim->port()

The port of the simulator.

=item $sim->url()

Its base URL, such as C<http://127.0.0.1:12345>.

=item $sim->quoted_url()

The same in single quotes, for F<postgresql.conf> and for SQL.

=item $sim->ca_file()

The CA certificate of a simulator with TLS; undef without.

=item $sim->log_file(), $sim->error_file()

The log of its requests, a line of JSON each, and its standard error.

=cut

sub port       { return $_[0]->{port}; }
sub ca_file    { return $_[0]->{ca_file}; }
sub log_file   { return $_[0]->{log_file}; }
sub error_file { return $_[0]->{error_file}; }

sub url
{
	my ($self) = @_;
	my $scheme = $self->{tls} ? 'https' : 'http';
	return "$scheme://$self->{host}:$self->{port}";
}

sub quoted_url
{
	my ($self) = @_;
	return "'" . $self->url . "'";
}

=pod

=item $sim->control($method, $path, $data)

Makes a call of the control API, for instance C<< $sim->control('POST',
'clock', { frozen => 1 }) >>, and returns the decoded answer.  Dies with the
words of the simulator if it refuses.  The data may be left out.

=cut

sub control
{
	my ($self, $method, $path, $data) = @_;

	croak "simulator \"$self->{name}\" was not started"
	  unless defined $self->{control_port};

	# Not through the proxy that the environment may name.
	my $http = HTTP::Tiny->new(
		timeout    => $timeout_default,
		http_proxy => undef);
	my %options;
	%options = (
		content => $json->encode($data),
		headers => { 'Content-Type' => 'application/json' }) if defined $data;

	$path =~ s{^/?(_sim/)?}{};
	my $response = $http->request($method,
		"http://$self->{host}:$self->{control_port}/_sim/$path", \%options);
	croak "simulator refused $method $path: $response->{status} "
	  . $response->{content}
	  unless $response->{success};
	return $json->decode($response->{content});
}

=pod

=item $sim->seed(%parcel), $sim->seed(\%parcel, ...)

Seeds one parcel, or several.  Returns their barcodes.

=cut

sub seed
{
	my ($self, @parcels) = @_;
	@parcels = ({@parcels}) unless ref $parcels[0];
	return @{ $self->control('POST', 'parcels', \@parcels)->{barcodes} };
}

=pod

=item $sim->event($barcode, $code)

Makes something happen to a parcel now; what was to come is cancelled.

=item $sim->events({ barcode => $barcode, code => $code }, ...)

The same for several parcels.

=item $sim->truth($barcode)

What the simulator knows about a parcel.

=item $sim->truths(@barcodes)

The same for several, in their order.

=cut

sub event
{
	my ($self, $barcode, $code) = @_;
	return $self->control('POST', "parcels/$barcode/events", { code => $code });
}

sub events
{
	my ($self, @events) = @_;
	return $self->control('POST', 'events', \@events);
}

sub truths
{
	my ($self, @barcodes) = @_;
	return @{ $self->control('POST', 'truth', \@barcodes) };
}

sub truth
{
	my ($self, $barcode) = @_;
	return $self->control('GET', "parcels/$barcode");
}

=pod

=item $sim->advance($seconds)

Lets simulated time pass.

=item $sim->set_clock($instant)

Sets the simulated clock; without a zone the instant is Dutch time.

=item $sim->freeze(), $sim->thaw()

Stops the simulated clock, and lets it run again.

=cut

sub advance
{
	my ($self, $seconds) = @_;
	return $self->control('POST', 'clock', { advance_seconds => 0 + $seconds });
}

sub set_clock
{
	my ($self, $instant) = @_;
	return $self->control('POST', 'clock', { set => $instant });
}

sub freeze
{
	my ($self) = @_;
	return $self->control('POST', 'clock', { frozen => JSON::PP::true });
}

sub thaw
{
	my ($self) = @_;
	return $self->control('POST', 'clock', { frozen => JSON::PP::false });
}

=pod

=item $sim->fault(%rule)

Makes a rule: C<fault>, C<match>, C<times>, C<delay_ms>, C<every>, C<share>,
C<seed>.  Returns its number.

=item $sim->clear_faults($number)

Drops a rule, or all of them without a number.

=item $sim->answer(%answer)

Makes a canned answer: C<match>, C<status>, C<headers>, C<body> or
C<body_base64>, C<times>, C<anonymous>.  Returns its number.

=item $sim->clear_answers()

Drops all canned answers.

=item $sim->quirks(%quirks)

Gives all answers these quirks, in addition to those they have.

=item $sim->clear_quirks()

Ends the quirks of all answers.

=cut

sub fault
{
	my ($self, %rule) = @_;
	return $self->control('POST', 'faults', _numbers(\%rule))->{id};
}

sub clear_faults
{
	my ($self, $number) = @_;
	return $self->control('DELETE',
		defined $number ? "faults/$number" : 'faults');
}

sub answer
{
	my ($self, %answer) = @_;
	return $self->control('POST', 'answer', _numbers(\%answer))->{id};
}

sub clear_answers
{
	my ($self) = @_;
	return $self->control('DELETE', 'answer');
}

sub quirks
{
	my ($self, %quirks) = @_;
	return $self->control('POST', 'quirks', \%quirks);
}

sub clear_quirks
{
	my ($self) = @_;
	return $self->control('DELETE', 'quirks');
}

# JSON tells "2" from 2, and Perl does not.
sub _numbers
{
	my ($data) = @_;
	for my $name (qw(times delay_ms status every share seed))
	{
		$data->{$name} = 0 + $data->{$name} if defined $data->{$name};
	}
	return $data;
}

=pod

=item $sim->counters()

What was counted, as a hash reference.

=item $sim->calls($pattern)

How many requests there were, control calls left out; of those routes whose
method and path match, if a pattern is given.

=item $sim->register($query)

What was labelled and announced, without the requests that did it, as an array
reference.  The query is such as C<'reference=ORDER-1'>.

=item $sim->announced()

The same by reference: the entries that were announced, as an array reference
for each.

=item $sim->requests($limit)

The last requests, oldest first, as an array reference; 100 unless told
otherwise.

=item $sim->reset()

Forgets parcels, quirks, faults, canned answers and counters.

=item $sim->dump_log($lines)

Prints the end of the log and all of the standard error as diagnostics, for a
test that has failed.

=back

=cut

sub counters
{
	my ($self) = @_;
	return $self->control('GET', 'counters');
}

sub calls
{
	my ($self, $pattern) = @_;
	my $routes = $self->counters->{routes};
	my $calls  = 0;
	foreach my $route (keys %$routes)
	{
		$calls += $routes->{$route}{requests}
		  if !defined $pattern || $route =~ $pattern;
	}
	return $calls;
}

sub register
{
	my ($self, $query) = @_;
	return $self->control('GET',
		'register?requests=false' . (defined $query ? "&$query" : ''));
}

sub announced
{
	my ($self) = @_;
	my %announced;
	foreach my $entry (@{ $self->register })
	{
		push @{ $announced{ $entry->{reference} } }, $entry
		  if $entry->{state} eq 'confirmed';
	}
	return \%announced;
}

sub requests
{
	my ($self, $limit) = @_;
	$limit = 100 unless defined $limit;
	return $self->control('GET', "requests?limit=$limit");
}

sub reset
{
	my ($self) = @_;
	return $self->control('POST', 'reset');
}

sub dump_log
{
	my ($self, $lines) = @_;
	$lines = 50 unless defined $lines;

	my @log = split /^/, _slurp($self->{log_file});
	@log = @log[ -$lines .. -1 ] if @log > $lines;
	Test::More::diag("requests of simulator \"$self->{name}\":\n", @log);
	Test::More::diag("its standard error:\n", _slurp($self->{error_file}));
	return;
}

# The contents of a file, empty if there is none.
sub _slurp
{
	my ($path) = @_;
	open(my $file, '<', $path) or return '';
	local $/;
	my $contents = <$file>;
	close $file;
	return defined $contents ? $contents : '';
}

sub DESTROY
{
	my ($self) = @_;

	# Neither the test's exit status nor its error may be lost.
	local ($?, $@, $!);
	$self->stop;
	return;
}

# Before global destruction, in which IPC::Run no longer works.
END
{
	local ($?, $@, $!);
	foreach my $sim (@all_sims)
	{
		$sim->stop if defined $sim;
	}
}

1;
