# Answers of PostNL that cannot be stored at once: a user has a row or a table
# locked, or storing fails for a reason that is ours.  PostNL is called once.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlOutbox;
use PostnlTest;
use Test::More;

my ($node, $sim) = outbox_node('main');
wait_for_workers($node, 1);

# The description says the barcode, so that a shipment has one call only.
my $barcode = 1000000;

sub ship_one
{
	my ($reference) = @_;
	$barcode++;
	return ship($node, $reference, more => qq({"parcels": [{"barcode": "3SDEVC$barcode"}]}));
}

# Queues shipments of one transaction, which share a call, while PostNL is
# silent; comes back when PostNL was called, runs code, and has PostNL answer.
sub while_sending
{
	my ($code, @references) = @_;
	my $list = join ', ', map { $barcode++; qq[ship('$_', '{"parcels": [{"barcode": "3SDEVC$barcode"}]}')] } @references;

	$sim->suspend;
	$node->safe_psql('postgres', "SELECT $list");
	$node->poll_query_until('postgres', 'SELECT count(*) = ' . @references
		  . ' FROM postnl.shipment JOIN postnl.attempt USING (shipment_id) WHERE state = $$sending$$ AND ms IS NULL')
	  or die 'PostNL was not called';
	$code->();
	$sim->resume;
	return;
}

sub calls
{
	my ($reference) = @_;
	return scalar label_calls($sim, $reference);
}

# ----------
# A row that a user has locked
# ----------

foreach my $lock (
	[ 'FOR UPDATE', 'SELECT FROM postnl.shipment WHERE reference = $$LOCKED-1$$ FOR UPDATE' ],
	[ 'an UPDATE', 'UPDATE postnl.shipment SET product = product WHERE reference = $$LOCKED-1$$' ],
	[ 'the call', 'SELECT FROM postnl.attempt JOIN postnl.shipment USING (shipment_id) WHERE reference = $$LOCKED-1$$ FOR UPDATE OF attempt' ],
	[ 'the parcel', 'SELECT FROM postnl.parcel JOIN postnl.shipment USING (shipment_id) WHERE reference = $$LOCKED-1$$ FOR UPDATE OF parcel' ])
{
	my ($name, $statement) = @$lock;
	my $user = $node->background_psql('postgres');
	my $offset = -s $node->logfile;

	empty_outbox($node, $sim);
	while_sending(sub { $user->query_safe("BEGIN; $statement;") }, 'LOCKED-1', 'FREE-1');
	wait_for_state($node, 'announced', q{reference = 'FREE-1'});
	$node->wait_for_log(qr/is locked by another session: PostNL's answer for it is kept/, $offset);
	is(row($node, 'state, attempts', 'LOCKED-1'), 'sending|1', "$name: the locked one waits, and the other does not");
	ship_one('LATER-1');
	wait_for_state($node, 'announced', q{reference = 'LATER-1'});
	$user->query_safe('COMMIT');
	announced_once($node, $sim, 3, "$name: when the user is done");
	is(calls('LOCKED-1'), 1, "$name: PostNL was called once");
	is(calls_for($node, 'LOCKED-1'), 'label:200', "$name: and its answer is noted");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM postnl.label'), '3', "$name: with all labels");
	$user->quit;
}

# ----------
# The lease runs out meanwhile
# ----------

{
	my $user = $node->background_psql('postgres');
	my $offset = -s $node->logfile;

	empty_outbox($node, $sim);
	while_sending(sub {
			$user->query_safe(q{BEGIN; UPDATE postnl.shipment SET claimed_until = '-infinity' WHERE reference = 'LEASE-1';});
	}, 'LEASE-1');
	$node->wait_for_log(qr/is locked by another session: PostNL's answer for it is kept/, $offset);
	# in one go: the first who comes is not the worker
	$user->query_safe('COMMIT; CALL postnl_process();');
	announced_once($node, $sim, 1, 'a lease that runs out while the answer is in hand');
	is(calls('LEASE-1'), 1, 'nobody else takes the claim over');
	is(row($node, 'attempts, crashes, in_doubt', 'LEASE-1'), '1|0|f', 'and nothing is held against it');
	$user->quit;
}

# ----------
# A table that a user has locked
# ----------

{
	my $user = $node->background_psql('postgres');

	empty_outbox($node, $sim);
	while_sending(sub { $user->query_safe('BEGIN; LOCK TABLE postnl.label IN ACCESS EXCLUSIVE MODE;') }, 'TABLE-1');
	$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.pause WHERE error_code = '58000' AND error LIKE '%55P03%'})
	  or die 'the lane is not paused';
	is(row($node, 'state', 'TABLE-1'), 'sending', 'a table is locked: the answer is kept, and the account paused');
	$user->query_safe('COMMIT');
	announced_once($node, $sim, 1, 'when the table is free');
	is(calls('TABLE-1'), 1, 'PostNL was called once');
	$user->quit;
}

# ----------
# Storing fails, and nobody is to blame but us
# ----------

empty_outbox($node, $sim);
$node->safe_psql('postgres', q{ALTER TABLE postnl.label ADD CONSTRAINT full_up CHECK (label_id IS NULL) NOT VALID});
ship_one('FULL-1');
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.pause}) or die 'the lane is not paused';
is($node->safe_psql('postgres', q{SELECT error_code, error LIKE '%violates check constraint "full_up" (23514)' FROM postnl.pause}),
	'58000|t', 'where nothing can be stored the account is paused, and says why');
is($node->safe_psql('postgres', q{SELECT state, reason LIKE '%cannot be stored%' FROM postnl.attention}), 'paused|t',
	'which wants attention');
is(row($node, 'state, attempts, error, error_code', 'FULL-1'), 'sending|1||', 'nothing is held against the shipment');
ship_one('FULL-2');
# each reload tries again
for my $try (1 .. 3)
{
	my $offset = -s $node->logfile;

	$node->reload;
	$node->wait_for_log(qr/the outbox could not be written: new row for relation "label" violates/, $offset);
}
is(calls('FULL-1'), 1, 'PostNL is not called again for it');
$node->safe_psql('postgres', 'ALTER TABLE postnl.label DROP CONSTRAINT full_up');
$node->reload;
announced_once($node, $sim, 2, 'once it can be stored');
is(join(' ', map { calls($_) } qw(FULL-1 FULL-2)), '1 1', 'PostNL was called once for each');
is(row($node, 'attempts, crashes, in_doubt, error', 'FULL-1'), '1|0|f|', 'and the shipment was never charged');
is(calls_for($node, 'FULL-1'), 'label:200', 'nor its call');
$node->poll_query_until('postgres', 'SELECT count(*) FROM postnl.pause', '0') or die 'the pause has not ended';
pass('and the pause is over');

# ----------
# Only for one of them
# ----------

empty_outbox($node, $sim);
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.state = 'announced' AND NEW.reference = 'REFUSED-1' THEN
		RAISE EXCEPTION 'not this one';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON postnl.shipment FOR EACH ROW EXECUTE FUNCTION refuse();
SQL
while_sending(sub { }, 'REFUSED-1');
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.pause WHERE error LIKE '%not this one (P0001)'})
  or die 'the lane is not paused';
ship_one("OTHER-$_") foreach 1 .. 5;
wait_for_state($node, 'announced', q{reference LIKE 'OTHER-%'});
is(row($node, 'state', 'REFUSED-1'), 'sending', 'what cannot be stored by itself stops nobody else for long');
$node->safe_psql('postgres', 'DROP TRIGGER refuse ON postnl.shipment');
$node->reload;
announced_once($node, $sim, 6, 'when the trigger is gone');
is(calls('REFUSED-1'), 1, 'it was called for once');

# ----------
# The end of the process: the barcode is the key, as ever
# ----------

empty_outbox($node, $sim);
$node->safe_psql('postgres', q{CREATE TRIGGER refuse BEFORE UPDATE ON postnl.shipment FOR EACH ROW EXECUTE FUNCTION refuse()});
while_sending(sub { }, 'REFUSED-1');
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM postnl.pause}) or die 'the lane is not paused';
$node->stop('fast');
$node->start;
$node->safe_psql('postgres', 'DROP TRIGGER refuse ON postnl.shipment; DELETE FROM postnl.pause');
$node->reload;
announced_once($node, $sim, 1, 'an answer that was lost with its process');
is(scalar(register($sim, 'REFUSED-1')), 1, 'is asked for again, for the same parcel');

# ----------
# A pause that somebody is about to end
# ----------

{
	my $user = $node->background_psql('postgres');

	empty_outbox($node, $sim);
	add_accounts($node, '', 'down');
	$node->safe_psql('postgres', q{INSERT INTO postnl.pause (account, environment, until, failures, error_code, error)
		VALUES ('down', 'sandbox', now() - interval '1 s', 1, 'PN500', 'x')});
	$user->query_safe('BEGIN; DELETE FROM postnl.pause;');
	ship($node, 'F503-1', account => 'down');
	wait_for_calls($sim, 1, 'F503-1');
	ship_one('BESIDE-1');
	wait_for_state($node, 'announced', q{reference = 'BESIDE-1'});
	pass('a pause that somebody has locked holds up no other account');
	$user->query_safe('COMMIT');
	$user->quit;
}

# ----------
# A claim that cannot be given back
# ----------

# One call is on the way, and another is ready, when the account changes: what
# was not sent is given back, but for what a user has locked.
{
	my $user = $node->background_psql('postgres');
	my $crashes = sub { return scalar(() = slurp_file($node->logfile) =~ /terminated by signal/g) };
	my $before = $crashes->();

	empty_outbox($node, $sim);
	configure($node, 'postnl.max_connections = 1');
	$sim->suspend;
	my $list = join ', ', map { $barcode++; qq[ship('BACK-$_', '{"parcels": [{"barcode": "3SDEVC$barcode"}]}')] } 1 .. 12;
	$node->safe_psql('postgres', "SELECT $list");
	$node->poll_query_until('postgres', q{SELECT count(*) = 8 FROM postnl.shipment JOIN postnl.attempt USING (shipment_id)
		WHERE state = 'sending' AND ms IS NULL}) or die 'no two calls were made';
	my $last = $node->safe_psql('postgres', 'SELECT max(attempt_id) FROM postnl.attempt');
	$user->query_safe(q{BEGIN; SELECT FROM postnl.shipment WHERE state = 'sending'
		AND reference IN ('BACK-1', 'BACK-8') FOR UPDATE;});
	add_accounts($node, ', requests_per_minute => 900', 'default');
	$node->reload;
	$node->poll_query_until('postgres', "SELECT max(attempt_id) > $last FROM postnl.attempt")
	  or die 'the rest was not claimed anew';
	$sim->resume;
	$user->query_safe('COMMIT');
	announced_once($node, $sim, 12, 'what was given back late');
	is($crashes->(), $before, 'and no process ended for it');
	$user->quit;
	configure($node, 'postnl.max_connections');
}

no_damage($node);
$node->stop;
done_testing();
