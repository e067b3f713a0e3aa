# Crashes: workers, backends and the postmaster are killed at random moments,
# while orders come in and PostNL loses answers.  In the end each order that
# was committed has exactly one parcel with PostNL, and no other has one.
#
# POSTNL_KILLS is the number of kills, POSTNL_SEED that of the campaign.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use List::Util qw(sum0);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOrders;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

my $kills = $ENV{POSTNL_KILLS} || 50;
my $seed  = $ENV{POSTNL_SEED}  || 1 + int(rand(1_000_000));

# Orders for each kill: enough for calls to be on the way at any moment.
use constant ORDERS_PER_KILL => 40;

# Who is killed, of a hundred.
use constant {
	WORKER  => 60,
	BACKEND => 25,
};

srand($seed);
diag("seed $seed, $kills kills (POSTNL_SEED and POSTNL_KILLS)");

# The worker's naps are short, for a crash also loses that it was to be woken.
my ($node, $sim) = postnl_node('main', conf => <<'CONF');
restart_after_crash = on
log_statement = none
postnl.workers = 2
postnl.worker_naptime = '500ms'
postnl.request_timeout = '2s'
postnl.ship_attempts = 1000
CONF
my $sender = q{'{"company": "Shop", "street": "Waldorpstraat", "house_number": "3", "postal_code": "2521CA", "city": "Den Haag"}'};
$node->safe_psql('postgres', qq{
	SELECT postnl_account_set('legacy', customer_code => 'DEVC', customer_number => '11223344', sender => $sender);
	SELECT postnl_account_set('mixed', customer_code => 'DEVC', customer_number => '11223344', sender => $sender,
		barcode_source => 'reserve_v4');
	SELECT postnl_account_set('v4', api => 'v4', customer_code => 'DEVC', customer_number => '11223344', sender => $sender);
	SELECT postnl_account_set('issued', customer_code => 'DEVC', customer_number => '11223344', sender => $sender,
		barcode_source => 'postnl');
});

# PostNL is slow, which leaves time to be killed in, and fails after it did
# what it was asked, or before.
sub be_unreliable
{
	my ($share) = @_;
	my $number = 0;

	$sim->fault(fault => 'DELAY', delay_ms => 20);
	$sim->fault(fault => $_, share => $share, seed => $seed + $number++)
	  for qw(ACCEPTDROP ACCEPT500 F503 RESET);
	$sim->fault(fault => 'ACCEPTHANG', share => $share / 4, seed => $seed + $number++, match => { method => 'POST' });
	return;
}

# ----------
# Killing
# ----------

# The rows of a query, none where the server is not there.
sub try_query
{
	my ($sql) = @_;
	# psql may be gone before it has read its input
	local $SIG{PIPE} = 'IGNORE';
	my ($status, $out) = eval { $node->psql('postgres', $sql) };
	return defined $status && $status == 0 ? split /\n/, $out : ();
}

sub wait_until
{
	my ($orders, $limit, $condition, $what) = @_;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;

	until ($condition->())
	{
		BAIL_OUT("$what within $PostgreSQL::Test::Utils::timeout_default s (seed $seed)") if time > $deadline;
		$orders->work($limit);
		select(undef, undef, undef, 0.01);
	}
	return;
}

sub server_is_there { return (try_query('SELECT 1'))[0]; }

# A process of a kind, of those whose call is on the way if there are any.
sub find_victim
{
	my ($kind) = @_;
	my @pids = try_query(
		$kind eq 'worker'
		? q{SELECT pid FROM postnl.stat_worker WHERE pid IS NOT NULL AND state = 'running' ORDER BY in_flight > 0 DESC}
		: q{SELECT pid FROM pg_stat_activity WHERE application_name = 'orders'});
	return $pids[ $kind eq 'worker' ? 0 : int(rand(@pids)) ] if @pids;
	return;
}

sub kill_postmaster
{
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	my ($pid) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;

	$node->kill9;
	select(undef, undef, undef, 0.005) while kill(0, $pid) && time < $deadline;
	# its children are in the way until they notice
	until ($node->start(fail_ok => 1))
	{
		BAIL_OUT("the server does not start again (seed $seed)") if time > $deadline;
		$node->stop('fast', fail_ok => 1);
	}
	return 1;
}

sub kill_one
{
	my ($orders, $kind) = @_;
	return kill_postmaster() if $kind eq 'postmaster';
	my $pid;

	# sessions are short: there have to be new ones until one is met
	wait_until($orders, 'inf', sub { $pid = find_victim($kind) }, "no $kind");
	return kill('KILL', $pid);
}

# Kills so many, and returns how many of each kind.
sub run_kills
{
	my ($orders, $count) = @_;
	my %killed;

	while ((my $done = sum0(values %killed)) < $count)
	{
		my $limit  = ($done + 1) * ORDERS_PER_KILL;
		my $chance = rand(100);
		my $kind   = $chance < WORKER ? 'worker' : $chance < WORKER + BACKEND ? 'backend' : 'postmaster';
		my $moment = time + rand(0.4);

		wait_until($orders, $limit, sub { time > $moment }, 'no time');
		# whoever is killed, somebody inserts or something is queued
		$orders->work($limit + ORDERS_PER_KILL);
		$killed{$kind}++ if kill_one($orders, $kind);
		wait_until($orders, 0, \&server_is_there, 'the server does not come back');
	}
	return \%killed;
}

# ----------
# Counting
# ----------

# Everything goes out, now that nobody fails.  Nobody waits for backoffs: how
# long those are is no matter of this test.
sub drain
{
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	my $left     = -1;
	my $blamed   = 0;

	$sim->clear_faults;
	while (time < $deadline)
	{
		($left) = try_query(q{
			DELETE FROM postnl.pause;
			UPDATE postnl.shipment SET next_attempt_at = now() WHERE state = 'queued' AND next_attempt_at > now();
			SELECT count(*) FROM postnl.shipment WHERE state IN ('queued', 'sending');});
		# what was alone in hand at a second kill is taken for the cause of it
		my ($requeued) = try_query(q{
			SELECT count(postnl_requeue(shipment_id)) FROM postnl.shipment WHERE state = 'failed' AND error_code = '57P02' AND crashes >= 2});
		$blamed += $requeued // 0;
		last if defined $left && $left eq '0' && ($requeued // 1) eq '0';
		select(undef, undef, undef, 0.1);
	}
	diag("$blamed shipments were blamed for a kill, and queued again");
	is($left, '0', 'nothing is left in the queue');
	diag($node->safe_psql('postgres', q{SELECT s.*, (SELECT count(*) FROM postnl.attempt a WHERE a.shipment_id = s.shipment_id)
		FROM postnl.shipment s WHERE state IN ('queued', 'sending') LIMIT 5})) if $left ne '0';
	return;
}

# A list that should be empty, told if it is not.
sub is_empty
{
	my ($list, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return is(scalar @$list, 0, $name) || diag(join "\n", @$list > 10 ? @$list[ 0 .. 9 ] : @$list) && 0;
}

# What was done for orders, by the tables and by PostNL.
sub tell_of
{
	my @references = @_;
	foreach my $reference (@references)
	{
		diag($node->safe_psql('postgres', qq{
			SELECT s.reference, a.operation, a.http_status, a.ms, a.error, a.made_at
			FROM postnl.attempt a JOIN postnl.shipment s USING (shipment_id) WHERE reference = '$reference' ORDER BY attempt_id}));
		diag(join "\n", map {
			my $barcode = $_->{barcode};
			map { "$barcode $_->{path} request $_->{id} at $_->{at}" } @{ $_->{requests} }
		} @{ $sim->control('GET', "register?reference=$reference") });
	}
	return;
}

sub none
{
	my ($sql, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is_empty([ split /\n/, $node->safe_psql('postgres', $sql) ], $name);
	return;
}

sub check_orders
{
	my ($orders, $prefix) = @_;
	my %in_table = map { $_ => 1 }
	  split /\n/, $node->safe_psql('postgres', "SELECT order_no FROM orders WHERE order_no LIKE '$prefix%'");
	my $fates     = $orders->fates;
	my $announced = $sim->announced;
	my %fate_of;

	push @{ $fate_of{ $fates->{$_} } }, $_ for keys %$fates;
	is_empty([ $orders->surprises ], 'no session met an error but a lost connection');
	is_empty([ grep { !$in_table{$_} } @{ $fate_of{committed} } ], 'all orders that were committed are in the table');
	is_empty([ grep { $in_table{$_} } @{ $fate_of{rolled_back} } ], 'and none that were rolled back');
	is_empty([ grep { !$announced->{$_} } keys %in_table ], 'every order has a parcel');
	my @twice = grep { $announced->{$_} && @{ $announced->{$_} } > 1 } keys %in_table;
	is_empty(\@twice, 'no order has two') or tell_of(@twice);
	is_empty([ grep { /^$prefix/ && !$in_table{$_} } keys %$announced ], 'and no parcel is without order');

	my $of_us   = "s.reference LIKE '$prefix%'";
	my %barcode = map { split /\|/ } split /\n/, $node->safe_psql('postgres', qq{
		SELECT s.reference, p.barcode FROM postnl.shipment s JOIN postnl.parcel p USING (shipment_id)
		WHERE $of_us AND p.announced_at IS NOT NULL});
	is_empty([ grep { $announced->{$_} && ($barcode{$_} // '') ne $announced->{$_}[0]{barcode} } keys %in_table ],
		'the barcode stored is the one that PostNL has');
	none("SELECT s.reference, s.state, s.error FROM postnl.shipment s WHERE $of_us AND state <> 'announced'",
		'every shipment is announced');
	none("SELECT o.order_no FROM orders o FULL JOIN postnl.shipment s ON s.reference = o.order_no"
		  . " WHERE o.order_no IS NULL OR s.reference IS NULL", 'orders and shipments are the same');
	none("SELECT p.barcode FROM postnl.parcel p GROUP BY p.barcode HAVING count(*) > 1", 'no barcode is used twice');
	none("SELECT s.reference, count(*) FROM postnl.shipment s LEFT JOIN postnl.label USING (shipment_id)"
		  . " WHERE $of_us GROUP BY s.shipment_id HAVING count(label_id) <> 1", 'each shipment has one label');
	none("SELECT s.reference FROM postnl.attempt a JOIN postnl.shipment s USING (shipment_id)"
		  . " WHERE $of_us AND a.ms IS NULL AND a.error IS NULL", 'no attempt is without outcome');

	my @entries = map { @$_ } map { $announced->{$_} } grep { /^$prefix/ } keys %$announced;
	return {
		(map { ("orders $_" => scalar @{ $fate_of{$_} || [] }) } qw(committed rolled_back unknown)),
		'unknown, committed after all' => scalar(grep { $in_table{$_} } @{ $fate_of{unknown} }),
		'orders in the table'          => scalar(keys %in_table),
		'parcels announced'            => scalar(@entries),
		'announced once more'          => sum0(map { $_->{announced} - 1 } @entries),
	};
}

sub campaign
{
	my ($prefix, $count, $share, @accounts) = @_;
	my $orders = PostnlOrders->new($node, seed => $seed, prefix => "$prefix-", accounts => \@accounts);
	my $began  = time;

	note("campaign $prefix: @accounts");
	$orders->create_tables;
	be_unreliable($share);
	my $killed = run_kills($orders, $count);
	$orders->finish;
	drain();
	my $counts = check_orders($orders, "$prefix-");
	my $faults = $sim->counters->{faults};
	my @table  = (
		(map { [ "kills: $_", $killed->{$_} // 0 ] } qw(worker backend postmaster)),
		(map { [ $_, $counts->{$_} ] } sort keys %$counts),
		(map { [ "faults: $_", $faults->{$_} ] } grep { $_ ne 'DELAY' } sort keys %$faults),
		[ 'seconds', sprintf '%.1f', time - $began ]);
	my $text = join "\n", "campaign $prefix: accounts @accounts", map { sprintf '  %-30s %8s', @$_ } @table;
	# the long campaign is run for these figures
	$ENV{POSTNL_KILLS} ? diag($text) : note($text);
	$node->safe_psql('postgres', 'DROP TABLE orders CASCADE');
	return;
}

my $few = int($kills / 5);
campaign('C', $kills - $few, 0.03, qw(legacy mixed v4));
# Where PostNL issues the barcode: as good as the look-up by reference
campaign('P', $few, 0.03, 'issued');

$node->stop;
my $log = slurp_file($node->logfile);
unlike($log, qr/PANIC|TRAP:|terminated by signal (?!9:)|leak/, 'no crash but ours in the log');
done_testing();
