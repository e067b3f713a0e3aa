/*
 * upkeep.c
 *		What keeps the outbox in order: claims of the dead, deadlines.
 *
 * A claimer holds a lock of its number for as long as it lives.  Whoever can
 * take the lock knows that it is dead, also after a crash of the server and
 * without shared memory of ours.  An answer that cannot be stored yet has such
 * a lock too: its claim is left alone after its lease, which cannot be
 * prolonged while somebody else has the row locked.
 *
 * Rule for this file: no statement waits for a row that a user has locked.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/pg_prng.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "pg/account/node.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/notify.h"
#include "pg/base/point.h"
#include "pg/base/statement.h"
#include "pg/outbox/outbox.h"
#include "pg/outbox/upkeep.h"

/*
 * Advisory locks with a fourth field that SQL's functions do not use (they
 * have 1 and 2), and the initials of the extension.
 */
#define CLAIMER_LOCK_KIND 3
#define CLAIMER_LOCK_CLASS 0x504E4C

/* Claimers are numbered from 1: this one is the claimer of suspects. */
#define SUSPECTS 0

/* The same with the number of a shipment (the sync has 4). */
#define ANSWER_LOCK_KIND 6

/* Rows changed in one transaction. */
#define BATCH "1000"

/* The call that was made for a shipment "s", and has no outcome. */
#define OPEN_ATTEMPT \
	"(SELECT max(a.attempt_id) FROM postnl.attempt AS a" \
	" WHERE a.shipment_id = s.shipment_id AND a.ms IS NULL AND a.error IS NULL) AS attempt_id"

static PnlStatement find_claimers = {
	.sql = "SELECT DISTINCT claimed_by FROM postnl.shipment WHERE state = 'sending'"
	PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE),
};

static PnlStatement find_expired = {
	.sql = "SELECT shipment_id FROM postnl.shipment WHERE state = 'sending'"
	" AND claimed_until < clock_timestamp()" PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE),
};

/* What somebody else has locked is left alone. */
#define UNLOCKED(rows) \
	"shipment_id = ANY (ARRAY(SELECT shipment_id FROM postnl.shipment WHERE " rows \
	" FOR NO KEY UPDATE SKIP LOCKED))"

#define UNLOCKED_ATTEMPTS(named_by) \
	"attempt_id = ANY (ARRAY(SELECT attempt_id FROM postnl.attempt" \
	" WHERE attempt_id = ANY (ARRAY(SELECT x.attempt_id FROM " named_by " AS x))" \
	" FOR NO KEY UPDATE SKIP LOCKED))"

/* Those of the claimer's. */
#define OWN_UNLOCKED \
	UNLOCKED("shipment_id = ANY ($2) AND state = 'sending' AND claimed_by = $1")

/*
 * An attempt without an outcome: PostNL may have been told.  Without one it
 * was not, and the attempt does not count; the crash does.  A process that is
 * asked to end gives its claims back, so who is dead and has some has crashed.
 */
static PnlStatement recover = {
	.sql = "WITH lost AS ("
	"SELECT s.shipment_id, " OPEN_ATTEMPT ","
	" s.claimed_by = ANY ($1) AS crashed,"
	" s.claimed_by = ANY ($1) AND s.crashes > 0 AND NOT EXISTS (SELECT"
	" FROM postnl.shipment AS other WHERE other.state = 'sending'"
	" AND other.claimed_by = s.claimed_by AND other.shipment_id <> s.shipment_id) AS guilty"
	" FROM postnl.shipment AS s WHERE s.state = 'sending'"
	PNL_SINCE_1_1(" AND s.node = " PNL_OWN_NODE)
	" AND (s.claimed_by = ANY ($1)"
	" OR (s.claimed_until < clock_timestamp() AND s.shipment_id <> ALL ($3)))"
	" FOR NO KEY UPDATE SKIP LOCKED),"
	" ended AS (UPDATE postnl.attempt SET error = '57P02'"
	" WHERE " UNLOCKED_ATTEMPTS("lost") ")"
	" UPDATE postnl.shipment AS s SET"
	" state = CASE WHEN lost.guilty OR (lost.attempt_id IS NOT NULL AND attempts >= $2)"
	" THEN 'failed' ELSE 'queued' END,"
	" next_attempt_at = clock_timestamp() + make_interval(secs => least(crashes * crashes, 600)),"
	" crashes = crashes + (lost.crashed OR lost.attempt_id IS NOT NULL)::integer,"
	" attempts = attempts - (lost.attempt_id IS NULL)::integer,"
	" in_doubt = in_doubt OR lost.attempt_id IS NOT NULL,"
	" error_code = CASE WHEN lost.crashed OR lost.attempt_id IS NOT NULL THEN '57P02'"
	" ELSE error_code END,"
	" error = CASE WHEN lost.guilty THEN 'the server crashed twice while it was being sent, the"
	" last time with nothing else in hand; see the server log, then postnl_requeue() tries again'"
	" WHEN lost.attempt_id IS NOT NULL"
	" THEN 'the process that was sending it ended before an answer came'"
	" WHEN lost.crashed THEN 'the process that was to send it ended before PostNL was called'"
	" ELSE error END,"
	PNL_SINCE_1_1(" error_detail = CASE WHEN NOT lost.crashed AND lost.attempt_id IS NULL"
				  " THEN error_detail END,")
	" claimed_by = NULL, claimed_until = NULL"
	" FROM lost WHERE s.shipment_id = lost.shipment_id"
	" RETURNING s.shipment_id, s.reference, s.state",
	.argument_count = 3,
	.argument_types = {INT4ARRAYOID, INT4OID, INT8ARRAYOID},
};

static PnlStatement prolong = {
	.sql = "UPDATE postnl.shipment"
	" SET claimed_until = clock_timestamp() + make_interval(secs => $3)"
	" WHERE " OWN_UNLOCKED,
	.argument_count = 3,
	.argument_types = {INT4OID, INT8ARRAYOID, INT4OID},
};

/*
 * With the attempts that were written for calls that will not be made.
 * Returns those that somebody else has locked.
 */
static PnlStatement release = {
	.sql = "WITH released AS (UPDATE postnl.shipment SET state = 'queued',"
	" attempts = attempts - 1, claimed_by = NULL, claimed_until = NULL"
	" WHERE " OWN_UNLOCKED " RETURNING shipment_id),"
	" unmade AS (DELETE FROM postnl.attempt AS a USING released AS r"
	" WHERE a.shipment_id = r.shipment_id AND a.ms IS NULL AND a.error IS NULL)"
	" SELECT s.shipment_id FROM postnl.shipment AS s"
	" WHERE s.shipment_id = ANY ($2) AND s.state = 'sending' AND s.claimed_by = $1"
	" AND s.shipment_id <> ALL (ARRAY(SELECT r.shipment_id FROM released AS r))",
	.argument_count = 2,
	.argument_types = {INT4OID, INT8ARRAYOID},
};

/* Of these PostNL was told, and no answer came, or none could be stored. */
static PnlStatement abandon = {
	.sql = "WITH abandoned AS (UPDATE postnl.shipment SET state = 'queued',"
	" attempts = attempts - 1, in_doubt = true, next_attempt_at = clock_timestamp(),"
	" error_code = '57P01', error = 'the worker was stopped before an answer came',"
	PNL_SINCE_1_1(" error_detail = NULL,")
	" claimed_by = NULL, claimed_until = NULL"
	" WHERE " OWN_UNLOCKED " RETURNING shipment_id)"
	" UPDATE postnl.attempt AS a SET error = '57P01' FROM abandoned AS b"
	" WHERE a.shipment_id = b.shipment_id AND a.ms IS NULL AND a.error IS NULL",
	.argument_count = 2,
	.argument_types = {INT4OID, INT8ARRAYOID},
};

/* The same for all of a claimer's, of which only the tables tell. */
static PnlStatement let_go = {
	.sql = "WITH ours AS ("
	"SELECT s.shipment_id, " OPEN_ATTEMPT
	" FROM postnl.shipment AS s WHERE s.state = 'sending' AND s.claimed_by = $1"
	" FOR NO KEY UPDATE SKIP LOCKED),"
	" ended AS (UPDATE postnl.attempt SET error = '57P01'"
	" WHERE " UNLOCKED_ATTEMPTS("ours") ")"
	" UPDATE postnl.shipment AS s SET state = 'queued', attempts = attempts - 1,"
	" in_doubt = in_doubt OR ours.attempt_id IS NOT NULL,"
	" error_code = CASE WHEN ours.attempt_id IS NOT NULL THEN '57P01' ELSE error_code END,"
	" error = CASE WHEN ours.attempt_id IS NOT NULL"
	" THEN 'the worker was stopped before an answer came' ELSE error END,"
	PNL_SINCE_1_1(" error_detail = CASE WHEN ours.attempt_id IS NULL THEN error_detail END,")
	" claimed_by = NULL, claimed_until = NULL"
	" FROM ours WHERE s.shipment_id = ours.shipment_id",
	.argument_count = 1,
	.argument_types = {INT4OID},
};

static PnlStatement fail_queued = {
	.sql = "UPDATE postnl.shipment SET state = 'failed', error_code = '55000', error = $3"
	PNL_SINCE_1_1(", error_detail = NULL")
	" WHERE shipment_id = ANY (ARRAY("
	"SELECT shipment_id FROM postnl.shipment WHERE state = 'queued'"
	PNL_SINCE_1_1(" AND node = " PNL_OWN_NODE)
	" AND account = $1 AND environment = $2 LIMIT " BATCH " FOR NO KEY UPDATE SKIP LOCKED))"
	" RETURNING shipment_id, reference, state",
	.argument_count = 3,
	.argument_types = {TEXTOID, TEXTOID, TEXTOID},
};

static PnlStatement fail_overdue = {
	.sql = "UPDATE postnl.shipment AS s SET state = 'failed',"
	" error_code = p.error_code, error = p.error"
	PNL_SINCE_1_1(", error_detail = p.error_detail")
	" FROM postnl.pause AS p"
	" WHERE p.account = s.account AND p.environment = s.environment"
	" AND s.shipment_id = ANY (ARRAY("
	"SELECT q.shipment_id FROM postnl.pause AS p2 JOIN postnl.shipment AS q"
	" ON q.state = 'queued'" PNL_SINCE_1_1(" AND q.node = " PNL_OWN_NODE)
	" AND q.account = p2.account AND q.environment = p2.environment"
	" AND q.queued_at < clock_timestamp() - make_interval(secs => $1)"
	" LIMIT " BATCH " FOR NO KEY UPDATE OF q SKIP LOCKED))"
	" RETURNING s.shipment_id, s.reference, s.state",
	.argument_count = 1,
	.argument_types = {INT4OID},
};

/* ----------
 * Claimers
 * ----------
 */

static LOCKTAG
claimer_tag(int claimer)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, CLAIMER_LOCK_CLASS, (uint32) claimer,
						 CLAIMER_LOCK_KIND);
	return tag;
}

int
pnl_upkeep_become_claimer(void)
{
	for (;;)
	{
		int			claimer = (int) pg_prng_uint64_range(&pg_global_prng_state, 1, INT_MAX);
		LOCKTAG		tag = claimer_tag(claimer);

		if (LockAcquire(&tag, ExclusiveLock, true, true) == LOCKACQUIRE_OK)
			return claimer;
	}
}

void
pnl_upkeep_stop_claiming(int claimer)
{
	LOCKTAG		tag = claimer_tag(claimer);

	LockRelease(&tag, ExclusiveLock, true);
}

bool
pnl_upkeep_hold_suspects(void)
{
	LOCKTAG		tag = claimer_tag(SUSPECTS);

	return LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL;
}

void
pnl_upkeep_release_suspects(void)
{
	pnl_upkeep_stop_claiming(SUSPECTS);
}

static bool
is_dead(int claimer)
{
	LOCKTAG		tag = claimer_tag(claimer);

	if (LockAcquire(&tag, ExclusiveLock, false, true) == LOCKACQUIRE_NOT_AVAIL)
		return false;
	LockRelease(&tag, ExclusiveLock, false);
	return true;
}

static int64
id_column(uint64 row)
{
	bool		isnull;

	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1,
									   &isnull));
}

/* Notifies of each row that a statement returned: number, reference, state. */
static void
notify_rows(void)
{
	for (uint64 row = 0; row < SPI_processed; row++)
		pnl_notify_state(id_column(row), pnl_catalog_text(row, 2, CurrentMemoryContext),
						 pnl_catalog_text(row, 3, CurrentMemoryContext));
}

/* ----------
 * Answers in hand
 * ----------
 */

static LOCKTAG
answer_tag(int64 shipment_id)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, (uint32) ((uint64) shipment_id >> 32),
						 (uint32) shipment_id, ANSWER_LOCK_KIND);
	return tag;
}

void
pnl_upkeep_hold_answer(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);

	(void) LockAcquire(&tag, ExclusiveLock, true, true);
}

void
pnl_upkeep_let_answer_go(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);

	LockRelease(&tag, ExclusiveLock, true);
}

/* Whether a process that lives, this one perhaps, has the answer in hand. */
static bool
is_answer_held(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);
	LockAcquireResult result = LockAcquire(&tag, ExclusiveLock, false, true);

	if (result != LOCKACQUIRE_NOT_AVAIL)
		LockRelease(&tag, ExclusiveLock, false);
	return result != LOCKACQUIRE_OK;
}

/* ----------
 * Claims of the dead
 * ----------
 */

/* The claimers that are dead. */
static Datum
find_dead(int claimer)
{
	Datum	   *dead;
	int			count = 0;

	pnl_statement_execute(&find_claimers, NULL, NULL);
	dead = palloc(Max(SPI_processed, 1) * sizeof(Datum));
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		bool		isnull;
		Datum		number = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1,
										   &isnull);

		if (DatumGetInt32(number) != claimer && is_dead(DatumGetInt32(number)))
			dead[count++] = number;
	}
	return PointerGetDatum(construct_array(dead, count, INT4OID, sizeof(int32), true,
										   TYPALIGN_INT));
}

/* Claims whose lease is over, and whose claimer has the answer all the same. */
static Datum
find_held(void)
{
	int64	   *held;
	int			count = 0;

	pnl_statement_execute(&find_expired, NULL, NULL);
	held = palloc(Max(SPI_processed, 1) * sizeof(int64));
	for (uint64 row = 0; row < SPI_processed; row++)
		if (is_answer_held(id_column(row)))
			held[count++] = id_column(row);
	return pnl_catalog_id_array(held, count);
}

void
pnl_upkeep_recover(int claimer)
{
	PnlCatalog	catalog;
	Datum		values[3];

	pnl_catalog_open(&catalog);
	values[0] = find_dead(claimer);
	if (SPI_processed > 0)
	{
		values[1] = Int32GetDatum(pnl_guc_ship_attempts);
		values[2] = find_held();
		pnl_statement_execute(&recover, values, NULL);
		if (SPI_processed > 0)
			pnl_point_note(PNL_POINT_RECOVER);
		notify_rows();
	}
	pnl_catalog_close(&catalog);
}

int
pnl_upkeep_prolong(int claimer, const int64 *shipment_ids, int count)
{
	PnlCatalog	catalog;
	Datum		values[3];
	int			prolonged;

	pnl_catalog_open(&catalog);
	values[0] = Int32GetDatum(claimer);
	values[1] = pnl_catalog_id_array(shipment_ids, count);
	values[2] = Int32GetDatum(pnl_outbox_lease_s());
	pnl_statement_execute(&prolong, values, NULL);
	prolonged = (int) SPI_processed;
	pnl_catalog_close(&catalog);
	return prolonged;
}

int
pnl_upkeep_release(int claimer, const int64 *shipment_ids, int count, int64 *left)
{
	PnlCatalog	catalog;
	Datum		values[2];
	int			left_count;

	pnl_catalog_open(&catalog);
	values[0] = Int32GetDatum(claimer);
	values[1] = pnl_catalog_id_array(shipment_ids, count);
	pnl_statement_execute(&release, values, NULL);
	left_count = (int) SPI_processed;
	for (int i = 0; i < left_count; i++)
		left[i] = id_column(i);
	if (left_count < count)
		pnl_point_note(PNL_POINT_RELEASE);
	pnl_catalog_close(&catalog);
	return left_count;
}

void
pnl_upkeep_abandon(int claimer, const int64 *shipment_ids, int count)
{
	PnlCatalog	catalog;
	Datum		values[2];

	pnl_catalog_open(&catalog);
	values[0] = Int32GetDatum(claimer);
	values[1] = pnl_catalog_id_array(shipment_ids, count);
	pnl_statement_execute(&abandon, values, NULL);
	if (count > 0)
		pnl_point_note(PNL_POINT_RELEASE);
	pnl_catalog_close(&catalog);
}

/* Whether a table of ours may be written at once. */
static bool
lock_table(const char *name)
{
	Oid			schema = get_namespace_oid("postnl", true);
	Oid			table = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	return OidIsValid(table) && ConditionalLockRelationOid(table, RowExclusiveLock);
}

void
pnl_upkeep_let_go(int claimer)
{
	PnlCatalog	catalog;
	Datum		value = Int32GetDatum(claimer);

	if (!lock_table("shipment") || !lock_table("attempt"))
		return;
	pnl_catalog_open(&catalog);
	pnl_statement_execute(&let_go, &value, NULL);
	pnl_catalog_close(&catalog);
}

/* ----------
 * Deadlines
 * ----------
 */

void
pnl_upkeep_fail_queued(const char *account, PnlEnvironment environment, const char *reason)
{
	PnlCatalog	catalog;
	Datum		values[3];

	pnl_catalog_open(&catalog);
	values[0] = CStringGetTextDatum(account);
	values[1] = CStringGetTextDatum(pnl_account_environment_name(environment));
	values[2] = CStringGetTextDatum(reason);
	pnl_statement_execute(&fail_queued, values, NULL);
	notify_rows();
	pnl_catalog_close(&catalog);
}

void
pnl_upkeep_fail_overdue(void)
{
	PnlCatalog	catalog;
	Datum		value = Int32GetDatum(pnl_guc_ship_deadline);

	pnl_catalog_open(&catalog);
	pnl_statement_execute(&fail_overdue, &value, NULL);
	notify_rows();
	pnl_catalog_close(&catalog);
}
