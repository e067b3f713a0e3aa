/*
 * sync.h
 *		Keeps status and events of the parcels that are followed up to date.
 *
 * For each account, rounds (sync_round.h): the bulk feed tells which parcels
 * changed, those are asked for, and what the feed does not tell of is polled.
 * A sync belongs to one process: a worker, or a session in postnl_sync().  No
 * transaction is open in a worker while calls are on the way.
 */
#ifndef PNL_PG_SYNC_H
#define PNL_PG_SYNC_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/base/transaction.h"
#include "pg/sync/sync_round.h"

typedef struct PnlSync PnlSync;

/*
 * Begins.  "role" has to be allowed to use the accounts.  In a function, the
 * accounts (only "account" unless it is NULL) get one round each, now, due or
 * not; a worker goes on for ever.
 */
extern PnlSync *pnl_sync_begin(PnlScope scope, Oid role, const char *account);

/* Milliseconds until something is to be done that nobody will tell of. */
extern int64 pnl_sync_timeout(const PnlSync *sync);

/* Takes an answer that has come; false when it is to no question of the sync. */
extern bool pnl_sync_take(PnlSync *sync, PnlExchange *exchange);

/* Parcels may have become due. */
extern void pnl_sync_look(PnlSync *sync);

/*
 * Accounts or settings may have changed: rounds stop, and begin anew with
 * what is left to do.
 */
extern void pnl_sync_reload(PnlSync *sync);

/*
 * Does what can be done now, with "room" calls on the way at most.  Returns
 * false when there is nothing in hand.
 */
extern bool pnl_sync_act(PnlSync *sync, int room);

/* What its rounds did, PnlSyncReport's. */
extern List *pnl_sync_reports(const PnlSync *sync);

/* Ends: what is on the way is dropped, and asked again by whoever is next. */
extern void pnl_sync_end(PnlSync *sync);

#endif							/* PNL_PG_SYNC_H */
