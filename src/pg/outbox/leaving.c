/*
 * leaving.c
 *		The end of a process that has shipments in hand: told to, or by a crash.
 *
 * What a crash leaves behind is blamed on the shipment that was in hand alone
 * (queue.c); so a process that ends for any other reason gives back what it
 * has, also from the middle of a transaction.
 *
 * Rule for this file: nothing here may wait.  At the end of a process no
 * interrupt and no timeout is served.
 */
#include "postgres.h"

#include "access/xact.h"
#include "storage/ipc.h"
#include "utils/guc.h"
#include "utils/snapmgr.h"

#include "pg/outbox/leaving.h"
#include "pg/outbox/rows.h"

volatile sig_atomic_t pnl_leaving_was_asked = false;

static struct
{
	int			claimer;		/* 0 = none */
	PnlScope	scope;
}			present;

static void
set_locally(const char *name, const char *value)
{
	(void) set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0,
							 false);
}

/*
 * A session that gets here with a claimer was terminated, or has lost its
 * client.  A worker was told to end, or it met an error that it did not
 * survive, or has no postmaster: those are crashes.
 */
static void
give_back(int code, Datum argument)
{
	int			claimer = present.claimer;

	present.claimer = 0;
	if (claimer == 0 || (present.scope == PNL_IN_WORKER && !pnl_leaving_was_asked))
		return;
	AbortOutOfAnyTransaction();
	StartTransactionCommand();
	/* not even for a standby */
	set_locally("synchronous_commit", "local");
	set_locally("search_path", "pg_catalog, pg_temp");
	PushActiveSnapshot(GetTransactionSnapshot());
	pnl_rows_let_go(claimer);
	PopActiveSnapshot();
	CommitTransactionCommand();
}

void
pnl_leaving_watch(PnlScope scope, int claimer)
{
	static bool watched = false;

	present.scope = scope;
	present.claimer = claimer;
	if (!watched)
		before_shmem_exit(give_back, (Datum) 0);
	watched = true;
}

void
pnl_leaving_forget(void)
{
	present.claimer = 0;
}
