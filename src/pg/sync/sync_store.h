/*
 * sync_store.h
 *		What the answers of the sync become: status, events, notifications.
 */
#ifndef PNL_PG_SYNC_SYNC_STORE_H
#define PNL_PG_SYNC_SYNC_STORE_H

#include "postgres.h"

#include "pg/sync/sync_round.h"

/*
 * Writes what an answer says, or that there was none.  In a transaction;
 * throws where it cannot be written, and nothing of the answer is then.
 */
extern void pnl_sync_store(PnlAsk *ask);

#endif							/* PNL_PG_SYNC_SYNC_STORE_H */
