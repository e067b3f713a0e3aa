# A server that answers with bytes which no HTTP library would send.
#
#   raw_server.pl REPLIES
#
# REPLIES is a file of JSON: for each name the bytes to send, as hexadecimal
# digits, or a pair of them, of which the second is sent until the client has
# had enough.  The name is what follows 3S in the requested path; the bytes of
# the empty name are sent before anything is asked for.  Prints its port, and
# ends when its standard input does.
use strict;
use warnings;

use IO::Select;
use IO::Socket::INET;
use JSON::PP;

my ($file) = @ARGV;
open(my $in, '<', $file) or die "could not open $file: $!";
my $replies = decode_json(join('', <$in>));
close $in;

my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1', Proto => 'tcp')
  or die "could not listen: $!";
$| = 1;
print $server->sockport, "\n";
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';

sub answer
{
	my ($client) = @_;
	my $head = '';

	if ($replies->{''})
	{
		return unless defined syswrite($client, pack('H*', $replies->{''}[0]));
		1 while sysread($client, $head, 4096);
		return;
	}
	while ($head !~ /\r\n\r\n/)
	{
		return unless sysread($client, $head, 4096, length $head);
	}
	my ($name) = $head =~ m{/3S([A-Z]+)};
	my ($once, $again) = map { pack('H*', $_) } @{ $replies->{ $name // '' } // [] };
	return unless defined $once && defined syswrite($client, $once);
	return unless defined $again;
	1 while defined syswrite($client, $again);
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
		answer($client);
		exit 0;
	}
	close $client;
}
