# Crashes of the sync: the worker is killed at random moments while parcels
# change.  In the end the tables tell what PostNL knows, each event once.
#
# POSTNL_KILLS is the number of kills, POSTNL_SEED that of the campaign.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use List::Util qw(shuffle);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlSync;
use PostnlTest;
use Test::More;
use Time::HiRes qw(time);

my $kills = $ENV{POSTNL_KILLS} || 100;
my $seed  = $ENV{POSTNL_SEED}  || 1 + int(rand(1_000_000));

use constant {
	PARCELS          => 400,
	CHANGES_A_KILL   => 40,
	LONGEST_STEP_S   => 900,
	LONGEST_LIFE_S   => 0.4,
};

# What may happen to a parcel, again and again.
my @codes = qw(B01 J01 J05 J08 J30 I01);

srand($seed);
diag("seed $seed, $kills kills (POSTNL_SEED and POSTNL_KILLS)");
my ($node, $sim, $clock) = sync_node('main', clock => '2026-07-15T08:00:00+02:00', conf => <<'CONF');
restart_after_crash = on
log_statement = none
CONF
$node->safe_psql('postgres', q{
	CREATE TABLE action (event_id bigint);
	CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN INSERT INTO public.action VALUES (NEW.event_id); RETURN NULL; END $$;
	CREATE TRIGGER act AFTER INSERT ON postnl.event FOR EACH ROW EXECUTE FUNCTION act();});
follow($node, $sim, map { { barcode => barcode($_), schedule => [ [ 0, 'A01' ], [ 60, 'B01' ] ], age_seconds => 3600 } } 1 .. PARCELS);

sub try_query
{
	my ($sql) = @_;
	# psql may be gone before it has read its input
	local $SIG{PIPE} = 'IGNORE';
	my ($status, $out) = eval { $node->psql('postgres', $sql) };
	return defined $status && $status == 0 ? $out : undef;
}

# The worker that syncs; one that has just begun is one, too.
sub wait_for_worker
{
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	my $pid;

	until ($pid = try_query(q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'postnl worker' AND datname = 'postgres'}))
	{
		BAIL_OUT("no worker (seed $seed)") if time > $deadline;
		select(undef, undef, undef, 0.01);
	}
	return $pid;
}

# Kills the worker some time after there is something to sync; the server
# then starts all of its processes anew.
sub kill_worker
{
	my $pid    = wait_for_worker();
	my $moment = time + rand(LONGEST_LIFE_S);

	select(undef, undef, undef, 0.001) while time < $moment;
	return kill('KILL', $pid);
}

$sim->fault(fault => 'DELAY', delay_ms => 10);
my ($killed, $interrupted) = (0, 0);
while ($killed < $kills)
{
	wait_for_worker();
	my @some = (shuffle(1 .. PARCELS))[ 0 .. CHANGES_A_KILL - 1 ];
	$sim->events(map { { barcode => barcode($_), code => $codes[ rand @codes ] } } @some);
	$clock->advance(300 + rand(LONGEST_STEP_S - 300));
	$killed += kill_worker();
	wait_for_worker();
	$interrupted++ if (try_query(q{SELECT count(*) > 0 FROM postnl.parcel WHERE news_at IS NOT NULL}) // '') eq 't';
}
$sim->clear_faults;
let_pass($node, $clock, 3600);
diag("$interrupted of $killed kills left parcels to be asked for");
cmp_ok($interrupted, '>=', $killed / 5, 'kills came in the middle of the sync');
tables_are_true($node, $sim, "after $killed kills");
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM action AS a FULL JOIN postnl.event AS e USING (event_id)
	WHERE a.event_id IS NULL OR e.event_id IS NULL}), 0, 'each event had its trigger');
is($node->safe_psql('postgres', q{SELECT count(*) FROM (SELECT FROM action GROUP BY event_id HAVING count(*) > 1) AS twice}), 0, 'once');

$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal (?!9:)|leak/, 'no crash but ours in the log');
done_testing();
