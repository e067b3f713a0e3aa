/*
 * lock_kind.h
 *		The advisory locks of the extension, all kinds of them.
 *
 * A lock of PostgreSQL's has a fourth field by which SQL's own functions tell
 * theirs apart (1 for one key of 64 bits, 2 for two keys of 32): ours have
 * other numbers there, so that no user's lock is in the way of them.
 */
#ifndef PNL_PG_BASE_LOCK_KIND_H
#define PNL_PG_BASE_LOCK_KIND_H

#include "postgres.h"

#include "miscadmin.h"
#include "storage/lock.h"

typedef enum PnlLockKind
{
	PNL_LOCK_WATCH = 1,			/* of SQL's functions: the barcodes that postnl_watch() adds */
	PNL_LOCK_CLAIMER = 3,		/* a claimer that lives (claimer.h) */
	PNL_LOCK_ROUND = 4,			/* an account whose parcels are asked for (sync_round.c) */
	PNL_LOCK_ANSWER = 6			/* a shipment whose answer is in hand (claimer.h) */
} PnlLockKind;

/* The initials of the extension, where a kind has only 32 bits to tell. */
#define PNL_LOCK_CLASS 0x504E4C

static inline LOCKTAG
pnl_lock_kind_tag(PnlLockKind kind, uint32 first, uint32 second)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, first, second, kind);
	return tag;
}

#endif							/* PNL_PG_BASE_LOCK_KIND_H */
