# What others create in a schema that they may write to takes the place of no operator and
# no function that our SQL uses: not when the extension is made or updated, not when it runs.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use PostnlTest;
use Test::More;

my ($node, $sim) = postnl_node('main', conf => "postnl.worker_naptime = '1d'\nmax_worker_processes = 16\n");

# Shadows of all that is used, made by a role that has no rights but to create them
my $sql     = "$FindBin::RealBin/../upgrade";
my @shadows = split /^(?=CREATE )/m, $node->safe_psql('postgres', "\\i $sql/catalogue.sql\n\\i $sql/shadows.sql");
my %planted = map { /^CREATE (?:OPERATOR|FUNCTION|AGGREGATE) public\.("?[^ ("]+)/ ? ($1 => 1) : () } @shadows;
my @missing = grep { !$planted{$_} } ('||', '#>>', '*', '/', '=', '~~', '>=', 'concat_ws', 'floor', 'to_char', 'min');
is("@missing", '', scalar(@shadows) . ' shadows, of all that is known to be used');
$node->safe_psql('postgres', 'CREATE ROLE mallory; CREATE DATABASE planted');
# in one message to the server, for there are many
$node->safe_psql('planted', join "\\;\n", 'GRANT CREATE ON SCHEMA public TO PUBLIC', 'SET log_statement = none',
	'SET ROLE mallory', map({ s/;(?: -- alike)?\s*\z//r } @shadows), 'RESET ROLE;');

# What depends on a shadow and is none
sub bound
{
	my ($database) = @_;
	return $node->safe_psql($database, <<'SQL');
SET search_path = pg_catalog;
WITH planted AS (
	SELECT 'pg_proc'::regclass AS class, oid AS id FROM pg_proc WHERE proowner = 'mallory'::regrole
	UNION ALL
	SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprowner = 'mallory'::regrole)
SELECT format('%s: %s', pg_describe_object(d.classid, d.objid, d.objsubid), pg_describe_object(d.refclassid, d.refobjid, 0))
FROM pg_depend AS d JOIN planted AS p ON p.class = d.refclassid AND p.id = d.refobjid
WHERE NOT EXISTS (SELECT FROM planted AS q WHERE q.class = d.classid AND q.id = d.objid)
ORDER BY 1
SQL
}

# Whether one ran; each says so in the server's log.
sub ran
{
	my ($offset) = @_;
	return join ' ', slurp_file($node->logfile, $offset) =~ /WARNING:  (planted.*)/g;
}

# 1.0 is fooled.  Shadows of like arguments would fool it into errors.
my @alike = map { /^CREATE OPERATOR (\S+) .* LEFTARG = (.*), RIGHTARG = (.*)\); -- alike$/m ? "DROP OPERATOR $1 ($2, $3)" : () } @shadows;
$node->safe_psql('postgres', 'CREATE DATABASE updated TEMPLATE planted');
$node->safe_psql('updated', join ";\n", @alike);
$node->safe_psql('updated', q{CREATE EXTENSION postnl VERSION '1.0'});
my $fooled = bound('updated');
like($fooled, qr/\Q$_\E/, "1.0 had $_")
  for 'view postnl.attention: operator public.||(text,bigint)', 'view postnl.shipment_status: operator public.#>>(jsonb,text)',
  'postnl_timeline(text): operator public.*(integer,numeric)',
  'postnl_timeline(text): function public.concat_ws(text,text,text,text,text)';
my $offset = -s $node->logfile;
my (undef, undef, $warnings) = $node->psql('updated', 'ALTER EXTENSION postnl UPDATE');
is(bound('updated'), '', 'the update binds what is ours');
is(scalar(() = $warnings =~ /WARNING: .* which is not of PostgreSQL/g), scalar(split /\n/, $fooled), 'and tells what was not');
like($warnings, qr/view postnl\.attention uses operator public\.\|\|\(text,bigint\), which/, 'by name');
is(ran($offset), '', 'none of them ran');

# A fresh one is not
$node->safe_psql('postgres', 'CREATE DATABASE fresh TEMPLATE planted');
$offset = -s $node->logfile;
$node->safe_psql('fresh', 'CREATE EXTENSION postnl');
is(bound('fresh'), '', 'CREATE EXTENSION binds none');

# Nor is what runs.  The path of the database has public first, so that every shadow would
# be found; functions in C lose what fixes theirs.
$node->safe_psql('fresh', <<'SQL');
DO $$
DECLARE f regprocedure;
BEGIN
	FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid OPERATOR(pg_catalog.=) p.prolang
		WHERE l.lanname OPERATOR(pg_catalog.=) 'c' AND p.proname OPERATOR(pg_catalog.~) '^postnl_' AND p.proconfig IS NOT NULL
	LOOP
		EXECUTE pg_catalog.format('ALTER FUNCTION %s RESET search_path', f);
	END LOOP;
END
$$;
ALTER DATABASE fresh SET search_path = public, pg_catalog;
SQL
my $description = q({"reference": "%s", "receiver": {"last_name": "de Ruiter", "street": "Bilderdijkstraat",
	"house_number": "9", "postal_code": "3572ZZ", "city": "Utrecht"}});
my $failed = '';

sub try
{
	my (@statements) = @_;
	foreach my $statement (@statements)
	{
		my (undef, undef, $error) = $node->psql('fresh', $statement);
		$failed .= "$statement: $error\n" if $error =~ /ERROR/;
	}
	return;
}

sub look
{
	my ($query, $expected) = @_;
	local $ENV{PGOPTIONS} = '-c search_path=pg_catalog';
	$node->poll_query_until('fresh', $query, $expected) or die "no $expected from $query";
	return;
}
try(q{SELECT postnl_account_set('shop', customer_code => 'DEVC', customer_number => '11223344', is_default => true)},
	q{SELECT postnl_account_key_set('shop', 'a-key')},
	sprintf(q{SELECT postnl_ship('%s'::jsonb)}, sprintf $description, 'A'));
look('SELECT state FROM postnl.shipment', 'announced');
try(q{CREATE TABLE orders (no text)},
	q{CREATE TRIGGER ship AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION postnl_ship_trigger('reference=no',
		'receiver.last_name:=X', 'receiver.street:=Y', 'receiver.house_number:=1', 'receiver.postal_code:=3572ZZ', 'receiver.city:=Utrecht')},
	q{INSERT INTO orders VALUES ('B'), ('C')});
look(q{SELECT DISTINCT state FROM postnl.shipment}, 'announced');
$node->safe_psql('postgres', 'ALTER SYSTEM SET postnl.workers = 0');
$node->reload;
wait_for_workers($node, 0, 'fresh');
try(map({ sprintf(q{SELECT postnl_ship('%s'::jsonb)}, sprintf $description, $_) } 'D' .. 'E'),
	q{SELECT postnl_cancel(4)}, q{SELECT postnl_requeue(4)}, q{CALL postnl_process()}, q{SELECT * FROM postnl_await(4)},
	sprintf(q{SELECT * FROM postnl_ship_now('%s'::jsonb)}, sprintf $description, 'F'),
	q{SELECT postnl_watch('3SDEMO0000004')}, q{SELECT * FROM postnl_sync()}, q{SELECT postnl_event_retry()},
	q{SELECT postnl_unwatch('3SDEMO0000004')}, q{SELECT * FROM postnl_track('3SDEMO0000004')},
	q{SELECT * FROM postnl_locations('3532VA')}, q{SELECT * FROM postnl_doctor()},
	q{SELECT * FROM postnl.stat_worker}, q{SELECT postnl_forget(reference => 'A')},
	q{SELECT postnl_account_delete('shop')});
is($failed, '', 'what is asked of it is done');
look(q{SELECT pg_catalog.string_agg(DISTINCT state, ' ') FROM postnl.shipment}, 'announced');
is(ran($offset), '', 'and no shadow ran meanwhile');

done_testing();
