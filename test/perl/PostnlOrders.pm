=pod

=head1 NAME

PostnlOrders - sessions that insert orders, and know which ones were committed

=head1 SYNOPSIS

  my $orders = PostnlOrders->new($node, sessions => 3, seed => 1, accounts => [ ... ]);
  $orders->create_tables;

  $orders->work($limit);    # often; starts what has ended, until there are so many orders
  $orders->finish;          # waits for the sessions
  my $fates = $orders->fates;    # reference => committed, rolled_back or unknown

=head1 DESCRIPTION

Each session is a psql process with a script of a few transactions.  The script
says what it begins and what is committed, so a transaction that was begun and
of whose end nothing was heard is one whose COMMIT may or may not have taken
place: its orders are C<unknown>, and only the table of orders knows.

Orders reach the outbox by all ways there are: a trigger for each statement or
row, and postnl_ship() in the same transaction; a table for each way and
account, all of which inherit from C<orders>.

=cut

package PostnlOrders;

use strict;
use warnings;

use POSIX qw(:sys_wait_h);
use PostgreSQL::Test::Utils;
use Time::HiRes qw(time);

# Transactions of one script.
use constant TRANSACTIONS => 3;

# What a transaction does with its orders, and how often relatively.
my @kinds = (
	[ autocommit           => 4 ],
	[ statement_of_many    => 4 ],
	[ transaction          => 3 ],
	[ rolled_back          => 2 ],
	[ to_savepoint         => 2 ],
	[ released             => 2 ],
	[ released_rolled_back => 1 ],
	[ caught               => 1 ],
);

# Parameters: sessions, seed, accounts (names), prefix (of references).
sub new
{
	my ($class, $node, %params) = @_;
	my $self = bless {
		node     => $node,
		sessions => 3,
		prefix   => 'C',
		%params,
		running => {},
		fates   => {},
		number  => 0,
		orders  => 0,
		scripts => 0,
	}, $class;

	$self->{random} = $self->{seed};
	$self->{ways}   = [ map { my $account = $_; map { [ $account, $_ ] } qw(statement row direct) }
		  @{ $self->{accounts} } ];
	return $self;
}

# A number from 0 to $count - 1; Perl's own generator is for the test.
sub _random
{
	my ($self, $count) = @_;
	$self->{random} = ($self->{random} * 1103515245 + 12345) % 2147483648;
	return int($self->{random} / 65536) % $count;
}

# A trigger function for a server without ours.
sub _stand_in
{
	my ($self) = @_;
	return '' if $self->{node}->safe_psql('postgres',
		q{SELECT count(*) FROM pg_proc WHERE proname = 'postnl_ship_trigger'});
	return q{
CREATE OR REPLACE FUNCTION postnl_ship_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	o orders;
BEGIN
	FOR o IN EXECUTE CASE TG_LEVEL WHEN 'ROW' THEN 'SELECT ($1::orders).*' ELSE 'SELECT * FROM new' END
			USING CASE TG_LEVEL WHEN 'ROW' THEN new::text END LOOP
		PERFORM postnl_ship(jsonb_build_object('reference', o.order_no, 'product', '3085', 'receiver',
			jsonb_build_object('last_name', o.customer, 'street', o.street, 'house_number', o.house_number,
				'postal_code', o.postal_code, 'city', o.city)), split_part(TG_ARGV[7], '=', 2));
	END LOOP;
	RETURN NULL;
END
$$;
};
}

sub create_tables
{
	my ($self) = @_;
	my $sql = q{
CREATE TABLE orders (order_no text PRIMARY KEY, customer text, street text, house_number text,
	postal_code text, city text);
} . $self->_stand_in;

	foreach my $way (@{ $self->{ways} })
	{
		my ($account, $how) = @$way;
		my $table = "orders_${account}_$how";
		$sql .= "CREATE TABLE $table (PRIMARY KEY (order_no)) INHERITS (orders);\n";
		next if $how eq 'direct';
		$sql .= "CREATE TRIGGER ship AFTER INSERT ON $table "
		  . ($how eq 'statement'
			? 'REFERENCING NEW TABLE AS new FOR EACH STATEMENT'
			: 'FOR EACH ROW')
		  . " EXECUTE FUNCTION postnl_ship_trigger('reference=order_no',"
		  . " 'receiver.last_name=customer', 'receiver.street=street',"
		  . " 'receiver.house_number=house_number', 'receiver.postal_code=postal_code',"
		  . " 'receiver.city=city', 'product:=3085', 'account:=$account');\n";
	}
	$self->{node}->safe_psql('postgres', $sql);
	return;
}

# An INSERT of so many new orders, and their references.
sub _insert
{
	my ($self, $count) = @_;
	my ($account, $how) = @{ $self->{ways}[ $self->_random(scalar @{ $self->{ways} }) ] };
	my @references = map { $self->{prefix} . $self->{number}++ } 1 .. $count;
	my $values = join ",\n\t", map {
		sprintf "('%s', 'de Ruiter', 'Bilderdijkstraat', '%d', '%04d%s', 'Utrecht')", $_,
		  1 + $self->_random(300), 1000 + $self->_random(9000), (qw(AB CD GH KL))[ $self->_random(4) ]
	} @references;
	my $sql = "INSERT INTO orders_${account}_$how VALUES $values";

	$self->{orders} += $count;
	$sql = "WITH o AS ($sql RETURNING *)\n"
	  . "SELECT count(postnl_ship(jsonb_build_object('reference', order_no, 'product', '3085',"
	  . " 'receiver', jsonb_build_object('last_name', customer, 'street', street,"
	  . " 'house_number', house_number, 'postal_code', postal_code, 'city', city)),"
	  . " '$account')) FROM o"
	  if $how eq 'direct';
	return ("$sql;\n", @references);
}

# A transaction: its SQL, the references that it commits, and those it does not.
sub _transaction
{
	my ($self) = @_;
	my @lots = map { ($_->[0]) x $_->[1] } @kinds;
	my $kind = $lots[ $self->_random(scalar @lots) ];
	my ($sql, @kept) = $self->_insert($kind eq 'statement_of_many' ? 2 + $self->_random(7) : 1);
	my ($other, @others) = $self->_insert(1 + $self->_random(3));

	return ($sql, \@kept, []) if $kind eq 'autocommit' || $kind eq 'statement_of_many';
	return ("BEGIN;\n$sql${other}COMMIT;\n", [ @kept, @others ], []) if $kind eq 'transaction';
	return ("BEGIN;\n$sql${other}ROLLBACK;\n", [], [ @kept, @others ]) if $kind eq 'rolled_back';
	return ("BEGIN;\n${sql}SAVEPOINT s;\n${other}ROLLBACK TO s;\nCOMMIT;\n", \@kept, \@others)
	  if $kind eq 'to_savepoint';
	return ("BEGIN;\n${sql}SAVEPOINT s;\n${other}RELEASE s;\nCOMMIT;\n", [ @kept, @others ], [])
	  if $kind eq 'released';
	return ("BEGIN;\n${sql}SAVEPOINT s;\n${other}RELEASE s;\nROLLBACK;\n", [], [ @kept, @others ])
	  if $kind eq 'released_rolled_back';

	# caught: a block of PL/pgSQL with a handler is a subtransaction
	$other =~ s/ FROM o;/ INTO n FROM o;/;
	return ("BEGIN;\n${sql}DO \$\$ DECLARE n integer; BEGIN\n${other}RAISE 'no';\n"
		  . "EXCEPTION WHEN raise_exception THEN NULL;\nEND \$\$;\nCOMMIT;\n", \@kept, \@others);
}

sub _start
{
	my ($self) = @_;
	my $node = $self->{node};
	my $path = $PostgreSQL::Test::Utils::tmp_check . "/orders_$$" . "_$self->{scripts}";
	my %work = (path => $path, transactions => []);
	my $script = "\\set ON_ERROR_STOP 1\n";

	for my $i (0 .. TRANSACTIONS - 1)
	{
		my ($sql, $kept, $dropped) = $self->_transaction;
		push @{ $work{transactions} }, [ $kept, $dropped ];
		$script .= "\\echo begin $i\n$sql\\echo end $i\n";
	}
	$self->{scripts}++;
	append_to_file("$path.sql", $script);
	my $pid = fork;
	die "could not fork: $!" unless defined $pid;
	if ($pid == 0)
	{
		open STDIN,  '<', '/dev/null';
		open STDOUT, '>', "$path.out";
		open STDERR, '>', "$path.err";
		$ENV{PGAPPNAME} = 'orders';
		exec 'psql', '-X', '-q', '-At', '-d', $node->connstr('postgres'), '-f', "$path.sql"
		  or POSIX::_exit(127);
	}
	$self->{running}{$pid} = \%work;
	return;
}

# Notes what became of the transactions of a session that has ended.
sub _end
{
	my ($self, $pid) = @_;
	my $work   = delete $self->{running}{$pid};
	my $output = slurp_file("$work->{path}.out");
	my $error  = slurp_file("$work->{path}.err");

	# whatever is neither a crash nor its consequence is a defect
	push @{ $self->{surprises} }, $error
	  if $error =~ /ERROR:/;
	for my $i (0 .. $#{ $work->{transactions} })
	{
		my ($kept, $dropped) = @{ $work->{transactions}[$i] };
		my $fate =
			$output =~ /^end $i$/m   ? 'committed'
		  : $output =~ /^begin $i$/m ? 'unknown'
		  :                            'rolled_back';

		$self->{fates}{$_} = $fate         for @$kept;
		$self->{fates}{$_} = 'rolled_back' for @$dropped;
	}
	unlink map { "$work->{path}.$_" } qw(sql out err);
	return;
}

# Takes what has ended and starts sessions until there are $limit orders.
sub work
{
	my ($self, $limit) = @_;

	foreach my $pid (keys %{ $self->{running} })
	{
		$self->_end($pid) if waitpid($pid, WNOHANG) == $pid;
	}
	while (keys %{ $self->{running} } < $self->{sessions} && $self->{orders} < $limit)
	{
		$self->_start;
	}
	return;
}

# Waits until all sessions have ended.
sub finish
{
	my ($self) = @_;

	foreach my $pid (keys %{ $self->{running} })
	{
		waitpid $pid, 0;
		$self->_end($pid);
	}
	return;
}

# How many orders there were altogether.
sub count { return $_[0]->{orders}; }

sub fates { return $_[0]->{fates}; }

# Errors that the sessions had, those of lost connections left out.
sub surprises { return @{ $_[0]->{surprises} || [] }; }

# A test that dies leaves no session behind.
sub DESTROY
{
	my ($self) = @_;
	local ($?, $@, $!);
	kill 'TERM', keys %{ $self->{running} };
	waitpid $_, 0 for keys %{ $self->{running} };
	return;
}

1;
