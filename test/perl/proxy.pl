# A HTTP proxy: CONNECT for https, forwarding for http.
#
#   proxy.pl LOG
#
# The heads of the requests that it gets are appended to LOG.  Prints its
# port, and ends when its standard input does.
use strict;
use warnings;

use IO::Handle;
use IO::Select;
use IO::Socket::INET;

my ($log) = @ARGV;
my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1', Proto => 'tcp')
  or die "could not listen: $!";
$| = 1;
print $server->sockport, "\n";
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';

# Carries bytes both ways until one side ends.
sub carry
{
	my ($client, $target) = @_;
	my %other  = ($client => $target, $target => $client);
	my $select = IO::Select->new($client, $target);

	while (my @ready = $select->can_read)
	{
		foreach my $from (@ready)
		{
			return unless sysread($from, my $bytes, 65536);
			return unless defined syswrite($other{$from}, $bytes);
		}
	}
	return;
}

sub serve
{
	my ($client) = @_;
	my $head = '';

	while ($head !~ /\r\n\r\n/)
	{
		return unless sysread($client, $head, 4096, length $head);
	}
	open(my $out, '>>', $log) or die "could not open $log: $!";
	syswrite($out, $head);
	close $out;
	my ($address) = $head =~ m{^(?:CONNECT |\w+ http://)([^/ ]+)} or return;
	my $target = IO::Socket::INET->new(PeerAddr => $address, Proto => 'tcp') or return;
	if ($head =~ /^CONNECT/)
	{
		syswrite($client, "HTTP/1.1 200 Connection established\r\n\r\n");
	}
	else
	{
		$head =~ s{^(\w+) http://[^/ ]+}{$1 };
		syswrite($target, $head);
	}
	carry($client, $target);
	return;
}

my $waiting = IO::Select->new($server, \*STDIN);
while (my @ready = $waiting->can_read)
{
	last if grep { $_ == \*STDIN } @ready;
	my $client = $server->accept or next;
	my $child  = fork;
	die "could not fork: $!" unless defined $child;
	if ($child == 0)
	{
		serve($client);
		exit 0;
	}
	close $client;
}
