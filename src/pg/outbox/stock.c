/*
 * stock.c
 *		Barcodes of an account that were reserved ahead and are in nobody's hands.
 */
#include "postgres.h"

#include <math.h>

#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "core/label.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/point.h"
#include "pg/outbox/stock.h"
#include "pg/outbox/stock_sql.h"
#include "pg/process/shared.h"

/* How long company is waited for when no barcode comes. */
#define COMPANY_WAIT_MS 1000

/* Barcodes of one batch. */
#define MAX_BATCH 200

/* The demand of so long ago counts for a third. */
#define DEMAND_FADES_MS 5000

/* Barcodes in stock: single calls, and batches. */
#define MIN_SPARE 4
#define MAX_SPARE 16
#define MAX_SPARE_BATCHED 100

/* Under such a limit a call is too dear to be made before it is needed. */
#define SCARCE_PER_MINUTE 60

struct PnlStock
{
	dlist_node	node;
	PnlStocks  *stocks;
	char	   *serie;			/* "" = PostNL's choice */
	List	   *barcodes;		/* that came in and are not stored yet */
	int			in_pool;		/* in postnl.barcode_pool, when last looked at */
	int			asked_for;		/* by calls on the way */
	int			missing;		/* claims wait for so many */
	TimestampTz progress_at;	/* a call of its own was started or answered */
};

struct PnlStocks
{
	MemoryContext context;
	const PnlAccount *account;
	bool		scarce;			/* calls are */
	dlist_head	list;			/* PnlStock */
	double		demand;			/* barcodes used, fading within seconds */
	TimestampTz demand_at;
};

PnlStocks *
pnl_stock_make(const PnlAccount *account, int calls_per_minute)
{
	PnlStocks  *stocks = palloc0(sizeof(*stocks));

	stocks->context = CurrentMemoryContext;
	stocks->account = account;
	stocks->scarce = calls_per_minute > 0 && calls_per_minute <= SCARCE_PER_MINUTE;
	dlist_init(&stocks->list);
	return stocks;
}

/* The stock of a serie, made as needed. */
static PnlStock *
find_stock(PnlStocks *stocks, const char *serie)
{
	MemoryContext previous;
	PnlStock   *stock;
	dlist_iter	iter;

	dlist_foreach(iter, &stocks->list)
	{
		stock = dlist_container(PnlStock, node, iter.cur);
		if (strcmp(stock->serie, serie) == 0)
			return stock;
	}
	previous = MemoryContextSwitchTo(stocks->context);
	stock = palloc0(sizeof(*stock));
	stock->stocks = stocks;
	stock->serie = pstrdup(serie);
	dlist_push_tail(&stocks->list, &stock->node);
	MemoryContextSwitchTo(previous);
	return stock;
}

/* ----------
 * The pool
 * ----------
 */

static PnlArgText
account_argument(const PnlStock *stock)
{
	return pnl_arg_text(stock->stocks->account->name);
}

static PnlArgText
environment_argument(const PnlStock *stock)
{
	return pnl_arg_text(pnl_environment_name(stock->stocks->account->environment));
}

static int
count_pool(const PnlStock *stock)
{
	PnlCatalog	catalog;
	int			count;

	pnl_catalog_open(&catalog);
	PNL_RUN(count_barcodes, .account = account_argument(stock),
			.environment = environment_argument(stock), .serie = pnl_arg_text(stock->serie),
			.most = pnl_arg_int4(MAX_BATCH));
	count = PNL_ROW(count_barcodes, 0, CurrentMemoryContext)->count;
	pnl_catalog_close(&catalog);
	return count;
}

/* Adds barcodes of the pool to those that came in. */
static void
take_from_pool(PnlStock *stock)
{
	int			wanted = stock->missing - list_length(stock->barcodes);
	PnlCatalog	catalog;
	int			taken;

	if (wanted <= 0 || stock->in_pool <= 0)
		return;
	pnl_catalog_open(&catalog);
	taken = (int) PNL_RUN(take_barcodes, .account = account_argument(stock),
						  .environment = environment_argument(stock),
						  .serie = pnl_arg_text(stock->serie), .most = pnl_arg_int4(wanted));
	for (int i = 0; i < taken; i++)
	{
		char	   *barcode = PNL_ROW(take_barcodes, i, CurrentMemoryContext)->barcode;
		MemoryContext previous = MemoryContextSwitchTo(stock->stocks->context);

		stock->barcodes = lappend(stock->barcodes, pstrdup(barcode));
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	stock->in_pool -= taken;
	/* another process took the rest */
	if (taken < wanted)
		stock->in_pool = 0;
}

/* What nobody waits for goes into the pool. */
static void
put_into_pool(PnlStock *stock)
{
	PnlCatalog	catalog;

	if (stock->barcodes == NIL || stock->missing > 0)
		return;
	pnl_catalog_open(&catalog);
	PNL_RUN(put_barcodes, .account = account_argument(stock),
			.environment = environment_argument(stock), .serie = pnl_arg_text(stock->serie),
			.barcodes = pnl_arg_text_array(pnl_catalog_text_array(stock->barcodes)));
	pnl_point_note(PNL_POINT_STOCK);
	pnl_catalog_close(&catalog);
	stock->in_pool += list_length(stock->barcodes);
	list_free_deep(stock->barcodes);
	stock->barcodes = NIL;
}

void
pnl_stock_clear_foreign(void)
{
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	PNL_RUN_PLAIN(clear_foreign);
	pnl_catalog_close(&catalog);
}

/* ----------
 * Handing out
 * ----------
 */

static void
fade_demand(PnlStocks *stocks, TimestampTz now)
{
	double		ms = (double) (now - stocks->demand_at) / 1000;

	stocks->demand *= exp(-Max(ms, 0) / DEMAND_FADES_MS);
	stocks->demand_at = now;
}

static void
count_missing(PnlStocks *stocks, const dlist_head *waiting)
{
	dlist_iter	iter;

	dlist_foreach(iter, &stocks->list)
	{
		dlist_container(PnlStock, node, iter.cur)->missing = 0;
	}
	dlist_foreach(iter, unconstify(dlist_head *, waiting))
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		int			missing = pnl_claim_missing_barcodes(claim);

		if (missing > 0)
			find_stock(stocks, claim->serie)->missing += missing;
	}
}

static void
give_barcodes(PnlStock *stock, PnlClaim *claim)
{
	for (int i = 0; i < claim->shipment->parcel_count; i++)
	{
		char	   *barcode;

		if (claim->parcels[i].barcode != NULL)
			continue;
		barcode = linitial(stock->barcodes);
		claim->parcels[i].barcode = MemoryContextStrdup(claim->context, barcode);
		stock->barcodes = list_delete_first(stock->barcodes);
		stock->missing--;
		pfree(barcode);
		fade_demand(stock->stocks, GetCurrentTimestamp());
		stock->stocks->demand++;
	}
}

/* Each claim gets all that it needs, or none yet. */
static void
give_to_waiting(PnlStocks *stocks, const dlist_head *waiting)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, waiting))
	{
		PnlClaim   *claim = dlist_container(PnlClaim, node, iter.cur);
		int			missing = pnl_claim_missing_barcodes(claim);
		PnlStock   *stock;

		if (missing == 0)
			continue;
		stock = find_stock(stocks, claim->serie);
		if (list_length(stock->barcodes) >= missing)
			give_barcodes(stock, claim);
	}
}

void
pnl_stock_hand_out(PnlStocks *stocks, const dlist_head *waiting, bool looks)
{
	dlist_iter	iter;

	count_missing(stocks, waiting);
	dlist_foreach(iter, &stocks->list)
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		if (looks)
			stock->in_pool = count_pool(stock);
		take_from_pool(stock);
	}
	give_to_waiting(stocks, waiting);
	dlist_foreach(iter, &stocks->list)
	{
		put_into_pool(dlist_container(PnlStock, node, iter.cur));
	}
}

bool
pnl_stock_has_news(const PnlStocks *stocks)
{
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &stocks->list))
	{
		if (dlist_container(PnlStock, node, iter.cur)->barcodes != NIL)
			return true;
	}
	return false;
}

TimestampTz
pnl_stock_company_until(const PnlStocks *stocks)
{
	TimestampTz until = 0;
	dlist_iter	iter;

	dlist_foreach(iter, unconstify(dlist_head *, &stocks->list))
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		if (stock->missing > 0 && stock->asked_for > 0)
			until = Max(until, TimestampTzPlusMilliseconds(stock->progress_at, COMPANY_WAIT_MS));
	}
	return until;
}

/* ----------
 * Asking
 * ----------
 */

PnlStock *
pnl_stock_next(const PnlStocks *stocks, const PnlStock *previous)
{
	dlist_head *list = unconstify(dlist_head *, &stocks->list);
	dlist_node *last = previous != NULL ? unconstify(dlist_node *, &previous->node) : NULL;

	if (last == NULL)
		return dlist_is_empty(list) ? NULL : dlist_head_element(PnlStock, node, list);
	return dlist_has_next(list, last) ?
		dlist_container(PnlStock, node, dlist_next_node(list, last)) : NULL;
}

const char *
pnl_stock_serie(const PnlStock *stock)
{
	return stock->serie;
}

/* How many to keep ready, of the common serie. */
static int
find_spare(PnlStock *stock, bool in_batches, TimestampTz now)
{
	PnlStocks  *stocks = stock->stocks;

	if (*stock->serie != '\0')
		return 0;
	fade_demand(stocks, now);
	if (stocks->scarce && !in_batches)
		return 1;
	return (int) Min(Max(stocks->demand / 4, MIN_SPARE),
					 in_batches ? MAX_SPARE_BATCHED : MAX_SPARE);
}

int
pnl_stock_find_wanted(PnlStock *stock, bool in_batches, TimestampTz now)
{
	/* else the barcodes of many take all turns, and those of the first labels too */
	int			calls = stock->stocks->scarce ? PNL_LEGACY_CALL_PARCELS :
		pnl_guc_max_connections * 2;
	int			spare = find_spare(stock, in_batches, now);
	int			wanted = stock->missing + spare - list_length(stock->barcodes) -
		stock->in_pool - stock->asked_for;

	if (!in_batches)
		return wanted > 0 && stock->asked_for < calls ? 1 : 0;
	/* a batch is ordered when somebody waits, or the half is gone */
	if (wanted > spare / 2 || (wanted > 0 && stock->missing > 0))
		return Min(Max(wanted, spare), MAX_BATCH);
	return 0;
}

void
pnl_stock_ask(PnlStock *stock, int count)
{
	stock->asked_for += count;
}

void
pnl_stock_note_progress(PnlStock *stock)
{
	stock->progress_at = GetCurrentTimestamp();
}

void
pnl_stock_drop_call(PnlStock *stock, int count)
{
	stock->asked_for -= count;
}

static bool
has_barcode(const PnlStock *stock, const char *barcode)
{
	for (int i = 0; i < list_length(stock->barcodes); i++)
		if (strcmp(list_nth(stock->barcodes, i), barcode) == 0)
			return true;
	return false;
}

int
pnl_stock_receive(PnlStock *stock, int count, const List *barcodes)
{
	MemoryContext previous = MemoryContextSwitchTo(stock->stocks->context);
	int			taken = 0;

	stock->asked_for -= count;
	pnl_stock_note_progress(stock);
	for (int i = 0; i < list_length(barcodes); i++)
	{
		char	   *barcode = list_nth(barcodes, i);

		if (has_barcode(stock, barcode))
			continue;
		stock->barcodes = lappend(stock->barcodes, pstrdup(barcode));
		pnl_shared_counters()->barcodes++;
		taken++;
	}
	MemoryContextSwitchTo(previous);
	return taken;
}

void
pnl_stock_forget(PnlStocks *stocks)
{
	dlist_iter	iter;

	dlist_foreach(iter, &stocks->list)
	{
		PnlStock   *stock = dlist_container(PnlStock, node, iter.cur);

		list_free_deep(stock->barcodes);
		stock->barcodes = NIL;
		stock->in_pool = 0;
	}
}
