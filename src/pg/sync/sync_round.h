/*
 * sync_round.h
 *		One account's round of the sync.
 *
 * A round lives until all that was due for the account is done, or until a
 * failure that all its calls share.  While it lives, a lock keeps every other
 * process from asking for the same account; so nothing of a round is in the
 * tables but what its answers brought, and a crash at any point leaves only
 * questions that are asked again.
 */
#ifndef PNL_PG_SYNC_SYNC_ROUND_H
#define PNL_PG_SYNC_SYNC_ROUND_H

#include "postgres.h"

#include "lib/ilist.h"
#include "nodes/pg_list.h"
#include "storage/lock.h"
#include "utils/timestamp.h"

#include "core/policy/outage.h"
#include "core/request.h"
#include "pg/account/account.h"
#include "pg/ask/feed_window.h"
#include "pg/base/transaction.h"
#include "pg/http/errand.h"

typedef enum PnlAskKind
{
	PNL_ASK_FEED,				/* for a window of the bulk feed */
	PNL_ASK_DETAIL,				/* for a parcel, with its events */
	PNL_ASK_POLL				/* for a parcel of which there is no news */
} PnlAskKind;

/* What is known of the sync of an account: its row of postnl.sync_state. */
typedef struct PnlSyncState
{
	char	   *account;
	PnlEnvironment environment;
	TimestampTz fed_until;		/* 0 = the feed was not read yet */
	TimestampTz feed_at;		/* of the next feed; 0 = now */
	TimestampTz retry_at;		/* nothing before; 0 = now */
	TimestampTz polls_paid_until;	/* 0 = none were made */
	int			failures;
	TimestampTz news_due;		/* a parcel of which there is news; 0 = none */
	TimestampTz poll_due;		/* one that the feed does not tell of; 0 = none */
	TimestampTz fed_poll_due;	/* one that it would tell of; 0 = none */
	TimestampTz known_since;	/* before the first feed: since when the parcel is known that
								 * is known for longest; 0 = none is */
} PnlSyncState;

/* What a round did. */
typedef struct PnlSyncReport
{
	char	   *account;
	PnlEnvironment environment;
	int			calls[PNL_ASK_POLL + 1];	/* by kind */
	int			changed;		/* parcels whose status changed */
	int			events;			/* new ones */
	int			failed;			/* calls */
	TimestampTz fed_until;		/* 0 = the feed was not read */
	PnlError	error;			/* the last one */
} PnlSyncReport;

typedef struct PnlRound
{
	dlist_node	node;
	MemoryContext context;		/* holds the round and all below */
	PnlSyncState state;
	PnlAccount *account;		/* its key has been read */
	PnlTransferSet *transfers;
	PnlLimit	limit;
	LOCKTAG		lock;
	bool		by_hand;		/* the lock is the transaction's */

	bool		feed_due;		/* a window is still to be asked for */
	bool		feed_fails;		/* the last window was not answered */
	PnlFeedWindows windows;		/* of the period that is being read */
	int64		window_length;
	TimestampTz feed_now;		/* end of that period */
	bool		news_left;		/* more parcels may be due */
	bool		polls_left;

	dlist_head	ready;			/* PnlAsk: may start */
	dlist_head	flying;			/* on the way */
	int			in_hand;		/* of both */
	List	   *busy;			/* of int64 *: shipments that somebody has locked */
	int			in_flight;
	TimestampTz turn_at;		/* of the limiter; 0 = now */
	PnlOutage	outage;
	TimestampTz began_at;
	bool		stops;			/* nothing more is asked in it */
	bool		dropped;		/* questions were not asked for that */
	bool		failed;			/* because of a failure that all calls share */
	bool		over;			/* nothing is left to do */
	PnlError	error;			/* of the feed, or of what failed the round */
	int			unsaved[PNL_ASK_POLL + 1];	/* calls that sync_state does not count yet */
	PnlSyncReport report;
} PnlRound;

/*
 * A question to PostNL, and its answer.  It belongs to its round and is in one
 * place at a time: ready, on the way, or finished.
 */
typedef struct PnlAsk
{
	dlist_node	node;
	MemoryContext context;
	PnlRound   *round;
	PnlAskKind	kind;
	PnlErrand	errand;
	TimestampTz asked_at;
	PnlBlame	blame;			/* of the error */

	/* of a parcel */
	int64		parcel_id;
	int64		shipment_id;
	char	   *barcode;

	/* of the feed */
	PnlFeedWindows windows;		/* as they were before this one */
	TimestampTz reached;		/* with its answer the feed is read until there */
} PnlAsk;

/* So many milliseconds from now. */
static inline TimestampTz
pnl_sync_round_in_ms(int64 ms)
{
	return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), ms);
}

/*
 * Begins a round: reads account and key, takes the lock.  What is in its state
 * is the caller's to read anew, now that nobody else changes it.  NULL when
 * somebody else has the lock, or with "error" when the account cannot be used;
 * errors 42501 as pnl_account_find().  In a transaction.
 */
extern PnlRound *pnl_sync_round_begin(MemoryContext parent, const PnlSyncState *state, Oid role,
									  bool by_hand, PnlError *error);

/* Notes that all that was due is done, for sync_state. */
extern void pnl_sync_round_end(PnlRound *round);

/*
 * A question of the operation, with what the account says; further arguments
 * are the caller's, in the question's context.
 */
extern PnlAsk *pnl_sync_round_make_ask(PnlRound *round, PnlAskKind kind,
									   const PnlOperation *operation);

extern void pnl_sync_round_free_ask(PnlAsk *ask);

/*
 * Starts the question at the head of "ready".  False when its turn has not
 * come; one that cannot be asked is *failed, with its error, and in no list.
 */
extern bool pnl_sync_round_start(PnlRound *round, PnlAsk **failed);

/* Takes an answer that has come, or the failure to get one: its question, in no list. */
extern PnlAsk *pnl_sync_round_take(PnlExchange *exchange);

/* Stops a worker's round that has to make way for the next one. */
extern void pnl_sync_round_stop_if_old(PnlRound *round);

/* Drops what is ready: nothing more is asked. */
extern void pnl_sync_round_drop_ready(PnlRound *round);

/* Frees the round with all that it holds, and the lock. */
extern void pnl_sync_round_free(PnlRound *round);

#endif							/* PNL_PG_SYNC_SYNC_ROUND_H */
