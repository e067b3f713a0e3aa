/*
 * claimer.c
 *		Who claims shipments, and whether it still lives.
 */
#include "postgres.h"

#include "common/pg_prng.h"

#include "pg/base/lock_kind.h"
#include "pg/outbox/claimer.h"

/* Claimers are numbered from 1: this one is the claimer of suspects. */
#define SUSPECTS 0

static LOCKTAG
claimer_tag(int claimer)
{
	return pnl_lock_kind_tag(PNL_LOCK_CLAIMER, PNL_LOCK_CLASS, (uint32) claimer);
}

int
pnl_claimer_become(void)
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
pnl_claimer_stop(int claimer)
{
	LOCKTAG		tag = claimer_tag(claimer);

	LockRelease(&tag, ExclusiveLock, true);
}

bool
pnl_claimer_hold_suspects(void)
{
	LOCKTAG		tag = claimer_tag(SUSPECTS);

	return LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL;
}

void
pnl_claimer_release_suspects(void)
{
	pnl_claimer_stop(SUSPECTS);
}

bool
pnl_claimer_is_dead(int claimer)
{
	LOCKTAG		tag = claimer_tag(claimer);

	if (LockAcquire(&tag, ExclusiveLock, false, true) == LOCKACQUIRE_NOT_AVAIL)
		return false;
	LockRelease(&tag, ExclusiveLock, false);
	return true;
}

/* ----------
 * Answers in hand
 * ----------
 */

static LOCKTAG
answer_tag(int64 shipment_id)
{
	return pnl_lock_kind_tag(PNL_LOCK_ANSWER, (uint32) ((uint64) shipment_id >> 32),
							 (uint32) shipment_id);
}

void
pnl_claimer_hold_answer(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);

	(void) LockAcquire(&tag, ExclusiveLock, true, true);
}

void
pnl_claimer_let_answer_go(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);

	LockRelease(&tag, ExclusiveLock, true);
}

bool
pnl_claimer_has_answer(int64 shipment_id)
{
	LOCKTAG		tag = answer_tag(shipment_id);
	LockAcquireResult result = LockAcquire(&tag, ExclusiveLock, false, true);

	if (result != LOCKACQUIRE_NOT_AVAIL)
		LockRelease(&tag, ExclusiveLock, false);
	return result != LOCKACQUIRE_OK;
}
