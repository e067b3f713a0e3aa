
=pod

=head1 NAME

PostnlTest - what the TAP tests of postnl share

=head1 SYNOPSIS

  my ($node, $sim) = postnl_node('name', preload => 1, conf => "...", sim => {});
  is(sqlstate($node, $sql), '08006', 'what it is');

=cut

package PostnlTest;

use strict;
use warnings;

use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlSim;
use Time::HiRes qw(time);

our @EXPORT = qw(
  postnl_node postnl_settings failure sqlstate start_query wait_for_request
  debug_transfers $DEBUG_FUNCTION
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
	  . "postnl.customer_number = '11223344'\n";
}

# A running server with the extension, and its simulator.  Options: preload
# (default 1), conf, init (options of initdb), sim (options of the simulator).
sub postnl_node
{
	my ($name, %options) = @_;
	my $sim  = PostnlSim->new(%{ $options{sim} || {} })->start;
	my $node = PostgreSQL::Test::Cluster->new($name);

	$node->init(%{ $options{init} || {} });
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'postnl'\n")
	  if $options{preload} // 1;
	$node->append_conf('postgresql.conf', postnl_settings($sim) . ($options{conf} || ''));
	$node->start;
	$node->safe_psql('postgres', "CREATE EXTENSION postnl; $DEBUG_FUNCTION");
	return ($node, $sim);
}

# (SQLSTATE, standard error) of a statement that fails; SQLSTATE is '' when it
# does not.
sub failure
{
	my ($node, $sql, %options) = @_;
	my ($status, $out, $error) = $node->psql('postgres', $sql, on_error_stop => 1,
		extra_params => [ '-v', 'VERBOSITY=verbose' ], %options);

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

# What a background session has open, as "sets running sockets".
sub debug_transfers
{
	my ($psql) = @_;

	return $psql->query_safe(
		q{SELECT concat_ws(' ', sets, running, sockets) FROM debug_transfers()});
}

1;
