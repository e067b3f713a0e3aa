/*
 * cache.h
 *		Answers that hold for some minutes, shared by all sessions.
 *
 * Kept in postnl.cache, an unlogged table, by account, operation and request.
 * An answer is visible to others once the transaction that got it commits.
 * Nothing is kept by transactions that cannot write: read only, on a standby.
 */
#ifndef PNL_PG_ASK_CACHE_H
#define PNL_PG_ASK_CACHE_H

#include "postgres.h"

#include "pg/account/account.h"
#include "pg/http/transfer.h"

/*
 * Puts a kept answer to the exchange's request, not older than that many
 * seconds, into the exchange as its document and body; false when there is
 * none.  "age" may be NULL.
 */
extern bool pnl_cache_recall(const PnlAccount *account, PnlExchange *exchange,
							 int max_age, int64 *age);

/* Keeps the exchange's answer. */
extern void pnl_cache_keep(const PnlAccount *account, const PnlExchange *exchange);

#endif							/* PNL_PG_ASK_CACHE_H */
