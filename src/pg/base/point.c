/*
 * point.c
 *		Named moments of a shipment's life, at which a test may end the process.
 */
#include "postgres.h"

#include "fmgr.h"

#include "pg/base/point.h"

static const char *const work_names[] = {
	"begin", "recover", "claim", "stock", "barcode", "attempt", "settle", "release"
};

StaticAssertDecl(lengthof(work_names) == PNL_POINT_WORKS,
				 "work_names has a name for each PnlPointWork");

static const char *const moment_names[] = {"starting", "started", "answered"};

/* Where a library of tests puts its function. */
static PnlPointHook *hook;

/* What the open transaction has done, a bit a PnlPointWork. */
static unsigned int done;

void
pnl_point_init(void)
{
	hook = (PnlPointHook *) find_rendezvous_variable("postnl_point");
}

static void
reach(const char *what, const char *moment)
{
	char		name[NAMEDATALEN];

	if (*hook == NULL)
		return;
	snprintf(name, sizeof(name), "%s.%s", what, moment);
	(*hook) (name);
}

void
pnl_point_note(PnlPointWork work)
{
	done |= 1U << work;
}

static void
reach_each(const char *moment)
{
	for (int work = 0; work < PNL_POINT_WORKS; work++)
		if ((done & (1U << work)) != 0)
			reach(work_names[work], moment);
}

void
pnl_point_committing(void)
{
	reach_each("committing");
}

void
pnl_point_committed(void)
{
	reach_each("committed");
	done = 0;
}

void
pnl_point_aborted(void)
{
	done = 0;
}

void
pnl_point_call(const char *kind, PnlPointMoment moment)
{
	reach(kind, moment_names[moment]);
}
