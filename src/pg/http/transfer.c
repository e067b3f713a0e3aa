/*
 * transfer.c
 *		HTTP transfers that run side by side and obey interrupts.
 *
 * Interrupts are processed in pnl_transfer_wait() and pnl_transfer_wait_any()
 * only, where no libcurl frame is on the stack (see multi.h).
 *
 * Every set is linked into open_sets before libcurl hears of it, so that
 * release_sets() finds what an error left behind.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "pg/base/compat.h"
#include "pg/http/multi.h"
#include "pg/http/sockets.h"
#include "pg/http/transfer.h"

struct PnlTransferSet
{
	dlist_node	node;			/* in open_sets */
	ResourceOwner owner;		/* NULL = the caller ends the set */
	MemoryContext context;		/* holds the set and its exchanges */
	PnlRoute	route;
	dlist_head	idle;			/* exchanges that were given back */
	dlist_head	held;			/* in the caller's hands */
	dlist_head	running;
	dlist_head	completed;		/* not yet handed to the caller */
	int			outstanding;	/* running or completed */
};

static dlist_head open_sets = DLIST_STATIC_INIT(open_sets);

static bool callback_is_registered = false;

/* ----------
 * Sets
 * ----------
 */

static void
free_exchanges(dlist_head *list)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, list)
	{
		pnl_exchange_free(dlist_container(PnlExchange, node, iter.cur));
		dlist_delete(iter.cur);
	}
}

static void
free_set(PnlTransferSet *set)
{
	dlist_delete(&set->node);
	free_exchanges(&set->running);
	free_exchanges(&set->completed);
	free_exchanges(&set->held);
	free_exchanges(&set->idle);
	pnl_endpoint_close(&set->route);
	MemoryContextDelete(set->context);
	if (dlist_is_empty(&open_sets))
		pnl_multi_release_fds();
}

/* Frees the sets that a resource owner leaves behind. */
static void
release_sets(ResourceReleasePhase phase, bool is_commit, bool is_top_level,
			 void *arg)
{
	dlist_mutable_iter iter;

	(void) is_top_level;
	(void) arg;
	if (phase != RESOURCE_RELEASE_AFTER_LOCKS)
		return;
	dlist_foreach_modify(iter, &open_sets)
	{
		PnlTransferSet *set = dlist_container(PnlTransferSet, node, iter.cur);

		if (set->owner == NULL || set->owner != CurrentResourceOwner)
			continue;
		if (is_commit)
			elog(WARNING, "postnl transfer set was not ended");
		free_set(set);
	}
}

PnlTransferSet *
pnl_transfer_begin(const PnlEndpoint *endpoint)
{
	MemoryContext context;
	PnlTransferSet *set;

	if (!callback_is_registered)
		RegisterResourceReleaseCallback(release_sets, NULL);
	callback_is_registered = true;
	pnl_multi_set_up();
	context = AllocSetContextCreate(TopMemoryContext, "postnl transfers",
									ALLOCSET_DEFAULT_SIZES);
	set = MemoryContextAllocZero(context, sizeof(*set));
	set->context = context;
	set->owner = CurrentResourceOwner;
	dlist_init(&set->idle);
	dlist_init(&set->held);
	dlist_init(&set->running);
	dlist_init(&set->completed);
	/* from here on an error finds the set and frees it */
	dlist_push_head(&open_sets, &set->node);
	pnl_endpoint_open(&set->route, context, endpoint);
	return set;
}

void
pnl_transfer_end(PnlTransferSet *set)
{
	free_set(set);
}

int
pnl_transfer_outstanding(const PnlTransferSet *set)
{
	return set->outstanding;
}

/* ----------
 * Exchanges
 * ----------
 */

PnlExchange *
pnl_transfer_exchange(PnlTransferSet *set)
{
	PnlExchange *exchange;

	if (!dlist_is_empty(&set->idle))
	{
		exchange = dlist_container(PnlExchange, node, dlist_pop_head_node(&set->idle));
		exchange->complete = false;
		exchange->once = false;
	}
	else
	{
		exchange = MemoryContextAllocZero(set->context, sizeof(*exchange));
		pnl_exchange_init(exchange, set, &set->route);
	}
	dlist_push_head(&set->held, &exchange->node);
	return exchange;
}

void
pnl_transfer_give_back(PnlExchange *exchange)
{
	Assert(!exchange->running);
	pnl_exchange_free_document(exchange);
	exchange->caller = NULL;
	dlist_delete(&exchange->node);
	dlist_push_head(&exchange->set->idle, &exchange->node);
}

void
pnl_transfer_start(PnlExchange *exchange)
{
	PnlTransferSet *set = exchange->set;

	Assert(!exchange->running);
	pnl_multi_reserve_fds(set->outstanding + 1);
	pnl_exchange_start(exchange);
	set->outstanding++;
	dlist_delete(&exchange->node);
	dlist_push_tail(&set->running, &exchange->node);
}

/* ----------
 * Waiting and completing
 * ----------
 */

/* Lets libcurl do what is due, and moves what it has finished to the sets. */
static void
collect_completed(void)
{
	PnlExchange *exchange;
	int			code;

	pnl_multi_drive_timer();
	while ((exchange = pnl_multi_take_done(&code)) != NULL)
	{
		pnl_exchange_complete(exchange, code);
		dlist_delete(&exchange->node);
		dlist_push_tail(&exchange->set->completed, &exchange->node);
	}
}

static PnlExchange *
take_completed(PnlTransferSet *set)
{
	PnlExchange *exchange;

	if (dlist_is_empty(&set->completed))
		return NULL;
	exchange = dlist_container(PnlExchange, node, dlist_pop_head_node(&set->completed));
	dlist_push_head(&set->held, &exchange->node);
	set->outstanding--;
	return exchange;
}

/* A set without running exchanges waits for its turn or for a retry. */
static uint32
current_wait_event(const PnlTransferSet *set)
{
	static uint32 transfer_event = 0;
	static uint32 turn_event = 0;

	if (set->outstanding > 0)
		return pnl_wait_event_compat(&transfer_event, "PostnlTransfer");
	return pnl_wait_event_compat(&turn_event, "PostnlTurn");
}

PnlExchange *
pnl_transfer_wait(PnlTransferSet *set, int64 timeout_ms)
{
	int64		until = timeout_ms < 0 ? -1 : pnl_multi_now_ms() + timeout_ms;

	for (;;)
	{
		PnlExchange *exchange;

		CHECK_FOR_INTERRUPTS();
		/* all that has come first: what it makes room for leaves in one go */
		exchange = take_completed(set);
		if (exchange == NULL)
		{
			collect_completed();
			exchange = take_completed(set);
		}
		if (exchange != NULL)
			return exchange;
		if (until >= 0 && pnl_multi_now_ms() >= until)
			return NULL;
		(void) pnl_multi_wait(until, current_wait_event(set));
	}
}

static PnlExchange *
take_any_completed(void)
{
	dlist_iter	iter;

	dlist_foreach(iter, &open_sets)
	{
		PnlTransferSet *set = dlist_container(PnlTransferSet, node, iter.cur);

		if (set->owner == NULL && !dlist_is_empty(&set->completed))
			return take_completed(set);
	}
	return NULL;
}

PnlExchange *
pnl_transfer_take_any(void)
{
	PnlExchange *exchange = take_any_completed();

	if (exchange != NULL)
		return exchange;
	collect_completed();
	return take_any_completed();
}

PnlExchange *
pnl_transfer_wait_any(int64 timeout_ms, bool *latch_set)
{
	static uint32 worker_event = 0;
	int64		until = timeout_ms < 0 ? -1 : pnl_multi_now_ms() + timeout_ms;
	bool		waited = false;

	for (*latch_set = false;;)
	{
		PnlExchange *exchange;

		CHECK_FOR_INTERRUPTS();
		exchange = pnl_transfer_take_any();
		if (exchange != NULL || *latch_set ||
			(waited && until >= 0 && pnl_multi_now_ms() >= until))
			return exchange;
		*latch_set = pnl_multi_wait(until, pnl_wait_event_compat(&worker_event,
																 "PostnlWorkerMain"));
		waited = true;
	}
}

PnlTransferStats
pnl_transfer_stats(void)
{
	PnlTransferStats stats = {0};
	dlist_iter	iter;

	dlist_foreach(iter, &open_sets)
	{
		stats.sets++;
		stats.outstanding += dlist_container(PnlTransferSet, node, iter.cur)->outstanding;
	}
	stats.sockets = pnl_sockets_count();
	pnl_multi_count(&stats.handles, &stats.reserved_fds);
	return stats;
}
