=pod

=head1 NAME

PostnlTest - what the TAP tests of postnl share

=head1 SYNOPSIS

  my ($node, $sim) = postnl_node('name', preload => 1, conf => "...", sim => {});
  is(sqlstate($node, $sql), '08006', 'what it is');
  is(sqlstate($node, $sql, role => 'joe'), '42501', 'refused to joe');

=cut

package PostnlTest;

use strict;
use warnings;

use Exporter 'import';
use File::Basename qw(basename);
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlSim;
use Test::More;
use Time::HiRes qw(time);

our @EXPORT = qw(
  postnl_node postnl_settings failure sqlstate start_query wait_for_request
  requests_for debug_transfers process_figures no_damage
  start_helper temporary_path preload_library server_module $DEBUG_FUNCTION
  workers wait_for_workers
);

our $KEY = 'tap-simulator-key';

# What this backend has open; no part of the extension.
our $DEBUG_FUNCTION = q{
CREATE FUNCTION debug_transfers(OUT sets int, OUT running int, OUT sockets int,
	OUT reserved_fds int, OUT handles int)
LANGUAGE c AS '$libdir/postnl', 'postnl_debug_transfers';
};

# Settings of a server that calls a simulator.
sub postnl_settings
{
	my ($sim) = @_;

	return
		"postnl.base_url = " . $sim->quoted_url . "\n"
	  . "postnl.api_key = '$KEY'\n"
	  . "postnl.requests_per_minute = -1\n"
	  . "postnl.customer_code = 'DEVC'\n"
	  . "postnl.customer_number = '11223344'\n"
	  # what the sync asks for would be counted among a test's calls
	  . "postnl.sync_interval = 0\n";
}

# A running server with the extension, its simulator, and with the option clock
# (an instant) their PostnlClock.  Further options: preload (default 1), conf,
# init (options of initdb), sim (options of the simulator).
sub postnl_node
{
	my ($name, %options) = @_;
	my $sim  = PostnlSim->new(%{ $options{sim} || {} })->start;
	my $node = PostgreSQL::Test::Cluster->new($name);
	my $clock;

	$node->init(%{ $options{init} || {} });
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'postnl'\n")
	  if $options{preload} // 1;
	$node->append_conf('postgresql.conf', postnl_settings($sim) . ($options{conf} || ''));
	if (defined $options{clock})
	{
		require PostnlClock;
		$clock = PostnlClock->new($sim, $options{clock});
		$clock->start($node);
	}
	else
	{
		$node->start;
	}
	$node->safe_psql('postgres', "CREATE EXTENSION postnl; $DEBUG_FUNCTION");
	return ($node, $sim, $clock);
}

# (SQLSTATE, standard error) of a statement that fails; when it does not, ''
# and its output.  Options: database, role, and those of psql().
sub failure
{
	my ($node, $sql, %options) = @_;
	my $database = delete $options{database} // 'postgres';
	my $role     = delete $options{role};
	my ($status, $out, $error) = $node->psql($database, $sql, on_error_stop => 1,
		extra_params => [ '-v', 'VERBOSITY=verbose', defined $role ? ('-U', $role) : () ],
		%options);

	return ('', $out) if $status == 0;
	my ($state) = $error =~ /(?:ERROR|FATAL):\s+([0-9A-Z]{5}):/;
	return ($state // 'none', $error);
}

sub sqlstate
{
	my ($state) = failure(@_);
	return $state;
}

# Starts a psql session in the background and returns it with its backend's
# pid.
sub start_query
{
	my ($node) = @_;
	my $psql = $node->background_psql('postgres', on_error_stop => 0);
	my $pid  = $psql->query_safe('SELECT pg_backend_pid()');

	return ($psql, $pid);
}

# Waits until the simulator has a request whose path matches; returns it.
sub wait_for_request
{
	my ($sim, $pattern) = @_;
	my $deadline = time + 60;

	while (time < $deadline)
	{
		my ($found) = grep { $_->{path} =~ $pattern } @{ $sim->requests };
		return $found if $found;
		select(undef, undef, undef, 0.005);
	}
	die "no request like $pattern came";
}

# The simulator's requests for a barcode, oldest first.
sub requests_for
{
	my ($sim, $barcode) = @_;
	return grep { $_->{path} =~ m{/\Q$barcode\E$} } @{ $sim->requests(1000) };
}

# What a background session has open, as "sets running sockets".
sub debug_transfers
{
	my ($psql) = @_;

	return $psql->query_safe(
		q{SELECT concat_ws(' ', sets, running, sockets) FROM debug_transfers()});
}

# What the system says of a process: open files, threads, and memory in kB
# (rss now, peak at most).  Nothing where there is no /proc.
sub process_figures
{
	my ($pid) = @_;
	return unless -r "/proc/$pid/status";

	my $status = slurp_file("/proc/$pid/status");
	my ($rss)  = $status =~ /VmRSS:\s+(\d+)/;
	my ($peak) = $status =~ /VmHWM:\s+(\d+)/;
	my @files   = glob "/proc/$pid/fd/*";
	my @threads = glob "/proc/$pid/task/*";
	return {
		files   => scalar @files,
		threads => scalar @threads,
		rss     => $rss,
		peak    => $peak,
	};
}

# Workers that drain the outbox of a database; one that only looks whether the
# extension is there has no state.  Asked of PostgreSQL, since the database
# that is asked may be without the extension.
sub _workers
{
	my ($what, $database) = @_;
	return "SELECT $what FROM pg_stat_activity WHERE backend_type = 'postnl worker'"
	  . " AND state IS NOT NULL AND datname = '$database'";
}

# The pids of the workers of a database.
sub workers
{
	my ($node, $database) = @_;
	return split /\n/, $node->safe_psql('postgres',
		_workers('pid', $database // 'postgres') . ' ORDER BY backend_start, pid');
}

# Waits until a database has that many workers; returns their pids.
sub wait_for_workers
{
	my ($node, $count, $database) = @_;
	$database //= 'postgres';

	$node->poll_query_until('postgres', _workers('count(*)', $database), $count)
	  or die "database $database did not get to have $count workers";
	return workers($node, $database);
}

# The last test of a file: the servers went through all of it unharmed.
sub no_damage
{
	my @nodes = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;

	foreach my $node (@nodes)
	{
		unlike(
			slurp_file($node->logfile),
			qr/PANIC|TRAP:|terminated by signal|was not ended|leak/,
			'no crash and no leak in the log of ' . $node->name);
	}
	return;
}

# A path for a file of this test; the directory is that of all tests.
sub temporary_path
{
	my ($name) = @_;
	return $PostgreSQL::Test::Utils::tmp_check . '/' . basename($0, '.pl') . "_$name";
}

# Compiles test/preload/NAME.c; returns the library, for LD_PRELOAD.
sub preload_library
{
	my ($name) = @_;
	my $library = temporary_path("$name.so");

	system('cc', '-shared', '-fPIC', '-o', $library, "$FindBin::RealBin/../preload/$name.c", '-ldl') == 0
	  or die "could not compile $name.c";
	return $library;
}

# Compiles test/modules/NAME.c against the server's headers; returns the library,
# for shared_preload_libraries.
sub server_module
{
	my ($name) = @_;
	my $library = temporary_path("$name.so");

	system('cc', '-shared', '-fPIC', '-I', $ENV{POSTNL_INCLUDES}, '-o', $library,
		"$FindBin::RealBin/../modules/$name.c") == 0
	  or die "could not compile $name.c";
	return $library;
}

my @helpers;

# Starts a program of this directory that prints its port and ends with its
# standard input; returns the port.
sub start_helper
{
	my ($program, @arguments) = @_;

	# A pipe of our own: Perl closes it on exec, so that no server that the
	# test starts keeps the program alive.
	pipe(my $stdin, my $keep_alive) or die "could not make a pipe: $!";
	my $port   = '';
	my $handle = IPC::Run::start([ $^X, "$FindBin::RealBin/../perl/$program", @arguments ],
		'<', $stdin, '>', \$port, IPC::Run::timer($PostgreSQL::Test::Utils::timeout_default));
	close $stdin;
	while ($port !~ /\n/)
	{
		die "$program did not start" unless $handle->pumpable;
		$handle->pump;
	}
	push @helpers, [ $handle, $keep_alive ];
	chomp $port;
	return $port;
}

# Before global destruction, in which IPC::Run no longer works.
END
{
	local ($?, $@, $!);
	foreach my $helper (@helpers)
	{
		close $helper->[1];
		eval { $helper->[0]->finish };
	}
}

1;
