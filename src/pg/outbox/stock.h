/*
 * stock.h
 *		Barcodes of an account that were reserved ahead and are in nobody's hands.
 *
 * They come in by calls (call_barcodes.c), are handed out to claims, and what
 * nobody waits for is in postnl.barcode_pool: a barcode is taken from there by
 * one process only, and is gone when that commits.
 */
#ifndef PNL_PG_OUTBOX_STOCK_H
#define PNL_PG_OUTBOX_STOCK_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "pg/account/account.h"
#include "pg/outbox/claim.h"

/* Those of an account. */
typedef struct PnlStocks PnlStocks;

/* Those of one serie of it. */
typedef struct PnlStock PnlStock;

/* An account's, with nothing in it; in the current memory context, which has to live as long. */
extern PnlStocks *pnl_stock_make(const PnlAccount *account, int calls_per_minute);

/*
 * Looks what the waiting claims (PnlClaim) need, takes it from the pool as far
 * as it is there, hands it out, each claim getting all or nothing, and puts
 * into the pool what nobody waits for.  "looks" says that others may have
 * changed the pool.  In a transaction.
 */
extern void pnl_stock_hand_out(PnlStocks *stocks, const dlist_head *waiting, bool looks);

/* Whether some came in that are not handed out or stored yet. */
extern bool pnl_stock_has_news(const PnlStocks *stocks);

/*
 * When claims that wait for company go without, as the barcodes of others are
 * too long in coming; 0 = none are.
 */
extern TimestampTz pnl_stock_company_until(const PnlStocks *stocks);

/* The stock of the next serie: the first after NULL, NULL after the last one. */
extern PnlStock *pnl_stock_next(const PnlStocks *stocks, const PnlStock *previous);

/* Its serie, "" = PostNL's choice. */
extern const char *pnl_stock_serie(const PnlStock *stock);

/* How many to ask for in one call; 0 = none now. */
extern int	pnl_stock_find_wanted(PnlStock *stock, bool in_batches, TimestampTz now);

/* A call for so many was made; was started; was dropped. */
extern void pnl_stock_ask(PnlStock *stock, int count);
extern void pnl_stock_note_progress(PnlStock *stock);
extern void pnl_stock_drop_call(PnlStock *stock, int count);

/* A call for so many was answered with these; returns how many are of use. */
extern int	pnl_stock_receive(PnlStock *stock, int count, const List *barcodes);

/* Forgets what is not in the tables. */
extern void pnl_stock_forget(PnlStocks *stocks);

/* Removes what another node has reserved: in a transaction. */
extern void pnl_stock_clear_foreign(void);

#endif							/* PNL_PG_OUTBOX_STOCK_H */
