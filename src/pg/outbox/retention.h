/*
 * retention.h
 *		What is kept for a time only: attempts, events, labels, personal data.
 *
 * postnl_forget() clears before its time.
 */
#ifndef PNL_PG_OUTBOX_RETENTION_H
#define PNL_PG_OUTBOX_RETENTION_H

#include "postgres.h"

#include "pg/base/transaction.h"

typedef struct PnlRetention
{
	TimestampTz due_at;			/* 0 = now */
	bool		more;			/* old rows are left */
} PnlRetention;

/*
 * Where it is due, deletes, or clears, a batch of each kind that is older than
 * its setting says, in a transaction of its own: one that fails is logged.  A
 * procedure does all there is, since it may not come back soon.
 */
extern void pnl_retention_keep(PnlRetention *retention, PnlScope scope, MemoryContext scratch);

/*
 * Clears the personal data of all shipments with a reference, of an account
 * or, where it is NULL, of all, in the caller's transaction.  Returns how many
 * had any; throws 55000 where one is still to be sent.
 */
extern int	pnl_retention_forget(const char *reference, const char *account);

#endif							/* PNL_PG_OUTBOX_RETENTION_H */
